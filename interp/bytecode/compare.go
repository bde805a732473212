// This file compiles comparisons and conditions.

package bytecode

import (
	"go/ast"
	"go/token"
	"go/types"
	"unsafe"
)

// boolean evaluates a condition to a word.
func (c *compiler) boolean(e ast.Expr, hint *value) value {
	no, end := newLabel(), newLabel()
	v := c.dst(c.typeOf(e), hint)
	c.cond(e, false, no)
	c.emit(opConst, v.w, 0, 0, 1)
	c.jump(opJump, 0, 0, 0, end)
	c.bind(no)
	c.emit(opConst, v.w, 0, 0, 0)
	c.bind(end)
	return v
}

// operands evaluates the two sides of a comparison, as values of one type.
func (c *compiler) operands(e *ast.BinaryExpr) (x, y value) {
	switch {
	case c.isNil(e.X):
		y = c.expr(e.Y, nil)
		return c.exprTo(e.X, y.t, nil), y
	case c.isNil(e.Y):
		x = c.expr(e.X, nil)
		return x, c.exprTo(e.Y, x.t, nil)
	}
	xt, yt := c.TypeOf(e.X), c.TypeOf(e.Y)
	t := c.typeOf(e.X)
	switch {
	case untyped(xt) && !untyped(yt), c.isIface(yt) && !c.isIface(xt):
		t = yt
	}
	if c.isIface(xt) && c.isIface(yt) {
		if c.compiledIface(xt) != c.compiledIface(yt) {
			c.decline(e, "a comparison of such interfaces")
		}
		return c.expr(e.X, nil), c.expr(e.Y, nil)
	}
	x = c.exprTo(e.X, t, nil)
	return x, c.exprTo(e.Y, t, nil)
}

func untyped(t types.Type) bool {
	b, ok := t.(*types.Basic)
	return ok && b.Info()&types.IsUntyped != 0
}

// comparison compares with one instruction, if there is one.
func (c *compiler) comparison(e *ast.BinaryExpr, hint *value) (value, bool) {
	if c.isNil(e.X) || c.isNil(e.Y) {
		return value{}, false
	}
	s := c.shape(c.typeOf(e.X))
	if s.memory || len(s.leaves) != 1 || c.isIface(c.typeOf(e.Y)) {
		return value{}, false
	}
	k := s.leaves[0].kind
	if !k.isWord() && k != kString && k != kPointer {
		return value{}, false
	}
	x, y := c.operands(e)
	op := e.Op
	if op == token.GTR || op == token.GEQ {
		x, y = y, x
		op = map[token.Token]token.Token{token.GTR: token.LSS, token.GEQ: token.LEQ}[op]
	}
	i := map[token.Token]int{token.EQL: 0, token.NEQ: 1, token.LSS: 2, token.LEQ: 3}[op]
	v := c.dst(c.typeOf(e), hint)
	switch {
	case k == kString:
		c.emit(opSEq+opcode(i), v.w, x.p, x.w, int64(y.p)|int64(y.w)<<16)
	case k == kPointer:
		c.emit(opPEq+opcode(i), v.w, x.p, y.p, 0)
	case k == kFloat64:
		c.emit(opFEq+opcode(i), v.w, x.w, y.w, 0)
	case k == kFloat32:
		c.emit(opFEq32+opcode(i), v.w, x.w, y.w, 0)
	case i >= 2 && k.isUnsigned():
		c.emit(opLtU+opcode(i-2), v.w, x.w, y.w, 0)
	default:
		c.emit(opEq+opcode(i), v.w, x.w, y.w, 0)
	}
	return v, true
}

// cond jumps to a label if a condition has a certain outcome.
func (c *compiler) cond(e ast.Expr, outcome bool, to *label) {
	e = ast.Unparen(e)
	if tv := c.Info.Types[e]; tv.Value != nil {
		if (constWord(tv.Value, nil, kBool) != 0) == outcome {
			c.jump(opJump, 0, 0, 0, to)
		}
		return
	}
	jump := func(v value) {
		op := opJumpTrue
		if !outcome {
			op = opJumpFalse
		}
		c.jump(op, v.w, 0, 0, to)
	}
	if vs, ok := c.made[e]; ok {
		jump(vs[0])
		return
	}
	switch x := e.(type) {
	case *ast.UnaryExpr:
		if x.Op == token.NOT {
			c.cond(x.X, !outcome, to)
			return
		}
	case *ast.BinaryExpr:
		switch x.Op {
		case token.LAND, token.LOR:
			if (x.Op == token.LAND) != outcome { // either side decides
				c.cond(x.X, outcome, to)
				c.cond(x.Y, outcome, to)
				return
			}
			over := newLabel()
			c.cond(x.X, !outcome, over)
			c.cond(x.Y, outcome, to)
			c.bind(over)
			return
		case token.EQL, token.NEQ, token.LSS, token.LEQ, token.GTR, token.GEQ:
			c.compare(x, outcome, to)
			return
		}
	}
	jump(c.expr(e, nil))
}

// negated are the comparisons that hold when another does not, of integers.
var negated = map[token.Token]token.Token{
	token.EQL: token.NEQ, token.NEQ: token.EQL, token.LSS: token.GEQ, token.GEQ: token.LSS, token.GTR: token.LEQ, token.LEQ: token.GTR,
}

