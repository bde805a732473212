// This file makes statements that set several places at once, and functions over
// plain data, whose values change their types on the way.

package randprog

import (
	"fmt"
	"strings"
)

// places assigns to several places from one operation or call.
func (p *program) places() {
	t, u := p.some(printable), p.some(printable)
	f, m, xs, s := p.name("f"), p.name("m"), p.name("xs"), p.name("s")
	p.line("{")
	p.line("%s := func(a %s) (%s, %s) { fmt.Print(\"two \"); return a, %s }", f, t.text, t.text, u.text, p.plain(u, 1))
	p.line("_ = %s", f)
	p.line("%s := map[string]%s{\"a\": %s}", m, u.text, p.plain(u, 1))
	p.line("%s := []%s{%s, %s, %s}", xs, t.text, p.plain(t, 1), p.plain(t, 1), p.plain(t, 1))
	p.line("%s := struct { A %s; B *%s; C any; D error }{B: new(%s)}", s, t.text, u.text, u.text)
	switch p.IntN(7) {
	case 0: // what a call gives becomes an interface
		p.line("%s.C, %s[tr(\"key\", \"b\")] = %s(%s)", s, m, f, p.plain(t, 1))
		p.line("var a, b any")
		p.line("a, b = %s(%s[1])", f, xs)
		p.line("fmt.Printf(\"%%v %%T %%v %%T\\n\", a, a, b, b)")
		p.line("g := func() (any, any) { return %s(%s) }", f, p.plain(t, 1))
		p.line("fmt.Println(g())")
	case 1:
		p.line("%s.A, *%s.B = %s(%s)", s, s, f, p.plain(t, 1))
		p.line("%s[2], %s.C = %s(%s[0])", xs, s, f, xs)
	case 2: // the index is that before the assignment
		i := p.name("i")
		p.line("%s := %d", i, p.IntN(2))
		p.line("%s, %s[%s] = %s+1, %s", i, xs, i, i, p.plain(t, 1))
		p.line("%s[%s], %s[%s-1] = %s[%s-1], %s[%s]", xs, i, xs, i, xs, i, xs, i)
		p.line("%s, %s[%s], %s.C = 2, %s[0], %s", i, xs, i, s, xs, i)
	case 3: // comma-ok to places
		p.line("var ok [3]bool")
		p.line("*%s.B, ok[0] = %s[%q]", s, m, pick(p, []string{"a", "z"}))
		p.line("%s.C = %s", s, p.plain(t, 1))
		p.line("%s[0], ok[1] = %s.C.(%s)", xs, s, t.text)
		p.line("c := make(chan %s, 1)", u.text)
		p.line("c <- %s", p.plain(u, 1))
		p.line("close(c)")
		p.line("%s[\"c\"], ok[2] = <-c", m)
		p.line("%s.C, ok[len(fmt.Sprint(%s.A))%%3] = <-c", s, s)
		p.line("fmt.Println(ok)")
	case 4: // range to places
		p.line("var i [2]int")
		p.line("for i[0], %s.A = range %s { i[1] += i[0] }", s, xs)
		p.line("for i[1], %s[i[0]-1] = range [2]%s{%s} {}", xs, t.text, p.plain(t, 1))
		p.line("for %s.C, *%s.B = range %s {}", s, s, m)
		p.line("for _, %s.C = range %s { if step() { break } }", s, xs)
		p.line("fmt.Println(i)")
	case 5: // pointers move under their assignment
		p.line("old := %s.B", s)
		p.line("%s.B, *%s.B = new(%s), %s", s, s, u.text, p.plain(u, 1))
		p.line("fmt.Println(*old, old == %s.B)", s)
		p.line("ys := %s", xs)
		p.line("%s, %s[0] = %s[1:], %s", xs, xs, xs, p.plain(t, 1))
		p.line("fmt.Println(ys)")
	case 6: // errors out of calls
		e := p.name("e")
		p.line("%s := func(fail bool) (%s, error) { if fail { return %s.A, fmt.Errorf(\"no %%v\", %s.A) }; return %s, nil }", e, t.text, s, s, p.plain(t, 1))
		p.line("for _, fail := range []bool{true, false, %s} {", p.plain(p.get("bool"), 1))
		p.line("if %s[0], %s.D = %s(fail); %s.D != nil { fmt.Println(\"failed\", %s.D) }", xs, s, e, s, s)
		p.line("}")
	}
	p.line("fmt.Println(%s, dump(%s), %s)", xs, s, m)
	p.line("}")
}

