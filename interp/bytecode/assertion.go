// This file compiles type assertions and type switches.

package bytecode

import (
	"go/ast"
	"go/types"
	"reflect"
	"unsafe"

	"github.com/gorgolab/gorgo/interp/rtype"
)

var anyType = types.NewInterfaceType(nil, nil)

// asAny evaluates an interface, as an interface{}, to registers of its own.
func (c *compiler) asAny(e ast.Expr) value {
	x := c.temp(anyType)
	c.move(x, c.toIface(c.expr(e, nil), anyType, nil))
	return x
}

// holds jumps unless the interface{} in x holds the type.
func (c *compiler) holds(x value, t types.Type, no *label) {
	if c.isIface(t) {
		k, ok, run := c.record(t).ID, c.newW(1), c.b.run
		c.fn(func(w *words, p *pointers) { w[ok] = word(run.Implements(*anyAt(p, x.p), k)) })
		c.jump(opJumpFalse, ok, 0, 0, no)
		return
	}
	r := c.emitConstant(constKey{pointer: rtype.WordOf(c.record(t).R)})
	eq := c.newW(1)
	c.emit(opPEq, eq, x.p, r, 0)
	c.jump(opJumpFalse, eq, 0, 0, no)
}

// contents are what an interface{} holds, which is known to be of the type.
func (c *compiler) contents(x value, t types.Type) value {
	s := c.shape(t)
	if c.isIface(t) {
		return c.toIface(x, t, nil)
	}
	switch {
	case rtype.Direct(t) && s.whole() && s.leaves[0].kind == kPointer:
		return value{t, s, 0, x.p + 1}
	case rtype.Direct(t):
		c.decline(nil, "such a value in an interface")
	}
	if len(s.leaves) == 0 && !s.memory {
		return c.temp(t)
	}
	return c.load(place{kind: inMemory, t: t, s: s, base: x.p + 1}, nil)
}

func (c *compiler) assertion(e *ast.TypeAssertExpr) value {
	t := c.typeOf(e.Type)
	from, to := c.record(c.typeOf(e.X)).ID, c.record(t).ID
	x := c.asAny(e.X)
	c.pos = e.Pos()
	run := c.b.run
	if c.isIface(t) {
		c.fn(func(_ *words, p *pointers) { run.AssertInterface(*anyAt(p, x.p), from, to) })
	} else {
		want := rtype.WordOf(c.record(t).R)
		c.fn(func(_ *words, p *pointers) {
			if p[x.p] != want {
				run.Assert(*anyAt(p, x.p), from, to)
			}
		})
	}
	return c.contents(x, t)
}

// assertion2 is v, ok := x.(T).
func (c *compiler) assertion2(e *ast.TypeAssertExpr) []value {
	t := c.typeOf(e.Type)
	x := c.asAny(e.X)
	v, ok := c.temp(t), c.temp(types.Typ[types.Bool])
	no, end := newLabel(), newLabel()
	c.holds(x, t, no)
	c.move(v, c.contents(x, t))
	c.emit(opConst, ok.w, 0, 0, 1)
	c.jump(opJump, 0, 0, 0, end)
	c.bind(no)
	c.zero(v)
	c.emit(opConst, ok.w, 0, 0, 0)
	c.bind(end)
	return []value{v, ok}
}

func (c *compiler) typeSwitch(s *ast.TypeSwitchStmt, name string) {
	if s.Init != nil {
		c.stmt(s.Init, "")
	}
	var subject ast.Expr
	switch a := s.Assign.(type) {
	case *ast.AssignStmt:
		subject = a.Rhs[0].(*ast.TypeAssertExpr).X
	case *ast.ExprStmt:
		subject = ast.Unparen(a.X).(*ast.TypeAssertExpr).X
	}
	x := c.asAny(subject)
	j := c.push(name, false)
	defer c.pop()
	bodies := make([]*label, len(s.Body.List))
	other := j.brk
	for i, cl := range s.Body.List {
		cc := cl.(*ast.CaseClause)
		bodies[i] = newLabel()
		if cc.List == nil {
			other = bodies[i]
		}
		for _, e := range cc.List {
			w, p := c.wTop, c.pTop
			if c.isNil(e) {
				c.jump(opJumpNil, x.p, 0, 0, bodies[i])
				continue
			}
			no := newLabel()
			c.holds(x, c.typeOf(e), no)
			c.jump(opJump, 0, 0, 0, bodies[i])
			c.bind(no)
			c.wTop, c.pTop = w, p
		}
	}
	c.jump(opJump, 0, 0, 0, other)
	for i, cl := range s.Body.List {
		cc := cl.(*ast.CaseClause)
		c.bind(bodies[i])
		w, p := c.wTop, c.pTop
		if o, ok := c.Info.Implicits[cc].(*types.Var); ok {
			t := c.Subst(o.Type())
			c.declareVar(o, func(*value) value {
				if len(cc.List) == 1 && !c.isNil(cc.List[0]) {
					return c.contents(x, t)
				}
				return c.toIface(x, t, nil)
			})
		}
		c.block(cc.Body)
		c.wTop, c.pTop = w, p
		c.jump(opJump, 0, 0, 0, j.brk)
	}
	c.bind(j.brk)
}

// declared is a declared function as a value.
func (c *compiler) declared(e *ast.Ident, f *types.Func) value {
	sig, ok := f.Type().(*types.Signature)
	if !ok || sig.Recv() != nil {
		c.decline(e, "%s as a value", e.Name)
	}
	t := c.Subst(c.typeOf(e))
	sig, ok = t.Underlying().(*types.Signature)
	if !ok || sig.Variadic() {
		c.decline(e, "%s as a value", e.Name)
	}
	out := c.temp(t)
	name, ok := c.Lowered(f, e, nil)
	if !ok {
		v, ok := c.Compiled(f)
		if typ := c.record(t).V; ok && v.Type() == typ {
			x := reflect.New(typ)
			x.Elem().Set(v)
			c.emit(opMoveP, out.p, c.emitConstant(constKey{pointer: *(*unsafe.Pointer)(x.UnsafePointer())}), 0, 0)
			return out
		}
		c.decline(e, "%s as a value", e.Name)
	}
	code := c.b.code(name, c.signature(nil, sig))
	typ, l, b := c.record(t).V, c.layout(nil, sig), c.b
	c.fn(func(_ *words, p *pointers) { p[out.p] = b.pointer(code, typ, l, nil) })
	return out
}
