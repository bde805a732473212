// This file declares local variables.

package bytecode

import (
	"go/ast"
	"go/token"
	"go/types"
)

// newVariable makes the place of a local variable and zeroes nothing.
func (c *compiler) newVariable(o types.Object) place {
	t := c.Subst(o.Type())
	s := c.shape(t)
	if c.boxed[o] || s.memory {
		return place{kind: inMemory, t: t, s: s, base: c.newP(1)}
	}
	return place{kind: inRegisters, t: t, s: s, w: c.newW(s.w), p: c.newP(s.p)}
}

// declareVar makes a local variable with a value that init gives, or zero.
func (c *compiler) declareVar(o types.Object, init func(hint *value) value) {
	p := c.newVariable(o)
	w, ptr := c.wTop, c.pTop
	if p.kind == inMemory {
		if init == nil {
			c.alloc(p.t, p.base)
		} else {
			v := init(nil)
			base := p
			base.base = c.newP(1) // the value may be that of the last iteration's variable
			c.alloc(p.t, base.base)
			c.store(base, v)
			c.emit(opMoveP, p.base, base.base, 0, 0)
		}
	} else {
		to := p.value()
		if init == nil {
			c.zero(to)
		} else if v := init(&to); v.w != to.w || v.p != to.p {
			c.move(to, v)
		}
	}
	c.wTop, c.pTop = w, ptr
	c.vars[o] = p
}

func (c *compiler) declare(d *ast.GenDecl) {
	switch d.Tok {
	case token.CONST, token.TYPE:
		return
	}
	for _, spec := range d.Specs {
		s := spec.(*ast.ValueSpec)
		var lhs []ast.Expr
		for _, n := range s.Names {
			lhs = append(lhs, n)
		}
		if len(s.Values) > 0 {
			c.defineAll(lhs, s.Values)
			continue
		}
		for _, n := range s.Names {
			if o := c.Info.Defs[n]; o != nil && n.Name != "_" {
				c.declareVar(o, nil)
			}
		}
	}
}

func (c *compiler) define(s *ast.AssignStmt) { c.defineAll(s.Lhs, s.Rhs) }

// defineAll is x, y := a, b and var x, y = a, b.
func (c *compiler) defineAll(lhs, rhs []ast.Expr) {
	defer c.callsFirst(rhs...)()
	if len(lhs) == 1 && len(rhs) == 1 {
		id := lhs[0].(*ast.Ident)
		if o := c.Info.Defs[id]; o != nil && id.Name != "_" {
			t := c.Subst(o.Type())
			c.declareVar(o, func(hint *value) value { return c.exprTo(rhs[0], t, hint) })
			return
		}
	}
	// New variables first: their registers stay.
	places := make([]place, len(lhs))
	for i, x := range lhs {
		id := x.(*ast.Ident)
		o := c.Info.Defs[id]
		if o == nil || id.Name == "_" {
			continue
		}
		places[i] = c.newVariable(o)
	}
	w, p := c.wTop, c.pTop
	for i, x := range lhs {
		if places[i].s == nil {
			places[i] = c.place(x)
		}
	}
	vs := c.values(rhs, func(i int) types.Type {
		if places[i].kind == nowhere {
			if len(rhs) == len(lhs) {
				return c.typeOf(rhs[i])
			}
			return nil
		}
		return places[i].t
	})
	for i, x := range lhs {
		o := c.Info.Defs[x.(*ast.Ident)]
		if o != nil && places[i].kind == inMemory {
			c.alloc(places[i].t, places[i].base)
		}
		if places[i].kind != nowhere {
			c.store(places[i], c.assignable(vs[i], places[i].t, nil))
		}
	}
	for i, x := range lhs {
		if o := c.Info.Defs[x.(*ast.Ident)]; o != nil && places[i].kind != nowhere {
			c.vars[o] = places[i]
		}
	}
	c.wTop, c.pTop = w, p
}
