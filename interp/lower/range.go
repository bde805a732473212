package lower

import (
	"go/ast"
	"go/token"
	"go/types"
)

func (l *lowering) rangeStmt(s *ast.RangeStmt, label string) {
	t := l.typeOf(s.X)
	u := under(t)
	key, val := s.Key, s.Value
	if isBlank(key) {
		key = nil
	}
	if isBlank(val) {
		val = nil
	}
	def := s.Tok == token.DEFINE
	if sg, ok := u.(*types.Signature); ok {
		l.rangeFunc(s, sg, label)
		return
	}
	bind := func(e ast.Expr, v string, from types.Type) {
		if e == nil {
			return
		}
		if def {
			o := l.info.Defs[e.(*ast.Ident)]
			l.emit("var %s %s = %s", l.name(o), l.typeText(o.Type()), v)
			return
		}
		l.emit("%s = %s", l.expr(e), l.convertText(v, from, l.typeOf(e)))
	}
	var pendingBind func(string, types.Type)
	if !def && key != nil && val != nil {
		bind0 := bind
		var lv0 place
		bind = func(e ast.Expr, v string, from types.Type) {
			mk := func(x ast.Expr) place {
				if _, ok := ast.Unparen(x).(*ast.Ident); ok {
					return l.place(x, false)
				}
				return l.target(ast.Unparen(x))
			}
			if e == key {
				lv0 = mk(key)
				lv1 := mk(val)
				kv := v
				_ = bind0
				pendingBind = func(v string, vt types.Type) {
					lv0.set(l.convertText(kv, from, lv0.t))
					lv1.set(l.convertText(v, vt, lv1.t))
				}
				return
			}
			pendingBind(v, from)
		}
	}
	l.emit("{")
	defer l.emit("}")
	l.siteOf(s.X)
	if b, ok := u.(*types.Basic); ok && b.Info()&types.IsInteger != 0 {
		n, i := l.tmp("n"), l.tmp("i")
		it := t
		if isUntyped(t) {
			it = types.Typ[types.Int]
			if key != nil {
				if def {
					it = l.subst(l.info.Defs[key.(*ast.Ident)].Type())
				} else {
					it = l.typeOf(key)
				}
			}
		}
		l.emit("var %s %s = %s", n, l.typeText(it), l.typed(s.X, it))
		l.emit("var %s %s = %s", i, l.typeText(it), l.zero(it))
		l.push(label, true, nil)
		l.emit("for ; %s < %s; %s = %s + %s {", i, n, i, i, l.one(it))
		bind(key, i, it)
		l.emit(pollText)
		l.block(s.Body)
		l.emit("}")
		l.pop()
		return
	}
	x := l.tmp("x")
	kt, vt := types.Type(types.Typ[types.Int]), types.Type(nil)
	k, v := l.tmp("k"), l.tmp("v")
	switch uu := u.(type) {
	case *types.Chan:
		l.emit("var %s %s = %s", x, l.chanType(s.X), l.chanText(s.X))
		l.push(label, true, nil)
		ok := l.tmp("ok")
		l.emit("for {")
		l.site(s.Pos())
		l.emit("%s, %s := %s(%s)", k, ok, l.receiver(s.X), x)
		l.emit("if !%s { break }", ok)
		bind(key, k, uu.Elem())
		l.emit(pollText)
		l.block(s.Body)
		l.emit("}")
		l.pop()
		return
	case *types.Map:
		kt, vt = uu.Key(), uu.Elem()
		l.emit("var %s %s = %s", x, l.typeText(t), l.expr(s.X))
	case *types.Slice:
		vt = uu.Elem()
		l.emit("var %s %s = %s", x, l.typeText(t), l.expr(s.X))
		n := l.tmp("n")
		l.emit("var %s int = len(%s)", n, x)
		l.emit("var %s int = 0", k)
		l.push(label, true, nil)
		l.emit("for ; %s < %s; %s = %s + 1 {", k, n, k, k)
		bind(key, k, kt)
		if val != nil {
			bind(val, x+"["+k+"]", vt)
		}
		l.emit(pollText)
		l.block(s.Body)
		l.emit("}")
		l.pop()
		return
	case *types.Basic:
		vt = types.Typ[types.Int32]
		l.emit("var %s string = %s", x, l.typed(s.X, types.Typ[types.String]))
		w := l.tmp("w")
		l.emit("var %s int = 0", k)
		l.emit("var %s int = 0", w)
		l.push(label, true, nil)
		l.emit("for ; %s < len(%s); %s = %s + %s {", k, x, k, k, w)
		l.emit("%s, %s := rt.Rune(%s, %s)", v, v+"w", x, k)
		l.emit("%s = %s", w, v+"w")
		bind(key, k, kt)
		bind(val, v, vt)
		l.emit(pollText)
		l.block(s.Body)
		l.emit("}")
		l.pop()
		return
	case *types.Array, *types.Pointer:
		// an index loop; the array is copied only when its values are wanted
		var arr *types.Array
		if a, ok := uu.(*types.Array); ok {
			arr = a
			if val != nil {
				l.emit("var %s %s = %s", x, l.typeText(t), l.expr(s.X))
			} else if !pure(s.X) {
				l.emit("_ = %s", l.expr(s.X))
			}
		} else {
			arr = under(uu.(*types.Pointer).Elem()).(*types.Array)
			l.emit("var %s %s = %s", x, l.typeText(t), l.expr(s.X))
		}
		l.emit("var %s int = 0", k)
		l.push(label, true, nil)
		l.emit("for ; %s < %d; %s = %s + 1 {", k, arr.Len(), k, k)
		bind(key, k, kt)
		if val != nil {
			if _, ok := uu.(*types.Pointer); ok {
				bind(val, "(*"+x+")["+k+"]", arr.Elem())
			} else {
				bind(val, x+"["+k+"]", arr.Elem())
			}
		}
		l.emit(pollText)
		l.block(s.Body)
		l.emit("}")
		l.pop()
		return
	}
	l.push(label, true, nil)
	switch {
	case key == nil && val == nil:
		l.emit("for range %s {", x)
	case val == nil:
		l.emit("for %s := range %s {", k, x)
	case key == nil:
		l.emit("for _, %s := range %s {", v, x)
	default:
		l.emit("for %s, %s := range %s {", k, v, x)
	}
	bind(key, k, kt)
	bind(val, v, vt)
	l.emit(pollText)
	l.block(s.Body)
	l.emit("}")
	l.pop()
}

func isBlank(e ast.Expr) bool {
	id, ok := e.(*ast.Ident)
	return ok && id.Name == "_"
}
