package rtype

import (
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"reflect"
	"runtime"
	"sort"
	"strings"
	"sync"
	"testing"
	"text/template"
	"unsafe"
)

func TestSelfTest(t *testing.T) {
	if err := SelfTest(); err != nil {
		t.Fatal(err)
	}
}

// TestSelfTestFails: whatever another layout leads to, even a word that is no
// pointer, is an error that says what to do.
func TestSelfTestFails(t *testing.T) {
	for name, step := range map[string]func() error{
		"different": func() error { return errors.New("its size is different") },
		"panic":     func() error { var r *record; return fmt.Errorf("size %d", r.Size) },
		"no pointer": func() error {
			address := uintptr(1 << 40)
			r := *(**record)(unsafe.Pointer(&address))
			return fmt.Errorf("size %d", r.Size)
		},
	} {
		t.Run(name, func(t *testing.T) {
			err := explain(func() error { return nil }, step, func() error { panic("went on") })
			if err == nil {
				t.Fatal("no error")
			}
			for _, part := range []string{runtime.Version(), runtime.GOARCH, "build it with Go 1.26"} {
				if !strings.Contains(err.Error(), part) {
					t.Errorf("the error does not say %q: %v", part, err)
				}
			}
		})
	}
}

// world is a checked package whose types get records.
type world struct {
	t   *testing.T
	pkg *types.Package
	u   *Universe
}

func newWorld(t *testing.T, src string) *world {
	t.Helper()
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, "src.go", "package main\n"+src, 0)
	if err != nil {
		t.Fatal(err)
	}
	conf := types.Config{Importer: importer.Default(), Error: func(error) {}}
	pkg, _ := conf.Check("main", fset, []*ast.File{f}, nil)
	return &world{t, pkg, New(Config{
		IsUser: func(n *types.Named) bool { return n.Obj().Pkg().Path() == "main" },
	})}
}

func (w *world) typ(expr string) *Type {
	w.t.Helper()
	tv, err := types.Eval(token.NewFileSet(), w.pkg, token.NoPos, expr)
	if err != nil {
		w.t.Fatal(err)
	}
	typ, err := w.u.Type(tv.Type)
	if err != nil {
		w.t.Fatal(err)
	}
	return typ
}

// point declares type Point struct{ X, y int } with String and a pointer method.
func point(t testing.TB) (u *Universe, val, ptr *Type) {
	pkg := types.NewPackage("main", "main")
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, "p.go", "package main\ntype Point struct { X, y int; Next *Point `json:\",omitempty\"` }\nfunc (p Point) String() string { return \"\" }\nfunc (p *Point) Error() string { return \"\" }\nfunc (p *Point) Sum(more ...int) (int, *Point) { return 0, nil }\n", 0)
	if err != nil {
		t.Fatal(err)
	}
	if err := types.NewChecker(&types.Config{}, fset, pkg, nil).Files([]*ast.File{f}); err != nil {
		t.Fatal(err)
	}
	n := pkg.Scope().Lookup("Point").Type()
	u = New(Config{IsUser: func(*types.Named) bool { return true }})
	if val, err = u.Type(n); err != nil {
		t.Fatal(err)
	}
	if ptr, err = u.Type(types.NewPointer(n)); err != nil {
		t.Fatal(err)
	}
	str := func(r reflect.Value) string {
		if r.Kind() == reflect.Pointer {
			r = r.Elem()
		}
		return fmt.Sprintf("(%d|%d)", r.Field(0).Int(), r.Field(1).Int())
	}
	body := func(typ *Type) reflect.Value {
		return reflect.ValueOf(func(x any) string { return str(reflect.ValueOf(typ.Unbox(x))) })
	}
	for _, typ := range u.Unbound() {
		for _, m := range typ.Methods {
			fn := body(typ)
			if m.Name == "Sum" {
				sum := reflect.FuncOf([]reflect.Type{anyType, reflect.TypeFor[[]int]()}, []reflect.Type{reflect.TypeFor[int](), ptr.V}, false)
				fn = reflect.MakeFunc(sum, func(a []reflect.Value) []reflect.Value {
					p := reflect.ValueOf(ptr.Unbox(a[0].Interface()))
					n := int(p.Elem().Field(0).Int())
					for i := range a[1].Len() {
						n += int(a[1].Index(i).Int())
					}
					return []reflect.Value{reflect.ValueOf(n), Retype(p, ptr.V)}
				})
			}
			if err := typ.Bind(m.Name, fn); err != nil {
				t.Fatal(err)
			}
		}
	}
	return u, val, ptr
}

