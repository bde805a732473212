// Type switches become tagless switches over type tests.
//
// Spec: Type switches.
// yaegi: confuses types of one shape; misses local structs without a binding.
// Before: switch v := x.(type) { case P: …; case fmt.Stringer: … }
// After: var ts interface{} = x; switch { case rt.Is(ts, 3): { var v rt.T0 = …; … }
// case rt.IsI(ts, 9): … }

package lower

import (
	"fmt"
	"go/ast"
	"go/types"
	"strings"
)

func (l *lowering) typeSwitch(s *ast.TypeSwitchStmt, label string) {
	l.emit("{")
	defer l.emit("}")
	if s.Init != nil {
		l.stmt(s.Init, "")
	}
	l.siteOf(s.Assign)
	var x ast.Expr
	switch a := s.Assign.(type) {
	case *ast.AssignStmt:
		x = a.Rhs[0].(*ast.TypeAssertExpr).X
	case *ast.ExprStmt:
		x = ast.Unparen(a.X).(*ast.TypeAssertExpr).X
	}
	xt := l.typeOf(x)
	v := l.tmp("ts")
	l.emit("var %s interface{} = %s", v, l.toAny(l.expr(x), xt))
	l.push(label, false, nil)
	if len(s.Body.List) == 0 {
		l.emit("{")
	} else {
		l.emit("switch {")
	}
	for _, c := range s.Body.List {
		cc := c.(*ast.CaseClause)
		if cc.List == nil {
			l.emit("default:")
		} else {
			var cs []string
			for _, e := range cc.List {
				if l.isNil(e) {
					cs = append(cs, "rt.IsNil("+v+")")
					continue
				}
				t := l.typeOf(e)
				k := l.entry(t).ID
				if isIface(t) {
					cs = append(cs, fmt.Sprintf("rt.IsI(%s, %d)", v, k))
				} else {
					cs = append(cs, fmt.Sprintf("rt.Is(%s, %d)", v, k))
				}
			}
			l.emit("case %s:", strings.Join(cs, " || "))
		}
		l.emit("{")
		if o, ok := l.info.Implicits[cc].(*types.Var); ok {
			t := l.subst(o.Type())
			src := v
			if len(cc.List) == 1 && !l.isNil(cc.List[0]) {
				src = l.fromAny(v, t)
			} else if l.compiledIface(t) {
				src = l.toCompiled(v, t)
			}
			l.emit("var %s %s = %s", l.name(o), l.typeText(t), src)
		}
		l.stmts(cc.Body)
		l.emit("}")
	}
	l.emit("}")
	l.pop()
}
