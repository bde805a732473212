// This file makes calls.

package randprog

import (
	"strings"
)

// args are the arguments of a call.
func (p *program) args(f *function, d int) string {
	var list []string
	for i, t := range f.params {
		if f.variadic && i == len(f.params)-1 {
			if p.chance(3) {
				list = append(list, p.expr(t, d)+"...")
				break
			}
			for range p.IntN(3) {
				list = append(list, p.expr(t.elem, d))
			}
			break
		}
		list = append(list, p.expr(t, d))
	}
	return strings.Join(list, ", ")
}

// call is a call that may change things, with one result of the type.
func (p *program) call(t *typ, d int) string {
	var list []func() string
	for _, f := range p.funcs {
		if f.receiver == nil && len(f.results) == 1 && f.results[0] == t {
			list = append(list, func() string { return f.name + "(" + p.args(f, d) + ")" })
		}
	}
	for _, v := range p.vars(func(v *variable) bool { return len(v.typ.methods) > 0 || v.typ.kind == kFunc || v.typ.kind == kPointer }) {
		for _, m := range v.typ.methods {
			if len(m.results) == 1 && m.results[0] == t && (v.typ.kind != kIface || v.full) && (m.pointer && p.addressable(v) || !m.pointer && p.readable(v)) {
				list = append(list, func() string { return v.name + "." + m.name + "(" + p.args(m, d) + ")" })
			}
		}
		if v.typ.kind == kPointer && v.full && p.readable(v) {
			for _, m := range v.typ.elem.methods {
				if len(m.results) == 1 && m.results[0] == t && v.typ.elem.kind != kIface && m.pointer {
					list = append(list, func() string { return v.name + "." + m.name + "(" + p.args(m, d) + ")" })
				}
			}
		}
		if v.typ.kind == kFunc && v.full && v.typ.elem == t && p.readable(v) {
			list = append(list, func() string { return v.name + "(" + p.expr(v.typ.key, d) + ")" })
		}
	}
	if p.level < 2 && p.depth < 4 && p.budget > 0 && p.chance(3) {
		list = append(list, func() string { return p.calledLiteral(t) })
	}
	if len(list) == 0 {
		return ""
	}
	return pick(p, list)()
}

// calledLiteral is a function literal that is called.
func (p *program) calledLiteral(t *typ) string {
	body := ""
	p.apart([]*typ{t}, func() {
		body = p.capture(func() {
			p.block(1)
			p.line("return %s", p.value(t))
		})
	})
	return "func() (_ " + t.text + ") {\nif step() { return }\n" + body + "}()"
}
