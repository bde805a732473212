// This file makes jumps, iterators, deferred calls and recovery.

package randprog

import "fmt"

// deferring is a function with deferred calls, some of which change its result.
func (p *program) deferring() {
	if p.level > 1 {
		p.assign()
		return
	}
	t := p.some((*typ).basic)
	v := p.name("v")
	p.line("%s := func() (out %s) {", v, t.text)
	p.line("if step() { return }")
	p.apart([]*typ{t}, func() {
		p.declare(variable{name: "out", typ: t})
		for range 1 + p.IntN(3) {
			switch p.IntN(7) {
			case 0:
				p.line("defer fmt.Println(\"deferred\", %s)", p.plain(p.some((*typ).basic), 2))
			case 1:
				i := p.name("i")
				p.line("for %s := range %d { defer func() { fmt.Println(\"loop\", %s) }() }", i, 1+p.IntN(3), i)
			case 2:
				p.line("defer func(before %s) { out = %s; fmt.Println(before, out) }(%s)", t.text, p.plain(t, 1), p.plain(t, 1))
			case 3:
				p.line("defer func() {")
				p.line("rec := recover()")
				p.line("report(rec)")
				p.apart(nil, func() { p.block(1) })
				if p.chance(3) {
					p.line("if rec != nil { defer func() { report(recover()) }(); panic(fmt.Sprint(\"again \", rec)) }")
				}
				p.line("}()")
			case 4:
				if v := p.one(func(v *variable) bool {
					return len(v.typ.methods) > 0 && (v.typ.kind != kIface || v.full) && p.readable(v)
				}); v != nil {
					for _, m := range v.typ.methods {
						if !m.pointer || p.addressable(v) {
							p.line("defer %s.%s(%s)", v.name, m.name, func() (s string) { p.silent(func() { s = p.args(m, 1) }); return s }())
							break
						}
					}
				}
			case 5:
				p.line("defer func() func() { fmt.Println(\"enter\"); return func() { fmt.Println(\"exit\", out) } }()()")
			case 6:
				p.line("{ var f func(%s); defer func() { if f != nil { f(%s) } }(); f = func(x %s) { out = x } }", t.text, p.plain(t, 1), t.text)
			}
		}
		p.line("defer func() { report(recover()) }()")
		p.block(1 + p.IntN(2))
		switch p.IntN(4) {
		case 0:
			p.line("panic(%s)", p.value(p.some(func(t *typ) bool { return t.basic() })))
		case 1:
			p.line("if len(fmt.Sprint(out)) > 1 { %s }", p.fault())
		}
		p.line("return %s", p.value(t))
	})
	p.line("}()")
	p.line("fmt.Println(\"result\", %s)", v)
	p.declare(variable{name: v, typ: t})
}

// iterators ranges over functions.
func (p *program) iterators() {
	k, e := p.name("k"), p.name("e")
	basic := p.some((*typ).basic)
	bind := func(vars ...variable) func() {
		return func() {
			for _, v := range vars {
				p.line("_ = %s", v.name)
				p.declare(v)
			}
		}
	}
	stable := p.chance(2)
	switch p.IntN(8) {
	case 0, 1:
		p.body(fmt.Sprintf("for %s := range gcount(%q, %d)", k, k, 1+p.IntN(4)), bind(variable{name: k, typ: p.get("int"), stable: stable}))
	case 2:
		s := p.name("st")
		p.line("var %s gstack[%s]", s, basic.text)
		p.line("%s.Push(%s, %s)", s, p.value(basic), p.value(basic))
		p.body(fmt.Sprintf("for %s, %s := range %s.All()", k, e, s), bind(variable{name: k, typ: p.get("int")}, variable{name: e, typ: basic, stable: stable}))
	case 3:
		p.body(fmt.Sprintf("for %s, %s := range gtake([]%s{%s, %s, %s}, %d)", k, e, basic.text, p.value(basic), p.value(basic), p.value(basic), p.IntN(4)),
			bind(variable{name: k, typ: p.get("int")}, variable{name: e, typ: basic}))
	case 4:
		n := p.name("tree")
		key := p.some(func(t *typ) bool { return t.ordered() && t.basic() && t.kind != kFloat })
		p.line("var %s *gnode[%s, %s]", n, key.text, basic.text)
		for range 2 + p.IntN(3) {
			p.line("%s = %s.Set(%s, %s)", n, n, p.value(key), p.value(basic))
		}
		p.body(fmt.Sprintf("for %s, %s := range %s.All()", k, e, n), bind(variable{name: k, typ: key}, variable{name: e, typ: basic}))
	case 5:
		p.body("for range func(yield func() bool) { defer fmt.Println(\"done\"); _ = yield() && yield() }", func() {})
	case 6:
		next, stop := p.name("next"), p.name("stop")
		p.line("%s, %s := iter.Pull(gcount(%q, %d))", next, stop, k, 1+p.IntN(3))
		p.line("fmt.Println(%s())", next)
		p.line("fmt.Println(%s())", next)
		p.line("%s()", stop)
		p.line("fmt.Println(%s())", next)
	case 7:
		p.body(fmt.Sprintf("for %s := range slices.Values([]%s{%s, %s})", e, basic.text, p.value(basic), p.value(basic)), bind(variable{name: e, typ: basic, stable: stable}))
	}
}

