// This file makes literals and zero values.

package randprog

import (
	"fmt"
	"strconv"
	"strings"
)

// literal is a value that is written out. With full it is not nil.
func (p *program) literal(t *typ, d int, full bool) string {
	switch t.kind {
	case kInt:
		return t.text + "(" + pick(p, []string{"0", "1", "-1", "2", "7", fmt.Sprint(int64(1)<<(t.bits-1) - 1), fmt.Sprint(-int64(1) << (t.bits - 1)), strconv.Itoa(p.IntN(100))}) + ")"
	case kUint:
		return t.text + "(" + pick(p, []string{"0", "1", "3", fmt.Sprint(^uint64(0) >> (64 - t.bits)), strconv.Itoa(p.IntN(100))}) + ")"
	case kFloat:
		return t.text + "(" + pick(p, []string{"0", "1", "-1.5", "2.25", "1e10", "0.1", "math.Pi", "1.0 / 3", "-3"}) + ")"
	case kComplex:
		return t.text + "(" + pick(p, []string{"0", "1i", "1 + 2i", "-0.5 - 3i", "2"}) + ")"
	case kString:
		return t.text + "(" + pick(p, []string{`""`, `"a"`, `"s1"`, `"héllo"`, `"日本"`, `"\x00\xff"`, "`raw\\n`"}) + ")"
	case kBool:
		return t.text + "(" + pick(p, []string{"true", "false"}) + ")"
	case kStruct:
		return p.structLiteral(t, d)
	case kPointer:
		switch {
		case !full && (d < 0 || p.chance(4)):
			return t.conv() + "(nil)"
		case t.elem.kind == kStruct && d >= 0 && !p.chance(4):
			return "&" + strings.TrimSuffix(strings.TrimPrefix(p.structLiteral(t.elem, d), "("), ")")
		case p.chance(2) && d >= 0 && t.elem.kind != kIface:
			return "new(" + p.expr(t.elem, 0) + ")"
		}
		return "new(" + t.elem.text + ")"
	case kSlice, kArray:
		return p.listLiteral(t, d, full)
	case kMap:
		if !full && p.chance(5) {
			return t.text + "(nil)"
		}
		var list []string
		for i := range p.IntN(3) {
			if d >= 0 {
				list = append(list, p.key(t.key, i)+": "+p.element(t.elem, d-1))
			}
		}
		return "(" + t.text + "{" + strings.Join(list, ", ") + "})"
	case kIface:
		return p.interfaceLiteral(t, d, full)
	case kFunc:
		if !full && p.chance(6) {
			return t.conv() + "(nil)"
		}
		return p.funcLiteral(t, d)
	}
	panic("no literal of " + t.text)
}

func (p *program) structLiteral(t *typ, d int) string {
	var list []string
	positional := p.chance(4) && d >= 0 && !t.tree
	for _, f := range t.fields {
		if positional {
			list = append(list, p.expr(f.typ, d-1))
		} else if d >= 0 && !p.chance(3) {
			name := f.name
			list = append(list, name+": "+p.element(f.typ, d-1))
		}
	}
	return "(" + t.text + "{" + strings.Join(list, ", ") + "})"
}

// element is an expression in a literal.
func (p *program) element(t *typ, d int) string { return p.expr(t, d) }

func (p *program) listLiteral(t *typ, d int, full bool) string {
	n := p.IntN(4)
	if t.kind == kArray {
		n = min(n, t.length)
	} else if !full && p.chance(6) {
		return t.conv() + "(nil)"
	}
	if d < 0 {
		n = 0
	}
	var list []string
	for i := range n {
		s := p.element(t.elem, d-1)
		if t.elem.kind == kStruct && p.chance(3) {
			s = strings.TrimSuffix(strings.TrimPrefix(p.structLiteral(t.elem, d-1), "("+t.elem.text), ")") // elided
		}
		if p.chance(8) && t.kind == kSlice && i == n-1 {
			s = fmt.Sprintf("%d: %s", i+p.IntN(3), s)
		}
		list = append(list, s)
	}
	return "(" + t.text + "{" + strings.Join(list, ", ") + "})"
}

