// This file takes the place of compiled functions that ask, by reflection, what
// implements an interface: the records of interfaces that users declare have no
// methods (see rtype), so to reflect any type would do.

package runtime

import (
	"encoding/gob"
	"encoding/json"
	"errors"
	"fmt"
	"go/types"
	"reflect"
	"strings"
	"unsafe"
)

// declared tells the interface types with methods that a user has declared.
func (r *Runtime) declared(t reflect.Type) bool {
	if t.Kind() != reflect.Interface || t.NumMethod() > 0 {
		return false
	}
	e, ok := r.universe.Of(t)
	if !ok {
		return false
	}
	i, ok := e.Source.Underlying().(*types.Interface)
	return ok && i.NumMethods() > 0
}

// errorsAs is errors.As.
func (r *Runtime) errorsAs(err error, target any) bool {
	v := reflect.ValueOf(target)
	if err == nil || v.Kind() != reflect.Pointer || v.IsNil() || !r.declared(v.Type().Elem()) {
		return errors.As(err, target)
	}
	return r.asDeclared(err, target, v.Elem())
}

// asDeclared looks through the tree of errors, depth first.
func (r *Runtime) asDeclared(err error, target any, v reflect.Value) bool {
	for err != nil {
		if r.typeImplements(reflect.TypeOf(err), v.Type()) {
			v.Set(reflect.ValueOf(err))
			return true
		}
		if x, ok := err.(interface{ As(any) bool }); ok && x.As(target) {
			return true
		}
		switch x := err.(type) {
		case interface{ Unwrap() error }:
			err = x.Unwrap()
		case interface{ Unwrap() []error }:
			for _, err := range x.Unwrap() {
				if r.asDeclared(err, target, v) {
					return true
				}
			}
			return false
		default:
			return false
		}
	}
	return false
}

// jsonUnmarshal is json.Unmarshal.
func (r *Runtime) jsonUnmarshal(data []byte, v any) error {
	return r.fitting(func() error { return json.Unmarshal(data, v) }, v, jsonMisfit)
}

// jsonDecode is the method Decode of json.Decoder.
func (r *Runtime) jsonDecode(d *json.Decoder, v any) error {
	return r.fitting(func() error { return d.Decode(v) }, v, jsonMisfit)
}

// gobDecode is the method Decode of gob.Decoder.
func (r *Runtime) gobDecode(d *gob.Decoder, v any) error {
	return r.fitting(func() error { return d.Decode(v) }, v, func(x reflect.Value, _, _ string) error {
		return fmt.Errorf("gob: %s is not assignable to type %s", x.Elem().Type(), x.Type())
	})
}

// setValue is the method Set of reflect.Value.
func (r *Runtime) setValue(v, x reflect.Value) {
	if v.CanSet() && x.IsValid() && r.declared(v.Type()) {
		if x.Kind() == reflect.Interface && !x.IsNil() && r.declared(x.Type()) {
			x = x.Elem()
		}
		if !r.typeImplements(x.Type(), v.Type()) {
			panic("reflect.Set: value of type " + x.Type().String() + " is not assignable to type " + v.Type().String())
		}
	}
	v.Set(x)
}

// fitting decodes into v. What the decoder puts into variables of a user's interface
// that it does not implement is taken back: they keep what they had. It returns the
// error that the decoder ought to have, which misfit makes.
func (r *Runtime) fitting(decode func() error, v any, misfit func(x reflect.Value, strct, field string) error) error {
	if v == nil || !r.holdsDeclared(reflect.TypeOf(v), map[reflect.Type]bool{}) {
		return decode()
	}
	m := misfits{r: r, before: map[unsafe.Pointer]reflect.Value{}, seen: map[any]bool{}}
	m.walk(reflect.ValueOf(v), "", "")
	m.seen, m.misfit = map[any]bool{}, misfit
	err := decode()
	m.walk(reflect.ValueOf(v), "", "")
	if err == nil && m.first != nil {
		return m.first
	}
	return err
}

// holdsDeclared tells whether a value of a type may hold, at any depth, a variable
// of an interface that a user has declared. What interfaces hold does not count:
// the decoder makes it, of its own types.
func (r *Runtime) holdsDeclared(t reflect.Type, seen map[reflect.Type]bool) bool {
	if seen[t] {
		return false
	}
	seen[t] = true
	switch t.Kind() {
	case reflect.Interface:
		return r.declared(t)
	case reflect.Pointer, reflect.Slice, reflect.Array, reflect.Map:
		return r.holdsDeclared(t.Elem(), seen)
	case reflect.Struct:
		for i := range t.NumField() {
			if r.holdsDeclared(t.Field(i).Type, seen) {
				return true
			}
		}
	}
	return false
}

// misfits notes what variables of a user's interface hold, and later gives it back to
// those whose value does not implement their interface.
type misfits struct {
	r      *Runtime
	before map[unsafe.Pointer]reflect.Value // what variables held
	seen   map[any]bool                     // pointers, for values that contain themselves
	first  error
	// misfit is the error of the decoder for a variable; nil at first, while what
	// variables hold is noted.
	misfit func(x reflect.Value, strct, field string) error
}

// walk looks through v, which is the field of that path in a struct of that type.
func (m *misfits) walk(v reflect.Value, strct, field string) {
	switch v.Kind() {
	case reflect.Interface:
		if v.IsNil() || !m.r.declared(v.Type()) {
			return
		}
		if m.misfit == nil {
			if v.CanSet() {
				held := reflect.New(v.Type()).Elem()
				held.Set(v)
				m.before[v.Addr().UnsafePointer()] = held
			}
			return
		}
		if m.r.typeImplements(v.Elem().Type(), v.Type()) {
			return
		}
		m.note(v, strct, field)
		if v.CanSet() {
			if held, ok := m.before[v.Addr().UnsafePointer()]; ok {
				v.Set(held)
			} else {
				v.SetZero()
			}
		}
	case reflect.Pointer:
		if v.IsNil() || m.seen[v.Pointer()] {
			return
		}
		m.seen[v.Pointer()] = true
		m.walk(v.Elem(), strct, field)
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			m.walk(v.Index(i), strct, field)
		}
	case reflect.Map:
		for _, k := range v.MapKeys() {
			x := v.MapIndex(k)
			if m.misfit != nil && x.Kind() == reflect.Interface && !x.IsNil() && m.r.declared(x.Type()) && !m.r.typeImplements(x.Elem().Type(), x.Type()) {
				m.note(x, strct, field)
				v.SetMapIndex(k, reflect.Zero(x.Type()))
				continue
			}
			m.walk(x, strct, field)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			f := v.Type().Field(i)
			if !f.IsExported() {
				continue // the decoder sets exported ones
			}
			name := f.Name
			if tag, ok := f.Tag.Lookup("json"); ok {
				if n, _, _ := strings.Cut(tag, ","); n != "" {
					name = n
				}
			}
			if field != "" {
				name = field + "." + name
			}
			m.walk(v.Field(i), v.Type().Name(), name)
		}
	}
}

func (m *misfits) note(v reflect.Value, strct, field string) {
	if m.first == nil {
		m.first = m.misfit(v, strct, field)
	}
}

func jsonMisfit(v reflect.Value, strct, field string) error {
	kind := "object"
	switch v.Elem().Kind() {
	case reflect.Slice:
		kind = "array"
	case reflect.String:
		kind = "string"
	case reflect.Float64:
		kind = "number"
	case reflect.Bool:
		kind = "bool"
	}
	return &json.UnmarshalTypeError{Value: kind, Type: v.Type(), Struct: strct, Field: field}
}
