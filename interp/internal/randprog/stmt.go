// This file makes the statements that any block can have.

package randprog

import (
	"fmt"
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
