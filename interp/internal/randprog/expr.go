// This file makes expressions.

package randprog

import (
	"fmt"
	"strings"
)

// expr is an expression of a type.
func (p *program) expr(t *typ, d int) string {
	if d > 0 && !p.quiet && p.chance(14) {
		return fmt.Sprintf("tr(%q, %s)", p.name("t"), p.expr(t, d-1))
	}
	if d > 0 && !p.pure && !p.quiet && p.chance(2) {
		if s := p.call(t, d-1); s != "" {
			return s
		}
	}
	if d > 0 && !p.chance(3) {
		if s := p.operation(t, d-1); s != "" {
			return s
		}
	}
	if d > 0 && p.chance(2) {
		if s := p.part(t, d-1); s != "" {
			return s
		}
	}
	if v := p.one(func(v *variable) bool { return v.typ == t && p.readable(v) }); v != nil && !p.chance(5) {
		return v.name
	}
	return p.literal(t, d, false)
}

// notNil is an expression that is not nil.
func (p *program) notNil(t *typ, d int) string {
	if v := p.one(func(v *variable) bool { return v.typ == t && v.full && p.readable(v) }); v != nil && p.chance(2) {
		return v.name
	}
	return p.literal(t, d, true)
}

// assignable is an expression for a variable.
func (p *program) assignable(v *variable, d int) string {
	if v.full {
		return p.notNil(v.typ, d)
	}
	return p.expr(v.typ, d)
}

// operand is an expression that is no constant, so that nothing overflows when
// the program is compiled.
func (p *program) operand(t *typ) string {
	if v := p.one(func(v *variable) bool { return v.typ == t && p.readable(v) && !v.constant }); v != nil {
		return v.name
	}
	if p.chance(2) {
		if s := p.part(t, 0); s != "" {
			return s
		}
	}
	return fmt.Sprintf("gid(%s)", p.literal(t, 0, false))
}

// operation is an operation that gives a value of the type, "" if none came up.
func (p *program) operation(t *typ, d int) string {
	switch t.kind {
	case kInt, kUint:
		return p.integerOperation(t, d)
	case kFloat:
		switch p.IntN(7) {
		case 0, 1, 2:
			return fmt.Sprintf("(%s %s %s)", p.operand(t), pick(p, []string{"+", "-", "*", "/"}), p.expr(t, d))
		case 3:
			return fmt.Sprintf("%s(%s)", t.text, p.operand(p.some(func(t *typ) bool { return t.integer() || t.kind == kFloat })))
		case 4:
			return fmt.Sprintf("%s(math.%s(float64(%s)))", t.text, pick(p, []string{"Sqrt", "Abs", "Floor", "Trunc"}), p.operand(t))
		case 5:
			c := p.get(map[int]string{32: "complex64", 64: "complex128"}[t.bits])
			return fmt.Sprintf("%s(%s(%s))", t.text, pick(p, []string{"real", "imag"}), p.operand(c))
		default:
			return pick(p, []string{"-" + p.operand(t), fmt.Sprintf("%s(%s, %s)", pick(p, []string{"min", "max"}), p.operand(t), p.expr(t, d))})
		}
	case kComplex:
		if p.chance(2) {
			f := p.get(map[int]string{64: "float32", 128: "float64"}[t.bits])
			return fmt.Sprintf("%s(complex(%s, %s))", t.text, p.operand(f), p.expr(f, d))
		}
		return fmt.Sprintf("(%s %s %s)", p.operand(t), pick(p, []string{"+", "-", "*"}), p.expr(t, d))
	case kString:
		return p.stringOperation(t, d)
	case kBool:
		return p.boolOperation(t, d)
	case kSlice:
		return p.sliceOperation(t, d)
	case kPointer:
		if v := p.one(func(v *variable) bool { return v.typ == t.elem && p.addressable(v) && !strings.Contains(v.name, "*") }); v != nil {
			return "&" + v.name
		}
		if p.pure {
			return "nn(" + p.operand(t) + ")"
		}
	case kStruct:
		for _, s := range p.structs {
			if s != t && s.kind == kStruct && sameFields(s, t) && p.chance(2) {
				return fmt.Sprintf("%s(%s)", t.text, p.operand(s))
			}
		}
	case kFunc:
		return p.funcOperation(t)
	case kMap:
		if p.pure && p.chance(3) {
			return "maps.Clone(" + p.operand(t) + ")"
		}
	}
	return ""
}

func sameFields(a, b *typ) bool {
	if len(a.fields) != len(b.fields) {
		return false
	}
	for i, f := range a.fields {
		if f != b.fields[i] {
			return false
		}
	}
	return true
}

