// Index expressions.
//
// Spec: Index expressions.
// yaegi: nil as a map key and indexing through a pointer to an array go wrong.
// Before: m[nil]; p[2]
// After: m[(interface{})(nil)]; (*p)[2]. An index that is out of range is found by the
// engine after the fact, so nothing is checked here.

package lower

import (
	"go/ast"
	"go/types"
)

func (l *lowering) index(e *ast.IndexExpr) string {
	if id := baseIdent(e.X); id != nil {
		if _, ok := l.info.Instances[id]; ok && l.info.Types[e.Index].IsType() {
			return l.funcValue(l.ident(id), id, e)
		}
	}
	t := l.typeOf(e.X)
	x := l.expr(e.X)
	switch u := under(t).(type) {
	case *types.Map:
		return x + "[" + l.nonNil(l.convert(e.Index, u.Key()), u.Key()) + "]"
	case *types.Pointer:
		return "(*" + x + ")[" + l.intText(e.Index) + "]"
	}
	return x + "[" + l.intText(e.Index) + "]"
}
