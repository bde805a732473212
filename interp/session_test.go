// This file runs notebooks of cells through a session: what each cell gives,
// and what it leaves for the next.

package interp

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/gorgolab/gorgo/interp/runtime"
)

// cell is a cell and what it should give: its values as %v, joined by ", ", or
// "! " and a part of its error.
type cell struct{ source, want string }

func newSession(t testing.TB) *Session {
	t.Helper()
	s, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func runCell(t testing.TB, s *Session, n int, source string) string {
	t.Helper()
	r, err := s.Run(context.Background(), Cell{Number: n, Name: fmt.Sprintf("cell[%d]", n), Source: source})
	if err != nil {
		return "! " + err.Error()
	}
	var parts []string
	for _, v := range r.Values {
		parts = append(parts, fmt.Sprintf("%v", v))
	}
	return strings.Join(parts, ", ")
}

func TestNotebooks(t *testing.T) {
	for name, cells := range map[string][]cell{
		"state": {
			{"x := 1\nx + 1", "2"},
			{"x = x + 5\nx", "6"},
			{"x := x * 2\nx", "12"},
			{"x := \"now a string\"\nlen(x)", "12"},
			{"x, len(x), strings.Cut(x, \" \")", "now a string, 12, now, a string, true"},
			{"y := 1; y = nope", "! undefined: nope"},
			{"y", "! undefined: y"},
		},
		"types": {
			{"type P struct{ X, y int }\nfunc (p P) String() string { return fmt.Sprintf(\"<%d,%d>\", p.X, p.y) }", ""},
			{"p := P{1, 2}\np", "<1,2>"},
			{"[]P{p, p}", "[<1,2> <1,2>]"},
			{"fmt.Sprintf(\"%T %v\", p, map[P]bool{p: true})", "main.P map[<1,2>:true]"},
			{"type Shape interface{ Area() float64 }\ntype Sq struct{ s float64 }\nfunc (s Sq) Area() float64 { return s.s * s.s }", ""},
			{"var sh Shape = Sq{3}\nsh.Area()", "9"},
			{"type Ci struct{ r float64 }\nfunc (c *Ci) Area() float64 { return c.r }\nsh = &Ci{2}\nsh.Area()", "2"},
			{"_, ok := sh.(Sq)\nok", "false"},
			{"func (p P) Double() P { return P{2 * p.X, 2 * p.y} }\nP{1, 2}.Double()", "<2,4>"},
		},
		"functions": {
			{"func f(n int) int { return n * 2 }\nfunc g(n int) int { return f(n) + 1 }", ""},
			{"h := func(n int) int { return f(n) }\ng(5), h(1)", "11, 2"},
			{"h := func(n int) int { return f(n) }\n[]int{g(5), h(1)}", "[11 2]"},
			{"func f(n int) int { return n * 100 }\n[]int{f(1), g(5), h(1)}", "[100 501 100]"},
			{"func fib(n int) int { if n < 2 { return n }; return fib(n-1) + fib(n-2) }\nfib(15)", "610"},
		},
		"generics": {
			{"func Map[T, U any](xs []T, f func(T) U) []U { var r []U; for _, x := range xs { r = append(r, f(x)) }; return r }", ""},
			{"Map([]int{1, 2}, func(i int) string { return fmt.Sprint(i, \"!\") })", "[1! 2!]"},
			{"type Stack[T any] struct{ xs []T }\nfunc (s *Stack[T]) Push(x T) { s.xs = append(s.xs, x) }\nfunc (s *Stack[T]) Len() int { return len(s.xs) }", ""},
			{"var s Stack[string]\ns.Push(\"a\")\ns.Push(\"b\")\ns.Len()", "2"},
			{"xs := []int{3, 1, 2}\nslices.Sort(xs)\nxs", "[1 2 3]"},
			{"slices.Collect(maps.Keys(map[string]int{\"a\": 1}))", "[a]"},
			{"var p atomic.Pointer[int]\np.Store(new(7))\n*p.Load()", "7"},
		},
		"literals": {
			{"type H func(p *P, n int) int\ntype P struct { n int; h H; xs []int }\np := &P{n: 1, xs: []int{1}}\nfunc set(p *P, n int) { *p = P{n: n, xs: make([]int, 0, 5)} }", ""},
			{"set(p, 7)\nfmt.Sprint(p.n, len(p.xs), cap(p.xs))", "7 0 5"},
			{"var order []string\nfunc o(s string, n int) int { order = append(order, s); return n }\nps := []P{{}, {}}\nps[o(\"index\", 1)] = P{n: o(\"value\", 5)}\nfmt.Sprint(order, ps[1].n)", "[index value] 5"},
			{"pp := &p\n**pp = P{n: 8}\nvar arr [2]struct{ in P }\narr[1].in = P{n: 9}\nfmt.Sprint(p.n, arr[1].in.n)", "8 9"},
			{"var empty [0]byte\narr3 := [3]int{1, 2, 3}\nfunc cat(v ...byte) (o [][]byte) { return append(o, append(empty[:], v...)) }\nfmt.Sprint(cat(1, 2), append(empty[:], 3), append(arr3[:2:2], 9), arr3)", "[[1 2]] [3] [1 2 9] [1 2 3]"},
			{"var t reflect.Type\nt == nil", "true"},
			{"func f() reflect.Type { var t reflect.Type; if t == nil { t = nil }; return nil }\nf() == nil", "true"},
			{"vs := struct{ list []reflect.Value }{[]reflect.Value{reflect.ValueOf(5)}}\nfmt.Sprintf(\"%#v\", []any{vs.list[0].Interface()})", "[]interface {}{5}"},
			{"type E struct{ n int; s string }\nvar w struct{ list []E; ns []int }\nw.list, w.ns = []E{{1, \"a\"}}, []int{4}\ni := 0", ""},
			{"fmt.Sprint([]int{w.list[i].n, (w.ns[i] + 1), -w.ns[i]}, []any{w.list[i].s, w.ns[i] * 2}, []string{w.list[i].s[0:1]})", "[1 5 -4] [a 8] [a]"},
			{"var cs []string\ncs = append(cs, w.list[i].s, w.list[i].s[0:1])\ncs", "[a a]"},
			{"func g(vs struct{ list []reflect.Value }, i int) string { return fmt.Sprintln([]string{vs.list[i].String()}, vs.list[i].Interface()) }\ng(vs, 0)", "[<int Value>] 5\n"},
		},
		"promoted from compiled types": {
			{"type T struct{ sync.Once; n int }\nf := sync.OnceValue(func() int { return 5 })\nt := &T{}\nt.Do(func() { t.n = f() })\nfmt.Sprintf(\"%T %d\", t, t.n)", "*main.T 5"},
			{"join := errors.Join\nfmt.Sprint(join(errors.New(\"a\"), nil, errors.New(\"b\")))", "a\nb"},
			{"type E struct{ f func(...error) error }\ne := E{errors.Join}\nfmt.Sprint(e.f(errors.New(\"c\")))", "c"},
		},
		"interfaces by reflection": {
			{"type Shape interface{ Area() float64 }\ntype Sq struct{}\nfunc (Sq) Area() float64 { return 1 }\nshape := reflect.TypeFor[Shape]()", ""},
			{"fmt.Sprint(reflect.TypeFor[Sq]().Implements(shape), reflect.TypeFor[int]().Implements(shape), reflect.TypeFor[*Sq]().Implements(shape), shape.Implements(shape), reflect.TypeFor[error]().Implements(shape))", "true false true true false"},
			{"fmt.Sprint(reflect.TypeFor[Sq]().AssignableTo(shape), reflect.TypeFor[int]().AssignableTo(shape), reflect.TypeFor[string]().ConvertibleTo(shape), reflect.TypeFor[int]().ConvertibleTo(reflect.TypeFor[float64]()))", "true false false true"},
			{"type Big interface{ Shape; fmt.Stringer }\nfmt.Sprint(reflect.TypeOf((*Big)(nil)).Elem().Implements(shape), shape.Implements(reflect.TypeOf((*Big)(nil)).Elem()), reflect.TypeFor[Sq]().Implements(reflect.TypeFor[fmt.Stringer]()))", "true false false"},
		},
		"methods of texts behind pointers": {
			{"type Str string\nfunc (s *Str) Add() { *s += \"x\" }\ns := new(Str)\n(*s).Add()\nf := (*s).Add\nf()\n*s", "xx"},
		},
		"errors of declared interfaces": {
			{"type Coded interface{ Code() int }\ntype E struct{ n int }\nfunc (E) Error() string { return \"e\" }\nfunc (e E) Code() int { return e.n }\nvar c Coded", ""},
			{"fmt.Sprint(errors.As(errors.New(\"x\"), &c), c == nil)", "false true"},
			{"fmt.Sprint(errors.As(errors.Join(io.EOF, fmt.Errorf(\"w: %w\", E{7})), &c), c.Code())", "true 7"},
			{"type Asks struct{}\nfunc (Asks) Error() string { return \"asks\" }\nfunc (Asks) As(t any) bool { p, ok := t.(*Coded); if ok { *p = E{9} }; return ok }\nfmt.Sprint(errors.As(Asks{}, &c), c.Code())", "true 9"},
			{"var e E\nvar p *E\nfmt.Sprint(errors.As(fmt.Errorf(\"%w\", E{3}), &e), e.n, errors.As(E{}, &p), errors.As(nil, &c))", "true 3 false false"},
		},
		"JSON into declared interfaces": {
			{"type S interface{ M() }\ntype P struct{ N int }\nfunc (*P) M() {}\ntype T struct { A int; F S `json:\"f,omitempty\"`; In struct{ G []S }; M map[string]S; X any }\nvar t T", ""},
			{"err := json.Unmarshal([]byte(`{\"f\": {\"a\": 1}, \"A\": 5, \"X\": {}}`), &t)\nfmt.Sprint(t.F == nil, t.A, t.X, err)", "true 5 map[] json: cannot unmarshal object into Go struct field T.f of type main.S"},
			{"t = T{F: &P{}}\nerr = json.Unmarshal([]byte(`{\"f\": {\"N\": 4}}`), &t)\nfmt.Sprint(t.F.(*P).N, err)", "4 <nil>"},
			{"err = json.NewDecoder(strings.NewReader(`{\"M\": {\"k\": \"v\"}, \"In\": {\"G\": [null, 3]}}`)).Decode(&t)\nfmt.Sprint(len(t.M), t.M[\"k\"] == nil, len(t.In.G), t.In.G[1] == nil, err != nil)", "1 true 2 true true"},
			{"var s []S\nerr = json.Unmarshal([]byte(`[true]`), &s)\nfmt.Sprint(s[0] == nil, err)", "true json: cannot unmarshal bool into Go value of type main.S"},
			{"err = json.Unmarshal([]byte(`{\"f\": null}`), &t)\nfmt.Sprint(err)", "<nil>"},
		},
		"gob and reflection into declared interfaces": {
			{"type S interface{ M() }\ntype P struct{ N int }\nfunc (P) M() {}\ntype Q struct{ N int }\ntype T struct{ F S }\ntype U struct{ F any }\ngob.Register(P{})\ngob.Register(Q{})\nvar t T\nvar buf bytes.Buffer", ""},
			{"gob.NewEncoder(&buf).Encode(U{P{4}})\nerr := gob.NewDecoder(&buf).Decode(&t)\nfmt.Sprint(t, err)", "{{4}} <nil>"},
			{"t = T{}\ngob.NewEncoder(&buf).Encode(U{Q{5}})\nerr = gob.NewDecoder(&buf).Decode(&t)\nfmt.Sprint(t, err)", "{<nil>} gob: main.Q is not assignable to type main.S"},
			{"t = T{P{9}}\ngob.NewEncoder(&buf).Encode(U{Q{5}})\nerr = gob.NewDecoder(&buf).Decode(&t)\nfmt.Sprint(t, err)", "{{9}} gob: main.Q is not assignable to type main.S"},
			{"err = json.Unmarshal([]byte(`{\"F\": {\"N\": 1}}`), &t)\nfmt.Sprint(t, err)", "{{9}} json: cannot unmarshal object into Go struct field T.F of type main.S"},
			{"list := []S{P{1}, nil}\nerr = json.Unmarshal([]byte(`[3, 4]`), &list)\nfmt.Sprint(list, err)", "[{1} <nil>] json: cannot unmarshal number into Go value of type main.S"},
			{"v := reflect.ValueOf(&t).Elem().Field(0)\nv.Set(reflect.ValueOf(P{6}))\nfmt.Sprint(t)", "{{6}}"},
			{"v.Set(reflect.ValueOf(Q{7}))", "! panic: reflect.Set: value of type main.Q is not assignable to type main.S"},
			{"other := T{P{8}}\nv.Set(reflect.ValueOf(other).Field(0))\nfmt.Sprint(t)", "{{8}}"},
			{"v.Set(reflect.Zero(v.Type()))\nfmt.Sprint(t)", "{<nil>}"},
		},
		"source lines of records": {
			{"var buf bytes.Buffer\nnoTime := func(g []string, a slog.Attr) slog.Attr { if a.Key == slog.TimeKey { return slog.Attr{} }; return a }\nlog := slog.New(slog.NewTextHandler(&buf, &slog.HandlerOptions{AddSource: true, ReplaceAttr: noTime}))\nfunc warn() {\n\tlog.Warn(\"w\")\n}", ""},
			{"log.Info(\"m\", \"source\", 1)\nbuf.String()", "level=INFO source=cell[2]:1 msg=m source=1\n"},
			{"buf.Reset()\nwarn()\nbuf.String()", "level=WARN source=cell[1]:5 msg=w\n"},
		},
		"source lines of loggers": {
			{"var buf bytes.Buffer\nl := log.New(&buf, \"p: \", log.Lshortfile)\nfunc warn() {\n\tl.Println(\"w\")\n}\nfunc helper(s string) {\n\tl.Output(2, s)\n}\ntype App struct{ *log.Logger }\ntype Printer interface{ Printf(string, ...any) }", ""},
			{"l.Print(\"m: 5: x\")\nwarn()\n\nApp{l}.Printf(\"embedded\")\nhelper(\"two up\")\nvar p Printer = l\np.Printf(\"interface\")\nf := l.Println\nf(\"value\")\nbuf.String()",
				"p: cell[2]:1: m: 5: x\np: cell[1]:4: w\np: cell[2]:4: embedded\np: cell[2]:5: two up\np: cell[2]:7: interface\np: cell[2]:9: value\n"},
			{"buf.Reset()\nl.SetFlags(log.Llongfile | log.Lmsgprefix | log.Ldate | log.Lmicroseconds)\nl.Print(\"m\")\nregexp.MustCompile(`[\\d/:. ]{26}`).ReplaceAllString(buf.String(), \"when\")", "when cell[3]:3: p: m\n"},
			{"buf.Reset()\nlog.SetFlags(log.Lshortfile)\nold := log.Writer()\nlog.SetOutput(&buf)\nlog.Print(\"standard\")\nsame := log.Writer() == &buf\nlog.SetOutput(old)\nlog.SetFlags(log.LstdFlags)\nbuf.String(), same", "cell[4]:5: standard\n, true"},
			{"buf.Reset()\nl.SetFlags(log.Lshortfile)\ndone := make(chan int)\ngo func() {\n\tl.Print(\"goroutine\")\n\tclose(done)\n}()\n<-done\nbuf.String(), l.Writer() == &buf", "p: cell[5]:5: goroutine\n, true"},
			{"buf.Reset()\nslices.SortFunc([]int{2, 1}, func(a, b int) int {\n\tl.Print(\"called\")\n\treturn 0\n})\nl.SetFlags(0)\nl.Print(\"no place: 3: here\")\nbuf.String()", "p: cell[6]:3: called\np: no place: 3: here\n"},
		},
		"several values in parentheses": {
			{"func g() (int, error) { return 1, nil }\nfunc two(a int, e error) string { return fmt.Sprint(a, e) }\n(g())", "1, <nil>"},
			{"((g()))", "1, <nil>"},
			{"two((g()))", "1 <nil>"},
			{"a, err := (g())\nfunc k() (int, error) { return (g()) }\nfmt.Println((g()))\na, err, two(k())", "1, <nil>, 1 <nil>"},
		},
		"defer": {
			{"var log []string\ndefer func() { log = append(log, \"deferred\") }()\nlog = append(log, \"body\")", ""},
			{"log", "[body deferred]"},
			{"func safe() (err error) { defer func() { if r := recover(); r != nil { err = fmt.Errorf(\"got %v\", r) } }(); var m map[string]int; m[\"a\"] = 1; return nil }\nsafe()", "got assignment to entry in nil map"},
			{"log", "[body deferred]"},
		},
		"libraries": {
			{"m := mat.NewDense(2, 2, []float64{1, 2, 3, 4})\nmat.Det(m)", "-2"},
			{"import \"sort\"\ntype byLen []string\nfunc (b byLen) Len() int { return len(b) }\nfunc (b byLen) Less(i, j int) bool { return len(b[i]) < len(b[j]) }\nfunc (b byLen) Swap(i, j int) { b[i], b[j] = b[j], b[i] }\nw := byLen{\"ccc\", \"a\", \"bb\"}\nsort.Sort(w)\nw", "[a bb ccc]"},
			{"type T struct { Name string `json:\"name\"`; hidden int }\nb, err := json.Marshal(T{\"x\", 1})\nstring(b)", `{"name":"x"}`},
			{"type MyErr struct{ Code int }\nfunc (e *MyErr) Error() string { return fmt.Sprint(\"code \", e.Code) }\nvar target *MyErr\nerrors.As(fmt.Errorf(\"wrapped: %w\", &MyErr{3}), &target), target.Code", "true, 3"},
			{"type MyErr struct{ Code int }\nfunc (e *MyErr) Error() string { return fmt.Sprint(\"code \", e.Code) }\nvar target *MyErr\nerrors.As(fmt.Errorf(\"wrapped: %w\", &MyErr{3}), &target)", "true"},
			{"target.Code", "3"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSession(t)
			for i, c := range cells {
				got := runCell(t, s, i+1, c.source)
				if strings.HasPrefix(c.want, "! ") {
					if !strings.HasPrefix(got, "! ") || !strings.Contains(got, c.want[2:]) {
						t.Errorf("cell %d: got %s, want an error with %q\n%s", i+1, got, c.want[2:], c.source)
					}
				} else if got != c.want {
					t.Errorf("cell %d: got %s, want %s\n%s", i+1, got, c.want, c.source)
				}
			}
		})
	}
}

func TestPanicsHaveGoWordingAndTheUsersStack(t *testing.T) {
	s := newSession(t)
	runCell(t, s, 1, "a := []int{1, 2, 3}\nn := 0\nvar m map[string]int\nvar i any = \"s\"\ntype P struct{ X int }\nvar q *P")
	runCell(t, s, 2, "func get(i int) int {\n\treturn a[i]\n}")
	for _, c := range []struct{ source, text, stack string }{
		{"a[5]", "runtime error: index out of range [5] with length 3", "cell[3]:1 cell"},
		{"\nget(7)", "runtime error: index out of range [7] with length 3", "cell[2]:2 get; cell[3]:2 cell"},
		{"j, k := 3, 2\na[j-2:k-1+a[0]][k]", "runtime error: index out of range [2] with length 1", "cell[3]:2 cell"},
		{"a[2:n]", "runtime error: slice bounds out of range [2:0]", "cell[3]:1 cell"},
		{"a[:n+9]", "runtime error: slice bounds out of range [:9] with capacity 3", "cell[3]:1 cell"},
		{"a[n-1]", "runtime error: index out of range [-1]", "cell[3]:1 cell"},
		{"\"abc\"[n+4:]", "runtime error: slice bounds out of range [4:3]", "cell[3]:1 cell"},
		{"s := \"abc\"\ns[n+3]", "runtime error: index out of range [3] with length 3", "cell[3]:2 cell"},
		{"var arr [4]int\narr[n+4] = 1", "runtime error: index out of range [4] with length 4", "cell[3]:2 cell"},
		{"for k := range 10 {\n\tif k > 2 {\n\t\ta[k]++\n\t}\n}", "runtime error: index out of range [3] with length 3", "cell[3]:3 cell"},
		{"1 / n", "runtime error: integer divide by zero", "cell[3]:1 cell"},
		{"m[\"a\"] = 1", "assignment to entry in nil map", "cell[3]:1 cell"},
		{"q.X", "runtime error: invalid memory address or nil pointer dereference", "cell[3]:1 cell"},
		{"i.(int)", "interface conversion: interface {} is string, not int", "cell[3]:1 cell"},
		{"panic(fmt.Errorf(\"boom\"))", "boom", "cell[3]:1 cell"},
		{"func() {\n\tpanic(\"in a literal\")\n}()", "in a literal", "cell[3]:2 cell.func1; cell[3]:3 cell"},
	} {
		_, err := s.Run(context.Background(), Cell{Number: 3, Name: "cell[3]", Source: c.source})
		var p *runtime.Panic
		if !errors.As(err, &p) {
			t.Errorf("%s: got error %v, want a panic", c.source, err)
			continue
		}
		var frames []string
		for _, f := range p.Stack {
			frames = append(frames, fmt.Sprintf("%s:%d %s", f.Pos.Filename, f.Pos.Line, f.Func))
		}
		if got := strings.Join(frames, "; "); p.Text != c.text || got != c.stack {
			t.Errorf("%s:\ngot  %s (%s)\nwant %s (%s)", c.source, p.Text, got, c.text, c.stack)
		}
	}
}

func TestPanicsInGoroutines(t *testing.T) {
	background := make(chan *runtime.Panic, 1)
	s, err := New(Options{Background: func(p *runtime.Panic) { background <- p }})
	if err != nil {
		t.Fatal(err)
	}
	for _, source := range []string{
		"go func() { panic(\"lost\") }()\nselect {}",
		"var wg sync.WaitGroup\nwg.Go(func() { panic(\"lost\") })\nwg.Wait()\nselect {}",
		"time.AfterFunc(time.Millisecond, func() { panic(\"lost\") })\nselect {}",
	} {
		_, err := s.Run(context.Background(), Cell{Number: 1, Name: "cell[1]", Source: source})
		var p *runtime.Panic
		if !errors.As(err, &p) || p.Text != "lost" || !p.Goroutine || p.Cell != 1 || len(p.Stack) == 0 {
			t.Errorf("%s: got %v", source, err)
		}
	}
	if got := runCell(t, s, 2, "trigger := make(chan bool)\ngo func() { <-trigger; panic(\"later\") }()"); got != "" {
		t.Fatal(got)
	}
	runCell(t, s, 3, "close(trigger)")
	if p := <-background; p.Text != "later" || p.Cell != 2 {
		t.Errorf("got %v of cell %d", p, p.Cell)
	}
}

// A cell that does not check must leave the session as it was.
func TestWrongCellsChangeNothing(t *testing.T) {
	s := newSession(t)
	runCell(t, s, 1, "x := 1\ntype Box[T any] struct{ v T }\nfunc (b Box[T]) Get() T { return b.v }")
	if got := runCell(t, s, 2, "x := 2\ny := Box[string]{\"a\"}\nnope"); !strings.HasPrefix(got, "! cell[2]:") {
		t.Errorf("got %s, want an error with its place", got)
	}
	if got := runCell(t, s, 3, "x"); got != "1" {
		t.Errorf("x is %s afterwards", got)
	}
	if got := runCell(t, s, 4, "any(Box[string]{\"b\"}).(interface{ Get() string }).Get()"); got != "b" {
		t.Errorf("a type that the wrong cell mentioned first: %s", got)
	}
}