// jumps uses labels and goto.
func (p *program) jumps() {
	i, l := p.name("i"), p.name("L")
	save := p.loops
	p.loops = nil
	defer func() { p.loops = save }()
	switch p.IntN(4) {
	case 0:
		p.line("{")
		p.line("%s := 0", i)
		p.line("%s:", l)
		p.line("if %s < %d && !step() {", i, 1+p.IntN(3))
		p.push()
		p.declare(variable{name: i, typ: p.get("int"), fixed: true})
		p.line("%s++", i)
		p.block(1)
		p.pop()
		p.line("goto %s", l)
		p.line("}")
		p.line("}")
	case 1:
		p.line("{")
		p.nested(1)
		p.line("if %s { goto %s }", p.value(p.get("bool")), l)
		p.line("{")
		p.nested(1)
		p.line("}")
		p.line("}")
		p.line("%s: fmt.Println(\"at label\")", l)
	case 2:
		p.line("%s:", l)
		p.line("switch {")
		p.line("case true:")
		p.line("for {")
		p.line("if step() || %s { break %s }", p.value(p.get("bool")), l)
		p.nested(1)
		p.line("}")
		p.line("default:")
		p.line("}")
	case 3:
		j := p.name("j")
		p.line("%s:", l)
		p.line("for %s := range 3 {", i)
		p.push()
		p.declare(variable{name: i, typ: p.get("int"), stable: true, fixed: true})
		p.line("for %s := range gcount(%q, 3) {", j, j)
		p.declare(variable{name: j, typ: p.get("int"), stable: true, fixed: true})
		p.line("if step() || %s+%s > 4 { break %s }", i, j, l)
		p.block(1)
		p.line("switch {")
		p.line("case %s: continue %s", p.value(p.get("bool")), l)
		p.line("case %s: break %s", p.value(p.get("bool")), l)
		p.line("}")
		p.line("}")
		p.pop()
		p.line("}")
	}
}

