// This file decides what a redefinition changes: which earlier declarations
// have to be checked again, as new versions, because they mention what the cell
// redefines.

package check

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"maps"
	"slices"
	"strconv"
)

// settle types the cell with more and more of the earlier declarations until
// none is left that mentions something that changed. Types change with every
// redefinition and with every new method. Variables, constants and functions
// change when their type does; that shows only when the cell is typed, hence
// the loop. Most cells take one pass.
func (c *checking) settle() *outcome {
	c.redefinedTypes()
	full := false
	for {
		out := c.pass()
		if c.doubt && !c.keys {
			c.doubt = false
			if len(out.errs) > 0 || c.keysAreValues(out) {
				c.keys = true
				if second := c.pass(); len(second.errs) == 0 || len(out.errs) == 0 {
					out = second
				} else {
					c.keys = false
				}
			}
		}
		var more []*Global
		if len(out.errs) == 0 {
			more = c.dependants(c.changed(out))
		} else if !full {
			// The errors may come from declarations that still go by the old
			// meaning of something.
			full = true
			more = c.transitive()
		}
		if len(more) == 0 {
			return out
		}
		for _, g := range more {
			c.again[g.Name] = g
		}
	}
}

// keysAreValues reports whether a key of a composite literal that was taken for
// a field is none.
func (c *checking) keysAreValues(out *outcome) bool {
	found := false
	c.eachNode(func(n ast.Node) {
		kv, ok := n.(*ast.KeyValueExpr)
		if !ok {
			return
		}
		if id, ok := kv.Key.(*ast.Ident); ok && c.aliased[id.Name] {
			if v, ok := out.info.Uses[id].(*types.Var); !ok || !v.IsField() {
				found = true
			}
		}
	})
	return found
}

// receivers files the cell's methods under the type that they belong to: a
// receiver may name it by an alias.
func (c *checking) receivers() {
	methods := map[string][]*ast.FuncDecl{}
	for name, list := range c.methods {
		base := c.baseType(name)
		if b := c.scope.names[base]; c.defs[base] == nil && (b != nil && b.Dot != nil || b == nil && c.dotted(base)) {
			c.errorf(receiverBase(list[0]), "cannot define new methods on non-local type %s", base)
		}
		methods[base] = append(methods[base], list...)
	}
	for _, list := range methods {
		slices.SortFunc(list, func(a, b *ast.FuncDecl) int { return int(a.Pos() - b.Pos()) })
	}
	c.methods = methods
}

// baseType follows a receiver's type name through aliases.
func (c *checking) baseType(name string) string {
	for range 100 { // a cycle of aliases is an error that go/types reports
		var node ast.Node
		if d := c.defs[name]; d != nil {
			node = d.node
		} else if g := c.scope.global(name); g != nil {
			node = g.Decl
		}
		spec, ok := node.(*ast.TypeSpec)
		if !ok || !spec.Assign.IsValid() {
			return name
		}
		t := ast.Unparen(spec.Type)
		if star, ok := t.(*ast.StarExpr); ok {
			t = ast.Unparen(star.X)
		}
		id, ok := t.(*ast.Ident)
		if !ok {
			return name
		}
		name = id.Name
	}
	return name
}

// redefinedTypes starts with what certainly changes: types that the cell
// declares anew or gives methods to, and what mentions them.
func (c *checking) redefinedTypes() {
	var types []*Global
	for name, d := range c.defs {
		old := c.scope.global(name)
		if old == nil || d.kind != ast.Typ {
			continue
		}
		types = append(types, old)
		for i, p := range old.parts {
			if i > 0 && p.text != old.parts[0].text && !c.hasMethod(name, p.decl) {
				c.followers[name] = append(c.followers[name], p)
			}
		}
	}
	for name := range c.methods {
		if g := c.scope.global(name); g != nil && c.defs[name] == nil && g.isType() {
			c.again[name] = g
			types = append(types, g)
		}
	}
	for _, g := range c.dependants(types) {
		c.again[g.Name] = g
	}
}

func (g *Global) isType() bool {
	_, ok := g.Object.(*types.TypeName)
	return ok
}

// hasMethod reports whether the cell declares a method of the same name.
func (c *checking) hasMethod(base string, method ast.Decl) bool {
	name := method.(*ast.FuncDecl).Name.Name
	return slices.ContainsFunc(c.methods[base], func(m *ast.FuncDecl) bool { return m.Name.Name == name })
}

// dependants returns the declarations that mention one of the records, without
// those that the cell redefines or that are being checked again already.
func (c *checking) dependants(changed []*Global) []*Global {
	found := map[*Global]bool{}
	for _, g := range changed {
		for _, d := range c.scope.dependants[g.ID] {
			if c.scope.current(d) && c.defs[d.Name] == nil && c.again[d.Name] == nil {
				found[d] = true
			}
		}
	}
	return slices.SortedFunc(maps.Keys(found), func(a, b *Global) int {
		if a.Cell != b.Cell {
			return a.Cell - b.Cell
		}
		return int(a.Object.Pos() - b.Object.Pos())
	})
}

// replaced returns the records whose name the cell gives a new meaning.
func (c *checking) replaced() []*Global {
	var list []*Global
	for name := range c.defs {
		if g := c.scope.global(name); g != nil {
			list = append(list, g)
		}
	}
	for name := range c.named {
		if g := c.scope.global(name); g != nil && c.defs[name] == nil {
			list = append(list, g)
		}
	}
	return list
}

