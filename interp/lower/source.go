// This file reads the source of compiled packages whose generic functions and
// types cells use.

package lower

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"slices"
)

// sourcePackage is a compiled package, checked once more from its source.
type sourcePackage struct {
	origin *origin
	bodies map[string]body // by funcKey
}

// isCell tells the packages of cells from compiled ones.
func isCell(p *types.Package) bool { return p != nil && p.Path() == "main" }

// fromSource tells whether a function is lowered, as opposed to called in its
// compiled form: those of cells, generic ones, and unexported ones that generic
// ones call.
func (l *lowering) fromSource(f *types.Func) bool {
	if f.Pkg() == nil {
		return false
	}
	if l.own(f.Pkg()) {
		return true
	}
	if _, ok := l.run.Override(f.Pkg().Path() + "." + f.Name()); ok {
		return false
	}
	sig := f.Origin().Signature()
	if sig.TypeParams().Len() > 0 || sig.RecvTypeParams().Len() > 0 {
		return true
	}
	return sig.Recv() == nil && !f.Exported()
}

// bodyOf finds a function's syntax.
func (l *lowering) bodyOf(f *types.Func) (body, bool) {
	if f.Pkg() == nil { // the method Error of the predeclared error
		return body{}, false
	}
	if l.own(f.Pkg()) {
		b, ok := l.bodies[f]
		return b, ok
	}
	p := l.sourceOf(f.Pkg().Path())
	if p == nil {
		return body{}, false
	}
	b, ok := p.bodies[l.funcKey(f)]
	return b, ok
}

// sourceOf reads and checks a package's source; nil when there is none.
func (l *lowering) sourceOf(path string) *sourcePackage {
	if p, ok := l.source[path]; ok {
		return p
	}
	l.source[path] = nil
	files, ok := l.packages.Source(path)
	if !ok {
		return nil
	}
	var names []string
	for n := range files {
		names = append(names, n)
	}
	slices.Sort(names)
	var syntax []*ast.File
	for _, n := range names {
		f, err := parser.ParseFile(l.fset, path+"/"+n, files[n], parser.SkipObjectResolution)
		if err != nil {
			l.fail(token.NoPos, "package %s, whose source does not parse: %v", path, err)
		}
		syntax = append(syntax, f)
	}
	info := &types.Info{
		Types: map[ast.Expr]types.TypeAndValue{}, Defs: map[*ast.Ident]types.Object{}, Uses: map[*ast.Ident]types.Object{},
		Selections: map[*ast.SelectorExpr]*types.Selection{}, Instances: map[*ast.Ident]types.Instance{},
		Implicits: map[ast.Node]types.Object{}, Scopes: map[ast.Node]*types.Scope{},
	}
	// Errors are expected: bodies that only the runtime has, internal packages.
	// What is lowered must have types, or it is refused.
	conf := types.Config{Importer: lenient{l.packages}, Sizes: sizes, Error: func(error) {}}
	pkg, _ := conf.Check(path, l.fset, syntax, info)
	p := &sourcePackage{origin: &origin{info: info, pkg: pkg}, bodies: map[string]body{}}
	for _, f := range syntax {
		for _, d := range f.Decls {
			if d, ok := d.(*ast.FuncDecl); ok && d.Body != nil {
				if fo, ok := info.Defs[d.Name].(*types.Func); ok {
					p.bodies[l.funcKey(fo)] = body{d, p.origin}
				}
			}
		}
	}
	l.source[path] = p
	return p
}

// lenient imports packages, and gives an empty one for what is not bundled
// (internal packages, which generic code hardly needs).
type lenient struct{ types.Importer }

func (i lenient) Import(path string) (*types.Package, error) {
	if path == "unsafe" {
		return types.Unsafe, nil
	}
	return i.Importer.Import(path)
}
