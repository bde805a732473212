// This file makes loops, and what leaves them.

package randprog

import (
	"fmt"
	"slices"
	"strings"
)

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
