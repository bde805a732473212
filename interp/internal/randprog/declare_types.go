// This file declares types.

package randprog

import (
	"fmt"
	"strings"
)

// declareTypes makes the program's named and composite types.
func (p *program) declareTypes() {
	under := p.some(func(t *typ) bool { return t.basic() })
	n := *under
	n.text, n.named, n.methods = p.prefix+p.name("N"), true, nil
	p.line("type %s %s\n", n.text, under.text)
	p.types = append(p.types, p.add(&n))
	p.structs = append(p.structs, &n)

	p.composites(2)
	for range 1 + p.IntN(2) {
		p.declareStruct()
	}
	if p.chance(2) {
		e := p.some(func(t *typ) bool { return t.basic() })
		l := &typ{text: p.prefix + p.name("L"), kind: kSlice, named: true, elem: e}
		p.line("type %s []%s\n", l.text, e.text)
		p.types = append(p.types, p.add(l))
		p.structs = append(p.structs, l)
	}
	if p.chance(3) {
		s := p.structs[p.IntN(len(p.structs))]
		if s.kind == kStruct && !s.tree {
			c := *s
			c.text, c.methods = p.prefix+p.name("C"), nil
			p.line("type %s %s\n", c.text, s.text)
			p.types = append(p.types, p.add(&c))
			p.structs = append(p.structs, &c)
		}
	}
	p.composites(6)
	for range 1 + p.IntN(4)/3 {
		p.declareInterface()
	}
}

func (p *program) declareStruct() {
	s := &typ{text: p.prefix + p.name("S"), kind: kStruct, named: true}
	var parts []string
	addField := func(f field, text string) {
		s.fields = append(s.fields, f)
		parts = append(parts, text)
	}
	if len(p.structs) > 1 && p.chance(2) {
		if e := pick(p, p.structs); e.kind == kStruct {
			addField(field{e.text, e, true}, e.text)
		}
	}
	for range 1 + p.IntN(4) {
		f := field{p.name(pick(p, []string{"a", "b", "X", "Y"})), p.some(nil), false}
		tag := ""
		if p.chance(6) {
			tag = " `json:\"" + f.name + ",omitempty\"`"
		}
		addField(f, f.name+" "+f.typ.text+tag)
	}
	p.add(s)
	if p.chance(4) {
		f := field{p.name("next"), p.pointerTo(s), false}
		s.tree = true
		addField(f, f.name+" "+f.typ.text)
	}
	p.line("type %s struct { %s }\n", s.text, strings.Join(parts, "; "))
	p.types = append(p.types, s, s)
	p.structs = append(p.structs, s)
	p.types = append(p.types, p.pointerTo(s))
}

// composites makes unnamed types known.
func (p *program) composites(n int) {
	for range n {
		e := p.some(func(t *typ) bool { return len(t.text) < 40 })
		switch p.IntN(7) {
		case 0, 1:
			p.types = append(p.types, p.sliceOf(e))
		case 2:
			p.types = append(p.types, p.arrayOf(1+p.IntN(3), e))
		case 3, 4:
			p.types = append(p.types, p.mapOf(p.some(keyed), e))
		case 5:
			p.types = append(p.types, p.funcOf(p.some((*typ).basic), p.some((*typ).basic)))
		case 6:
			p.types = append(p.types, p.pointerTo(e))
		}
	}
}

// declareInterface declares an interface that some named types will implement.
func (p *program) declareInterface() {
	i := &typ{text: p.prefix + p.name("I"), kind: kIface, named: true}
	var parts []string
	for range 1 + p.IntN(2) {
		m := &function{name: p.name(pick(p, []string{"M", "m"})), params: []*typ{p.some((*typ).basic)}, results: []*typ{p.some((*typ).basic)}}
		if p.chance(4) {
			m.params = nil
		}
		var params []string
		for _, t := range m.params {
			params = append(params, t.text)
		}
		parts = append(parts, fmt.Sprintf("%s(%s) %s", m.name, strings.Join(params, ", "), m.results[0].text))
		i.methods = append(i.methods, m)
	}
	text := strings.Join(parts, "; ")
	if len(p.ifaces) > 0 && p.chance(2) {
		e := pick(p, p.ifaces)
		text += "; " + e.text
		i.methods = append(i.methods, e.methods...)
	}
	p.line("type %s interface { %s }\n", i.text, text)
	p.ifaces = append(p.ifaces, i)
	p.types = append(p.types, p.add(i))
}
