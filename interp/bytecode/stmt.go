// This file compiles statements.

package bytecode

import (
	"go/ast"
	"go/token"
)

// jumps are where break and continue go.
type jumps struct {
	label    string
	brk, cnt *label // cnt is nil for a switch
}

// block compiles statements in a scope of their own.
func (c *compiler) block(list []ast.Stmt) {
	w, p := c.wTop, c.pTop
	for _, s := range list {
		c.stmt(s, "")
	}
	c.wTop, c.pTop = w, p
}

// stmt compiles one statement. Registers that it takes for temporaries are free
// again after it; those of variables that it declares are not.
func (c *compiler) stmt(s ast.Stmt, label string) {
	w, p := c.wTop, c.pTop
	c.at(s)
	switch s := s.(type) {
	case nil, *ast.EmptyStmt:
	case *ast.BlockStmt:
		c.block(s.List)
	case *ast.ExprStmt:
		switch x := ast.Unparen(s.X).(type) {
		case *ast.CallExpr:
			c.call(x, nil)
		case *ast.UnaryExpr:
			c.receive(x, nil)
		default:
			c.decline(s, "such a statement")
		}
	case *ast.AssignStmt:
		if s.Tok == token.DEFINE {
			c.define(s)
			return
		}
		c.assign(s)
	case *ast.IncDecStmt:
		c.incDec(s)
	case *ast.SendStmt:
		c.sendStmt(s)
	case *ast.DeclStmt:
		c.declare(s.Decl.(*ast.GenDecl))
		return
	case *ast.IfStmt:
		c.ifStmt(s)
	case *ast.ForStmt:
		c.forStmt(s, label)
	case *ast.RangeStmt:
		c.rangeStmt(s, label)
	case *ast.SwitchStmt:
		c.switchStmt(s, label)
	case *ast.TypeSwitchStmt:
		c.typeSwitch(s, label)
	case *ast.SelectStmt:
		c.selectStmt(s, label)
	case *ast.DeferStmt:
		c.deferStmt(s)
	case *ast.GoStmt:
		c.goStmt(s)
	case *ast.ReturnStmt:
		c.returnStmt(s)
	case *ast.BranchStmt:
		c.branch(s)
	case *ast.LabeledStmt:
		switch s.Stmt.(type) {
		case *ast.ForStmt, *ast.RangeStmt, *ast.SwitchStmt, *ast.TypeSwitchStmt, *ast.SelectStmt:
			c.stmt(s.Stmt, s.Label.Name)
		default:
			c.decline(s, "a label")
		}
	default:
		c.decline(s, "a statement %T", s)
	}
	c.wTop, c.pTop = w, p
}

func (c *compiler) ifStmt(s *ast.IfStmt) {
	if s.Init != nil {
		c.stmt(s.Init, "")
	}
	w, p := c.wTop, c.pTop
	no := newLabel()
	c.whether(s.Cond, false, no)
	c.wTop, c.pTop = w, p
	c.block(s.Body.List)
	if s.Else == nil {
		c.bind(no)
		return
	}
	end := newLabel()
	if !terminates(s.Body.List) {
		c.jump(opJump, 0, 0, 0, end)
	}
	c.bind(no)
	c.stmt(s.Else, "")
	c.bind(end)
}

// terminates tells a list of statements that nothing follows.
func terminates(list []ast.Stmt) bool {
	if len(list) == 0 {
		return false
	}
	switch list[len(list)-1].(type) {
	case *ast.ReturnStmt, *ast.BranchStmt:
		return true
	}
	return false
}

func (c *compiler) push(label string, loop bool) *jumps {
	j := &jumps{label: label, brk: newLabel()}
	if loop {
		j.cnt = newLabel()
	}
	c.loops = append(c.loops, j)
	return j
}

func (c *compiler) pop() { c.loops = c.loops[:len(c.loops)-1] }

func (c *compiler) branch(s *ast.BranchStmt) {
	if s.Tok != token.BREAK && s.Tok != token.CONTINUE {
		c.decline(s, "%s", s.Tok)
	}
	x := exit{tok: s.Tok}
	if s.Label != nil {
		x.label = s.Label.Name
	}
	c.branchTo(s, x)
}

// target is where break and continue go in this function; nil if that is outside.
func (c *compiler) target(x exit) *label {
	for i := len(c.loops) - 1; i >= 0; i-- {
		j := c.loops[i]
		switch {
		case x.label != "" && j.label != x.label, x.tok == token.CONTINUE && j.cnt == nil:
		case x.tok == token.CONTINUE:
			return j.cnt
		default:
			return j.brk
		}
	}
	return nil
}
