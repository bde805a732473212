// This file makes the statements that any block can have.

package randprog

import (
	"fmt"
	"slices"
	"strings"
)

func (p *program) block(n int) {
	for i := range n {
		if i == 0 || p.budget > 0 {
			p.statement()
		}
	}
}

// nested writes statements in a scope of their own.
func (p *program) nested(n int) {
	p.push()
	p.block(n)
	p.pop()
}

// statementKind is a kind of statement, and how common it is.
type statementKind struct {
	weight int
	deep   bool // it has blocks
	write  func(*program)
}

var statements []statementKind

func init() { statements = statementKinds() }

func statementKinds() []statementKind {
	return []statementKind{
		{8, false, (*program).define},
		{10, false, (*program).assign},
		{6, false, (*program).callStatement},
		{2, false, (*program).showOne},
		{3, true, (*program).ifStatement},
		{3, true, (*program).forLoop},
		{4, true, (*program).rangeLoop},
		{3, true, (*program).switchStatement},
		{3, true, (*program).typeSwitch},
		{3, true, (*program).closure},
		{2, true, (*program).shadow},
		{3, false, (*program).leave},
		{3, true, (*program).deferring},
		{2, true, (*program).iterators},
		{2, true, (*program).jumps},
		{3, false, (*program).panicking},
		{2, true, (*program).channels},
		{1, true, (*program).goroutines},
		{3, false, (*program).generics},
		{3, false, (*program).methodValues},
		{2, false, (*program).aliasing},
		{2, false, (*program).values},
		{2, false, (*program).texts},
		{2, false, (*program).builtins},
		{2, false, (*program).numbers},
		{2, false, (*program).errorValues},
		{2, false, (*program).embedding},
		{2, false, (*program).functions},
		{2, true, (*program).localTypes},
		{1, false, (*program).sorting},
		{2, false, (*program).recursion},
		{2, false, (*program).assertions},
		{3, true, (*program).places},
		{2, true, (*program).counting},
		{3, true, (*program).computing},
		{2, false, (*program).nilParts},
	}
}

func (p *program) statement() {
	calls := p.calls
	p.calls = p.chance(3)
	p.depth++
	defer func() { p.depth--; p.calls = calls }()
	p.budget--
	if p.depth > 6 || p.budget < 0 {
		p.assign()
		return
	}
	total := 0
	for _, s := range statements {
		if p.depth < 4 || !s.deep {
			total += s.weight
		}
	}
	n := p.IntN(total)
	for _, s := range statements {
		if p.depth < 4 || !s.deep {
			if n -= s.weight; n < 0 {
				s.write(p)
				return
			}
		}
	}
}

// define declares a variable.
func (p *program) define() {
	v := variable{name: p.name("v"), typ: p.some(nil), stable: p.chance(3)}
	t := v.typ
	switch k := t.kind; {
	case (k == kPointer || k == kMap || k == kFunc || k == kIface && p.implemented(t)) && p.chance(2):
		v.full = true
		p.mixed(func() { p.line("%s := %s", v.name, p.literal(t, 2, true)) })
	case k == kSlice && !t.named && p.chance(4):
		v.fixed, v.least = true, 2+p.IntN(2)
		p.mixed(func() {
			var list []string
			for range v.least {
				list = append(list, p.expr(t.elem, 1))
			}
			p.line("%s := %s{%s}", v.name, t.text, strings.Join(list, ", "))
		})
	case p.chance(5):
		p.line("var %s %s", v.name, t.text)
	case p.chance(3):
		p.line("var %s %s = %s", v.name, t.text, p.value(t))
	default:
		p.line("%s := %s(%s)", v.name, t.conv(), p.value(t))
	}
	p.line("_ = %s", v.name)
	p.declare(v)
}

