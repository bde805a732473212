// This file lowers expressions: each kind by its rule.

package lower

import (
	"fmt"
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
		if _, several := tv.Type.(*types.Tuple); several {
			return l.expr(e.X) // yaegi takes several values from a bare call alone
		}
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
		return l.dereference(e)
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

// dereference lowers *p. Where p is nil, yaegi has a value that most operations
// panic with, but those of strings take it for a text.
func (l *lowering) dereference(e *ast.StarExpr) string {
	p, t := l.expr(e.X), l.typeOf(e)
	if b, ok := under(t).(*types.Basic); !ok || b.Info()&types.IsString == 0 {
		return "(*" + p + ")"
	}
	if l.typeText(t) == "string" {
		return "rt.Str(" + p + ")"
	}
	return l.loaded("(*"+p+")", t)
}

// lvalue lowers what is assigned to.
func (l *lowering) lvalue(e ast.Expr) string {
	if s, ok := ast.Unparen(e).(*ast.StarExpr); ok {
		return "(*" + l.expr(s.X) + ")"
	}
	return l.expr(e)
}

// operand lowers what a method is called on, whose address may be taken.
func (l *lowering) operand(x ast.Expr, method *types.Func) string {
	if _, pointer := types.Unalias(method.Signature().Recv().Type()).(*types.Pointer); pointer {
		return l.lvalue(x)
	}
	return l.expr(x)
}

// loaded is a value that has been in a variable, which panics if it is none.
func (l *lowering) loaded(s string, t types.Type) string {
	v := l.tmp("v")
	return fmt.Sprintf("func() %s { var %s %s = %s; return %s }()", l.typeText(t), v, l.typeText(t), s, v)
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