// counting keeps values in maps that one statement reads and writes.
func (p *program) counting() {
	k, n := p.some(keyed), p.some(func(t *typ) bool { return t.kind >= kInt && t.kind <= kFloat })
	m := p.name("m")
	key := func() string { return p.key(k, p.IntN(3)) }
	p.line("{")
	switch p.IntN(4) {
	case 0:
		p.line("%s := map[%s]%s{}", m, k.text, n.text)
		p.line("for i := range %d { %s[%s]++; %s[%s] %s %s(i) + %s; if i > 2 { %s[%s]-- } }", 2+p.IntN(5), m, key(), m, key(), pick(p, []string{"+=", "-=", "*="}), n.text, p.plain(n, 1), m, key())
		p.line("fmt.Println(%s, len(%s))", m, m)
	case 1:
		p.line("%s := map[%s][]%s{}", m, k.text, n.text)
		p.line("for i, key := range []%s{%s, %s, %s} { %s[key] = append(%s[key], %s(i), %s); %s[key][0] += %s }", k.text, key(), key(), key(), m, m, n.text, p.plain(n, 1), m, p.plain(n, 1))
		p.line("fmt.Println(%s, %s[%s] == nil)", m, m, key())
	case 2:
		p.line("type pair struct { n %s; seen [2]int }", n.text)
		p.line("%s := map[%s]pair{}", m, k.text)
		p.line("for i, key := range []%s{%s, %s, %s} { v := %s[key]; v.n += %s; v.seen[i&1]++; %s[key] = v; v.n = 0 }", k.text, key(), key(), key(), m, p.plain(n, 1), m)
		p.line("w, ok := %s[%s]", m, key())
		p.line("fmt.Println(%s, w, ok, w == %s[%s])", m, m, key())
	case 3:
		p.line("%s := map[%s]map[%s]*%s{}", m, k.text, k.text, n.text)
		p.line("for _, key := range []%s{%s, %s, %s} {", k.text, key(), key(), key())
		p.line("in := %s[key]", m)
		p.line("if in == nil { in = map[%s]*%s{}; %s[key] = in }", k.text, n.text, m)
		p.line("if in[%s] == nil { in[key] = new(%s) }", key(), n.text)
		p.line("for _, p := range in { *p++ }")
		p.line("}")
		p.line("for _, key := range sortedKeys(%s) { fmt.Println(key, dump(%s[key])) }", m, m)
	}
	p.line("}")
}

