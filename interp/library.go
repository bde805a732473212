// This file finds the packages of a session: those that are compiled into the
// program, and those that it loads from source.

package interp

import (
	"context"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/gorgolab/gorgo/interp/check"
	"github.com/gorgolab/gorgo/interp/modules"
	"github.com/gorgolab/gorgo/interp/packages"
)

// library is what a session can import.
type library struct {
	packages.Universe
	loader *modules.Loader
	scope  *check.Scope

	mu     sync.Mutex
	ctx    context.Context // of the cell that runs: ends downloads
	loaded map[string]*sourced
	units  map[*types.Package]*sourced

	known sync.Map // import path → *sourced: what is in loaded, for those who do not wait
}

// sourced is a package from source.
type sourced struct {
	source *modules.Package
	unit   *check.Unit
	needs  []*types.Package // what it imports from source
	ready  bool             // it has been initialised
	files  []*ast.File
	docs   func() map[string]string // by name, as Doc has it; made when first asked for
}

func newLibrary(opts Options) *library {
	return &library{
		loader: modules.New(modules.Options{Dir: opts.Dir, Log: opts.Log, Compiled: IsBundled}),
		ctx:    context.Background(), loaded: map[string]*sourced{}, units: map[*types.Package]*sourced{},
	}
}

// IsBundled tells whether the program has a package built in.
func IsBundled(path string) bool {
	_, err := packages.Import(path)
	return err == nil
}

// begin says that what is imported from now on is for a cell.
func (l *library) begin(ctx context.Context) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.ctx = ctx
}

// fetch loads the packages that a cell imports, as far as its imports come first.
// The check would load them, too, but whoever wants to complete a name waits for
// the check, and nobody should for a download. Errors are left to the check.
func (l *library) fetch(source string) {
	f, _ := parser.ParseFile(token.NewFileSet(), "", "package p;"+source, parser.ImportsOnly)
	if f == nil {
		return
	}
	for _, spec := range f.Imports {
		if path, err := strconv.Unquote(spec.Path.Value); err == nil && path != "C" && !IsBundled(path) {
			_, _ = l.Import(path)
		}
	}
}

