// This file compiles go statements, and the calls of defer statements: their operands
// are evaluated at once, and the call is made later, on registers of its own.

package bytecode

import (
	"go/ast"
	"go/types"
	"unsafe"
)

// late is a call that is made later.
type late struct {
	// code is called with the operands; or fn is, with the extra pointers apart.
	code *Code
	fn   func(x []unsafe.Pointer, w *words, p *pointers)
	// w and p are the window where the operands are, nw and np how many of its
	// registers they take, extra the registers of pointers that are kept with them.
	w, p, nw, np int
	extra        []int
	rp           int   // pointers of the results
	room         *Code // what fn needs in registers
	mayRecover   bool  // it may be a function that calls recover
}

// thunk is a late call with its operands.
type thunk struct {
	*late
	words    []uint64
	pointers []unsafe.Pointer
	few      [2]unsafe.Pointer // is where they are when they are few
}

// thunk keeps the operands that are in registers now.
func (l *late) thunk(w *words, p *pointers) *thunk {
	t := &thunk{late: l}
	if l.nw > 0 {
		t.words = append(t.words, w[l.w:l.w+l.nw]...)
	}
	if n := l.np + len(l.extra); n > 0 {
		if t.pointers = t.few[:min(n, len(t.few))]; n > len(t.few) {
			t.pointers = make([]unsafe.Pointer, n)
		}
		copy(t.pointers, p[l.p:l.p+l.np])
		for i, r := range l.extra {
			t.pointers[l.np+i] = p[r]
		}
	}
	return t
}

// call makes the call, once.
func (t *thunk) call() {
	m := acquire()
	room := t.code
	if room == nil {
		room = t.room
	}
	w, p := m.window(room)
	copy(w[:len(t.words)], t.words)
	if t.code != nil {
		copy(p[:len(t.pointers)], t.pointers)
		clear(t.pointers) // the function alone keeps its arguments
		m.call(t.code)
	} else {
		copy(p[:t.np], t.pointers)
		t.fn(t.pointers[t.np:], w, p)
		clear(p[:t.np])
	}
	_, p = m.window(room)
	clear(p[:t.rp])
	m.release()
}

// evaluate compiles the operands of a call that is made later. deferred says that the
// frame of this function makes it.
func (c *compiler) evaluate(e *ast.CallExpr, deferred bool) *late {
	if c.Info.Types[e.Fun].IsType() {
		c.decline(e, "a conversion that is made later")
	}
	fun := ast.Unparen(e.Fun)
	if name := c.builtinName(e); name != "" {
		return c.lateBuiltin(e, name)
	}
	if lit, ok := fun.(*ast.FuncLit); ok {
		code, shared := c.literalCode(lit, deferred)
		sig := c.Info.Types[lit].Type.(*types.Signature)
		w, p, _ := c.window(nil, sig)
		c.arguments(e, sig, w, p)
		l := &late{code: code, extra: shared}
		c.postpone(l, nil, sig, w, p)
		return l
	}
	c.postponed, c.late = e, nil
	c.call(e, nil)
	l := c.late
	c.postponed, c.late = nil, nil
	if l == nil {
		c.decline(e, "a call that is made later")
	}
	return l
}

// postpone says what is left to do of a call whose operands are in a window.
func (c *compiler) postpone(l *late, recv types.Type, sig *types.Signature, w, p int) {
	l.w, l.p = w, p
	if recv != nil {
		s := c.shape(recv)
		l.nw, l.np = s.w, s.p
	}
	for v := range sig.Params().Variables() {
		s := c.shape(c.Subst(v.Type()))
		l.nw, l.np = l.nw+s.w, l.np+s.p
	}
	rw := 0
	for v := range sig.Results().Variables() {
		s := c.shape(c.Subst(v.Type()))
		rw, l.rp = rw+s.w, l.rp+s.p
	}
	l.room = &Code{nw: max(l.nw, rw) + 1, np: max(l.np, l.rp) + 1}
	c.late = l
}

// nonNil panics if an interface is nil.
func (c *compiler) nonNil(v value) { c.emit(opNilCheck, v.p, 0, 0, 0) }

// lateBuiltin is a call of a built-in function.
func (c *compiler) lateBuiltin(e *ast.CallExpr, name string) *late {
	l := &late{room: &Code{nw: 1, np: 1}}
	switch name {
	case "panic":
		x := c.exprTo(e.Args[0], anyType, nil)
		l.extra = []int{x.p, x.p + 1}
		l.fn = func(x []unsafe.Pointer, _ *words, _ *pointers) { throw(*(*any)(unsafe.Pointer(&x[0]))) }
	case "close":
		x := c.expr(e.Args[0], nil)
		l.extra = []int{x.p}
		l.fn = func(x []unsafe.Pointer, _ *words, _ *pointers) { closeChan(x[0]) }
	case "print", "println":
		defer c.callsFirst(e.Args...)()
		for _, r := range c.printed(e) {
			l.extra = append(l.extra, r, r+1)
		}
		run := c.b.run
		l.fn = func(x []unsafe.Pointer, _ *words, _ *pointers) {
			var args []any
			for i := 0; i < len(x); i += 2 {
				args = append(args, *(*any)(unsafe.Pointer(&x[i])))
			}
			run.Print(name == "println", args)
		}
	default:
		c.decline(e, "the function %s, called later", name)
	}
	return l
}

// goStmt is a go statement.
func (c *compiler) goStmt(s *ast.GoStmt) {
	l, run := c.evaluate(s.Call, false), c.b.run
	c.pos = s.Pos()
	c.fn(func(w *words, p *pointers) { run.Go(l.thunk(w, p).call) })
}
