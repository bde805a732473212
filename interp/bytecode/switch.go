// This file compiles switches.

package bytecode

import (
	"go/ast"
	"go/token"
	"go/types"
)

func (c *compiler) switchStmt(s *ast.SwitchStmt, name string) {
	if s.Init != nil {
		c.stmt(s.Init, "")
	}
	var tag value
	var tagType types.Type
	if s.Tag != nil {
		tagType = c.typeOf(s.Tag)
		tag = c.temp(tagType)
		forget := c.callsFirst(s.Tag)
		v := c.exprTo(s.Tag, tagType, &tag)
		forget()
		if v.s.memory {
			tag = c.own(v)
		} else {
			c.move(tag, v)
		}
	}
	j := c.push(name, false)
	defer c.pop()
	bodies := make([]*label, len(s.Body.List))
	var deflt *label
	for i, cl := range s.Body.List {
		cc := cl.(*ast.CaseClause)
		bodies[i] = newLabel()
		if cc.List == nil {
			deflt = bodies[i]
		}
		for _, e := range cc.List {
			w, p := c.wTop, c.pTop
			c.at(e)
			if s.Tag == nil {
				c.whether(e, true, bodies[i])
			} else {
				c.caseOf(tag, tagType, e, bodies[i])
			}
			c.wTop, c.pTop = w, p
		}
	}
	if deflt != nil {
		c.jump(opJump, 0, 0, 0, deflt)
	} else {
		c.jump(opJump, 0, 0, 0, j.brk)
	}
	for i, cl := range s.Body.List {
		cc := cl.(*ast.CaseClause)
		c.bind(bodies[i])
		list := cc.Body
		through := false
		if n := len(list); n > 0 {
			if b, ok := list[n-1].(*ast.BranchStmt); ok && b.Tok == token.FALLTHROUGH {
				list, through = list[:n-1], true
			}
		}
		c.block(list)
		if through {
			c.jump(opJump, 0, 0, 0, bodies[i+1])
		} else {
			c.jump(opJump, 0, 0, 0, j.brk)
		}
	}
	c.bind(j.brk)
}

// caseOf jumps if the tag equals a case's expression.
func (c *compiler) caseOf(tag value, t types.Type, e ast.Expr, to *label) {
	if c.isIface(t) || !c.isNil(e) && c.isIface(c.typeOf(e)) || c.isNil(e) {
		c.decline(e, "a case of an interface")
	}
	if tag.s.word() && !tag.s.leaves[0].kind.isFloat() {
		if n, ok := c.constInt(e); ok && tag.s.leaves[0].kind.isInt() {
			c.jump(opJumpEqImm, tag.w, 0, n, to)
			return
		}
		v := c.exprTo(e, t, nil)
		c.jump(opJumpEq, tag.w, v.w, 0, to)
		return
	}
	v := c.exprTo(e, t, nil)
	r := c.newW(1)
	switch {
	case tag.s.is(kFloat64):
		c.jump(opJumpFEq, tag.w, v.w, 0, to)
		return
	case tag.s.is(kFloat32):
		c.emit(opFEq32, r, tag.w, v.w, 0)
	case tag.s.is(kString):
		c.emit(opSEq, r, tag.p, tag.w, int64(v.p)|int64(v.w)<<16)
	case tag.s.is(kPointer):
		c.emit(opPEq, r, tag.p, v.p, 0)
	default:
		equal := c.equality(tag)
		c.fn(func(w *words, p *pointers) { w[r] = word(equal(w, p, tag, v)) })
	}
	c.jump(opJumpTrue, r, 0, 0, to)
}
