// This file makes statements about values: copies and aliases, texts, numbers,
// errors, sorting, functions as values.

package randprog

import (
	"strings"
)

// aliasing has slices that share an array, with capacities that are known.
func (p *program) aliasing() {
	t := p.some(printable)
	a, b, c := p.name("a"), p.name("b"), p.name("c")
	e := func() string { return p.plain(t, 1) }
	switch p.IntN(4) {
	case 0:
		n := 1 + p.IntN(3)
		p.line("%s := make([]%s, %d, %d)", a, t.text, n, n+1)
		p.line("%s := append(%s, %s)", b, a, e())
		p.line("%s := append(%s, %s)", c, a, e())
		p.line("%s[0] = %s", c, e())
		p.line("fmt.Println(%s, %s, %s, len(%s), cap(%s))", a, b, c, b, b)
	case 1:
		p.line("%s := [4]%s{%s, %s}", a, t.text, e(), e())
		p.line("%s := %s[1:3]", b, a)
		p.line("%s := append(%s, %s)", c, b, e())
		p.line("%s = append(%s[:1:1], %s)", b, b, e())
		p.line("%s[0] = %s", b, e())
		p.line("fmt.Println(%s, %s, %s, cap(%s[2:]), len(%s[1:2:3]))", a, b, c, a, a)
	case 2:
		p.line("%s := [][]%s{{%s}, {%s, %s}}", a, t.text, e(), e(), e())
		p.line("%s := %s[1]", b, a)
		p.line("%s[0] = %s", b, e())
		p.line("%s := slices.Clone(%s)", c, a)
		p.line("%s[1][1], %s[0] = %s, nil", c, c, e())
		p.line("fmt.Println(%s, %s, %s)", a, b, c)
	case 3:
		p.line("%s := []%s{%s, %s, %s}", a, t.text, e(), e(), e())
		p.line("%s := &%s[1]", b, a)
		p.line("%s := copy(%s, %s[1:])", c, a, a)
		p.line("*%s = %s", b, e())
		p.line("fmt.Println(%s, *%s, %s)", a, b, c)
	}
}

// values copies arrays and structs.
func (p *program) values() {
	t := p.some(func(t *typ) bool { return !t.holdsPointer() && t.comparable() })
	a, b := p.name("a"), p.name("b")
	e := func() string { return p.plain(t, 1) }
	switch p.IntN(5) {
	case 0:
		p.line("%s := [3]%s{%s, %s}", a, t.text, e(), e())
		p.line("%s := %s", b, a)
		p.line("%s[2] = %s", b, e())
		p.line("for i, x := range %s { %s[2-i] = x }", a, a)
		p.line("fmt.Println(%s, %s, %s == %s)", a, b, a, b)
		p.line("func(x [3]%s) { x[0] = %s }(%s)", t.text, e(), a)
		p.line("func(x *[3]%s) { x[1] = %s; for i := range x { _ = i } }(&%s)", t.text, e(), a)
		p.line("fmt.Println(%s, len(%s), any(%s) == any(%s))", a, a, a, b)
	case 1:
		p.line("%s := map[string]struct { v %s; n int }{\"a\": {%s, 1}}", a, t.text, e())
		p.line("%s := %s[\"a\"]", b, a)
		p.line("%s.v, %s.n = %s, 2", b, b, e())
		p.line("fmt.Println(%s, %s, %s[\"b\"])", a, b, a)
		p.line("%s[\"b\"] = %s", a, b)
		p.line("delete(%s, \"a\")", a)
		p.line("fmt.Println(%s, len(%s))", a, a)
	case 2:
		p.line("%s := []struct { x [2]%s }{{[2]%s{%s}}, {}}", a, t.text, t.text, e())
		p.line("for _, y := range %s { y.x[0] = %s }", a, e())
		p.line("for i := range %s { y := &%s[i]; y.x[1] = %s }", a, a, e())
		p.line("%s := %s[0]", b, a)
		p.line("%s[0].x[0] = %s", a, e())
		p.line("fmt.Println(%s, %s, %s == %s[1])", a, b, b, a)
	case 3:
		p.line("var %s any = [2]%s{%s}", a, t.text, e())
		p.line("%s := %s.([2]%s)", b, a, t.text)
		p.line("%s[0] = %s", b, e())
		p.line("fmt.Println(%s, %s, %s == any(%s))", a, b, a, b)
	case 4:
		p.line("%s := &struct { in *%s; list []*%s }{in: new(%s)}", a, t.text, t.text, t.text)
		p.line("*%s.in = %s", a, e())
		p.line("%s := *%s", b, a)
		p.line("%s.list = append(%s.list, %s.in, %s.in)", b, b, a, b)
		p.line("*%s.list[0] = %s", b, e())
		p.line("fmt.Println(*%s.in, len(%s.list), *%s.list[1], %s.in == %s.list[0])", a, a, b, a, b)
	}
}

