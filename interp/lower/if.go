// If statements: the initialisation gets a block of its own.
//
// Spec: If statements.
// yaegi: an if with an initialisation at top level overwrites globals of the name;
// constant conditions are compiled away together with what follows.
// Before: if x := f(); x > 0 { … } else if … { … }
// After: { var x int = f(); if (x > 0) { … } else { if … { … } } }

package lower

import (
	"go/ast"
)

func (l *lowering) ifStmt(s *ast.IfStmt) {
	if s.Init != nil {
		l.emit("{")
		l.stmt(s.Init, "")
	}
	if s.Init != nil {
		l.siteOf(s.Cond)
	}
	l.emit("if %s {", l.cond(s.Cond))
	l.block(s.Body)
	if s.Else != nil {
		l.emit("} else {")
		if b, ok := s.Else.(*ast.BlockStmt); ok {
			l.block(b)
		} else {
			l.stmt(s.Else, "")
		}
	}
	l.emit("}")
	if s.Init != nil {
		l.emit("}")
	}
}

func (l *lowering) cond(e ast.Expr) string {
	s := l.expr(e)
	if s == "true" || s == "false" {
		return "rt.Bool(" + s + ")"
	}
	return s
}
