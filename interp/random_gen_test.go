// This file makes random programs: each is right by construction, ends, and
// prints the same whenever it runs. What the language leaves open (the order of
// map iterations, of operands beside calls, of two panics in one expression)
// does not come up.

package interp

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// rtyp is a type of a generated program.
type rtyp struct {
	text   string
	kind   string // int, uint, float, string, bool, slice, array, map, pointer, struct, iface, func
	bits   int
	elem   *rtyp // of slices, arrays, pointers and maps; the result of functions
	length int
	fields []rfield
	named  bool
}

type rfield struct {
	name string
	typ  *rtyp
}

type rvar struct {
	name  string
	typ   *rtyp
	fixed bool // not to be assigned to
}

// rfunc is a function or method that statements call.
type rfunc struct {
	name     string
	receiver *rtyp // of methods; pointer tells how it is declared
	pointer  bool
	params   []*rtyp
	result   *rtyp
}

// randomProgram generates one program.
type randomProgram struct {
	*rand.Rand
	prefix  string // of all names at package level
	out     strings.Builder
	count   int
	types   []*rtyp
	structs []*rtyp
	funcs   []rfunc
	ifaces  map[string]rfunc // method of each interface type
	scopes  [][]rvar
	loops   []string // labels of the loops around
	risky   bool     // the statement may panic in one more place
	inFunc  int      // nesting of function literals
}

var (
	rInt    = &rtyp{text: "int", kind: "int", bits: 64}
	rBool   = &rtyp{text: "bool", kind: "bool"}
	rString = &rtyp{text: "string", kind: "string"}
	rFloat  = &rtyp{text: "float64", kind: "float", bits: 64}
	rBasics = []*rtyp{
		rInt, rInt, rInt, rBool, rString, rFloat,
		{text: "int8", kind: "int", bits: 8}, {text: "int16", kind: "int", bits: 16}, {text: "int32", kind: "int", bits: 32}, {text: "int64", kind: "int", bits: 64},
		{text: "uint8", kind: "uint", bits: 8}, {text: "uint16", kind: "uint", bits: 16}, {text: "uint32", kind: "uint", bits: 32}, {text: "uint64", kind: "uint", bits: 64},
		{text: "uint", kind: "uint", bits: 64}, {text: "float32", kind: "float", bits: 32},
	}
)

// programText is the program with the number: its declarations and the name of
// its main function, which a batch calls.
func programText(seed uint64, number int) (text, main string) {
	p := &randomProgram{
		Rand: rand.New(rand.NewPCG(seed, uint64(number))), prefix: fmt.Sprintf("p%d", number), ifaces: map[string]rfunc{},
	}
	p.types = append(p.types, rBasics...)
	p.declareTypes()
	for range 2 + p.IntN(3) {
		p.declareFunc(nil, false)
	}
	for _, s := range p.structs {
		for range p.IntN(3) {
			p.declareFunc(s, p.IntN(2) == 0)
		}
	}
	p.line("func %smain() {", p.prefix)
	p.line("%sfuel = 3000", p.prefix)
	p.line("defer func() {")
	p.line("if r := recover(); r != nil {")
	p.line("fmt.Println(\"panic:\", r)")
	p.line("}")
	p.line("}()")
	p.push()
	p.block(8 + p.IntN(8))
	p.printAll()
	p.pop()
	p.line("}")
	head := fmt.Sprintf("var %[1]sfuel int\n\nfunc %[1]sstep() {\n%[1]sfuel--\nif %[1]sfuel < 0 {\npanic(\"out of fuel\")\n}\n}\n", p.prefix)
	return head + p.out.String(), p.prefix + "main"
}

func (p *randomProgram) line(f string, a ...any) { fmt.Fprintf(&p.out, f+"\n", a...) }

func (p *randomProgram) name(s string) string {
	p.count++
	return fmt.Sprintf("%s%d", s, p.count)
}

func pick[T any](p *randomProgram, list []T) T { return list[p.IntN(len(list))] }

func (p *randomProgram) push() { p.scopes = append(p.scopes, nil) }
func (p *randomProgram) pop()  { p.scopes = p.scopes[:len(p.scopes)-1] }

func (p *randomProgram) declare(v rvar) {
	p.scopes[len(p.scopes)-1] = append(p.scopes[len(p.scopes)-1], v)
}

// vars lists the variables in scope that are not shadowed.
func (p *randomProgram) vars(ok func(rvar) bool) (list []rvar) {
	seen := map[string]bool{}
	for i := len(p.scopes) - 1; i >= 0; i-- {
		for j := len(p.scopes[i]) - 1; j >= 0; j-- {
			v := p.scopes[i][j]
			if !seen[v.name] && ok(v) {
				list = append(list, v)
			}
			seen[v.name] = true
		}
	}
	return list
}

