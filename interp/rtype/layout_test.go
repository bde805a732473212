package rtype

import (
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"reflect"
	"strings"
	"testing"
	"unsafe"
)

// TestLayouts builds the types of layouts_test.go at run time and compares each
// with the compiler's, down to pointer masks and to what they contain.
func TestLayouts(t *testing.T) {
	const path = "github.com/gorgolab/gorgo/interp/rtype"
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, "layouts_test.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	conf := types.Config{Importer: importer.ForCompiler(fset, "source", nil)}
	pkg, err := conf.Check(path, fset, []*ast.File{f}, nil)
	if err != nil {
		t.Fatal(err)
	}
	u := New(Config{IsUser: func(n *types.Named) bool { return n.Obj().Pkg() == pkg }})
	for expr, want := range compiledLayouts {
		tv, err := types.Eval(fset, pkg, token.NoPos, expr)
		if err != nil {
			t.Fatal(err)
		}
		for _, pointer := range []bool{false, true} {
			typ, want := tv.Type, want
			if pointer {
				typ, want = types.NewPointer(typ), reflect.PointerTo(want)
			}
			built, err := u.Type(typ)
			if err != nil {
				t.Errorf("%s: %v", expr, err)
				continue
			}
			c := comparison{seen: map[reflect.Type]bool{}}
			c.compare(built.R, want, want.String())
			for _, d := range c.found {
				t.Error(d)
			}
			c = comparison{}
			c.layout(built.V, want, "V of "+want.String())
			for _, d := range c.found {
				t.Error(d)
			}
		}
	}
}

type comparison struct {
	seen  map[reflect.Type]bool
	found []string
}

func (c *comparison) differ(at, what string, got, want any) {
	if fmt.Sprint(got) != fmt.Sprint(want) {
		c.found = append(c.found, fmt.Sprintf("%s: %s is %v, want %v", at, what, got, want))
	}
}

// layout compares what the collector and the runtime go by.
func (c *comparison) layout(got, want reflect.Type, at string) {
	c.differ(at, "kind", got.Kind(), want.Kind())
	c.differ(at, "size", got.Size(), want.Size())
	c.differ(at, "alignment", got.Align(), want.Align())
	c.differ(at, "field alignment", got.FieldAlign(), want.FieldAlign())
	c.differ(at, "comparability", got.Comparable(), want.Comparable())
	g, w := recordOf(got), recordOf(want)
	c.differ(at, "pointer bytes", g.PtrBytes, w.PtrBytes)
	c.differ(at, "direct", g.TFlag&flagDirect, w.TFlag&flagDirect)
	if len(c.found) == 0 && g.TFlag&flagOnDemand == 0 && w.TFlag&flagOnDemand == 0 {
		n := (int(w.PtrBytes)/int(word) + 7) / 8
		if n > 0 {
			c.differ(at, "pointer mask", unsafe.Slice(g.GCData, n), unsafe.Slice(w.GCData, n))
		}
	}
}

