// This file compiles calls.

package bytecode

import (
	"go/ast"
	"go/types"
	"math"
	"reflect"
	"slices"
	"unsafe"
)

// call1 is a call as an expression with one value.
func (c *compiler) call1(e *ast.CallExpr, hint *value) value {
	vs := c.call(e, hint)
	if len(vs) != 1 {
		c.decline(e, "a call without one result")
	}
	return vs[0]
}

// call compiles a call, a conversion or a built-in function.
func (c *compiler) call(e *ast.CallExpr, hint *value) []value {
	tv := c.Info.Types[e.Fun]
	if tv.IsType() {
		return []value{c.conversion(e, c.Subst(tv.Type), hint)}
	}
	fun := ast.Unparen(e.Fun)
	if id, ok := fun.(*ast.Ident); ok {
		if b, ok := c.Info.Uses[id].(*types.Builtin); ok {
			return c.builtin(e, b.Name(), hint)
		}
	}
	sig, ok := c.typeOf(e.Fun).Underlying().(*types.Signature)
	if !ok {
		c.decline(e, "such a call")
	}
	if f, ok := fun.(*ast.SelectorExpr); ok {
		if sel := c.Info.Selections[f]; sel != nil {
			if sel.Kind() == types.MethodVal {
				return c.method(e, f, sig)
			}
			if sel.Kind() == types.MethodExpr {
				c.decline(e, "a method expression")
			}
			return c.funcValue(e, sig)
		}
		if _, ok := c.Info.Uses[f.Sel].(*types.Builtin); ok {
			c.decline(e, "a function of package unsafe")
		}
	}
	if id, o := callee(c, fun); o != nil {
		return c.function(e, id, o, sig)
	}
	return c.funcValue(e, sig)
}

// callee is the declared function that an expression names.
func callee(c *compiler, fun ast.Expr) (*ast.Ident, *types.Func) {
	var id *ast.Ident
	switch f := fun.(type) {
	case *ast.Ident:
		id = f
	case *ast.SelectorExpr:
		id = f.Sel
	case *ast.IndexExpr:
		if !c.Info.Types[f.Index].IsType() {
			return nil, nil
		}
		return callee(c, ast.Unparen(f.X))
	case *ast.IndexListExpr:
		return callee(c, ast.Unparen(f.X))
	default:
		return nil, nil
	}
	o, _ := c.Object(id).(*types.Func)
	return id, o
}

// function calls a declared function.
func (c *compiler) function(e *ast.CallExpr, id *ast.Ident, f *types.Func, sig *types.Signature) []value {
	if name, ok := c.Lowered(f, id, nil); ok {
		return c.invoke(e, c.b.code(name, c.signature(nil, sig)), nil, sig)
	}
	if v, ok := intrinsics[f.FullName()]; ok && len(e.Args) == 1 {
		x := c.exprTo(e.Args[0], sig.Params().At(0).Type(), nil)
		out := c.temp(sig.Results().At(0).Type())
		c.fn(func(w *words, _ *pointers) { w[out.w] = bits(v(float(w[x.w]))) })
		return []value{out}
	}
	v, ok := c.Compiled(f)
	if !ok || v.Kind() != reflect.Func {
		c.decline(e, "the function %s", f.FullName())
	}
	return c.outside(e, v, nil, sig)
}

// signature is the type of a function with its receiver as the first parameter.
func (c *compiler) signature(recv types.Type, sig *types.Signature) *types.Signature {
	var params []*types.Var
	if recv != nil {
		params = append(params, types.NewParam(0, nil, "", recv))
	}
	for p := range sig.Params().Variables() {
		params = append(params, types.NewParam(0, nil, "", c.Subst(p.Type())))
	}
	var results []*types.Var
	for r := range sig.Results().Variables() {
		results = append(results, types.NewParam(0, nil, "", c.Subst(r.Type())))
	}
	for _, v := range slices.Concat(params, results) {
		c.shape(v.Type())
	}
	return types.NewSignatureType(nil, nil, nil, types.NewTuple(params...), types.NewTuple(results...), false)
}

