// Built-in functions.
//
// Spec: Built-in functions.
// yaegi: min, max and clear are undefined; new(expr) gives 0; the texts of panics of
// make are reflect's; append of single values to a nil slice of a named type fails.
// Before: xs = append(xs, a, b); m := min(a, b)
// After: xs = append(xs, []T{a, b}...); min becomes comparisons in a literal.

package lower

import (
	"fmt"
	"go/ast"
	"go/types"
	"strings"
)

func (l *lowering) builtin(e *ast.CallExpr, name string) string {
	arg := func(i int) string { return l.expr(e.Args[i]) }
	at := func(i int) types.Type { return l.typeOf(e.Args[i]) }
	switch name {
	case "len", "cap":
		t := at(0)
		if p, ok := under(t).(*types.Pointer); ok {
			n := under(p.Elem()).(*types.Array).Len()
			return fmt.Sprintf("func() int { _ = %s; return %d }()", arg(0), n)
		}
		if a, ok := under(t).(*types.Array); ok { // evaluated, or it would be a constant
			v := l.tmp("a")
			return fmt.Sprintf("func() int { var %s %s = %s; return %d }()", v, l.typeText(t), arg(0), a.Len())
		}
		return name + "(" + arg(0) + ")"
	case "append":
		if tp, ok := at(0).(*types.Tuple); ok {
			t := l.typeOf(e)
			el := under(t).(*types.Slice).Elem()
			var vs, cs []string
			for i := 0; i < tp.Len(); i++ {
				v := l.tmp("t")
				vs = append(vs, v)
				if i > 0 {
					cs = append(cs, l.convertText(v, tp.At(i).Type(), el))
				}
			}
			return fmt.Sprintf("func() %s { %s := %s; return append(%s, %s{%s}...) }()", l.typeText(t), strings.Join(vs, ", "), arg(0), vs[0], l.typeText(types.NewSlice(el)), strings.Join(cs, ", "))
		}
		t := l.typeOf(e)
		s := l.convert(e.Args[0], t)
		if s == "nil" {
			s = l.typeText(t) + "(nil)"
		}
		if len(e.Args) == 1 {
			return s
		}
		if x, ok := ast.Unparen(e.Args[0]).(*ast.SliceExpr); ok {
			if _, slice := under(l.typeOf(x.X)).(*types.Slice); !slice {
				s = "(" + l.typeText(t) + ")(" + s + ")" // yaegi takes a slice of an array for the array
			}
		}
		el := under(t).(*types.Slice).Elem()
		if e.Ellipsis.IsValid() {
			if b, ok := under(at(1)).(*types.Basic); ok && b.Info()&types.IsString != 0 {
				return "append(" + s + ", []byte(" + arg(1) + ")...)"
			}
			if l.isNil(e.Args[1]) {
				return s
			}
			return "append(" + s + ", " + l.convertText(arg(1), at(1), types.NewSlice(el)) + "...)"
		}
		var vs []string
		for _, a := range e.Args[1:] {
			vs = append(vs, l.convert(ast.Unparen(a), el))
		}
		return "append(" + s + ", " + l.typeText(types.NewSlice(el)) + "{" + elements(nil, vs) + "}...)"
	case "copy":
		if src, ts := l.spread(e); src != "" {
			a, b := l.tmp("t"), l.tmp("t")
			b2 := b
			if bt, ok := under(ts[1]).(*types.Basic); ok && bt.Info()&types.IsString != 0 {
				b2 = "[]byte(" + b + ")"
			}
			return fmt.Sprintf("func() int { %s, %s := %s; return copy(%s, %s) }()", a, b, src, a, b2)
		}
		if b, ok := under(at(1)).(*types.Basic); ok && b.Info()&types.IsString != 0 {
			return "copy(" + arg(0) + ", []byte(" + arg(1) + "))"
		}
		return "copy(" + arg(0) + ", " + arg(1) + ")"
	case "delete":
		if src, ts := l.spread(e); src != "" {
			a, b := l.tmp("t"), l.tmp("t")
			return fmt.Sprintf("func() { %s, %s := %s; delete(%s, %s) }()", a, b, src, a, l.convertText(b, ts[1], under(ts[0]).(*types.Map).Key()))
		}
		return "delete(" + arg(0) + ", " + l.convert(e.Args[1], under(at(0)).(*types.Map).Key()) + ")"
	case "close":
		return "close(" + arg(0) + ")"
	case "make":
		t := l.typeOf(e)
		var s []string
		once := "" // declares what would be evaluated twice, or not at all
		for _, a := range e.Args[1:] {
			x := l.intText(a)
			if _, slice := under(t).(*types.Slice); !pure(a) && (!slice || len(e.Args) == 3) {
				v := l.tmp("n")
				once += fmt.Sprintf("var %s int = %s; _ = %s; ", v, x, v)
				x = v
			}
			s = append(s, x)
		}
		switch u := under(t).(type) {
		case *types.Slice:
			size := sizes.Sizeof(u.Elem())
			if len(s) == 2 {
				s[0] = fmt.Sprintf("rt.MkLC(%s, %s, %d)", s[0], s[1], size)
			} else if l.info.Types[e.Args[1]].Value == nil {
				s[0] = fmt.Sprintf("rt.MkLen(%s, %d)", s[0], size)
			}
		case *types.Map:
			s = nil
		case *types.Chan:
			if len(s) == 1 && l.info.Types[e.Args[1]].Value == nil {
				s[0] = "rt.MkChan(" + s[0] + ")"
			}
		}
		if once != "" {
			return "func() " + l.typeText(t) + " { " + once + "return " + l.makeText(t, s) + " }()"
		}
		return l.makeText(t, s)
	case "new":
		if l.info.Types[e.Args[0]].IsType() {
			t := l.typeOf(e.Args[0])
			return "new(" + l.typeText(t) + ")"
		}
		t := under(l.typeOf(e)).(*types.Pointer).Elem()
		v := l.tmp("new")
		return fmt.Sprintf("func() *%s { var %s %s = %s; return &%s }()", l.typeText(t), v, l.typeText(t), l.convert(e.Args[0], t), v)
	case "panic":
		return "rt.Panic(" + l.convert(e.Args[0], types.NewInterfaceType(nil, nil)) + ")"
	case "print", "println":
		var s []string
		if src, ts := l.spread(e); src != "" {
			var vs, bs []string
			for _, t := range ts {
				v := l.tmp("t")
				vs = append(vs, v)
				if isIface(t) {
					bs = append(bs, "rt.PrintI("+l.toAny(v, t)+")")
				} else {
					bs = append(bs, l.toAny(v, t))
				}
			}
			return fmt.Sprintf("func() { %s := %s; rt.%s(%s) }()", strings.Join(vs, ", "), src, strings.ToUpper(name[:1])+name[1:], strings.Join(bs, ", "))
		}
		for _, a := range e.Args {
			t := l.defaultType(a)
			s = append(s, l.printArg(a, t))
		}
		return "rt." + strings.ToUpper(name[:1]) + name[1:] + "(" + strings.Join(s, ", ") + ")"
	case "recover":
		return l.fn.recFrom + ".Recover()"
	case "min", "max":
		t := l.typeOf(e)
		if isUntyped(t) {
			t = types.Default(t)
		}
		var b strings.Builder
		ty := l.typeText(t)
		r := l.tmp("mm")
		fmt.Fprintf(&b, "func() %s { var %s %s = %s; ", ty, r, ty, l.typed(e.Args[0], t))
		for _, a := range e.Args[1:] {
			v := l.tmp("mm")
			fmt.Fprintf(&b, "var %s %s = %s; ", v, ty, l.typed(a, t))
			bt := under(t).(*types.Basic)
			if bt.Info()&types.IsFloat != 0 {
				fn := "rt.MinF"
				if name == "max" {
					fn = "rt.MaxF"
				}
				fmt.Fprintf(&b, "%s = %s(%s(float64(%s), float64(%s))); ", r, ty, fn, r, v)
				continue
			}
			op := "<"
			if name == "max" {
				op = ">"
			}
			fmt.Fprintf(&b, "if %s %s %s { %s = %s }; ", v, op, r, r, v)
		}
		fmt.Fprintf(&b, "return %s }()", r)
		return b.String()
	case "clear":
		return "rt.Clear(" + l.box(arg(0), at(0)) + ")"
	case "complex":
		t := l.typeOf(e)
		if isUntyped(t) {
			t = types.Default(t)
		}
		b := under(t).(*types.Basic)
		if _, ok := at(0).(*types.Tuple); ok {
			if b.Kind() == types.Complex64 {
				return "rt.Complex64(" + arg(0) + ")"
			}
			return "rt.Complex128(" + arg(0) + ")"
		}
		part, fn := types.Typ[types.Float64], "rt.Complex128"
		if b.Kind() == types.Complex64 {
			part, fn = types.Typ[types.Float32], "rt.Complex64"
		}
		return fn + "(" + l.typed(e.Args[0], part) + ", " + l.typed(e.Args[1], part) + ")"
	case "real", "imag":
		b := under(at(0)).(*types.Basic)
		n := "rt.Real128"
		if name == "imag" {
			n = "rt.Imag128"
		}
		if b.Kind() == types.Complex64 {
			n = n[:7] + "64"
		}
		return n + "(" + arg(0) + ")"
	}
	l.fail(e.Pos(), "builtin %s", name)
	return ""
}

// makeText calls make; yaegi knows no channels of one direction there.
func (l *lowering) makeText(t types.Type, sizes []string) string {
	if c, ok := under(t).(*types.Chan); ok && c.Dir() != types.SendRecv {
		return "(" + l.typeText(t) + ")(make(" + l.typeText(types.NewChan(types.SendRecv, c.Elem())) + pre(", ", sizes) + "))"
	}
	return "make(" + l.typeText(t) + pre(", ", sizes) + ")"
}

func (l *lowering) printArg(a ast.Expr, t types.Type) string {
	if l.isNil(a) {
		return "nil"
	}
	if isIface(t) {
		return "rt.PrintI(" + l.toAny(l.expr(a), t) + ")"
	}
	return l.box(l.typed(a, t), t)
}
