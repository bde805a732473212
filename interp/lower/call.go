// Calls: arguments converted one by one, variadic ones packed, except for compiled
// functions.
//
// Spec: Calls, Passing arguments to ... parameters.
// yaegi: f(g()) with several results, f()() and xs... of its own variadic functions
// go wrong.
// Before: f(1, xs...); h(g()); k()()
// After: f(1, xs); func() { t1, t2 := g(); h(t1, t2) }(); the function that k()
// returns goes through a variable. Waiting methods of package sync become functions
// that an interrupt ends.

package lower

import (
	"fmt"
	"go/ast"
	"go/types"
	"strings"
)

func (l *lowering) args(e *ast.CallExpr, sig *types.Signature, variadicPacked bool) []string {
	np := sig.Params().Len()
	var out []string
	if !sig.Variadic() {
		for i, a := range e.Args {
			out = append(out, l.arg(a, sig.Params().At(i).Type(), variadicPacked))
		}
		return out
	}
	for i := 0; i < np-1; i++ {
		out = append(out, l.arg(e.Args[i], sig.Params().At(i).Type(), variadicPacked))
	}
	vt := sig.Params().At(np - 1).Type()
	if e.Ellipsis.IsValid() {
		s := l.convert(e.Args[np-1], vt)
		if !variadicPacked {
			s += "..."
		}
		return append(out, s)
	}
	el := vt.(*types.Slice).Elem()
	var vs []string
	for _, a := range e.Args[np-1:] {
		vs = append(vs, l.arg(ast.Unparen(a), el, variadicPacked))
	}
	if !variadicPacked {
		return append(out, vs...)
	}
	if len(vs) == 0 {
		return append(out, "nil")
	}
	return append(out, l.typeText(vt)+"{"+elements(nil, vs)+"}")
}

// arg lowers an argument. yaegi has no nil for an interface that a compiled
// function wants.
func (l *lowering) arg(e ast.Expr, to types.Type, lowered bool) string {
	if !lowered && l.isNil(e) && l.compiledIface(to) {
		return l.toCompiled("rt.NilAny", to)
	}
	return l.convert(e, to)
}

// argsFrom packs already lowered values.
func (l *lowering) argsFrom(vals []string, ts []types.Type, sig *types.Signature, packed bool) []string {
	np := sig.Params().Len()
	var out []string
	if !sig.Variadic() {
		for i, v := range vals {
			out = append(out, l.convertText(v, ts[i], sig.Params().At(i).Type()))
		}
		return out
	}
	for i := 0; i < np-1; i++ {
		out = append(out, l.convertText(vals[i], ts[i], sig.Params().At(i).Type()))
	}
	vt := sig.Params().At(np - 1).Type()
	el := vt.(*types.Slice).Elem()
	var vs []string
	for i := np - 1; i < len(vals); i++ {
		vs = append(vs, l.convertText(vals[i], ts[i], el))
	}
	if !packed {
		return append(out, vs...)
	}
	if len(vs) == 0 {
		return append(out, "nil")
	}
	return append(out, l.typeText(vt)+"{"+elements(nil, vs)+"}")
}

// callee describes what is called: its text, a first argument, and whether it is compiled (natural variadics).
// A method with a pointer receiver that is called on *p panics if p is nil, as the
// compiler has it after the arguments; with now, here.
func (l *lowering) callee(e *ast.CallExpr, now bool) (fun, recv string, sig *types.Signature, comp bool) {
	f := ast.Unparen(e.Fun)
	ft := l.subst(l.info.Types[e.Fun].Type)
	if ft == nil {
		ft = l.typeOf(e.Fun)
	}
	sig, ok := under(ft).(*types.Signature)
	if !ok {
		l.fail(e.Pos(), "call of %s", ft)
	}
	if s, ok := f.(*ast.SelectorExpr); ok {
		if sel, ok := l.info.Selections[s]; ok && sel.Kind() == types.MethodVal {
			t := l.typeOf(s.X)
			o, index := l.lookup(t, s)
			if m, ok := o.(*types.Func); ok {
				p := l.pointed(s.X, m, index)
				switch {
				case p == nil:
					fun, recv = l.methodRef(l.operand(s.X, m), t, m, index, true)
				case now:
					fun, recv = l.methodRef(l.notNil(p), l.typeOf(p), m, index, true)
				default:
					fun, recv = l.methodRef(l.expr(p), l.typeOf(p), m, index, true)
					fun = l.notNilFirst(fun, l.typeOf(p), sig)
				}
				return fun, recv, sig, recv == ""
			}
		}
	}
	if id := baseIdent(f); id != nil {
		isVal := false
		switch x := f.(type) {
		case *ast.IndexExpr:
			isVal = !l.info.Types[x.Index].IsType()
		case *ast.SelectorExpr:
			_, isVal = l.info.Selections[x]
		}
		if o, ok := l.obj(id).(*types.Func); ok && !isVal && o.Type().(*types.Signature).Recv() == nil {
			return l.ident(id), "", sig, !l.fromSource(o)
		}
	}
	if lit, ok := f.(*ast.FuncLit); ok {
		return l.funcLit(lit, "", true), "", sig, false
	}
	// a value: compiled named func types are variadic in the real way; ours are not
	return l.expr(f), "", sig, false
}

