// This file runs functions that defer: lowered code has neither defer nor
// recover of its own.

package runtime

import (
	"fmt"
	goruntime "runtime"
)

// Frame is the activation of a function that defers.
type Frame struct {
	r      *Runtime
	defers []func()
	pan    *pan
	end    int  // the mark of the function's end
	during *pan // the panic because of which a deferred call is running
}

// pan is a panic on its way; prev is the one because of which the deferred call
// was running that panicked.
type pan struct {
	value     any
	trace     Trace
	prev      *pan
	recovered bool
	// goexit: it is no panic but the end of a cell by runtime.Goexit
	goexit bool
}

// rethrown carries a panic from frame to frame. Compiled code in between that
// prints it sees the user's value.
type rethrown struct{ *pan }

// Error is the text of the user's panic value.
func (p rethrown) Error() string { return fmt.Sprint(p.value) }

// Unwrap is the user's panic value, if that is an error.
func (p rethrown) Unwrap() error {
	err, _ := p.value.(error)
	return err
}

func (r *Runtime) newFrame(end int) *Frame { return &Frame{r: r, end: end} }

// Push defers f.
func (d *Frame) Push(f func()) { d.defers = append(d.defers, f) }

// PushN defers a call of a function that may call recover itself.
func (d *Frame) PushN(f func()) {
	d.Push(func() {
		g := d.r.goroutine()
		old := g.pending.Swap(d)
		defer g.pending.Store(old)
		f()
	})
}

// pendingFrame is the frame that recover in the function that starts now refers
// to: the one that defers the function, or none.
func (r *Runtime) pendingFrame() *Frame {
	d := r.goroutine().pending.Swap(nil)
	if d == nil || d.pan == nil || r.tracer == nil {
		return d
	}
	// A deferred function that calls no recover leaves the frame to those that
	// it calls, to which it does not belong. Functions that only pass a call on,
	// such as method values, have no marks.
	calls, _ := r.tracer.Stack()
	own := false // the function that starts now has been seen
	for _, c := range calls {
		switch {
		case c.Deferring != nil:
			return d
		case c.ID != 0 && !own:
			own = true
		case c.Site != 0:
			return nil
		}
	}
	return d
}

// Run runs a function's body and then what it deferred.
func (d *Frame) Run(body func()) {
	d.one(body)
	d.unwind()
}

func (d *Frame) unwind() {
	for len(d.defers) > 0 {
		f := d.defers[len(d.defers)-1]
		d.defers = d.defers[:len(d.defers)-1]
		d.deferred(f)
	}
	if d.pan != nil {
		panic(rethrown{d.pan})
	}
}

// deferred runs a deferred call. The tracer knows it by its name and finds d
// among its arguments.
//
//go:noinline
func (d *Frame) deferred(f func()) {
	old := d.during
	d.during = d.pan
	d.one(f)
	d.during = old
}

func (d *Frame) one(f func()) {
	done := false
	defer func() {
		if done {
			return
		}
		v := recover()
		if v == nil { // runtime.Goexit, or an interrupt, which nothing stops
			d.pan = nil
			d.unwind()
			return
		}
		p := d.r.caught(v)
		p.follow(d.during)
		d.pan = p
	}()
	f()
	done = true
}

// Recover is the built-in function, called by a function that d defers.
func (d *Frame) Recover() any {
	if d == nil || d.pan == nil {
		return nil
	}
	v := d.pan.value
	d.pan.recovered = true
	d.pan = nil
	return v
}

// follow puts a panic, with those that it followed, behind an earlier one.
func (p *pan) follow(earlier *pan) {
	for ; p != earlier; p = p.prev {
		if p.prev == nil {
			p.prev = earlier
			return
		}
	}
}

// DeferredRecover is a deferred call of recover itself, in a function that the
// frame from defers: it recovers from's panic, unless d's function panics too.
func (d *Frame) DeferredRecover(from *Frame) {
	if d.pan == nil {
		from.Recover()
	}
}

// caught turns what recover returned into a panic with its trace.
func (r *Runtime) caught(v any) *pan {
	if v, ok := v.(rethrown); ok {
		return v.pan
	}
	p := &pan{}
	if r.tracer != nil {
		p.trace = r.tracer.Take(r.goroutine())
	}
	p.value = v
	return p
}

// throw is the built-in function panic.
func throw(v any) {
	if v == nil {
		panic(new(goruntime.PanicNilError))
	}
	panic(v)
}
