// This file makes declarations at package level.

package randprog

import (
	"fmt"
	"slices"
	"strings"
)

// declareMethods gives the named types methods: those of interfaces, those that
// fmt calls, promoted ones and some of their own.
func (p *program) declareMethods() {
	for _, s := range p.structs {
		for _, f := range s.fields {
			if f.embedded {
				for _, m := range f.typ.methods {
					c := *m
					s.methods = append(s.methods, &c)
				}
			}
		}
		p.declareText(s)
		// What hides a promoted method does so in the bodies of the others, too.
		var own []*function
		for _, i := range p.ifaces {
			pointer := p.chance(2)
			if p.chance(3) {
				continue
			}
			for _, m := range i.methods {
				if old := s.method(m.name); old == nil || old.receiver != s && p.chance(2) {
					f := *m
					f.receiver, f.pointer = s, pointer
					own = append(own, &f)
					s.methods = slices.DeleteFunc(s.methods, func(m *function) bool { return m == old })
				}
			}
		}
		for _, f := range own {
			if s.method(f.name) == nil { // two interfaces can have it
				p.writeFunction(f)
				s.methods = append(s.methods, f)
			}
		}
		for range p.IntN(3) / 2 {
			p.declareFunction(s, p.chance(2))
		}
	}
}

// declareText declares a method that fmt calls.
func (p *program) declareText(s *typ) {
	if s.method("String") != nil || s.method("Error") != nil || !p.chance(4) {
		return
	}
	what := ""
	switch s.kind {
	case kStruct:
		for _, f := range s.fields {
			if f.typ.basic() && !f.typ.named {
				what = "r." + f.name
			}
		}
	case kInt, kUint, kFloat, kString, kBool:
		what = map[kind]string{kInt: "int64", kUint: "uint64", kFloat: "float64", kString: "string", kBool: "bool"}[s.kind] + "(r)"
	}
	if what == "" {
		return
	}
	m := &function{name: "String", receiver: s, results: []*typ{p.get("string")}}
	star := ""
	if p.chance(3) {
		m.pointer, star = true, "*"
		if s.kind != kStruct {
			what = "fmt.Sprint(" + strings.Replace(what, "(r)", "(*r)", 1) + ")"
		}
	}
	switch p.IntN(4) {
	case 0:
		m.name = "Error"
	case 1:
		what := strings.ReplaceAll(what, "*", "")
		p.line("func (r %s) GoString() string { return fmt.Sprint(\"go:\", %s) }\n", s.text, what)
	case 2:
		what := strings.ReplaceAll(what, "*", "")
		p.line("func (r %s) Format(f fmt.State, verb rune) { fmt.Fprintf(f, \"%%c/%%v\", verb, %s) }\n", s.text, what)
	}
	p.line("func (r %s%s) %s() string { return fmt.Sprintf(\"%s<%%v>\", %s) }\n", star, s.text, m.name, m.name, what)
	s.methods = append(s.methods, m)
}

// declareFunction declares a function or a method and makes it known.
func (p *program) declareFunction(receiver *typ, pointer bool) {
	f := &function{name: p.prefix + p.name("f"), receiver: receiver, pointer: pointer}
	if receiver != nil {
		f.name = p.name(pick(p, []string{"Do", "do"}))
	}
	for range p.IntN(4) {
		f.params = append(f.params, p.some(nil))
	}
	for range pick(p, []int{1, 1, 1, 1, 0, 2, 2}) {
		f.results = append(f.results, p.some(nil))
	}
	if len(f.params) > 0 && p.chance(5) {
		last := f.params[len(f.params)-1]
		if len(last.text) < 40 {
			f.params[len(f.params)-1] = p.sliceOf(last)
			f.variadic = true
		}
	}
	p.writeFunction(f)
	if receiver != nil {
		receiver.methods = append(receiver.methods, f)
	} else {
		p.funcs = append(p.funcs, f)
	}
}

// writeFunction writes a function's declaration.
func (p *program) writeFunction(f *function) {
	scopes := p.scopes
	p.scopes = p.scopes[:1:1]
	p.budget = 3
	defer func() { p.scopes = scopes }()
	p.apart(f.results, func() {
		p.level--
		defer func() { p.level++ }()
		var params []string
		for i, t := range f.params {
			v := p.name("a")
			text := t.text
			if f.variadic && i == len(f.params)-1 {
				text = "..." + t.elem.text
			}
			params = append(params, v+" "+text)
			p.declare(variable{name: v, typ: t, stable: p.chance(2)})
		}
		head := "func "
		if f.receiver != nil {
			if f.pointer {
				head += "(r *" + f.receiver.text + ") "
				p.declare(variable{name: "(*r)", typ: f.receiver})
			} else {
				head += "(r " + f.receiver.text + ") "
				p.declare(variable{name: "r", typ: f.receiver, stable: p.chance(2)})
			}
		}
		p.line("%s%s(%s) %s {", head, f.name, strings.Join(params, ", "), p.results(f.results))
		if p.chance(3) {
			p.line("fmt.Println(\"in %s\")", f.name)
		}
		p.bodyOf(f.results, 1+p.IntN(2))
		p.line("}\n")
	})
}

