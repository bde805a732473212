// This file prints variables.

package randprog

import "strings"

func (p *program) showAll() {
	for _, v := range p.vars(func(v *variable) bool { return !v.constant }) {
		p.show(v.name, v.typ)
	}
}

func (p *program) showOne() {
	if v := p.one(func(v *variable) bool { return true }); v != nil {
		p.show(v.name, v.typ)
	}
}

// show prints a variable, without addresses.
func (p *program) show(name string, t *typ) {
	label := strings.Trim(name, "(*)")
	switch {
	case t.holdsPointer():
		p.line("fmt.Println(%q, dump(%s))", label, name)
	case p.chance(4):
		p.line("fmt.Printf(\"%s %%+v %%#v\\n\", %s, %s)", label, name, name)
	case p.chance(4):
		p.line("fmt.Println(%q, %s, dump(%s))", label, name, name)
	default:
		p.line("fmt.Printf(\"%s %%v %%T\\n\", %s, %s)", label, name, name)
	}
}
