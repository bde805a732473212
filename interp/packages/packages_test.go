package packages

import (
	"encoding/binary"
	"errors"
	"go/ast"
	"go/constant"
	"go/parser"
	"go/token"
	"go/types"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"

	"gorgonia.org/gorgonia"
)

// TestEverything: each bundled package has types, and a symbol of the right kind
// for each of its exported names, and no others.
func TestEverything(t *testing.T) {
	for _, path := range append(Paths(), helpers) {
		pkg, err := Import(path)
		if err != nil {
			t.Error(err)
			continue
		}
		if path == "unsafe" || path == "log/syslog" && len(Symbols(path)) == 0 {
			continue
		}
		if !pkg.Complete() || pkg.Path() != path {
			t.Errorf("%s: complete %v, path %s", path, pkg.Complete(), pkg.Path())
		}
		if path != helpers && !slices.Contains(ByName(pkg.Name()), path) {
			t.Errorf("ByName(%q) lacks %s", pkg.Name(), path)
		}
		symbols := Symbols(path)
		for name, v := range symbols {
			if token.IsExported(name) {
				if pkg.Scope().Lookup(name) == nil {
					t.Errorf("%s.%s is a symbol without a type", path, name)
				}
			} else if e := v.Type().Elem(); e.Name() != name || e.PkgPath() != path {
				t.Errorf("the hidden type %s.%s is a %v of %s", path, name, e, e.PkgPath())
			}
		}
		source, hasSource := Source(path)
		generics := false
		for _, name := range pkg.Scope().Names() {
			o := pkg.Scope().Lookup(name)
			if !o.Exported() {
				continue
			}
			v, ok := symbols[name]
			switch o := o.(type) {
			case *types.Const:
				if ok {
					t.Errorf("the constant %s.%s is a symbol", path, name)
				}
			case *types.Var:
				if !ok || !v.CanSet() {
					t.Errorf("the variable %s.%s can't be set", path, name)
				}
			case *types.Func:
				if o.Signature().TypeParams().Len() > 0 {
					generics = true
				} else if !ok || v.Kind() != reflect.Func || v.Type().NumIn() != o.Signature().Params().Len() {
					t.Errorf("%s.%s is no symbol for %s", path, name, o)
				}
			case *types.TypeName:
				switch {
				case typeParams(o.Type()) > 0:
					generics = true
				case isConstraint(o.Type()):
				case !ok || v.Kind() != reflect.Pointer || !v.IsNil():
					t.Errorf("%s.%s is no symbol for a type", path, name)
				case !sameShape(v.Type().Elem(), o.Type()):
					t.Errorf("%s.%s: the symbol is a %v", path, name, v.Type().Elem())
				}
			}
		}
		if generics != hasSource || hasSource && len(source) == 0 {
			t.Errorf("%s exports generics: %v; has source: %v", path, generics, hasSource)
		}
	}
}

func typeParams(t types.Type) int {
	switch t := t.(type) {
	case *types.Alias:
		return t.TypeParams().Len()
	case *types.Named:
		return t.TypeParams().Len()
	}
	return 0
}

func isConstraint(t types.Type) bool {
	i, ok := t.Underlying().(*types.Interface)
	return ok && !i.IsMethodSet()
}

// sameShape compares the exported methods, and the fields of structs.
func sameShape(r reflect.Type, t types.Type) bool {
	n := 0
	for m := range types.NewMethodSet(t).Methods() {
		if m.Obj().Exported() || types.IsInterface(t) {
			n++
		}
	}
	s, ok := t.Underlying().(*types.Struct)
	return n == r.NumMethod() && ok == (r.Kind() == reflect.Struct) && (!ok || s.NumFields() == r.NumField())
}

