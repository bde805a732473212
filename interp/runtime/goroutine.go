// This file knows which cell a goroutine belongs to.
//
// The runtime gives goroutines labels (for profiles) that the goroutines they
// start inherit, in compiled code too. A label is made for each goroutine that a
// cell starts; so a callback in a goroutine of net/http still belongs to the
// cell that started the server. The pointer to the label is read through
// runtime/pprof.runtime_getProfLabel, which the Go project keeps open to
// linkname.

package runtime

import (
	"context"
	"runtime/pprof"
	"strconv"
	"sync"
	"sync/atomic"
	"time"
	"unsafe"
)

//go:linkname profLabel runtime/pprof.runtime_getProfLabel
func profLabel() unsafe.Pointer

// goroutine is what the run time knows about one goroutine.
type goroutine struct {
	run     *Run
	pending atomic.Pointer[Frame] // the frame that defers the call that is about to start
	logs    atomic.Pointer[place] // where a call logs that says so itself
	Trace   any                   // the tracer's own
}

// enter gives the current goroutine a label of its own.
func (r *Runtime) enter(run *Run) {
	pprof.SetGoroutineLabels(pprof.WithLabels(run.labels, pprof.Labels("cell", strconv.Itoa(run.Cell))))
	r.goroutines.Store(profLabel(), &goroutine{run: run})
}

func (r *Runtime) unlabel() { r.goroutines.Delete(profLabel()) }

// goroutine returns the current goroutine's record. One that no cell started
// has an empty one.
func (r *Runtime) goroutine() *goroutine {
	p := profLabel()
	if g, ok := r.goroutines.Load(p); ok {
		return g.(*goroutine)
	}
	g, _ := r.goroutines.LoadOrStore(p, &goroutine{})
	return g.(*goroutine)
}

// Current is the current goroutine's record, for the tracer.
func (r *Runtime) Current() any { return r.goroutine() }

// start is the go statement.
func (r *Runtime) start(f func()) {
	go r.guarded(f)()
}

// guarded makes a function that runs f as a goroutine of the current cell, for
// a goroutine that is about to start. A panic does not leave it.
func (r *Runtime) guarded(f func()) func() {
	run := r.goroutine().run
	if run == nil {
		run = &Run{r: r, labels: context.Background(), done: make(chan struct{}), ended: make(chan struct{})}
	}
	run.live.Add(1)
	return func() {
		defer r.leave(run)
		defer func() {
			if v := recover(); v != nil {
				run.fail(r.caught(v))
			}
		}()
		r.enter(run)
		f()
	}
}

// waitGroupGo is (*sync.WaitGroup).Go.
func (r *Runtime) waitGroupGo(wg *sync.WaitGroup, f func()) {
	wg.Add(1)
	r.start(func() {
		defer wg.Done()
		f()
	})
}

// afterFunc is time.AfterFunc. A function that is never called, because the
// timer is stopped, does not keep the cell's interrupt waiting.
func (r *Runtime) afterFunc(d time.Duration, f func()) *time.Timer {
	run := r.goroutine().run
	return time.AfterFunc(d, func() {
		if run != nil {
			r.enter(run)
			defer r.unlabel()
		}
		r.guarded(f)()
	})
}

// fail reports a panic in a goroutine: it ends the cell that started the
// goroutine, or is reported by itself when the cell has finished.
func (run *Run) fail(p *pan) {
	if run.stopped.Load() {
		return // what goes wrong while it ends is not what ended it
	}
	out := run.r.newPanic(p, false)
	out.Cell, out.Goroutine = run.Cell, true
	if run.main.Load() {
		if run.failure.CompareAndSwap(nil, out) {
			run.interrupt()
		}
		return
	}
	if run.r.background != nil {
		run.r.background(out)
	}
}
