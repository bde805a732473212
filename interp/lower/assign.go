// Assignments: operands first, then values, then stores, each through a variable of
// known type.
//
// Spec: Assignment statements, IncDec statements.
// yaegi: parallel assignments go wrong; m[k] = *nilptr deletes the key instead of
// panicking; op= evaluates its operand twice.
// Before: a[i], b = b, f()
// After: var h []T = a; var i_1 int = i; var v1 T = b; var v2 T = f(); h[i_1] = v1; b = v2

package lower

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"
)

type place struct {
	blank bool
	t     types.Type
	set   func(string)
}

func (l *lowering) nonNil(s string, t types.Type) string {
	if s == "nil" {
		return "(" + l.typeText(t) + ")(nil)"
	}
	return s
}

// lhs prepares an assignable expression: index operands are evaluated now.
func (l *lowering) place(e ast.Expr, hoist bool) place {
	e = ast.Unparen(e)
	if id, ok := e.(*ast.Ident); ok {
		if id.Name == "_" {
			return place{blank: true}
		}
		n := l.expr(id)
		return place{t: l.typeOf(id), set: func(s string) { l.emit("%s = %s", n, s) }}
	}
	t := l.typeOf(e)
	if !hoist {
		x := l.lvalue(e)
		return place{t: t, set: func(s string) { l.emit("%s = %s", x, s) }}
	}
	if ix, ok := e.(*ast.IndexExpr); ok {
		xt := l.typeOf(ix.X)
		if m, ok := under(xt).(*types.Map); ok {
			mv, kv := l.tmp("m"), l.tmp("k")
			l.emit("var %s %s = %s", mv, l.typeText(xt), l.expr(ix.X))
			l.emit("var %s %s = %s", kv, l.typeText(m.Key()), l.convert(ix.Index, m.Key()))
			return place{t: t, set: func(s string) { l.emit("%s[%s] = %s", mv, kv, s) }}
		}
	}
	pv := l.tmp("p")
	if st, ok := e.(*ast.StarExpr); ok {
		l.emit("var %s *%s = %s", pv, l.typeText(t), l.expr(st.X))
	} else {
		l.emit("var %s *%s = &%s", pv, l.typeText(t), l.lvalue(e))
	}
	return place{t: t, set: func(s string) { l.emit("*%s = %s", pv, s) }}
}

// pureLhs: evaluating e twice is harmless.
func pure(e ast.Expr) bool {
	ok := true
	ast.Inspect(e, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr, *ast.FuncLit:
			ok = false
		case *ast.UnaryExpr:
			if n.Op == token.ARROW {
				ok = false
			}
		}
		return ok
	})
	return ok
}

// quick tells whether yaegi's own op= is right, which saves a step: for sums and
// the like of variables of the function.
func (l *lowering) quick(text string, x ast.Expr, op string) bool {
	if _, ok := x.(*ast.Ident); !ok || strings.ContainsAny(text, "(*.") {
		return false
	}
	b, ok := under(l.typeOf(x)).(*types.Basic)
	return ok && b.Info()&(types.IsInteger|types.IsFloat) != 0 && (op == "+" || op == "-" || op == "*")
}

func (l *lowering) opAssign(x ast.Expr, op string, rhs func() string) {
	x = ast.Unparen(x)
	if ix, ok := x.(*ast.IndexExpr); ok {
		xt := l.typeOf(ix.X)
		if m, ok := under(xt).(*types.Map); ok {
			mv, kv := l.tmp("m"), l.tmp("k")
			l.emit("var %s %s = %s", mv, l.typeText(xt), l.expr(ix.X))
			l.emit("var %s %s = %s", kv, l.typeText(m.Key()), l.convert(ix.Index, m.Key()))
			v := l.tmp("v")
			l.emit("var %s %s = %s[%s] %s %s", v, l.typeText(m.Elem()), mv, kv, op, rhs())
			l.emit("%s[%s] = %s", mv, kv, v)
			return
		}
	}
	if pure(x) {
		s := l.lvalue(x)
		if l.quick(s, x, op) {
			l.emit("%s %s= %s", s, op, rhs())
			return
		}
		l.emit("%s = %s %s %s", s, s, op, rhs())
		return
	}
	pv := l.tmp("p")
	if st, ok := x.(*ast.StarExpr); ok {
		l.emit("var %s *%s = %s", pv, l.typeText(l.typeOf(x)), l.expr(st.X))
	} else {
		l.emit("var %s *%s = &%s", pv, l.typeText(l.typeOf(x)), l.lvalue(x))
	}
	l.emit("*%s = *%s %s %s", pv, pv, op, rhs())
}

