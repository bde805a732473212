// This file stops cells: an interrupt ends the goroutines of one cell, wherever
// they are in lowered code, and no others.
//
// Lowered code tests a flag in every loop and at the start of every function
// that can recurse. Tests are cheap, and while no interrupt is under way that is
// all there is. With the flag set, poll looks whose goroutine it is; those of
// the interrupted cell end as by runtime.Goexit, so that deferred calls of compiled
// functions (Unlock, Close) still happen, and lowered ones until their first test.
// A panic would do it too, but yaegi looks in its tree, and we at the stack, for
// where a panic started, in every function on its way: 100 µs for each of a cell's
// goroutines, of which there may be thousands. And it would end the process in a
// goroutine that compiled code started. The flag stays set until the last goroutine
// of the cell is gone, and a moment longer.

package runtime

import (
	"context"
	"errors"
	"reflect"
	goruntime "runtime"
	"sync"
	"sync/atomic"
	"time"
	"unsafe"
)

// ErrInterrupted is returned for a cell that was interrupted. The session goes
// on with the state that the cell had reached.
var ErrInterrupted = errors.New("the cell was interrupted")

// Run is one execution of a cell, with all goroutines that it starts.
type Run struct {
	Cell int

	r        *Runtime
	labels   context.Context // with the labels of its goroutines
	stopped  atomic.Bool
	done     chan struct{} // closed by the interrupt
	once     sync.Once
	idleOnce sync.Once
	live     atomic.Int64     // goroutines
	main     atomic.Bool      // the cell itself runs
	over     bool             // ended is closed; r.mu guards it
	left     []unsafe.Pointer // labels of those that are gone; r.mu guards it
	failure  atomic.Pointer[Panic]
	ended    chan struct{} // closed when the last goroutine is gone after an interrupt
	idle     chan struct{} // closed when the last goroutine is gone
}

// Do runs f as cell number cell. Its goroutines, and those that they start, have
// ctx's labels (runtime/pprof) and one more, "cell". The error is a *Panic or
// ErrInterrupted.
func (r *Runtime) Do(ctx context.Context, cell int, f func()) error {
	run := &Run{Cell: cell, r: r, labels: ctx, done: make(chan struct{}), ended: make(chan struct{}), idle: make(chan struct{})}
	run.main.Store(true)
	result := make(chan *pan, 1)
	run.live.Add(1)
	go func() {
		var p *pan
		finished := false
		defer func() {
			if v := recover(); v != nil {
				p = r.caught(v)
			} else if !finished {
				p = &pan{value: plainError("no goroutines (main called runtime.Goexit) - deadlock!"), goexit: true}
			}
			r.leave(run)
			result <- p
		}()
		r.enter(run)
		f()
		finished = true
	}()
	var p *pan
	select {
	case p = <-result:
		if p != nil && ctx.Err() != nil {
			run.interrupt() // what the cell failed with may come of it, as a read that ended
		}
	case <-ctx.Done():
		run.interrupt()
		p = <-result
	}
	if p != nil && p.goexit { // the other goroutines go on
		select {
		case <-run.idle:
		case <-run.done:
		case <-ctx.Done():
			run.interrupt()
		}
	}
	run.main.Store(false)
	if run.stopped.Load() {
		select {
		case <-run.ended:
		case <-time.After(patience):
		}
		if fail := run.failure.Load(); fail != nil {
			return fail
		}
		return ErrInterrupted
	}
	if p != nil {
		out := r.newPanic(p, false)
		out.Cell = cell
		return out
	}
	if fail := run.failure.Load(); fail != nil {
		return fail
	}
	return nil
}

// patience is how long an interrupt waits for the goroutines of a cell whose
// top level has ended. They end at their next test in any case.
const patience = 200 * time.Millisecond

func (run *Run) interrupt() {
	run.once.Do(func() {
		r := run.r
		r.mu.Lock()
		run.stopped.Store(true)
		r.stopped[run] = true
		r.setFlags()
		r.finish(run) // it may have ended by itself just now
		r.mu.Unlock()
		close(run.done)
	})
}

// exit ends the current goroutine, which is one of the interrupted run's.
func (run *Run) exit() { goruntime.Goexit() }

// setFlags makes lowered code call poll exactly while there is someone to stop.
func (r *Runtime) setFlags() {
	on := len(r.stopped) > 0
	set(&r.stop, on)
	r.stopping.Store(on)
	for _, v := range r.versions {
		v.set(on || v.replaced)
	}
}

// set writes a flag that lowered code reads without a lock: it may see the new
// value a moment later, at its next test.
//
//go:norace
func set(flag *bool, on bool) { *flag = on }

// leave ends a goroutine of the run.
func (r *Runtime) leave(run *Run) {
	if run.stopped.Load() {
		// Goroutines that compiled code started for this one share its record, by
		// which they are found.
		r.mu.Lock()
		run.left = append(run.left, profLabel())
		r.mu.Unlock()
	} else {
		r.unlabel()
	}
	if run.live.Add(-1) > 0 {
		return
	}
	run.idleOnce.Do(func() {
		if run.idle != nil {
			close(run.idle)
		}
	})
	r.mu.Lock()
	defer r.mu.Unlock()
	r.finish(run)
}

// finish notes that the last goroutine of an interrupted run is gone, if it is.
// r.mu is held.
func (r *Runtime) finish(run *Run) {
	if !r.stopped[run] || run.over || run.live.Load() > 0 {
		return
	}
	run.over = true
	close(run.ended)
	// Goroutines that compiled code started for the cell are not counted.
	time.AfterFunc(patience, func() {
		r.mu.Lock()
		defer r.mu.Unlock()
		delete(r.stopped, run)
		r.setFlags()
		for _, label := range run.left {
			r.goroutines.Delete(label)
		}
		run.left = nil
	})
}

// poll is called by lowered code while the flag is set.
func (r *Runtime) poll() {
	if run := r.goroutine().run; run != nil && run.stopped.Load() {
		run.exit()
	}
}

// stopFlag is the flag's address.
func (r *Runtime) stopFlag() reflect.Value { return reflect.ValueOf(&r.stop) }
