// This file makes a scope of a cell that is being typed, so that what follows in
// the cell can be sketched alone.

package check

import (
	"go/ast"
	"go/token"
	"go/types"
	"maps"
	"slices"
)

// Extended returns the scope of a session in which the text ran as a cell. It
// serves sketches only, and knows nothing of what the session does later; see
// Generation.
func (k *Sketch) Extended() *Scope {
	s := k.scope
	s.mu.RLock()
	defer s.mu.RUnlock()
	x := &Scope{
		packages: s.packages, fset: s.fset, pkg: k.Pkg, names: maps.Clone(s.names), imported: maps.Clone(s.imported),
		dependants: map[string][]*Global{}, failed: map[string]int{}, stopped: map[string]int{}, lost: map[string]map[string]int{},
		texts: map[*token.File]*text{},
		meant: k.packages,
	}
	record := func(name string, obj types.Object, node ast.Node) {
		if obj != nil {
			delete(x.imported, name)
			x.names[name] = &Binding{Global: &Global{Name: name, Object: obj, Decl: node}}
		}
	}
	for name, pkg := range k.imports {
		x.names[name], x.imported[name] = &Binding{Import: pkg}, pkg
	}
	for _, pkg := range k.dots {
		for _, name := range pkg.Scope().Names() {
			if obj := pkg.Scope().Lookup(name); obj.Exported() {
				x.names[name] = &Binding{Dot: obj}
			}
		}
	}
	for name, obj := range k.again {
		record(name, obj, nil)
	}
	for name, d := range k.defs {
		record(name, k.Info.Defs[d.name], d.node)
	}
	return x
}

// Whole reports whether the text is a whole Go file.
func (k *Sketch) Whole() bool { return k.whole }

// DeclaresTypes reports whether the text declares a type or a method at its top
// level.
func (k *Sketch) DeclaresTypes() bool {
	return slices.ContainsFunc(k.Roots, func(n ast.Node) bool {
		switch d := n.(type) {
		case *ast.FuncDecl:
			return d.Recv != nil
		case *ast.GenDecl:
			return d.Tok == token.TYPE
		}
		return false
	})
}

// Generation is a number that changes whenever sketches may come out otherwise.
func (s *Scope) Generation() int64 { return s.generation.Load() }

// NamesWith returns the session's names that keep accepts, in no order.
func (s *Scope) NamesWith(keep func(name string) bool) []string {
	s.mu.RLock()
	defer s.mu.RUnlock()
	var names []string
	for name := range s.names {
		if keep(name) {
			names = append(names, name)
		}
	}
	return names
}
