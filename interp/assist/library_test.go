package assist

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/gorgolab/gorgo/interp/check"
)

// library is made of the package sections of an archive.
type library struct {
	packages map[string]*types.Package
	docs     map[string]string // by path and name
	sources  map[string]map[string][]byte
}

func newLibrary() *library {
	return &library{map[string]*types.Package{}, map[string]string{}, map[string]map[string][]byte{}}
}

func (l *library) add(t testing.TB, path, source string) {
	t.Helper()
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, "p.go", source, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	conf := types.Config{Importer: l}
	pkg, err := conf.Check(path, fset, []*ast.File{f}, nil)
	if err != nil {
		t.Fatal(err)
	}
	l.packages[path] = pkg
	l.sources[path] = map[string][]byte{"p.go": []byte(source)}
	note := func(name string, docs ...*ast.CommentGroup) {
		for _, doc := range docs {
			if doc.Text() != "" {
				l.docs[path+" "+name] = doc.Text()
			}
		}
	}
	note("", f.Doc)
	for _, d := range f.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			name := d.Name.Name
			if base := check.ReceiverName(d); base != "" {
				name = base + "." + name
			}
			note(name, d.Doc)
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				switch spec := spec.(type) {
				case *ast.ValueSpec:
					note(spec.Names[0].Name, d.Doc, spec.Doc)
				case *ast.TypeSpec:
					note(spec.Name.Name, d.Doc, spec.Doc)
					ast.Inspect(spec.Type, func(n ast.Node) bool {
						if f, ok := n.(*ast.Field); ok && len(f.Names) > 0 {
							note(spec.Name.Name+"."+f.Names[0].Name, f.Doc)
						}
						return true
					})
				}
			}
		}
	}
}

func (l *library) Import(path string) (*types.Package, error) {
	if path == "unsafe" {
		return types.Unsafe, nil
	}
	if pkg := l.packages[path]; pkg != nil {
		return pkg, nil
	}
	return nil, fmt.Errorf("no package %s", path)
}

func (l *library) Paths(string) []string { return slices.Sorted(maps.Keys(l.packages)) }

func (l *library) Names() []string {
	var list []string
	for _, p := range l.packages {
		list = append(list, p.Name())
	}
	slices.Sort(list)
	return slices.Compact(list)
}

func (l *library) ByName(name string) []string {
	var list []string
	for path, p := range l.packages {
		if p.Name() == name {
			list = append(list, path)
		}
	}
	slices.SortFunc(list, func(a, b string) int { return cmp.Or(len(a)-len(b), -strings.Compare(a, b)) })
	return list
}

func (l *library) Doc(path, name string) string { return l.docs[path+" "+name] }

// Source has the generic declarations, as the bundled packages do.
func (l *library) Source(path string) (map[string][]byte, bool) {
	files := l.sources[path]
	for _, text := range files {
		if strings.Contains(string(text), "[T any]") {
			return files, true
		}
	}
	return nil, false
}
