// This file runs go/types over a cell and the declarations that are checked
// again with it.

package check

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"sync"
)

// Codes of go/types' errors that mean something here. The test of this file
// provokes each, so that a new Go version cannot renumber them unnoticed.
const (
	codeInitCycle     = 9   // InvalidInitCycle
	codeDuplicate     = 10  // DuplicateDecl
	codeAssign        = 23  // IncompatibleAssign
	codeNotInPackage  = 73  // UndeclaredImportedName
	codeUndeclared    = 75  // UndeclaredName
	codeMissingMember = 76  // MissingFieldOrMethod
	codeUnusedExpr    = 100 // UnusedExpr
)

// outcome is what one run of go/types gave.
type outcome struct {
	pkg  *types.Package
	info *types.Info
	// globals maps the session's objects that were in scope to their records.
	globals map[types.Object]*Global
	// again are the fresh copies of what was checked again, by name.
	again map[string][]*part
	errs  []*Error
	// cycles are errors that count only if a variable got no type by them.
	cycles []*Error
}

var sizes = types.SizesFor("gc", runtime.GOARCH)

// pass types the cell together with the parts of the records in c.again.
func (c *checking) pass() *outcome {
	emptyScope(c.target)
	out := &outcome{
		pkg: c.target,
		info: &types.Info{
			Types: map[ast.Expr]types.TypeAndValue{}, Instances: map[*ast.Ident]types.Instance{},
			Defs: map[*ast.Ident]types.Object{}, Uses: map[*ast.Ident]types.Object{},
			Implicits: map[ast.Node]types.Object{}, Selections: map[*ast.SelectorExpr]*types.Selection{},
			Scopes: map[ast.Node]*types.Scope{}, FileVersions: map[*ast.File]string{},
		},
		globals: map[types.Object]*Global{},
		again:   map[string][]*part{},
	}
	undoNames := c.renameAliased()
	files := []*ast.File{c.cellFile()}
	files = append(files, c.againFiles(out)...)
	undoTypes := c.hideTypeNames(files)
	restore := sync.OnceFunc(func() { undoNames(); undoTypes() })
	defer restore()
	for _, f := range files {
		for _, d := range f.Decls {
			ast.Inspect(d, func(n ast.Node) bool {
				if id, ok := n.(*ast.Ident); ok {
					c.bring(out, id.Name)
				}
				return true
			})
		}
	}
	conf := types.Config{
		GoVersion: "go1.26", Importer: c.importer(), Sizes: sizes,
		DisableUnusedImportCheck: true,
		Error:                    func(err error) { c.typeError(out, err) },
	}
	_ = types.NewChecker(&conf, c.scope.fset, out.pkg, out.info).Files(files) // conf.Error gets every error
	restore()
	if !c.rough && len(out.errs) == 0 {
		restrictions(out.info, files[0], func(pos token.Pos, msg string) { c.restricted(out, pos, msg) })
	}
	out.errs = jumpMessages(out.errs)
	c.substituteAliased(out)
	for _, obj := range out.info.Defs {
		if v, ok := obj.(*types.Var); ok && v.Type() == types.Typ[types.Invalid] {
			out.errs = append(out.errs, out.cycles...)
			break
		}
	}
	for _, e := range out.errs {
		c.hint(e, out)
	}
	return out
}

// hideTypeNames puts the type that a declaration names directly, as in
// `type A B`, in parentheses if the session declares it. go/types looks there
// for cycles and takes every type of the package's scope for one of its files.
func (c *checking) hideTypeNames(files []*ast.File) (restore func()) {
	hidden := map[*ast.TypeSpec]ast.Expr{}
	for _, f := range files {
		for _, d := range f.Decls {
			gen, ok := d.(*ast.GenDecl)
			if !ok || gen.Tok != token.TYPE {
				continue
			}
			for _, s := range gen.Specs {
				spec := s.(*ast.TypeSpec)
				if id, ok := spec.Type.(*ast.Ident); ok && c.defs[id.Name] == nil && c.again[id.Name] == nil {
					hidden[spec] = id
					spec.Type = &ast.ParenExpr{Lparen: id.Pos(), X: id, Rparen: id.End() - 1}
				}
			}
		}
	}
	return func() {
		for spec, t := range hidden {
			spec.Type = t
		}
	}
}

// cellFile is the cell itself for go/types.
func (c *checking) cellFile() *ast.File {
	f := *c.file
	f.Name = &ast.Ident{NamePos: c.file.Name.Pos(), Name: "main"}
	f.Decls = c.decls
	f.Imports = nil
	if len(c.body) > 0 {
		body := *c.file.Decls[0].(*ast.FuncDecl).Body
		body.List = c.body
		f.Decls = append(c.decls[:len(c.decls):len(c.decls)], &ast.FuncDecl{
			Name: &ast.Ident{NamePos: body.Lbrace, Name: "_"},
			Type: &ast.FuncType{Func: body.Lbrace, Params: &ast.FieldList{}},
			Body: &body,
		})
	}
	return &f
}

// bring puts what a name stands for into the package's scope, unless the cell
// itself declares it.
func (c *checking) bring(out *outcome, name string) {
	scope := out.pkg.Scope()
	if (c.defs[name] != nil && !c.aliased[name]) || c.again[name] != nil || scope.Lookup(name) != nil {
		return
	}
	if pkg := c.named[name]; pkg != nil {
		scope.Insert(types.NewPkgName(token.NoPos, out.pkg, name, pkg))
		return
	}
	b := c.scope.names[name]
	switch {
	case b != nil && b.Global != nil:
		out.globals[b.Global.Object] = b.Global
		scope.Insert(b.Global.Object)
	case b != nil && b.Import != nil:
		scope.Insert(types.NewPkgName(token.NoPos, out.pkg, name, c.now(b.Import)))
	case token.IsExported(name):
		for _, pkg := range c.dots {
			if obj := pkg.Scope().Lookup(name); obj != nil {
				scope.Insert(obj)
				return
			}
		}
		if b != nil && b.Dot != nil {
			scope.Insert(b.Dot)
		}
	}
}

