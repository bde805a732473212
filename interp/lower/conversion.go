// Conversions.
//
// Spec: Conversions.
// yaegi: string(int), slices to arrays, and conversions between struct types of one
// shape are wrong or unknown.
// Before: a := [2]int(xs); s := string(r)
// After: a length check and a copy; rt.RuneStr(int64(r)); between types of one layout
// an exchange of the type word.

package lower

import (
	"fmt"
	"go/ast"
	"go/types"
)

func (l *lowering) conversion(e *ast.CallExpr, to types.Type) string {
	a := e.Args[0]
	if l.isNil(a) {
		if isIface(to) {
			if l.compiledIface(to) {
				return l.toCompiled("rt.NilAny", to)
			}
			return "rt.NilAny"
		}
		return "(" + l.typeText(to) + ")(nil)"
	}
	from := l.typeOf(a)
	if isIface(to) {
		return l.convert(a, to)
	}
	tv := l.info.Types[a]
	if isUntyped(from) {
		if tv.Value == nil { // untyped bool or shift
			from = to
			return l.expr(a)
		}
		from = types.Default(from)
		if tb, ok := under(to).(*types.Basic); ok && tb.Info()&types.IsConstType != 0 && tb.Info()&types.IsString == 0 {
			return l.constant(tv.Value, to, e.Pos())
		}
	}
	if tb, ok := under(to).(*types.Basic); ok && tv.Value != nil && tb.Info()&types.IsNumeric != 0 {
		if fb, ok := under(from).(*types.Basic); ok && fb.Info()&types.IsNumeric != 0 {
			return l.constant(tv.Value, to, e.Pos())
		}
	}
	s := l.typed(a, from)
	fb, fok := under(from).(*types.Basic)
	tb, tok := under(to).(*types.Basic)
	if fok && tok {
		if l.typeText(from) == l.typeText(to) {
			return s
		}
		if fb.Info()&types.IsInteger != 0 && tb.Info()&types.IsString != 0 {
			return "rt.RuneStr(int64(" + s + "))"
		}
		if fb.Kind() == types.UnsafePointer || tb.Kind() == types.UnsafePointer {
			return l.recast(s, from, to)
		}
		return l.typeText(to) + "(" + s + ")"
	}
	if fok && fb.Info()&types.IsString != 0 || tok && tb.Info()&types.IsString != 0 {
		if fok && l.typeText(from) != "string" {
			s = "string(" + s + ")"
		}
		return l.typeText(to) + "(" + s + ")"
	}
	if l.typeText(from) == l.typeText(to) {
		return s
	}
	if fok && tok {
		_ = fb
	}
	switch under(from).(type) {
	case *types.Slice:
		if arr, ok := under(to).(*types.Array); ok {
			v := l.tmp("sa")
			return fmt.Sprintf("func(%s %s) (r %s) { rt.ArrLen(%d, len(%s)); copy(r[:], %s); return r }(%s)", v, l.typeText(from), l.typeText(to), arr.Len(), v, v, s)
		}
		if p, ok := under(to).(*types.Pointer); ok {
			if arr, ok := under(p.Elem()).(*types.Array); ok {
				return fmt.Sprintf("rt.ArrPtr(%d, %d, %s).(%s)", l.entry(to).ID, arr.Len(), s, l.typeText(to))
			}
		}
	}
	return l.recast(s, from, to)
}
