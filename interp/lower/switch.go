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
		l.siteOf(s.Tag)
		l.emit("var %s %s = %s", tag, l.typeText(tt), l.convert(s.Tag, tt))
	}
	l.siteOf(switchConds(s)...)
	if defaultFallsThrough(s) {
		l.chosen(s, label, tag, tt)
		return
	}
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
			l.emit("case %s:", l.caseConds(cc, tag, tt))
		}
		l.caseBody(cc.Body)
	}
	l.emit("}")
	l.pop()
}

func (l *lowering) caseConds(cc *ast.CaseClause, tag string, tt types.Type) string {
	var cs []string
	for _, e := range cc.List {
		cs = append(cs, l.caseCond(tag, tt, e))
	}
	return strings.Join(cs, " || ")
}

// defaultFallsThrough tells whether yaegi would run the clauses in another order
// than they stand: it moves a default clause to the end.
func defaultFallsThrough(s *ast.SwitchStmt) bool {
	falls, early := false, false
	for i, c := range s.Body.List {
		cc := c.(*ast.CaseClause)
		early = early || cc.List == nil && i < len(s.Body.List)-1
		if n := len(cc.Body); n > 0 {
			b, ok := cc.Body[n-1].(*ast.BranchStmt)
			falls = falls || ok && b.Tok == token.FALLTHROUGH
		}
	}
	return falls && early
}

// chosen lowers a switch in two steps: which clause, and then a switch over the
// clauses' numbers.
func (l *lowering) chosen(s *ast.SwitchStmt, label, tag string, tt types.Type) {
	n := l.tmp("clause")
	l.emit("var %s int = -1", n)
	l.emit("switch {")
	for i, c := range s.Body.List {
		cc := c.(*ast.CaseClause)
		if cc.List != nil {
			l.emit("case %s:", l.caseConds(cc, tag, tt))
			l.emit("%s = %d", n, i)
		}
	}
	for i, c := range s.Body.List {
		if c.(*ast.CaseClause).List == nil {
			l.emit("default:")
			l.emit("%s = %d", n, i)
		}
	}
	l.emit("}")
	l.push(label, false, nil)
	l.emit("switch {")
	for i, c := range s.Body.List {
		l.emit("case %s == %d:", n, i)
		l.caseBody(c.(*ast.CaseClause).Body)
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
	if tag == "" && isIface(l.typeOf(e)) {
		return "rt.Eq(" + l.toAny(l.expr(e), l.typeOf(e)) + ", rt.AnyTrue)"
	}
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
	for _, c := range s.Body.List {
		for _, e := range c.(*ast.CaseClause).List {
			list = append(list, e)
		}
	}
	return list
}
