// Type assertions: a comparison of the type word, by the runtime.
//
// Spec: Type assertions.
// yaegi: types are structural for it, so x.(T) holds for every type of T's shape;
// asserting an empty struct fails.
// Before: v, ok := x.(T)
// After: t, ok := rt.As2(x, 7); var v rt.T2 = t.(rt.T2), where 7 is T's number.

package lower

import (
	"fmt"
	"go/ast"
	"go/types"
)

func (l *lowering) assert(e *ast.TypeAssertExpr, two bool) string {
	x := l.toAny(l.expr(e.X), l.typeOf(e.X))
	t := l.typeOf(e.Type)
	return l.assertText(x, l.typeOf(e.X), t, two)
}

func (l *lowering) assertText(x string, from, t types.Type, two bool) string {
	k := l.entry(t).ID
	fk := l.entry(from).ID
	if isIface(t) {
		if two {
			return fmt.Sprintf("rt.AsI2(%s, %d)", x, k)
		}
		s := fmt.Sprintf("rt.AsI(%s, %d, %d)", x, fk, k)
		if l.compiledIface(t) {
			return l.toCompiled(s, t)
		}
		return s
	}
	if two {
		return fmt.Sprintf("rt.As2(%s, %d)", x, k)
	}
	return l.assertV(fmt.Sprintf("rt.As(%s, %d, %d)", x, fk, k), t)
}
