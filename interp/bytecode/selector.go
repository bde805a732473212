// This file finds where expressions can be read from and written to, and fields.

package bytecode

import (
	"go/ast"
	"go/types"
)

// fieldOf is a field of a struct in registers: some of them.
func (c *compiler) fieldOf(e *ast.SelectorExpr) (value, bool) {
	sel := c.Info.Selections[e]
	if sel == nil || c.pointers(e) {
		return value{}, false
	}
	if c.inMemory(e.X) {
		return value{}, false
	}
	v := c.expr(e.X, nil)
	if v.s.memory {
		p := place{kind: inMemory, t: v.t, s: v.s, base: v.p}
		return c.load(c.fieldPath(p, sel.Index()), nil), true
	}
	_, index, _ := c.lookup(e)
	for _, i := range index {
		v = c.field(v, i)
	}
	return v, true
}

// lookup finds a field or method anew, since the type may be an instance's.
func (c *compiler) lookup(e *ast.SelectorExpr) (types.Object, []int, types.Type) {
	t := c.typeOf(e.X)
	var pkg *types.Package
	if o := c.Info.Uses[e.Sel]; o != nil {
		pkg = o.Pkg()
	}
	o, index, _ := types.LookupFieldOrMethod(t, true, pkg, e.Sel.Name)
	if o == nil {
		c.decline(e, "selector %s", e.Sel.Name)
	}
	return o, index, t
}

// pointers reports whether a field's path goes through a pointer, or a method's to
// its receiver.
func (c *compiler) pointers(e *ast.SelectorExpr) bool {
	o, index, t := c.lookup(e)
	m, method := o.(*types.Func)
	if method {
		index = index[:len(index)-1]
	}
	for _, i := range index {
		b, ptr := deref(t)
		if ptr {
			return true
		}
		t = b.Underlying().(*types.Struct).Field(i).Type()
	}
	if !method {
		return false
	}
	_, ptr := deref(t)
	_, wanted := types.Unalias(m.Signature().Recv().Type()).(*types.Pointer)
	return ptr && !wanted
}

// inMemory reports whether an expression is a variable, or part of one, that is
// in memory.
func (c *compiler) inMemory(e ast.Expr) bool {
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		o, ok := c.Object(e).(*types.Var)
		if !ok {
			return false
		}
		p := c.variable(e, o)
		return p.kind == inMemory
	case *ast.SelectorExpr:
		sel := c.Info.Selections[e]
		return sel == nil || sel.Kind() == types.FieldVal && (c.pointers(e) || c.inMemory(e.X))
	case *ast.IndexExpr:
		switch c.typeOf(e.X).Underlying().(type) {
		case *types.Slice, *types.Pointer:
			return true
		case *types.Array:
			return c.inMemory(e.X)
		}
	case *ast.StarExpr:
		return true
	}
	return false
}

// field is one field of a struct in registers.
func (c *compiler) field(v value, i int) value {
	st := v.t.Underlying().(*types.Struct)
	w, p := v.w, v.p
	for j := range i {
		s := c.shape(c.Subst(st.Field(j).Type()))
		w, p = w+s.w, p+s.p
	}
	t := c.Subst(st.Field(i).Type())
	return value{t, c.shape(t), w, p}
}

// fieldPath follows a path of fields in memory.
func (c *compiler) fieldPath(p place, index []int) place {
	for _, i := range index {
		b, ptr := deref(p.t)
		if ptr {
			v := c.load(p, nil)
			p = place{kind: inMemory, base: v.p}
		}
		st, ok := b.Underlying().(*types.Struct)
		if !ok {
			c.decline(nil, "a field of %s", b)
		}
		switch p.kind {
		case inRegisters:
			v := c.field(value{b, c.shape(b), p.w, p.p}, i)
			p = place{kind: inRegisters, t: v.t, s: v.s, w: v.w, p: v.p}
			continue
		case inSlice:
			p = c.settle(p)
		case inMap, nowhere:
			c.decline(nil, "a field of such a value")
		}
		fields := make([]*types.Var, st.NumFields())
		for j := range fields {
			fields[j] = st.Field(j)
		}
		p.off += sizes.Offsetsof(fields)[i]
		p.t = c.Subst(st.Field(i).Type())
		p.s = c.shape(p.t)
	}
	return p
}

// place finds where an expression can be read from or written to.
func (c *compiler) place(e ast.Expr) place {
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		if e.Name == "_" {
			return place{kind: nowhere}
		}
		o, ok := c.Object(e).(*types.Var)
		if !ok {
			c.decline(e, "%s as a variable", e.Name)
		}
		return c.variable(e, o)
	case *ast.SelectorExpr:
		sel := c.Info.Selections[e]
		if sel == nil {
			return c.packageVariable(e)
		}
		_, index, t := c.lookup(e)
		if _, ptr := deref(t); ptr {
			v := c.expr(e.X, nil)
			c.pos = e.Sel.Pos()
			return c.fieldPath(place{kind: inRegisters, t: v.t, s: v.s, w: v.w, p: v.p}, index)
		}
		if c.addressable(e.X) {
			p := c.place(e.X)
			c.pos = e.Sel.Pos()
			return c.fieldPath(p, index)
		}
		v := c.expr(e.X, nil)
		c.pos = e.Sel.Pos()
		if v.s.memory {
			return c.fieldPath(place{kind: inMemory, t: v.t, s: v.s, base: v.p}, index)
		}
		return c.fieldPath(place{kind: inRegisters, t: v.t, s: v.s, w: v.w, p: v.p}, index)
	case *ast.StarExpr:
		v := c.expr(e.X, nil)
		t := c.typeOf(e)
		return place{kind: inMemory, t: t, s: c.shape(t), base: v.p}
	case *ast.IndexExpr:
		return c.element(e)
	case *ast.CompositeLit:
		v := c.expr(e, nil)
		if v.s.memory {
			return place{kind: inMemory, t: v.t, s: v.s, base: v.p}
		}
	}
	c.decline(e, "such a place")
	return place{}
}

func (c *compiler) packageVariable(e *ast.SelectorExpr) place {
	o, ok := c.Info.Uses[e.Sel].(*types.Var)
	if !ok {
		c.decline(e, "%s as a value", e.Sel.Name)
	}
	return c.variable(e.Sel, o)
}

// addressable tells variables and parts of variables.
func (c *compiler) addressable(e ast.Expr) bool {
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		_, ok := c.Object(e).(*types.Var)
		return ok
	case *ast.SelectorExpr:
		sel := c.Info.Selections[e]
		return sel == nil || sel.Kind() == types.FieldVal && (c.pointers(e) || c.addressable(e.X))
	case *ast.StarExpr:
		return true
	case *ast.IndexExpr:
		switch c.typeOf(e.X).Underlying().(type) {
		case *types.Slice, *types.Pointer:
			return true
		case *types.Array:
			return c.addressable(e.X)
		}
	}
	return false
}
