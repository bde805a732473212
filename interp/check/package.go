// This file checks a whole package from its source: one that cells import and
// that is not compiled into the program.

package check

import (
	"errors"
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"strings"
)

// PackageSource is the source of one package.
type PackageSource struct {
	// Path is the import path.
	Path string
	// Files are parsed with the session's file set, sorted by name.
	Files []*ast.File
	// Texts are what the files were parsed from, in the same order. Without them
	// the package has no documentation.
	Texts []string
	// GoVersion is the language version, as in "go1.21"; "" is the latest.
	GoVersion string
	// Importer finds the packages that the files import.
	Importer types.Importer
	// Embedded are the values of variables with go:embed lines, by name.
	Embedded map[string]any
}

// PackageErrors are the errors of a package that does not check.
type PackageErrors struct {
	Path string
	List []error // at least one
}

// Error shows the first errors.
func (e *PackageErrors) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "package %s does not compile here:", e.Path)
	for i, err := range e.List {
		if i == maxErrors {
			b.WriteString("\n\ttoo many errors")
			break
		}
		b.WriteString("\n\t" + err.Error())
	}
	return b.String()
}

// Unwrap gives the errors themselves.
func (e *PackageErrors) Unwrap() []error { return e.List }

// Package types a package and makes it a unit, whose steps initialise it: the
// variables in the order of the language, then its init functions. Nothing of it
// becomes a name of the session. It may be called while a check runs, by the
// importer. The error is a *PackageErrors.
func (s *Scope) Package(src PackageSource) (*Unit, error) {
	info := &types.Info{
		Types: map[ast.Expr]types.TypeAndValue{}, Instances: map[*ast.Ident]types.Instance{},
		Defs: map[*ast.Ident]types.Object{}, Uses: map[*ast.Ident]types.Object{},
		Implicits: map[ast.Node]types.Object{}, Selections: map[*ast.SelectorExpr]*types.Selection{},
		Scopes: map[ast.Node]*types.Scope{}, FileVersions: map[*ast.File]string{},
	}
	failed := &PackageErrors{Path: src.Path}
	conf := types.Config{
		GoVersion: src.GoVersion, Importer: src.Importer, Sizes: sizes, DisableUnusedImportCheck: true,
		Error: func(err error) {
			var te types.Error
			if !errors.As(err, &te) || !te.Soft {
				failed.List = append(failed.List, err)
			}
		},
	}
	pkg, _ := conf.Check(src.Path, s.fset, src.Files, info) // conf.Error gets every error
	if len(failed.List) > 0 {
		return nil, failed
	}
	s.keepTexts(src)
	u := &Unit{Source: Source{Name: src.Path}, Fset: s.fset, Pkg: pkg, Info: info, Globals: map[types.Object]*Global{}, Embedded: map[types.Object]any{}, GoVersion: src.GoVersion}
	b := builder{checking: &checking{}, out: &outcome{info: info}, unit: u}
	var inits []*ast.FuncDecl
	for _, f := range src.Files {
		for _, d := range f.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				u.Decls = append(u.Decls, d)
				if d.Recv == nil && d.Name.Name == "init" {
					inits = append(inits, d)
				}
			case *ast.GenDecl:
				if d.Tok == token.VAR {
					s.packageVars(u, d, src.Embedded)
				}
			}
		}
	}
	b.initOrder()
	for _, d := range inits {
		b.step(Step{Stmt: b.call(d)})
	}
	return u, nil
}

// keepTexts makes the texts of a package known to Text.
func (s *Scope) keepTexts(src PackageSource) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i, text := range src.Texts {
		if file := s.fset.File(src.Files[i].FileStart); file != nil {
			t := newText(Source{Name: src.Path, Text: text})
			t.files = []parsedFile{{file: file}}
			s.texts[file] = t
		}
	}
}

// packageVars makes records of the variables that a declaration declares.
func (s *Scope) packageVars(u *Unit, d *ast.GenDecl, embedded map[string]any) {
	for _, spec := range d.Specs {
		spec := spec.(*ast.ValueSpec)
		for _, name := range spec.Names {
			o := u.Info.Defs[name]
			if o == nil || name.Name == "_" {
				continue
			}
			g := &Global{Name: name.Name, ID: s.newID(u.Pkg.Name() + "_" + name.Name), Object: o, Unit: u, Decl: spec}
			u.Globals[o] = g
			u.Defines = append(u.Defines, g)
			if v, ok := embedded[name.Name]; ok {
				u.Embedded[o] = v
			}
		}
	}
}
