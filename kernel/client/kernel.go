package client

// kernel.go: a connected kernel, its life and its end.

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/gorgolab/gorgo/kernel/wire"
	"github.com/gorgolab/gorgo/kernel/zmtp"
)

// ErrDead is what every call returns, wrapped, once the kernel is gone.
var ErrDead = errors.New("the kernel is gone")

// Kernel is a connection to a kernel. Its methods may be called from several
// goroutines at once; the kernel executes cells one after the other.
type Kernel struct {
	connection wire.Connection
	other      func(wire.Message)
	session    wire.Session
	signer     wire.Signer
	info       wire.KernelInfoReply

	process      *process    // nil: not started by us
	stopWatching func() bool // undoes the watch over Launch's context

	mu      sync.Mutex
	conns   [4]*zmtp.Conn       // by index(channel)
	pending map[string]*pending // by msg_id
	iopub   chan struct{}       // closed when something was heard on iopub
	loud    bool                // something was

	once sync.Once
	done chan struct{}
	err  error // set before done is closed
}

func index(c wire.Channel) int {
	switch c {
	case wire.Shell:
		return 0
	case wire.Control:
		return 1
	case wire.Stdin:
		return 2
	}
	return 3
}

func (k *Kernel) conn(c wire.Channel) *zmtp.Conn {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.conns[index(c)]
}

// Info returns what the kernel said about itself.
func (k *Kernel) Info() wire.KernelInfoReply { return k.info }

// Connection returns what a further client needs to connect.
func (k *Kernel) Connection() wire.Connection { return k.connection }

// Session returns the ID of this client, the session of all its headers.
func (k *Kernel) Session() string { return k.session.ID }

// Done is closed when the kernel is gone: its process ended, it closed a
// connection, or Close was called.
func (k *Kernel) Done() <-chan struct{} { return k.done }

// Err returns why the kernel is gone, nil while it is not.
func (k *Kernel) Err() error {
	select {
	case <-k.done:
	default:
		return nil
	}
	if k.process != nil {
		select {
		case <-k.process.done:
			return k.process.explain(ErrDead)
		default:
		}
	}
	if k.err != nil {
		return fmt.Errorf("client: %w: %w", ErrDead, k.err)
	}
	return fmt.Errorf("client: %w", ErrDead)
}

// end closes the connection; the process, if there is one, goes on.
func (k *Kernel) end(err error) {
	k.once.Do(func() {
		k.err = err
		close(k.done)
		ctx, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		k.mu.Lock()
		conns := k.conns
		k.mu.Unlock()
		for _, c := range conns {
			if c != nil {
				c.Close(ctx)
			}
		}
	})
}

// lost is called when a connection ended. A process of ours that closes its
// connections is about to end: its own words say more than a closed socket.
func (k *Kernel) lost(err error) {
	if k.process != nil {
		select {
		case <-k.process.done:
		case <-k.done:
		case <-time.After(2 * time.Second):
		}
	}
	k.end(err)
}

// Shutdown asks the kernel to end and waits until it has. A process of ours
// that is still there when ctx ends is killed, which is the error then.
func (k *Kernel) Shutdown(ctx context.Context) error {
	select {
	case <-k.done:
		return k.Close()
	default:
	}
	_, err := k.Request(ctx, &wire.ShutdownRequest{}, nil)
	if errors.Is(err, ErrDead) {
		err = nil // it was quicker than its reply
	}
	if k.process == nil {
		k.end(err)
		return err
	}
	select {
	case <-k.process.done:
	case <-ctx.Done():
		err = fmt.Errorf("client: the kernel did not end when asked, and was killed: %w", context.Cause(ctx))
	}
	return errors.Join(err, k.Close())
}

// Close ends the connection and kills the process if we started it. It may be
// called more than once.
func (k *Kernel) Close() error {
	if k.stopWatching != nil {
		k.stopWatching()
	}
	if k.process != nil {
		k.process.kill()
		<-k.process.done
	}
	k.end(nil)
	return nil
}

// Interrupt interrupts the cell that runs, and returns when the kernel has
// confirmed it; the cell's own reply follows.
func (k *Kernel) Interrupt(ctx context.Context) error {
	_, err := k.Request(ctx, &wire.InterruptRequest{}, nil)
	return err
}

// Ping returns how long the kernel's heartbeat takes. A busy kernel answers;
// one that hangs as a whole, or is stopped, does not.
func (k *Kernel) Ping(ctx context.Context) (time.Duration, error) {
	at := k.connection.Endpoint(k.connection.HBPort)
	c, err := zmtp.Dial(ctx, zmtp.Req, at.Network, at.Address, "", zmtp.Options{})
	if err != nil {
		return 0, fmt.Errorf("client: heartbeat: %w", err)
	}
	defer c.Close(ctx)
	start := time.Now()
	if err := c.Send([][]byte{[]byte("ping")}); err != nil {
		return 0, fmt.Errorf("client: heartbeat: %w", err)
	}
	select {
	case <-ctx.Done():
		return 0, fmt.Errorf("client: heartbeat: %w", context.Cause(ctx))
	case _, ok := <-c.Messages():
		if !ok {
			return 0, fmt.Errorf("client: heartbeat: %w", c.Err())
		}
		return time.Since(start), nil
	}
}
