// This file makes statements about types: generics, method values, embedding,
// assertions, types of a function's own.

package randprog

import (
	"fmt"
	"strings"
)

// generics uses the generic functions and types.
func (p *program) generics() {
	basic := (*typ).basic
	a, b := p.some(basic), p.some(basic)
	switch p.IntN(10) {
	case 0:
		p.line("fmt.Println(gmap([]%s{%s, %s}, func(x %s) %s { return %s }))", a.text, p.plain(a, 1), p.plain(a, 1), a.text, b.text, p.plain(b, 1))
	case 1:
		n := p.some(func(t *typ) bool { return t.ordered() && t.basic() })
		p.line("fmt.Println(gmax(%s, %s), min(%s, %s))", p.value(n), p.value(n), p.operandPlain(n), p.plain(n, 1))
	case 2:
		s := p.name("st")
		e := p.some(printable)
		p.line("var %s gstack[%s]", s, e.text)
		p.line("%s.Push(%s)", s, p.value(e))
		p.line("%s.Push(%s, %s)", s, p.value(e), p.value(e))
		p.line("fmt.Println(%s.Pop())", s)
		p.line("fmt.Printf(\"%%v %%T\\n\", %s, %s)", s, s)
		p.line("fmt.Println((*gstack[%s]).Pop(&%s))", e.text, s)
	case 3:
		x, y := p.some(printable), p.some(printable)
		p.line("fmt.Printf(\"%%v %%T\\n\", gpair[%s, %s]{%s, %s}.Swap(), gpair[%s, %s]{})", x.text, y.text, p.value(x), p.value(y), y.text, x.text)
	case 4:
		x := p.some(printable)
		p.line("fmt.Println(%s(%s, %s))", p.generic, p.value(x), p.value(x))
	case 5:
		x := p.some(nil)
		p.line("fmt.Println(gkind(%s))", p.plain(x, 2))
	case 6:
		k, v, box := p.some(func(t *typ) bool { return keyed(t) }), p.some(printable), p.name("box")
		p.line("var %s gbox[%s, %s]", box, k.text, v.text)
		for range 2 + p.IntN(2) {
			p.line("fmt.Println(%s.Put(%s, %s))", box, p.key(k, p.IntN(3)), p.value(v))
		}
		x, y := p.name("k"), p.name("e")
		p.body(fmt.Sprintf("for %s, %s := range %s.Each", x, y, box), func() {
			p.line("_, _ = %s, %s", x, y)
			p.declare(variable{name: x, typ: k, stable: true})
			p.declare(variable{name: y, typ: v, stable: true})
		})
		p.line("fmt.Println(%s.Len(), *%s.last)", box, box)
	case 7:
		v, box := p.some(printable), p.name("view")
		p.line("{")
		p.line("%s := gview[%s]{&gbox[string, %s]{}, %s}", box, v.text, v.text, p.value(v))
		p.line("%s.Put(\"a\", %s.note)", box, box)
		p.line("f := %s.Len", box)
		p.line("%s.Put(\"b\", %s)", box, p.value(v))
		p.line("fmt.Println(f(), %s.Len(), %s.order, %s.m)", box, box, box)
		p.line("}")
	case 8:
		p.line("fmt.Println(gfold([]%s{%s, %s}, %s, func(acc %s, x %s) %s { return %s }))", a.text, p.plain(a, 1), p.plain(a, 1), p.plain(b, 1), b.text, a.text, b.text, p.plain(b, 1))
	case 9:
		f := p.name("gf")
		x := p.some(printable)
		p.line("%s := gid[%s]", f, x.text)
		p.line("fmt.Printf(\"%%v %%T\\n\", %s(%s), %s)", f, p.value(x), f)
	}
}

