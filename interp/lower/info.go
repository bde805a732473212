// This file looks up what go/types found out about a piece of syntax.

package lower

import (
	"go/ast"
	"go/types"
)

func (l *lowering) typeOf(e ast.Expr) types.Type {
	tv, ok := l.info.Types[e]
	if ok && tv.Type == types.Typ[types.Invalid] || !ok && l.sourced[l.origin.pkg] && l.obj(baseIdent(e)) == nil {
		l.fail(e.Pos(), "%s, which belongs to a package that gorgo does not have", types.ExprString(e))
	}
	if ok && tv.Type != nil {
		return l.subst(tv.Type)
	}
	if id, ok := e.(*ast.Ident); ok {
		if o := l.obj(id); o != nil {
			return l.subst(o.Type())
		}
	}
	l.fail(e.Pos(), "no type for expression %T", e)
	return nil
}

func (l *lowering) obj(id *ast.Ident) types.Object {
	if id == nil {
		return nil
	}
	if o := l.info.Uses[id]; o != nil {
		return o
	}
	return l.info.Defs[id]
}

func baseIdent(e ast.Expr) *ast.Ident {
	switch e := e.(type) {
	case *ast.Ident:
		return e
	case *ast.SelectorExpr:
		return e.Sel
	case *ast.ParenExpr:
		return baseIdent(e.X)
	case *ast.IndexExpr:
		return baseIdent(e.X)
	case *ast.IndexListExpr:
		return baseIdent(e.X)
	}
	return nil
}
