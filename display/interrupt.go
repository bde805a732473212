// Ending a long computation early, with what it has so far.

package display

import (
	"context"
	"os"
	"os/signal"
	"sync"
)

var active struct {
	sync.Mutex
	next    int
	cancels map[int]func()
}

// Interruptible calls f with a context that the person's interrupt (the stop
// button of a notebook, Ctrl-C in a program) cancels. Such an interrupt ends f
// early and nothing else: the cell, or the program, goes on with what f returns.
// A computation that has a result worth keeping at any moment, such as a
// training run, runs so. It reports whether an interrupt came.
func Interruptible(f func(ctx context.Context)) (interrupted bool) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	if !Interactive() {
		ctx, cancel = signal.NotifyContext(ctx, os.Interrupt)
		defer cancel()
	}
	active.Lock()
	if active.cancels == nil {
		active.cancels = map[int]func(){}
	}
	id := active.next
	active.next++
	active.cancels[id] = cancel
	active.Unlock()
	defer func() {
		active.Lock()
		delete(active.cancels, id)
		active.Unlock()
	}()
	f(ctx)
	return ctx.Err() != nil
}

// Interrupt cancels every computation that runs under Interruptible, and
// reports whether there was one that it had not cancelled before. Whoever takes
// the person's interrupts calls it first, and ends the cell only when there was
// none.
func Interrupt() bool {
	active.Lock()
	defer active.Unlock()
	found := len(active.cancels) > 0
	for id, cancel := range active.cancels {
		cancel()
		delete(active.cancels, id)
	}
	return found
}
