// This file makes the statements and expressions of random programs.

package interp

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

func (p *randomProgram) block(n int) {
	for range n {
		p.statement()
	}
}

func (p *randomProgram) nested(n int) {
	p.push()
	p.block(n)
	p.pop()
}

func (p *randomProgram) statement() {
	p.risky = p.IntN(3) == 0
	if len(p.scopes) > 7 {
		p.assign()
		return
	}
	switch p.IntN(22) {
	case 0, 1, 2:
		p.define(pick(p, p.types))
	case 3, 4, 5:
		p.assign()
	case 6:
		p.ifStatement()
	case 7:
		p.forLoop()
	case 8, 9:
		p.rangeLoop()
	case 10:
		p.switchStatement()
	case 11:
		p.typeSwitch()
	case 12, 13, 14:
		p.callStatement()
	case 15:
		p.closure()
	case 16:
		p.channels()
	case 17:
		p.generic()
	case 18:
		if vs := p.vars(func(v rvar) bool { return v.typ.kind != "func" }); len(vs) > 0 {
			p.show(pick(p, vs))
		}
	case 19:
		p.protected()
	case 20:
		p.shadow()
	case 21:
		p.parallel()
	}
}

func (p *randomProgram) define(t *rtyp) rvar {
	v := rvar{p.name("v"), t, false}
	switch p.IntN(3) {
	case 0:
		p.line("var %s %s", v.name, t.text)
	case 1:
		p.line("var %s %s = %s", v.name, t.text, p.expr(t, 3))
	default:
		p.line("%s := %s(%s)", v.name, convertible(t), p.expr(t, 3))
	}
	p.line("_ = %s", v.name)
	p.declare(v)
	return v
}

// convertible is a type's text as a conversion has it.
func convertible(t *rtyp) string {
	if t.kind == "pointer" || t.kind == "func" {
		return "(" + t.text + ")"
	}
	return t.text
}

// target is something to assign to, and its type.
func (p *randomProgram) target() (string, *rtyp, bool) {
	vs := p.vars(func(v rvar) bool { return !v.fixed && v.typ.kind != "func" })
	if len(vs) == 0 {
		return "", nil, false
	}
	v := pick(p, vs)
	text, t := v.name, v.typ
	for range 2 {
		switch {
		case t.kind == "struct" && p.IntN(2) == 0:
			f := pick(p, t.fields)
			text, t = text+"."+f.name, f.typ
		case t.kind == "array" && p.IntN(2) == 0:
			text, t = fmt.Sprintf("%s[%d]", text, p.IntN(t.length)), t.elem
		case t.kind == "slice" && p.risky && p.IntN(2) == 0:
			p.risky = false
			text, t = fmt.Sprintf("%s[%s]", text, p.index()), t.elem
		case t.kind == "map" && p.risky && p.IntN(2) == 0: // a nil map panics
			p.risky = false
			k := p.expr(rInt, 1)
			if strings.HasPrefix(t.text, "map[string]") {
				k = p.expr(rString, 1)
			}
			return fmt.Sprintf("%s[%s]", text, k), t.elem, true
		}
	}
	return text, t, true
}

func (p *randomProgram) index() string {
	if vs := p.vars(func(v rvar) bool { return v.typ.kind == "int" || v.typ.kind == "uint" }); len(vs) > 0 && p.IntN(2) == 0 {
		v := pick(p, vs)
		if v.typ.kind == "uint" {
			return v.name + " % 5"
		}
		return v.name
	}
	return strconv.Itoa(p.IntN(4))
}

func (p *randomProgram) assign() {
	text, t, ok := p.target()
	if !ok {
		p.define(pick(p, p.types))
		return
	}
	switch {
	case (t.kind == "int" || t.kind == "uint") && p.IntN(2) == 0:
		switch op := pick(p, []string{"+", "-", "*", "|", "&", "^", "&^", "<<", ">>", "++", "--"}); op {
		case "++", "--":
			p.line("%s%s", text, op)
		case "<<", ">>":
			p.line("%s %s= %d", text, op, p.IntN(t.bits))
		default:
			p.line("%s %s= %s", text, op, p.expr(t, 2))
		}
	case t.kind == "string" && p.IntN(3) == 0:
		p.line("if len(%s) < 200 { %s += %s }", text, text, p.expr(t, 2))
	case t.kind == "slice" && p.IntN(2) == 0:
		p.line("%s = append(%s, %s)", text, text, p.expr(t.elem, 2))
	default:
		p.line("%s = %s", text, p.expr(t, 3))
	}
}

