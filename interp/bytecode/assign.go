// This file compiles assignments.

package bytecode

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
)

// values evaluates the right side of an assignment of several values. They are
// copies, that the assignments which follow do not change.
func (c *compiler) values(rhs []ast.Expr, to func(i int) types.Type) []value {
	if len(rhs) == 1 {
		if _, ok := c.TypeOf(rhs[0]).(*types.Tuple); ok {
			return c.multi(rhs[0])
		}
	}
	var vs []value
	for i, e := range rhs {
		t := to(i)
		tmp := c.temp(t)
		v := c.exprTo(e, t, &tmp)
		switch {
		case v.s.memory:
			v = c.own(v)
		case v.w != tmp.w || v.p != tmp.p:
			c.move(tmp, v)
			v = tmp
		}
		vs = append(vs, v)
	}
	return vs
}

// multi evaluates an expression of several values: a call, or v, ok.
func (c *compiler) multi(e ast.Expr) []value {
	e = ast.Unparen(e)
	switch x := e.(type) {
	case *ast.CallExpr:
		return c.call(x, nil)
	case *ast.IndexExpr:
		if _, ok := c.typeOf(x.X).Underlying().(*types.Map); ok {
			return c.mapLoad2(x)
		}
	}
	switch x := e.(type) {
	case *ast.TypeAssertExpr:
		return c.assertion2(x)
	case *ast.UnaryExpr:
		return c.receive(x, nil)
	}
	c.decline(e, "such a list of values")
	return nil
}

// freeze makes a place independent of the variables that it mentions.
func (c *compiler) freeze(p place) place {
	switch p.kind {
	case inMemory:
		b := c.newP(1)
		c.emit(opMoveP, b, p.base, 0, 0)
		p.base = b
	case inSlice, inMap:
		t := c.temp(p.seq.t)
		c.move(t, p.seq)
		p.seq = t
		if p.kind == inMap {
			k := c.temp(p.key.t)
			c.move(k, p.key)
			p.key = c.own(k)
			break
		}
		i := c.newW(1)
		c.emit(opMove, i, p.idx, 0, 0)
		p.idx = i
	}
	return p
}

func (c *compiler) assign(s *ast.AssignStmt) {
	defer c.callsFirst(slices.Concat(s.Lhs, s.Rhs)...)()
	if s.Tok != token.ASSIGN {
		c.opAssign(s)
		return
	}
	if len(s.Lhs) == 1 && len(s.Rhs) == 1 {
		p := c.place(s.Lhs[0])
		pos := c.pos
		switch p.kind {
		case nowhere:
			c.exprTo(s.Rhs[0], c.typeOf(s.Rhs[0]), nil)
			return
		case inRegisters:
			to := p.value()
			if c.single(s.Rhs[0], p) {
				c.into(s.Rhs[0], to)
				return
			}
		}
		v := c.exprTo(s.Rhs[0], p.t, nil)
		c.pos = pos
		c.store(p, v)
		return
	}
	var places []place
	for _, x := range s.Lhs {
		places = append(places, c.freeze(c.place(x)))
	}
	vs := c.values(s.Rhs, func(i int) types.Type {
		if places[i].kind == nowhere {
			if len(s.Rhs) == len(s.Lhs) {
				return c.typeOf(s.Rhs[i])
			}
			return nil
		}
		return places[i].t
	})
	for i, p := range places {
		if p.kind != nowhere {
			c.at(s.Lhs[i])
			c.store(p, c.assignable(vs[i], p.t, nil))
		}
	}
}

// single reports whether a value can be computed where its variable is: nothing
// is written there before everything has been read.
func (c *compiler) single(e ast.Expr, p place) bool {
	if p.s.word() || p.s.is(kPointer) {
		return true
	}
	switch e := ast.Unparen(e).(type) {
	case *ast.CallExpr, *ast.SliceExpr:
		return true
	case *ast.BinaryExpr:
		return e.Op == token.ADD
	case *ast.BasicLit:
		return true
	}
	return false
}

