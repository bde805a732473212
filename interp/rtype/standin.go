// Stand-ins for fields whose types are not built yet.
//
// reflect.MapOf and reflect.StructOf walk the fields of the structs that they
// get, to find pointers, floats and interfaces. In a recursive declaration such
// as
//
//	type T struct { Children map[string]T; Name string }
//
// T's record has no field types at that moment. It gets stand-ins of the same
// kinds and layout, which the real ones replace when the struct is done. The
// walks keep nothing of the types that they pass.

package rtype

import (
	"go/types"
	"reflect"
	"strconv"
	"unsafe"
)

// openStruct is a struct whose fields are being built.
type openStruct struct {
	source *types.Struct
	fields []field
}

// closeFor gives stand-ins to the open structs that a value of these types
// contains.
func (u *Universe) closeFor(list ...reflect.Type) {
	if len(u.open) == 0 {
		return
	}
	for _, t := range list {
		u.closeRecord(recordOf(t))
	}
}

func (u *Universe) closeRecord(r *record) {
	switch reflect.Kind(r.K) {
	case reflect.Array:
		u.closeRecord((*arrayRecord)(unsafe.Pointer(r)).Elem)
	case reflect.Struct:
		if o, ok := u.open[r]; ok {
			for i := range o.fields {
				if o.fields[i].Typ == nil {
					o.fields[i].Typ = recordOf(standIn(o.source.Field(i).Type()))
				}
			}
		}
		for _, f := range (*structRecord)(unsafe.Pointer(r)).Fields {
			u.closeRecord(f.Typ)
		}
	}
}

// standIn is a type of the same kinds and layout that mentions no other.
func standIn(t types.Type) reflect.Type {
	switch t := t.Underlying().(type) {
	case *types.Basic:
		if r := basics[t.Kind()]; r != nil {
			return r
		}
	case *types.Slice:
		return reflect.TypeFor[[]byte]()
	case *types.Interface:
		return anyType
	case *types.Array:
		return reflect.ArrayOf(int(t.Len()), standIn(t.Elem()))
	case *types.Struct:
		fields := make([]reflect.StructField, t.NumFields())
		for i := range fields {
			fields[i] = reflect.StructField{Name: "F" + strconv.Itoa(i), Type: standIn(t.Field(i).Type())}
		}
		return reflect.StructOf(fields)
	}
	return reflect.TypeFor[unsafe.Pointer]() // pointer, map, channel, func
}
