// Operators: operands of one type, comparisons of structs and interfaces by the
// runtime.
//
// Spec: Operators, Comparison operators.
// yaegi: compares structs by structure, interfaces by value without panicking, -x of
// a float zero loses the sign, signed shift counts are not checked, &*p of nil is nil;
// && and || don't stop at a type assertion, and fail at literals with keys.
// Before: p == q; x << n
// After: rt.Eq(rt.Box(3, p), rt.Box(3, q)); x << rt.Shift(int(n))

package lower

import (
	"fmt"
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"strings"
)

func (l *lowering) unary(e *ast.UnaryExpr) string {
	switch e.Op {
	case token.AND:
		x := ast.Unparen(e.X)
		if c, ok := x.(*ast.CompositeLit); ok {
			return l.addressOfLiteral(c, l.typeOf(c))
		}
		if st, ok := x.(*ast.StarExpr); ok { // panics if it is nil
			return l.notNil(st.X)
		}
		return "&" + l.expr(x)
	case token.ARROW:
		return l.receive(e.X)
	case token.SUB:
		if b, ok := under(l.typeOf(e)).(*types.Basic); ok && b.Info()&types.IsFloat != 0 {
			return "(" + l.expr(e.X) + " * " + l.typeText(l.typeOf(e)) + "(-1))"
		}
	}
	return "(" + e.Op.String() + l.expr(e.X) + ")"
}

// notNil is a pointer, whose evaluation panics if it is nil.
func (l *lowering) notNil(e ast.Expr) string {
	p, t := l.tmp("p"), l.typeText(l.typeOf(e))
	return fmt.Sprintf("func() %s { var %s %s = %s; if %s == nil { rt.NilDeref() }; return %s }()", t, p, t, l.expr(e), p, p)
}

func (l *lowering) binary(e *ast.BinaryExpr) string {
	switch e.Op {
	case token.LAND, token.LOR:
		return "(" + l.leftCond(e.X) + " " + e.Op.String() + " " + l.expr(e.Y) + ")"
	case token.EQL, token.NEQ:
		s := l.equal(e.X, e.Y)
		if e.Op == token.NEQ {
			if strings.HasPrefix(s, "(") {
				return "!" + s
			}
			return "!(" + s + ")"
		}
		return s
	case token.SHL, token.SHR:
		return "(" + l.typed(e.X, l.typeOf(e)) + " " + e.Op.String() + " " + l.shiftCount(e.Y) + ")"
	case token.LSS, token.LEQ, token.GTR, token.GEQ:
		t := l.opType(e.X, e.Y)
		return "(" + l.typed(e.X, t) + " " + e.Op.String() + " " + l.typed(e.Y, t) + ")"
	}
	t := l.typeOf(e)
	return "(" + l.typed(e.X, t) + " " + e.Op.String() + " " + l.typed(e.Y, t) + ")"
}

func (l *lowering) shiftCount(e ast.Expr) string {
	tv := l.info.Types[e]
	if tv.Value != nil {
		return "uint(" + constant.ToInt(tv.Value).ExactString() + ")"
	}
	s := l.expr(e)
	t := under(l.typeOf(e)).(*types.Basic)
	if t.Info()&types.IsUnsigned == 0 {
		return "rt.Shift(int(" + s + "))"
	}
	switch ast.Unparen(e).(type) {
	case *ast.BinaryExpr, *ast.UnaryExpr:
		// Else yaegi computes it in the type of what is shifted.
		return t.Name() + "(" + s + ")"
	}
	return s
}

func (l *lowering) equal(x, y ast.Expr) string {
	if l.isNil(x) {
		x, y = y, x
	}
	if l.isNil(y) {
		t := l.typeOf(x)
		s := l.expr(x)
		if isIface(t) {
			return "rt.IsNil(" + l.toAny(s, t) + ")"
		}
		return "(" + s + " == nil)"
	}
	tx, ty := l.typeOf(x), l.typeOf(y)
	if isUntyped(tx) && isIface(ty) || isUntyped(ty) && isIface(tx) || isIface(tx) || isIface(ty) {
		return "rt.Eq(" + l.convert(x, types.NewInterfaceType(nil, nil)) + ", " + l.convert(y, types.NewInterfaceType(nil, nil)) + ")"
	}
	t := l.opType(x, y)
	if !isUntyped(tx) && !isUntyped(ty) && l.typeText(tx) != l.typeText(ty) {
		if _, ok := under(tx).(*types.Chan); ok {
			return "rt.SamePtr(" + l.typed(x, t) + ", " + l.typed(y, t) + ")"
		}
		return l.equalText(l.typed(x, t), l.convertText(l.typed(y, t), ty, tx), t)
	}
	return l.equalText(l.typed(x, t), l.typed(y, t), t)
}

func (l *lowering) equalText(a, b string, t types.Type) string {
	switch under(t).(type) {
	case *types.Struct, *types.Array:
		return "rt.Eq(" + l.box(a, t) + ", " + l.box(b, t) + ")"
	case *types.Interface:
		return "rt.Eq(" + l.toAny(a, t) + ", " + l.toAny(b, t) + ")"
	}
	return "(" + a + " == " + b + ")"
}