// window reserves the registers of a callee: those of its arguments, and of its
// results, which take their place.
func (c *compiler) window(recv types.Type, sig *types.Signature) (w, p int, results []value) {
	var args, res shape
	count := func(s *shape, t types.Type) {
		x := c.shape(c.Subst(t))
		s.w, s.p = s.w+x.w, s.p+x.p
	}
	if recv != nil {
		count(&args, recv)
	}
	for v := range sig.Params().Variables() {
		count(&args, v.Type())
	}
	w, p = c.wTop, c.pTop
	for v := range sig.Results().Variables() {
		t := c.Subst(v.Type())
		x := c.shape(t)
		results = append(results, value{t, x, w + res.w, p + res.p})
		res.w, res.p = res.w+x.w, res.p+x.p
	}
	c.newW(max(args.w, res.w))
	c.newP(max(args.p, res.p))
	return w, p, results
}

// arguments evaluates arguments into a window, from registers w and p on.
func (c *compiler) arguments(e *ast.CallExpr, sig *types.Signature, w, p int) {
	np := sig.Params().Len()
	if len(e.Args) == 1 {
		if _, ok := c.TypeOf(e.Args[0]).(*types.Tuple); ok {
			vs := c.multi(e.Args[0])
			for i := range np {
				t := c.Subst(sig.Params().At(i).Type())
				to := value{t, c.shape(t), w, p}
				w, p = w+to.s.w, p+to.s.p
				if !sig.Variadic() || i < np-1 {
					c.move(to, c.own(c.assignable(vs[i], t, nil)))
					continue
				}
				c.list(to, len(vs)-i, func(j int, el types.Type) value { return c.assignable(vs[i+j], el, nil) })
			}
			return
		}
	}
	for i := range np {
		t := c.Subst(sig.Params().At(i).Type())
		to := value{t, c.shape(t), w, p}
		w, p = w+to.s.w, p+to.s.p
		if sig.Variadic() && i == np-1 && !e.Ellipsis.IsValid() {
			c.variadic(e.Args[i:], to)
			continue
		}
		c.argument(e.Args[i], to)
	}
}

// argument evaluates one argument: a value that the callee may change.
func (c *compiler) argument(e ast.Expr, to value) {
	w, p := c.wTop, c.pTop
	if to.s.memory {
		c.move(to, c.own(c.exprTo(e, to.t, nil)))
	} else {
		v := c.exprTo(e, to.t, &to)
		if v.w != to.w || v.p != to.p {
			c.move(to, v)
		}
	}
	c.wTop, c.pTop = w, p
}

// variadic makes the slice of the arguments for ...T.
func (c *compiler) variadic(args []ast.Expr, to value) {
	c.list(to, len(args), func(i int, el types.Type) value { return c.exprTo(args[i], el, nil) })
}

// list makes a slice of n values.
func (c *compiler) list(to value, n int, elem func(i int, el types.Type) value) {
	if n == 0 {
		c.zero(to)
		return
	}
	el := c.Subst(to.t.Underlying().(*types.Slice).Elem())
	size := sizes.Sizeof(el)
	s := c.temp(to.t)
	c.makeSliceOf(s, el, int64(n))
	for i := range n {
		w, p := c.wTop, c.pTop
		c.store(place{kind: inMemory, t: el, s: c.shape(el), base: s.p, off: int64(i) * size}, elem(i, el))
		c.wTop, c.pTop = w, p
	}
	c.move(to, s)
}

// invoke calls a function whose code is known; recv puts the receiver, if there
// is one, into a window.
func (c *compiler) invoke(e *ast.CallExpr, code *Code, recv *receiver, sig *types.Signature) []value {
	w, p, results := c.window(recv.typ(), sig)
	aw, ap := w, p
	if recv != nil {
		s := c.shape(recv.t)
		recv.put(value{recv.t, s, w, p})
		aw, ap = w+s.w, p+s.p
	}
	c.arguments(e, sig, aw, ap)
	c.pos = callPos(e)
	c.code.calls = append(c.code.calls, code)
	c.emit(opCall, w, p, 0, int64(len(c.code.calls)-1))
	return results
}

// receiver is a method's first argument.
type receiver struct {
	t   types.Type
	put func(to value)
}

func (r *receiver) typ() types.Type {
	if r == nil {
		return nil
	}
	return r.t
}