// methodValues binds receivers and uses method expressions.
func (p *program) methodValues() {
	s := pick(p, p.structs)
	if len(s.methods) == 0 {
		p.assign()
		return
	}
	v, f := p.name("v"), p.name("mv")
	m := pick(p, s.methods)
	p.line("%s := %s(%s)", v, s.conv(), p.value(s))
	p.declare(variable{name: v, typ: s})
	var args string
	p.silent(func() { args = p.args(m, 1) })
	end := ""
	call := func(callee, args string) {
		if len(m.results) == 0 {
			p.line("%s(%s)%s", callee, args, end)
			return
		}
		var names []string
		for range m.results {
			names = append(names, p.name("v"))
		}
		p.line("%s := %s(%s)", strings.Join(names, ", "), callee, args)
		for i, n := range names {
			p.show(n, m.results[i])
		}
	}
	switch p.IntN(4) {
	case 0: // the receiver is bound now
		p.line("%s := %s.%s", f, v, m.name)
		p.mixed(func() { p.line("%s = %s", v, p.expr(s, 2)) })
		call(f, args)
	case 1:
		p.line("%s := (*%s).%s", f, s.text, m.name)
		if args != "" {
			args = ", " + args
		}
		call(f, "&"+v+args)
		if !m.pointer {
			call("("+s.text+")."+m.name, v+args)
		}
	case 2:
		p.line("%s := &%s", f, v)
		call(f+"."+m.name, args)
		call("nn("+f+")."+m.name, args)
	case 3:
		p.line("%s := []%s{%s, %s}", f, s.text, v, v)
		call(f+"[1]."+m.name, args)
		p.line("for i := range %s { defer func() { _ = i }(); _ = %s[i].%s }", f, f, m.name)
	}
	p.show(v, s)
}

// embedding declares types that embed pointers, interfaces and generic types.
func (p *program) embedding() {
	s := pick(p, p.structs)
	v, t := p.name("v"), p.name("T")
	var m *function
	if len(s.methods) > 0 {
		m = pick(p, s.methods)
	}
	args := ""
	if m != nil {
		p.silent(func() { args = p.args(m, 1) })
	}
	call := func(x string) {
		switch {
		case m == nil:
			p.line("fmt.Println(dump(%s))", x)
		case len(m.results) == 1:
			p.line("fmt.Println(dump(%s.%s(%s)))", x, m.name, args)
		default:
			p.line("%s.%s(%s)", x, m.name, args)
		}
	}
	p.line("{")
	switch p.IntN(4) {
	case 0:
		p.line("type %s struct { *%s; extra int }", t, s.text)
		p.line("x := %s(%s)", s.conv(), p.value(s))
		p.line("%s := %s{&x, %d}", v, t, p.IntN(9))
		call(v)
		call("(&" + v + ")")
		p.line("fmt.Println(dump(%s), dump(x))", v)
	case 1:
		p.line("type %s struct { %s; %s int }", t, s.text, "extra")
		p.line("type %s2 struct { *%s; extra string }", t, t)
		p.line("%s := %s2{&%s{%s, 1}, \"e\"}", v, t, t, p.value(s))
		call(v)
		p.line("fmt.Println(dump(%s), %s.extra, %s.%s.extra)", v, v, v, t)
	case 2:
		if len(p.ifaces) > 0 {
			i := pick(p, p.ifaces)
			if p.implemented(i) {
				f := i.methods[0]
				var a string
				p.silent(func() { a = p.args(f, 1) })
				p.line("type %s struct { %s; n int }", t, i.text)
				p.line("%s := %s{%s, 3}", v, t, p.interfaceLiteral(i, 1, true))
				p.line("fmt.Println(%s.%s(%s))", v, f.name, a)
				p.line("var i %s = %s", i.text, v)
				p.line("fmt.Println(i.%s(%s), dump(i))", f.name, a)
				p.line("f := i.%s", f.name)
				p.line("_, ok := i.(%s)", t)
				p.line("fmt.Println(f(%s), ok)", a)
			}
		}
	case 3:
		p.line("type %s struct { gstack[%s]; sync.Mutex }", t, s.text)
		p.line("var %s %s", v, t)
		p.line("%s.Lock()", v)
		p.line("%s.Push(%s)", v, p.value(s))
		p.line("%s.Unlock()", v)
		p.line("fmt.Println(len(%s.items), dump(%s.items))", v, v)
	}
	p.line("}")
}

