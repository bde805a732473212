// This file finds the types that a cell declares exactly as the session has
// them, as happens whenever a cell is run again. They stay what they are: a new
// version would cut off all values made before.

package check

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"
)

// keepTypes removes from the cell the types, with their methods, that are
// declared again without a change.
func (c *checking) keepTypes() {
	same := map[string]bool{}
	for name, d := range c.defs {
		if old := c.scope.global(name); old != nil && c.sameText(d, old) {
			same[name] = true
		}
	}
	if len(same) == 0 {
		return
	}
	// What mentions something that did change has changed, too.
	for again := true; again; {
		again = false
		for name := range same {
			if old := c.scope.global(name); !c.sameMeaning(old, same) {
				delete(same, name)
				again = true
			}
		}
	}
	for name := range same {
		if c.defs[name].kind == ast.Typ {
			c.drop(name)
		}
	}
}

// sameText reports whether a definition reads as the old one: a type with all
// its methods, the group of a constant, the signature of a function.
func (c *checking) sameText(d *definition, old *Global) bool {
	if len(old.parts) == 0 {
		return false
	}
	first := old.parts[0]
	switch d.kind {
	case ast.Typ:
		spec, ok := old.Decl.(*ast.TypeSpec)
		if !ok || c.text.source(d.node) != first.text.source(spec) {
			return false
		}
		for _, m := range c.methods[d.name.Name] {
			if !slices.ContainsFunc(old.parts[1:], func(p *part) bool {
				return p.decl.(*ast.FuncDecl).Name.Name == m.Name.Name && c.text.source(m) == p.text.source(p.decl)
			}) {
				return false
			}
		}
		for _, p := range old.parts[1:] {
			if p.text == first.text && !c.hasMethod(d.name.Name, p.decl) {
				return false
			}
		}
		return true
	case ast.Con:
		return c.text.source(d.gen) == first.text.source(first.decl)
	case ast.Fun:
		f, ok := first.decl.(*ast.FuncDecl)
		return ok && f.Type.TypeParams == nil && c.text.source(d.node.(*ast.FuncDecl).Type) == first.text.source(f.Type)
	}
	return false
}

// sameMeaning reports whether all names that a declaration mentions still mean
// the same.
func (c *checking) sameMeaning(old *Global, same map[string]bool) bool {
	for _, p := range old.parts {
		ok := true
		ast.Inspect(p.decl, func(n ast.Node) bool {
			id, isIdent := n.(*ast.Ident)
			if !isIdent {
				return ok
			}
			if pkg := c.named[id.Name]; pkg != nil && p.imports[id.Name] != "" && pkg.Path() != p.imports[id.Name] {
				ok = false
			}
			if c.defs[id.Name] != nil && !same[id.Name] {
				obj := old.Unit.Info.Uses[id]
				ok = obj == nil || old.Unit.Globals[obj] == nil && obj.Parent() != types.Universe
			}
			return ok
		})
		if !ok {
			return false
		}
	}
	return true
}

// drop takes a type and its methods out of the cell.
func (c *checking) drop(name string) {
	spec := c.defs[name].node
	methods := c.methods[name]
	without := func(decls []ast.Decl) []ast.Decl {
		var left []ast.Decl
		for _, d := range decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				if slices.Contains(methods, d) {
					continue
				}
			case *ast.GenDecl:
				if d.Tok == token.TYPE && slices.ContainsFunc(d.Specs, func(s ast.Spec) bool { return s == spec }) {
					rest := *d
					rest.Specs = slices.DeleteFunc(slices.Clone(d.Specs), func(s ast.Spec) bool { return s == spec })
					if len(rest.Specs) > 0 {
						left = append(left, &rest)
					}
					continue
				}
			}
			left = append(left, d)
		}
		return left
	}
	c.decls, c.emit = without(c.decls), without(c.emit)
	delete(c.defs, name)
	delete(c.methods, name)
}

// source returns the text of a node, without differences that mean nothing.
func (t *text) source(n ast.Node) string {
	from, ok := t.offset(n.Pos())
	to, _ := t.offset(n.End())
	if !ok || to < from {
		return ""
	}
	return strings.TrimSpace(t.Text[from:to])
}
