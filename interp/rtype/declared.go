// Records that reflect can't make: structs with embedded or blank fields and V's,
// named types, and pointers with methods.

package rtype

import (
	"go/types"
	"reflect"
	"unsafe"
)

// structType makes the record of a struct that reflect can't build, or a V.
func (u *Universe) structType(t *types.Struct, v bool, key, name string) reflect.Type {
	n := 0
	if !v {
		n = exportedMethods(t)
	}
	s := newShell(layoutOf(t), name, false, 0, n)
	u.note(key, s.typ())
	u.fields(s, t, v)
	if n > 0 {
		u.addMethods(s, t)
	}
	return s.typ()
}

// fields fills a struct's record. A V exports all its fields, since the
// interpreter reads and writes them by reflection.
func (u *Universe) fields(s *shell, t *types.Struct, v bool) {
	out := make([]field, t.NumFields())
	path := "" // of the package that unexported fields belong to
	for i, off := range offsets(t) {
		f := t.Field(i)
		name, exported, embedded := f.Name(), f.Exported(), f.Embedded()
		if !exported && !v {
			path = pkgPath(f)
		}
		if v {
			name, exported, embedded = FieldName(f, i), true, false
		}
		out[i] = field{Name: newName(name, t.Tag(i), exported, embedded), Off: uintptr(off)}
	}
	retain(out)
	s.setFields(path, out)
	u.open[s.record] = openStruct{t, out}
	for i := range out {
		out[i].Typ = recordOf(u.build(t.Field(i).Type(), v))
	}
	delete(u.open, s.record)
}

// FieldName is the name that field number i has in V.
func FieldName(f *types.Var, i int) string {
	switch {
	case f.Name() == "_":
		return "_"
	case f.Exported():
		return f.Name()
	}
	return "X_" + f.Name()
}

// namedType makes the record of a user's named type, and of the pointer to it.
func (u *Universe) namedType(n *types.Named, v bool, key string) reflect.Type {
	under := n.Underlying()
	io, methods := 0, 0
	if sig, ok := under.(*types.Signature); ok {
		io = sig.Params().Len() + sig.Results().Len()
	}
	if !v && !types.IsInterface(n) {
		methods = exportedMethods(n)
	}
	name := u.runtimeName(n, false)
	var ptr *shell
	s := newShell(layoutOf(n), name, true, io, methods)
	u.note(key, s.typ())
	if !v {
		s.TFlag |= flagUncommon
		s.u.PkgPath = nameOffset(pkgPath(n.Obj()), false)
		s.u.Moff = 16
		// Before the fields: one of them may be a pointer to this type.
		ptr = u.pointerType(types.NewPointer(n), s.typ(), "*"+name)
	}
	switch under := under.(type) {
	case *types.Struct:
		u.fields(s, under, v)
	case *types.Interface:
		s.fillFrom(anyType)
		if !v {
			u.ifaces[s.typ()] = n
		}
	default:
		s.fillFrom(u.build(under, v))
	}
	if methods > 0 {
		u.addMethods(s, n)
	}
	if ptr != nil && len(ptr.methods) > 0 {
		u.addMethods(ptr, types.NewPointer(n))
	}
	return s.typ()
}

// pointerType makes the record of a pointer whose methods count; the caller adds
// them, after those of the type that it points to.
func (u *Universe) pointerType(t *types.Pointer, elem reflect.Type, name string) *shell {
	s := newShell(layoutOf(t), name, false, 0, exportedMethods(t))
	s.fillFrom(reflect.TypeFor[*int]())
	(*pointerRecord)(unsafe.Pointer(s.record)).Elem = recordOf(elem)
	recordOf(elem).PtrToThis = addReflectOff(unsafe.Pointer(s.record))
	u.note(u.key(t), s.typ())
	return s
}