// results is the text of a function's results, which it may name.
func (p *program) results(list []*typ) string {
	if len(list) == 0 {
		return ""
	}
	var s []string
	for i, t := range list {
		n := fmt.Sprintf("out%d", i)
		s = append(s, n+" "+t.text)
		p.declare(variable{name: n, typ: t})
	}
	return "(" + strings.Join(s, ", ") + ")"
}

// bodyOf writes the body of a function with named results.
func (p *program) bodyOf(results []*typ, n int) {
	p.line("if step() { return }")
	if p.chance(4) {
		p.line("defer func() {")
		if p.chance(2) {
			p.line("if r := recover(); r != nil { report(r) }")
		}
		p.apart(nil, func() {
			p.block(1)
			if len(results) > 0 {
				p.line("out0 = %s", p.value(results[0]))
			}
		})
		p.line("}()")
	}
	p.block(n)
	switch {
	case len(results) == 0:
	case p.chance(5):
		p.line("return")
	default:
		p.returnValues(results)
	}
}

func (p *program) returnValues(results []*typ) {
	for _, f := range p.funcs {
		if len(results) > 1 && len(f.results) == len(results) && f.results[0] == results[0] && f.results[1] == results[1] && f.receiver == nil {
			p.mixed(func() {
				p.pure = false
				p.line("return %s(%s)", f.name, p.args(f, 1))
			})
			return
		}
	}
	p.mixed(func() {
		var list []string
		for _, t := range results {
			list = append(list, p.expr(t, 2))
		}
		p.line("return %s", strings.Join(list, ", "))
	})
}

// declareGlobals declares variables and constants at package level.
func (p *program) declareGlobals() {
	for range 2 + p.IntN(2) {
		t := p.some(func(t *typ) bool { return t.kind != kFunc })
		v := variable{name: p.prefix + p.name("g"), typ: t}
		switch {
		case t.kind == kMap:
			v.full = true
			p.line("var %s = %s{}", v.name, t.text)
		case p.chance(3):
			p.line("var %s %s", v.name, t.text)
		default:
			p.line("var %s %s = %s", v.name, t.text, p.plain(t, 2))
		}
		p.declare(v)
	}
	if p.asFile && p.chance(2) { // the order of declarations is not that of initialization
		a, b, c := p.prefix+p.name("x"), p.prefix+p.name("y"), p.prefix+p.name("z")
		p.line("var %s = %s + len(%s())", a, b, c)
		p.line("var %s = %d + len(%s())", b, p.IntN(9), c)
		p.line("func %s() string { return %sText[1:] }", c, c)
		p.line("var %sText = strings.Repeat(\"ab\", %d)", c, 1+p.IntN(3))
		p.declare(variable{name: a, typ: p.get("int")})
		p.declare(variable{name: b, typ: p.get("int")})
	}
	if p.chance(2) {
		p.constants(p.prefix, p.some(func(t *typ) bool { return t.integer() && t.bits > 8 || t.kind == kFloat }))
	}
}

// constants declares constants with iota.
func (p *program) constants(prefix string, t *typ) {
	a, b, c, d := prefix+p.name("A"), prefix+p.name("B"), prefix+p.name("C"), prefix+p.name("D")
	p.line("const (")
	p.line("%s %s = %s", a, t.text, pick(p, []string{"iota", "iota + 3", "1 << iota", "iota * iota", "5 - iota"}))
	p.line("%s", b)
	p.line("_")
	p.line("%s", c)
	p.line("%s = %s", d, pick(p, []string{"len(\"héllo\") + iota", "'a' + iota", "1.5 * iota", "iota == 4", "\"text\"", "1 << 40 >> 38", "3i * iota"}))
	p.line(")")
	p.line("")
	for _, n := range []string{a, b, c} {
		p.declare(variable{name: n, typ: t, fixed: true, stable: true, constant: true})
	}
	_ = d
}

// declareGeneric declares a generic function.
func (p *program) declareGeneric() {
	f := p.prefix + p.name("G")
	p.line("func %s[T any](x T, xs ...T) (out T, n int) {", f)
	p.line("if step() { return }")
	p.line("all := append(slices.Clip(xs), x)")
	p.line("for i, y := range all { if i == %d { continue }; out = y; n += len(fmt.Sprintf(\"%%T\", y)) }", p.IntN(3))
	cs := p.typeCases(3)
	p.line("switch any(x).(type) { case %s, %s: n += 1000; case []T: n += 2000; case %s: n += 3000; case *T: n += 4000 }", cs[0].text, cs[1].text, cs[2].text)
	p.line("defer func() { n++ }()")
	p.line("return out, n * 2")
	p.line("}\n")
	p.generic = f
}

// typeCases are n different types that a switch can name.
func (p *program) typeCases(n int) (list []*typ) {
	for len(list) < n {
		if t := p.some(func(t *typ) bool { return t.kind != kIface }); !slices.Contains(list, t) {
			list = append(list, t)
		}
	}
	return list
}
