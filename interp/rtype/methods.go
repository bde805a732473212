// Methods in records, and their bodies.

package rtype

import (
	"fmt"
	"go/types"
	"reflect"
	"slices"
	"strings"
	"sync/atomic"
	"unsafe"
)

// A Method is an exported method in a type's record.
type Method struct {
	Name string
	Func *types.Func // where go/types found it; promoted ones too
	// Path leads to the method through embedded fields, as go/types' Selection
	// has it.
	Path []int
	body atomic.Pointer[func() reflect.Value]
	code unsafe.Pointer // of calls through interfaces: the receiver is a word
}

func exportedMethods(t types.Type) int {
	n := 0
	for sel := range types.NewMethodSet(t).Methods() {
		if sel.Obj().Exported() {
			n++
		}
	}
	return n
}

// addMethods gives a shell its methods, once the types under construction are
// complete: a method's signature may mention them.
func (u *Universe) addMethods(s *shell, t types.Type) {
	u.later = append(u.later, func() {
		typ := u.typ(t)
		for sel := range types.NewMethodSet(t).Methods() {
			if f := sel.Obj().(*types.Func); f.Exported() {
				typ.Methods = append(typ.Methods, &Method{Name: f.Name(), Func: f, Path: sel.Index()})
			}
		}
		slices.SortFunc(typ.Methods, func(a, b *Method) int { return strings.Compare(a.Name, b.Name) })
		base := u.base(t)
		for i, m := range typ.Methods {
			sig := m.Func.Signature()
			free := types.NewSignatureType(nil, nil, nil, sig.Params(), sig.Results(), sig.Variadic())
			r, v := u.build(free, false), u.build(free, true)
			if of := base.method(m.Name); of != nil {
				m.code = of.code
			} else {
				m.code = newStub(reflect.TypeFor[unsafe.Pointer](), r, m.caller(typ, v))
			}
			tfn := m.code
			if !Direct(t) { // called through reflect's Method.Func, the receiver is the value itself
				tfn = newStub(typ.R, r, m.caller(typ, v))
			}
			s.methods[i] = method{
				Name: nameOffset(m.Name, true), Mtyp: addReflectOff(unsafe.Pointer(recordOf(r))),
				Ifn: addReflectOff(m.code), Tfn: addReflectOff(tfn),
			}
		}
		s.TFlag |= flagUncommon
		if s.u.PkgPath == 0 { // a pointer or an unnamed struct
			s.u.PkgPath = nameOffset(pkgPath(typ.Methods[0].Func), false)
		}
		s.u.Mcount, s.u.Xcount = uint16(len(s.methods)), uint16(len(s.methods))
		s.u.Moff = uint32(uintptr(unsafe.Pointer(&s.methods[0])) - uintptr(unsafe.Pointer(s.u)))
		u.unbound = append(u.unbound, typ)
	})
}

// base is the type whose methods a pointer type shares: called through an
// interface, a method of T gets a pointer to the value, whether the interface
// holds a T or a *T. It is nil for other types.
func (u *Universe) base(t types.Type) *Type {
	p, ok := types.Unalias(t).(*types.Pointer)
	if !ok || Direct(p.Elem()) || types.IsInterface(p.Elem()) {
		return nil
	}
	return u.typ(p.Elem())
}

func (t *Type) method(name string) *Method {
	if t != nil {
		for _, m := range t.Methods {
			if m.Name == name {
				return m
			}
		}
	}
	return nil
}

// Bind gives a method its body: a func of the receiver in an interface{}, then
// the arguments as V (a variadic method's last as a slice), with results as V. A
// second Bind replaces the first. Where T has the method too, calls of *T's go to
// the body of T's, with a copy of the value.
func (t *Type) Bind(name string, fn reflect.Value) error {
	return t.BindLater(name, func() reflect.Value { return fn })
}

// BindLater gives a method the body that get returns. It is asked at each call.
func (t *Type) BindLater(name string, get func() reflect.Value) error {
	m := t.method(name)
	if m == nil {
		return &Error{fmt.Sprintf("%s has no exported method %s to give a body to", t.R, name)}
	}
	m.body.Store(&get)
	return nil
}

// nilReceiver is what Go panics with when a method of T is called through a nil
// *T.
type nilReceiver struct{ typ, method string }

func (e nilReceiver) Error() string {
	name := e.typ[strings.LastIndex(e.typ, ".")+1:]
	return fmt.Sprintf("value method %s.%s called using nil *%s pointer", e.typ, e.method, name)
}

// RuntimeError makes it a runtime.Error.
func (e nilReceiver) RuntimeError() {}

// caller is what a call through the record runs. The receiver comes as the data
// word of an interface; a value that is no pointer is copied, as Go copies it.
func (m *Method) caller(t *Type, v reflect.Type) func(recv unsafe.Pointer, args []reflect.Value) []reflect.Value {
	direct, r := Direct(t.Source), t.R // and no more: stubs are kept for ever
	return func(recv unsafe.Pointer, args []reflect.Value) []reflect.Value {
		body := m.body.Load()
		if body == nil {
			panic(fmt.Sprintf("method %s of %s has no body", m.Name, r))
		}
		var x any
		w := words(&x)
		w.typ = unsafe.Pointer(recordOf(r))
		w.data = recv
		if !direct {
			if recv == nil {
				panic(nilReceiver{r.String(), m.Name})
			}
			c := reflect.New(r)
			c.Elem().Set(reflect.NewAt(r, recv).Elem())
			w.data = c.UnsafePointer()
		}
		in := make([]reflect.Value, 1, len(args)+1)
		in[0] = reflect.ValueOf(&x).Elem()
		for i, a := range args {
			in = append(in, Retype(a, v.In(i)))
		}
		return (*body)().Call(in) // the stub makes R of the results
	}
}
