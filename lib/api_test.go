// Package lib_test holds what is tested of all packages under lib together: the
// whole public interface as a golden list, the rules that it keeps, and that each
// part of it has an example.
package lib_test

import (
	"flag"
	"fmt"
	"go/types"
	"os"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/packages"
)

var update = flag.Bool("update", false, "rewrite the golden files")

const (
	root   = "github.com/gorgolab/gorgo/lib/"
	golden = "testdata/api.txt"
)

// public returns the packages that people import, in order.
func public(t *testing.T) []*packages.Package {
	t.Helper()
	loaded, err := packages.Load(&packages.Config{Mode: packages.NeedTypes | packages.NeedName}, root+"...")
	if err != nil {
		t.Fatal(err)
	}
	var out []*packages.Package
	for _, p := range loaded {
		if len(p.Errors) > 0 {
			t.Fatal(p.Errors)
		}
		if strings.HasPrefix(p.PkgPath, root) && !strings.HasPrefix(p.PkgPath, root+"internal/") {
			out = append(out, p)
		}
	}
	if len(out) < 10 {
		t.Fatalf("found %d packages: the test looks in the wrong place", len(out))
	}
	slices.SortFunc(out, func(a, b *packages.Package) int { return strings.Compare(a.PkgPath, b.PkgPath) })
	return out
}

// forTests reports whether a package is a suite for tests, which programs call
// and notebooks do not.
func forTests(p *packages.Package) bool { return strings.HasSuffix(p.Name, "test") }

// TestAPI compares the public interface with its golden list: whoever changes it
// sees what it does to those who use it, and says so in the changelog.
//
//	go test ./lib -update
//
// rewrites the list.
func TestAPI(t *testing.T) {
	var lines []string
	for _, p := range public(t) {
		lines = append(lines, listing(p)...)
	}
	got := strings.Join(lines, "\n") + "\n"
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	b, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	want := strings.Split(strings.TrimSuffix(string(b), "\n"), "\n")
	for _, line := range missing(want, lines) {
		t.Errorf("- %s", line)
	}
	for _, line := range missing(lines, want) {
		t.Errorf("+ %s", line)
	}
	if t.Failed() {
		t.Log("the public interface has changed: add a line to CHANGELOG.md, then go test ./lib -update, and go generate ./interp/packages for notebooks")
	} else if got != string(b) {
		t.Error("the list has another order: go test ./lib -update")
	}
}

// missing returns the lines that are not among others.
func missing(lines, others []string) []string {
	known := map[string]bool{}
	for _, line := range others {
		known[line] = true
	}
	return slices.DeleteFunc(slices.Clone(lines), func(line string) bool { return known[line] })
}

// listing returns a line for each exported name of a package, field and method.
func listing(p *packages.Package) []string {
	var out []string
	path := strings.TrimPrefix(p.PkgPath, root)
	line := func(format string, args ...any) { out = append(out, path+": "+fmt.Sprintf(format, args...)) }
	for _, obj := range exported(p) {
		switch obj := obj.(type) {
		case *types.Const:
			line("const %s %s = %s", obj.Name(), text(obj.Type()), obj.Val())
		case *types.Var:
			line("var %s %s", obj.Name(), text(obj.Type()))
		case *types.Func:
			line("func %s%s", obj.Name(), strings.TrimPrefix(text(obj.Type()), "func"))
		case *types.TypeName:
			list(line, obj)
		}
	}
	return out
}

// list writes a type's lines.
func list(line func(format string, args ...any), obj *types.TypeName) {
	name := obj.Name()
	switch u := obj.Type().Underlying().(type) {
	case *types.Struct:
		line("type %s struct", name)
		for i := range u.NumFields() {
			if f := u.Field(i); f.Exported() {
				line("type %s struct, %s %s", name, f.Name(), text(f.Type()))
			}
		}
	case *types.Interface:
		line("type %s interface", name)
		for i := range u.NumMethods() {
			m := u.Method(i)
			line("type %s interface, %s%s", name, m.Name(), strings.TrimPrefix(text(m.Type()), "func"))
		}
	default:
		line("type %s %s", name, text(u))
	}
	for _, m := range methods(obj) {
		receiver := name
		if _, ok := m.Signature().Recv().Type().(*types.Pointer); ok {
			receiver = "*" + name
		}
		line("method (%s) %s%s", receiver, m.Name(), strings.TrimPrefix(text(m.Type()), "func"))
	}
}

// text writes a type with the names of packages, not their paths.
func text(t types.Type) string {
	return types.TypeString(t, func(p *types.Package) string { return p.Name() })
}

func exported(p *packages.Package) []types.Object {
	var out []types.Object
	scope := p.Types.Scope()
	for _, name := range scope.Names() {
		if obj := scope.Lookup(name); obj.Exported() {
			out = append(out, obj)
		}
	}
	return out
}

// methods returns the exported methods that a type declares, by name.
func methods(obj *types.TypeName) []*types.Func {
	named, ok := obj.Type().(*types.Named)
	if !ok {
		return nil
	}
	var out []*types.Func
	for i := range named.NumMethods() {
		if m := named.Method(i); m.Exported() {
			out = append(out, m)
		}
	}
	slices.SortFunc(out, func(a, b *types.Func) int { return strings.Compare(a.Name(), b.Name()) })
	return out
}
