// This file finds out whether a variable can outlive its iteration.

package lower

import (
	"go/ast"
	"go/token"
	"go/types"
)

// escapes: a variable is captured by a closure or its address taken in node n.
func (l *lowering) escapes(o types.Object, nodes ...ast.Node) bool {
	r := false
	for _, n := range nodes {
		if n == nil {
			continue
		}
		depth := 0
		var visit func(n ast.Node) bool
		visit = func(n ast.Node) bool {
			switch x := n.(type) {
			case *ast.FuncLit:
				depth++
				ast.Inspect(x.Body, visit)
				depth--
				return false
			case *ast.Ident:
				if depth > 0 && l.obj(x) == o {
					r = true
				}
			case *ast.UnaryExpr:
				if x.Op == token.AND && l.rootIs(x.X, o) {
					r = true
				}
			case *ast.SliceExpr:
				if l.rootIs(x.X, o) {
					r = true
				}
			case *ast.SelectorExpr:
				if sel, ok := l.info.Selections[x]; ok && sel.Kind() == types.MethodVal && l.rootIs(x.X, o) {
					r = true
				}
			case *ast.DeferStmt, *ast.GoStmt:
			case *ast.RangeStmt:
				if tv, ok := l.info.Types[x.X]; ok {
					if _, ok := under(l.subst(tv.Type)).(*types.Signature); ok {
						depth++
						ast.Inspect(x.Body, visit)
						depth--
						ast.Inspect(x.X, visit)
						return false
					}
				}
			}
			return true
		}
		ast.Inspect(n, visit)
	}
	return r
}

func (l *lowering) rootIs(e ast.Expr, o types.Object) bool {
	for {
		switch x := e.(type) {
		case *ast.Ident:
			return l.obj(x) == o
		case *ast.ParenExpr:
			e = x.X
		case *ast.SelectorExpr:
			e = x.X
		case *ast.IndexExpr:
			e = x.X
		default:
			return false
		}
	}
}
