// This file makes programs of cells, and the compiled programs that mean the
// same.
//
// What a cell defines again has a version in the compiled program: a letter that
// no other name has, and a number, after the name (version and unversioned). A
// function that is defined again forwards there to the version of the moment, as
// its callers have the new one in a notebook.

package randprog

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

var versions = regexp.MustCompile(`ʋ\d+`)

// Unversioned takes the versions of names out of a text.
func Unversioned(s string) string { return versions.ReplaceAllString(s, "") }

// cells makes the program's main function cell by cell.
func (p *program) cells(number int, decls string) Program {
	c := &cellProgram{program: p, decls: decls}
	c.list = append(c.list, decls)
	p.push()
	for range 4 + p.IntN(4) {
		c.cell()
	}
	c.cellOf(p.capture(p.showAll))
	p.pop()
	main := p.prefix + "main"
	var list []string
	for _, s := range c.list {
		list = append(list, Unversioned(s))
	}
	return Program{Number: number, Main: main, Cells: list, Declarations: c.decls + "func " + main + "() {\n" + c.main.String() + "}\n"}
}

// cellProgram is a program of cells being made.
type cellProgram struct {
	*program
	decls string          // of the compiled program
	main  strings.Builder // its main function
	list  []string        // the cells
	again map[*function]int
	kept  []kept
}

// kept is a variable or type that only cells themselves use, so that it can be
// defined again.
type kept struct {
	name    string
	version int
	a, b    *typ   // of a type's fields
	zero    string // what its function sets B to
}

func (k kept) text() string { return fmt.Sprintf("%sʋ%d", k.name, k.version) }

// cellOf adds a cell of statements.
func (c *cellProgram) cellOf(text string) {
	c.list = append(c.list, text)
	c.main.WriteString(text)
}

func (c *cellProgram) cell() {
	c.budget = 3
	switch c.IntN(8) {
	case 0:
		c.redefine()
	case 1:
		c.newFunction()
	case 2:
		c.keptVariable()
	case 3:
		c.keptType()
	default:
		c.cellOf(c.capture(func() {
			c.line("fuel = 150")
			for range 1 + c.IntN(2) {
				c.statement()
			}
		}))
	}
}

// newFunction declares a function among the statements of a cell.
func (c *cellProgram) newFunction() {
	n := len(c.funcs)
	var text string
	c.atTop(func() { text = c.capture(func() { c.declareFunction(nil, false) }) })
	f := c.funcs[n]
	stmts := c.capture(func() {
		c.line("fuel = 150")
		c.callStatement()
	})
	c.decls += text
	c.main.WriteString(stmts)
	_ = f
	if c.chance(2) {
		c.list = append(c.list, stmts+text)
		return
	}
	c.list = append(c.list, text+stmts)
}

// atTop runs f as for a declaration at package level.
func (c *cellProgram) atTop(f func()) {
	scopes, level, depth := c.scopes, c.level, c.depth
	c.scopes, c.level, c.depth = c.scopes[:1:1], 0, 0
	f()
	c.scopes, c.level, c.depth = scopes, level, depth
}

// redefine defines a function or method again, with another body.
func (c *cellProgram) redefine() {
	f := pick(c.program, c.funcs)
	var text string
	c.atTop(func() {
		funcs := c.funcs
		i := slices.Index(c.funcs, f)
		c.funcs = c.funcs[:i:i] // so that it does not call itself
		text = c.capture(func() { c.writeFunction(f) })
		c.funcs = funcs
	})
	c.list = append(c.list, text)
	if c.again == nil {
		c.again = map[*function]int{}
	}
	c.again[f]++
	n := c.again[f]
	head := "func " + f.name + "("
	if n == 1 {
		c.decls = strings.Replace(c.decls, "\n"+head, "\nfunc "+f.name+"ʋ0(", 1)
		var params, args, results []string
		for i, t := range f.params {
			text, dots := t.text, ""
			if f.variadic && i == len(f.params)-1 {
				text, dots = "..."+t.elem.text, "..."
			}
			params = append(params, fmt.Sprintf("a%d %s", i, text))
			args = append(args, fmt.Sprintf("a%d%s", i, dots))
		}
		for _, t := range f.results {
			results = append(results, t.text)
		}
		ret := ""
		if len(results) > 0 {
			ret = "return "
		}
		a := strings.Join(args, ", ")
		c.decls += fmt.Sprintf("\nvar ver%[1]s int\n%[2]s%[3]s) (%[4]s) {\nswitch ver%[1]s {\n/*%[1]s*/}\n%[5]s%[1]sʋ0(%[6]s)\n}\n\n", f.name, head, strings.Join(params, ", "), strings.Join(results, ", "), ret, a)
		c.forward(f, ret, a)
	} else {
		c.forwardAgain(f, n)
	}
	c.decls += strings.Replace(text, head, fmt.Sprintf("func %sʋ%d(", f.name, n), 1)
	fmt.Fprintf(&c.main, "ver%s = %d\n", f.name, n)
}

