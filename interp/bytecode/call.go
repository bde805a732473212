// This file compiles calls.

package bytecode

import (
	"go/ast"
	"go/types"
	"math"
	"reflect"
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
	if vs, ok := c.made[e]; ok {
		return vs
	}
	tv := c.Info.Types[e.Fun]
	if tv.IsType() {
		return []value{c.conversion(e, c.Subst(tv.Type), hint)}
	}
	fun := ast.Unparen(e.Fun)
	if name := c.builtinName(e); name != "" {
		return c.builtin(e, name, hint)
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
	if c.postponed == e {
		c.postpone(&late{code: code, mayRecover: true}, recv.typ(), sig, w, p)
		return results
	}
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
	f := c.calling(fn, recv.typ(), sig)
	if c.postponed == e {
		c.postpone(&late{fn: func(_ []unsafe.Pointer, ws *words, ps *pointers) { f(ws, ps) }}, recv.typ(), sig, w, p)
		return results
	}
	c.fn(func(ws *words, ps *pointers) { f(wordsFrom(ws, w), pointersFrom(ps, p)) })
	return results
}

// calling is what calls a compiled function whose arguments are in a window.
func (c *compiler) calling(fn reflect.Value, recv types.Type, sig *types.Signature) func(w *words, p *pointers) {
	if f := adapt(fn); f != nil {
		return f
	}
	return c.b.bridge(c.layout(recv, sig), func() reflect.Value { return fn })
}

// intrinsics are functions of one float64 that need no adapter.
var intrinsics = map[string]func(float64) float64{
	"math.Sqrt": math.Sqrt, "math.Abs": math.Abs, "math.Floor": math.Floor, "math.Ceil": math.Ceil, "math.Trunc": math.Trunc,
	"math.Exp": math.Exp, "math.Log": math.Log, "math.Sin": math.Sin, "math.Cos": math.Cos, "math.Tanh": math.Tanh,
}

// funcValue calls what an expression gives.
func (c *compiler) funcValue(e *ast.CallExpr, sig *types.Signature) []value {
	ft := c.typeOf(e.Fun)
	defer c.callsFirst(e.Args...)()
	f := c.temp(ft)
	c.into(e.Fun, f)
	w, p, results := c.window(nil, sig)
	c.arguments(e, sig, w, p)
	c.pos = callPos(e)
	if c.postponed == e {
		call := c.callerOf(ft, sig)
		c.postpone(&late{mayRecover: true, extra: []int{f.p}, fn: func(x []unsafe.Pointer, ws *words, ps *pointers) {
			if x[0] == nil {
				var p *int
				*p = 0
			}
			call(x[0], ws, ps)
		}}, nil, sig, w, p)
		return results
	}
	c.callFunc(f, sig, w, p)
	return results
}

// callFunc calls a func that is in a register, with the arguments in a window.
func (c *compiler) callFunc(f value, sig *types.Signature, w, p int) {
	call := c.callerOf(f.t, sig)
	c.fn(func(ws *words, ps *pointers) {
		fn := ps[f.p]
		if fn == nil {
			var p *int
			*p = 0
		}
		call(fn, wordsFrom(ws, w), pointersFrom(ps, p))
	})
}

// callerOf is what calls funcs of a type.
func (c *compiler) callerOf(t types.Type, sig *types.Signature) func(fn unsafe.Pointer, w *words, p *pointers) {
	r := c.record(t).V
	if call := caller(r); call != nil {
		return call
	}
	l, b := c.layout(nil, sig), c.b
	l.variadic = r.IsVariadic()
	return func(fn unsafe.Pointer, w *words, p *pointers) {
		b.bridge(l, func() reflect.Value { return funcOf(r, fn) })(w, p)
	}
}

// funcOf makes a func value of its pointer.
func funcOf(t reflect.Type, fn unsafe.Pointer) reflect.Value {
	v := reflect.New(t)
	*(*unsafe.Pointer)(v.UnsafePointer()) = fn
	return v.Elem()
}
