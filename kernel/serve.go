package kernel

// serve.go: the life of a kernel process.

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"

	"github.com/gorgolab/gorgo/kernel/wire"
)

// ErrOrphaned is why a kernel ends whose parent process died.
var ErrOrphaned = errors.New("kernel: the process that started the kernel is gone")

// heapGoal is the heap from which on the collector works for space, not for time:
// a flood of output must not make a kernel grow with the garbage that it leaves.
const heapGoal = 80 << 20

// Serve listens where the connection file says and answers until a client or a
// signal (SIGTERM, SIGHUP) asks the kernel to end (nil), the parent process dies
// (ErrOrphaned), or ctx ends (its error). SIGINT interrupts the running cell
// meanwhile. Serve ends the interpreter, and returns when the last messages have
// been read or Options.Linger has passed.
func Serve(ctx context.Context, opts Options) error {
	if opts.Interpreter == nil {
		return errors.New("kernel: Options.Interpreter is missing")
	}
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(heapGoal)
	}
	opts = opts.withDefaults()
	c, err := wire.ReadConnection(opts.ConnectionFile)
	if err != nil {
		return fmt.Errorf("kernel: %w", err)
	}
	opts.connection = c
	s, err := listen(ctx, c, opts)
	if err != nil {
		return fmt.Errorf("kernel: %w", err)
	}
	k := New(opts.Interpreter, s, opts)
	s.serve(k)

	interrupts := make(chan os.Signal, 1)
	signal.Notify(interrupts, os.Interrupt)
	defer signal.Stop(interrupts)
	defer watchInterruptEvent(k.Interrupt)()
	ends := make(chan os.Signal, 1)
	signal.Notify(ends, syscall.SIGTERM, syscall.SIGHUP)
	defer signal.Stop(ends)
	orphaned, forget := watchParent()
	defer forget()

	for why := error(nil); ; {
		select {
		case <-interrupts:
			k.Interrupt()
			continue
		case <-k.Down():
		case <-ends:
		case <-orphaned:
			why = ErrOrphaned
		case <-ctx.Done():
			why = ctx.Err()
		}
		linger, cancel := context.WithTimeout(context.Background(), opts.Linger)
		defer cancel()
		return errors.Join(why, k.Close(linger), s.close(linger))
	}
}
