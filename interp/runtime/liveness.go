// This file collects garbage as a compiled program would see it: what a function
// does not mention any more is none of its roots. yaegi's frames hold variables and
// intermediate results until their function ends, so before a collection that the
// program asks for, those of the functions that wait for it are dropped.

package runtime

import (
	goruntime "runtime"
	"runtime/debug"
	"slices"
)

// Liveness says which variables of a function are dead while it is at a site. Names
// in lowered text end in numbers, which grow; variables are known by them.
type Liveness struct {
	// Past are the ranges, ends included, of what belonged to statements that are
	// over, and of parameters that are not mentioned any more.
	Past [][2]int
	// Alive are the exceptions: variables that are still mentioned.
	Alive []int
	// Idle says that intermediate results that nothing names are over, too.
	Idle bool
}

// Dead tells whether a variable is.
func (l *Liveness) Dead(n int) bool {
	return slices.ContainsFunc(l.Past, func(r [2]int) bool { return r[0] <= n && n <= r[1] }) && !slices.Contains(l.Alive, n)
}

// SetLiveness notes what is dead at a site.
func (r *Runtime) SetLiveness(site int, l *Liveness) { r.liveness.Store(site, l) }

// LivenessAt is what is dead at a site, nil when that is not known.
func (r *Runtime) LivenessAt(site int) *Liveness {
	l, _ := r.liveness.Load(site)
	found, _ := l.(*Liveness)
	return found
}

// collect is runtime.GC.
func (r *Runtime) collect() {
	if r.tracer != nil {
		r.tracer.Drop()
	}
	goruntime.GC()
}

// freeMemory is debug.FreeOSMemory.
func (r *Runtime) freeMemory() {
	if r.tracer != nil {
		r.tracer.Drop()
	}
	debug.FreeOSMemory()
}