// localTypes declares types in a block.
func (p *program) localTypes() {
	t, v := p.name("T"), p.name("v")
	a, b := p.some(nil), p.some((*typ).basic)
	p.line("{")
	switch p.IntN(4) {
	case 0:
		p.line("type %s struct { A %s; B []%s; next *%s }", t, a.text, b.text, t)
		p.line("%s := %s{A: %s, B: []%s{%s}}", v, t, p.value(a), b.text, p.value(b))
		p.line("%s.next = &%s{B: %s.B[:0]}", v, t, v)
		p.line("%s.next.B = append(%s.next.B, %s)", v, v, p.value(b))
		p.line("fmt.Println(dump(%s))", v)
		p.line("fmt.Printf(\"%%T %%T\\n\", %s, &%s)", v, v)
	case 1:
		p.line("type %s map[%s]func(%s) %s", t, p.get("string").text, b.text, b.text)
		p.line("%s := %s{\"id\": func(x %s) %s { return x }, \"k\": func(%s) %s { return %s }}", v, t, b.text, b.text, b.text, b.text, p.plain(b, 1))
		p.line("for _, k := range sortedKeys(%s) { fmt.Println(k, %s[k](%s)) }", v, v, p.plain(b, 1))
		p.line("if f, ok := %s[\"none\"]; !ok { fmt.Println(f == nil, len(%s)) }", v, v)
	case 2:
		p.line("%s := struct { A %s; In struct { B %s } }{A: %s}", v, a.text, b.text, p.value(a))
		p.line("%s.In.B = %s", v, p.value(b))
		p.line("w := %s", v)
		p.line("w.In.B = %s", p.value(b))
		p.line("fmt.Println(dump(%s), dump(w))", v)
		p.line("fmt.Printf(\"%%T\\n\", %s)", v)
	case 3:
		k := p.some(keyed)
		p.line("type %s struct { K %s; N [2]int8 }", t, k.text)
		p.line("%s := map[%s]%s{}", v, t, b.text)
		for range 2 + p.IntN(2) {
			p.line("%s[%s{K: %s}] = %s", v, t, p.key(k, p.IntN(3)), p.value(b))
		}
		p.line("fmt.Println(len(%s), %s[%s{%s, [2]int8{}}])", v, v, t, p.key(k, 1))
		p.line("var x any = %s{K: %s}", t, p.key(k, 1))
		p.line("_, is := x.(%s)", t)
		p.line("fmt.Println(is, x == any(%s{K: %s}))", t, p.key(k, p.IntN(2)))
	}
	p.nested(1)
	p.line("}")
}

// assertions asks interfaces for what they hold.
func (p *program) assertions() {
	i := p.one(func(v *variable) bool { return v.typ.kind == kIface })
	x := "any(" + p.value(p.some(nil)) + ")"
	if i != nil && p.chance(2) {
		x = i.name
	}
	v, t := p.name("v"), p.some(func(t *typ) bool { return t.text != "any" })
	if i != nil && x == i.name && i.typ.text != "any" {
		x = "any(" + x + ")"
	}
	switch p.IntN(3) {
	case 0:
		p.line("{")
		p.line("%s, ok := %s.(%s)", v, x, t.text)
		p.line("fmt.Println(ok)")
		p.show(v, t)
		p.line("}")
	case 1:
		p.line("if %s, ok := %s.(interface{ String() string }); ok { guard(func() { fmt.Println(%s.String()) }) } else { fmt.Println(\"no\") }", v, x, v)
	case 2:
		ts := p.typeCases(2)
		p.line("for _, x := range []any{%s, nil, %s} {", x, p.plain(ts[0], 1))
		p.line("switch x := x.(type) {")
		p.line("case %s: fmt.Println(\"first\", dump(x))", ts[0].text)
		p.line("case %s, nil: fmt.Printf(\"second %%T\\n\", x)", ts[1].text)
		p.line("case error: guard(func() { fmt.Println(\"error\", x.Error()) })")
		p.line("}")
		p.line("}")
	}
}
