// This file types cells that are still being typed.

package check

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"maps"
	"slices"
)

// Sketch is what is known of a text that need not be a right cell: package
// assist completes and inspects with it. It belongs to whoever asked for it.
type Sketch struct {
	// Info has Types, Defs, Uses, Implicits, Selections, Instances and Scopes of
	// what could be understood.
	Info *types.Info
	// Pkg is a package of the sketch's own.
	Pkg *types.Package
	// Roots are the top-level statements and declarations, imports included. A
	// declaration by := is a *ast.GenDecl; the two parts of one that declares
	// only some of its names share their operands.
	Roots []ast.Node

	scope    *Scope
	again    map[string]types.Object // what was checked again with the text
	text     *text
	defs     map[string]*definition
	whole    bool // the text is a whole Go file
	imports  map[string]*types.Package
	dots     []*types.Package
	packages map[string][]*types.Package
}

// SyntaxErrors parses a text as a cell and returns what is wrong, nil if
// nothing is.
func SyntaxErrors(text string) []*Error {
	_, errs := parse(token.NewFileSet(), newText(Source{Text: text}), parser.SkipObjectResolution)
	return errs
}

// Sketch types a text against the session as far as it makes sense, and changes
// nothing. It may be called at any moment.
func (s *Scope) Sketch(source string) (sketch *Sketch) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	t := newText(Source{Name: "cell", Text: source})
	defer func() {
		t.discard(s.fset)
		if recover() != nil { // go/types failed on something broken
			sketch = &Sketch{Info: &types.Info{}, Pkg: types.NewPackage("main", "main"), scope: s, text: t}
		}
	}()
	c := s.begin(roughly(s.fset, t), types.NewPackage("main", "main"))
	c.declaredImports()
	c.findAliased()
	c.receivers()
	sketch = &Sketch{scope: s, text: t, defs: c.defs, Pkg: c.target, whole: c.pkg != nil, imports: maps.Clone(c.named), dots: c.dots}
	sketch.packages = c.guessedImports()
	c.redefinedTypes()
	out := c.pass()
	sketch.Info, sketch.again = out.info, map[string]types.Object{}
	for name, parts := range out.again {
		if _, obj := declared(parts[0].decl, name, out.info); obj != nil {
			sketch.again[name] = obj
		}
	}
	for _, spec := range c.specs {
		sketch.Roots = append(sketch.Roots, spec)
	}
	for _, d := range c.decls {
		sketch.Roots = append(sketch.Roots, d)
	}
	for _, stmt := range c.body {
		for _, p := range c.plan {
			if p.show != nil && p.stmt == stmt {
				stmt = &ast.ExprStmt{X: p.show}
			}
		}
		sketch.Roots = append(sketch.Roots, stmt)
	}
	return sketch
}

// maxExtra is how many closing braces that nothing opened are overlooked.
const maxExtra = 10

// roughly parses a text that may be broken.
func roughly(fset *token.FileSet, t *text) *syntaxTree {
	l := split(t.Text)
	for n := 0; l.extra >= 0 && n < maxExtra; n++ {
		b := []byte(t.Text)
		b[l.extra] = ' '
		t.Text = string(b)
		l = split(t.Text)
	}
	tree := &syntaxTree{text: t, rough: true, quiet: l.quiet}
	tree.parts(&partParser{fset: fset, text: t, mode: parser.AllErrors}, l)
	return tree
}

// guessedImports finds the packages that the names before dots may stand for,
// best first, and makes the first of each a name of the cell. Members that no
// package has do not count: they may be half typed.
func (c *checking) guessedImports() map[string][]*types.Package {
	guesses := map[string][]*types.Package{}
	members, _ := c.freeSelectors()
	for _, name := range sortedKeys(members) {
		most := 0
		for _, pkg := range c.scope.mayMean(name) {
			n := 0
			for _, m := range members[name] {
				if token.IsExported(m) && pkg.Scope().Lookup(m) != nil {
					n++
				}
			}
			if n > most {
				most, guesses[name] = n, nil
			}
			if n == most {
				guesses[name] = append(guesses[name], pkg)
			}
		}
		if list := guesses[name]; list != nil {
			c.named[name] = list[0]
		}
	}
	return guesses
}

