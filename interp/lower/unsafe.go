// Package unsafe.
//
// Spec: Package unsafe.
// yaegi: has sizes of its own types, and no Slice, String, Add.
// Before: unsafe.Sizeof(x)
// After: uintptr(16), from the layout that the compiler would use.

package lower

import (
	"fmt"
	"go/ast"
	"go/types"
)

func (l *lowering) unsafeCall(e *ast.CallExpr, name string) string {
	// Where the type depends on a type parameter, these are no constants, and
	// yaegi must not take them for some.
	switch name {
	case "Sizeof":
		return fmt.Sprintf("rt.Uintptr(%d)", sizes.Sizeof(l.typeOf(e.Args[0])))
	case "Alignof":
		return fmt.Sprintf("rt.Uintptr(%d)", sizes.Alignof(l.typeOf(e.Args[0])))
	case "Offsetof":
		s := ast.Unparen(e.Args[0]).(*ast.SelectorExpr)
		t := l.typeOf(s.X)
		_, index := l.lookup(t, s)
		off := int64(0)
		for _, i := range index {
			b, _ := deref(t)
			st := under(b).(*types.Struct)
			var fs []*types.Var
			for j := 0; j < st.NumFields(); j++ {
				fs = append(fs, st.Field(j))
			}
			off += sizes.Offsetsof(fs)[i]
			t = st.Field(i).Type()
		}
		return fmt.Sprintf("rt.Uintptr(%d)", off)
	case "Add":
		return "rt.UAdd(" + l.expr(e.Args[0]) + ", " + l.intText(e.Args[1]) + ")"
	case "String":
		return "rt.UString(" + l.expr(e.Args[0]) + ", " + l.unsignedLen(e.Args[1]) + ")"
	case "StringData":
		return "rt.UStringData(" + l.typed(e.Args[0], types.Typ[types.String]) + ")"
	case "SliceData":
		t := l.typeOf(e)
		return fmt.Sprintf("rt.USliceData(%s).(%s)", l.expr(e.Args[0]), l.typeText(t))
	case "Slice":
		t := l.typeOf(e)
		return fmt.Sprintf("rt.USlice(%s, %s).(%s)", l.expr(e.Args[0]), l.unsignedLen(e.Args[1]), l.typeText(t))
	}
	l.fail(e.Pos(), "unsafe.%s", name)
	return ""
}

func (l *lowering) unsignedLen(e ast.Expr) string {
	if b, ok := under(l.typeOf(e)).(*types.Basic); ok && (b.Kind() == types.Uint64 || b.Kind() == types.Uint || b.Kind() == types.Uintptr) && l.info.Types[e].Value == nil {
		return "rt.ULen(uint64(" + l.expr(e) + "))"
	}
	return l.intText(e)
}
