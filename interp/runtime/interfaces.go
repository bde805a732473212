// This file answers which types implement which interfaces, and calls methods
// of types that lowered code has no functions for.

package runtime

import (
	"go/types"
	"reflect"
	"unsafe"
)

type implKey struct {
	t unsafe.Pointer
	k int
}

// missing names the first method of interface k that x lacks.
func (r *Runtime) missing(x any, k int) (name string, ok bool) {
	if x == nil {
		return "", false
	}
	key := implKey{words(&x).t, k}
	if v, ok := r.impl.Load(key); ok {
		s := v.(string)
		return s, s == ""
	}
	e := r.entry(k)
	rt := reflect.TypeOf(x)
	if d, ok := r.user.Load(rt); ok {
		if m, _ := types.MissingMethod(d.(types.Type), e.iface, true); m != nil {
			name = m.Name()
		}
	} else {
		for i := range e.iface.NumMethods() {
			m := e.iface.Method(i)
			rm, ok := rt.MethodByName(m.Name())
			if !ok || !sameSignature(rm.Type, e.sigs[i]) {
				name = m.Name()
				break
			}
		}
	}
	r.impl.Store(key, name)
	return name, name == ""
}

func sameSignature(withReceiver, sig reflect.Type) bool {
	if sig == nil || withReceiver.NumIn() != sig.NumIn()+1 || withReceiver.NumOut() != sig.NumOut() || withReceiver.IsVariadic() != sig.IsVariadic() {
		return false
	}
	for i := range sig.NumIn() {
		if withReceiver.In(i+1) != sig.In(i) {
			return false
		}
	}
	for i := range sig.NumOut() {
		if withReceiver.Out(i) != sig.Out(i) {
			return false
		}
	}
	return true
}

func (r *Runtime) isI(x any, k int) bool { _, ok := r.missing(x, k); return ok }

func (r *Runtime) asI(x any, from, k int) any {
	if m, ok := r.missing(x, k); !ok {
		panic(r.assertionError(x, from, k, m))
	}
	return x
}

func (r *Runtime) asI2(x any, k int) (any, bool) {
	if _, ok := r.missing(x, k); !ok {
		return nil, false
	}
	return x, true
}

// bind gives a type's record the lowered body of a method.
func (r *Runtime) bind(k int, name string, f any) {
	if err := r.entry(k).Bind(name, reflect.ValueOf(f)); err != nil {
		panic("gorgo: " + err.Error())
	}
}

// boundMethod is a method value of a compiled receiver; lowered code has no
// variadic functions.
func boundMethod(x any, name string) any {
	m := reflect.ValueOf(x).MethodByName(name)
	t := m.Type()
	if !t.IsVariadic() {
		return m.Interface()
	}
	var in, out []reflect.Type
	for i := range t.NumIn() {
		in = append(in, t.In(i))
	}
	for i := range t.NumOut() {
		out = append(out, t.Out(i))
	}
	return reflect.MakeFunc(reflect.FuncOf(in, out, false), m.CallSlice).Interface()
}
