// This file makes statements that choose.

package randprog

func (p *program) ifStatement() {
	switch p.IntN(4) {
	case 0:
		v := p.name("c")
		t := p.some((*typ).basic)
		p.push()
		p.line("if %s := %s; %s {", v, p.value(t), func() (s string) {
			p.declare(variable{name: v, typ: t, stable: p.chance(2)})
			return p.value(p.get("bool"))
		}())
		p.line("_ = %s", v)
		p.nested(1 + p.IntN(2))
		p.line("} else if %s {", p.value(p.get("bool")))
		p.nested(1)
		p.line("} else {")
		p.nested(1)
		p.line("}")
		p.pop()
		return
	case 1:
		if m := p.one(func(v *variable) bool { return v.typ.kind == kMap }); m != nil {
			v := p.name("c")
			p.line("if %s, ok := %s[%s]; ok {", v, m.name, p.key(m.typ.key, p.IntN(3)))
			p.line("_ = %s", v)
			p.push()
			p.declare(variable{name: v, typ: m.typ.elem})
			p.block(1)
			p.pop()
			p.line("}")
			return
		}
	}
	p.line("if %s {", p.value(p.get("bool")))
	p.nested(1 + p.IntN(2))
	if p.chance(2) {
		p.line("} else {")
		p.nested(1)
	}
	p.line("}")
}

func (p *program) switchStatement() {
	if p.chance(2) {
		p.line("switch {")
		n := 2 + p.IntN(2)
		for i := range n {
			if i == 1 && p.chance(2) {
				p.line("default:")
			} else {
				p.line("case %s:", p.value(p.get("bool")))
			}
			p.inner(1)
			if i < n-1 && p.chance(3) {
				p.line("fallthrough")
			}
		}
		p.line("}")
		return
	}
	t := p.some(func(t *typ) bool { return t.integer() || t.kind == kString })
	if v := p.name("c"); p.chance(3) {
		p.line("switch %s := %s; gid(%s) {", v, p.value(t), v)
	} else {
		p.line("switch %s {", p.value(t))
	}
	for i := range 1 + p.IntN(3) {
		switch {
		case p.chance(3):
			p.line("case gid(%s), %s:", p.literal(t, 0, false), "tr(\"case\", "+p.plain(t, 1)+")")
		case t.kind == kString:
			p.line("case \"s%d\", \"k%d\":", i, i)
		default:
			p.line("case %d, %d:", i*2, i*2+1)
		}
		p.inner(1)
	}
	p.line("default:")
	p.inner(1)
	p.line("}")
}

func (p *program) typeSwitch() {
	var x string
	if v := p.one(func(v *variable) bool { return v.typ.kind == kIface }); v != nil && p.chance(2) {
		x = "any(" + v.name + ")"
	} else {
		x = "any(" + p.value(p.some(nil)) + ")"
	}
	v := p.name("x")
	if p.chance(5) {
		p.line("switch %s.(type) {", x)
		cs := p.typeCases(2)
		p.line("case %s, %s:", cs[0].text, cs[1].text)
		p.inner(1)
		p.line("}")
		return
	}
	p.line("switch %s := %s.(type) {", v, x)
	for _, c := range p.typeCases(3) {
		p.line("case %s:", c.text)
		p.line("_ = %s", v)
		p.push()
		p.declare(variable{name: v, typ: c, stable: p.chance(2)})
		p.inner(1)
		p.pop()
	}
	for _, i := range p.ifaces {
		p.line("case %s:", i.text)
		m := i.methods[0]
		p.line("guard(func() { fmt.Println(\"method\", %s.%s(%s)) })", v, m.name, func() (s string) { p.mixed(func() { p.pure = false; s = p.args(m, 1) }); return s }())
	}
	p.line("case nil:")
	p.line("fmt.Println(\"nil\")")
	p.line("case error, fmt.Stringer:")
	p.line("fmt.Println(%s)", v)
	p.line("default:")
	p.line("fmt.Printf(\"default %%T\\n\", %s)", v)
	p.line("}")
}