var mirrored = map[token.Token]token.Token{
	token.EQL: token.EQL, token.NEQ: token.NEQ, token.LSS: token.GTR, token.GEQ: token.LEQ, token.GTR: token.LSS, token.LEQ: token.GEQ,
}

var immediate = map[token.Token]opcode{
	token.EQL: opJumpEqImm, token.NEQ: opJumpNeImm, token.LSS: opJumpLtImm, token.LEQ: opJumpLeImm, token.GTR: opJumpGtImm, token.GEQ: opJumpGeImm,
}

func (c *compiler) compare(e *ast.BinaryExpr, outcome bool, to *label) {
	op := e.Op
	if c.isNil(e.X) || c.isNil(e.Y) {
		x := e.X
		if c.isNil(x) {
			x = e.Y
		}
		if c.isNil(x) {
			c.decline(e, "a comparison of nil with nil")
		}
		v := c.expr(x, nil)
		o := opJumpNil
		if (op == token.EQL) != outcome {
			o = opJumpNotNil
		}
		c.jump(o, v.p, 0, 0, to)
		return
	}
	s := c.shape(c.typeOf(e.X))
	if s.word() && !c.isIface(c.typeOf(e.Y)) {
		k := s.leaves[0].kind
		switch {
		case k == kFloat64:
			c.compareFloats(e, outcome, to)
			return
		case !k.isFloat():
			if !outcome {
				op = negated[op]
			}
			uns := k.isUnsigned() && k.wordBits() == 64
			x, y := e.X, e.Y
			if _, ok := c.constInt(x); ok {
				x, y, op = y, x, mirrored[op]
			}
			if n, ok := c.constInt(y); ok && (!uns || op == token.EQL || op == token.NEQ) {
				v := c.exprTo(x, c.operandType(e), nil)
				c.jump(immediate[op], v.w, 0, n, to)
				return
			}
			a, b := c.operands(e)
			if x != e.X {
				a, b = b, a
			}
			if op == token.GTR || op == token.GEQ {
				a, b, op = b, a, mirrored[op]
			}
			o := opJumpEq
			switch {
			case op == token.NEQ:
				o = opJumpNe
			case op == token.LSS && uns:
				o = opJumpLtU
			case op == token.LEQ && uns:
				o = opJumpLeU
			case op == token.LSS:
				o = opJumpLt
			case op == token.LEQ:
				o = opJumpLe
			}
			c.jump(o, a.w, b.w, 0, to)
			return
		}
	}
	if v, ok := c.comparison(e, nil); ok {
		o := opJumpTrue
		if !outcome {
			o = opJumpFalse
		}
		c.jump(o, v.w, 0, 0, to)
		return
	}
	x, y := c.operands(e)
	c.pos = e.OpPos
	r := c.newW(1)
	equal := c.equality(x)
	c.fn(func(w *words, p *pointers) { w[r] = word(equal(w, p, x, y)) })
	o := opJumpTrue
	if (op == token.EQL) != outcome {
		o = opJumpFalse
	}
	c.jump(o, r, 0, 0, to)
}

// operandType is the type that both sides of a comparison have.
func (c *compiler) operandType(e *ast.BinaryExpr) types.Type {
	if t := c.TypeOf(e.X); !untyped(t) {
		return t
	}
	return c.typeOf(e.Y)
}

func (c *compiler) compareFloats(e *ast.BinaryExpr, outcome bool, to *label) {
	x, y := c.operands(e)
	op := e.Op
	if op == token.GTR || op == token.GEQ {
		x, y, op = y, x, mirrored[op]
	}
	ops := map[token.Token][2]opcode{
		token.EQL: {opJumpFNe, opJumpFEq}, token.NEQ: {opJumpFEq, opJumpFNe}, token.LSS: {opJumpFNotLt, opJumpFLt}, token.LEQ: {opJumpFNotLe, opJumpFLe},
	}[op]
	c.jump(ops[word(outcome)], x.w, y.w, 0, to)
}

// equality is how two values like x are compared.
func (c *compiler) equality(x value) func(w *words, p *pointers, x, y value) bool {
	r := c.record(x.t).V
	if !r.Comparable() {
		c.decline(nil, "a comparison of %s", x.t)
	}
	if part, ok := complexPart(x.t); ok {
		return complexEqual(part)
	}
	if x.s.is(kIface) {
		if c.compiledIface(x.t) {
			return func(_ *words, p *pointers, x, y value) bool { return compiledEqual(p, x, y) }
		}
		return func(_ *words, p *pointers, x, y value) bool { return *anyAt(p, x.p) == *anyAt(p, y.p) }
	}
	return func(w *words, p *pointers, x, y value) bool {
		return x.s.take(r, w, p, x.w, x.p).Interface() == y.s.take(r, w, p, y.w, y.p).Interface()
	}
}

// anyAt is the interface value in a pair of registers.
//
//go:nocheckptr
func anyAt(p *pointers, i int) *any { return (*any)(unsafe.Pointer(&p[i])) }

// compiledEqual compares interfaces that have a table of methods: how many does
// not matter.
//
//go:nocheckptr
func compiledEqual(p *pointers, x, y value) bool {
	return *(*error)(unsafe.Pointer(&p[x.p])) == *(*error)(unsafe.Pointer(&p[y.p]))
}
