// Select statements: a value of the runtime that collects the cases.
//
// Spec: Select statements.
// yaegi: a select that continues a loop overflows the compiler's stack; one that
// blocks outlives its interrupt.
// Before: select { case v := <-c: …; default: … }
// After: sel := rt.NewSel(); sel.Recv(c); sel.Default(); switch n := sel.Do() { case 0: … }

package lower

import (
	"go/ast"
	"go/token"
	"go/types"
)

func (l *lowering) selectStmt(s *ast.SelectStmt, label string) {
	l.emit("{")
	defer l.emit("}")
	sel := l.tmp("sel")
	l.emit("%s := rt.NewSel()", sel)
	posts := make([]func(), len(s.Body.List))
	for i, c := range s.Body.List {
		if m := c.(*ast.CommClause).Comm; m != nil {
			l.siteOf(m)
		}
		switch m := c.(*ast.CommClause).Comm.(type) {
		case nil:
			l.emit("%s.Default()", sel)
		case *ast.SendStmt:
			ch, v := l.tmp("ch"), l.tmp("sv")
			et := under(l.typeOf(m.Chan)).(*types.Chan).Elem()
			l.emit("var %s %s = %s", ch, l.chanType(m.Chan), l.chanText(m.Chan))
			l.emit("var %s %s = %s", v, l.typeText(et), l.convert(m.Value, et))
			if isIface(et) {
				l.emit("%s.SendI(%s, %s)", sel, ch, l.toAny(v, et))
			} else {
				l.emit("%s.Send(%s, rt.Cast(%d, %s))", sel, ch, l.entry(et).ID, v)
			}
		case *ast.ExprStmt:
			u := ast.Unparen(m.X).(*ast.UnaryExpr)
			ch := l.tmp("ch")
			l.emit("var %s %s = %s", ch, l.chanType(u.X), l.chanText(u.X))
			l.emit("%s.Recv(%s)", sel, ch)
		case *ast.AssignStmt:
			u := ast.Unparen(m.Rhs[0]).(*ast.UnaryExpr)
			et := under(l.typeOf(u.X)).(*types.Chan).Elem()
			ch := l.tmp("ch")
			l.emit("var %s %s = %s", ch, l.chanType(u.X), l.chanText(u.X))
			l.emit("%s.Recv(%s)", sel, ch)
			posts[i] = func() {
				var val string
				if isIface(et) {
					val = sel + ".Val()"
					if l.compiledIface(et) {
						val = l.toCompiled(val, et)
					}
				} else {
					val = l.assertV(sel+".Val()", et)
				}
				src := []string{val, sel + ".Ok()"}
				ts := []types.Type{et, types.Typ[types.Bool]}
				for i, x := range m.Lhs {
					var lv place
					if id, isId := x.(*ast.Ident); isId && m.Tok == token.DEFINE {
						lv = l.defineTarget(id)
					} else {
						lv = l.place(x, false)
					}
					if !lv.blank {
						lv.set(l.convertText(src[i], ts[i], lv.t))
					}
				}
			}
		}
	}
	l.site(s.Pos())
	n := l.tmp("n")
	l.emit("var %s int = %s.Do()", n, sel)
	l.push(label, false, nil)
	if len(s.Body.List) == 0 {
		l.emit("{")
	} else {
		l.emit("switch {")
	}
	for i, c := range s.Body.List {
		l.emit("case %s == %d:", n, i)
		l.emit("{")
		if posts[i] != nil {
			posts[i]()
		}
		l.stmts(c.(*ast.CommClause).Body)
		l.emit("}")
	}
	l.emit("}")
	l.pop()
}