// parallel swaps, through all kinds of operands.
func (p *randomProgram) parallel() {
	a, t, ok := p.target()
	if !ok {
		return
	}
	vs := p.vars(func(v rvar) bool { return v.typ == t && !v.fixed })
	if len(vs) == 0 {
		return
	}
	b := pick(p, vs).name
	if a != b {
		p.line("%s, %s = %s, %s", a, b, b, a)
	}
}

func (p *randomProgram) ifStatement() {
	if p.IntN(3) == 0 {
		v := rvar{p.name("c"), rInt, false}
		p.line("if %s := %s; %s {", v.name, p.expr(rInt, 2), p.expr(rBool, 2))
		p.push()
		p.declare(v)
		p.line("_ = %s", v.name)
		p.block(1 + p.IntN(2))
		p.pop()
	} else {
		p.line("if %s {", p.expr(rBool, 3))
		p.nested(1 + p.IntN(2))
	}
	if p.IntN(2) == 0 {
		p.line("} else {")
		p.nested(1 + p.IntN(2))
	}
	p.line("}")
}

func (p *randomProgram) forLoop() {
	label := ""
	if p.IntN(3) == 0 {
		label = p.name("L")
		p.line("%s:", label)
	}
	v := rvar{p.name("i"), rInt, true}
	fs := p.name("fs")
	capture := p.IntN(2) == 0
	if capture && label == "" {
		p.line("var %s []func() int", fs)
	}
	p.line("for %s := %d; %s < %d; %s++ {", v.name, p.IntN(2), v.name, 2+p.IntN(4), v.name)
	p.line("%sstep()", p.prefix)
	p.loops = append(p.loops, label)
	p.push()
	p.declare(v)
	if capture && label == "" {
		p.line("%s = append(%s, func() int { %s += 10; return %s })", fs, fs, v.name, v.name)
	}
	p.block(1 + p.IntN(2))
	p.leave()
	p.pop()
	p.loops = p.loops[:len(p.loops)-1]
	if label != "" {
		p.line("if %s { break %s }", p.expr(rBool, 1), label)
	}
	p.line("}")
	if capture && label == "" {
		p.line("for _, f := range %s { fmt.Println(\"closure\", f(), f()) }", fs)
	}
}

// leave may jump out of a loop.
func (p *randomProgram) leave() {
	if len(p.loops) == 0 || p.IntN(3) > 0 {
		return
	}
	jump := pick(p, []string{"break", "continue"})
	if l := pick(p, p.loops); l != "" {
		jump += " " + l
	}
	p.line("if %s { %s }", p.expr(rBool, 2), jump)
}

func (p *randomProgram) rangeLoop() {
	vs := p.vars(func(v rvar) bool {
		return slices.Contains([]string{"slice", "array", "map"}, v.typ.kind) || v.typ.kind == "string" && !v.typ.named
	})
	k, v := p.name("k"), p.name("e")
	p.push()
	switch kind := p.IntN(4); {
	case kind == 0 || len(vs) == 0:
		if p.IntN(2) == 0 {
			p.line("for %s := range %d {", k, p.IntN(4))
			p.declare(rvar{k, rInt, false})
		} else {
			p.line("for %s := range func(yield func(int) bool) { for i := range %d { if !yield(i * 2) { return } } } {", k, 1+p.IntN(4))
			p.declare(rvar{k, rInt, false})
		}
		p.line("_ = %s", k)
	default:
		x := pick(p, vs)
		switch x.typ.kind {
		case "string":
			p.line("for %s, %s := range %s {", k, v, x.name)
			p.line("_, _ = %s, %s", k, v)
			p.declare(rvar{k, rInt, false})
		case "map":
			key := rInt
			if strings.HasPrefix(x.typ.text, "map[string]") {
				key = rString
			}
			p.line("for _, %s := range slices.Sorted(maps.Keys(%s)) {", k, x.name)
			p.line("%s := %s[%s]", v, x.name, k)
			p.line("_ = %s", v)
			p.declare(rvar{k, key, false})
			p.declare(rvar{v, x.typ.elem, false})
		default:
			p.line("for %s, %s := range %s {", k, v, x.name)
			p.line("_, _ = %s, %s", k, v)
			p.declare(rvar{k, rInt, false})
			p.declare(rvar{v, x.typ.elem, false})
		}
	}
	p.line("%sstep()", p.prefix)
	p.loops = append(p.loops, "")
	p.block(1 + p.IntN(2))
	p.leave()
	p.loops = p.loops[:len(p.loops)-1]
	p.pop()
	p.line("}")
}