// changed returns the records that code which mentions them cannot go on with.
func (c *checking) changed(out *outcome) []*Global {
	var list []*Global
	for _, old := range c.replaced() {
		d := c.defs[old.Name]
		if d == nil || changed(old.Object, out.info.Defs[d.name]) {
			list = append(list, old)
		}
	}
	for name, old := range c.again {
		if _, obj := declared(out.again[name][0].decl, name, out.info); changed(old.Object, obj) {
			list = append(list, old)
		}
	}
	return list
}

// transitive returns everything that depends on a replaced name, directly or
// not.
func (c *checking) transitive() []*Global {
	var all []*Global
	seen := map[*Global]bool{}
	front := append(c.replaced(), slices.Collect(maps.Values(c.again))...)
	for len(front) > 0 {
		var next []*Global
		for _, g := range c.dependants(front) {
			if !seen[g] {
				seen[g] = true
				next = append(next, g)
			}
		}
		all = append(all, next...)
		front = next
	}
	return all
}

// changed reports whether code that was typed with the old object is wrong for
// the new one. Generic functions count as changed: each caller has a copy.
func changed(old, new types.Object) bool {
	switch new := new.(type) {
	case *types.Var:
		_, ok := old.(*types.Var)
		return !ok || !types.Identical(old.Type(), new.Type())
	case *types.Const:
		c, ok := old.(*types.Const)
		return !ok || !types.Identical(c.Type(), new.Type()) || !sameConstant(c.Val(), new.Val())
	case *types.Func:
		f, ok := old.(*types.Func)
		return !ok || new.Signature().TypeParams() != nil || !types.Identical(f.Type(), new.Type())
	}
	return true
}

func sameConstant(a, b constant.Value) bool {
	return a.Kind() == b.Kind() && a.Kind() != constant.Unknown && constant.Compare(a, token.EQL, b)
}

// againFiles makes a file for each declaration that is checked again.
func (c *checking) againFiles(out *outcome) []*ast.File {
	var files []*ast.File
	groups := map[ast.Decl]*part{} // constants that were declared together
	for _, name := range sortedKeys(c.again) {
		g := c.again[name]
		for i, p := range g.parts {
			if i > 0 && c.hasMethod(name, p.decl) {
				continue
			}
			fresh := groups[p.decl]
			if fresh == nil {
				fresh = c.freshPart(g, p)
				if _, isConst := g.Object.(*types.Const); isConst {
					groups[p.decl] = fresh
				}
				files = append(files, c.partFile(fresh))
			}
			out.again[name] = append(out.again[name], fresh)
		}
	}
	for _, name := range sortedKeys(c.followers) {
		for _, p := range c.followers[name] {
			fresh := c.freshPart(c.scope.global(name), p)
			files = append(files, c.partFile(fresh))
			out.again[name] = append(out.again[name], fresh)
		}
	}
	return files
}

// freshPart copies a declaration of g. Of a group of constants, those that are
// not checked again lose their names.
func (c *checking) freshPart(g *Global, p *part) *part {
	decl := clone(p.decl, func(from, to *ast.Ident) {
		if c.aliased[from.Name] {
			if obj := g.Unit.Info.Uses[from]; obj != nil && g.Unit.Globals[obj] != nil {
				c.rename(to)
			}
		}
	})
	if gen, ok := decl.(*ast.GenDecl); ok && gen.Tok == token.CONST {
		for _, spec := range gen.Specs {
			for _, id := range spec.(*ast.ValueSpec).Names {
				if other := c.again[id.Name]; other == nil || other.parts[0].decl != p.decl {
					id.Name = "_"
				}
			}
		}
	}
	return &part{decl: decl, text: p.text, imports: p.imports}
}

// partFile makes a file of one declaration. It imports the packages whose names
// mean something else by now.
func (c *checking) partFile(p *part) *ast.File {
	f := &ast.File{
		Package: p.decl.Pos(), Name: &ast.Ident{NamePos: p.decl.Pos(), Name: "main"},
		FileStart: p.decl.Pos(), FileEnd: p.decl.End(),
	}
	for _, name := range sortedKeys(p.imports) {
		path := p.imports[name]
		if c.packageNamed(name) == path {
			continue
		}
		f.Decls = append(f.Decls, &ast.GenDecl{TokPos: p.decl.Pos(), Tok: token.IMPORT, Specs: []ast.Spec{&ast.ImportSpec{
			Name: &ast.Ident{NamePos: p.decl.Pos(), Name: name},
			Path: &ast.BasicLit{ValuePos: p.decl.Pos(), Kind: token.STRING, Value: strconv.Quote(path)},
		}}})
	}
	f.Decls = append(f.Decls, p.decl)
	return f
}

// packageNamed returns the path of the package that a name stands for in the
// cell, "" if it stands for something else.
func (c *checking) packageNamed(name string) string {
	if c.defs[name] != nil && !c.aliased[name] || c.again[name] != nil {
		return ""
	}
	if pkg := c.named[name]; pkg != nil {
		return pkg.Path()
	}
	if b := c.scope.names[name]; b != nil && b.Import != nil {
		return b.Import.Path()
	}
	return ""
}
