package kernel

// sockets.go: the five sockets of a connection file, as the core's Transport.

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"github.com/gorgolab/gorgo/kernel/wire"
	"github.com/gorgolab/gorgo/kernel/zmtp"
)

// stdinPatience is how long a client that says that it answers requests for
// input may take until its stdin socket is connected.
const stdinPatience = 2 * time.Second

// sockets are the kernel's ends of all channels.
type sockets struct {
	signer  wire.Signer
	seen    wire.Seen
	log     *slog.Logger
	routers map[wire.Channel]*zmtp.Router
	iopub   *zmtp.Publisher
	beat    *zmtp.Heartbeat
	readers sync.WaitGroup
}

// listenEvery is how long an address that is in use is let alone.
const listenEvery = 50 * time.Millisecond

// listen opens all sockets, or none. Addresses that are in use are tried again for
// a while: a kernel that is started anew has those of the one before it.
func listen(ctx context.Context, c wire.Connection, opts Options) (*sockets, error) {
	ctx, cancel := context.WithTimeout(ctx, opts.Listen)
	defer cancel()
	for {
		s, err := listenOnce(c, opts)
		if !errors.Is(err, zmtp.ErrInUse) {
			return s, err
		}
		opts.Log.Info("an address is in use, it is tried again", "error", err)
		select {
		case <-ctx.Done():
			return nil, err
		case <-time.After(listenEvery):
		}
	}
}

// listenOnce opens all sockets, or none.
func listenOnce(c wire.Connection, opts Options) (s *sockets, err error) {
	s = &sockets{signer: wire.NewSigner(c.Key), log: opts.Log, routers: map[wire.Channel]*zmtp.Router{}}
	defer func() {
		if err != nil {
			s.close(context.Background())
		}
	}()
	for channel, port := range map[wire.Channel]int{wire.Shell: c.ShellPort, wire.Control: c.ControlPort, wire.Stdin: c.StdinPort} {
		at := c.Endpoint(port)
		if s.routers[channel], err = zmtp.ListenRouter(at.Network, at.Address, opts.Sockets); err != nil {
			delete(s.routers, channel)
			return nil, err
		}
	}
	at := c.Endpoint(c.IOPubPort)
	if s.iopub, err = zmtp.ListenPublisher(at.Network, at.Address, s.welcome(opts.session), opts.Sockets); err != nil {
		return nil, err
	}
	at = c.Endpoint(c.HBPort)
	s.beat, err = zmtp.ListenHeartbeat(at.Network, at.Address, opts.Sockets)
	return s, err
}

// welcome greets a subscriber: from then on it misses nothing.
func (s *sockets) welcome(session wire.Session) func(topic string) [][]byte {
	return func(topic string) [][]byte {
		m := session.New(wire.Header{}, &wire.IOPubWelcome{Subscription: topic})
		m.Identities = [][]byte{[]byte(topic)} // or it would not pass the subscriber's own filter
		frames, err := wire.Encode(m, s.signer)
		if err != nil {
			s.log.Error("welcome", "error", err)
			return nil
		}
		return frames
	}
}

// serve hands what arrives to the kernel until the sockets close.
func (s *sockets) serve(k *Kernel) {
	for channel, router := range s.routers {
		s.readers.Go(func() {
			for {
				select {
				case <-router.Done():
					return
				case in := <-router.Messages():
					m, err := wire.DecodeOnce(in.Frames, s.signer, &s.seen)
					if err != nil {
						s.log.Warn("message refused", "channel", channel, "error", err)
						continue
					}
					k.Handle(channel, Address{Peer: uint64(in.Peer), Identity: in.Identity}, m)
				}
			}
		})
	}
}

// Send implements Transport.
func (s *sockets) Send(c wire.Channel, to Address, m *wire.Message) bool {
	router := s.routers[c]
	peer := zmtp.PeerID(to.Peer)
	if c == wire.Stdin {
		// The same client, but another connection of it.
		ctx, cancel := context.WithTimeout(context.Background(), stdinPatience)
		defer cancel()
		found, ok := router.Find(ctx, to.Identity)
		if !ok {
			return false
		}
		peer = found
	}
	frames, err := wire.Encode(m, s.signer)
	if err != nil {
		s.log.Error("message lost", "type", m.Header.MsgType, "error", err)
		return false
	}
	if err := router.Send(peer, frames); err != nil {
		s.log.Debug("message lost", "type", m.Header.MsgType, "error", err)
		return false
	}
	return true
}

// Publish implements Transport.
func (s *sockets) Publish(m *wire.Message) {
	m.Identities = [][]byte{[]byte(m.Header.MsgType)} // the topic
	frames, err := wire.Encode(m, s.signer)
	if err != nil {
		s.log.Error("message lost", "type", m.Header.MsgType, "error", err)
		return
	}
	s.iopub.Publish(frames)
}

// close sends what is queued, at most until ctx ends, on all sockets at once.
func (s *sockets) close(ctx context.Context) error {
	var all []interface{ Close(context.Context) error }
	for _, r := range s.routers {
		all = append(all, r)
	}
	if s.iopub != nil {
		all = append(all, s.iopub)
	}
	if s.beat != nil {
		all = append(all, s.beat)
	}
	errs := make([]error, len(all))
	var closing sync.WaitGroup
	for i, c := range all {
		closing.Go(func() { errs[i] = c.Close(ctx) })
	}
	closing.Wait()
	s.readers.Wait()
	return errors.Join(errs...)
}