func (p *program) integerOperation(t *typ, d int) string {
	switch p.IntN(12) {
	case 0, 1, 2:
		return fmt.Sprintf("(%s %s %s)", p.operand(t), pick(p, []string{"+", "-", "*", "&", "|", "^", "&^"}), p.expr(t, d))
	case 3:
		return fmt.Sprintf("(%s %s (%s | 1))", p.operand(t), pick(p, []string{"/", "%"}), p.operand(t))
	case 4:
		return fmt.Sprintf("(%s %s %d)", p.operand(t), pick(p, []string{"/", "%"}), 1+p.IntN(9))
	case 5:
		count := fmt.Sprint(p.IntN(t.bits + 2))
		switch p.IntN(3) {
		case 0:
			count = p.operand(p.some(func(t *typ) bool { return t.kind == kUint }))
		case 1:
			count = "(" + p.operand(p.get("int")) + " & 70)"
		}
		return fmt.Sprintf("(%s %s %s)", p.operand(t), pick(p, []string{"<<", ">>"}), count)
	case 6:
		return pick(p, []string{"-", "^", "+"}) + p.operand(t)
	case 7:
		return fmt.Sprintf("%s(%s)", t.text, p.operand(p.some((*typ).integer)))
	case 8:
		v := p.one(func(v *variable) bool {
			return p.readable(v) && !v.constant && (v.typ.kind == kSlice || v.typ.kind == kMap || v.typ.kind == kString || v.typ.kind == kArray)
		})
		if v != nil && (p.pure || v.typ.kind != kMap) {
			if t.text == "int" {
				return "len(" + v.name + ")"
			}
			return t.text + "(len(" + v.name + "))"
		}
	case 9:
		return fmt.Sprintf("%s(%s, %s)", pick(p, []string{"min", "max", "gmax"}), p.operand(t), p.expr(t, d))
	case 10:
		return fmt.Sprintf("gsum(%s, %s)", p.operand(t), p.expr(t, d))
	case 11:
		return fmt.Sprintf("func(a, b %s) %s { if a > b { return a - b }; return b - a }(%s, %s)", t.text, t.text, p.operand(t), p.expr(t, d))
	}
	return ""
}

func (p *program) stringOperation(t *typ, d int) string {
	s := ""
	switch p.IntN(8) {
	case 0, 1:
		// short, so that what is added to itself in a loop does not fill the memory
		return pick(p, []string{
			fmt.Sprintf("(%s + %s)", p.operand(t), p.literal(t, 0, false)),
			fmt.Sprintf("(short(%s) + %s)", p.operand(t), p.literal(t, 0, false)),
			fmt.Sprintf("(short(%s) + short(%s))", p.operand(t), p.expr(t, 0)),
		})
	case 2:
		x := p.operand(t)
		return fmt.Sprintf("%s[%s:%s]", x, pick(p, []string{"", "len(" + x + ")/2"}), pick(p, []string{"", "len(" + x + ")"}))
	case 3:
		return fmt.Sprintf("%s(rune(%s))", t.text, p.operand(p.some((*typ).integer)))
	case 4:
		if !p.pure {
			return ""
		}
		return fmt.Sprintf("%s(%s)", t.text, p.expr(p.sliceOf(p.get(pick(p, []string{"uint8", "int32"}))), d))
	case 5:
		s = fmt.Sprintf("fmt.Sprint(%s)", p.operand(p.some(func(t *typ) bool { return t.basic() })))
	case 6:
		c := p.some(printable)
		if !p.pure && !c.basic() {
			return ""
		}
		s = fmt.Sprintf("fmt.Sprintf(%q, %s)", pick(p, []string{"%v", "%T", "%#v", "%+v", "<%5v>"}), p.expr(c, d))
	case 7:
		s = fmt.Sprintf("strings.%s(string(%s))", pick(p, []string{"ToUpper", "ToLower", "TrimSpace", "ToTitle"}), p.operand(t))
	}
	if t.text != "string" {
		s = t.text + "(" + s + ")"
	}
	return s
}

func (p *program) boolOperation(t *typ, d int) string {
	s := ""
	switch p.IntN(7) {
	case 0, 1:
		o := p.some(func(o *typ) bool { return o.ordered() })
		s = fmt.Sprintf("(%s %s %s)", p.operand(o), pick(p, []string{"<", "<=", ">", ">=", "==", "!="}), p.expr(o, d))
	case 2:
		return fmt.Sprintf("(%s %s %s)", p.operand(t), pick(p, []string{"&&", "||"}), p.expr(t, d))
	case 3:
		return "!" + p.operand(t)
	case 4:
		o := p.some((*typ).comparable)
		s = fmt.Sprintf("(%s %s %s)", p.operand(o), pick(p, []string{"==", "!="}), p.expr(o, d))
	case 5:
		o := p.some(func(o *typ) bool {
			return o.kind == kSlice || o.kind == kMap || o.kind == kPointer || o.kind == kFunc || o.kind == kIface
		})
		s = fmt.Sprintf("(%s %s nil)", p.operand(o), pick(p, []string{"==", "!="}))
	case 6:
		o := p.some(func(o *typ) bool { return o.comparable() && o.basic() })
		s = fmt.Sprintf("(any(%s) == any(%s))", p.operand(o), p.operand(p.some(func(o *typ) bool { return o.comparable() })))
	}
	if t.text != "bool" {
		s = t.text + "(" + s + ")"
	}
	return s
}