func makePoint(val *Type, x, y int64) any {
	v := reflect.New(val.V).Elem()
	v.Field(0).SetInt(x)
	v.Field(1).SetInt(y)
	return val.Box(v.Interface())
}

func makePointer(val, ptr *Type, x, y int64) any {
	v := reflect.New(val.V)
	v.Elem().Field(0).SetInt(x)
	v.Elem().Field(1).SetInt(y)
	return ptr.Box(Retype(v, ptr.V).Interface())
}

// TestLibrary: packages of the standard library treat the type as any other.
func TestLibrary(t *testing.T) {
	_, val, ptr := point(t)
	p, q := makePoint(val, 1, 2), makePoint(val, 1, 2)
	if p != q || p == makePoint(val, 1, 3) {
		t.Error("== is wrong")
	}
	m := map[any]int{p: 7}
	if m[q] != 7 {
		t.Error("a map does not find the key")
	}
	slice := reflect.MakeSlice(reflect.SliceOf(val.R), 0, 2)
	slice = reflect.Append(slice, reflect.ValueOf(makePoint(val, 3, 0)), reflect.ValueOf(makePoint(val, 2, 0)))
	sort.Slice(slice.Interface(), func(i, j int) bool { return slice.Index(i).Field(0).Int() < slice.Index(j).Field(0).Int() })
	for _, tt := range []struct{ got, want string }{
		{fmt.Sprintf("%v %T", p, p), "(1|2) main.Point"},
		{fmt.Sprint(slice.Interface()), "[(2|0) (3|0)]"},
		{fmt.Sprintf("%+v", struct{ P any }{p}), "{P:(1|2)}"},
		{fmt.Sprintf("%T", makePointer(val, ptr, 0, 0)), "*main.Point"},
	} {
		if tt.got != tt.want {
			t.Errorf("got %s, want %s", tt.got, tt.want)
		}
	}
	data, err := json.Marshal(p)
	if err != nil || string(data) != `{"X":1}` {
		t.Errorf("json: %s, %v", data, err)
	}
	back := reflect.New(val.R)
	if err := json.Unmarshal([]byte(`{"X": 5, "y": 6, "Next": {"X": 8}}`), back.Interface()); err != nil || fmt.Sprint(back.Elem().Interface()) != "(5|0)" {
		t.Errorf("json: %v, %v", back.Elem(), err)
	}
	if next := back.Elem().FieldByName("Next"); next.Type() != ptr.R || fmt.Sprint(next.Interface()) != "(8|0)" {
		t.Errorf("a pointer field has type %v, value %v", next.Type(), next)
	}
	wrapped := fmt.Errorf("wrapped: %w", makePointer(val, ptr, 4, 4).(error))
	target := reflect.New(ptr.R)
	if !errors.As(wrapped, target.Interface()) || target.Elem().Elem().Field(0).Int() != 4 || wrapped.Error() != "wrapped: (4|4)" {
		t.Errorf("errors.As does not find it in %v", wrapped)
	}
	var out strings.Builder
	if err := template.Must(template.New("").Parse(`{{.X}} {{.String}}`)).Execute(&out, p); err != nil || out.String() != "1 (1|2)" {
		t.Errorf("template: %q, %v", out.String(), err)
	}
}