// forward lets the function that forwards know version 1.
func (c *cellProgram) forward(f *function, ret, args string) {
	end := ""
	if ret == "" {
		end = "; return"
	}
	c.forwardLine(f, fmt.Sprintf("case 1: %s%sʋ1(%s)%s", ret, f.name, args, end))
}

// forwardAgain lets it know a version, whose line is like that before.
func (c *cellProgram) forwardAgain(f *function, n int) {
	before := regexp.MustCompile(fmt.Sprintf(`case %d: .*ʋ.*\n/\*%s\*/`, n-1, f.name)).FindString(c.decls)
	line, _, _ := strings.Cut(before, "\n")
	line = strings.Replace(line, fmt.Sprintf("case %d:", n-1), fmt.Sprintf("case %d:", n), 1)
	c.forwardLine(f, strings.Replace(line, fmt.Sprintf("ʋ%d(", n-1), fmt.Sprintf("ʋ%d(", n), 1))
}

func (c *cellProgram) forwardLine(f *function, line string) {
	mark := "/*" + f.name + "*/"
	c.decls = strings.Replace(c.decls, mark, line+"\n"+mark, 1)
}

// keptVariable declares a variable, or declares it again with another type.
func (c *cellProgram) keptVariable() {
	k := kept{name: c.name("kv")}
	for i, old := range c.kept {
		if strings.HasPrefix(old.name, "kv") && c.chance(2) {
			k.name, k.version = old.name, old.version+1
			c.kept = slices.Delete(c.kept, i, i+1)
			break
		}
	}
	c.kept = append(c.kept, k)
	t := c.some(nil)
	c.cellOf(c.capture(func() {
		c.line("fuel = 150")
		if c.chance(2) {
			c.line("%s := %s(%s)", k.text(), t.conv(), c.value(t))
		} else {
			c.line("var %s %s = %s", k.text(), t.text, c.value(t))
		}
		c.show(k.text(), t)
		c.line("%s = %s", k.text(), c.value(t))
	}))
	c.cellOf(c.capture(func() {
		c.statement()
		c.show(k.text(), t)
	}))
}

// keptType declares a type with methods, declares it again, or declares one of
// its methods again, which makes it a new type as well.
func (c *cellProgram) keptType() {
	k := kept{name: c.prefix + c.name("KT"), a: c.some(nil), b: c.some((*typ).basic)}
	method := false
	for i, old := range c.kept {
		if strings.HasPrefix(old.name, c.prefix) && c.chance(2) {
			k.name, k.version = old.name, old.version+1
			if method = c.chance(2); method {
				k.a, k.b, k.zero = old.a, old.b, old.zero
			}
			c.kept = slices.Delete(c.kept, i, i+1)
			break
		}
	}
	if k.zero == "" {
		c.atTop(func() { k.zero = c.plain(k.b, 0) })
	}
	c.kept = append(c.kept, k)
	t, f, v := k.text(), fmt.Sprintf("%sfʋ%d", k.name, k.version), c.name("v")
	decl := c.capture(func() {
		c.line("type %s struct { A %s; B %s }\n", t, k.a.text, k.b.text)
		c.line("func (t *%s) Set(x %s) { t.B = x }\n", t, k.b.text)
		c.line("func %s(t %s) any { t.Set(%s); return t }\n", f, t, k.zero)
	})
	get := fmt.Sprintf("func (t %s) Get(x %s) (%s, string) { t.B = x; return t.B, fmt.Sprintf(\"%%T %%v %d\", t, t.B) }\n\n", t, k.b.text, k.b.text, k.version)
	stmts := c.capture(func() {
		c.line("fuel = 150")
		c.line("%s := %s{B: %s}", v, t, c.value(k.b))
		c.line("%s.Set(%s)", v, c.value(k.b))
		c.line("fmt.Println(%s.Get(%s))", v, c.value(k.b))
		c.line("fmt.Println(dump(%s(%s)), dump(%s))", f, v, v)
	})
	c.decls += decl + get
	c.main.WriteString(stmts)
	if method {
		decl = "" // what depends on the type follows
	}
	c.list = append(c.list, decl+get+stmts)
	if c.chance(2) {
		c.cellOf(c.capture(func() {
			c.line("fuel = 150")
			c.statement()
			c.line("fmt.Println(%s.Get(%s))", v, c.value(k.b))
		}))
	}
}