// typeError records an error of go/types, unless it is about a liberty that
// cells have.
func (c *checking) typeError(out *outcome, err error) {
	te, ok := err.(types.Error)
	if !ok || c.rough {
		return
	}
	v := reflect.ValueOf(te)
	code := int(v.FieldByName("go116code").Int())
	start, end := token.Pos(v.FieldByName("go116start").Int()), token.Pos(v.FieldByName("go116end").Int())
	switch {
	case code == codeDuplicate && strings.Contains(te.Msg, " already declared through "):
		return // a name that changed its meaning since the declaration was first checked
	case code == codeUnusedExpr && c.isShown(te.Pos):
		return
	}
	// Variables of a cell get their values in order, and functions see what they
	// have so far: a cycle is no error, if it does not keep a type from being
	// known.
	list := &out.errs
	if code == codeInitCycle && c.pkg == nil {
		list = &out.cycles
	}
	msg := typeMessage(unalias(te.Msg))
	if name, line, ok := jumpOver(msg); ok {
		if v := c.declaredAt(out, te.Pos, line); v != nil {
			p := c.scope.fset.Position(v.Pos())
			msg = fmt.Sprintf("goto %s jumps over declaration of %s at %s:%d:%d", name, v.Name(), p.Filename, p.Line, p.Column)
		}
	}
	if label, ok := strings.CutSuffix(strings.TrimPrefix(msg, "goto "), " jumps into block"); ok {
		if start := c.blockOf(label, te.Pos); start.IsValid() {
			p := c.scope.fset.Position(start)
			msg += fmt.Sprintf(" starting at %s:%d:%d", p.Filename, p.Line, p.Column)
		}
	}
	if rest, ok := strings.CutPrefix(msg, "\t"); ok {
		if n := len(*list); n > 0 {
			p := c.scope.fset.Position(te.Pos)
			(*list)[n-1].Related = append((*list)[n-1].Related, Related{p.Filename, p.Line, p.Column, rest})
		}
		return
	}
	if c.isShown(te.Pos) {
		msg = strings.TrimSuffix(msg, " in assignment to _ identifier")
	}
	t := c.textAt(te.Pos)
	if !start.IsValid() || start != te.Pos {
		start, end = te.Pos, te.Pos
	}
	from, _ := t.offset(start)
	to, _ := t.offset(end)
	e := newError(t, from, to, msg)
	e.Code, e.pos = code, te.Pos
	for _, old := range *list { // an initial value may be seen twice
		if old.offset == e.offset && old.Name == e.Name && old.Msg == e.Msg {
			return
		}
	}
	*list = append(*list, e)
}

// declaredAt finds the first variable that is declared on a line behind a place.
func (c *checking) declaredAt(out *outcome, pos token.Pos, line int) (first *types.Var) {
	file := c.scope.fset.File(pos)
	for id, o := range out.info.Defs {
		v, ok := o.(*types.Var)
		if ok && id.Pos() > pos && c.scope.fset.File(id.Pos()) == file && c.scope.fset.Position(id.Pos()).Line == line && (first == nil || v.Pos() < first.Pos()) {
			first = v
		}
	}
	return first
}

// blockOf finds where the block starts that has a label, in the function around a
// place.
func (c *checking) blockOf(label string, pos token.Pos) (start token.Pos) {
	var around []ast.Node
	c.eachNode(func(n ast.Node) {
		l, ok := n.(*ast.LabeledStmt)
		if !ok || l.Label.Name != label || start.IsValid() {
			return
		}
		for _, d := range c.decls {
			if d.Pos() <= pos && pos < d.End() && d.Pos() <= l.Pos() && l.Pos() < d.End() {
				ast.Inspect(d, func(n ast.Node) bool {
					if n == nil || l.Pos() < n.Pos() || n.End() <= l.Pos() {
						return false
					}
					around = append(around, n)
					return true
				})
			}
		}
		for _, n := range around {
			switch n.(type) {
			case *ast.BlockStmt, *ast.CaseClause, *ast.CommClause:
				start = n.Pos()
			}
		}
	})
	return start
}

// restricted records an error of the compiler's that go/types does not have.
func (c *checking) restricted(out *outcome, pos token.Pos, msg string) {
	t := c.textAt(pos)
	at, _ := t.offset(pos)
	e := newError(t, at, at, msg)
	e.pos = pos
	out.errs = append(out.errs, e)
}

// textAt returns the text that a position belongs to: the cell or something
// that is checked again.
func (c *checking) textAt(pos token.Pos) *text {
	if _, ok := c.text.offset(pos); ok {
		return c.text
	}
	for _, g := range c.again {
		for _, p := range g.parts {
			if _, ok := p.text.offset(pos); ok {
				return p.text
			}
		}
	}
	for _, list := range c.followers {
		for _, p := range list {
			if _, ok := p.text.offset(pos); ok {
				return p.text
			}
		}
	}
	return c.text
}

// isShown tells whether a position is that of an expression that the cell ends in.
func (c *checking) isShown(pos token.Pos) bool {
	return slices.ContainsFunc(c.shown, func(x ast.Expr) bool { return x.Pos() == pos })
}
