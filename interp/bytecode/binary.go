// This file compiles binary operations and conditions.

package bytecode

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"
	"unsafe"
)

func (c *compiler) binary(e *ast.BinaryExpr, hint *value) value {
	switch e.Op {
	case token.LAND, token.LOR:
		if vs, ok := c.made[e]; ok {
			return vs[0]
		}
		return c.boolean(e, hint)
	case token.EQL, token.NEQ, token.LSS, token.LEQ, token.GTR, token.GEQ:
		if v, ok := c.comparison(e, hint); ok {
			return v
		}
		return c.boolean(e, hint)
	}
	t := c.typeOf(e)
	if e.Op == token.SHL || e.Op == token.SHR {
		x := c.exprTo(e.X, t, nil)
		return c.shift(e.Op, x, e.Y, e.OpPos, hint)
	}
	if c.shape(t).is(kString) {
		return c.concat(e, t, hint)
	}
	x := c.exprTo(e.X, t, nil)
	if n, ok := c.constInt(e.Y); ok && x.s.word() && x.s.leaves[0].kind.isInt() {
		if v, ok := c.arithImm(e.Op, x, n, hint); ok {
			return v
		}
	}
	y := c.exprTo(e.Y, t, nil)
	return c.arith(e.Op, x, y, e.OpPos, hint)
}

// arithImm is an operation with a constant that has an instruction of its own.
func (c *compiler) arithImm(op token.Token, x value, n int64, hint *value) (value, bool) {
	k := x.s.leaves[0].kind
	var o opcode
	switch op {
	case token.ADD:
		o = opAddImm
	case token.SUB:
		o, n = opAddImm, -n
	case token.MUL:
		o = opMulImm
	case token.AND:
		o = opAndImm
	case token.QUO:
		o = opDivImm
	case token.REM:
		o = opRemImm
	default:
		return value{}, false
	}
	if (op == token.QUO || op == token.REM) && (n == 0 || n == -1 || k.isUnsigned()) {
		return value{}, false
	}
	v := c.dst(x.t, hint)
	c.emit(o, v.w, x.w, 0, n)
	if op != token.REM {
		c.extend(v.w, k)
	}
	return v, true
}

// arith is an operation on two values of one type.
func (c *compiler) arith(op token.Token, x, y value, pos token.Pos, hint *value) value {
	if part, ok := complexPart(x.t); ok {
		c.pos = pos
		return c.complexArith(op, x, y, part, hint)
	}
	if !x.s.word() {
		c.decline(nil, "an operation %s on %s", op, x.t)
	}
	k := x.s.leaves[0].kind
	c.pos = pos
	var o opcode
	if k.isFloat() {
		switch op {
		case token.ADD:
			o = opFAdd
		case token.SUB:
			o = opFSub
		case token.MUL:
			o = opFMul
		case token.QUO:
			o = opFDiv
		}
		if k == kFloat32 {
			o += opFAdd32 - opFAdd
		}
		v := c.dst(x.t, hint)
		c.emit(o, v.w, x.w, y.w, 0)
		return v
	}
	uns := k.isUnsigned()
	switch op {
	case token.ADD:
		o = opAdd
	case token.SUB:
		o = opSub
	case token.MUL:
		o = opMul
	case token.QUO:
		if o = opDiv; uns {
			o = opDivU
		}
	case token.REM:
		if o = opRem; uns {
			o = opRemU
		}
	case token.AND:
		o = opAnd
	case token.OR:
		o = opOr
	case token.XOR:
		o = opXor
	case token.AND_NOT:
		o = opAndNot
	default:
		c.decline(nil, "the operation %s", op)
	}
	v := c.dst(x.t, hint)
	c.emit(o, v.w, x.w, y.w, 0)
	switch op {
	case token.ADD, token.SUB, token.MUL, token.QUO:
		c.extend(v.w, k)
	}
	return v
}

func (c *compiler) shift(op token.Token, x value, by ast.Expr, pos token.Pos, hint *value) value {
	k := x.s.leaves[0].kind
	if n, ok := c.constInt(by); ok {
		v := c.dst(x.t, hint)
		switch {
		case op == token.SHL && (n < 0 || n > 63): // n is larger than any int, or a shift that leaves nothing
			c.emit(opConst, v.w, 0, 0, 0)
		case op == token.SHL:
			c.emit(opShlImm, v.w, x.w, 0, n)
			c.extend(v.w, k)
		case k.isUnsigned() && (n < 0 || n > 63):
			c.emit(opConst, v.w, 0, 0, 0)
		case k.isUnsigned():
			c.emit(opShrUImm, v.w, x.w, 0, n)
		default:
			if n < 0 || n > 63 {
				n = 63
			}
			c.emit(opShrImm, v.w, x.w, 0, n)
		}
		return v
	}
	y := c.expr(by, nil)
	if !y.s.word() || !y.s.leaves[0].kind.isInt() {
		c.decline(by, "such a shift count")
	}
	c.pos = pos
	if !y.s.leaves[0].kind.isUnsigned() {
		c.emit(opShiftCount, y.w, 0, 0, 0)
	}
	v := c.dst(x.t, hint)
	switch {
	case op == token.SHL:
		c.emit(opShl, v.w, x.w, y.w, 0)
		c.extend(v.w, k)
	case k.isUnsigned():
		c.emit(opShrU, v.w, x.w, y.w, 0)
	default:
		c.emit(opShr, v.w, x.w, y.w, 0)
	}
	return v
}

// concat is a sum of strings: all at once, as the compiler has it.
func (c *compiler) concat(e *ast.BinaryExpr, t types.Type, hint *value) value {
	var terms []value
	var collect func(e ast.Expr)
	collect = func(e ast.Expr) {
		if b, ok := ast.Unparen(e).(*ast.BinaryExpr); ok && b.Op == token.ADD && c.Info.Types[e].Value == nil {
			collect(b.X)
			collect(b.Y)
			return
		}
		terms = append(terms, c.exprTo(e, t, nil))
	}
	collect(e)
	c.pos = e.OpPos
	return c.join(t, terms, hint)
}

func (c *compiler) join(t types.Type, terms []value, hint *value) value {
	v := c.dst(t, hint)
	if len(terms) == 2 {
		a, b := terms[0], terms[1]
		c.fn(func(w *words, p *pointers) {
			s := text(p[a.p], w[a.w]) + text(p[b.p], w[b.w])
			p[v.p], w[v.w] = unsafe.Pointer(unsafe.StringData(s)), uint64(len(s))
		})
		return v
	}
	c.fn(func(w *words, p *pointers) {
		list := make([]string, len(terms))
		for i, x := range terms {
			list[i] = text(p[x.p], w[x.w])
		}
		s := strings.Join(list, "")
		p[v.p], w[v.w] = unsafe.Pointer(unsafe.StringData(s)), uint64(len(s))
	})
	return v
}
