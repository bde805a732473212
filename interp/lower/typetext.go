// This file writes types, zero values and ones as yaegi should see them.

package lower

import (
	"fmt"
	"go/token"
	"go/types"
	"reflect"
	"strings"
)

func basicName(b *types.Basic) string {
	switch b.Kind() {
	case types.Uint8:
		return "uint8"
	case types.Int32:
		return "int32"
	case types.UntypedBool:
		return "bool"
	case types.UntypedInt:
		return "int"
	case types.UntypedRune:
		return "int32"
	case types.UntypedFloat:
		return "float64"
	case types.UntypedComplex:
		return "complex128"
	case types.UntypedString:
		return "string"
	case types.UnsafePointer:
		return "rt.UnsafePointer"
	}
	return b.Name()
}

// ty is the yaegi text of a type.
func (l *lowering) typeText(t types.Type) string {
	t = l.subst(types.Unalias(t))
	switch u := t.(type) {
	case *types.Basic:
		if u.Kind() == types.Invalid {
			l.fail(token.NoPos, "a type of a package that gorgo does not have")
		}
		return basicName(u)
	case *types.Named:
		if l.isUser(u) {
			switch u.Underlying().(type) {
			case *types.Interface:
				return "interface{}"
			case *types.Struct:
			default:
				if v := l.entry(u).V; v == l.entry(u.Underlying()).V {
					return l.typeText(u.Underlying())
				}
			}
		}
		return l.typeSymbol(t)
	case *types.Pointer:
		return "*" + l.typeText(u.Elem())
	case *types.Slice:
		return "[]" + l.typeText(u.Elem())
	case *types.Array:
		return fmt.Sprintf("[%d]%s", u.Len(), l.typeText(u.Elem()))
	case *types.Map:
		return "map[" + l.typeText(u.Key()) + "]" + l.typeText(u.Elem())
	case *types.Chan:
		switch u.Dir() {
		case types.SendOnly:
			return "chan<- " + l.typeText(u.Elem())
		case types.RecvOnly:
			return "<-chan " + l.typeText(u.Elem())
		}
		if c, ok := u.Elem().(*types.Chan); ok && c.Dir() == types.RecvOnly {
			return "chan (" + l.typeText(u.Elem()) + ")"
		}
		return "chan " + l.typeText(u.Elem())
	case *types.Signature:
		var p []string
		for i := 0; i < u.Params().Len(); i++ {
			p = append(p, l.typeText(u.Params().At(i).Type()))
		}
		return "func(" + strings.Join(p, ", ") + ")" + l.results(u)
	case *types.Struct:
		if u.NumFields() == 0 {
			return "struct{}"
		}
		return l.typeSymbol(t)
	case *types.Interface:
		return "interface{}"
	}
	l.fail(token.NoPos, "no text for type %s (%T)", t, t)
	return ""
}

// typeSymbol exports a type's V under a name of package rt.
func (l *lowering) typeSymbol(t types.Type) string {
	v := l.entry(t).V
	n, ok := l.typeNames[v]
	if !ok {
		n = fmt.Sprintf("T%d", len(l.typeNames))
		l.typeNames[v] = n
		l.symbols[n] = reflect.Zero(reflect.PointerTo(v))
	}
	return "rt." + n
}

func (l *lowering) one(t types.Type) string {
	b := under(t).(*types.Basic)
	switch {
	case b.Kind() == types.Complex64:
		return "rt.C64(float64(1), float64(0))"
	case b.Kind() == types.Complex128:
		return "rt.C128(float64(1), float64(0))"
	}
	if l.typeText(t) == "int" {
		return "1"
	}
	return l.typeText(t) + "(1)"
}

// zero is an expression for the zero value.
func (l *lowering) zero(t types.Type) string {
	t = l.subst(t)
	switch u := under(t).(type) {
	case *types.Basic:
		switch {
		case u.Info()&types.IsBoolean != 0:
			return l.typeText(t) + "(false)"
		case u.Info()&types.IsString != 0:
			return l.typeText(t) + `("")`
		case u.Info()&types.IsComplex != 0:
			if u.Kind() == types.Complex64 {
				return "rt.C64(float64(0), float64(0))"
			}
			return "rt.C128(float64(0), float64(0))"
		case u.Kind() == types.UnsafePointer:
			return "nil"
		}
		return l.typeText(t) + "(0)"
	case *types.Struct, *types.Array:
		return "(*new(" + l.typeText(t) + "))"
	}
	if l.compiledIface(t) && !isError(t) {
		return "(*new(" + l.typeText(t) + "))" // yaegi has no nil for it
	}
	if text := l.typeText(t); strings.HasPrefix(text, "rt.T") && !isIface(t) {
		return "(*new(" + text + "))" // a recursive type; yaegi has no nil for it
	}
	return "nil"
}

// isError tells the predeclared interface.
func isError(t types.Type) bool {
	return types.Identical(types.Unalias(t), types.Universe.Lookup("error").Type())
}
