package zmtp

// dial.go: the calling side: one connection to one listener.

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"syscall"
	"time"

	"github.com/go-zeromq/zmq4"
)

// Kind is what the calling side is.
type Kind string

// The kinds of a Conn.
const (
	Dealer Kind = Kind(zmq4.Dealer) // asks and is answered, in any order
	Sub    Kind = Kind(zmq4.Sub)    // receives what it subscribed to
	Req    Kind = Kind(zmq4.Req)    // asks, and waits for the answer
)

// Conn is the calling side of a connection.
type Conn struct {
	kind     Kind
	peer     *peer
	messages chan [][]byte
	err      error // why it ended, set before messages is closed
}

// Dial connects, and goes on trying while nobody listens there yet, until ctx
// ends. Sockets of one client share its identity.
func Dial(ctx context.Context, kind Kind, network, address, identity string, opts Options) (*Conn, error) {
	raw, err := dial(ctx, network, address)
	if err != nil {
		return nil, fmt.Errorf("zmtp: %w", err)
	}
	opts = opts.withDefaults()
	if at, ok := ctx.Deadline(); ok {
		opts.Handshake = min(opts.Handshake, time.Until(at))
	}
	stop := context.AfterFunc(ctx, func() { raw.Close() })
	p, err := handshake(raw, 1, zmq4.SocketType(kind), identity, false, opts)
	if !stop() && err == nil {
		p.close()
		err = ctx.Err()
	}
	if err != nil {
		raw.Close()
		return nil, fmt.Errorf("zmtp: dial %s %s: %w", network, address, err)
	}
	c := &Conn{kind: kind, peer: p, messages: make(chan [][]byte, 16)}
	go c.read()
	return c, nil
}

// windowsRefused is how Windows says ECONNREFUSED.
const windowsRefused = syscall.Errno(10061)

func dial(ctx context.Context, network, address string) (net.Conn, error) {
	var d net.Dialer
	for pause := time.Millisecond; ; pause = min(2*pause, 50*time.Millisecond) {
		c, err := d.DialContext(ctx, network, address)
		if err == nil {
			return c, nil
		}
		if !errors.Is(err, syscall.ECONNREFUSED) && !errors.Is(err, windowsRefused) && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
		select {
		case <-ctx.Done():
			return nil, err
		case <-time.After(pause):
		}
	}
}

func (c *Conn) read() {
	c.err = c.peer.read(func(frames [][]byte) error {
		if c.kind == Req {
			if len(frames) == 0 || len(frames[0]) > 0 {
				return nil // no delimiter: not an answer to a REQ
			}
			frames = frames[1:]
		}
		select {
		case c.messages <- frames:
			return nil
		case <-c.peer.gone:
			return ErrGone
		}
	})
	c.peer.close()
	close(c.messages)
}

// Send queues a message, as Router.Send does.
func (c *Conn) Send(frames [][]byte) error {
	if c.kind == Req {
		frames = append([][]byte{nil}, frames...)
	}
	return c.peer.send(frames)
}

// Subscribe asks a Publisher for everything whose first frame begins with
// topic; the empty topic means everything.
func (c *Conn) Subscribe(topic string) error {
	return c.peer.send([][]byte{append([]byte{1}, topic...)})
}

// Messages returns the channel of what arrives. It is closed when the
// connection ends; see Err.
func (c *Conn) Messages() <-chan [][]byte { return c.messages }

// Err returns why the connection ended, once Messages is closed.
func (c *Conn) Err() error { return c.err }

// Close sends what is queued, at most until ctx ends, and closes the
// connection.
func (c *Conn) Close(ctx context.Context) error {
	c.peer.queue.close()
	select {
	case <-c.peer.wrote:
	case <-ctx.Done():
	}
	c.peer.close()
	return nil
}
