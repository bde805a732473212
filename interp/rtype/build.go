// From a go/types type to a record: which of reflect's constructors, or a shell of
// our own (shell.go).

package rtype

import (
	"go/types"
	"reflect"
)

// build makes one of the two records.
func (u *Universe) build(t types.Type, v bool) reflect.Type {
	t = types.Unalias(t)
	key := u.key(t)
	if v {
		key = "V" + key
	}
	if r, ok := u.built[key]; ok {
		return r
	}
	r := u.make(t, v, key)
	u.note(key, r)
	return r
}

func (u *Universe) make(t types.Type, v bool, key string) reflect.Type {
	switch t := t.(type) {
	case *types.Basic:
		if r := basics[t.Kind()]; r != nil {
			return r
		}
	case *types.Named:
		if !u.isUser(t) {
			return u.compiled(t)
		}
		if v {
			switch under := t.Underlying().(type) {
			case *types.Interface:
				return anyType
			case *types.Struct:
				return u.structType(under, v, key, u.runtimeName(t, false))
			}
			if !u.recursive(t) {
				return u.build(t.Underlying(), v)
			}
		}
		return u.namedType(t, v, key)
	case *types.Pointer:
		elem := types.Unalias(t.Elem())
		n, named := elem.(*types.Named)
		if _, ok := elem.(*types.Struct); !v && (ok || named && u.isUser(n)) {
			u.build(elem, false) // makes the pointer type as well, if that has methods
			if r, ok := u.built[key]; ok {
				return r
			}
		}
		return reflect.PointerTo(u.build(elem, v))
	case *types.Slice:
		return reflect.SliceOf(u.build(t.Elem(), v))
	case *types.Array:
		return reflect.ArrayOf(int(t.Len()), u.build(t.Elem(), v))
	case *types.Map:
		key, elem := u.build(t.Key(), v), u.build(t.Elem(), v)
		u.closeFor(key, elem)
		return reflect.MapOf(key, elem)
	case *types.Chan:
		dir := map[types.ChanDir]reflect.ChanDir{types.SendRecv: reflect.BothDir, types.SendOnly: reflect.SendDir, types.RecvOnly: reflect.RecvDir}
		return reflect.ChanOf(dir[t.Dir()], u.build(t.Elem(), v))
	case *types.Signature:
		return reflect.FuncOf(u.tuple(t.Params(), v), u.tuple(t.Results(), v), t.Variadic() && !v)
	case *types.Struct:
		if t.NumFields() == 0 {
			return reflect.TypeFor[struct{}]()
		}
		if !v && plainStruct(t) {
			return u.structOf(t)
		}
		name := u.runtimeName(t, false)
		r := u.structType(t, v, key, name)
		if p := types.NewPointer(t); !v && exportedMethods(p) > 0 {
			u.addMethods(u.pointerType(p, r, "*"+name), p)
		}
		return r
	case *types.Interface:
		if v || t.NumMethods() == 0 {
			return anyType
		}
		s := newShell(layoutOf(t), u.runtimeName(t, false), false, 0, 0)
		s.fillFrom(anyType)
		u.ifaces[s.typ()] = t
		return s.typ()
	}
	fail("there is no run-time type for %s", t)
	return nil
}

var (
	anyType   = reflect.TypeFor[any]()
	errorType = reflect.TypeFor[error]()
)

// isUser is false for predeclared types.
func (u *Universe) isUser(n *types.Named) bool {
	return n.Obj().Pkg() != nil && u.cfg.IsUser(n)
}

// compiled is the type that a compiled package has.
func (u *Universe) compiled(n *types.Named) reflect.Type {
	obj := n.Obj()
	switch {
	case obj.Pkg() == nil && obj.Name() == "error":
		return errorType
	case obj.Pkg() == nil:
		// comparable and any: a constraint, or an alias
		return u.build(n.Underlying(), false)
	case n.TypeArgs().Len() > 0:
		return u.build(n.Underlying(), false)
	case obj.Pkg().Path() == "unsafe":
		return basics[types.UnsafePointer]
	}
	if u.cfg.Compiled != nil {
		if r, ok := u.cfg.Compiled(n); ok {
			return r
		}
	}
	fail("the type %s.%s is not among those of the compiled package %s", obj.Pkg().Name(), obj.Name(), obj.Pkg().Path())
	return nil
}

func (u *Universe) tuple(t *types.Tuple, v bool) []reflect.Type {
	out := make([]reflect.Type, t.Len())
	for i := range out {
		out[i] = u.build(t.At(i).Type(), v)
	}
	return out
}

// recursive tells a user's type that is no struct and contains itself without a
// struct in between, such as type F func(F): such a V needs a record of its own.
func (u *Universe) recursive(n *types.Named) bool {
	key := u.key(n)
	if r, ok := u.recur[key]; ok {
		return r
	}
	seen := map[string]bool{}
	var walk func(t types.Type) bool
	tuple := func(t *types.Tuple) bool {
		for v := range t.Variables() {
			if walk(v.Type()) {
				return true
			}
		}
		return false
	}
	walk = func(t types.Type) bool {
		switch t := types.Unalias(t).(type) {
		case *types.Named:
			k := u.key(t)
			if k == key && len(seen) > 0 {
				return true
			}
			if seen[k] || !u.isUser(t) {
				return false
			}
			seen[k] = true
			return walk(t.Underlying())
		case *types.Pointer:
			return walk(t.Elem())
		case *types.Slice:
			return walk(t.Elem())
		case *types.Array:
			return walk(t.Elem())
		case *types.Chan:
			return walk(t.Elem())
		case *types.Map:
			return walk(t.Key()) || walk(t.Elem())
		case *types.Signature:
			return tuple(t.Params()) || tuple(t.Results())
		}
		return false
	}
	u.recur[key] = walk(n)
	return u.recur[key]
}

// plainStruct is a struct that reflect can build: then it is the same type as a
// compiled package's of that shape.
func plainStruct(s *types.Struct) bool {
	for f := range s.Fields() {
		if f.Embedded() || f.Name() == "_" {
			return false
		}
	}
	return true
}

func (u *Universe) structOf(s *types.Struct) reflect.Type {
	fields := make([]reflect.StructField, s.NumFields())
	for i := range fields {
		f := s.Field(i)
		fields[i] = reflect.StructField{Name: f.Name(), Type: u.build(f.Type(), false), Tag: reflect.StructTag(s.Tag(i))}
		if !f.Exported() {
			fields[i].PkgPath = pkgPath(f)
		}
	}
	for _, f := range fields {
		u.closeFor(f.Type)
	}
	return reflect.StructOf(fields)
}

func pkgPath(o types.Object) string {
	if o.Pkg() == nil {
		return "main"
	}
	return o.Pkg().Path()
}
