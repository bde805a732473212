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
	absent := absentImporter{src.Importer, map[string]bool{}}
	conf := types.Config{
		GoVersion: src.GoVersion, Importer: absent, Sizes: sizes, DisableUnusedImportCheck: true,
		Error: func(err error) {
			var te types.Error
			if errors.As(err, &te) && (te.Soft || absent.reported(te.Msg)) {
				return
			}
			failed.List = append(failed.List, err)
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

// AbsentError is the error of an importer for a package that gorgo leaves out on
// purpose, such as syscall. What mentions it has no type, and cannot be lowered;
// the rest of the importing package can.
type AbsentError struct{ Path, Reason string }

// Error gives the reason.
func (e *AbsentError) Error() string { return e.Reason }

// absentImporter notes the packages that are absent. go/types reports them, and
// then nothing else that follows from it.
type absentImporter struct {
	types.Importer
	paths map[string]bool
}

// Import implements types.Importer.
func (i absentImporter) Import(path string) (*types.Package, error) {
	pkg, err := i.Importer.Import(path)
	var absent *AbsentError
	if errors.As(err, &absent) {
		i.paths[path] = true
	}
	return pkg, err
}

func (i absentImporter) reported(msg string) bool {
	rest, ok := strings.CutPrefix(msg, "could not import ")
	path, _, _ := strings.Cut(rest, " ")
	return ok && i.paths[path]
}

// packageVars makes records of the variables that a declaration declares.
func (s *Scope) packageVars(u *Unit, d *ast.GenDecl, embedded map[string]any) {
	for _, spec := range d.Specs {
		spec := spec.(*ast.ValueSpec)
		for _, name := range spec.Names {
			o := u.Info.Defs[name]
			if o == nil || name.Name == "_" || o.Type() == types.Typ[types.Invalid] {
				continue // of a package that is absent
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