func (l *lowering) call(e *ast.CallExpr) string {
	if tv := l.info.Types[e.Fun]; tv.IsType() {
		return l.conversion(e, l.subst(tv.Type))
	}
	if id, ok := ast.Unparen(e.Fun).(*ast.Ident); ok {
		if b, ok := l.info.Uses[id].(*types.Builtin); ok {
			return l.builtin(e, b.Name())
		}
	}
	if s, ok := ast.Unparen(e.Fun).(*ast.SelectorExpr); ok {
		if b, ok := l.info.Uses[s.Sel].(*types.Builtin); ok {
			return l.unsafeCall(e, b.Name())
		}
	}
	fun, recv, sig, comp := l.callee(e, false)
	if l.wantsHandle(e, fun, recv, comp) {
		h := l.tmp("h")
		r := ""
		if sig.Results().Len() > 0 {
			r = "return "
		}
		if a, _ := l.spread(e); a == "" {
			return fmt.Sprintf("func()%s { var %s %s = %s; %s%s(%s) }()", l.results(sig), h, l.typeText(sig), fun, r, h, strings.Join(l.args(e, sig, true), ", "))
		} else {
			_, ts := l.spread(e)
			var vs []string
			for range ts {
				vs = append(vs, l.tmp("t"))
			}
			return fmt.Sprintf("func()%s { var %s %s = %s; %s := %s; %s%s(%s) }()", l.results(sig), h, l.typeText(sig), fun, strings.Join(vs, ", "), a, r, h, strings.Join(l.argsFrom(vs, ts, sig, true), ", "))
		}
	}
	if recv != "" {
		recv2 := []string{recv}
		if a, ts := l.spread(e); a != "" {
			if !pure(e.Fun) && !strings.HasPrefix(fun, "rt.D_") { // the receiver comes first
				rc := l.tmp("rc")
				l.emit("%s := %s", rc, recv)
				recv2[0] = rc
			}
			return l.spreadCall(a, ts, sig, func(vals []string) string {
				return fun + "(" + strings.Join(append(recv2, l.argsFrom(vals, ts, sig, true)...), ", ") + ")"
			})
		}
		return fun + "(" + strings.Join(append(recv2, l.args(e, sig, true)...), ", ") + ")"
	}
	if a, ts := l.spread(e); a != "" {
		return l.spreadCall(a, ts, sig, func(vals []string) string {
			return fun + "(" + strings.Join(l.argsFrom(vals, ts, sig, !comp), ", ") + ")"
		})
	}
	return fun + "(" + strings.Join(l.args(e, sig, !comp), ", ") + ")"
}

// wantsHandle tells whether the function has to go through a variable: yaegi
// cannot call what a call or an assertion gives, and an element of a slice has to
// be taken before f(g()) runs g.
func (l *lowering) wantsHandle(e *ast.CallExpr, fun, recv string, comp bool) bool {
	switch f := ast.Unparen(e.Fun).(type) {
	case *ast.CallExpr:
		return true
	case *ast.StarExpr: // of nil, it would hang
		return true
	case *ast.IndexExpr:
		if len(e.Args) == 1 && recv == "" && !comp && !l.info.Types[f.Index].IsType() {
			_, tuple := l.typeOf(e.Args[0]).(*types.Tuple)
			return tuple
		}
	}
	return strings.HasPrefix(fun, "rt.Bound(") || strings.HasPrefix(fun, "(*fv_")
}

// spread: f(g()) with g of several results.
func (l *lowering) spread(e *ast.CallExpr) (string, []types.Type) {
	if len(e.Args) != 1 {
		return "", nil
	}
	tp, ok := l.typeOf(e.Args[0]).(*types.Tuple)
	if !ok {
		return "", nil
	}
	var ts []types.Type
	for i := 0; i < tp.Len(); i++ {
		ts = append(ts, tp.At(i).Type())
	}
	return l.expr(e.Args[0]), ts
}

func (l *lowering) spreadCall(src string, ts []types.Type, sig *types.Signature, f func([]string) string) string {
	var vs []string
	for range ts {
		vs = append(vs, l.tmp("t"))
	}
	r := ""
	if sig.Results().Len() > 0 {
		r = "return "
	}
	return fmt.Sprintf("func()%s { %s := %s; %s%s }()", l.results(sig), strings.Join(vs, ", "), src, r, f(vs))
}
