// Go and defer: the call becomes a func() that holds its operands.
//
// Spec: Go statements, Defer statements.
// yaegi: a literal that is passed on captures the frame; a panic in a goroutine ends
// the process.
// Before: go f(x)
// After: var a T = x; rt.Go(func() func() { return func() { f(a) } }())

package lower

import (
	"go/ast"
	"go/types"
	"strings"
)

// thunk makes a func() that calls with operands evaluated now.
func (l *lowering) thunk(c *ast.CallExpr, recFrom string) string {
	f := ast.Unparen(c.Fun)
	if lit, ok := f.(*ast.FuncLit); ok && len(c.Args) == 0 {
		sig := l.info.Types[lit].Type.(*types.Signature)
		s := l.funcLit(lit, recFrom, false)
		if sig.Results().Len() == 0 {
			v := l.tmp("th")
			l.emit("var %s func() = %s", v, s)
			return v
		}
		v := l.tmp("th")
		l.emit("var %s %s = %s", v, l.typeText(sig), s)
		return thunkW("func() { " + v + "() }")
	}
	if tv := l.info.Types[c.Fun]; tv.IsType() {
		return thunkW("func() { _ = " + l.expr(c) + " }")
	}
	if id, ok := f.(*ast.Ident); ok {
		if b, ok := l.info.Uses[id].(*types.Builtin); ok {
			var vs []string
			switch b.Name() {
			case "recover":
				if l.fn.frame == "" || recFrom == "" {
					return thunkW("func() { }")
				}
				return thunkW("func() { " + l.fn.frame + ".DeferredRecover(" + l.fn.recFrom + ") }")
			case "panic":
				v := l.tmp("a")
				l.emit("var %s interface{} = %s", v, l.convert(c.Args[0], types.NewInterfaceType(nil, nil)))
				return thunkW("func() { rt.Panic(" + v + ") }")
			case "print", "println":
				for _, a := range c.Args {
					v := l.tmp("a")
					l.emit("var %s interface{} = %s", v, l.printArg(a, l.defaultType(a)))
					vs = append(vs, v)
				}
				return thunkW("func() { rt." + strings.ToUpper(b.Name()[:1]) + b.Name()[1:] + "(" + strings.Join(vs, ", ") + ") }")
			case "close":
				v := l.tmp("a")
				l.emit("var %s %s = %s", v, l.typeText(l.typeOf(c.Args[0])), l.expr(c.Args[0]))
				return thunkW("func() { close(" + v + ") }")
			case "delete":
				m := under(l.typeOf(c.Args[0])).(*types.Map)
				v, k := l.tmp("a"), l.tmp("a")
				l.emit("var %s %s = %s", v, l.typeText(l.typeOf(c.Args[0])), l.expr(c.Args[0]))
				l.emit("var %s %s = %s", k, l.typeText(m.Key()), l.convert(c.Args[1], m.Key()))
				return thunkW("func() { delete(" + v + ", " + k + ") }")
			case "copy":
				v, k := l.tmp("a"), l.tmp("a")
				l.emit("var %s %s = %s", v, l.typeText(l.typeOf(c.Args[0])), l.expr(c.Args[0]))
				l.emit("var %s %s = %s", k, l.typeText(l.typeOf(c.Args[1])), l.expr(c.Args[1]))
				return thunkW("func() { copy(" + v + ", " + k + ") }")
			case "clear":
				v := l.tmp("a")
				l.emit("var %s interface{} = %s", v, l.box(l.expr(c.Args[0]), l.typeOf(c.Args[0])))
				return thunkW("func() { rt.Clear(" + v + ") }")
			default:
				l.fail(c.Pos(), "go/defer of builtin %s", b.Name())
			}
		}
	}
	var fun, recv string
	var sig *types.Signature
	var comp bool
	if lit, ok := f.(*ast.FuncLit); ok {
		sig = l.subst(l.info.Types[lit].Type).(*types.Signature)
		fun = l.tmp("th")
		l.emit("var %s %s = %s", fun, l.typeText(sig), l.funcLit(lit, recFrom, false))
	} else {
		fun, recv, sig, comp = l.callee(c, true)
		if recv != "" {
			v := l.tmp("rc")
			// the receiver's type: let a wrapper function fix it
			if strings.HasPrefix(fun, "rt.D_") {
				l.emit("var %s interface{} = rt.NotNil(%s)", v, recv)
			} else {
				l.emit("%s := %s", v, recv)
			}
			recv = v
		} else if comp {
			if s, ok := f.(*ast.SelectorExpr); ok && l.info.Selections[s] != nil {
				i := strings.LastIndexByte(fun, '.')
				v := l.tmp("cm")
				l.emit("var %s %s = %s", v, l.typeText(sig), l.bound(fun[:i], fun[i+1:], sig))
				fun = v
				comp = false
			}
		} else if !strings.HasPrefix(fun, "f_") || strings.HasSuffix(fun, ")") { // a value, or what a call gives
			v := l.tmp("fv")
			l.emit("var %s %s = %s", v, l.typeText(sig), fun)
			fun = v
		}
	}
	var as []string
	if recv != "" {
		as = append(as, recv)
	}
	if src, ts := l.spread(c); src != "" {
		var vs []string
		for range ts {
			vs = append(vs, l.tmp("a"))
		}
		l.emit("%s := %s", strings.Join(vs, ", "), src)
		as = append(as, l.argsFrom(vs, ts, sig, !comp)...)
		return thunkW("func() { " + fun + "(" + strings.Join(as, ", ") + ") }")
	}
	args := l.args(c, sig, !comp)
	np := sig.Params().Len()
	for i, a := range args {
		dots := strings.HasSuffix(a, "...")
		var t types.Type
		if i < np-1 || !sig.Variadic() || !comp || dots {
			t = sig.Params().At(min(i, np-1)).Type()
		} else {
			t = sig.Params().At(np - 1).Type().(*types.Slice).Elem()
		}
		v := l.tmp("a")
		l.emit("var %s %s = %s", v, l.typeText(t), strings.TrimSuffix(a, "..."))
		if dots {
			v += "..."
		}
		as = append(as, v)
	}
	return thunkW("func() { " + fun + "(" + strings.Join(as, ", ") + ") }")
}

// thunkW makes the closure in a frame of its own, so that it keeps its own operands.
func thunkW(s string) string { return "func() func() { return " + s + " }()" }
