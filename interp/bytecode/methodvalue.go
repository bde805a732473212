// This file compiles methods as values: x.M, whose receiver is evaluated and copied
// at once, and T.M.

package bytecode

import (
	"go/ast"
	"go/types"
	"reflect"
	"unsafe"
)

// methodValue is x.M.
func (c *compiler) methodValue(e *ast.SelectorExpr) value {
	t := c.typeOf(e)
	sig := c.methodType(e)
	defer c.callsFirst(e.X)()
	c.pos = e.Sel.Pos()
	x := c.selected(e)
	typ, b, out := c.record(t).V, c.b, c.temp(t)
	if x.n == nil {
		v := c.load(x.at, nil)
		c.nonNil(v)
		if c.compiledIface(v.t) {
			return c.compiledMethodValue(e, x.m, v, out)
		}
		x.recv = &receiver{t: v.t, put: func(to value) { c.move(to, v) }}
	}
	// The receiver is in a variable that the value shares.
	s := c.shape(x.recv.t)
	to := value{x.recv.t, s, c.newW(s.w), c.newP(s.p)}
	x.recv.put(to)
	box := c.newP(1)
	c.alloc(x.recv.t, box)
	c.store(place{kind: inMemory, t: x.recv.t, s: s, base: box}, to)
	code := c.bound(e, x, sig)
	l := c.layout(nil, sig)
	c.fn(func(_ *words, p *pointers) { p[out.p] = b.pointer(code, typ, l, []unsafe.Pointer{p[box]}) })
	return out
}

// methodType is the signature of a method as a value.
func (c *compiler) methodType(e *ast.SelectorExpr) *types.Signature {
	sig, ok := c.typeOf(e).Underlying().(*types.Signature)
	if !ok || sig.Variadic() {
		c.decline(e, "%s as a value", e.Sel.Name)
	}
	return sig
}

// bound is the code of a method value: it has the arguments, and behind them a pointer
// to the receiver.
func (c *compiler) bound(e ast.Node, x *selected, sig *types.Signature) *Code {
	k := c.within(c.b.newCode(x.m.Name()), c.label, sig, c)
	k.code.site = func(int) int { return 0 }
	var params []value
	for v := range sig.Params().Variables() {
		params = append(params, k.temp(c.Subst(v.Type())))
	}
	base := k.newP(1)
	receiver := k.load(place{kind: inMemory, t: x.recv.t, s: k.shape(x.recv.t), base: base}, nil)
	first := receiver.t
	if x.n == nil {
		first = types.Typ[types.UnsafePointer]
	}
	w, p, results := k.window(first, sig)
	aw, ap := w, p+1
	if x.n != nil {
		s := k.shape(first)
		k.move(value{first, s, w, p}, k.own(receiver))
		aw, ap = w+s.w, p+s.p
	}
	for _, v := range params {
		k.move(value{v.t, v.s, aw, ap}, v)
		aw, ap = aw+v.s.w, ap+v.s.p
	}
	if x.n == nil {
		k.code.sites = append(k.code.sites, &callSite{b: c.b, d: c.Dispatcher(x.m), l: c.layout(nil, sig)})
		// The instruction wants the interface in two registers of its own.
		k.emit(opCallMethod, w, p, receiver.p, 0)
	} else if code, fn := c.implementation(e, x, sig); code != nil {
		k.code.calls = append(k.code.calls, code)
		k.emit(opCall, w, p, 0, 0)
	} else {
		f := c.calling(fn, x.recv.t, sig)
		k.fn(func(ws *words, ps *pointers) { f(wordsFrom(ws, w), pointersFrom(ps, p)) })
	}
	k.emit(opReturn, 0, 0, 0, int64(k.results(results)))
	k.code.nw++
	k.code.np++
	return k.code
}

// compiledMethodValue is a method value of an interface that has a table of methods.
func (c *compiler) compiledMethodValue(e *ast.SelectorExpr, m *types.Func, v, out value) value {
	if n, ok := types.Unalias(v.t).(*types.Named); ok && c.Replaced(n, m.Name()) {
		c.decline(e, "the method %s", m.FullName())
	}
	r, typ := c.record(v.t).R, c.record(out.t).V
	rm, ok := r.MethodByName(m.Name())
	if !ok || rm.Type != typ {
		c.decline(e, "the method %s as a value", m.FullName())
	}
	c.fn(func(_ *words, p *pointers) {
		h := [2]unsafe.Pointer{p[v.p], p[v.p+1]}
		x := reflect.New(typ)
		x.Elem().Set(reflect.NewAt(r, unsafe.Pointer(&h)).Elem().Method(rm.Index))
		p[out.p] = *(*unsafe.Pointer)(x.UnsafePointer())
	})
	return out
}

// methodExpr is T.M, of a type whose own method M is.
func (c *compiler) methodExpr(e *ast.SelectorExpr) value {
	o, index, t := c.lookup(e)
	m, ok := o.(*types.Func)
	base, isPtr := deref(t)
	n, named := types.Unalias(base).(*types.Named)
	if !ok || !named || len(index) > 1 || c.isIface(t) || !c.lowered(n) {
		c.decline(e, "such a method expression")
	}
	if _, ptr := types.Unalias(m.Signature().Recv().Type()).(*types.Pointer); ptr != isPtr {
		c.decline(e, "a method expression of another receiver")
	}
	sig := c.methodType(e)
	name, ok := c.Lowered(m, nil, n)
	if !ok {
		c.decline(e, "the method %s", m.FullName())
	}
	code := c.b.code(name, c.signature(nil, sig))
	typ, l, b, out := c.record(c.typeOf(e)).V, c.layout(nil, sig), c.b, c.temp(c.typeOf(e))
	c.fn(func(_ *words, p *pointers) { p[out.p] = b.pointer(code, typ, l, nil) })
	return out
}