// texts converts and walks strings.
func (p *program) texts() {
	s, b := p.name("s"), p.name("b")
	str := p.get("string")
	switch p.IntN(5) {
	case 0:
		p.line("%s := %s", s, p.value(str))
		p.line("for i, r := range %s { fmt.Print(i, \":\", string(r), \" \") }", s)
		p.line("for i := range len(%s) { fmt.Printf(\"%%x\", %s[i]) }", s, s)
		p.line("fmt.Println(len(%s), []rune(%s))", s, s)
	case 1:
		p.line("%s := []byte(%s)", s, p.value(str))
		p.line("%s := append(%s, %s...)", b, s, p.plain(str, 1))
		p.line("for i := range %s { if i < len(%s) { %s[i] ^= 1 } }", b, s, s)
		p.line("fmt.Printf(\"%%q %%q\\n\", %s, string(%s[len(%s):]))", s, b, s)
	case 2:
		p.line("var %s strings.Builder", s)
		p.line("for i := range %d { fmt.Fprintf(&%s, \"%%d-%%v,\", i, %s) }", 1+p.IntN(3), s, p.plain(p.some((*typ).basic), 1))
		p.line("%s.WriteByte('x'); %s.WriteRune('é')", s, s)
		p.line("fmt.Println(%s.String(), %s.Len())", s, s)
	case 3:
		t := p.some(printable)
		p.line("{")
		p.line("x := %s(%s)", t.conv(), p.value(t))
		p.line("fmt.Printf(\"%%v|%%+v|%%#v|%%T|%%8v|%%-8v|%%q|%%x|%%s|%%d\\n\", x, x, x, x, x, x, x, x, x, x)")
		p.line("}")
	case 4:
		p.line("%s := strings.Fields(%s)", s, p.value(str))
		p.line("fmt.Println(len(%s), strings.Join(append(%s, \"z\"), \"+\"))", s, s)
	}
}

// builtins uses what is predeclared.
func (p *program) builtins() {
	t := p.some(printable)
	a, b := p.name("a"), p.name("b")
	e := func() string { return p.value(t) }
	switch p.IntN(6) {
	case 0:
		p.line("%s := map[int]%s{1: %s, 2: %s}", a, t.text, e(), e())
		p.line("%s := %s", b, a)
		p.line("delete(%s, tr(\"key\", %d))", a, p.IntN(3))
		p.line("fmt.Println(len(%s), %s)", b, b)
		p.line("clear(%s)", a)
		p.line("fmt.Println(len(%s), %s)", b, b)
	case 1:
		p.line("%s := []%s{%s, %s, %s}", a, t.text, e(), e(), e())
		p.line("%s := %s[1:]", b, a)
		p.line("clear(%s)", b)
		p.line("fmt.Println(%s, copy(%s, %s), %s)", a, a, b, a)
	case 2:
		n := p.some(func(t *typ) bool { return t.ordered() && t.basic() })
		p.line("fmt.Println(min(%s, %s), max(%s, %s, %s))", p.value(n), p.operandPlain(n), p.operandPlain(n), p.value(n), p.value(n))
	case 3:
		p.line("%s := make([]%s, %d, tr(\"cap\", %d))", a, t.text, p.IntN(3), 3+p.IntN(3))
		p.line("%s := append(%s, make([]%s, 2)...)", b, a, t.text)
		p.line("fmt.Println(len(%s), cap(%s), len(%s), %s)", a, a, b, b)
	case 4:
		p.line("%s := new(%s)", a, e())
		p.line("%s := %s", b, a)
		p.line("*%s = %s", b, e())
		p.line("fmt.Println(*%s, %s == %s)", a, a, b)
	case 5:
		m := p.mapOf(p.some(keyed), t)
		p.line("%s := %s{}", a, m.text)
		for range 2 {
			p.line("%s[%s] = %s", a, p.key(m.key, p.IntN(3)), e())
		}
		p.line("{")
		p.line("n := 0")
		p.line("for range %s { n++ }", a)
		p.line("for k := range %s { delete(%s, k) }", a, a)
		p.line("fmt.Println(n, len(%s))", a)
		p.line("}")
	}
}