var assignOps = map[token.Token]token.Token{
	token.ADD_ASSIGN: token.ADD, token.SUB_ASSIGN: token.SUB, token.MUL_ASSIGN: token.MUL, token.QUO_ASSIGN: token.QUO,
	token.REM_ASSIGN: token.REM, token.AND_ASSIGN: token.AND, token.OR_ASSIGN: token.OR, token.XOR_ASSIGN: token.XOR,
	token.SHL_ASSIGN: token.SHL, token.SHR_ASSIGN: token.SHR, token.AND_NOT_ASSIGN: token.AND_NOT,
}

func (c *compiler) opAssign(s *ast.AssignStmt) {
	op := assignOps[s.Tok]
	p := c.place(s.Lhs[0])
	p.assign = true
	if p.kind == inSlice && !p.s.whole() {
		p = c.settle(p)
	}
	var hint *value
	if p.kind == inRegisters {
		v := p.value()
		hint = &v
	}
	pos := c.pos
	switch {
	case op == token.SHL || op == token.SHR:
		x := c.load(p, nil)
		c.finish(p, c.shift(op, x, s.Rhs[0], s.TokPos, hint))
		return
	case p.s.is(kString):
		x := c.load(p, nil)
		y := c.exprTo(s.Rhs[0], p.t, nil)
		c.pos = s.TokPos
		c.finish(p, c.join(p.t, []value{x, y}, hint))
		return
	}
	if n, ok := c.constInt(s.Rhs[0]); ok && p.s.word() && p.s.leaves[0].kind.isInt() {
		x := c.load(p, nil)
		if v, ok := c.arithImm(op, x, n, hint); ok {
			c.pos = pos
			c.finish(p, v)
			return
		}
	}
	// What has calls goes first, as the compiler does it.
	if p.kind == inRegisters && p.s.is(kFloat64) && op == token.ADD {
		if m, ok := ast.Unparen(s.Rhs[0]).(*ast.BinaryExpr); ok && m.Op == token.MUL && c.Info.Types[m].Value == nil {
			a := c.exprTo(m.X, p.t, nil)
			b := c.exprTo(m.Y, p.t, nil)
			c.emit(opFMulAdd, p.w, a.w, b.w, 0)
			return
		}
	}
	y := c.exprTo(s.Rhs[0], p.t, nil)
	c.pos = pos
	x := c.load(p, nil)
	v := c.arith(op, x, y, s.TokPos, hint)
	c.pos = pos
	c.finish(p, v)
}

// finish stores what has been computed from a place's value.
func (c *compiler) finish(p place, v value) {
	if p.kind == inRegisters && v.w == p.w && v.p == p.p {
		return
	}
	c.store(p, v)
}

func (c *compiler) incDec(s *ast.IncDecStmt) {
	p := c.place(s.X)
	p.assign = true
	if !p.s.word() {
		c.decline(s, "such a variable")
	}
	n := int64(1)
	op := token.ADD
	if s.Tok == token.DEC {
		n, op = -1, token.SUB
	}
	k := p.s.leaves[0].kind
	if p.kind == inMemory && k.isInt() && k.wordBits() == 64 {
		c.check(p.base, p.off, 8)
		one := c.newW(1)
		c.emit(opConst, one, 0, 0, n)
		c.emit(opIncMem, p.base, one, 0, p.off)
		return
	}
	pos := c.pos
	x := c.load(p, nil)
	var hint *value
	if p.kind == inRegisters {
		v := p.value()
		hint = &v
	}
	var v value
	if k.isInt() {
		v, _ = c.arithImm(token.ADD, x, n, hint)
	} else {
		one := c.temp(p.t)
		w := bits(1)
		if k == kFloat32 {
			w = bits32(1)
		}
		c.emit(opConst, one.w, 0, 0, int64(w))
		v = c.arith(op, x, one, s.TokPos, hint)
	}
	c.pos = pos
	c.finish(p, v)
}