// TestSort: compiled code drives the methods of a slice type.
func TestSort(t *testing.T) {
	w := newWorld(t, `
type Pair struct { Key string; n int }
type ByN []Pair
func (b ByN) Len() int
func (b ByN) Less(i, j int) bool
func (b ByN) Swap(i, j int)
`)
	typ := w.typ("ByN")
	list := func(x any) reflect.Value { return reflect.ValueOf(typ.Unbox(x)) }
	for name, fn := range map[string]any{
		"Len":  func(x any) int { return list(x).Len() },
		"Less": func(x any, i, j int) bool { return list(x).Index(i).Field(1).Int() < list(x).Index(j).Field(1).Int() },
		"Swap": func(x any, i, j int) { reflect.Swapper(list(x).Interface())(i, j) },
	} {
		if err := typ.Bind(name, reflect.ValueOf(fn)); err != nil {
			t.Fatal(err)
		}
	}
	v := reflect.MakeSlice(typ.V, 100, 100)
	for i := range v.Len() {
		v.Index(i).Field(0).SetString(fmt.Sprint(i * 37 % 100))
		v.Index(i).Field(1).SetInt(int64(i * 37 % 100))
	}
	x := typ.Box(v.Interface())
	sort.Sort(x.(sort.Interface))
	for i := range v.Len() {
		if got := reflect.ValueOf(x).Index(i).Field(0).String(); got != fmt.Sprint(i) {
			t.Fatalf("place %d has %s", i, got)
		}
	}
}

// TestPlain: structs without methods, as fmt and json see them.
func TestPlain(t *testing.T) {
	w := newWorld(t, `
type Inner struct { A int; b string }
type Outer struct { Inner; *Tag; C []Inner "json:\"c\"" ; m map[string]Inner }
type Tag struct { D any }
`)
	inner, outer, tag := w.typ("Inner"), w.typ("Outer"), w.typ("Tag")
	i := reflect.New(inner.V).Elem()
	i.FieldByName("A").SetInt(1)
	i.FieldByName("X_b").SetString("two")
	o := reflect.New(outer.V).Elem()
	o.FieldByName("Inner").Set(i)
	o.FieldByName("C").Set(reflect.Append(o.FieldByName("C"), i))
	d := reflect.New(tag.V)
	d.Elem().Field(0).Set(reflect.ValueOf(2.5))
	o.FieldByName("Tag").Set(d)
	o.FieldByName("X_m").Set(reflect.MakeMap(o.FieldByName("X_m").Type()))
	o.FieldByName("X_m").SetMapIndex(reflect.ValueOf("k"), i)
	x := outer.Box(o.Interface())
	for _, tt := range []struct{ got, want string }{
		{fmt.Sprintf("%+v", inner.Box(i.Interface())), "{A:1 b:two}"},
		{fmt.Sprintf("%#v", inner.Box(i.Interface())), `main.Inner{A:1, b:"two"}`},
		{fmt.Sprintf("%v", reflect.ValueOf(x).FieldByName("m")), "map[k:{1 two}]"},
		{fmt.Sprintf("%T", reflect.ValueOf(x).FieldByName("C").Interface()), "[]main.Inner"},
		{fmt.Sprint(reflect.ValueOf(x).FieldByName("D")), "2.5"},
	} {
		if tt.got != tt.want {
			t.Errorf("got %s, want %s", tt.got, tt.want)
		}
	}
	data, err := json.Marshal(x)
	if want := `{"A":1,"D":2.5,"c":[{"A":1}]}`; err != nil || string(data) != want {
		t.Errorf("json: %s, %v; want %s", data, err, want)
	}
	back := reflect.New(outer.R)
	if err := json.Unmarshal(data, back.Interface()); err != nil || back.Elem().FieldByName("D").Interface() != 2.5 || back.Elem().FieldByName("C").Len() != 1 {
		t.Errorf("json: %+v, %v", back.Elem(), err)
	}
	if !reflect.DeepEqual(outer.Unbox(x), o.Interface()) || outer.Is(o.Interface()) || !outer.Is(x) {
		t.Error("Unbox does not lead back")
	}
}

// TestBox: what the interpreter may come with, and what it may not.
func TestBox(t *testing.T) {
	w := newWorld(t, "type F func(int) string\ntype N int\ntype S struct{ A int }")
	if x := w.typ("F").Box(nil); fmt.Sprintf("%T", x) != "main.F" || !reflect.ValueOf(x).IsNil() {
		t.Errorf("nil as a func is %T %v", x, x)
	}
	if x := w.typ("N").Box(7); fmt.Sprintf("%T %v", x, x) != "main.N 7" || x == any(7) {
		t.Errorf("7 is %T %v", x, x)
	}
	if x := w.typ("S").Box(struct{ A int }{3}); fmt.Sprintf("%T %v", x, x) != "main.S {3}" {
		t.Errorf("a struct of the same shape is %T %v", x, x)
	}
	defer func() {
		if r := recover(); r == nil || !strings.Contains(fmt.Sprint(r), "main.S") {
			t.Errorf("a string as a struct: %v", r)
		}
	}()
	w.typ("S").Box("text")
}