// target is something that can be assigned to, "" if none came up.
func (p *program) target() (string, *typ, *variable) {
	v := p.one(func(v *variable) bool {
		return p.writable(v) || v.full && (v.typ.kind == kPointer || v.typ.kind == kMap || v.typ.kind == kSlice) || v.least > 0
	})
	if v == nil {
		return "", nil, nil
	}
	if p.writable(v) && p.chance(2) {
		return v.name, v.typ, v
	}
	x, t := v.name, v.typ
	direct := p.writable(v) // the place reached so far is the variable's own
	for range 3 {
		if k := t.kind; !p.readable(v) && (k == kPointer || k == kMap || k == kSlice) {
			return "", nil, nil // calls could change what the variable holds
		}
		switch t.kind {
		case kStruct:
			if len(t.fields) == 0 {
				return "", nil, nil
			}
			f := pick(p, t.fields)
			x, t = x+"."+f.name, f.typ
		case kArray:
			i := fmt.Sprint(p.IntN(t.length))
			if p.chance(3) {
				i = fmt.Sprintf("idx(%s, %d)", p.expr(p.get("int"), 1), t.length)
			}
			x, t = x+"["+i+"]", t.elem
		case kPointer:
			if x != v.name || !v.full {
				return "", nil, nil
			}
			direct = true
			if t.elem.kind == kStruct && p.chance(2) && len(t.elem.fields) > 0 {
				f := pick(p, t.elem.fields)
				x, t = x+"."+f.name, f.typ
				break
			}
			x, t = "(*"+x+")", t.elem
		case kMap:
			if x != v.name || !v.full {
				return "", nil, nil
			}
			k := p.key(t.key, p.IntN(3))
			if p.chance(3) && keyed(t.key) {
				k = p.expr(t.key, 1)
			}
			return x + "[" + k + "]", t.elem, nil
		case kSlice:
			if x != v.name || v.least == 0 {
				return "", nil, nil
			}
			direct = true
			x, t = fmt.Sprintf("%s[%d]", x, p.IntN(v.least)), t.elem
		default:
			return "", nil, nil
		}
		if p.chance(2) {
			break
		}
	}
	if !direct {
		return "", nil, nil
	}
	return x, t, nil
}

// forVariable is an expression for what target found.
func (p *program) forTarget(t *typ, v *variable, d int) string {
	if v != nil {
		return p.assignable(v, d)
	}
	return p.expr(t, d)
}

func (p *program) assign() {
	p.mixed(func() {
		x, t, v := p.target()
		if x == "" {
			return
		}
		e := func() string { return p.forTarget(t, v, 3) }
		switch {
		case t.integer() && p.chance(3):
			switch p.IntN(4) {
			case 0:
				p.line("%s%s", x, pick(p, []string{"++", "--"}))
			case 1:
				p.line("%s %s (%s | 1)", x, pick(p, []string{"/=", "%="}), p.operand(t))
			case 2:
				p.line("%s %s %s", x, pick(p, []string{"<<=", ">>="}), p.operand(p.some(func(t *typ) bool { return t.kind == kUint })))
			default: // the target is read before or after calls
				p.line("%s %s %s", x, pick(p, []string{"+=", "-=", "*=", "|=", "&=", "^=", "&^="}), p.plain(t, 3))
			}
		case (t.kind == kFloat || t.kind == kComplex) && p.chance(3):
			p.line("%s %s %s", x, pick(p, []string{"+=", "-=", "*="}), p.plain(t, 3))
		case t.kind == kString && p.chance(3) && p.depth < 4:
			p.line("if len(%s) < 60 { %s += %s }", strings.Replace(x, "idx(", "idx(", 1), x, p.plain(t, 1))
		case p.chance(4):
			y, u, w := p.target()
			if y == "" || y == x {
				p.line("%s = %s", x, e())
				return
			}
			if u == t && p.pure && v == nil && w == nil && p.chance(2) {
				p.line("%s, %s = %s, %s", x, y, y, x)
				return
			}
			p.line("%s, %s = %s, %s", x, y, e(), p.forTarget(u, w, 2))
		default:
			p.line("%s = %s", x, e())
		}
	})
}

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

// body writes a loop's body: head is the loop's head, and bind declares its
// variables.
func (p *program) body(head string, bind func()) {
	used := false
	label := ""
	if p.chance(3) {
		label = p.name("L")
	}
	text := p.capture(func() {
		p.line("%s {", head)
		p.line("if step() { break }")
		p.loops = append(p.loops, loop{label: label, used: &used, target: true, near: true})
		p.push()
		bind()
		p.block(1 + p.IntN(3))
		p.pop()
		p.loops = p.loops[:len(p.loops)-1]
		p.line("}")
	})
	if used {
		p.line("%s:", label)
	}
	p.out.WriteString(text)
}