func (p *program) sliceOperation(t *typ, d int) string {
	switch p.IntN(6) {
	case 0, 1:
		return fmt.Sprintf("append(slices.Clip(%s), %s)", p.operand(t), p.element(t.elem, d))
	case 2:
		x := p.operand(t)
		return fmt.Sprintf("%s[len(%s)/2:]", x, x)
	case 3:
		x := p.operand(t)
		return fmt.Sprintf("%s[:len(%s)/2:len(%s)/2]", x, x, x)
	case 4:
		if e := t.elem.text; !t.named && (e == "uint8" || e == "int32") {
			return fmt.Sprintf("%s(%s)", t.text, p.operand(p.get("string")))
		}
		if p.pure {
			return fmt.Sprintf("append(%s(nil), %s...)", t.conv(), p.operand(t))
		}
	case 5:
		return fmt.Sprintf("append([]%s{%s}, %s)", t.elem.text, p.element(t.elem, d), p.element(t.elem, d))
	}
	return ""
}

// funcOperation is a function, a method value or a method expression of the type.
func (p *program) funcOperation(t *typ) string {
	var list []string
	for _, f := range p.funcs {
		if f.receiver == nil && !f.generic && !f.variadic && len(f.params) == 1 && len(f.results) == 1 && f.params[0] == t.key && f.results[0] == t.elem {
			list = append(list, f.name)
		}
	}
	for _, v := range p.vars(func(v *variable) bool { return len(v.typ.methods) > 0 && (v.typ.kind != kIface || v.full) }) {
		for _, m := range v.typ.methods {
			if len(m.params) != 1 || m.variadic || len(m.results) != 1 || m.params[0] != t.key || m.results[0] != t.elem {
				continue
			}
			if m.pointer && p.addressable(v) || !m.pointer && p.readable(v) {
				list = append(list, v.name+"."+m.name)
			}
		}
	}
	if t.key.named && t.key.kind != kIface {
		for _, m := range t.key.methods {
			if !m.pointer && len(m.params) == 0 && len(m.results) == 1 && m.results[0] == t.elem {
				list = append(list, t.key.text+"."+m.name)
			}
		}
	}
	if len(list) == 0 {
		return ""
	}
	return pick(p, list)
}

// part is a part of a variable: a field, an element, what a pointer points to.
func (p *program) part(t *typ, d int) string {
	vs := p.vars(func(v *variable) bool {
		k := v.typ.kind
		return p.readable(v) && (k == kStruct || k == kArray || p.pure && (k == kMap || k == kSlice || k == kPointer))
	})
	for range min(6, len(vs)) {
		v := pick(p, vs)
		if s := p.partOf(v.name, v.typ, t, v.full, 2); s != "" {
			return s
		}
	}
	return ""
}

func (p *program) partOf(x string, from, t *typ, full bool, deep int) string {
	if deep < 0 {
		return ""
	}
	switch from.kind {
	case kStruct:
		for _, i := range p.Perm(len(from.fields)) {
			f := from.fields[i]
			if f.typ == t {
				return x + "." + f.name
			}
			if f.typ.kind == kStruct || f.typ.kind == kArray || p.pure && f.typ.kind == kPointer {
				if s := p.partOf(x+"."+f.name, f.typ, t, false, deep-1); s != "" {
					return s
				}
			}
		}
	case kArray:
		i := fmt.Sprint(p.IntN(from.length))
		// A variable: a part as the index could have a part as its index, and so on.
		if v := p.one(func(v *variable) bool { return v.typ == p.get("int") && p.readable(v) && !v.constant }); v != nil && p.chance(3) {
			i = fmt.Sprintf("idx(%s, %d)", v.name, from.length)
		}
		if from.elem == t {
			return fmt.Sprintf("%s[%s]", x, i)
		}
		return p.partOf(fmt.Sprintf("%s[%s]", x, i), from.elem, t, false, deep-1)
	case kMap:
		if from.elem == t {
			return fmt.Sprintf("%s[%s]", x, p.key(from.key, p.IntN(3)))
		}
	case kSlice:
		if from.elem == t {
			return fmt.Sprintf("at(%s, %d)", x, p.IntN(3))
		}
	case kPointer:
		if from.elem == t {
			if full {
				return "(*" + x + ")"
			}
			return "(*nn(" + x + "))"
		}
		if from.elem.kind == kStruct {
			if !full {
				x = "nn(" + x + ")"
			}
			return p.partOf(x, from.elem, t, false, deep-1)
		}
	}
	return ""
}
