// This file is what a back end other than the engine needs of the run time: its
// functions test the same flags, panic with the same values, and are seen in the
// same stacks.

package runtime

import (
	"reflect"
	goruntime "runtime"
	"sync/atomic"
)

// Activation is a call into another back end, with all that it calls in turn
// there. The tracer finds it on the goroutine's stack, among the engine's
// functions.
type Activation struct {
	// Run does the call.
	Run func()
	// Calls lists the functions that are active in it, innermost first.
	Calls func() []Call
}

// Enter does the call. The tracer knows it by its name and finds a among its
// arguments, so a has to be on the heap.
//
//go:noinline
func (a *Activation) Enter() {
	a.Run()
	goruntime.KeepAlive(a)
}

// Stopping is set while an interrupt is under way: Poll then has to be called in
// every loop and at the start of every function.
func (r *Runtime) Stopping() *atomic.Bool { return &r.stopping }

// Poll panics if the current goroutine belongs to a cell that is interrupted.
func (r *Runtime) Poll() { r.poll() }

// VersionFlag is set when EnterVersion has to be called at the start of a
// function's version.
func (r *Runtime) VersionFlag(n int) *atomic.Bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return &r.versions[n].raised
}

// EnterVersion tells whether a newer version of a function takes the call.
func (r *Runtime) EnterVersion(n int) bool { return r.enterVersion(n) }

// Assert checks that an interface value has exactly the type of that number; it
// panics if not. from is the number of the interface's type.
func (r *Runtime) Assert(x any, from, k int) { r.as(x, from, k) }

// AssertInterface checks that a value implements the interface of that number; it
// panics if not.
func (r *Runtime) AssertInterface(x any, from, k int) { r.asI(x, from, k) }

// Implements tells whether a value implements the interface of that number.
func (r *Runtime) Implements(x any, k int) bool { return r.isI(x, k) }

// Call calls the method by way of the dispatcher; the first argument is the
// interface.
func (d *Dispatcher) Call(args []reflect.Value) []reflect.Value { return d.call(args) }

// Print is the built-in function print, or println with line; no argument is an
// interface.
func (r *Runtime) Print(line bool, args []any) {
	if line {
		r.println(args...)
		return
	}
	r.print(args...)
}

// ReceiveValue is Receive by reflection.
func (r *Runtime) ReceiveValue(c reflect.Value) (reflect.Value, bool) {
	v, ok := r.receive(c)
	if !v.IsValid() {
		v = reflect.Zero(c.Type().Elem())
	}
	return v, ok
}

// SendValue is Send by reflection.
func (r *Runtime) SendValue(c, v reflect.Value) { r.send(c, v) }

// Go is the go statement.
func (r *Runtime) Go(f func()) { r.start(f) }

// NewFrame is the activation of a function that defers, for Frame.Run; end is the
// site of the function's end.
func (r *Runtime) NewFrame(end int) *Frame { return r.newFrame(end) }

// Pending is the frame that recover refers to in the function that starts now, nil
// when no frame defers it. It is asked once, before the function calls anything.
func (r *Runtime) Pending() *Frame { return r.pendingFrame() }