// fault is a statement that panics.
func (p *program) fault() string {
	t := p.some((*typ).basic)
	x := p.name("x")
	switch p.IntN(22) {
	case 0:
		return fmt.Sprintf("%s := []%s{%s}; fmt.Println(%s[len(%s)+%d])", x, t.text, p.plain(t, 1), x, x, p.IntN(3))
	case 1:
		return fmt.Sprintf("%s := [2]%s{}; i := len(%s) + %d; %s[i] = %s", x, t.text, x, p.IntN(3), x, p.plain(t, 1))
	case 2:
		return fmt.Sprintf("var %s *%s; fmt.Println(*%s)", x, p.some(nil).text, x)
	case 3:
		return fmt.Sprintf("var %s map[string]%s; %s[\"a\"] = %s", x, t.text, x, p.plain(t, 1))
	case 4:
		i := p.some((*typ).integer)
		return fmt.Sprintf("%s := gid(%s(0)); fmt.Println(%s %s %s)", x, i.text, p.operandPlain(i), pick(p, []string{"/", "%"}), x)
	case 5:
		return fmt.Sprintf("var %s any = %s; fmt.Println(%s.(%s))", x, p.plain(t, 1), x, p.some(func(u *typ) bool { return u != t && u.text != "any" }).text)
	case 6:
		return fmt.Sprintf("var %s any; fmt.Println(%s.(%s))", x, x, p.some(nil).text)
	case 7:
		return fmt.Sprintf("var %s fmt.Stringer; fmt.Println(%s.String())", x, x)
	case 8:
		return fmt.Sprintf("%s := make(chan int); close(%s); close(%s)", x, x, x)
	case 9:
		return fmt.Sprintf("%s := make(chan int, 1); close(%s); %s <- 1", x, x, x)
	case 10:
		return fmt.Sprintf("%s := \"héllo\"; i := len(%s) + %d; fmt.Println(%s[i])", x, x, p.IntN(3), x)
	case 11:
		return fmt.Sprintf("%s := []int{1, 2, 3}; i := len(%s) + 1; fmt.Println(%s[%s])", x, x, x, pick(p, []string{"i:", ":i", "2:i", "i:i", "1:2:i"}))
	case 12:
		return fmt.Sprintf("%s := gid(-%d); fmt.Println(make([]int, %s))", x, 1+p.IntN(3), x)
	case 13:
		return fmt.Sprintf("var %s func(int) int; fmt.Println(%s(1))", x, x)
	case 14:
		return fmt.Sprintf("%s := gid(-1); fmt.Println(1 << %s)", x, x)
	case 15:
		return fmt.Sprintf("var %s, y any = []int{1}, []int{1}; fmt.Println(%s == y)", x, x)
	case 16:
		return fmt.Sprintf("%s := map[any]int{}; %s[[]int{1}] = 2", x, x)
	case 17:
		return fmt.Sprintf("%s := []int{1, 2}; fmt.Println([3]int(%s))", x, x)
	case 18:
		return "panic(fmt.Errorf(\"wrapped: %w\", errors.New(\"inner\")))"
	case 19:
		s := pick(p, p.structs)
		return fmt.Sprintf("panic(%s)", func() string {
			if s.holdsPointer() {
				return "\"text\""
			}
			return p.plain(s, 1)
		}())
	case 20:
		for _, s := range p.structs {
			for _, m := range s.methods {
				if !m.pointer && len(m.params) == 0 && s.kind != kStruct {
					return fmt.Sprintf("var %s *%s; %s.%s()", x, s.text, x, m.name)
				}
			}
		}
		return "var e error; panic(e)"
	default:
		s := pick(p, p.structs)
		if s.kind == kStruct && len(s.fields) > 0 {
			f := pick(p, s.fields)
			return fmt.Sprintf("var %s *%s; %s.%s = %s", x, s.text, x, f.name, p.plain(f.typ, 0))
		}
		return "panic(nil)"
	}
}

// operandPlain is an operand without calls.
func (p *program) operandPlain(t *typ) (s string) {
	p.silent(func() { s = p.operand(t) })
	return s
}

// panicking runs a statement that panics, and what recovers it.
func (p *program) panicking() {
	switch p.IntN(4) {
	case 0, 1:
		p.line("func() {")
		p.line("defer func() { report(recover()) }()")
		if p.chance(2) {
			p.line("defer fmt.Println(\"unwinding\")")
		}
		p.apart(nil, func() { p.line("%s", p.fault()) })
		p.line("fmt.Println(\"not reached\")")
		p.line("}()")
	case 2: // another frame recovers
		p.line("func() {")
		p.line("defer func() { defer func() { report(recover()) }(); report(recover()); %s }()", p.fault())
		p.line("for range 2 { func() { defer func() { fmt.Println(\"passed\", recover() != nil) }(); func() { %s }() }() }", p.fault())
		p.line("func() { defer fmt.Println(\"no recover here\"); %s }()", p.fault())
		p.line("}()")
	case 3: // a named function that recovers
		p.line("func() { defer func() { fmt.Println(\"outer\", recover()) }(); defer report(1); func() { defer func() { func() { fmt.Println(recover()) }() }(); panic(\"kept\") }() }()")
	}
}
