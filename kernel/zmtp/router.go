package zmtp

// router.go: requests in, replies out to the peer that asked.

import (
	"context"
	"net"
	"sync"

	"github.com/go-zeromq/zmq4"
)

// Message is what a peer sent.
type Message struct {
	Peer     PeerID
	Identity string // the peer's own name, shared by the sockets of one client
	Frames   [][]byte
}

// Router is a ROUTER socket.
type Router struct {
	hub      *hub
	messages chan Message
	end      chan struct{}
	once     sync.Once
}

// ListenRouter listens on a TCP address, or on a Unix socket (network "unix").
func ListenRouter(network, address string, opts Options) (*Router, error) {
	r := &Router{messages: make(chan Message, 16), end: make(chan struct{})}
	h, err := newHub(zmq4.Router, network, address, opts, func(p *peer, frames [][]byte) error {
		select {
		case r.messages <- Message{p.id, p.identity, frames}:
			return nil
		case <-r.end: // read on until the peer closes its side
			return nil
		case <-p.gone:
			return ErrGone
		}
	})
	if err != nil {
		return nil, err
	}
	r.hub = h
	h.start()
	return r, nil
}

// Addr returns where the socket listens.
func (r *Router) Addr() net.Addr { return r.hub.Addr() }

// Messages returns the channel of what the peers send. It is not closed; see
// Done. While nobody receives, peers are slowed down.
func (r *Router) Messages() <-chan Message { return r.messages }

// Done is closed when Close was called.
func (r *Router) Done() <-chan struct{} { return r.end }

// Send queues a message for one peer. It waits only while that peer's queue is
// full, for at most Options.Stall without progress; then the peer is
// disconnected and ErrGone returned.
func (r *Router) Send(to PeerID, frames [][]byte) error {
	p := r.hub.peer(to)
	if p == nil {
		return ErrGone
	}
	return p.send(frames)
}

// Find returns the newest connection of the peer that calls itself identity.
// A client opens its sockets at about the same time: when this one is not there
// yet, Find waits for it until ctx ends.
func (r *Router) Find(ctx context.Context, identity string) (PeerID, bool) {
	for identity != "" {
		peers, changed := r.hub.all()
		for i := len(peers) - 1; i >= 0; i-- {
			if peers[i].identity == identity {
				return peers[i].id, true
			}
		}
		select {
		case <-changed:
		case <-r.end:
			return 0, false
		case <-ctx.Done():
			return 0, false
		}
	}
	return 0, false
}

// Close sends what is queued, at most until ctx ends, and closes the socket.
func (r *Router) Close(ctx context.Context) error {
	r.once.Do(func() { close(r.end) })
	return r.hub.Close(ctx)
}
