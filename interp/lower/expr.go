// This file lowers expressions: each kind by its rule.

package lower

import (
	"go/ast"
	"go/constant"
	"go/types"
)

// expr lowers e to text of its own type's V.
func (l *lowering) expr(e ast.Expr) string {
	tv := l.info.Types[e]
	if tv.Value != nil {
		return l.constant(tv.Value, l.subst(tv.Type), e.Pos())
	}
	switch e := e.(type) {
	case *ast.ParenExpr:
		return parenthesized(l.expr(e.X))
	case *ast.Ident:
		return l.funcValue(l.ident(e), e, e)
	case *ast.BasicLit:
	case *ast.FuncLit:
		return l.funcLit(e, "", false)
	case *ast.CompositeLit:
		return l.composite(e, l.typeOf(e))
	case *ast.SelectorExpr:
		return l.selector(e)
	case *ast.IndexExpr:
		return l.index(e)
	case *ast.IndexListExpr:
		return l.funcValue(l.ident(baseIdent(e.X)), baseIdent(e.X), e)
	case *ast.SliceExpr:
		x := l.expr(e.X)
		t := l.typeOf(e.X)
		if p, ok := under(t).(*types.Pointer); ok {
			_ = p
			x = "(*" + x + ")"
		}
		s := x + "["
		// yaegi has no way to tell later whether a bound was left out
		if e.Low != nil {
			s += l.intText(e.Low)
		} else {
			s += "0"
		}
		s += ":"
		if e.High != nil {
			s += l.intText(e.High)
		}
		if e.Slice3 {
			s += ":" + l.intText(e.Max)
		}
		return s + "]"
	case *ast.StarExpr:
		return "(*" + l.expr(e.X) + ")"
	case *ast.UnaryExpr:
		return l.unary(e)
	case *ast.BinaryExpr:
		return l.binary(e)
	case *ast.CallExpr:
		return l.call(e)
	case *ast.TypeAssertExpr:
		return l.assert(e, false)
	}
	l.fail(e.Pos(), "expression %T", e)
	return ""
}

// parenthesized puts a text in parentheses, unless it is: yaegi takes ((*p)) for
// something else than (*p).
func parenthesized(s string) string {
	depth := 0
	for i := range len(s) {
		switch s[i] {
		case '(':
			depth++
		case ')':
			depth--
		case '"', '\'', '`':
			return "(" + s + ")" // brackets may be in the string
		}
		if depth == 0 {
			if i > 0 && i == len(s)-1 {
				return s
			}
			return "(" + s + ")"
		}
	}
	return "(" + s + ")"
}

// idx lowers an index to int.
func (l *lowering) intText(e ast.Expr) string {
	tv := l.info.Types[e]
	if tv.Value != nil {
		return constant.ToInt(tv.Value).ExactString()
	}
	t := l.typeOf(e)
	s := l.expr(e)
	if b, ok := under(t).(*types.Basic); ok && b.Kind() == types.Int {
		return s
	}
	return "int(" + s + ")"
}

// typed lowers an operand; untyped ones take t.
func (l *lowering) typed(e ast.Expr, t types.Type) string {
	tv := l.info.Types[e]
	if tv.Value != nil {
		tt := l.typeOf(e)
		if isUntyped(tt) {
			tt = t
		}
		if isUntyped(tt) {
			tt = types.Default(tt)
		}
		return l.constant(tv.Value, tt, e.Pos())
	}
	return l.expr(e)
}

func (l *lowering) opType(x, y ast.Expr) types.Type {
	t := l.typeOf(x)
	if isUntyped(t) {
		t2 := l.typeOf(y)
		if !isUntyped(t2) {
			return t2
		}
		return types.Default(t)
	}
	return t
}