// TestNilReceiver: a method of T through a nil *T panics as Go does.
func TestNilReceiver(t *testing.T) {
	_, _, ptr := point(t)
	s := ptr.Box(reflect.Zero(ptr.V).Interface()).(fmt.Stringer)
	if got := fmt.Sprint(s); got != "<nil>" {
		t.Errorf("fmt prints %s", got)
	}
	defer func() {
		err, ok := recover().(runtime.Error)
		if want := "value method main.Point.String called using nil *Point pointer"; !ok || err.Error() != want {
			t.Errorf("%v, want %s", err, want)
		}
	}()
	_ = s.String()
}

// TestUnbound: a method without a body panics with its name.
func TestUnbound(t *testing.T) {
	w := newWorld(t, "type T struct{}\nfunc (T) String() string")
	typ := w.typ("T")
	if err := typ.Bind("Other", reflect.ValueOf(func(any) {})); err == nil {
		t.Error("a method that there is not can be bound")
	}
	defer func() {
		if r := fmt.Sprint(recover()); r != "method String of main.T has no body" {
			t.Error(r)
		}
	}()
	_ = reflect.New(typ.R).Elem().Interface().(fmt.Stringer).String()
}

// TestStubsUsedUp: the last method that there is a stub for works, the next type
// is refused with a message that says what to do.
func TestStubsUsedUp(t *testing.T) {
	defer func(n int) { stubs.next = n }(stubs.next)
	stubs.next = stubCount - 1 - 4 // a T with a method has two, *T has one more of its own here
	w := newWorld(t, "type T struct{ A int }\nfunc (T) String() string\nfunc (*T) Set()\ntype U struct{}\nfunc (U) String() string\nfunc (U) Error() string")
	typ := w.typ("T")
	if err := typ.Bind("String", reflect.ValueOf(func(any) string { return "last" })); err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprint(reflect.New(typ.R).Interface(), reflect.New(typ.R).Elem().Interface()); got != "last last" {
		t.Error(got)
	}
	_, err := w.u.Type(w.pkg.Scope().Lookup("U").Type())
	if err == nil || !strings.Contains(err.Error(), "restart the kernel") {
		t.Errorf("no stubs are left: %v", err)
	}
}

func TestReflectMethods(t *testing.T) {
	_, val, ptr := point(t)
	if n := val.R.NumMethod(); n != 1 {
		t.Errorf("Point has %d methods, want String alone", n)
	}
	m, ok := ptr.R.MethodByName("Sum")
	if !ok || m.Type.String() != "func(*main.Point, ...int) (int, *main.Point)" {
		t.Fatalf("Sum: %v %v", m.Type, ok)
	}
	p := reflect.ValueOf(makePointer(val, ptr, 1, 0))
	out := p.MethodByName("Sum").Call([]reflect.Value{reflect.ValueOf(2), reflect.ValueOf(3)})
	if out[0].Int() != 6 || out[1].Type() != ptr.R {
		t.Errorf("Sum gives %v, %v", out[0], out[1].Type())
	}
	str, _ := val.R.MethodByName("String")
	if got := str.Func.Call([]reflect.Value{reflect.ValueOf(makePoint(val, 8, 9))})[0].String(); got != "(8|9)" {
		t.Errorf("String by its func: %s", got)
	}
}

