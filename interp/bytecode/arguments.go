// This file lays out a callee's window.

package bytecode

import (
	"go/ast"
	"go/types"
	"slices"
	"unsafe"
)

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
	if len(e.Args) > 1 {
		defer c.callsFirst(e.Args...)()
	}
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
