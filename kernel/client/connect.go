package client

// connect.go: the sockets to a kernel, and the first questions.

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/gorgolab/gorgo/kernel/wire"
	"github.com/gorgolab/gorgo/kernel/zmtp"
)

// ConnectOptions are for the connection to a kernel. The zero value will do.
type ConnectOptions struct {
	// Username is in the header of every message; default "gorgo".
	Username string
	// Other receives what the kernel broadcasts and what belongs to no request
	// of ours that is still under way: output of goroutines that outlive their
	// cell, and the cells of other clients. It is called from one goroutine,
	// which must not be kept waiting. Default: such messages are dropped.
	Other func(wire.Message)
}

// Connect connects to a kernel that runs, and waits until it answers on all
// channels.
func Connect(ctx context.Context, c wire.Connection, opts ConnectOptions) (*Kernel, error) {
	if err := c.Check(); err != nil {
		return nil, fmt.Errorf("client: connection: %w", err)
	}
	return connect(ctx, c, opts, nil)
}

// connect connects; p is nil for a process that is not ours.
func connect(ctx context.Context, c wire.Connection, opts ConnectOptions, p *process) (*Kernel, error) {
	if opts.Username == "" {
		opts.Username = "gorgo"
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	k := &Kernel{
		connection: c,
		other:      opts.Other,
		session:    wire.NewSession(opts.Username),
		signer:     wire.NewSigner(c.Key),
		process:    p,
		pending:    map[string]*pending{},
		done:       make(chan struct{}),
	}
	if p != nil {
		go func() {
			select {
			case <-p.done:
				cancel(errors.New("the process ended before it answered"))
				k.end(nil)
			case <-k.done:
			}
		}()
	}
	if err := k.dial(ctx); err != nil {
		k.end(err)
		return nil, because(ctx, err)
	}
	if err := k.greet(ctx); err != nil {
		k.end(err)
		return nil, because(ctx, err)
	}
	return k, nil
}

// because prefers the reason why ctx ended to the error that followed from it.
func because(ctx context.Context, err error) error {
	if cause := context.Cause(ctx); cause != nil {
		return cause
	}
	return err
}

// dial opens the four sockets under one identity: the kernel sends requests for
// input to the stdin socket of whoever sent the cell.
func (k *Kernel) dial(ctx context.Context) error {
	identity := uuid.NewString()
	for _, s := range []struct {
		channel wire.Channel
		kind    zmtp.Kind
		port    int
	}{
		{wire.Shell, zmtp.Dealer, k.connection.ShellPort},
		{wire.Control, zmtp.Dealer, k.connection.ControlPort},
		{wire.Stdin, zmtp.Dealer, k.connection.StdinPort},
		{wire.IOPub, zmtp.Sub, k.connection.IOPubPort},
	} {
		at := k.connection.Endpoint(s.port)
		conn, err := zmtp.Dial(ctx, s.kind, at.Network, at.Address, identity, zmtp.Options{})
		if err != nil {
			return fmt.Errorf("%s: %w", s.channel, err)
		}
		k.mu.Lock()
		k.conns[index(s.channel)] = conn
		k.mu.Unlock()
		go k.receive(s.channel, conn)
		select {
		case <-k.done: // ended meanwhile, and could not close this one
			conn.Close(ctx)
			return k.Err()
		default:
		}
	}
	return k.conn(wire.IOPub).Subscribe("")
}

// nudge is how often a kernel is asked again until it is heard on iopub.
const nudge = 200 * time.Millisecond

// greet asks for kernel_info until there is an answer, and something was heard
// on iopub: only then is it sure that no output will be missed.
func (k *Kernel) greet(ctx context.Context) error {
	ticker := time.NewTicker(nudge)
	defer ticker.Stop()
	answers := make(chan *wire.Message, 1)
	heard := k.heard()
	info := (*wire.KernelInfoReply)(nil)
	ask := func() {
		go func() {
			if m, err := k.Request(ctx, &wire.KernelInfoRequest{}, nil); err == nil {
				select {
				case answers <- m:
				default:
				}
			}
		}()
	}
	ask()
	for info == nil || heard != nil {
		select {
		case m := <-answers:
			info, _ = m.Content.(*wire.KernelInfoReply)
		case <-heard:
			heard = nil
		case <-ticker.C:
			ask()
		case <-ctx.Done():
			return context.Cause(ctx)
		case <-k.done:
			return k.Err()
		}
	}
	k.info = *info
	return nil
}