// TestStress calls methods from many goroutines while the collector runs and
// stacks grow.
func TestStress(t *testing.T) {
	_, val, ptr := point(t)
	stop := make(chan struct{})
	var collector sync.WaitGroup
	collector.Go(func() {
		for {
			select {
			case <-stop:
				return
			default:
				runtime.GC()
			}
		}
	})
	var wg sync.WaitGroup
	for g := range 4 {
		wg.Go(func() {
			for i := range 300 {
				want := fmt.Sprintf("(%d|%d)", g, i)
				var grow func(n int) string
				grow = func(n int) string {
					var pad [128]byte
					if n == 0 {
						return fmt.Sprint(makePoint(val, int64(g), int64(i)))
					}
					pad[n] = byte(n)
					return grow(n - 1)
				}
				if got := grow(i % 100); got != want {
					t.Errorf("got %s, want %s", got, want)
				}
				if got := makePointer(val, ptr, int64(g), int64(i)).(error).Error(); got != want {
					t.Errorf("got %s, want %s", got, want)
				}
				m := map[any]int{}
				for k := range int64(50) {
					m[makePoint(val, k, k)]++
				}
				if len(m) != 50 {
					t.Errorf("a map of 50 keys has %d", len(m))
				}
			}
		})
	}
	wg.Wait()
	close(stop)
	collector.Wait()
}

// TestRecursive: types that contain themselves in every legal way.
func TestRecursive(t *testing.T) {
	w := newWorld(t, `
type List struct { Next *List; All []List; By map[string]List; Two *[2]List; F func(List) List; C chan List }
type F func(F) F
type M map[string]M
type S []S
type P *P
type A struct { B *B }
type B struct { A [2]A; M map[A]B }
type Tree struct { Kids map[string]Tree; In *struct { X Tree }; Arr []map[[2]Key]Tree; Name string; Rest [3]any }
type Key struct { F float64; I any; S string; P *Tree; In struct { X int8 } }
func (l *List) Len() int
`)
	for _, name := range []string{"List", "F", "M", "S", "P", "A", "B", "Tree", "Key"} {
		typ := w.typ(name)
		if typ.R.Size() != typ.V.Size() || typ.R.Kind() != typ.V.Kind() || typ.R == nil {
			t.Errorf("%s: R %v, V %v", name, typ.R, typ.V)
		}
	}
	list := w.typ("List").R
	if list.Field(0).Type != w.typ("*List").R || list.Field(0).Type.NumMethod() != 1 || list.Field(3).Type.Elem().Elem() != list {
		t.Error("a field's type is not the type itself")
	}
	two := reflect.New(reflect.ArrayOf(2, w.typ("A").R)).Elem().Interface()
	if two != reflect.New(reflect.ArrayOf(2, w.typ("A").R)).Elem().Interface() {
		t.Error("zero arrays differ")
	}
}

// TestIdentity: identical types share records, others do not.
func TestIdentity(t *testing.T) {
	w := newWorld(t, "type T struct { A int }\ntype U struct { A int }\ntype N int\n")
	if w.typ("T") == w.typ("U") || w.typ("T").R == w.typ("U").R || w.typ("T").V == w.typ("U").V {
		t.Error("two types of one shape are confused")
	}
	if first := w.typ("[]T"); first != w.typ("[]T") || w.typ("*T").R.Elem() != w.typ("T").R {
		t.Error("one type has two records")
	}
	if w.typ("struct{ A int; B []string }").R != reflect.TypeFor[struct {
		A int
		B []string
	}]() {
		t.Error("an unnamed struct is not the compiled one")
	}
	if w.typ("map[string]error").R != reflect.TypeFor[map[string]error]() {
		t.Error("a type without user types is not the compiled one")
	}
	if got, ok := w.u.Of(w.typ("N").R); !ok || got != w.typ("N") || got != w.u.ByID(got.ID) {
		t.Error("Of and ByID do not lead back")
	}
	if w.typ("N").V != reflect.TypeFor[int]() {
		t.Error("V of a number is the number")
	}
}

// TestErrors: what can't be built is refused each time, and leaves nothing
// behind.
func TestErrors(t *testing.T) {
	w := newWorld(t, `
type Big struct { P [1<<26]*int }
type Holder struct { N int; Next *Holder; B Big }
type Huge [1<<30]Huge2
type Huge2 [1<<30][1<<10]byte
func (h *Holder) Get() Holder
`)
	good := w.typ("int")
	for range 2 {
		for _, name := range []string{"Big", "Holder", "Huge"} {
			_, err := w.u.Type(w.pkg.Scope().Lookup(name).Type())
			var e *Error
			if !errors.As(err, &e) || e.Msg == "" {
				t.Errorf("%v: %v, want an *Error", name, err)
			}
		}
		if _, err := w.u.Type(types.Typ[types.UntypedNil]); err == nil {
			t.Error("nil has a type")
		}
	}
	if len(w.u.Unbound()) != 0 || w.u.ByID(good.ID+1) != nil {
		t.Error("a failure leaves types behind")
	}
}