// computing is a function over numbers, arrays and structs, as programs have
// where their time goes.
func (p *program) computing() {
	n := p.some(func(t *typ) bool { return t.kind >= kInt && t.kind <= kFloat })
	i := p.some((*typ).integer)
	f, b := p.name("f"), p.name("T")
	op := func() string { return pick(p, []string{"+", "-", "*"}) }
	bits := func() string { return pick(p, []string{"+", "-", "*", "&", "|", "^", "&^"}) }
	p.line("{")
	switch p.IntN(7) {
	case 0:
		p.line("type %s [3][4]%s", b, n.text)
		p.line("%s := func(a, b %s) (c %s) { for i := range 3 { for j := range a[i] { c[i][j] = a[i][j] %s b[2-i][3-j]; a[i][j] = c[2][j] } }; return }", f, b, b, op())
		p.line("x := %s{1: {%s, 2: %s}}", b, p.plain(n, 1), p.plain(n, 1))
		p.line("y := %s(x, %s{{%s}})", f, b, p.plain(n, 1))
		p.line("z := %s(y, x)", f)
		p.line("z, y = y, z")
		p.line("fmt.Println(x, y, z, x == y)")
	case 1:
		p.line("%s := func(xs [][]%s) (s %s) {", f, n.text, n.text)
		p.line("outer: for i, row := range xs { for j := len(row) - 1; j >= 0; j-- { if j == %d { continue outer }; s = s %s row[j] %s xs[i][0]; xs[i][j] = s } }", p.IntN(3), op(), op())
		p.line("return s")
		p.line("}")
		p.line("x := [][]%s{{%s, %s, %s}, nil, {%s}}", n.text, p.plain(n, 1), p.plain(n, 1), p.plain(n, 1), p.plain(n, 1))
		p.line("fmt.Println(%s(x), x)", f)
	case 2:
		p.line("type %s struct { x, y %s; in struct { n [2]%s; next *%s } }", b, n.text, i.text, b)
		p.line("%s := func(list []%s) { for i := range list { p := &list[i]; p.x, p.y = p.y %s p.x, p.x; p.in.n[i&1] = p.in.n[1-i&1] %s %s; p.in.next = &list[(i+1)%%len(list)]; p.in.next.in.n[0]++ } }", f, b, op(), bits(), p.plain(i, 1))
		p.line("x := []%s{{x: %s}, {y: %s}, {}}", b, p.plain(n, 1), p.plain(n, 1))
		p.line("y := x[1]")
		p.line("%s(x)", f)
		p.line("x[0] = x[2]")
		p.line("for _, v := range append(x, y) { fmt.Println(v.x, v.y, v.in.n, v.in.next == &x[1]) }")
	case 3:
		p.line("%s := func(n, seed %s) (h %s) { for h = seed; n > 0 && !step(); n-- { h = h %s n %s (h >> 3); h ^= h << 2; switch { case h%%3 == 0: h++; fallthrough; case h&1 == 1: h = -h; default: h -= %s }; n -= n / 4 }; return h }", f, i.text, i.text, bits(), bits(), p.plain(i, 1))
		p.line("fmt.Println(%s(%d, %s), %s(%s, 1))", f, p.IntN(20), p.plain(i, 1), f, p.plain(i, 1))
	case 4:
		p.line("%s := func(s string) (out []byte, n %s) { for i, r := range s { switch { case r > 127: out = append(out, '?'); case r >= 'a': out = append(out, s[i]-32); default: out = append(out, byte(r)^1) }; n = n*31 + %s(r) }; return }", f, i.text, i.text)
		p.line("o, n := %s(%s)", f, p.plain(p.get("string"), 2))
		p.line("fmt.Printf(\"%%q %%v %%q\\n\", o, n, o[len(o)/2:])")
	case 5:
		p.line("var %s func(n %s) %s", f, i.text, n.text)
		p.line("memo := map[%s]%s{}", i.text, n.text)
		p.line("%s = func(n %s) %s { if v, ok := memo[n]; ok { return v }; if n <= 1 { return %s }; v := %s(n-1) %s %s(n/2); memo[n] = v; return v }", f, i.text, n.text, p.plain(n, 1), f, op(), f)
		p.line("fmt.Println(%s(%d), len(memo))", f, p.IntN(9))
	case 6:
		u := p.some((*typ).integer)
		p.line("%s := func(xs []%s) (out [8]%s) { for i, x := range xs { out[i&7] += %s(x) << (uint(i) & 15); out[x&7] ^= %s(xs[len(xs)-1-i]) }; return }", f, i.text, u.text, u.text, u.text)
		p.line("fmt.Println(%s([]%s{%s, %s, %s}))", f, i.text, p.plain(i, 1), p.plain(i, 1), p.plain(i, 1))
	}
	p.line("}")
}

// nilParts calls methods through embedded pointers and interfaces that are nil.
func (p *program) nilParts() {
	s := pick(p, p.structs)
	t := p.name("T")
	if len(s.methods) == 0 {
		p.assign()
		return
	}
	m := pick(p, s.methods)
	var args string
	p.silent(func() { args = p.args(m, 1) })
	show := func(call string) string {
		switch len(m.results) {
		case 0:
			return call
		case 1:
			return "fmt.Println(dump(" + call + "))"
		}
		return strings.Repeat("_, ", len(m.results)-1) + "_ = " + call
	}
	p.line("{")
	p.line("type %s struct { n int; *%s }", t, s.text)
	p.line("var v %s", t)
	call := fmt.Sprintf("%s(%s)", m.name, args)
	how := p.IntN(3)
	if how == 0 && m.pointer {
		how = 2 // it would run, and panic anywhere
	}
	switch how {
	case 0:
		p.line("guard(func() { %s })", show("v."+call))
	case 1:
		p.line("guard(func() { f := v.%s; fmt.Println(\"bound\", f == nil) })", m.name)
		p.line("guard(func() { f := %s.%s; fmt.Println(\"expression\", f == nil) })", t, m.name)
	case 2:
		p.line("p := &v")
		p.line("p.%s = new(%s)", s.text, s.text)
		p.line("guard(func() { %s })", show("p."+call))
		p.line("p = nil")
		p.line("guard(func() { p.n = 1 })")
		p.line("guard(func() { fmt.Println(dump(p.%s)) })", s.text)
	}
	p.line("fmt.Println(v.n, v.%s == nil)", s.text)
	p.line("}")
}