// TestSource: the generic declarations check by themselves, with nothing but the
// bundled packages, and are those that the compiled package has.
func TestSource(t *testing.T) {
	n := 0
	for _, path := range Paths() {
		files, ok := Source(path)
		if !ok {
			continue
		}
		n++
		fset := token.NewFileSet()
		var list []*ast.File
		for name, text := range files {
			f, err := parser.ParseFile(fset, name, text, parser.SkipObjectResolution)
			if err != nil {
				t.Fatal(err)
			}
			list = append(list, f)
		}
		conf := types.Config{Importer: Universe{}, Sizes: types.SizesFor("gc", runtime.GOARCH)}
		got, err := conf.Check(path, fset, list, nil)
		if err != nil {
			t.Errorf("%s: %v", path, err)
			continue
		}
		want, err := Import(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range want.Scope().Names() {
			o := want.Scope().Lookup(name)
			f, ok := o.(*types.Func)
			if !ok || !o.Exported() || f.Signature().TypeParams().Len() == 0 {
				continue
			}
			g, _ := got.Scope().Lookup(name).(*types.Func)
			if g == nil {
				t.Errorf("%s.%s has no source", path, name)
			} else if a, b := shape(f), shape(g); a != b {
				t.Errorf("%s.%s is\n%s, its source has\n%s", path, name, a, b)
			}
		}
	}
	if n < 10 {
		t.Errorf("only %d packages have generic source", n)
	}
}

// shape is a signature with the type parameters named in order.
func shape(f *types.Func) string {
	s := types.TypeString(f.Type(), func(p *types.Package) string { return p.Name() })
	return strings.NewReplacer("interface{}", "any").Replace(s)
}

// TestHidden: types that have no name in Go code.
func TestHidden(t *testing.T) {
	for _, tt := range []struct {
		path, name string
		want       reflect.Type
	}{
		{"encoding/binary", "littleEndian", reflect.TypeOf(binary.LittleEndian)},
		{"gorgonia.org/gorgonia", "tapeMachine", reflect.TypeOf(gorgonia.NewTapeMachine).Out(0).Elem()},
		{"syscall", "SysProcAttr", reflect.TypeFor[syscall.SysProcAttr]()},
	} {
		if v, ok := Symbols(tt.path)[tt.name]; !ok || v.Type().Elem() != tt.want {
			t.Errorf("%s.%s is %v, want %v", tt.path, tt.name, v, tt.want)
		}
	}
	n := 0
	for path, list := range hidden() {
		for _, h := range list {
			n++
			if e := Symbols(path)[h.Name].Type().Elem(); e.Name() != h.Name || e.PkgPath() != path {
				t.Errorf("%s.%s, by %s of %s.%s, is a %v of %s", path, h.Name, h.Steps, h.In, h.Symbol, e, e.PkgPath())
			}
		}
	}
	if n < 50 {
		t.Errorf("only %d hidden types", n)
	}
}

func TestErrors(t *testing.T) {
	for path, want := range map[string]string{
		"plugin": "cgo", "syscall": "system", "github.com/no/such": "does not have", "internal/abi": "does not have", "": "does not have",
	} {
		_, err := Import(path)
		var e *NotBundledError
		if !errors.As(err, &e) || !strings.Contains(e.Error(), want) {
			t.Errorf("Import(%q): %v, want …%s…", path, err, want)
		}
		if _, ok := Source(path); ok || path == "plugin" && Symbols(path) != nil || Doc(path, "") != "" {
			t.Errorf("%q has something", path)
		}
	}
}

func TestByName(t *testing.T) {
	for name, want := range map[string]string{
		"rand": "math/rand/v2 math/rand crypto/rand", "template": "text/template html/template", "fmt": "fmt",
		"nn": "github.com/gorgolab/gorgo/lib/nn", "mat": "gonum.org/v1/gonum/mat", "plot": "gonum.org/v1/plot",
		"gorgonia": "gorgonia.org/gorgonia", "tensor": "gorgonia.org/tensor", "unsafe": "unsafe", "help": "", "nothing": "",
	} {
		if got := strings.Join(ByName(name), " "); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
}

func TestDoc(t *testing.T) {
	for _, tt := range []struct{ path, name, want string }{
		{"fmt", "", "Package fmt implements"}, {"fmt", "Println", "Println formats"}, {"bytes", "Buffer.Write", "Write appends"},
		{"net/http", "Request.Method", "Method specifies"}, {"io", "EOF", "EOF is"}, {"net/http", "StatusTeapot", "RFC"},
		{"slices", "Sort", "Sort sorts"}, {"iter", "Seq", "Seq is"}, {"io", "Reader.Read", ""}, {"fmt", "Nothing", ""},
		{"gonum.org/v1/gonum/mat", "Dense.Mul", "Mul takes"}, {"github.com/gorgolab/gorgo/display", "Table", "A Table"},
	} {
		if got := Doc(tt.path, tt.name); !strings.HasPrefix(got, tt.want) && !strings.Contains(got, tt.want) || (tt.want == "") != (got == "") {
			t.Errorf("%s %s: %.60q, want %s…", tt.path, tt.name, got, tt.want)
		}
	}
}

// TestConcurrent imports everything in different orders at once, and checks code
// against it meanwhile.
func TestConcurrent(t *testing.T) {
	list := Paths()
	var wg sync.WaitGroup
	for g := range 8 {
		wg.Go(func() {
			for i := range list {
				path := list[(i*7+g*31)%len(list)]
				a, err := Import(path)
				if err != nil {
					t.Error(err)
					return
				}
				if b, _ := Import(path); a != b {
					t.Errorf("%s is two packages", path)
				}
				Symbols(path)
			}
			fset := token.NewFileSet()
			f, err := parser.ParseFile(fset, "x.go", "package main\nimport (\"net/http\"; \"fmt\")\nvar X fmt.Stringer = (*http.Request)(nil).URL\n", 0)
			if err != nil {
				t.Error(err)
				return
			}
			conf := types.Config{Importer: Universe{}}
			if _, err := conf.Check("main", fset, []*ast.File{f}, nil); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
}

// TestPlatform: constants are those of the system that runs.
func TestPlatform(t *testing.T) {
	pkg := types.NewPackage("runtime", "runtime")
	pkg.Scope().Insert(types.NewConst(token.NoPos, pkg, "GOOS", types.Typ[types.UntypedString], constant.MakeString("some other system")))
	pkg.Scope().Insert(types.NewConst(token.NoPos, pkg, "Compiler", types.Typ[types.UntypedString], constant.MakeString("gc")))
	scope := pkg.Scope()
	adapt(pkg)
	for name, want := range map[string]string{"GOOS": runtime.GOOS, "Compiler": "gc"} {
		c := scope.Lookup(name).(*types.Const)
		if constant.StringVal(c.Val()) != want || c.Parent() != scope || c.Pkg() != pkg {
			t.Errorf("%v, want %s", c, want)
		}
	}
}

// fresh forgets what was imported.
func fresh() {
	clear(imports.known)
	clear(imports.complete)
}

func benchmarkImport(b *testing.B, list ...string) {
	for b.Loop() {
		fresh()
		for _, path := range list {
			if _, err := Import(path); err != nil {
				b.Fatal(err)
			}
		}
	}
}

func BenchmarkImportFmt(b *testing.B)      { benchmarkImport(b, "fmt") }
func BenchmarkImportHTTP(b *testing.B)     { benchmarkImport(b, "net/http") }
func BenchmarkImportGorgonia(b *testing.B) { benchmarkImport(b, "gorgonia.org/gorgonia") }
func BenchmarkImportLib(b *testing.B) {
	const lib = "github.com/gorgolab/gorgo/lib/"
	benchmarkImport(b, lib+"datasets", lib+"nn", lib+"train", lib+"metrics", lib+"plots")
}

// BenchmarkOpen reads the directory of the largest archive.
func BenchmarkOpen(b *testing.B) {
	for b.Loop() {
		g := group{data: stdData}
		if err := g.open(); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkSymbolsFmt(b *testing.B) {
	for b.Loop() {
		symbols.Clear()
		Symbols("fmt")
	}
}