// store assigns a value. yaegi would put a struct's literal beside the target, where
// closures and pointers do not see it, and so what a function returns that it calls as
// a compiled one, if that is a function: such a value goes through a variable.
func (l *lowering) store(target, value string, t types.Type) {
	beside := false
	switch under(t).(type) {
	case *types.Signature:
		beside = strings.HasPrefix(value, "rt.") || strings.HasPrefix(value, "(*fv_")
	case *types.Struct:
		beside = strings.HasSuffix(value, "}") && token.IsIdentifier(target)
	}
	if beside {
		v := l.tmp("v")
		l.emit("var %s %s = %s", v, l.typeText(t), value)
		value = v
	}
	l.emit("%s = %s", target, value)
}

func (l *lowering) assign(s *ast.AssignStmt) {
	switch s.Tok {
	case token.ASSIGN, token.DEFINE:
	default:
		op := strings.TrimSuffix(s.Tok.String(), "=")
		t := l.typeOf(s.Lhs[0])
		l.opAssign(s.Lhs[0], op, func() string {
			if op == "<<" || op == ">>" {
				return l.shiftCount(s.Rhs[0])
			}
			return l.typed(s.Rhs[0], t)
		})
		return
	}
	def := s.Tok == token.DEFINE
	isNew := func(e ast.Expr) bool {
		id, ok := e.(*ast.Ident)
		return def && ok && l.info.Defs[id] != nil
	}
	if len(s.Lhs) == 1 && len(s.Rhs) == 1 {
		if isNew(s.Lhs[0]) {
			l.define(s.Lhs[0].(*ast.Ident), s.Rhs[0])
			return
		}
		if id, ok := s.Lhs[0].(*ast.Ident); ok && id.Name == "_" {
			t := l.typeOf(s.Rhs[0])
			if isUntyped(t) {
				t = types.Default(t)
			}
			l.emit("var %s %s = %s", l.tmp("blank"), l.typeText(t), l.convert(s.Rhs[0], t))
			return
		}
		x := ast.Unparen(s.Lhs[0])
		t := l.typeOf(x)
		if ix, ok := x.(*ast.IndexExpr); ok && !trivial(s.Rhs[0]) {
			if _, ok := under(l.typeOf(ix.X)).(*types.Map); ok {
				lv := l.place(x, true)
				v := l.tmp("v")
				l.emit("var %s %s = %s", v, l.typeText(t), l.convert(s.Rhs[0], t))
				lv.set(v)
				return
			}
		}
		l.store(l.lvalue(x), l.convert(s.Rhs[0], t), t)
		return
	}
	if len(s.Rhs) == 1 {
		var lhs []place
		for _, x := range s.Lhs {
			if isNew(x) {
				lhs = append(lhs, l.defineTarget(x.(*ast.Ident)))
			} else {
				if _, ok := ast.Unparen(x).(*ast.Ident); ok {
					lhs = append(lhs, l.place(x, false))
				} else {
					lhs = append(lhs, l.target(ast.Unparen(x)))
				}
			}
		}
		l.tupleAssign(lhs, s.Rhs[0])
		return
	}
	// parallel assignment: operands, then right sides, then the stores in order
	var lhs []place
	var tmps []string
	for _, x := range s.Lhs {
		if isNew(x) {
			lhs = append(lhs, l.defineTarget(x.(*ast.Ident)))
			continue
		}
		y := ast.Unparen(x)
		_, id := y.(*ast.Ident)
		if id {
			lhs = append(lhs, l.place(y, false))
		} else {
			lhs = append(lhs, l.target(y))
		}
	}
	for i, r := range s.Rhs {
		t := lhs[i].t
		if t == nil {
			t = l.typeOf(r)
			if isUntyped(t) {
				t = types.Default(t)
			}
		}
		v := l.tmp("v")
		l.emit("var %s %s = %s", v, l.typeText(t), l.convert(r, t))
		tmps = append(tmps, v)
	}
	for i := range lhs {
		if !lhs[i].blank {
			lhs[i].set(tmps[i])
		}
	}
}

