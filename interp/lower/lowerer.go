// This file declares the session's side of lowering: what is remembered from
// cell to cell, and how one cell is lowered as a transaction.

package lower

import (
	"go/ast"
	"go/token"
	"go/types"
	"reflect"
	"slices"
	"strings"

	"github.com/gorgolab/gorgo/interp/check"
	"github.com/gorgolab/gorgo/interp/rtype"
	"github.com/gorgolab/gorgo/interp/runtime"
)

// Packages gives the lowering what compiled packages consist of.
type Packages interface {
	types.Importer
	// Symbols returns the exported functions, variables (addressable) and types
	// (as nil pointers) of a package, or nil.
	Symbols(path string) map[string]reflect.Value
	// Source returns the files of a package whose generic parts are lowered
	// from source.
	Source(path string) (map[string][]byte, bool)
}

// Program is one lowered cell, ready for the engine.
type Program struct {
	// Text is the lowered cell: Go for yaegi, in package main, under names that
	// no other cell uses. It imports "rt", whose new members are in Symbols.
	Text string
	// Symbols are the members of package rt that Text needs, that later programs
	// may need too, and that no earlier program brought.
	Symbols map[string]reflect.Value
	// Own are the members of package rt that Text alone needs.
	Own map[string]reflect.Value
	// Vars are the variables of Text's top level.
	Vars map[string]Var
	// Methods are the functions that the run time calls as methods.
	Methods []Method
	// Shared are the names of Text that later programs may mention; Gone those of
	// earlier ones that no later program mentions. Stale are names of functions
	// that later programs may mention, but hardly will: methods of types that the
	// cell has replaced.
	Shared, Gone, Stale []string
	// Load names the function of Text that registers what the cell defines. It
	// is called once, before anything else.
	Load string
	// Run names the function of Text that runs the cell.
	Run string
	// Results receives the values of the cell's last expression.
	Results *[]any

	undo   func()
	forget []func()
}

// Commit lets go of what the program has replaced, when it has been loaded.
func (p *Program) Commit() {
	for _, f := range p.forget {
		f()
	}
}

// Var is a variable of a program's top level. It is a pointer, and set before
// anything uses it.
type Var struct {
	Value reflect.Value
	// Init names a function without parameters whose result is stored where
	// Value points to; "" for none.
	Init string
}

// Method is a function that is called as a method of a type: by compiled code, or
// through an interface. Most are never called; so an engine may prepare it, with
// what it needs, when it is called first.
type Method struct {
	// Func is its name in Text, or in that of an earlier program.
	Func string
	// Set tells the run time how to get the function. It is to be called once,
	// when the program has been loaded.
	Set func(get func() reflect.Value)
}

// Undo takes back what lowering the program left in the session. It is called
// when the program could not be loaded.
func (p *Program) Undo() { p.undo() }

// Lowerer lowers the cells of one session. It is not safe for concurrent use.
type Lowerer struct {
	packages Packages
	run      *runtime.Runtime
	backend  Backend // may be nil
	fset     *token.FileSet
	ctxt     *types.Context

	counter int                            // makes names unique
	generic genericUses                    // what the generic code of cells mentions
	done    map[string]string              // function or instance → name in the lowered text
	bodies  map[*types.Func]body           // where functions of cells and packages have their syntax
	sourced map[*types.Package]bool        // packages lowered from source
	records map[types.Object]*check.Global // of their variables
	symbols map[string]reflect.Value
	stored  map[string]bool // IDs that have storage
	slots   map[string]bool // IDs that have a slot for calls

	types     *rtype.Universe
	typeNames map[reflect.Type]string
	compiled  map[string]string
	waiting   []*rtype.Type // types whose methods have not

	dispatchers map[string]*dispatcher
	source      map[string]*sourcePackage
	exported    map[string]bool // helpers made on demand that are among the symbols already
	looked      map[int]bool    // types that entry has seen
	localNames  map[*types.TypeName]rtype.LocalName
	locals      map[token.Pos]int // where local types are declared → their number
	wrapped     map[int]int       // types whose methods have been lowered or wait for it → number of their functions
	// implementers are the types that have a method, by the key of its dispatcher.
	implementers map[string][]implementer
	instances    map[*types.Func][]string // functions → keys of done
}

// body is where a function's syntax and types are.
type body struct {
	decl   *ast.FuncDecl
	origin *origin
}

// origin is the context that a piece of syntax was checked in.
type origin struct {
	info    *types.Info
	globals map[types.Object]*check.Global
	pkg     *types.Package
	shared  bool // loops have one variable for all iterations: Go before 1.22
}

