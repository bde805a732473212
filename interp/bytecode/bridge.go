// This file calls functions that are not compiled to instructions: those of
// compiled packages and those that the engine runs. Common signatures have a way
// of their own (adapt.go); the others go through package reflect.

package bytecode

import (
	"reflect"
)

// slot is a parameter or result.
type slot struct {
	typ   reflect.Type
	shape *shape
}

// layout is how the values of a signature lie in a window.
type layout struct {
	in, out  []slot
	variadic bool
}

// bridge makes what calls a function by reflection. The function is asked for at
// each call, since it may be another one then.
func (b *Backend) bridge(l layout, fn func() reflect.Value) func(w *words, p *pointers) {
	return func(w *words, p *pointers) {
		f := fn()
		in := make([]reflect.Value, len(l.in))
		wi, pi := 0, 0
		t := f.Type()
		for i, s := range l.in {
			in[i] = between(s.shape.take(s.typ, w, p, wi, pi), t.In(i))
			wi, pi = wi+s.shape.w, pi+s.shape.p
		}
		var out []reflect.Value
		if l.variadic && t.IsVariadic() {
			out = f.CallSlice(in)
		} else {
			out = f.Call(in)
		}
		wi, pi = 0, 0
		for i, s := range l.out {
			s.shape.give(between(out[i], s.typ), w, p, wi, pi)
			wi, pi = wi+s.shape.w, pi+s.shape.p
		}
	}
}

// between gives a value another type of the same layout.
func between(v reflect.Value, t reflect.Type) reflect.Value {
	if v.Type() == t {
		return v
	}
	p := reflect.New(v.Type())
	p.Elem().Set(v)
	return reflect.NewAt(t, p.UnsafePointer()).Elem()
}
