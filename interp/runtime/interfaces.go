// This file answers which types implement which interfaces, and calls methods
// of types that lowered code has no functions for.

package runtime

import (
	"go/types"
	"reflect"
	"strings"
	"unsafe"

	"github.com/gorgolab/gorgo/interp/rtype"
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
	return r.missingIn(reflect.TypeOf(x), words(&x).t, k)
}

// missingIn names the first method of interface k that a type lacks, whose type
// word is w.
func (r *Runtime) missingIn(rt reflect.Type, w unsafe.Pointer, k int) (name string, ok bool) {
	key := implKey{w, k}
	if v, ok := r.impl.Load(key); ok {
		s := v.(string)
		return s, s == ""
	}
	e := r.entry(k)
	if d, ok := r.user.Load(rt); ok {
		if m, _ := types.MissingMethod(d.(types.Type), e.iface, true); m != nil {
			name = m.Name()
		}
	} else if e.R.NumMethod() == 0 || !rt.Implements(e.R) {
		// Else both are compiled, and their records know of unexported methods too.
		receivers := 1
		if rt.Kind() == reflect.Interface {
			receivers = 0
		}
		for i := range e.iface.NumMethods() {
			m := e.iface.Method(i)
			if !m.Exported() {
				if !r.hasUnexported(rt, m) {
					name = m.Name()
					break
				}
				continue
			}
			rm, ok := rt.MethodByName(m.Name())
			if !ok || !sameSignature(rm.Type, e.sigs[i], receivers) {
				name = m.Name()
				break
			}
		}
	}
	r.impl.Store(key, name)
	return name, name == ""
}

// hasUnexported tells whether a compiled type has an unexported method of an
// interface, which reflect shows nobody. It asks the interface of the compiled
// package that declares the method; one that embeds it, as a user's may, has all its
// methods. What a user's interface declares no compiled type has.
func (r *Runtime) hasUnexported(rt reflect.Type, m *types.Func) bool {
	t, err := r.universe.Type(m.Signature().Recv().Type())
	return err == nil && t.R.NumMethod() > 0 && rt.Implements(t.R)
}

// sameSignature compares a method, whose receiver may be a parameter, with a
// signature.
func sameSignature(withReceiver, sig reflect.Type, receivers int) bool {
	if sig == nil || withReceiver.NumIn() != sig.NumIn()+receivers || withReceiver.NumOut() != sig.NumOut() || withReceiver.IsVariadic() != sig.IsVariadic() {
		return false
	}
	for i := range sig.NumIn() {
		if !sameType(withReceiver.In(i+receivers), sig.In(i)) {
			return false
		}
	}
	for i := range sig.NumOut() {
		if !sameType(withReceiver.Out(i), sig.Out(i)) {
			return false
		}
	}
	return true
}

// sameType is identity, but for instances: iter.Seq[int] in the signature of a
// compiled method has a record of the compiler's, and the session has made another.
func sameType(compiled, t reflect.Type) bool {
	return compiled == t || strings.HasSuffix(compiled.Name(), "]") &&
		compiled.Name() == t.Name() && compiled.PkgPath() == t.PkgPath() && compiled.Kind() == t.Kind()
}

// typeImplements is reflect.Type's Implements: the records of interfaces that
// users declare have no methods, and any type would do.
func (r *Runtime) typeImplements(t, u reflect.Type) bool {
	e, ok := r.universe.Of(u)
	if !ok || u.Kind() != reflect.Interface || u.NumMethod() > 0 {
		return t.Implements(u)
	}
	r.AddType(e)
	if mine, ok := r.universe.Of(t); ok && t.Kind() == reflect.Interface {
		m, _ := types.MissingMethod(mine.Source, e.Source.Underlying().(*types.Interface), true)
		return m == nil
	}
	_, ok = r.missingIn(t, rtype.WordOf(t), e.ID)
	return ok
}

// typeAssignable is reflect.Type's AssignableTo.
func (r *Runtime) typeAssignable(t, u reflect.Type) bool {
	return t.AssignableTo(u) && (u.Kind() != reflect.Interface || r.typeImplements(t, u))
}

// typeConvertible is reflect.Type's ConvertibleTo.
func (r *Runtime) typeConvertible(t, u reflect.Type) bool {
	return t.ConvertibleTo(u) && (u.Kind() != reflect.Interface || r.typeImplements(t, u))
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

// Bind gives the record of the type with the ID the lowered body of a method; get
// is called when the method is.
func (r *Runtime) Bind(k int, name string, get func() reflect.Value) {
	if err := r.entry(k).BindLater(name, get); err != nil {
		panic("gorgo: " + err.Error())
	}
}

// boundMethod is a method value of a compiled receiver; lowered code has no
// variadic functions.
func boundMethod(x any, name string) any {
	if x == nil {
		panic(nilDereference)
	}
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
