// This file compiles composite literals.

package bytecode

import (
	"go/ast"
	"go/types"
)

// composite is T{…}.
func (c *compiler) composite(e *ast.CompositeLit, t types.Type, hint *value) value {
	if p, ok := deref(t); ok { // &T{} with the & left out
		v := c.composite(e, p, nil)
		out := c.temp(t)
		if v.s.memory {
			c.emit(opMoveP, out.p, v.p, 0, 0)
			return out
		}
		c.alloc(p, out.p)
		c.store(place{kind: inMemory, t: p, s: v.s, base: out.p}, v)
		return out
	}
	switch u := t.Underlying().(type) {
	case *types.Struct:
		return c.structLit(e, t, u)
	case *types.Slice:
		n := listLen(c, e.Elts)
		s := c.temp(t)
		c.makeSliceOf(s, u.Elem(), n)
		c.listLit(e.Elts, u.Elem(), s.p)
		return s
	case *types.Array:
		v := c.temp(t)
		c.alloc(t, v.p)
		c.listLit(e.Elts, u.Elem(), v.p)
		return v
	case *types.Map:
		return c.mapLit(e, t, u)
	}
	c.decline(e, "a literal of %s", t)
	return value{}
}

// compositeTo is an element of a literal, whose type may be left out.
func (c *compiler) compositeTo(e ast.Expr, t types.Type, hint *value) value {
	if l, ok := e.(*ast.CompositeLit); ok && l.Type == nil {
		return c.composite(l, c.Subst(t), hint)
	}
	return c.exprTo(e, t, hint)
}

// listLen is the length of an array or slice literal.
func listLen(c *compiler, list []ast.Expr) int64 {
	var i, n int64
	for _, e := range list {
		if kv, ok := e.(*ast.KeyValueExpr); ok {
			i, _ = c.constInt(kv.Key)
		}
		i++
		n = max(n, i)
	}
	return n
}

func (c *compiler) listLit(list []ast.Expr, el types.Type, base int) {
	el = c.Subst(el)
	size := sizes.Sizeof(el)
	s := c.shape(el)
	var i int64
	for _, e := range list {
		if kv, ok := e.(*ast.KeyValueExpr); ok {
			i, _ = c.constInt(kv.Key)
			e = kv.Value
		}
		w, p := c.wTop, c.pTop
		v := c.compositeTo(e, el, nil)
		c.store(place{kind: inMemory, t: el, s: s, base: base, off: i * size}, v)
		c.wTop, c.pTop = w, p
		i++
	}
}

func (c *compiler) structLit(e *ast.CompositeLit, t types.Type, u *types.Struct) value {
	v := c.temp(t)
	if v.s.memory {
		c.alloc(t, v.p)
	}
	given := map[int]ast.Expr{}
	var order []int
	for i, x := range e.Elts {
		if kv, ok := x.(*ast.KeyValueExpr); ok {
			name := kv.Key.(*ast.Ident).Name
			for j := range u.NumFields() {
				if u.Field(j).Name() == name {
					i = j
				}
			}
			x = kv.Value
		}
		given[i] = x
		order = append(order, i)
	}
	for i := range u.NumFields() {
		if given[i] == nil && !v.s.memory {
			c.zero(c.field(v, i))
		}
	}
	for _, i := range order {
		ft := c.Subst(u.Field(i).Type())
		w, p := c.wTop, c.pTop
		if v.s.memory {
			x := c.compositeTo(given[i], ft, nil)
			at := c.fieldPath(place{kind: inMemory, t: t, s: v.s, base: v.p}, []int{i})
			c.store(at, x)
		} else {
			f := c.field(v, i)
			x := c.compositeTo(given[i], ft, &f)
			if x.w != f.w || x.p != f.p {
				c.move(f, x)
			}
		}
		c.wTop, c.pTop = w, p
	}
	return v
}