// compare compares everything that reflect shows, and the types inside.
func (c *comparison) compare(got, want reflect.Type, at string) {
	if got == want || c.seen[want] {
		return
	}
	c.seen[want] = true
	c.layout(got, want, at)
	c.differ(at, "text", got.String(), want.String())
	c.differ(at, "name", got.Name(), want.Name())
	c.differ(at, "package", got.PkgPath(), want.PkgPath())
	if len(c.found) > 0 {
		return
	}
	switch want.Kind() {
	case reflect.Struct:
		c.differ(at, "number of fields", got.NumField(), want.NumField())
		c.differ(at, "package of the fields", fieldsPackage(got), fieldsPackage(want))
		for i := range want.NumField() {
			g, w := got.Field(i), want.Field(i)
			at := at + "." + w.Name
			c.compare(g.Type, w.Type, at)
			g.Type, w.Type = nil, nil
			c.differ(at, "field", fmt.Sprintf("%+v", g), fmt.Sprintf("%+v", w))
		}
	case reflect.Func:
		c.differ(at, "parameters", got.NumIn(), want.NumIn())
		c.differ(at, "variadic", got.IsVariadic(), want.IsVariadic())
		for i := range want.NumIn() {
			c.compare(got.In(i), want.In(i), fmt.Sprint(at, " parameter ", i))
		}
		for i := range want.NumOut() {
			c.compare(got.Out(i), want.Out(i), fmt.Sprint(at, " result ", i))
		}
	case reflect.Map:
		c.compare(got.Key(), want.Key(), at+" key")
		c.compare(got.Elem(), want.Elem(), at+" element")
		g, w := (*mapRecord)(unsafe.Pointer(recordOf(got))), (*mapRecord)(unsafe.Pointer(recordOf(want)))
		c.differ(at, "map flags", []any{g.GroupSize, g.SlotSize, g.ElemOff, g.Flags}, []any{w.GroupSize, w.SlotSize, w.ElemOff, w.Flags})
		c.differ(at, "group size", g.Group.Size, w.Group.Size)
		c.differ(at, "group pointer bytes", g.Group.PtrBytes, w.Group.PtrBytes)
	case reflect.Pointer, reflect.Slice, reflect.Array, reflect.Chan:
		c.compare(got.Elem(), want.Elem(), at+" element")
	}
	if want.Kind() == reflect.Interface {
		return // see the package's documentation
	}
	c.differ(at, "number of methods", got.NumMethod(), want.NumMethod())
	for i := range min(got.NumMethod(), want.NumMethod()) {
		g, w := got.Method(i), want.Method(i)
		c.differ(at, "method", g.Name, w.Name)
		c.compare(g.Type, w.Type, at+"."+w.Name)
	}
}

func fieldsPackage(t reflect.Type) string {
	name := (*structRecord)(unsafe.Pointer(recordOf(t))).PkgPath
	if name == nil {
		return ""
	}
	text := unsafe.Slice(name, 2)
	return string(unsafe.Slice((*byte)(unsafe.Add(unsafe.Pointer(name), 2)), text[1])) // paths here are short
}

// TestNames: texts as a compiled program in package main has them.
func TestNames(t *testing.T) {
	w := newWorld(t, `
type T struct { A int; b string }
type G[P any] struct { V P }
type F func(F) T
type I interface { M(int) string }
type E struct { T; *G[int] }
`)
	for expr, want := range map[string]string{
		"T": "main.T", "*T": "*main.T", "[]T": "[]main.T", "map[string]*T": "map[string]*main.T", "[3]T": "[3]main.T",
		"G[int]": "main.G[int]", "G[T]": "main.G[main.T]", "F": "main.F", "I": "main.I", "E": "main.E",
		"chan<- T": "chan<- main.T", "chan (<-chan T)": "chan (<-chan main.T)", "func(T, ...int) (T, error)": "func(main.T, ...int) (main.T, error)",
		"struct{ X T; y int `k:\"v\"` }": "struct { X main.T; y int \"k:\\\"v\\\"\" }", "struct{}": "struct {}", "interface{}": "interface {}",
		"struct{ T }": "struct { main.T }",
	} {
		if got := w.typ(expr).R.String(); got != want {
			t.Errorf("%s: %q, want %q", expr, got, want)
		}
	}
	typ := w.typ("T").R
	if typ.Name() != "T" || typ.PkgPath() != "main" || typ.Field(1).PkgPath != "main" || typ.Field(0).Name != "A" {
		t.Errorf("name %q, path %q, field %+v", typ.Name(), typ.PkgPath(), typ.Field(1))
	}
	for _, f := range reflect.VisibleFields(w.typ("T").V) {
		if !f.IsExported() || f.Name != "A" && !strings.HasPrefix(f.Name, "X_") {
			t.Errorf("V has the field %s", f.Name)
		}
	}
}