// TestConcurrent builds the same types from many goroutines.
func TestConcurrent(t *testing.T) {
	w := newWorld(t, `
type T struct { A int; Next *T; M map[string]T }
func (t T) String() string
type E struct { T; N []E }
`)
	exprs := []string{"T", "*T", "E", "map[*T]*E", "func(T, ...E) T", "struct{ E }", "*struct{ *E }", "[4]E"}
	list := make([]types.Type, len(exprs))
	for i, expr := range exprs {
		tv, err := types.Eval(token.NewFileSet(), w.pkg, token.NoPos, expr)
		if err != nil {
			if tv, err = types.Eval(token.NewFileSet(), w.pkg, token.NoPos, "(*("+expr+"))(nil)"); err != nil {
				t.Fatal(err)
			}
		}
		list[i] = tv.Type
	}
	got := make([][]*Type, 8)
	var wg sync.WaitGroup
	for g := range got {
		got[g] = make([]*Type, len(list))
		wg.Go(func() {
			for k := range list {
				i := (k + g) % len(list)
				typ, err := w.u.Type(list[i])
				if err != nil {
					t.Errorf("%v: %v", list[i], err)
					return
				}
				_ = reflect.New(typ.R).Elem().Interface()
				got[g][i] = typ
			}
		})
	}
	wg.Wait()
	for g := range got {
		for i := range list {
			if got[g][i] != got[0][i] {
				t.Errorf("%v is two types", list[i])
			}
		}
	}
}

// TestMapOfRecursive puts values into a map whose key and element were built
// from stand-ins.
func TestMapOfRecursive(t *testing.T) {
	w := newWorld(t, `
type Tree struct { Kids map[Key]Tree; Name string }
type Key struct { F float64; I any; P *Tree; S string }
`)
	m := reflect.MakeMap(w.typ("map[Key]Tree").R)
	if m.Type() != w.typ("Tree").R.Field(0).Type {
		t.Fatal("two records of one map type")
	}
	key := reflect.New(w.typ("Key").R).Elem()
	tree := reflect.New(w.typ("Tree").R).Elem()
	tree.Field(0).Set(m)
	for i := range 100 {
		key.Field(0).SetFloat(float64(i))
		key.Field(3).SetString(fmt.Sprint(i))
		tree.Field(1).SetString(fmt.Sprint(i))
		m.SetMapIndex(key, tree)
		if i%10 == 0 {
			runtime.GC()
		}
	}
	key.Field(0).SetFloat(0)
	key.Field(3).SetString("0")
	if v := m.MapIndex(key); !v.IsValid() || v.Field(1).String() != "0" || m.Len() != 100 {
		t.Errorf("map of %d, %v", m.Len(), v)
	}
	key.Field(1).Set(reflect.ValueOf([]int{}))
	defer func() {
		if recover() == nil {
			t.Error("a key that holds a slice does not panic")
		}
	}()
	m.MapIndex(key)
}

func BenchmarkTypeWithMethods(b *testing.B) {
	first := stubs.next
	for b.Loop() {
		point(b)
		stubs.next = first // nothing calls the methods: take the stubs again
	}
}

// BenchmarkType builds a struct without methods.
func BenchmarkType(b *testing.B) {
	pkg := types.NewPackage("main", "main")
	u := New(Config{IsUser: func(*types.Named) bool { return true }})
	b.ReportAllocs()
	for b.Loop() {
		name := types.NewTypeName(token.NoPos, pkg, "T", nil)
		n := types.NewNamed(name, types.NewStruct([]*types.Var{
			types.NewField(token.NoPos, pkg, "A", types.Typ[types.Int], false),
			types.NewField(token.NoPos, pkg, "b", types.Typ[types.String], false),
		}, nil), nil)
		if _, err := u.Type(n); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkSelfTest(b *testing.B) {
	for b.Loop() {
		if err := compareRecords(); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkMethodCall(b *testing.B) {
	_, val, _ := point(b)
	x := makePoint(val, 1, 2).(fmt.Stringer)
	for b.Loop() {
		_ = x.String()
	}
}
