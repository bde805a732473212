// If statements: the initialisation gets a block of its own.
//
// Spec: If statements.
// yaegi: an if with an initialisation at top level overwrites globals of the name;
// constant conditions are compiled away together with what follows; a condition that
// is a type assertion holds always.
// Before: if x := f(); x > 0 { … } else if … { … }
// After: { var x int = f(); if (x > 0) { … } else { if … { … } } }

package lower

import (
	"go/ast"
	"go/types"
	"slices"
	"strings"
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

// cond is a condition that decides where yaegi goes on. A type assertion does not: what
// follows it is always the same.
func (l *lowering) cond(e ast.Expr) string {
	s := l.expr(e)
	if s == "true" || s == "false" || strings.HasSuffix(s, ".("+l.typeText(l.typeOf(e))+")") {
		return "rt.Bool(" + s + ")"
	}
	return s
}

// leftCond is the left operand of && and ||. yaegi makes a branch of the first thing
// that is computed there if it takes nothing for it, which the first key of a literal
// is; so something else has to come first.
func (l *lowering) leftCond(e ast.Expr) string {
	s := l.cond(e)
	if l.hasKeys(e) {
		return "(rt.Bool(true) == " + s + ")"
	}
	return s
}

// hasKeys tells whether there is a map, slice or array literal with keys in e.
func (l *lowering) hasKeys(e ast.Expr) (found bool) {
	ast.Inspect(e, func(n ast.Node) bool {
		c, ok := n.(*ast.CompositeLit)
		if !ok {
			return true
		}
		if _, ok := under(l.typeOf(c)).(*types.Struct); !ok {
			found = found || slices.ContainsFunc(c.Elts, func(e ast.Expr) bool { _, ok := e.(*ast.KeyValueExpr); return ok })
		}
		return true
	})
	return found
}