// inner writes a part of a switch or select, where break means that.
func (p *program) inner(n int) {
	used := false
	loops := slices.Clone(p.loops)
	for i := range loops {
		loops[i].near = false
	}
	save := p.loops
	p.loops = append(loops, loop{used: &used, near: true})
	p.nested(n)
	p.loops = save
}

// leave may leave a loop or the function.
func (p *program) leave() {
	cond := p.value(p.get("bool"))
	if p.result != nil && p.chance(3) {
		p.line("if %s {", cond)
		p.returnValues(p.result)
		p.line("}")
		return
	}
	if len(p.loops) == 0 {
		p.assign()
		return
	}
	l := pick(p, p.loops)
	jump := pick(p, []string{"break", "continue"})
	if !l.target {
		jump = "break"
	}
	switch {
	case l.label != "" && (!l.near || p.chance(2)):
		*l.used = true
		jump += " " + l.label
	case !l.near:
		p.assign()
		return
	case jump == "continue" && l.target && !p.nearest(l):
		jump = "break"
	}
	p.line("if %s { %s }", cond, jump)
}

// nearest tells whether a statement is the innermost around.
func (p *program) nearest(l loop) bool { return p.loops[len(p.loops)-1].used == l.used }

func (p *program) forLoop() {
	v := p.name("i")
	fs := ""
	if p.chance(3) {
		fs = p.name("fs")
		p.line("var %s []func() int", fs)
	}
	head := fmt.Sprintf("for %s := %d; %s < %d; %s++", v, p.IntN(2), v, 1+p.IntN(4), v)
	stable := fs == "" && p.chance(2)
	switch p.IntN(5) {
	case 0:
		head = fmt.Sprintf("for %s, other := 0, %s; %s < %d; %s, other = %s+1, other+%s", v, p.value(p.get("int")), v, 1+p.IntN(4), v, v, v)
	case 1:
		p.line("%s := 0", v)
		head = fmt.Sprintf("for %s < %d && %s", v, 2+p.IntN(3), p.value(p.get("bool")))
	}
	p.body(head, func() {
		if strings.HasPrefix(head, "for "+v+", other") {
			p.line("_ = other")
		}
		if strings.HasPrefix(head, "for "+v+" <") {
			p.line("%s++", v)
		}
		p.declare(variable{name: v, typ: p.get("int"), fixed: true, stable: stable})
		if fs != "" {
			p.line("%s = append(%s, func() int { %s += 10; return %s })", fs, fs, v, v)
		}
	})
	if fs != "" {
		p.line("for _, f := range %s { fmt.Println(\"closure\", f(), f()) }", fs)
	}
}

