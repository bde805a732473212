// The exchange of the type word.

package rtype

import (
	"fmt"
	"reflect"
	"unsafe"
)

// Box puts the real type on a value that comes from the interpreter with record
// V. A nil, as the interpreter has for untyped nils, becomes the type's zero
// value.
func (t *Type) Box(x any) any {
	w := words(&x)
	switch w.typ {
	case unsafe.Pointer(recordOf(t.V)):
	case nil:
		x = reflect.Zero(t.V).Interface()
	default:
		// The interpreter may hold the value under a named or unnamed type of
		// the same shape.
		v := reflect.ValueOf(x)
		if v.Kind() != t.V.Kind() || !v.CanConvert(t.V) {
			panic(fmt.Sprintf("rtype: a %s can't be boxed as %s", v.Type(), t.R))
		}
		x = v.Convert(t.V).Interface()
	}
	w.typ = unsafe.Pointer(recordOf(t.R))
	return x
}

// Unbox puts V on a value that is known to hold the type, with either record.
func (t *Type) Unbox(x any) any {
	words(&x).typ = unsafe.Pointer(recordOf(t.V))
	return x
}

// Is tells whether an interface holds exactly this type.
func (t *Type) Is(x any) bool { return words(&x).typ == unsafe.Pointer(recordOf(t.R)) }

// Word is the type word of an interface value: the same for values of one type,
// nil for a nil interface.
func Word(x any) unsafe.Pointer { return words(&x).typ }

// Data is the data word of an interface value: the pointer itself for a type
// that is Direct, else a pointer to the value.
func Data(x any) unsafe.Pointer { return words(&x).data }

// WordOf is the type word that values of a type have.
func WordOf(t reflect.Type) unsafe.Pointer { return unsafe.Pointer(recordOf(t)) }

// Retype gives a value another type of the same layout. The value is copied.
func Retype(v reflect.Value, t reflect.Type) reflect.Value {
	if v.Type() == t {
		return v
	}
	p := reflect.New(v.Type())
	p.Elem().Set(v)
	return reflect.NewAt(t, p.UnsafePointer()).Elem()
}
