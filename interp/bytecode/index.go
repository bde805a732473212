// This file compiles indexes.

package bytecode

import (
	"go/ast"
	"go/types"
	"math"
)

// element is the place of x[i]. The index is checked when the place is used.
func (c *compiler) element(e *ast.IndexExpr) place {
	t := c.typeOf(e)
	xt := c.typeOf(e.X)
	switch u := xt.Underlying().(type) {
	case *types.Map:
		m := c.expr(e.X, nil)
		k := c.exprTo(e.Index, u.Key(), nil)
		c.pos = e.Lbrack
		return place{kind: inMap, t: t, s: c.shape(t), seq: m, key: k}
	case *types.Slice:
		v := c.expr(e.X, nil)
		i, uns := c.indexOf(e.Index)
		c.pos = e.Lbrack
		return place{kind: inSlice, t: t, s: c.shape(t), seq: v, idx: i, uns: uns}
	case *types.Array:
		var p place
		if c.addressable(e.X) {
			p = c.settle(c.place(e.X))
		} else {
			v := c.expr(e.X, nil)
			p = place{kind: inMemory, t: v.t, s: v.s, base: v.p}
		}
		return c.arrayElement(e, p, t, u.Len())
	case *types.Pointer:
		v := c.expr(e.X, nil)
		return c.arrayElement(e, place{kind: inMemory, base: v.p}, t, u.Elem().Underlying().(*types.Array).Len())
	}
	c.decline(e, "an index into %s", xt)
	return place{}
}

func (c *compiler) arrayElement(e *ast.IndexExpr, p place, t types.Type, n int64) place {
	size := sizes.Sizeof(t)
	if p.kind != inMemory || n >= math.MaxInt32 || size >= math.MaxInt32 {
		c.decline(e, "such an array")
	}
	out := place{kind: inMemory, t: t, s: c.shape(t), base: p.base, off: p.off}
	if i, ok := c.constInt(e.Index); ok && c.Info.Types[e.Index].Value != nil {
		out.off += i * size
		return out
	}
	i, uns := c.indexOf(e.Index)
	c.pos = e.Lbrack
	if p.off != 0 {
		a := c.newP(1)
		c.emit(opAddr, a, p.base, 0, p.off)
		out.base = a
	} else {
		c.emit(opNilCheck, p.base, 0, 0, 0)
	}
	a := c.newP(1)
	c.indexed(opElemArray, a, out.base, i, n|size<<32, uns)
	out.base, out.off = a, 0
	return out
}

// indexOf evaluates an index to a register.
func (c *compiler) indexOf(e ast.Expr) (reg int, unsigned bool) {
	if tv := c.Info.Types[e]; tv.Value != nil {
		v := c.constant(tv.Value, types.Typ[types.Int], nil)
		return v.w, false
	}
	v := c.expr(e, nil)
	if !v.s.word() {
		c.decline(e, "such an index")
	}
	return v.w, v.s.leaves[0].kind.isUnsigned()
}

func (c *compiler) index(e *ast.IndexExpr, hint *value) value {
	if c.Info.Types[e.Index].IsType() {
		c.decline(e, "an instance as a value")
	}
	if b, ok := c.typeOf(e.X).Underlying().(*types.Basic); ok && b.Info()&types.IsString != 0 {
		s := c.expr(e.X, nil)
		i, uns := c.indexOf(e.Index)
		c.pos = e.Lbrack
		v := c.dst(c.typeOf(e), hint)
		c.indexed(opIndexU8, v.w, s.p, i, int64(s.w), uns)
		return v
	}
	if _, ok := c.TypeOf(e).(*types.Tuple); ok {
		c.decline(e, "such an index")
	}
	p := c.element(e)
	c.pos = e.Lbrack
	return c.load(p, hint)
}