// outside calls a compiled function.
func (c *compiler) outside(e *ast.CallExpr, fn reflect.Value, recv *receiver, sig *types.Signature) []value {
	w, p, results := c.window(recv.typ(), sig)
	aw, ap := w, p
	if recv != nil {
		s := c.shape(recv.t)
		recv.put(value{recv.t, s, w, p})
		aw, ap = w+s.w, p+s.p
	}
	c.arguments(e, sig, aw, ap)
	c.pos = callPos(e)
	f := adapt(fn)
	if f == nil {
		f = c.b.bridge(c.layout(recv.typ(), sig), func() reflect.Value { return fn })
	}
	c.fn(func(ws *words, ps *pointers) { f(wordsFrom(ws, w), pointersFrom(ps, p)) })
	return results
}

// wordsFrom and pointersFrom are windows that start later.
//
//go:nocheckptr
func wordsFrom(w *words, i int) *words { return (*words)(unsafe.Pointer(&w[i])) }

//go:nocheckptr
func pointersFrom(p *pointers, i int) *pointers { return (*pointers)(unsafe.Pointer(&p[i])) }

// layout is how a signature's values lie in a window.
func (c *compiler) layout(recv types.Type, sig *types.Signature) layout {
	var l layout
	add := func(list *[]slot, t types.Type) {
		t = c.Subst(t)
		*list = append(*list, slot{c.record(t).V, c.shape(t)})
	}
	if recv != nil {
		add(&l.in, recv)
	}
	for v := range sig.Params().Variables() {
		add(&l.in, v.Type())
	}
	for v := range sig.Results().Variables() {
		add(&l.out, v.Type())
	}
	l.variadic = sig.Variadic()
	return l
}

// method calls a method.
func (c *compiler) method(e *ast.CallExpr, f *ast.SelectorExpr, sig *types.Signature) []value {
	o, index, t := c.lookup(f)
	m, ok := o.(*types.Func)
	if !ok {
		return c.funcValue(e, sig)
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
		if b, _ := deref(t); !c.own_(b) {
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
			if at.off == 0 {
				c.emit(opMoveP, to.p, at.base, 0, 0)
			} else {
				c.emit(opAddr, to.p, at.base, 0, at.off)
			}
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
	if c.own_(n) {
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

// intrinsics are functions of one float64 that need no adapter.
var intrinsics = map[string]func(float64) float64{
	"math.Sqrt": math.Sqrt, "math.Abs": math.Abs, "math.Floor": math.Floor, "math.Ceil": math.Ceil, "math.Trunc": math.Trunc,
	"math.Exp": math.Exp, "math.Log": math.Log, "math.Sin": math.Sin, "math.Cos": math.Cos, "math.Tanh": math.Tanh,
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

// own_ tells the types that are lowered.
func (c *compiler) own_(t types.Type) bool {
	n, ok := types.Unalias(t).(*types.Named)
	return ok && c.IsUser(n)
}

// funcValue calls what an expression gives.
func (c *compiler) funcValue(e *ast.CallExpr, sig *types.Signature) []value {
	ft := c.typeOf(e.Fun)
	f := c.temp(ft)
	c.into(e.Fun, f)
	w, p, results := c.window(nil, sig)
	c.arguments(e, sig, w, p)
	c.pos = callPos(e)
	call := caller(c.record(ft).V)
	if call == nil {
		r := c.record(ft).V
		l, b := c.layout(nil, sig), c.b
		l.variadic = r.IsVariadic()
		call = func(fn unsafe.Pointer, ws *words, ps *pointers) {
			b.bridge(l, func() reflect.Value { return funcOf(r, fn) })(ws, ps)
		}
	}
	c.fn(func(ws *words, ps *pointers) {
		fn := ps[f.p]
		if fn == nil {
			var p *int
			*p = 0
		}
		call(fn, wordsFrom(ws, w), pointersFrom(ps, p))
	})
	return results
}

// funcOf makes a func value of its pointer.
func funcOf(t reflect.Type, fn unsafe.Pointer) reflect.Value {
	v := reflect.New(t)
	*(*unsafe.Pointer)(v.UnsafePointer()) = fn
	return v.Elem()
}
