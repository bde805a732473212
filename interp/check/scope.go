// This file holds the session's side of checking: the names defined so far.

package check

import (
	"go/ast"
	"go/token"
	"go/types"
	"maps"
	"sort"
	"strconv"
	"sync"
	"sync/atomic"
)

// Packages finds the packages that cells can import.
type Packages interface {
	types.Importer
	// ByName lists the import paths whose package has the given name, best
	// first.
	ByName(name string) []string
}

// Local is what Packages implement that may have to fetch a package or to check
// its source: Known returns a package that is there without, and nil for others.
// It does not wait for an Import that is under way.
type Local interface {
	Known(path string) *types.Package
}

// Scope is the set of names that a session has so far. Check and Commit want
// one caller at a time; all other methods may be called at any moment.
type Scope struct {
	packages Packages
	fset     *token.FileSet
	serial   atomic.Int64
	// generation counts what may change the meaning of a text.
	generation atomic.Int64
	// pkg is the package of all cells. go/types compares packages and package
	// scopes by pointer, where it decides whether a literal can set a field, for
	// instance; so all cells share one of each, and a pass starts by emptying
	// the scope.
	pkg *types.Package

	// mu keeps what Check and Commit change from those who read meanwhile. What
	// Check itself reads only Commit changes, so a check that takes long makes
	// nobody wait.
	mu    sync.RWMutex
	names map[string]*Binding
	// imported are the packages among names.
	imported map[string]*types.Package
	// dependants lists, for the ID of a record, the declarations that mention
	// it. Entries of replaced declarations stay until the list is next
	// appended to.
	dependants map[string][]*Global
	// failed maps names to the last cell that would have defined them but did
	// not check. It serves hints only.
	failed map[string]int
	// stopped maps names to the cell that stopped before it gave them a value. It
	// serves hints only.
	stopped map[string]int
	// lost maps types to methods that earlier versions of them had, with the cells
	// that defined these. It serves hints only.
	lost map[string]map[string]int
	// texts are the cells of the session, by the files that they were parsed
	// as.
	texts map[*token.File]*text
	// meant are the packages that names stand for that nobody imported, where
	// that is known; of an extended scope only.
	meant map[string][]*types.Package
}

// Binding is what a name stands for; one field is set.
type Binding struct {
	Global *Global
	// Import is the package that an import declaration gave the name to.
	Import *types.Package
	// Dot is an object that came in through a dot import.
	Dot types.Object
}

// NewScope returns the empty scope of a new session.
func NewScope(packages Packages) *Scope {
	return &Scope{
		packages:   packages,
		pkg:        types.NewPackage("main", "main"),
		fset:       token.NewFileSet(),
		names:      map[string]*Binding{},
		imported:   map[string]*types.Package{},
		dependants: map[string][]*Global{},
		failed:     map[string]int{},
		stopped:    map[string]int{},
		lost:       map[string]map[string]int{},
		texts:      map[*token.File]*text{},
	}
}

// Lookup returns what a name of the session stands for.
func (s *Scope) Lookup(name string) (Binding, bool) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if b := s.names[name]; b != nil {
		return *b, true
	}
	return Binding{}, false
}

// Names returns the session's names, imports included, in alphabetical order.
func (s *Scope) Names() []string {
	s.mu.RLock()
	defer s.mu.RUnlock()
	names := make([]string, 0, len(s.names))
	for name := range s.names {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}

// Known returns a package if it can be had at once, nil otherwise.
func (s *Scope) Known(path string) *types.Package {
	if local, ok := s.packages.(Local); ok {
		return local.Known(path)
	}
	pkg, err := s.packages.Import(path)
	if err != nil {
		return nil
	}
	return pkg
}

// Packages returns what cells can import.
func (s *Scope) Packages() Packages { return s.packages }

// FileSet returns the positions of all cells.
func (s *Scope) FileSet() *token.FileSet { return s.fset }

// emptyScope removes all names from a package's scope.
func emptyScope(pkg *types.Package) {
	*pkg.Scope() = *types.NewScope(types.Universe, token.NoPos, token.NoPos, "cells")
}

// emptyFunc removes the scope of a function, with all that its cell has declared,
// once the function has been lowered.
func emptyFunc(f *types.Func) {
	if s := f.Scope(); s != nil {
		*s = *types.NewScope(nil, token.NoPos, token.NoPos, "")
	}
}

// newID makes an identifier that no other record of the session has.
func (s *Scope) newID(name string) string {
	return name + "_" + strconv.FormatInt(s.serial.Add(1), 10)
}

// global returns the session's record for a name, nil if it has none.
func (s *Scope) global(name string) *Global {
	if b := s.names[name]; b != nil {
		return b.Global
	}
	return nil
}

// current reports whether a name still leads to the record.
func (s *Scope) current(g *Global) bool { return s.global(g.Name) == g }

// delta is the change that committing a unit makes to its scope.
type delta struct {
	names map[string]*Binding
	text  *text
}

// Commit makes the unit's names part of the session.
func (s *Scope) Commit(u *Unit) {
	defer s.generation.Add(1)
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, f := range u.commit.text.files {
		s.texts[f.file] = u.commit.text
	}
	for name, b := range u.commit.names {
		s.noteLost(s.names[name], b)
		s.names[name] = b
		delete(s.failed, name)
		delete(s.stopped, name)
		delete(s.imported, name)
		if b.Import != nil {
			s.imported[name] = b.Import
		}
	}
	for _, g := range u.Dropped {
		delete(s.dependants, g.ID)
		g.release()
	}
	for _, g := range u.Defines {
		if g.Replaces != nil {
			g.Replaces.release()
		}
		for _, id := range g.mentions {
			live := s.dependants[id][:0]
			for _, d := range s.dependants[id] {
				if s.current(d) && d.Name != g.Name {
					live = append(live, d)
				}
			}
			s.dependants[id] = append(live, g)
		}
	}
}

// noteLost notes the methods that a type's new version does not have.
func (s *Scope) noteLost(before, now *Binding) {
	if now.Global == nil || !now.Global.isType() {
		return
	}
	name := now.Global.Name
	lost := s.lost[name]
	delete(s.lost, name)
	if lost == nil {
		lost = map[string]int{}
	}
	if before != nil && before.Global != nil && before.Global.isType() {
		maps.Copy(lost, s.methods(before.Global))
	}
	for m := range s.methods(now.Global) {
		delete(lost, m)
	}
	if len(lost) > 0 {
		s.lost[name] = lost
	}
}

// methods maps the methods of a type's record to the cells that defined them.
func (s *Scope) methods(g *Global) map[string]int {
	all := map[string]int{}
	for _, p := range g.parts {
		if f, ok := p.decl.(*ast.FuncDecl); ok {
			all[f.Name.Name] = p.text.Number
		}
	}
	return all
}

// release lets go of what nobody asks a record for that has been replaced. Units
// mention such records; so a session would keep all its cells.
func (g *Global) release() {
	if n, ok := g.Object.Type().(*types.Named); ok && g.isType() && n.TypeParams().Len() == 0 {
		for m := range n.Methods() {
			emptyFunc(m) // the methods stay, for values of the type
		}
	}
	g.Unit, g.Replaces, g.Decl, g.parts = nil, nil, nil, nil
}

// part is one declaration behind a record, kept to be checked again. A function
// has one; a type has one and one more for each method.
type part struct {
	decl ast.Decl
	text *text
	// imports maps the package names that it mentions to import paths: they
	// keep their meaning when the session gives a name another one.
	imports map[string]string
}