// declareTypes makes the program's named and composite types.
func (p *randomProgram) declareTypes() {
	add := func(t *rtyp) *rtyp { p.types = append(p.types, t); return t }
	for range 2 + p.IntN(2) {
		s := &rtyp{text: p.prefix + p.name("S"), kind: "struct", named: true}
		var parts []string
		for i := range 1 + p.IntN(4) {
			f := rfield{fmt.Sprintf("%c%d", "abcXYZ"[p.IntN(6)], i), pick(p, p.types)}
			s.fields = append(s.fields, f)
			parts = append(parts, f.name+" "+f.typ.text)
		}
		p.line("type %s struct { %s }\n", s.text, strings.Join(parts, "; "))
		add(s)
		p.structs = append(p.structs, s)
		add(&rtyp{text: "*" + s.text, kind: "pointer", elem: s})
	}
	under := pick(p, rBasics)
	n := *under
	n.text, n.named = p.prefix+p.name("N"), true
	p.line("type %s %s\n", n.text, under.text)
	p.structs = append(p.structs, add(&n))
	for range 5 {
		e := pick(p, p.types)
		switch p.IntN(5) {
		case 0, 1:
			add(&rtyp{text: "[]" + e.text, kind: "slice", elem: e})
		case 2:
			k := 1 + p.IntN(4)
			add(&rtyp{text: fmt.Sprintf("[%d]%s", k, e.text), kind: "array", elem: e, length: k})
		case 3:
			add(&rtyp{text: "map[string]" + e.text, kind: "map", elem: e})
		case 4:
			add(&rtyp{text: "map[int]" + e.text, kind: "map", elem: e})
		}
	}
	m := rfunc{name: "M" + p.name("m"), params: []*rtyp{pick(p, rBasics)}, result: pick(p, rBasics)}
	i := add(&rtyp{text: p.prefix + p.name("I"), kind: "iface", named: true})
	p.line("type %s interface { %s(x %s) %s }\n", i.text, m.name, m.params[0].text, m.result.text)
	p.ifaces[i.text] = m
	for _, s := range p.structs {
		p.method(s, m)
	}
}

// method declares a method that all named types have.
func (p *randomProgram) method(s *rtyp, m rfunc) {
	p.line("func (r %s) %s(x %s) (out %s) {", s.text, m.name, m.params[0].text, m.result.text)
	p.line("%sstep()", p.prefix)
	p.push()
	p.declare(rvar{"r", s, false})
	p.declare(rvar{"x", m.params[0], false})
	p.declare(rvar{"out", m.result, false})
	p.block(1 + p.IntN(2))
	p.line("return %s", p.expr(m.result, 2))
	p.pop()
	p.line("}\n")
}

// declareFunc declares a function or a method and makes it known.
func (p *randomProgram) declareFunc(receiver *rtyp, pointer bool) {
	f := rfunc{name: p.prefix + p.name("f"), receiver: receiver, pointer: pointer, result: pick(p, p.types)}
	if receiver != nil {
		f.name = p.name("Do")
	}
	p.push()
	var params []string
	for i := range p.IntN(4) {
		t := pick(p, p.types)
		v := fmt.Sprintf("a%d", i)
		params = append(params, v+" "+t.text)
		f.params = append(f.params, t)
		p.declare(rvar{v, t, false})
	}
	head := "func "
	if receiver != nil {
		star := ""
		if pointer {
			star = "*"
			p.declare(rvar{"(*r)", receiver, false})
		} else {
			p.declare(rvar{"r", receiver, false})
		}
		head += "(r " + star + receiver.text + ") "
	}
	named := p.IntN(2) == 0
	result := f.result.text
	if named {
		result = "(out " + result + ")"
		p.declare(rvar{"out", f.result, false})
	}
	p.line("%s%s(%s) %s {", head, f.name, strings.Join(params, ", "), result)
	p.line("%sstep()", p.prefix)
	if named && p.IntN(2) == 0 {
		p.line("defer func() {")
		if p.IntN(2) == 0 {
			p.line("if r := recover(); r != nil { fmt.Println(\"recovered\", r) }")
		}
		p.push()
		p.line("out = %s", p.expr(f.result, 1))
		p.pop()
		p.line("}()")
	}
	p.block(2 + p.IntN(4))
	p.line("return %s", p.expr(f.result, 2))
	p.pop()
	p.line("}\n")
	p.funcs = append(p.funcs, f)
}

func (p *randomProgram) printAll() {
	for _, v := range p.vars(func(v rvar) bool { return v.typ.kind != "func" }) {
		p.show(v)
	}
}

// show prints a variable, pointers by what they point to.
func (p *randomProgram) show(v rvar) {
	switch {
	case holdsPointer(v.typ, 0):
		p.line("fmt.Printf(\"%s %%T\\n\", %s)", strings.Trim(v.name, "(*)"), v.name)
	default:
		p.line("fmt.Printf(\"%s %%v %%T\\n\", %s, %s)", strings.Trim(v.name, "(*)"), v.name, v.name)
	}
}

// holdsPointer tells whether printing a value would print addresses.
func holdsPointer(t *rtyp, depth int) bool {
	if depth > 6 {
		return true
	}
	switch t.kind {
	case "pointer", "func", "iface":
		return true
	case "slice", "array", "map":
		return holdsPointer(t.elem, depth+1)
	case "struct":
		for _, f := range t.fields {
			if holdsPointer(f.typ, depth+1) {
				return true
			}
		}
	}
	return false
}
