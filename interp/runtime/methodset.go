// This file lists, for package reflect, the methods of interfaces that users
// declare: their records have none (see rtype).

package runtime

import (
	"iter"
	"reflect"
)

// declaredInterface is what is known about an interface type that a user has
// declared, if it has methods.
func (r *Runtime) declaredInterface(t reflect.Type) (*entry, bool) {
	if t == nil || !r.declared(t) {
		return nil, false
	}
	e, _ := r.universe.Of(t)
	r.AddType(e)
	return r.entry(e.ID), true
}

// method describes method i as reflect does, which for an interface does not panic.
func (e *entry) method(i int) reflect.Method {
	if i < 0 || i >= e.iface.NumMethods() {
		return reflect.Method{}
	}
	m := e.iface.Method(i)
	out := reflect.Method{Name: m.Name(), Type: e.sigs[i], Index: i}
	if !m.Exported() {
		out.PkgPath = m.Pkg().Path()
	}
	return out
}

// index finds a method by its name.
func (e *entry) index(name string) (int, bool) {
	for i := range e.iface.NumMethods() {
		if e.iface.Method(i).Name() == name {
			return i, true
		}
	}
	return 0, false
}

// typeNumMethod is reflect.Type's NumMethod.
func (r *Runtime) typeNumMethod(t reflect.Type) int {
	if e, ok := r.declaredInterface(t); ok {
		return e.iface.NumMethods()
	}
	return t.NumMethod()
}

// typeMethod is reflect.Type's Method.
func (r *Runtime) typeMethod(t reflect.Type, i int) reflect.Method {
	if e, ok := r.declaredInterface(t); ok {
		return e.method(i)
	}
	return t.Method(i)
}

// typeMethodByName is reflect.Type's MethodByName.
func (r *Runtime) typeMethodByName(t reflect.Type, name string) (reflect.Method, bool) {
	e, ok := r.declaredInterface(t)
	if !ok {
		return t.MethodByName(name)
	}
	i, ok := e.index(name)
	if !ok {
		return reflect.Method{}, false
	}
	return e.method(i), true
}

// typeMethods is reflect.Type's Methods.
func (r *Runtime) typeMethods(t reflect.Type) iter.Seq[reflect.Method] {
	e, ok := r.declaredInterface(t)
	if !ok {
		return t.Methods()
	}
	return func(yield func(reflect.Method) bool) {
		for i := range e.iface.NumMethods() {
			if !yield(e.method(i)) {
				return
			}
		}
	}
}

// valueNumMethod is reflect.Value's NumMethod.
func (r *Runtime) valueNumMethod(v reflect.Value) int {
	if v.Kind() == reflect.Interface {
		return r.typeNumMethod(v.Type())
	}
	return v.NumMethod()
}

// valueMethod is reflect.Value's Method: of an interface it is that of the value in it.
func (r *Runtime) valueMethod(v reflect.Value, i int) reflect.Value {
	if v.Kind() == reflect.Interface {
		if e, ok := r.declaredInterface(v.Type()); ok {
			if i < 0 || i >= e.iface.NumMethods() {
				panic("reflect: Method index out of range")
			}
			return elemMethod(v, e.method(i).Name)
		}
	}
	return v.Method(i)
}

// valueMethodByName is reflect.Value's MethodByName.
func (r *Runtime) valueMethodByName(v reflect.Value, name string) reflect.Value {
	if v.Kind() == reflect.Interface {
		if e, ok := r.declaredInterface(v.Type()); ok {
			if _, ok := e.index(name); !ok {
				return reflect.Value{}
			}
			return elemMethod(v, name)
		}
	}
	return v.MethodByName(name)
}

func elemMethod(v reflect.Value, name string) reflect.Value {
	if v.IsNil() {
		panic("reflect: Method on nil interface value")
	}
	return v.Elem().MethodByName(name)
}