// key is the key with a number in a map.
func (p *program) key(t *typ, i int) string {
	switch t.kind {
	case kString:
		return fmt.Sprintf("%s(\"k%d\")", t.text, i)
	case kStruct:
		return fmt.Sprintf("%s{%s: %s}", t.text, t.fields[0].name, p.key(t.fields[0].typ, i))
	case kArray:
		return fmt.Sprintf("%s{%s}", t.text, p.key(t.elem, i))
	case kBool:
		return fmt.Sprintf("%s(%v)", t.text, i > 0)
	case kIface:
		return fmt.Sprintf("any(%d)", i)
	}
	return fmt.Sprintf("%s(%d)", t.text, i)
}

// keyed tells whether key knows a type, and fmt prints its maps in an order.
func keyed(t *typ) bool {
	switch t.kind {
	case kString, kInt, kUint, kBool:
		return true
	case kStruct:
		return t.comparable() && len(t.fields) > 0 && t.fields[0].typ.basic() && keyed(t.fields[0].typ) && !t.fields[0].embedded
	case kArray:
		return t.length > 0 && t.elem.basic() && keyed(t.elem)
	}
	return false
}

// interfaceLiteral is an interface of a type with its methods.
func (p *program) interfaceLiteral(t *typ, d int, full bool) string {
	if !full && (d < -1 || p.chance(6)) {
		return t.text + "(nil)"
	}
	if t.text == "error" {
		return pick(p, []string{`error(errors.New("e1"))`, `error(fmt.Errorf("wrap %w", errors.New("e2")))`})
	}
	if t.text == "any" {
		c := p.some(func(c *typ) bool { return c.kind != kIface && c.kind != kFunc && (d > 0 || c.basic()) })
		return "any(" + p.expr(c, d-1) + ")"
	}
	var impls []*typ
	for _, c := range p.structs {
		if p.implements(c, t, false) {
			impls = append(impls, c)
		}
		if pt := p.pointerTo(c); p.implements(c, t, true) {
			impls = append(impls, pt)
		}
	}
	if len(impls) == 0 {
		return t.text + "(nil)" // no type has the methods: full is asked for implemented ones only
	}
	c := pick(p, impls)
	return t.text + "(" + p.literal(c, d-1, true) + ")"
}

// implements tells whether a named type, or pointers to it, has an interface's
// methods.
func (p *program) implements(c, i *typ, pointer bool) bool {
	for _, m := range i.methods {
		f := c.method(m.name)
		if f == nil || f.pointer && !pointer {
			return false
		}
	}
	return true
}

// implemented tells whether any type implements an interface.
func (p *program) implemented(i *typ) bool {
	if i.text == "any" || i.text == "error" {
		return true
	}
	for _, c := range p.structs {
		if p.implements(c, i, true) {
			return true
		}
	}
	return false
}

// funcLiteral is a function that may change what it captures.
func (p *program) funcLiteral(t *typ, d int) string {
	arg := p.name("q")
	if p.level > 2 || d < 0 || p.budget < 1 || p.chance(2) {
		var s string
		p.apart([]*typ{t.elem}, func() {
			p.declare(variable{name: arg, typ: t.key, stable: p.chance(2)})
			s = p.plain(t.elem, max(d, 0))
		})
		return fmt.Sprintf("func(%s %s) %s { return %s }", arg, t.key.text, t.elem.text, s)
	}
	body := ""
	p.apart([]*typ{t.elem}, func() {
		p.declare(variable{name: arg, typ: t.key, stable: p.chance(2)})
		body = p.capture(func() {
			p.block(1)
			p.line("return %s", p.value(t.elem))
		})
	})
	return fmt.Sprintf("func(%s %s) (_ %s) {\nif step() { return }\n%s}", arg, t.key.text, t.elem.text, body)
}