// New returns the lowering of a new session. The file set is the one that the
// session's cells are parsed with.
func New(packages Packages, run *runtime.Runtime, fset *token.FileSet) *Lowerer {
	l := &Lowerer{
		packages: packages, run: run, fset: fset, ctxt: types.NewContext(),
		generic: genericUses{by: map[*types.Func]map[*types.Func]bool{}, held: map[*types.Func]bool{}},
		done:    map[string]string{}, bodies: map[*types.Func]body{},
		sourced: map[*types.Package]bool{}, records: map[types.Object]*check.Global{},
		symbols: map[string]reflect.Value{}, stored: map[string]bool{}, slots: map[string]bool{},
		typeNames: map[reflect.Type]string{}, compiled: map[string]string{},
		dispatchers: map[string]*dispatcher{}, source: map[string]*sourcePackage{}, exported: map[string]bool{}, looked: map[int]bool{}, wrapped: map[int]int{},
		localNames: map[*types.TypeName]rtype.LocalName{}, locals: map[token.Pos]int{},
		implementers: map[string][]implementer{}, instances: map[*types.Func][]string{},
	}
	l.types = rtype.New(rtype.Config{IsUser: l.isUser, Compiled: l.compiledType, Local: l.localName})
	run.SetUniverse(l.types)
	return l
}

// lowering is the work on one unit.
type lowering struct {
	*Lowerer
	unit *check.Unit
	*origin

	env      *env
	names    map[types.Object]string // local variables → their names in the lowered text
	out      strings.Builder         // finished declarations
	b        *strings.Builder
	lifted   strings.Builder      // the functions of literals
	literals map[string]string    // text of a literal → its function
	load     []string             // statements of the load function
	prog     *Program             // what is being made
	specific map[*types.Func]bool // functions of the cell that are not generic
	queue    []job
	fn       *function
	pos      token.Pos // of the statement being lowered
	code     ast.Node  // what the site that is being made is about, if that is known
	added    []string  // keys of done that this unit added
	newDisp  []*dispatcher
	newMeth  []*rtype.Type
	onUndo   []func()
	marks    []int // the sites that the current frame sets pc to
	inits    int   // init functions so far

	outermost bodySpec              // the declared function that is being lowered
	changing  map[types.Object]bool // its variables that change; nil when not known yet

	asks *bool // see collects; nil when not known yet
}

// job is a function to lower: a declaration, under a name, in an environment.
type job struct {
	body
	env     *env
	name    string
	id      string // the session's ID, "" for methods and generic functions
	version int    // of the function, when it has an ID
	// bodiless is a function of a package from source that has no Go body.
	bodiless *types.Func
}

// Lower turns a checked cell into a program. The error is an *Error, and the
// session is as it was before.
func (l *Lowerer) Lower(u *check.Unit) (*Program, error) {
	return l.transaction(u, &origin{info: u.Info, globals: u.Globals, pkg: u.Pkg}, func(w *lowering) *Program {
		w.numberLocals()
		w.declareGlobals()
		w.collect()
		w.prelower()
		return w.program()
	})
}

// transaction lowers a unit, or leaves the session as it is.
func (l *Lowerer) transaction(u *check.Unit, o *origin, lower func(w *lowering) *Program) (p *Program, err error) {
	w := &lowering{Lowerer: l, unit: u, origin: o}
	w.names, w.b, w.literals, w.specific = map[types.Object]string{}, &w.out, map[string]string{}, map[*types.Func]bool{}
	w.prog = &Program{Own: map[string]reflect.Value{}, Vars: map[string]Var{}}
	waiting := l.waiting
	if l.backend != nil {
		l.backend.Begin()
	}
	undo := func() {
		if l.backend != nil {
			l.backend.Undo()
		}
		for _, f := range w.onUndo {
			f()
		}
		for _, k := range w.added {
			delete(l.done, k)
		}
		for _, d := range w.newDisp {
			delete(l.dispatchers, d.key)
		}
		w.await() // a later unit would find the types of this one, whose methods it cannot lower
		var again []*rtype.Type
		for _, t := range slices.Concat(waiting, w.newMeth, l.waiting) {
			if !contains(again, t) && !mentions(t.Source, declaredBy(u)) {
				again = append(again, t)
			}
		}
		l.waiting = again
	}
	defer func() {
		if r := recover(); r != nil {
			e, ok := r.(*Error)
			if !ok {
				panic(r)
			}
			undo()
			p, err = nil, e
		}
	}()
	p = lower(w)
	p.undo = func() {
		for n, v := range p.Symbols {
			l.symbols[n] = v
		}
		undo()
	}
	return p, nil
}

// declaredBy tells the type names that a unit declares, local ones included.
func declaredBy(u *check.Unit) func(*types.TypeName) bool {
	own := map[types.Object]bool{}
	for _, g := range u.Defines {
		own[g.Object] = true
	}
	return func(o *types.TypeName) bool {
		if own[o] {
			return true
		}
		if _, global := u.Globals[o]; global || !isCell(o.Pkg()) {
			return false
		}
		for _, d := range u.Decls {
			if d.Pos() <= o.Pos() && o.Pos() < d.End() {
				return true
			}
		}
		for _, s := range u.Steps {
			if s.Stmt != nil && s.Stmt.Pos() <= o.Pos() && o.Pos() < s.Stmt.End() {
				return true
			}
		}
		return false
	}
}

func contains(list []*rtype.Type, t *rtype.Type) bool {
	for _, x := range list {
		if x == t {
			return true
		}
	}
	return false
}
