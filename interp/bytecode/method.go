// This file compiles calls of methods.

package bytecode

import (
	"go/ast"
	"go/types"
)

// method calls a method.
func (c *compiler) method(e *ast.CallExpr, f *ast.SelectorExpr, sig *types.Signature) []value {
	o, index, t := c.lookup(f)
	m, ok := o.(*types.Func)
	if !ok {
		return c.funcValue(e, sig)
	}
	defer c.callsFirst(append([]ast.Expr{f.X}, e.Args...)...)()
	// Follow embedded fields to the value that has the method.
	var at place
	if c.addressable(f.X) {
		at = c.settleAll(c.place(f.X))
	} else {
		v := c.expr(f.X, nil)
		at = place{kind: inRegisters, t: v.t, s: v.s, w: v.w, p: v.p}
		if v.s.memory {
			at = place{kind: inMemory, t: v.t, s: v.s, base: v.p}
		}
	}
	for _, i := range index[:len(index)-1] {
		if b, _ := deref(t); !c.lowered(b) {
			c.decline(e, "a promoted method of %s", b)
		}
		at = c.fieldPath(at, []int{i})
		t = at.t
	}
	if c.isIface(t) {
		return c.dynamic(e, m, at, sig)
	}
	base, isPtr := deref(t)
	if _, ok := types.Unalias(t).(*types.Named); ok && isPtr {
		base, isPtr = t, false
	}
	n, ok := types.Unalias(base).(*types.Named)
	if !ok {
		c.decline(e, "a method of %s", t)
	}
	ptrRecv := false
	if _, ok := types.Unalias(m.Signature().Recv().Type()).(*types.Pointer); ok {
		ptrRecv = true
	}
	recv := &receiver{t: n}
	if ptrRecv {
		recv.t = types.NewPointer(n)
	}
	pos := c.pos
	switch {
	case ptrRecv && isPtr, !ptrRecv && !isPtr:
		v := c.load(at, nil)
		recv.put = func(to value) { c.move(to, c.own(v)) }
	case ptrRecv:
		if at.kind != inMemory {
			c.decline(e, "the address of such a receiver")
		}
		recv.put = func(to value) {
			c.emit(opAddr, to.p, at.base, 0, at.off) // which panics where an embedded field has no struct
		}
	default:
		v := c.load(at, nil)
		s := c.shape(n)
		recv.put = func(to value) {
			c.pos = pos
			x := c.load(place{kind: inMemory, t: n, s: s, base: v.p}, nil)
			c.move(to, c.own(x))
		}
	}
	if c.lowered(n) {
		name, ok := c.Lowered(m, nil, n)
		if !ok {
			c.decline(e, "the method %s", m.FullName())
		}
		return c.invoke(e, c.b.code(name, c.signature(recv.t, sig)), recv, sig)
	}
	if c.Replaced(n, m.Name()) {
		c.decline(e, "the method %s", m.FullName())
	}
	r := c.record(recv.t).V
	rm, ok := r.MethodByName(m.Name())
	if !ok {
		c.decline(e, "the method %s", m.FullName())
	}
	return c.outside(e, rm.Func, recv, sig)
}

// settleAll checks a slice's index now.
func (c *compiler) settleAll(p place) place {
	if p.kind == inMap {
		v := c.load(p, nil)
		if v.s.memory {
			return place{kind: inMemory, t: v.t, s: v.s, base: v.p}
		}
		return place{kind: inRegisters, t: v.t, s: v.s, w: v.w, p: v.p}
	}
	return c.settle(p)
}

// lowered tells the types that are lowered.
func (c *compiler) lowered(t types.Type) bool {
	n, ok := types.Unalias(t).(*types.Named)
	return ok && c.IsUser(n)
}
