package client

// request.go: requests, and which of the messages that come in belong to them.

import (
	"context"
	"fmt"
	"sync"

	"github.com/gorgolab/gorgo/kernel/wire"
	"github.com/gorgolab/gorgo/kernel/zmtp"
)

// pending is a request under way. What arrives for it waits here until the
// goroutine that asked takes it, so that a slow callback holds up nobody else.
type pending struct {
	mu    sync.Mutex
	queue []arrival
	ready chan struct{} // one token when the queue is not empty
}

type arrival struct {
	channel wire.Channel
	message *wire.Message
}

func (p *pending) put(a arrival) {
	p.mu.Lock()
	p.queue = append(p.queue, a)
	p.mu.Unlock()
	select {
	case p.ready <- struct{}{}:
	default:
	}
}

func (p *pending) take() []arrival {
	p.mu.Lock()
	defer p.mu.Unlock()
	all := p.queue
	p.queue = nil
	return all
}

// Request sends content, whose type the table of package wire must have a
// reply for, and returns that reply. A reply with an error status is not an
// error here. on, which may be nil, is called with everything that the kernel
// says about the request on iopub.
func (k *Kernel) Request(ctx context.Context, content any, on func(wire.Message)) (*wire.Message, error) {
	return k.ask(ctx, content, on, nil, false)
}

// ask is Request with more: input answers the kernel's requests for input, and
// quiet says to wait for the idle that follows the reply.
func (k *Kernel) ask(ctx context.Context, content any, on func(wire.Message), input Input, quiet bool) (*wire.Message, error) {
	m := k.session.New(wire.Header{}, content)
	entry, _ := wire.Lookup(m.Header.MsgType)
	if entry.Reply == "" {
		return nil, fmt.Errorf("client: %s has no reply to wait for", m.Header.MsgType)
	}
	p := &pending{ready: make(chan struct{}, 1)}
	k.mu.Lock()
	k.pending[m.Header.MsgID] = p
	k.mu.Unlock()
	defer func() {
		k.mu.Lock()
		delete(k.pending, m.Header.MsgID)
		k.mu.Unlock()
	}()
	if err := k.send(entry.Channels[0], m); err != nil {
		return nil, err
	}
	reply, idle := (*wire.Message)(nil), !quiet
	for reply == nil || !idle {
		select {
		case <-p.ready:
		case <-ctx.Done():
			return nil, fmt.Errorf("client: %s: %w", m.Header.MsgType, context.Cause(ctx))
		case <-k.done:
			return nil, k.Err()
		}
		for _, a := range p.take() {
			switch c := a.message.Content.(type) {
			case *wire.InputRequest:
				go k.answer(a.message, c, input)
				continue
			case *wire.Status:
				idle = idle || c.ExecutionState == wire.Idle
			}
			if a.channel == wire.IOPub {
				if on != nil {
					on(*a.message)
				}
			} else if a.message.Header.MsgType == entry.Reply {
				reply = a.message
			}
		}
	}
	return reply, nil
}

func (k *Kernel) send(c wire.Channel, m *wire.Message) error {
	frames, err := wire.Encode(m, k.signer)
	if err != nil {
		return err
	}
	select {
	case <-k.done:
		return k.Err()
	default:
	}
	if err := k.conn(c).Send(frames); err != nil {
		return fmt.Errorf("client: %s: %w: %w", c, ErrDead, err)
	}
	return nil
}

// Send sends a message that has no reply, such as those of comms, on the shell
// channel.
func (k *Kernel) Send(content any) error {
	return k.send(wire.Shell, k.session.New(wire.Header{}, content))
}

// receive hands what arrives on one channel to whoever asked for it.
func (k *Kernel) receive(channel wire.Channel, conn *zmtp.Conn) {
	for frames := range conn.Messages() {
		m, err := wire.Decode(frames, k.signer)
		if err != nil {
			continue // not from our kernel, or from one that speaks differently
		}
		k.mu.Lock()
		p := k.pending[m.Parent.MsgID]
		if channel == wire.IOPub && !k.loud {
			k.loud = true
			if k.iopub != nil {
				close(k.iopub)
			}
		}
		k.mu.Unlock()
		switch {
		case p != nil:
			p.put(arrival{channel, m})
		case channel == wire.IOPub && k.other != nil:
			k.other(*m)
		}
	}
	k.lost(conn.Err())
}

// heard returns a channel that is closed when something has been heard on
// iopub.
func (k *Kernel) heard() <-chan struct{} {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.iopub == nil {
		k.iopub = make(chan struct{})
		if k.loud {
			close(k.iopub)
		}
	}
	return k.iopub
}