func (p *randomProgram) switchStatement() {
	loops := p.loops
	p.loops = nil // break would mean the switch
	defer func() { p.loops = loops }()
	if p.IntN(2) == 0 {
		p.line("switch {")
		p.line("case %s:", p.expr(rBool, 2))
		p.nested(1)
		if p.IntN(2) == 0 {
			p.line("fallthrough")
		}
		p.line("default:")
		p.nested(1)
		if p.IntN(3) == 0 {
			p.line("fallthrough")
		}
		p.line("case %s:", p.expr(rBool, 2))
		p.nested(1)
		p.line("}")
		return
	}
	t := pick(p, []*rtyp{rInt, rString})
	p.line("switch %s {", p.expr(t, 2))
	for i := range 1 + p.IntN(3) {
		p.line("case %s:", map[bool]string{true: strconv.Itoa(i*2 - 1), false: fmt.Sprintf("\"s%d\"", i)}[t == rInt])
		p.nested(1)
	}
	p.line("default:")
	p.nested(1)
	p.line("}")
}

func (p *randomProgram) typeSwitch() {
	loops := p.loops
	p.loops = nil
	defer func() { p.loops = loops }()
	t := pick(p, p.types)
	p.line("switch x := any(%s).(type) {", p.expr(t, 2))
	seen := map[string]bool{}
	for range 3 {
		c := pick(p, p.types)
		if c.kind == "iface" || seen[c.text] {
			continue
		}
		seen[c.text] = true
		p.line("case %s:", c.text)
		p.push()
		p.declare(rvar{"x", c, false})
		p.line("_ = x")
		p.block(1)
		p.pop()
	}
	for text, m := range p.ifaces {
		p.line("case %s:", text)
		p.push()
		p.declare(rvar{"x", &rtyp{text: text, kind: "func"}, true}) // hides another x
		p.line("fmt.Println(\"method\", x.%s(%s))", m.name, p.expr(m.params[0], 1))
		p.pop()
	}
	p.line("case nil:")
	p.line("fmt.Println(\"nil\")")
	p.line("default:")
	p.line("fmt.Printf(\"default %%T\\n\", x)")
	p.line("}")
}

func (p *randomProgram) args(f rfunc) string {
	var s []string
	for _, t := range f.params {
		s = append(s, p.expr(t, 2))
	}
	return strings.Join(s, ", ")
}

func (p *randomProgram) callStatement() {
	if p.IntN(4) == 0 {
		vs := p.vars(func(v rvar) bool { return v.typ.kind == "iface" })
		if len(vs) > 0 && p.risky {
			x := pick(p, vs)
			m := p.ifaces[x.typ.text]
			v := rvar{p.name("v"), m.result, false}
			p.line("%s := %s.%s(%s)", v.name, x.name, m.name, p.args(m))
			p.line("_ = %s", v.name)
			p.declare(v)
			return
		}
	}
	if len(p.funcs) == 0 {
		return
	}
	f := pick(p, p.funcs)
	callee := f.name
	if f.receiver != nil {
		vs := p.vars(func(v rvar) bool { return v.typ == f.receiver && !v.fixed })
		if len(vs) == 0 {
			return
		}
		callee = pick(p, vs).name + "." + f.name
		if p.IntN(4) == 0 { // a method value
			m := p.name("mv")
			p.line("%s := %s", m, callee)
			callee = m
		}
	}
	v := rvar{p.name("v"), f.result, false}
	p.risky = false
	if p.IntN(6) == 0 {
		p.line("defer %s(%s)", callee, p.args(f))
		return
	}
	p.line("%s := %s(%s)", v.name, callee, p.args(f))
	p.line("_ = %s", v.name)
	p.declare(v)
}