func (p *program) rangeLoop() {
	k, e := p.name("k"), p.name("e")
	vs := p.vars(func(v *variable) bool {
		t := v.typ
		return !v.constant && (t.kind == kSlice || t.kind == kArray || t.kind == kString || t.kind == kMap && keyed(t.key) || t.kind == kPointer && v.full && t.elem.kind == kArray || t.kind == kInt)
	})
	if len(vs) == 0 || p.chance(5) {
		t := p.some((*typ).integer)
		p.body(fmt.Sprintf("for %s := range %s(%d)", k, t.text, p.IntN(4)), func() {
			p.line("_ = %s", k)
			p.declare(variable{name: k, typ: t, stable: p.chance(2)})
		})
		return
	}
	x := pick(p, vs)
	both := func(kt, et *typ) {
		stable := p.chance(2)
		switch p.IntN(4) {
		case 0:
			p.body(fmt.Sprintf("for %s := range %s", k, x.name), func() {
				p.line("_ = %s", k)
				p.declare(variable{name: k, typ: kt, stable: stable})
			})
		case 1:
			p.body(fmt.Sprintf("for _, %s := range %s", e, x.name), func() {
				p.line("_ = %s", e)
				p.declare(variable{name: e, typ: et, stable: stable})
			})
		case 2:
			p.line("var %s %s", k, kt.text)
			p.line("var %s %s", e, et.text)
			p.declare(variable{name: k, typ: kt})
			p.declare(variable{name: e, typ: et})
			p.body(fmt.Sprintf("for %s, %s = range %s", k, e, x.name), func() {})
			p.line("_, _ = %s, %s", k, e)
		default:
			p.body(fmt.Sprintf("for %s, %s := range %s", k, e, x.name), func() {
				p.line("_, _ = %s, %s", k, e)
				p.declare(variable{name: k, typ: kt, stable: stable})
				p.declare(variable{name: e, typ: et, stable: stable})
			})
		}
	}
	switch t := x.typ; t.kind {
	case kSlice, kArray:
		both(p.get("int"), t.elem)
	case kPointer:
		both(p.get("int"), t.elem.elem)
	case kString:
		both(p.get("int"), p.get("int32"))
	case kInt:
		p.body(fmt.Sprintf("for %s := range %s & 3", k, x.name), func() {
			p.line("_ = %s", k)
			p.declare(variable{name: k, typ: t})
		})
	case kMap:
		p.body(fmt.Sprintf("for _, %s := range sortedKeys(%s)", k, x.name), func() {
			p.line("%s := %s[%s]", e, x.name, k)
			p.line("_ = %s", e)
			p.declare(variable{name: k, typ: t.key})
			p.declare(variable{name: e, typ: t.elem})
		})
	}
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

// callStatement calls a function and takes its results.
func (p *program) callStatement() {
	type callee struct {
		text string
		f    *function
	}
	var list []callee
	for _, f := range p.funcs {
		list = append(list, callee{f.name, f})
	}
	for _, v := range p.vars(func(v *variable) bool { return len(v.typ.methods) > 0 }) {
		for _, m := range v.typ.methods {
			if (v.typ.kind != kIface || v.full) && (!m.pointer || p.addressable(v)) {
				list = append(list, callee{v.name + "." + m.name, m})
			}
		}
	}
	if len(list) == 0 {
		return
	}
	c := pick(p, list)
	var args string
	p.mixed(func() { p.pure = p.chance(2); args = p.args(c.f, 2) })
	call := c.text + "(" + args + ")"
	if len(c.f.results) == 0 {
		p.line("%s", call)
		return
	}
	if p.chance(4) && p.level > 0 {
		p.line("defer %s", call)
		return
	}
	var names []string
	for range c.f.results {
		names = append(names, p.name("v"))
	}
	p.line("%s := %s", strings.Join(names, ", "), call)
	for i, n := range names {
		p.line("_ = %s", n)
		p.declare(variable{name: n, typ: c.f.results[i], stable: p.chance(3)})
	}
}

// closure makes a function that changes what is around it, and calls it.
func (p *program) closure() {
	if p.level > 1 {
		p.assign()
		return
	}
	t := p.some((*typ).basic)
	f := p.name("fn")
	p.line("%s := func(q %s) (out %s) {", f, t.text, t.text)
	p.line("if step() { return }")
	p.apart([]*typ{t}, func() {
		p.declare(variable{name: "q", typ: t, stable: p.chance(2)})
		p.declare(variable{name: "out", typ: t})
		p.block(1 + p.IntN(3))
		p.line("return %s", p.value(t))
	})
	p.line("}")
	p.declare(variable{name: f, typ: p.funcOf(t, t), stable: true, full: true})
	p.line("fmt.Println(\"fn\", %s(%s))", f, p.value(t))
	if p.chance(2) {
		p.line("fmt.Println(\"fn\", %s(%s(%s)))", f, f, p.value(t))
	}
}

// shadow declares a variable over another one in a block.
func (p *program) shadow() {
	v := p.one(func(v *variable) bool { return !strings.Contains(v.name, "*") && !v.constant && v.name[0] != 'p' })
	if v == nil {
		return
	}
	t := p.some(nil)
	p.line("{")
	p.line("%s := %s(%s)", v.name, t.conv(), p.value(t))
	p.line("_ = %s", v.name)
	p.push()
	p.declare(variable{name: v.name, typ: t, stable: p.chance(3)})
	p.block(1 + p.IntN(2))
	p.pop()
	p.line("}")
}
