// This file announces types to lowered code, and exchanges type words: boxing,
// unboxing, type tests.

package runtime

import (
	"fmt"
	"go/types"
	"reflect"
	goruntime "runtime"
	"unsafe"

	"github.com/gorgolab/gorgo/interp/rtype"
)

type eface struct{ t, d unsafe.Pointer }

func words(x *any) *eface { return (*eface)(unsafe.Pointer(x)) }

// typeWord is the first word of an interface{} that holds a value of type t.
func typeWord(t reflect.Type) unsafe.Pointer {
	return (*[2]unsafe.Pointer)(unsafe.Pointer(&t))[1]
}

// AddType makes a type known to lowered code, which names it by its ID.
func (r *Runtime) AddType(t *rtype.Type) {
	list := *r.types.Load()
	if t.ID < len(list) && list[t.ID] != nil {
		return
	}
	e := &entry{Type: t}
	if i, ok := t.Source.Underlying().(*types.Interface); ok {
		e.iface = i
		for m := range i.Methods() {
			s := m.Signature()
			plain := types.NewSignatureType(nil, nil, nil, s.Params(), s.Results(), s.Variadic())
			if st, err := r.universe.Type(plain); err == nil {
				e.sigs = append(e.sigs, st.R)
			} else {
				e.sigs = append(e.sigs, nil)
			}
		}
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	list = *r.types.Load()
	if t.ID >= len(list) {
		grown := make([]*entry, t.ID+t.ID/2+64)
		copy(grown, list)
		list = grown
		list[t.ID] = e
		r.types.Store(&list)
	} else {
		list[t.ID] = e
	}
	if e.iface != nil || t.R.NumMethod() == 0 {
		r.user.LoadOrStore(t.R, t.Source)
	}
}

// AddMethods says that lowered code has the methods of a type.
func (r *Runtime) AddMethods(t *rtype.Type) {
	r.AddType(t)
	r.user.Store(t.R, t.Source)
}

func (r *Runtime) entry(k int) *entry { return (*r.types.Load())[k] }

// box puts a value that yaegi computed with into an interface.
func (r *Runtime) box(k int, x any) any {
	e := r.entry(k)
	p := words(&x)
	if p.t == nil {
		x = reflect.Zero(e.V).Interface() // a nil func, for example
	}
	if p.t != typeWord(e.V) {
		v := reflect.ValueOf(x)
		if !v.Type().ConvertibleTo(e.V) || v.Kind() != e.V.Kind() {
			panic(fmt.Sprintf("gorgo: a value of type %v came up where %v was meant", v.Type(), e.Source))
		}
		x = v.Convert(e.V).Interface()
	}
	p.t = typeWord(e.R)
	return x
}

// cast changes between types of one layout.
func (r *Runtime) cast(k int, x any) any {
	words(&x).t = typeWord(r.entry(k).V)
	return x
}

func (r *Runtime) castPointer(k int, p unsafe.Pointer) any {
	var x any
	*words(&x) = eface{typeWord(r.entry(k).V), p}
	return x
}

func (r *Runtime) is(x any, k int) bool { return words(&x).t == typeWord(r.entry(k).R) }

func (r *Runtime) as(x any, from, k int) any {
	e := r.entry(k)
	if words(&x).t != typeWord(e.R) {
		panic(r.assertionError(x, from, k, ""))
	}
	words(&x).t = typeWord(e.V)
	return x
}

// un unboxes what is known to have the type.
func (r *Runtime) un(x any, k int) any {
	words(&x).t = typeWord(r.entry(k).V)
	return x
}

func (r *Runtime) as2(x any, k int) (any, bool) {
	e := r.entry(k)
	if words(&x).t != typeWord(e.R) {
		return reflect.Zero(e.V).Interface(), false
	}
	words(&x).t = typeWord(e.V)
	return x, true
}

// assertionError has the layout of the runtime's own *TypeAssertionError, so
// that a failed assertion is exactly that.
type assertionError struct {
	iface, concrete, asserted unsafe.Pointer
	missing                   string
}

// Asserted returns, for the value of a panic that is a failed assertion, the type
// that the interface held and the one that was asserted, as far as they are known.
func (r *Runtime) Asserted(v any) (held, asserted types.Type) {
	err, ok := v.(*goruntime.TypeAssertionError)
	if !ok {
		return nil, nil
	}
	source := func(word unsafe.Pointer) types.Type {
		if word == nil {
			return nil
		}
		var x any
		words(&x).t = word
		if t, ok := r.universe.Of(reflect.TypeOf(x)); ok {
			return t.Source
		}
		return nil
	}
	e := (*assertionError)(unsafe.Pointer(err))
	return source(e.concrete), source(e.asserted)
}

func (r *Runtime) assertionError(x any, from, k int, missing string) error {
	to := r.entry(k).R
	e := &assertionError{asserted: typeWord(to), missing: missing}
	if to.Kind() != reflect.Interface { // or compiled code does not say which interface it was
		e.iface = typeWord(r.entry(from).R)
	}
	if x != nil {
		e.concrete = words(&x).t
	}
	return (*goruntime.TypeAssertionError)(unsafe.Pointer(e))
}
