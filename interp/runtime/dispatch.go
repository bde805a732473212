// This file calls methods through interfaces: it finds the lowered function for
// the type that the interface holds.
//
// A dispatcher is compiled code, since an interpreted one would take a call and
// a frame of its own for what is one look-up.

package runtime

import (
	"reflect"
	"sync"
	"unsafe"

	"github.com/gorgolab/gorgo/interp/rtype"
)

// Dispatcher calls one method of interfaces, that is, a name with a signature.
type Dispatcher struct {
	name    string
	params  []*rtype.Type
	results []*rtype.Type
	typ     reflect.Type // of Func
	targets sync.Map     // type word → *target
}

// target is the function for one type.
type target struct {
	get      func() reflect.Value
	receiver unsafe.Pointer // its type word; nil when it takes the interface itself
}

// NewDispatcher makes the dispatcher of a method. Its parameters and results are
// those of the method.
func (r *Runtime) NewDispatcher(name string, params, results []*rtype.Type) *Dispatcher {
	d := &Dispatcher{name: name, params: params, results: results}
	in, out := []reflect.Type{reflect.TypeFor[any]()}, []reflect.Type{}
	for _, t := range params {
		in = append(in, t.V)
	}
	for _, t := range results {
		out = append(out, t.V)
	}
	d.typ = reflect.FuncOf(in, out, false)
	return d
}

// Func is what lowered code calls: the method's function, with the interface as
// its first parameter.
func (d *Dispatcher) Func() reflect.Value { return reflect.MakeFunc(d.typ, d.call) }

func (d *Dispatcher) call(args []reflect.Value) []reflect.Value {
	x := args[0].Interface()
	if x == nil {
		panic(nilDereference)
	}
	w := words(&x)
	found, ok := d.targets.Load(w.t)
	if !ok {
		return d.compiled(x, args)
	}
	t := found.(*target)
	if t.receiver != nil {
		w.t = t.receiver
		args[0] = reflect.ValueOf(x)
	}
	return t.get().Call(args)
}

// compiled calls a method of a type that lowered code has no functions for.
func (d *Dispatcher) compiled(x any, args []reflect.Value) []reflect.Value {
	m := reflect.ValueOf(x).MethodByName(d.name)
	if !m.IsValid() {
		panic("gorgo: " + reflect.TypeOf(x).String() + " has no method " + d.name)
	}
	typ := m.Type()
	in := args[1:]
	for i := range in {
		in[i] = between(in[i], d.params[i].R, typ.In(i))
	}
	call := m.Call
	if typ.IsVariadic() {
		call = m.CallSlice
	}
	out := call(in)
	for i := range out {
		out[i] = between(out[i], d.results[i].V, d.results[i].V)
	}
	return out
}

// between takes a value from lowered to compiled code, or back: record is the
// record of the value's type there, to the type that is wanted.
func between(v reflect.Value, record, to reflect.Type) reflect.Value {
	if v.Type() == to {
		return v
	}
	if v.Kind() == reflect.Interface {
		out := reflect.New(to).Elem()
		if !v.IsNil() {
			out.Set(v.Elem())
		}
		return out
	}
	return rtype.Retype(v, record)
}

// Implement tells a dispatcher how to get the function for the type with the ID.
// Its receiver is the type, if it is direct, or else the interface.
func (r *Runtime) Implement(d *Dispatcher, id int, direct bool, get func() reflect.Value) {
	e := r.entry(id)
	t := &target{get: get}
	if direct {
		t.receiver = typeWord(e.V)
	}
	d.targets.Store(typeWord(e.R), t)
}
