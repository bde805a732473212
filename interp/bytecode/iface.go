// This file puts values into interfaces and calls their methods.

package bytecode

import (
	"go/ast"
	"go/token"
	"go/types"
	"reflect"
	"unsafe"

	"github.com/gorgolab/gorgo/interp/rtype"
)

// toIface converts a value to an interface type.
func (c *compiler) toIface(v value, t types.Type, hint *value) value {
	s := c.shape(t)
	if c.isIface(v.t) {
		from, to := c.record(v.t).V, c.record(t).V
		switch {
		case from == to || from.NumMethod() == 0 && to.NumMethod() == 0:
			v.t, v.s = t, s
			return v
		case to.NumMethod() == 0:
			out := c.dst(t, hint)
			c.fn(func(_ *words, p *pointers) { setAny(p, out.p, *errorAt(p, v.p)) })
			return out
		case from.NumMethod() == 0:
			return c.toCompiled(v, t, hint)
		}
		x := c.temp(types.NewInterfaceType(nil, nil))
		c.fn(func(_ *words, p *pointers) { setAny(p, x.p, *errorAt(p, v.p)) })
		return c.toCompiled(x, t, hint)
	}
	x := c.box(v)
	x.t = t
	if c.record(t).V.NumMethod() > 0 {
		return c.toCompiled(x, t, hint)
	}
	return x
}

// errorAt is the interface with methods in a pair of registers; how many methods
// does not matter.
//
//go:nocheckptr
func errorAt(p *pointers, i int) *error { return (*error)(unsafe.Pointer(&p[i])) }

func setAny(p *pointers, i int, x any) {
	h := *(*[2]unsafe.Pointer)(unsafe.Pointer(&x))
	p[i], p[i+1] = h[0], h[1]
}

// box makes an interface{} of a value that is none.
func (c *compiler) box(v value) value {
	r := c.record(v.t)
	word := rtype.WordOf(r.R)
	out := c.temp(types.NewInterfaceType(nil, nil))
	s, typ := v.s, r.V
	switch {
	case rtype.Direct(v.t) && s.whole() && s.leaves[0].kind == kPointer:
		c.fn(func(_ *words, p *pointers) { p[out.p], p[out.p+1] = word, p[v.p] })
	case rtype.Direct(v.t):
		c.decline(nil, "such a value in an interface")
	default:
		c.fn(func(w *words, p *pointers) {
			x := s.take(typ, w, p, v.w, v.p)
			p[out.p], p[out.p+1] = word, x.Addr().UnsafePointer()
		})
	}
	return out
}

// toCompiled converts an interface{} to an interface with a table of methods.
func (c *compiler) toCompiled(v value, t types.Type, hint *value) value {
	r := c.record(t).R
	out := c.dst(t, hint)
	c.fn(func(_ *words, p *pointers) {
		x := reflect.New(r)
		if a := *anyAt(p, v.p); a != nil {
			x.Elem().Set(reflect.ValueOf(a))
		}
		h := (*[2]unsafe.Pointer)(x.UnsafePointer())
		p[out.p], p[out.p+1] = h[0], h[1]
	})
	return out
}

// dynamic calls a method of an interface.
func (c *compiler) dynamic(e *ast.CallExpr, m *types.Func, at place, sig *types.Signature) []value {
	v := c.load(at, nil)
	if !c.compiledIface(v.t) {
		return c.dispatch(e, m, v, sig)
	}
	if n, ok := types.Unalias(v.t).(*types.Named); ok && c.Replaced(n, m.Name()) {
		c.decline(e, "the method %s", m.FullName())
	}
	r := c.record(v.t).R
	rm, ok := r.MethodByName(m.Name())
	if !ok {
		c.decline(e, "the method %s", m.FullName())
	}
	w, p, results := c.window(nil, sig)
	c.arguments(e, sig, w, p)
	c.pos = callPos(e)
	l := c.layout(nil, sig)
	b := c.b
	if c.postponed == e {
		c.nonNil(v)
		c.postpone(&late{mayRecover: true, extra: []int{v.p, v.p + 1}, fn: func(x []unsafe.Pointer, ws *words, ps *pointers) {
			h := [2]unsafe.Pointer{x[0], x[1]}
			f := reflect.NewAt(r, unsafe.Pointer(&h)).Elem().Method(rm.Index)
			b.bridge(l, func() reflect.Value { return f })(ws, ps)
		}}, nil, sig, w, p)
		return results
	}
	isError := m.FullName() == "(error).Error"
	c.fn(func(ws *words, ps *pointers) {
		if ps[v.p] == nil {
			var p *int
			*p = 0
		}
		if isError {
			setText(pointersFrom(ps, p), wordsFrom(ws, w), 0, 0, (*errorAt(ps, v.p)).Error())
			return
		}
		h := [2]unsafe.Pointer{ps[v.p], ps[v.p+1]}
		f := reflect.NewAt(r, unsafe.Pointer(&h)).Elem().Method(rm.Index)
		b.bridge(l, func() reflect.Value { return f })(wordsFrom(ws, w), pointersFrom(ps, p))
	})
	return results
}

// callPos is where the compiler sees a call.
func callPos(e *ast.CallExpr) (pos token.Pos) {
	switch f := ast.Unparen(e.Fun).(type) {
	case *ast.SelectorExpr:
		return f.Sel.Pos()
	case *ast.FuncLit:
		return e.Lparen
	}
	return e.Pos()
}
