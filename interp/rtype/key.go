// Texts for types: a key that is equal for identical types, and the name as the
// runtime prints it.

package rtype

import (
	"fmt"
	"go/types"
	"slices"
	"strconv"
	"strings"
)

// Key is a text that is equal for identical types and different for others. Two
// declarations of one name, in two cells say, have different keys.
func (u *Universe) Key(t types.Type) string {
	u.mu.Lock()
	defer u.mu.Unlock()
	return u.key(t)
}

func (u *Universe) key(t types.Type) string {
	var b strings.Builder
	u.writeKey(&b, t)
	return b.String()
}

func (u *Universe) writeKey(b *strings.Builder, t types.Type) {
	switch t := types.Unalias(t).(type) {
	case *types.Basic:
		b.WriteString(basicName(t))
	case *types.Named:
		obj := t.Origin().Obj()
		id, ok := u.named[obj]
		if !ok {
			id = len(u.named) + 1
			u.named[obj] = id
		}
		fmt.Fprintf(b, "%s#%d", obj.Name(), id)
		if args := t.TypeArgs(); args.Len() > 0 {
			b.WriteByte('[')
			for arg := range args.Types() {
				u.writeKey(b, arg)
				b.WriteByte(',')
			}
			b.WriteByte(']')
		}
	case *types.TypeParam:
		fail("the type parameter %s stands where a type must be known", t)
	case *types.Pointer:
		b.WriteByte('*')
		u.writeKey(b, t.Elem())
	case *types.Slice:
		b.WriteString("[]")
		u.writeKey(b, t.Elem())
	case *types.Array:
		fmt.Fprintf(b, "[%d]", t.Len())
		u.writeKey(b, t.Elem())
	case *types.Chan:
		fmt.Fprintf(b, "chan%d(", t.Dir())
		u.writeKey(b, t.Elem())
		b.WriteByte(')')
	case *types.Map:
		b.WriteString("map[")
		u.writeKey(b, t.Key())
		b.WriteByte(']')
		u.writeKey(b, t.Elem())
	case *types.Tuple:
		b.WriteByte('(')
		for v := range t.Variables() {
			u.writeKey(b, v.Type())
			b.WriteByte(',')
		}
		b.WriteByte(')')
	case *types.Signature:
		fmt.Fprintf(b, "func%v", t.Variadic())
		u.writeKey(b, t.Params())
		u.writeKey(b, t.Results())
	case *types.Struct:
		b.WriteString("struct{")
		for i := range t.NumFields() {
			f := t.Field(i)
			if !f.Exported() && f.Pkg() != nil {
				b.WriteString(f.Pkg().Path() + ".")
			}
			fmt.Fprintf(b, "%s %v ", f.Name(), f.Embedded())
			u.writeKey(b, f.Type())
			fmt.Fprintf(b, " %q;", t.Tag(i))
		}
		b.WriteByte('}')
	case *types.Interface:
		methods := make([]string, t.NumMethods())
		for i := range methods {
			m := t.Method(i)
			methods[i] = m.Id() + u.key(m.Type())
		}
		slices.Sort(methods)
		b.WriteString("interface{" + strings.Join(methods, ";") + "}")
	default:
		fail("there is no run-time type for %s (%T)", t, t)
	}
}

func basicName(b *types.Basic) string {
	switch b.Kind() {
	case types.UnsafePointer:
		return "unsafe.Pointer"
	case types.Uint8:
		return "uint8"
	case types.Int32:
		return "int32"
	case types.UntypedNil:
		fail("nil has no run-time type")
	}
	if b.Info()&types.IsUntyped != 0 {
		return basicName(types.Default(b).(*types.Basic))
	}
	return b.Name()
}

