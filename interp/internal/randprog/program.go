// This file makes one program.

package randprog

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// Program is a random program. Its names at package level have a prefix of their
// own, so that one file can hold many.
type Program struct {
	Number int
	// Declarations are those of the compiled program, its main function included.
	Declarations string
	// Main is the function that runs it.
	Main string
	// Cells are the program as cells for a session that has run Head: a file, one
	// cell or several.
	Cells []string
}

// File is the program on its own.
func (p Program) File() string {
	return Head + p.Declarations + "\nfunc main() { " + p.Main + "() }\n"
}

// New makes the program with the number.
func New(seed uint64, number int) Program {
	p := &program{
		Rand: rand.New(rand.NewPCG(seed, uint64(number))), prefix: fmt.Sprintf("p%d", number),
		known: map[string]*typ{}, asFile: number%3 == 0, inCells: number%3 == 2,
	}
	p.basics()
	p.scopes = []*scope{{}}
	p.declareTypes()
	p.declareGlobals()
	p.declareGeneric()
	for range 1 + p.IntN(2) {
		p.declareFunction(nil, false)
	}
	p.declareMethods()
	decls := p.out.String()
	p.out.Reset()
	if p.inCells {
		return p.cells(number, decls)
	}
	p.mainBody()
	main := p.prefix + "main"
	decls += "func " + main + "() {\ndefer func() { if r := recover(); r != nil { fmt.Println(\"END\", r) } }()\n" + p.out.String() + "}\n"
	cell := decls + "\n" + main + "()"
	if p.asFile {
		cell = "package main\n\n" + decls + "\nfunc main() { " + main + "() }"
	}
	return Program{Number: number, Main: main, Declarations: decls, Cells: []string{cell}}
}

// program is one being made.
type program struct {
	*rand.Rand
	prefix  string // of all names at package level
	out     strings.Builder
	count   int
	known   map[string]*typ // by text
	types   []*typ          // that come up
	structs []*typ
	ifaces  []*typ
	funcs   []*function
	scopes  []*scope
	level   int // of function literals around
	depth   int // of statements around
	budget  int // statements that the function may still have, so that programs stay small
	loops   []loop
	calls   bool // the statement calls what changes things
	pure    bool // the expression reads what it likes, and changes nothing
	quiet   bool // nor prints anything
	asFile  bool
	inCells bool
	result  []*typ // of the function around; nil where there is no return
	generic string // a generic function
}

// loop is a statement around that break and continue can name.
type loop struct {
	label  string // "" where it has none
	used   *bool
	target bool // continue can name it
	near   bool // break and continue without a label mean it
}

// mainBody writes the statements of the main function.
func (p *program) mainBody() {
	p.push()
	for range 5 + p.IntN(4) {
		p.budget = 3
		p.line("fuel = 150")
		p.statement()
	}
	p.showAll()
	p.pop()
}

func (p *program) line(f string, a ...any) { fmt.Fprintf(&p.out, f+"\n", a...) }

// capture is what write writes.
func (p *program) capture(write func()) string {
	save := p.out.String()
	p.out.Reset()
	write()
	s := p.out.String()
	p.out.Reset()
	p.out.WriteString(save)
	return s
}

// name makes a name that the program does not have yet.
func (p *program) name(s string) string {
	p.count++
	return fmt.Sprintf("%s%d", s, p.count)
}

func (p *program) chance(of int) bool { return p.IntN(of) == 0 }

func pick[T any](p *program, list []T) T { return list[p.IntN(len(list))] }