// numbers goes to the edges of the numeric types.
func (p *program) numbers() {
	a, b := p.name("a"), p.name("b")
	switch p.IntN(6) {
	case 0:
		t := p.some(func(t *typ) bool { return t.kind == kInt })
		p.line("%s := gid(%s(-1 << %d))", a, t.text, t.bits-1)
		p.line("%s := gid(%s(-1))", b, t.text)
		p.line("fmt.Println(%s/%s, %s%%%s, -%s, %s-1, %s*%s)", a, b, a, b, a, a, a, a)
	case 1:
		t := p.some((*typ).integer)
		p.line("%s, %s := gid(%s(%d)), gid(uint(%d))", a, b, t.text, 1+p.IntN(100), p.IntN(70))
		p.line("fmt.Println(%s<<%s, %s>>%s, ^%s, -%s, %s<<%s>>%s, %s&^(%s<<3))", a, b, a, b, a, a, a, b, b, a, a)
		p.line("{")
		p.line("var s %s = 1 << (%s & 7)", t.text, b)
		p.line("fmt.Println(s, 1<<(%s&3) + %s)", b, a)
		p.line("}")
	case 2:
		t := p.some(func(t *typ) bool { return t.kind == kFloat })
		p.line("%s, %s := %s(%s), gid(%s(0))", a, b, t.text, p.value(t), t.text)
		p.line("fmt.Println(%s/%s, -%s/%s, %s/%s, 1/(-%s), -%s)", a, b, a, b, b, b, b, b)
		p.line("{ n := %s / %s; fmt.Println(n == n, n != n, n < n, min(n, %s), max(%s, n), math.IsNaN(float64(n))) }", b, b, a, a)
		p.line("fmt.Println(math.Signbit(float64(-%s)), math.Inf(1) > float64(%s), int64(%s*0+3))", b, a, b)
	case 3:
		t := p.some((*typ).integer)
		p.line("%s := %s(%s)", a, t.text, p.value(t))
		var list []string
		for _, u := range []string{"int8", "uint8", "int16", "uint16", "int32", "uint32", "int64", "uint64", "int", "uint", "float32", "float64", "uintptr"} {
			list = append(list, u+"("+a+")")
		}
		p.line("fmt.Println(%s)", strings.Join(list, ", "))
	case 4:
		t := p.some(func(t *typ) bool { return t.kind == kComplex })
		p.line("%s, %s := %s, %s", a, b, p.value(t), p.value(t))
		p.line("fmt.Println(%s*%s, %s+%s, real(%s), imag(%s), %s == %s, -%s)", a, b, a, b, a, b, a, b, a)
		p.line("fmt.Printf(\"%%v %%T %%.2f\\n\", %s, real(%s), %s)", a, b, a)
	case 5:
		p.line("{")
		p.push()
		p.constants("", p.some(func(t *typ) bool { return t.integer() && t.bits > 8 || t.kind == kFloat }))
		c := p.scopes[len(p.scopes)-1].list
		p.line("fmt.Println(%s, %s, %s)", c[0].name, c[1].name, c[2].name)
		p.block(1)
		p.pop()
		p.line("}")
	}
}

