// %doc

package magic

import (
	"context"
	"errors"
	"fmt"
	"go/ast"
	"go/doc/comment"
	"go/types"
	"strings"

	"github.com/gorgolab/gorgo/display"
	"github.com/gorgolab/gorgo/interp"
	"github.com/gorgolab/gorgo/interp/check"
	"github.com/gorgolab/gorgo/interp/packages"
)

func document(_ context.Context, c *call) (interp.Result, error) {
	if len(c.words()) != 1 {
		return nothing(errors.New("%doc wants one name, as in %doc strings.Cut"))
	}
	d, err := describe(c.Session.Scope(), c.Arg)
	if err != nil {
		return nothing(err)
	}
	return value(d)
}

// description is a declaration with its comment, in Go's doc markup.
type description struct{ head, text string }

// Display implements display.Displayer.
func (d description) Display() display.Bundle {
	var p comment.Parser
	parsed := p.Parse(d.text)
	var pr comment.Printer
	plain := d.head + "\n"
	if d.text != "" {
		plain += "\n" + string(pr.Text(parsed))
	}
	return display.Bundle{Data: map[string]any{
		display.MIMEText: strings.TrimSuffix(plain, "\n"), display.MIMEMarkdown: "```go\n" + d.head + "\n```\n\n" + string(pr.Markdown(parsed)),
	}}
}

// describe finds a name: of the session, of a package, or a package itself.
func describe(scope *check.Scope, name string) (description, error) {
	head, rest, _ := strings.Cut(name, ".")
	if i := strings.LastIndex(name, "/"); i >= 0 { // an import path
		head, rest, _ = strings.Cut(name[i:], ".")
		head = name[:i] + head
	}
	if b, ok := scope.Lookup(head); ok {
		switch {
		case b.Global != nil:
			return member(b.Global.Object, rest, "", name, declaration(b.Global, rest))
		case b.Import != nil:
			return inPackage(b.Import, rest)
		case b.Dot != nil:
			return member(b.Dot, rest, b.Dot.Pkg().Path(), name, "")
		}
	}
	if o := types.Universe.Lookup(head); o != nil && rest == "" {
		return description{head: types.ObjectString(o, qualifier), text: packages.Doc("builtin", head)}, nil
	}
	paths := []string{head}
	if !strings.Contains(head, "/") {
		paths = scope.Packages().ByName(head)
	}
	var last error
	for _, path := range paths {
		pkg, err := scope.Packages().Import(path)
		if err == nil {
			var d description
			if d, err = inPackage(pkg, rest); err == nil {
				return d, nil
			}
		}
		last = err
	}
	if last != nil {
		return description{}, fmt.Errorf("%%doc: %w", last)
	}
	return description{}, fmt.Errorf("%%doc: there is nothing called %s", name)
}

// inPackage describes a package or, with a name, a member of it.
func inPackage(pkg *types.Package, name string) (description, error) {
	if name == "" {
		return description{fmt.Sprintf("package %s // import %q", pkg.Name(), pkg.Path()), packages.Doc(pkg.Path(), "")}, nil
	}
	first, rest, _ := strings.Cut(name, ".")
	o := pkg.Scope().Lookup(first)
	if o == nil || !o.Exported() {
		return description{}, fmt.Errorf("package %s has no %s", pkg.Path(), first)
	}
	return member(o, rest, pkg.Path(), name, packages.Doc(pkg.Path(), name))
}

// member describes an object or, with a name, a field or method of it. text is
// the comment, where it is known.
func member(o types.Object, name, path, full, text string) (description, error) {
	if name == "" {
		return description{types.ObjectString(o, qualifier), text}, nil
	}
	m, _, _ := types.LookupFieldOrMethod(o.Type(), true, o.Pkg(), name)
	if m == nil {
		return description{}, fmt.Errorf("%%doc: %s has no field or method %s", o.Name(), name)
	}
	if text == "" && m.Pkg() != nil {
		if n := baseName(o.Type()); n != "" {
			text = packages.Doc(m.Pkg().Path(), n+"."+name)
		}
	}
	return description{types.ObjectString(m, qualifier), text}, nil
}

// baseName is the name of a type or of what it points to.
func baseName(t types.Type) string {
	if p, ok := t.Underlying().(*types.Pointer); ok {
		t = p.Elem()
	}
	if n, ok := types.Unalias(t).(*types.Named); ok {
		return n.Obj().Name()
	}
	return ""
}

// declaration is the comment that a cell wrote above a declaration, or above a
// method of a type.
func declaration(g *check.Global, method string) string {
	if method != "" {
		for _, d := range g.Unit.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && f.Recv != nil && f.Name.Name == method && strings.TrimPrefix(types.ExprString(f.Recv.List[0].Type), "*") == g.Name {
				return f.Doc.Text()
			}
		}
		return ""
	}
	switch d := g.Decl.(type) {
	case *ast.FuncDecl:
		return d.Doc.Text()
	case *ast.TypeSpec:
		if d.Doc != nil {
			return d.Doc.Text()
		}
		for _, decl := range g.Unit.Decls {
			if gen, ok := decl.(*ast.GenDecl); ok && len(gen.Specs) == 1 && gen.Specs[0] == d {
				return gen.Doc.Text()
			}
		}
	case *ast.ValueSpec:
		return d.Doc.Text()
	}
	return ""
}