// runtimeName is a type as reflect and %T print it: main.T, []main.Pair[int,string].
// full is for type arguments, which have the whole import path and the numbers of
// local types.
func (u *Universe) runtimeName(t types.Type, full bool) string {
	switch t := types.Unalias(t).(type) {
	case *types.Basic:
		return basicName(t)
	case *types.Named:
		name := t.Obj().Name()
		if p := t.Obj().Pkg(); p != nil {
			if full {
				name = p.Path() + "." + name
			} else {
				name = p.Name() + "." + name
			}
		}
		local := u.local(t)
		implicit, explicit := u.argNames(local.Implicit), u.argNames(local.Explicit)
		switch {
		case implicit != "" && explicit != "":
			name += "[" + implicit + ";" + explicit + "]"
		case implicit+explicit != "":
			name += "[" + implicit + explicit + "]"
		}
		if full && local.Number > 0 {
			name += fmt.Sprintf("·%d", local.Number)
		}
		return name
	case *types.Pointer:
		return "*" + u.runtimeName(t.Elem(), full)
	case *types.Slice:
		return "[]" + u.runtimeName(t.Elem(), full)
	case *types.Array:
		return fmt.Sprintf("[%d]", t.Len()) + u.runtimeName(t.Elem(), full)
	case *types.Map:
		return "map[" + u.runtimeName(t.Key(), full) + "]" + u.runtimeName(t.Elem(), full)
	case *types.Chan:
		elem := u.runtimeName(t.Elem(), full)
		switch t.Dir() {
		case types.SendOnly:
			return "chan<- " + elem
		case types.RecvOnly:
			return "<-chan " + elem
		}
		if strings.HasPrefix(elem, "<-") {
			elem = "(" + elem + ")"
		}
		return "chan " + elem
	case *types.Signature:
		return "func" + u.signatureName(t, full)
	case *types.Struct:
		if t.NumFields() == 0 {
			return "struct {}"
		}
		parts := make([]string, t.NumFields())
		for i := range parts {
			f := t.Field(i)
			parts[i] = u.runtimeName(f.Type(), full)
			if !f.Embedded() {
				name := f.Name()
				if full && !f.Exported() && f.Pkg() != nil {
					name = f.Pkg().Path() + "." + name
				}
				parts[i] = name + " " + parts[i]
			}
			if t.Tag(i) != "" {
				parts[i] += " " + strconv.Quote(t.Tag(i))
			}
		}
		return "struct { " + strings.Join(parts, "; ") + " }"
	case *types.Interface:
		if t.NumMethods() == 0 {
			return "interface {}"
		}
		parts := make([]string, t.NumMethods())
		for i := range parts {
			m := t.Method(i)
			parts[i] = m.Name() + u.signatureName(m.Signature(), full)
			if !m.Exported() && m.Pkg() != nil {
				parts[i] = m.Pkg().Name() + "." + parts[i]
			}
		}
		slices.Sort(parts)
		return "interface { " + strings.Join(parts, "; ") + " }"
	}
	return t.String()
}

func (u *Universe) signatureName(s *types.Signature, full bool) string {
	list := func(t *types.Tuple, variadic bool) string {
		parts := make([]string, t.Len())
		for i := range parts {
			if typ := t.At(i).Type(); variadic && i == len(parts)-1 {
				parts[i] = "..." + u.runtimeName(typ.(*types.Slice).Elem(), full)
			} else {
				parts[i] = u.runtimeName(typ, full)
			}
		}
		return strings.Join(parts, ", ")
	}
	out := "(" + list(s.Params(), s.Variadic()) + ")"
	switch s.Results().Len() {
	case 0:
		return out
	case 1:
		return out + " " + list(s.Results(), false)
	}
	return out + " (" + list(s.Results(), false) + ")"
}

// local is what the name of a named type consists of.
func (u *Universe) local(n *types.Named) LocalName {
	var l LocalName
	if u.cfg.Local != nil {
		l = u.cfg.Local(n)
	}
	for t := range n.TypeArgs().Types() {
		l.Explicit = append(l.Explicit, t)
	}
	return l
}

func (u *Universe) argNames(list []types.Type) string {
	names := make([]string, len(list))
	for i, t := range list {
		names[i] = u.runtimeName(t, true)
	}
	return strings.Join(names, ",")
}