// lhsParallel evaluates the operands of x[i], x.f and *p without the final check.
func (l *lowering) target(e ast.Expr) place {
	t := l.typeOf(e)
	hoistVar := func(x ast.Expr) string {
		v := l.tmp("h")
		l.emit("var %s %s = %s", v, l.typeText(l.typeOf(x)), l.expr(x))
		return v
	}
	switch x := e.(type) {
	case *ast.IndexExpr:
		xt := l.typeOf(x.X)
		switch u := under(xt).(type) {
		case *types.Map:
			return l.place(e, true)
		case *types.Slice, *types.Pointer:
			sv := hoistVar(x.X)
			iv := l.intText(x.Index)
			if l.info.Types[x.Index].Value == nil {
				n := l.tmp("i")
				l.emit("var %s int = %s", n, iv)
				iv = n
			}
			if _, ok := u.(*types.Pointer); ok {
				sv = "(*" + sv + ")"
			}
			return place{t: t, set: func(s string) { l.emit("%s[%s] = %s", sv, iv, s) }}
		case *types.Array:
			base := "&" + l.expr(x.X)
			pv := l.tmp("p")
			l.emit("var %s *%s = %s", pv, l.typeText(xt), base)
			n := l.tmp("i")
			l.emit("var %s int = %s", n, l.intText(x.Index))
			return place{t: t, set: func(s string) { l.emit("(*%s)[%s] = %s", pv, n, s) }}
		}
	case *ast.StarExpr:
		pv := hoistVar(x.X)
		return place{t: t, set: func(s string) { l.emit("*%s = %s", pv, s) }}
	case *ast.SelectorExpr:
		// p.a.b with a pointer p: p is an operand, the fields are not
		path := []*ast.SelectorExpr{x}
		base := ast.Unparen(x.X)
		for {
			s, ok := base.(*ast.SelectorExpr)
			if !ok || l.info.Selections[s] == nil {
				break
			}
			if _, ptr := under(l.typeOf(base)).(*types.Pointer); ptr {
				break
			}
			path = append(path, s)
			base = ast.Unparen(s.X)
		}
		if _, ok := under(l.typeOf(base)).(*types.Pointer); ok {
			field, ft := hoistVar(base), l.typeOf(base)
			for i := len(path) - 1; i >= 0; i-- {
				_, index := l.lookup(ft, path[i])
				field, ft = l.walk(field, ft, index)
			}
			return place{t: t, set: func(s string) { l.emit("%s = %s", field, s) }}
		}
		if pure(x) {
			return l.place(e, false)
		}
	}
	return l.place(e, true)
}

// tupleAssign handles a, b = f() and the comma-ok forms.
func (l *lowering) tupleAssign(lhs []place, rhs ast.Expr) {
	rhs = ast.Unparen(rhs)
	var ts []types.Type
	var src string
	var v []string
	for range lhs {
		v = append(v, l.tmp("t"))
	}
	boolT := types.Typ[types.Bool]
	conv0 := func(s string) string { return s }
	switch x := rhs.(type) {
	case *ast.TypeAssertExpr:
		t := l.typeOf(x.Type)
		src = l.assert(x, true)
		ts = []types.Type{t, boolT}
		if !isIface(t) {
			conv0 = func(s string) string { return l.assertV(s, t) }
		} else if l.compiledIface(t) {
			conv0 = func(s string) string { return l.toCompiled(s, t) }
		}
	case *ast.IndexExpr:
		if m, ok := under(l.typeOf(x.X)).(*types.Map); ok {
			src = l.expr(x)
			ts = []types.Type{m.Elem(), boolT}
		}
	case *ast.UnaryExpr:
		if x.Op == token.ARROW {
			src = l.receiver(x.X) + "(" + l.chanText(x.X) + ")"
			ts = []types.Type{under(l.typeOf(x.X)).(*types.Chan).Elem(), boolT}
		}
	}
	if ts == nil {
		tp := l.typeOf(rhs).(*types.Tuple)
		for i := 0; i < tp.Len(); i++ {
			ts = append(ts, tp.At(i).Type())
		}
		src = l.expr(rhs)
	}
	l.emit("%s := %s", strings.Join(v, ", "), src)
	for i, x := range lhs {
		if x.blank {
			continue
		}
		s := v[i]
		if i == 0 {
			s = conv0(s)
		}
		x.set(l.convertText(s, ts[i], x.t))
	}
}

// trivial: a name or a constant; anything else assigned to a map entry goes through a variable,
// because yaegi stores an invalid value (a nil dereference) as a deletion.
func trivial(e ast.Expr) bool {
	switch ast.Unparen(e).(type) {
	case *ast.Ident, *ast.BasicLit:
		return true
	}
	return false
}
