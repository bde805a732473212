// This file looks up what go/types found out about a piece of syntax.

package lower

import (
	"go/ast"
	"go/types"
)

func (l *lowering) typeOf(e ast.Expr) types.Type {
	tv, ok := l.info.Types[e]
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