// closure makes a function literal that changes what is around it, and calls it.
func (p *randomProgram) closure() {
	if p.inFunc > 1 {
		return
	}
	p.inFunc++
	loops := p.loops
	p.loops = nil
	t := pick(p, rBasics)
	f := p.name("fn")
	p.line("%s := func(q %s) (out %s) {", f, t.text, t.text)
	p.line("%sstep()", p.prefix)
	p.push()
	p.declare(rvar{"q", t, false})
	p.declare(rvar{"out", t, false})
	p.block(1 + p.IntN(2))
	p.line("return %s", p.expr(t, 2))
	p.pop()
	p.line("}")
	p.inFunc--
	p.loops = loops
	p.risky = false
	p.line("fmt.Println(\"fn\", %s(%s))", f, p.expr(t, 1))
	p.line("fmt.Println(\"fn\", %s(%s))", f, p.expr(t, 1))
}

// channels passes values through goroutines and select.
func (p *randomProgram) channels() {
	t := pick(p, p.types)
	for holdsPointer(t, 0) {
		t = pick(p, p.types)
	}
	c := p.name("ch")
	p.risky = false
	p.line("%s := make(chan %s, %d)", c, t.text, p.IntN(3))
	p.line("go func(x %s) { defer close(%s); for range %d { %s <- x } }(%s)", t.text, c, 1+p.IntN(3), c, p.expr(t, 2))
	if p.IntN(2) == 0 {
		p.line("for x := range %s { fmt.Println(\"received\", x) }", c)
		return
	}
	p.line("for open := true; open; {")
	p.line("select {")
	p.line("case x, ok := <-%s:", c)
	p.line("fmt.Println(\"selected\", x, ok)")
	p.line("open = ok")
	p.line("case <-(chan bool)(nil):")
	p.line("}")
	p.line("}")
}

// generic calls the generic functions that every batch has.
func (p *randomProgram) generic() {
	a, b := pick(p, rBasics), pick(p, rBasics)
	p.risky = false
	switch p.IntN(5) {
	case 0:
		xs := p.expr(a, 1) + ", " + p.expr(a, 1)
		p.push()
		p.declare(rvar{"x", a, true})
		p.line("fmt.Println(gmap([]%s{%s}, func(x %s) %s { return %s }))", a.text, xs, a.text, b.text, p.expr(b, 1))
		p.pop()
	case 1:
		for a.kind == "bool" {
			a = pick(p, rBasics)
		}
		p.line("fmt.Println(gmax(%s(%s), %s), min(%s(%s), %s))", a.text, p.expr(a, 1), p.expr(a, 1), a.text, p.expr(a, 1), p.expr(a, 1))
	case 2:
		s := p.name("st")
		p.line("var %s gstack[%s]", s, a.text)
		p.line("%s.Push(%s)", s, p.expr(a, 2))
		p.line("%s.Push(%s)", s, p.expr(a, 2))
		p.line("fmt.Println(%s.Pop())", s)
		p.line("fmt.Printf(\"%%v %%T\\n\", %s, %s)", s, s)
	case 3:
		p.line("fmt.Printf(\"%%v %%T\\n\", gpair[%s, %s]{%s, %s}.Swap(), gpair[%s, %s]{})", a.text, b.text, p.expr(a, 1), p.expr(b, 1), b.text, a.text)
	case 4:
		p.line("for i, x := range gtake([]%s{%s, %s, %s}, %d) { fmt.Println(i, x) }", a.text, p.expr(a, 1), p.expr(a, 1), p.expr(a, 1), p.IntN(4))
	}
}

// protected runs statements of which one panics, and recovers.
func (p *randomProgram) protected() {
	if p.inFunc > 1 {
		return
	}
	p.inFunc++
	loops := p.loops
	p.loops = nil
	p.line("func() {")
	p.line("defer func() { fmt.Println(\"recovered:\", recover()) }()")
	p.push()
	p.block(1 + p.IntN(2))
	switch p.IntN(4) {
	case 0:
		p.line("panic(%s)", p.expr(pick(p, rBasics), 1))
	case 1:
		p.line("panic(fmt.Errorf(\"error %%v\", %s))", p.expr(rInt, 1))
	case 2:
		z := p.name("z")
		p.line("%s := 0", z)
		p.line("fmt.Println(10 / %s)", z)
	}
	p.pop()
	p.line("}()")
	p.inFunc--
	p.loops = loops
}

