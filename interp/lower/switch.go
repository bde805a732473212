// Expression switches become tagless ones over comparisons.
//
// Spec: Expression switches.
// yaegi: cases of struct and interface type, and fallthrough, go wrong.
// Before: switch x { case 1, 2: … }
// After: var tag int = x; switch { case (tag == 1) || (tag == 2): … }

package lower

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"
)

func (l *lowering) switchStmt(s *ast.SwitchStmt, label string) {
	l.emit("{")
	defer l.emit("}")
	if s.Init != nil {
		l.stmt(s.Init, "")
	}
	tag := ""
	var tt types.Type
	if s.Tag != nil {
		tt = l.typeOf(s.Tag)
		if isUntyped(tt) {
			tt = types.Default(tt)
		}
		tag = l.tmp("tag")
		l.emit("var %s %s = %s", tag, l.typeText(tt), l.convert(s.Tag, tt))
	}
	l.push(label, false, nil)
	l.siteOf(switchConds(s)...)
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
				cs = append(cs, l.caseCond(tag, tt, e))
			}
			l.emit("case %s:", strings.Join(cs, " || "))
		}
		l.caseBody(cc.Body)
	}
	l.emit("}")
	l.pop()
}

func (l *lowering) caseBody(b []ast.Stmt) {
	if len(b) > 0 {
		if br, ok := b[len(b)-1].(*ast.BranchStmt); ok && br.Tok == token.FALLTHROUGH {
			l.emit("{")
			l.stmts(b[:len(b)-1])
			l.emit("}")
			l.emit("fallthrough")
			return
		}
	}
	l.emit("{")
	l.stmts(b)
	l.emit("}")
}

func (l *lowering) caseCond(tag string, tt types.Type, e ast.Expr) string {
	if tag == "" {
		return l.cond(e)
	}
	if l.isNil(e) {
		if isIface(tt) {
			return "rt.IsNil(" + l.toAny(tag, tt) + ")"
		}
		return "(" + tag + " == nil)"
	}
	et := l.typeOf(e)
	if isIface(tt) || (isIface(et) && !isUntyped(et)) {
		return "rt.Eq(" + l.toAny(tag, tt) + ", " + l.convert(e, types.NewInterfaceType(nil, nil)) + ")"
	}
	if _, ok := under(tt).(*types.Chan); ok && !isUntyped(et) && l.typeText(et) != l.typeText(tt) {
		return "rt.SamePtr(" + tag + ", " + l.expr(e) + ")"
	}
	return l.equalText(tag, l.typed(e, tt), tt)
}

// switchConds are the expressions that choosing a case evaluates.
func switchConds(s *ast.SwitchStmt) []ast.Node {
	var list []ast.Node
	if s.Tag != nil {
		list = append(list, s.Tag)
	}
	for _, c := range s.Body.List {
		for _, e := range c.(*ast.CaseClause).List {
			list = append(list, e)
		}
	}
	return list
}