// errorValues wraps and finds errors.
func (p *program) errorValues() {
	e, t := p.name("err"), p.name("T")
	b := p.some((*typ).basic)
	switch p.IntN(3) {
	case 0:
		p.line("{")
		p.line("%s := errors.New(%s)", e, p.plain(p.get("string"), 0))
		p.line("w := fmt.Errorf(\"%%v: %%w\", %s, %s)", p.plain(b, 1), e)
		p.line("j := errors.Join(nil, w, errors.New(\"other\"))")
		p.line("fmt.Println(errors.Is(w, %s), errors.Is(j, %s), errors.Unwrap(w) == %s, j, %s == nil)", e, e, e, e)
		p.line("}")
	case 1:
		for _, s := range p.structs {
			for _, m := range s.methods {
				if m.name == "Error" && m.receiver == s {
					star := ""
					if m.pointer {
						star = "&"
					}
					x := p.name("x")
					p.line("%s := %s(%s)", x, s.conv(), p.value(s))
					p.line("var %s error = %s%s", e, star, x)
					p.line("var %s %s%s", t, strings.Replace(star, "&", "*", 1), s.text)
					p.line("fmt.Println(%s, errors.As(fmt.Errorf(\"w %%w\", %s), &%s), %s)", e, e, t, t)
					return
				}
			}
		}
		p.line("var %s error", e)
		p.line("fmt.Println(%s == nil, errors.Is(%s, nil))", e, e)
	case 2:
		p.line("%s := func(n int) (int, error) { if n > 1 { return 0, fmt.Errorf(\"too big: %%d\", n) }; return n + 1, nil }", e)
		p.line("for i := range 4 { if n, err := %s(i); err != nil { fmt.Println(\"failed\", err); break } else if n, err := %s(n); err == nil { fmt.Println(n) } else { fmt.Println(n, err) } }", e, e)
	}
}

// functions has functions in variables, slices and maps.
func (p *program) functions() {
	t, u := p.some((*typ).basic), p.some((*typ).basic)
	f, g := p.name("f"), p.name("g")
	switch p.IntN(6) {
	case 0:
		p.line("%s := func() func(%s) %s { n := 0; return func(x %s) %s { n++; fmt.Print(n, \" \"); return %s } }", f, t.text, u.text, t.text, u.text, p.plain(u, 1))
		p.line("%s := %s()", g, f)
		p.line("fmt.Println(%s(%s), %s(%s), %s()(%s))", g, p.plain(t, 1), g, p.plain(t, 1), f, p.plain(t, 1))
	case 1:
		p.line("var %s []func() %s", f, t.text)
		v := p.name("v")
		p.line("for _, %s := range []%s{%s, %s, %s} {", v, t.text, p.plain(t, 1), p.plain(t, 1), p.plain(t, 1))
		p.line("%s = append(%s, func() %s { old := %s; %s = %s; return old })", f, f, t.text, v, v, p.plain(t, 1))
		p.line("}")
		p.line("for _, f := range %s { fmt.Println(f(), f()) }", f)
	case 2:
		p.line("%s := struct { fn func(int) int; m map[string]func(int) int }{func(i int) int { return i * 2 }, map[string]func(int) int{\"inc\": func(i int) int { return i + 1 }}}", f)
		p.line("fmt.Println(%s.fn(%s.m[\"inc\"](%d)), %s.m[\"none\"] == nil)", f, f, p.IntN(9), f)
		p.line("%s := [2]func(int) int{%s.fn, %s.m[\"inc\"]}", g, f, f)
		p.line("fmt.Println(%s[0](%s[1](3)), %s[idx(%d, 2)](4))", g, g, g, p.IntN(2000))
	case 3:
		p.line("var %s func(int) int", f)
		p.line("%s = func(n int) int { if n <= 1 { return 1 }; return n*%s(n-1) + %d }", f, f, p.IntN(3))
		p.line("fmt.Println(%s(%d))", f, 2+p.IntN(5))
	case 4:
		p.line("%s := func(xs ...%s) (n int, last %s) { for i, x := range xs { n, last = i, x }; return }", f, t.text, t.text)
		p.line("%s := []%s{%s, %s}", g, t.text, p.plain(t, 1), p.plain(t, 1))
		p.line("fmt.Println(%s(%s...))", f, g)
		p.line("fmt.Println(%s(%s, %s))", f, p.value(t), p.value(t))
		p.line("fmt.Println(%s())", f)
		p.line("func(xs ...%s) { xs[0] = %s }(%s...)", t.text, p.plain(t, 1), g)
		p.line("fmt.Println(%s)", g)
	case 5:
		p.line("%s := func() (%s, %s) { fmt.Print(\"both \"); return %s, %s }", f, t.text, u.text, p.plain(t, 1), p.plain(u, 1))
		p.line("fmt.Println(%s())", f)
		p.line("%s := func(a %s, b %s) string { return fmt.Sprint(b, a) }", g, t.text, u.text)
		p.line("fmt.Println(%s(%s()))", g, f)
	}
}