// shadow declares a variable over another one in a block.
func (p *randomProgram) shadow() {
	vs := p.vars(func(v rvar) bool { return !strings.Contains(v.name, "*") && v.typ.kind != "func" })
	if len(vs) == 0 {
		return
	}
	v := pick(p, vs)
	t := pick(p, p.types)
	p.line("{")
	p.line("%s := %s(%s)", v.name, convertible(t), p.expr(t, 2))
	p.line("_ = %s", v.name)
	p.push()
	p.declare(rvar{v.name, t, false})
	p.block(1 + p.IntN(2))
	p.pop()
	p.line("}")
}

// expr is an expression of a type: without calls but of pure functions, and with
// at most one part that can panic.
func (p *randomProgram) expr(t *rtyp, depth int) string {
	if depth > 0 && p.IntN(3) > 0 {
		if s := p.composed(t, depth-1); s != "" {
			return s
		}
	}
	if vs := p.vars(func(v rvar) bool { return v.typ == t }); len(vs) > 0 && p.IntN(4) > 0 {
		return pick(p, vs).name
	}
	return p.literal(t, depth)
}

// composed is an operation that gives a value of the type, "" if none came up.
func (p *randomProgram) composed(t *rtyp, depth int) string {
	x := func() string { return p.expr(t, depth) }
	switch t.kind {
	case "int", "uint":
		switch p.IntN(10) {
		case 0, 1, 2:
			return fmt.Sprintf("(%s %s %s)", p.variable(t), pick(p, []string{"+", "-", "*", "&", "|", "^", "&^"}), x())
		case 3:
			if p.risky {
				p.risky = false
				return fmt.Sprintf("(%s %s %s)", p.variable(t), pick(p, []string{"/", "%"}), p.variable(t))
			}
			return fmt.Sprintf("(%s %s %d)", p.variable(t), pick(p, []string{"/", "%"}), 1+p.IntN(9))
		case 4:
			return fmt.Sprintf("(%s %s %d)", p.variable(t), pick(p, []string{"<<", ">>"}), p.IntN(t.bits+2))
		case 5:
			return pick(p, []string{"-", "^", "+"}) + p.variable(t)
		case 6:
			from := pick(p, rBasics)
			for from.kind != "int" && from.kind != "uint" {
				from = pick(p, rBasics)
			}
			return fmt.Sprintf("%s(%s)", t.text, p.variable(from))
		case 7:
			if vs := p.vars(func(v rvar) bool {
				return v.typ.kind == "slice" || v.typ.kind == "map" || v.typ.kind == "string" && !v.typ.named
			}); t == rInt && len(vs) > 0 {
				return "len(" + pick(p, vs).name + ")"
			}
		}
	case "float":
		return fmt.Sprintf("(%s %s %s)", p.variable(t), pick(p, []string{"+", "-", "*"}), x())
	case "string":
		switch p.IntN(3) {
		case 0:
			return fmt.Sprintf("(%s + %s)", p.literal(t, 0), p.variable(t))
		case 1:
			if !t.named && p.risky {
				p.risky = false
				return fmt.Sprintf("%s[%d:]", p.variable(t), p.IntN(3))
			}
		}
	case "bool":
		switch p.IntN(4) {
		case 0:
			o := pick(p, rBasics)
			if o.kind == "bool" {
				return fmt.Sprintf("(%s == %s)", p.variable(o), p.expr(o, depth))
			}
			return fmt.Sprintf("(%s %s %s)", p.variable(o), pick(p, []string{"<", "<=", ">", ">=", "==", "!="}), p.expr(o, depth))
		case 1:
			return fmt.Sprintf("(%s %s %s)", p.variable(t), pick(p, []string{"&&", "||"}), x())
		case 2:
			return "!" + p.variable(t)
		case 3:
			if vs := p.vars(func(v rvar) bool { return comparable_(v.typ) }); len(vs) > 0 {
				v := pick(p, vs)
				return fmt.Sprintf("(%s == %s)", v.name, pick(p, p.vars(func(w rvar) bool { return w.typ == v.typ })).name)
			}
		}
	}
	// part of another value
	vs := p.vars(func(v rvar) bool { return v.typ.kind == "struct" || v.typ.kind == "array" || v.typ.kind == "map" })
	for range min(3, len(vs)) {
		v := pick(p, vs)
		switch v.typ.kind {
		case "struct":
			for _, f := range v.typ.fields {
				if f.typ == t {
					return v.name + "." + f.name
				}
			}
		case "array":
			if v.typ.elem == t {
				return fmt.Sprintf("%s[%d]", v.name, p.IntN(v.typ.length))
			}
		case "map":
			if v.typ.elem == t {
				if strings.HasPrefix(v.typ.text, "map[string]") {
					return fmt.Sprintf("%s[%s]", v.name, p.expr(rString, 0))
				}
				return fmt.Sprintf("%s[%s]", v.name, p.expr(rInt, 0))
			}
		}
	}
	if p.risky {
		for _, v := range p.vars(func(v rvar) bool { return v.typ.kind == "slice" && v.typ.elem == t }) {
			p.risky = false
			return fmt.Sprintf("%s[%s]", v.name, p.index())
		}
		for _, v := range p.vars(func(v rvar) bool { return v.typ.kind == "pointer" && v.typ.elem == t }) {
			p.risky = false
			return "*" + v.name
		}
	}
	return ""
}