// mayMean returns the packages that a name may stand for that nobody imported.
func (s *Scope) mayMean(name string) []*types.Package {
	list := s.meant[name]
	if list == nil {
		for _, path := range s.packages.ByName(name) {
			if pkg := s.Known(path); pkg != nil {
				list = append(list, pkg)
			}
		}
	}
	return list
}

// Packages returns the packages that a name of the text may stand for although
// nobody imported it, best first.
func (k *Sketch) Packages(name string) []*types.Package { return k.packages[name] }

// Imports returns the packages that the text imports, by the names that it gives
// them.
func (k *Sketch) Imports() map[string]*types.Package { return k.imports }

// Dots returns the packages that the text imports with a dot.
func (k *Sketch) Dots() []*types.Package { return k.dots }

// Defined returns the names that the text gives its top level; the object is nil
// where go/types could make none.
func (k *Sketch) Defined() map[string]types.Object {
	all := make(map[string]types.Object, len(k.defs))
	for name, d := range k.defs {
		all[name] = k.Info.Defs[d.name]
	}
	return all
}

// DefinedFrom returns the byte offset from which statements of the top level can
// use a name that the text defines: where its definition ends, or 0 if the order
// does not count for it.
func (k *Sketch) DefinedFrom(name string) int {
	d := k.defs[name]
	if d == nil || d.kind != ast.Var || k.whole {
		return 0
	}
	offset, _ := k.Offset(d.node.End())
	return offset
}

// Text returns what was typed.
func (k *Sketch) Text() string { return k.text.Text }

// Offset returns the byte of the text that a position stands for, and whether it
// is in the text at all.
func (k *Sketch) Offset(pos token.Pos) (int, bool) { return k.text.offset(pos) }

// Path returns the nodes that hold a byte offset, outermost first. What ends
// there holds it, too; an identifier does before anything else.
func (k *Sketch) Path(offset int) []ast.Node {
	var best []ast.Node
	isIdent := func(path []ast.Node) bool {
		_, ok := path[len(path)-1].(*ast.Ident)
		return ok
	}
	for _, root := range k.Roots {
		ast.PreorderStack(root, nil, func(n ast.Node, above []ast.Node) bool {
			from, ok := k.Offset(n.Pos())
			to, _ := k.Offset(n.End())
			if !ok || offset < from || offset > to {
				return false
			}
			id, ok := n.(*ast.Ident)
			if ok && (from+len(id.Name) > len(k.text.Text) || k.text.Text[from:from+len(id.Name)] != id.Name) {
				return false // nobody typed it
			}
			if path := append(slices.Clone(above), n); best == nil || !isIdent(best) && (ok || len(path) > len(best)) {
				best = path
			}
			return true
		})
	}
	return best
}

// Text returns the cell, or the file of a package from source, that a position
// of the session lies in, and the byte offset there. The name of a file is its
// package's import path. It may be called at any moment.
func (s *Scope) Text(pos token.Pos) (cell Source, offset int, ok bool) {
	file := s.fset.File(pos)
	if file == nil {
		return Source{}, 0, false
	}
	s.mu.RLock()
	t := s.texts[file]
	s.mu.RUnlock()
	if t == nil {
		return Source{}, 0, false
	}
	offset, ok = t.offset(pos)
	return t.Source, offset, ok
}

// Decls returns the declarations behind the record, those of methods after that
// of their type. A variable has none: see Decl.
func (g *Global) Decls() []ast.Decl {
	decls := make([]ast.Decl, len(g.parts))
	for i, p := range g.parts {
		decls[i] = p.decl
	}
	return decls
}

// ReceiverName returns the name of a method's receiver type, "" for a function.
func ReceiverName(d *ast.FuncDecl) string {
	if base := receiverBase(d); base != nil {
		return base.Name
	}
	return ""
}