// sorting sorts with functions that compare.
func (p *program) sorting() {
	t := p.some(func(t *typ) bool { return t.ordered() && t.basic() && t.kind != kFloat })
	xs := p.name("xs")
	p.line("%s := []%s{%s, %s, %s, %s}", xs, t.text, p.value(t), p.value(t), p.value(t), p.plain(t, 1))
	switch p.IntN(4) {
	case 0:
		p.line("sort.Slice(%s, func(i, j int) bool { return %s[i] > %s[j] })", xs, xs, xs)
	case 1:
		p.line("slices.SortFunc(%s, func(a, b %s) int { return cmp.Compare(b, a) })", xs, t.text)
	case 2:
		p.line("slices.Sort(%s)", xs)
		p.line("fmt.Println(slices.BinarySearch(%s, %s))", xs, p.plain(t, 1))
	case 3:
		p.line("slices.Reverse(%s)", xs)
		p.line("fmt.Println(slices.Index(%s, %s), slices.Max(%s), slices.Contains(%s, %s))", xs, p.plain(t, 1), xs, xs, p.plain(t, 1))
	}
	p.line("fmt.Println(%s)", xs)
}

// recursion builds and walks what refers to itself.
func (p *program) recursion() {
	for _, s := range p.structs {
		if s.tree && p.chance(2) {
			next := s.fields[len(s.fields)-1].name
			v := p.name("list")
			p.line("var %s *%s", v, s.text)
			p.line("for range %d { %s = &%s{%s: %s} }", 1+p.IntN(4), v, s.text, next, v)
			p.line("{ n := 0; for x := %s; x != nil; x = x.%s { n++ }; fmt.Println(\"length\", n, dump(%s)) }", v, next, v)
			p.declare(variable{name: v, typ: p.pointerTo(s)})
			return
		}
	}
	f := p.name("f")
	switch p.IntN(3) {
	case 0:
		p.line("var %s func(n int, acc []int) []int", f)
		p.line("%s = func(n int, acc []int) []int { if n == 0 { return acc }; return %s(n-1, append(slices.Clip(acc), n*%d)) }", f, f, 1+p.IntN(4))
		p.line("fmt.Println(%s(%d, nil))", f, 1+p.IntN(5))
	case 1:
		p.line("var %s func(x any) int", f)
		p.line("%s = func(x any) int { switch x := x.(type) { case []any: n := 1; for _, y := range x { n += %s(y) }; return n; case int: return x }; return 0 }", f, f)
		p.line("fmt.Println(%s([]any{1, []any{2, \"x\", nil}, []any{}, %d}))", f, p.IntN(9))
	case 2:
		p.line("var %s func(n int) (even bool, steps int)", f)
		p.line("%s = func(n int) (bool, int) { if n == 0 { return true, 0 }; e, s := %s(n - 1); defer func() { s += 100 }(); return !e, s + 1 }", f, f)
		p.line("fmt.Println(%s(%d))", f, p.IntN(6))
	}
}
