// This file lowers statements: each kind by its rule.

package lower

import (
	"go/ast"
	"go/token"
)

func (l *lowering) stmts(list []ast.Stmt) {
	if l.fn != nil && !l.fn.jumps && l.collects() {
		l.tracked(list)
		return
	}
	for _, s := range list {
		l.stmt(s, "")
	}
}

func (l *lowering) block(b *ast.BlockStmt) {
	if b != nil {
		l.stmts(b.List)
	}
}

func (l *lowering) stmt(s ast.Stmt, label string) {
	l.pos = s.Pos()
	switch s := s.(type) {
	case *ast.ExprStmt, *ast.DeclStmt, *ast.AssignStmt, *ast.IncDecStmt, *ast.ReturnStmt, *ast.GoStmt, *ast.DeferStmt, *ast.SendStmt:
		l.siteOf(s)
	case *ast.IfStmt:
		if s.Init == nil {
			l.siteOf(s.Cond)
		}
	}
	switch s := s.(type) {
	case *ast.EmptyStmt:
	case *ast.ExprStmt:
		l.exprStmt(s.X)
	case *ast.DeclStmt:
		l.declStmt(s)
	case *ast.AssignStmt:
		l.assign(s)
	case *ast.IncDecStmt:
		op := "+"
		if s.Tok == token.DEC {
			op = "-"
		}
		t := l.typeOf(s.X)
		if x := ast.Unparen(s.X); isIdent(x) {
			if text := l.expr(x); l.quick(text, x, op) {
				l.emit("%s%s", text, s.Tok)
				return
			}
		}
		l.opAssign(s.X, op, func() string { return l.one(t) })
	case *ast.BlockStmt:
		l.emit("{")
		l.block(s)
		l.emit("}")
	case *ast.IfStmt:
		l.ifStmt(s)
	case *ast.ForStmt:
		l.forStmt(s, label)
	case *ast.RangeStmt:
		l.rangeStmt(s, label)
	case *ast.SwitchStmt:
		l.switchStmt(s, label)
	case *ast.TypeSwitchStmt:
		l.typeSwitch(s, label)
	case *ast.SelectStmt:
		l.selectStmt(s, label)
	case *ast.ReturnStmt:
		l.returnStmt(s)
	case *ast.BranchStmt:
		l.branch(s)
	case *ast.LabeledStmt:
		l.labeled(s)
	case *ast.GoStmt:
		l.emit("rt.Go(%s)", l.thunk(s.Call, ""))
	case *ast.DeferStmt:
		l.deferStmt(s)
	case *ast.SendStmt:
		l.sendStmt(s)
	default:
		l.fail(s.Pos(), "statement %T", s)
	}
}

func (l *lowering) exprStmt(x ast.Expr) {
	x = ast.Unparen(x)
	if u, ok := x.(*ast.UnaryExpr); ok && u.Op == token.ARROW {
		c := l.tmp("c")
		l.emit("var %s %s = %s", c, l.chanType(u.X), l.chanText(u.X))
		l.emit("%s(%s)", l.receiver(u.X), c)
		return
	}
	l.emit("%s", l.expr(x))
}
