// Selectors: fields by their path, methods as functions with a receiver.
//
// Spec: Selectors, Method values, Method expressions.
// yaegi: promoted methods, methods of embedded interfaces and method values of
// compiled receivers go wrong.
// Before: p.Inner.x; f := p.Area
// After: p.Inner.X_x; f := func(mv rt.T0) func() float64 { return func() float64 {
// return f_Area_1(mv) } }(p)

package lower

import (
	"fmt"
	"go/ast"
	"go/types"
	"strings"

	"github.com/gorgolab/gorgo/interp/rtype"
	"github.com/gorgolab/gorgo/interp/runtime"
)

func deref(t types.Type) (types.Type, bool) {
	if p, ok := types.Unalias(t).(*types.Pointer); ok {
		return types.Unalias(p.Elem()), true
	}
	if p, ok := t.Underlying().(*types.Pointer); ok {
		return types.Unalias(p.Elem()), true
	}
	return t, false
}

// walk follows a field path; it returns the text and type of the last field.
func (l *lowering) walk(s string, t types.Type, path []int) (string, types.Type) {
	for _, i := range path {
		b, _ := deref(t)
		st := under(b).(*types.Struct)
		f := st.Field(i)
		n := rtype.FieldName(f, i)
		if nn, ok := b.(*types.Named); ok && !l.isUser(nn) {
			n = f.Name()
		}
		s += "." + n
		t = f.Type()
	}
	return s, t
}

// holder follows the path of embedded fields to the type that a method is called
// on. A compiled type has the methods of its own embedded fields, which may be
// unexported, so that is as far as the path is followed.
func (l *lowering) holder(s string, t types.Type, path []int) (text string, typ types.Type, promoted bool) {
	for i := range path {
		base, _ := deref(t)
		if n, ok := base.(*types.Named); ok && !l.isUser(n) {
			return s, t, true
		}
		s, t = l.walk(s, t, path[i:i+1])
	}
	return s, t, false
}

// methodCall calls method f found by index path from a receiver of type t. args are lowered already.
func (l *lowering) methodCall(s string, t types.Type, f *types.Func, index []int, args []string, addressable bool) string {
	fun, recv := l.methodRef(s, t, f, index, addressable)
	if recv == "" {
		return fun + "(" + strings.Join(args, ", ") + ")"
	}
	return fun + "(" + recv + pre(", ", args) + ")"
}

// methodRef gives the function and the receiver argument ("" when the function is a compiled method bound to it).
func (l *lowering) methodRef(s string, t types.Type, f *types.Func, index []int, addressable bool) (string, string) {
	s, t, promoted := l.holder(s, t, index[:len(index)-1])
	if promoted {
		base, isPtr := deref(t)
		if !isPtr && types.NewMethodSet(base).Lookup(f.Pkg(), f.Name()) == nil {
			s = "(&" + s + ")"
		}
		return s + "." + f.Name(), ""
	}
	if isIface(t) {
		if l.compiledIface(t) {
			if w := aboutInterfaces(t, f); w != "" {
				return w, s
			}
			return s + "." + f.Name(), ""
		}
		sig := f.Type().(*types.Signature)
		sig = l.subst(types.NewSignatureType(nil, nil, nil, sig.Params(), sig.Results(), sig.Variadic())).(*types.Signature)
		d := l.dispatch(f, sig)
		return d.text, s
	}
	sig := f.Type().(*types.Signature)
	_, ptrRecv := types.Unalias(sig.Recv().Type()).(*types.Pointer)
	base, isPtr := deref(t)
	if _, ok := types.Unalias(t).(*types.Named); ok && isPtr {
		base, isPtr = t, false
	}
	n, ok := types.Unalias(base).(*types.Named)
	if !ok {
		l.fail(f.Pos(), "method %s on %s", f.Name(), t)
	}
	if !l.isUser(n) {
		if o := n.Obj(); o.Pkg() != nil {
			if w := runtime.Method(o.Pkg().Path()+"."+o.Name(), f.Name()); w != "" {
				switch {
				case ptrRecv && !isPtr:
					s = "&" + s
				case !ptrRecv && isPtr:
					s = "*" + s
				}
				return w, s
			}
		}
		if ptrRecv && !isPtr {
			return "(&" + s + ")." + f.Name(), ""
		}
		if _, ok := under(n).(*types.Signature); ok && strings.HasPrefix(s, "rt.Cast(") { // a conversion, whose method yaegi does not find
			return l.bound(s, f.Name(), plainSignature(f)), ""
		}
		return s + "." + f.Name(), ""
	}
	switch {
	case ptrRecv && !isPtr:
		s = "&" + s
	case !ptrRecv && isPtr:
		s = "*" + s
	}
	return l.funcName(f, nil, n), s
}

