// This file notices that a package changed since a cell imported it: its source
// stands beside the notebook, and somebody edited it. Cells go on with the new
// package, and what mentions it is checked again, as if it had been redefined.

package check

import (
	"go/ast"
	"go/types"
	"slices"
)

// reload asks for the packages of earlier cells again.
func (c *checking) reload() {
	lost := map[string]error{}
	moved := map[string]bool{}
	for _, name := range sortedKeys(c.scope.imported) {
		old := c.scope.imported[name]
		pkg, err := c.scope.packages.Import(old.Path())
		switch {
		case err != nil:
			lost[name] = err
		case pkg != old:
			c.present[old] = pkg
			moved[old.Path()] = true
		}
	}
	for _, id := range slices.Concat(c.early, c.free) {
		if err := lost[id.Name]; err != nil && c.defs[id.Name] == nil && c.named[id.Name] == nil {
			c.importError(id, c.scope.imported[id.Name].Path(), err)
			delete(lost, id.Name)
		}
	}
	if len(moved) == 0 {
		return
	}
	for name, b := range c.scope.names {
		if g := b.Global; g != nil && c.defs[name] == nil && slices.ContainsFunc(g.parts, func(p *part) bool {
			for _, path := range p.imports {
				if moved[path] {
					return true
				}
			}
			return false
		}) {
			c.again[name] = g
			c.moved[g] = true
		}
	}
}

// now is the package that the name of an earlier import stands for.
func (c *checking) now(old *types.Package) *types.Package {
	pkg := old
	if p := c.present[old]; p != nil {
		pkg = p
	}
	c.earlier[pkg.Path()] = pkg
	return pkg
}

// reimported puts the present packages into the session.
func (b *builder) reimported() {
	for name, old := range b.scope.imported {
		if p := b.present[old]; p != nil && b.unit.commit.names[name] == nil {
			b.unit.commit.names[name] = &Binding{Import: p}
		}
	}
}

// importError reports that a package is not to be had.
func (c *checking) importError(at ast.Node, path string, err error) *Error {
	reason, hint := "gorgo does not have this package", ""
	if e, ok := err.(*ImportError); ok {
		reason, hint = e.Reason, e.Hint
	}
	e := c.errorf(at, "could not import %s (%s)", path, reason)
	e.Hint = hint
	return e
}

// ImportError is how Packages says why a package is not to be had. Of other
// errors it only counts that there is one.
type ImportError struct {
	Path   string
	Reason string
	Hint   string // what to do about it; may be empty
}

// Error is the reason.
func (e *ImportError) Error() string { return e.Reason }