func comparable_(t *rtyp) bool {
	switch t.kind {
	case "slice", "map", "func", "iface", "float":
		return false
	case "array":
		return comparable_(t.elem)
	case "struct":
		for _, f := range t.fields {
			if !comparable_(f.typ) {
				return false
			}
		}
	}
	return true
}

// variable is an operand that is no constant, so that nothing overflows or
// divides by zero when the program is compiled.
func (p *randomProgram) variable(t *rtyp) string {
	if vs := p.vars(func(v rvar) bool { return v.typ == t }); len(vs) > 0 {
		return pick(p, vs).name
	}
	return fmt.Sprintf("gid(%s(%s))", t.text, p.literal(t, 0))
}

func (p *randomProgram) literal(t *rtyp, depth int) string {
	switch t.kind {
	case "int":
		edges := []string{"0", "1", "-1", "2", "7", fmt.Sprint(int64(1)<<(t.bits-1) - 1), fmt.Sprint(-int64(1) << (t.bits - 1)), strconv.Itoa(p.IntN(100))}
		return t.text + "(" + pick(p, edges) + ")"
	case "uint":
		return t.text + "(" + pick(p, []string{"0", "1", "3", fmt.Sprint(^uint64(0) >> (64 - t.bits)), strconv.Itoa(p.IntN(100))}) + ")"
	case "float":
		return t.text + "(" + pick(p, []string{"0", "1", "-1.5", "2.25", "1e10", "0.1"}) + ")"
	case "string":
		return t.text + "(" + pick(p, []string{`""`, `"a"`, `"s1"`, `"héllo"`, `"日本"`, `"\x00\xff"`}) + ")"
	case "bool":
		return t.text + "(" + pick(p, []string{"true", "false"}) + ")"
	case "struct":
		var s []string
		for _, f := range t.fields {
			if p.IntN(4) > 0 {
				s = append(s, f.name+": "+p.expr(f.typ, depth-1))
			}
		}
		return "(" + t.text + "{" + strings.Join(s, ", ") + "})"
	case "pointer":
		if p.IntN(5) == 0 {
			return "(" + t.text + ")(nil)"
		}
		return "&" + strings.Trim(p.literal(t.elem, depth-1), "()")
	case "slice", "array":
		n := p.IntN(4)
		if t.kind == "array" {
			n = min(n, t.length)
		} else if p.IntN(5) == 0 {
			return t.text + "(nil)"
		}
		var s []string
		for range n {
			s = append(s, p.expr(t.elem, depth-1))
		}
		return "(" + t.text + "{" + strings.Join(s, ", ") + "})"
	case "map":
		if p.IntN(5) == 0 {
			return t.text + "(nil)"
		}
		var s []string
		for i := range p.IntN(3) {
			key := strconv.Itoa(i)
			if strings.HasPrefix(t.text, "map[string]") {
				key = fmt.Sprintf("\"s%d\"", i)
			}
			s = append(s, key+": "+p.expr(t.elem, depth-1))
		}
		return "(" + t.text + "{" + strings.Join(s, ", ") + "})"
	case "iface":
		if p.IntN(6) == 0 || depth < -3 {
			return t.text + "(nil)"
		}
		return t.text + "(" + p.literal(pick(p, p.structs), depth-1) + ")"
	}
	panic("no literal of " + t.kind)
}
