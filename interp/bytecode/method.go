// This file compiles calls of methods.

package bytecode

import (
	"go/ast"
	"go/types"
	"reflect"
)

// selected is a method and what it is called on.
type selected struct {
	m    *types.Func
	at   place        // of an interface
	n    *types.Named // of another type, with the receiver
	recv *receiver
}

// selected finds the method of a selector and evaluates the receiver; nil if it is no
// method but a field.
func (c *compiler) selected(f *ast.SelectorExpr) *selected {
	o, index, t := c.lookup(f)
	m, ok := o.(*types.Func)
	if !ok {
		return nil
	}
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
			c.decline(f, "a promoted method of %s", b)
		}
		at = c.fieldPath(at, []int{i})
		t = at.t
	}
	if c.isIface(t) {
		return &selected{m: m, at: at}
	}
	base, isPtr := deref(t)
	if _, ok := types.Unalias(t).(*types.Named); ok && isPtr {
		base, isPtr = t, false
	}
	n, ok := types.Unalias(base).(*types.Named)
	if !ok {
		c.decline(f, "a method of %s", t)
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
			c.decline(f, "the address of such a receiver")
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
	return &selected{m: m, n: n, recv: recv}
}

// method calls a method.
func (c *compiler) method(e *ast.CallExpr, f *ast.SelectorExpr, sig *types.Signature) []value {
	if o, _, _ := c.lookup(f); !isMethod(o) {
		return c.funcValue(e, sig)
	}
	defer c.callsFirst(append([]ast.Expr{f}, e.Args...)...)()
	x := c.selected(f)
	if x.n == nil {
		return c.dynamic(e, x.m, x.at, sig)
	}
	if code, fn := c.implementation(f, x, sig); code != nil {
		return c.invoke(e, code, x.recv, sig)
	} else {
		return c.outside(e, fn, x.recv, sig)
	}
}

func isMethod(o types.Object) bool { _, ok := o.(*types.Func); return ok }

// implementation is a method's code, or what it is in a compiled package.
func (c *compiler) implementation(f ast.Node, x *selected, sig *types.Signature) (*Code, reflect.Value) {
	if c.lowered(x.n) {
		name, ok := c.Lowered(x.m, nil, x.n)
		if !ok {
			c.decline(f, "the method %s", x.m.FullName())
		}
		return c.b.code(name, c.signature(x.recv.t, sig)), reflect.Value{}
	}
	if fn, ok := c.Replacement(x.n, x.m.Name()); ok {
		return nil, fn
	}
	if c.Replaced(x.n, x.m.Name()) {
		c.decline(f, "the method %s", x.m.FullName())
	}
	rm, ok := c.record(x.recv.t).V.MethodByName(x.m.Name())
	if !ok {
		c.decline(f, "the method %s", x.m.FullName())
	}
	return nil, rm.Func
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