// pointed is p where x is *p, and a method of *p itself is found whose receiver is
// p again; otherwise nil.
func (l *lowering) pointed(x ast.Expr, m *types.Func, index []int) ast.Expr {
	st, ok := ast.Unparen(x).(*ast.StarExpr)
	if !ok || len(index) > 1 {
		return nil
	}
	if _, pointer := types.Unalias(m.Signature().Recv().Type()).(*types.Pointer); !pointer {
		return nil
	}
	if n, ok := types.Unalias(l.typeOf(st)).(*types.Named); !ok || !l.isUser(n) {
		return nil
	}
	return st.X
}

// notNilFirst is a function that calls a method's if the receiver is not nil.
func (l *lowering) notNilFirst(fun string, recv types.Type, sig *types.Signature) string {
	params, args := l.signature(sig)
	name := fmt.Sprintf("nn_%d", l.next())
	ret := ""
	if sig.Results().Len() > 0 {
		ret = "return "
	}
	fmt.Fprintf(&l.lifted, "func %s(p %s%s)%s { if p == nil { rt.NilDeref() }; %s%s(p%s) }\n", name, l.typeText(recv), pre(", ", params), l.results(sig), ret, fun, pre(", ", args))
	return name
}

// aboutInterfaces is the function of package rt for a method of reflect.Type that
// asks about an interface: the records of those that users declare have no
// methods.
func aboutInterfaces(t types.Type, f *types.Func) string {
	n, ok := types.Unalias(t).(*types.Named)
	if !ok || n.Obj().Pkg() == nil || n.Obj().Pkg().Path() != "reflect" || n.Obj().Name() != "Type" {
		return ""
	}
	switch f.Name() {
	case "Implements", "AssignableTo", "ConvertibleTo", "NumMethod", "Method", "MethodByName", "Methods":
		return "rt." + f.Name()
	}
	return ""
}

func (l *lowering) lookup(t types.Type, sel *ast.SelectorExpr) (types.Object, []int) {
	pkg := (*types.Package)(nil)
	if o := l.info.Uses[sel.Sel]; o != nil {
		pkg = o.Pkg()
	}
	o, index, _ := types.LookupFieldOrMethod(t, true, pkg, sel.Sel.Name)
	if o == nil {
		l.fail(sel.Pos(), "selector %s on %s", sel.Sel.Name, t)
	}
	return o, index
}

func (l *lowering) selector(e *ast.SelectorExpr) string {
	sel, ok := l.info.Selections[e]
	if !ok { // package-qualified
		return l.funcValue(l.ident(e.Sel), e.Sel, e)
	}
	t := l.typeOf(e.X)
	o, index := l.lookup(t, e)
	if v, ok := o.(*types.Var); ok {
		_ = v
		s, _ := l.walk(l.expr(e.X), t, index)
		return s
	}
	f := o.(*types.Func)
	sig := l.subst(l.info.Types[e].Type).(*types.Signature)
	if sel.Kind() == types.MethodExpr {
		// func(recv, args…)
		ps, as := l.signature(sig)
		r := ""
		if sig.Results().Len() > 0 {
			r = "return "
		}
		return l.lift(sig, "func("+strings.Join(ps, ", ")+")"+l.results(sig)+" { "+r+l.methodCall("a0", sig.Params().At(0).Type(), f, index, as[1:], true)+" }")
	}
	// method value: the receiver is evaluated now
	var fun, recv string
	if p := l.pointed(e.X, f, index); p != nil {
		fun, recv = l.methodRef(l.notNil(p), l.typeOf(p), f, index, true)
	} else {
		fun, recv = l.methodRef(l.operand(e.X, f), t, f, index, true)
	}
	ps, as := l.signature(sig)
	r := ""
	if sig.Results().Len() > 0 {
		r = "return "
	}
	if recv == "" { // compiled method
		i := strings.LastIndexByte(fun, '.')
		return l.bound(fun[:i], fun[i+1:], sig)
	}
	_, rt, _ := l.holder("", t, index[:len(index)-1])
	fs := f.Type().(*types.Signature)
	var rty string
	if isIface(rt) {
		rty = "interface{}"
		recv = "rt.NotNil(" + recv + ")"
	} else {
		b, isP := deref(rt)
		if _, ok := types.Unalias(rt).(*types.Named); ok && isP {
			b = rt
		}
		rty = l.typeText(b)
		if _, ok := types.Unalias(fs.Recv().Type()).(*types.Pointer); ok {
			rty = "*" + rty
		}
	}
	v := l.tmp("mv")
	return fmt.Sprintf("func(%s %s) %s { return func(%s)%s { %s%s(%s%s) } }(%s)", v, rty, l.typeText(sig), strings.Join(ps, ", "), l.results(sig), r, fun, v, pre(", ", as), recv)
}

// bound is a method value of a compiled receiver.
func (l *lowering) bound(recv, name string, sig *types.Signature) string {
	return fmt.Sprintf("rt.Bound(%s, %q).(%s)", recv, name, l.typeText(sig))
}