// Import implements check.Packages. A package from source is read and checked
// when it is first asked for; one beside the notebook again when it has changed.
// The error is a *check.ImportError.
func (l *library) Import(path string) (*types.Package, error) {
	pkg, err := packages.Import(path)
	if err == nil {
		return pkg, nil
	}
	var missing *packages.NotBundledError
	if !errors.As(err, &missing) || missing.Reason != "" {
		return nil, &check.ImportError{Path: path, Reason: err.Error()}
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	s, err := l.load(path, l.loader.Here(), nil)
	if err != nil {
		return nil, importError(path, err)
	}
	return s.unit.Pkg, nil
}

// Known implements check.Local: a package from source is known once a cell has
// imported it.
func (l *library) Known(path string) *types.Package {
	if pkg, err := packages.Import(path); err == nil {
		return pkg
	}
	if s, ok := l.known.Load(path); ok {
		return s.(*sourced).unit.Pkg
	}
	return nil
}

// Ending lists the import paths of packages beside the notebook, and of modules that
// it requires, that end in some elements.
func (l *library) Ending(elements string) []string {
	if elements == "" {
		return nil
	}
	return slices.DeleteFunc(l.loader.Paths(elements), func(p string) bool { return !strings.HasSuffix(p, "/"+elements) })
}

// importError words an error for the cell that imports.
func importError(path string, err error) error {
	e := &check.ImportError{Path: path, Reason: err.Error()}
	var failed *check.PackageErrors
	if first, _, _ := strings.Cut(path, "/"); !strings.Contains(first, ".") && !errors.As(err, &failed) {
		e.Reason = "gorgo does not have this package"
	}
	return e
}

// load finds a package from source; from is the path of the package that imports
// it, and trail what is being loaded.
func (l *library) load(path, from string, trail []string) (*sourced, error) {
	if slices.Contains(trail, path) {
		return nil, fmt.Errorf("import cycle: %s → %s", strings.Join(trail, " → "), path)
	}
	if !mayImport(from, path) {
		return nil, fmt.Errorf("%s is internal to its module", path)
	}
	trail = append(trail, path)
	if s := l.loaded[path]; s != nil {
		fresh, err := l.fresh(s, trail)
		if err != nil || fresh {
			return s, err
		}
	}
	src, err := l.loader.Package(l.ctx, path)
	if err != nil {
		return nil, err
	}
	s := &sourced{source: src}
	if s.unit, err = l.check(s, trail); err != nil {
		return nil, err
	}
	l.loaded[path], l.units[s.unit.Pkg] = s, s
	s.docs = sync.OnceValue(func() map[string]string { return s.comments(path, l.scope.FileSet()) })
	l.known.Store(path, s)
	return s, nil
}

// fresh tells whether a package is still what it was, with all that it needs.
func (l *library) fresh(s *sourced, trail []string) (bool, error) {
	if s.source.Changed() {
		return false, nil
	}
	for _, p := range s.needs {
		now, err := l.load(p.Path(), s.source.Path, trail)
		if err != nil || now.unit.Pkg != p {
			return false, err
		}
	}
	return true, nil
}

// mayImport is the rule of internal packages. A cell imports as a package in the
// notebook's folder would.
func mayImport(from, path string) bool {
	root, ok := strings.CutSuffix(path, "/internal")
	if !ok {
		i := strings.LastIndex(path, "/internal/")
		if i < 0 {
			return true
		}
		root = path[:i]
	}
	return from == root || strings.HasPrefix(from, root+"/")
}

// importer finds the packages that one package from source imports.
type importer struct {
	*library
	s     *sourced
	trail []string
}

// Import implements types.Importer.
func (i importer) Import(path string) (*types.Package, error) {
	pkg, err := packages.Import(path)
	if err == nil {
		return pkg, nil
	}
	var missing *packages.NotBundledError
	if !errors.As(err, &missing) {
		return nil, err
	}
	if missing.Reason != "" {
		return nil, &check.AbsentError{Path: path, Reason: missing.Reason}
	}
	s, err := i.load(path, i.s.source.Path, i.trail)
	if err != nil {
		return nil, err
	}
	if !slices.Contains(i.s.needs, s.unit.Pkg) {
		i.s.needs = append(i.s.needs, s.unit.Pkg)
	}
	return s.unit.Pkg, nil
}

// check parses and types a package.
func (l *library) check(s *sourced, trail []string) (*check.Unit, error) {
	fset := l.scope.FileSet()
	in := check.PackageSource{Path: s.source.Path, GoVersion: s.source.GoVersion, Importer: importer{l, s, trail}, Embedded: map[string]any{}}
	failed := &check.PackageErrors{Path: s.source.Path}
	for _, f := range s.source.Files {
		syntax, err := parser.ParseFile(fset, f.Name, f.Text, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			failed.List = append(failed.List, err)
			continue
		}
		in.Files, in.Texts = append(in.Files, syntax), append(in.Texts, string(f.Text))
		if err := embedded(s.source, syntax, in.Embedded); err != nil {
			failed.List = append(failed.List, err)
		}
	}
	if len(failed.List) > 0 {
		return nil, failed
	}
	s.files = in.Files
	return l.scope.Package(in)
}

// embedded gives the variables of a file that have go:embed lines their values.
func embedded(p *modules.Package, f *ast.File, values map[string]any) error {
	for _, d := range f.Decls {
		gen, ok := d.(*ast.GenDecl)
		if !ok || gen.Tok != token.VAR {
			continue
		}
		for _, spec := range gen.Specs {
			spec := spec.(*ast.ValueSpec)
			doc := spec.Doc
			if doc == nil && !gen.Lparen.IsValid() {
				doc = gen.Doc
			}
			patterns := embedPatterns(doc)
			if patterns == nil || len(spec.Names) != 1 {
				continue
			}
			files, err := p.Embedded(patterns)
			if err != nil {
				return err
			}
			v, err := embeddedValue(spec.Type, files)
			if err != nil {
				return fmt.Errorf("%s: go:embed: %s: %w", p.Path, spec.Names[0].Name, err)
			}
			values[spec.Names[0].Name] = v
		}
	}
	return nil
}

// pending lists the packages from source that have to be initialised before code
// that needs the given ones can run, in that order.
func (l *library) pending(pkgs []*types.Package) []*sourced {
	l.mu.Lock()
	defer l.mu.Unlock()
	var list []*sourced
	seen := map[*sourced]bool{}
	var visit func(p *types.Package)
	visit = func(p *types.Package) {
		s := l.units[p]
		if s == nil || s.ready || seen[s] {
			return
		}
		seen[s] = true
		for _, n := range s.needs {
			visit(n)
		}
		list = append(list, s)
	}
	for _, p := range pkgs {
		visit(p)
	}
	return list
}
