// This file looks at a session from outside: its names with their values, and
// what a cell is lowered to.

package interp

import (
	"go/types"
	"slices"

	"github.com/gorgolab/gorgo/interp/assist"
	"github.com/gorgolab/gorgo/interp/check"
	"github.com/gorgolab/gorgo/interp/packages"
)

// Names lists the names that the session has, imports left out.
func (s *Session) Names() []string {
	scope := s.Scope()
	var names []string
	for _, n := range scope.Names() {
		if b, ok := scope.Lookup(n); ok && b.Global != nil {
			names = append(names, n)
		}
	}
	return names
}

// A Declared is a name that a cell declared.
type Declared struct {
	Name string
	// Cell is the number of the cell that declared it.
	Cell int
	// Object is what it stands for: a *types.Var, Const, TypeName or Func.
	Object types.Object
	// Value is what a variable holds, nil for others.
	Value any
}

// Declared lists what the session's cells declared, by name.
func (s *Session) Declared() []Declared {
	st := s.state.Load()
	var list []Declared
	for _, n := range s.Names() {
		b, ok := st.scope.Lookup(n)
		if !ok || b.Global == nil {
			continue
		}
		d := Declared{Name: n, Cell: b.Global.Cell, Object: b.Global.Object}
		if _, ok := d.Object.(*types.Var); ok {
			d.Value, _ = st.run.Value(b.Global.ID)
		}
		list = append(list, d)
	}
	return list
}

// An AddedImport is a package that a cell named without importing it.
type AddedImport struct {
	check.Import
	Cell int // the number of the cell
}

// AddedImports lists the packages that cells named without importing them, in
// the order in which they came.
func (s *Session) AddedImports() []AddedImport {
	st := s.state.Load()
	st.prepare.Lock()
	defer st.prepare.Unlock()
	return slices.Clone(st.added)
}

// Assistant answers questions about code in the session as it is now, until the
// next Reset.
func (s *Session) Assistant() *assist.Assistant {
	return s.state.Load().assistant
}

// documented is what the assistant knows of packages: the bundled ones, those from
// source that a cell has imported, and the paths of others.
type documented struct {
	packages.Universe
	s *Session
}

// Paths implements assist.Library.
func (d documented) Paths(typed string) []string {
	return slices.Concat(d.Universe.Paths(), d.s.state.Load().lib.loader.Paths(typed))
}

// Doc implements assist.Library.
func (d documented) Doc(path, name string) string { return d.s.Doc(path, name) }

// Lowered is the text that a cell is lowered to, the engine's Go. Nothing runs
// and nothing changes. The error is one of Run's.
func (s *Session) Lowered(c Cell) (string, error) {
	st := s.state.Load()
	st.prepare.Lock()
	defer st.prepare.Unlock()
	defer st.lower.SetBackend(st.lower.SetBackend(nil)) // what it would take is shown, too
	u, err := st.scope.Check(c.source())
	if err != nil {
		return "", err
	}
	for _, s := range st.lib.pending(u.Packages) {
		p, err := st.lower.Package(s.unit)
		if err != nil {
			return "", err
		}
		defer p.Undo()
	}
	p, err := st.lower.Lower(u)
	if err != nil {
		return "", err
	}
	p.Undo()
	return p.Text, nil
}
