// This file tests how panics read, against what the compiler's programs print.

package interp

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/gorgolab/gorgo/interp/check"
	"github.com/gorgolab/gorgo/interp/runtime"
)

// The texts are those of the same functions in a compiled program of Go 1.26, up to
// the stack.
func TestPanicsReadAsGoPrintsThem(t *testing.T) {
	for _, c := range []struct{ body, want string }{
		{`defer func() { panic("second") }(); panic("first")`, "panic: first\n\tpanic: second"},
		{`defer func() { r := recover(); panic(fmt.Sprint("again ", r)) }(); panic("first")`, "panic: first [recovered]\n\tpanic: again first"},
		{`defer func() { r := recover(); panic(r) }(); panic("same")`, "panic: same [recovered, repanicked]"},
		{`defer func() { r := recover(); panic(r) }(); var m map[string]int; m["a"] = 1`, "panic: assignment to entry in nil map [recovered, repanicked]"},
		{`defer func() { recover(); panic("x") }(); panic("x")`, "panic: x [recovered, repanicked]"},
		{`defer func() { defer func() { panic(recover()) }(); panic(recover()) }(); panic("x")`, "panic: x [recovered, repanicked]"},
		{`defer func() { defer func() { recover() }(); panic("2") }(); panic("x")`, "panic: x"},
		{`defer func() { panic("again") }(); defer func() { recover() }(); panic("x")`, "panic: again"},
		{`defer func() { func() { defer func() { panic("deep") }() }() }(); panic("x")`, "panic: x\n\tpanic: deep"},
		{`defer func() { panic("3") }(); defer func() { panic("2") }(); panic("1")`, "panic: 1\n\tpanic: 2\n\tpanic: 3"},
		{`defer func() { defer func() { panic("inner") }(); recover(); panic("2") }(); panic("1")`, "panic: 1 [recovered]\n\tpanic: 2\n\tpanic: inner"},
		{`defer func() { panic(errors.New("wrapped")) }(); panic(fmt.Errorf("first err"))`, "panic: first err\n\tpanic: wrapped"},
		{`panic("multi\nline\ttext")`, "panic: multi\n\tline\ttext"},
		{`panic(fmt.Errorf("a\nb"))`, "panic: a\n\tb"},
		{`panic(S("a\"b\nc"))`, "panic: main.S(\"a\"b\n\tc\")"},
		{`panic(3.5)`, "panic: 3.5"},
		{`panic(int8(3))`, "panic: 3"},
		{`panic(true)`, "panic: true"},
		{`panic('x')`, "panic: 120"},
		{`panic(complex64(1))`, "panic: (1+0i)"},
		{`panic(F(2.5))`, "panic: main.F(2.5)"},
		{`panic(C(1 + 2i))`, "panic: main.C(1+2i)"},
		{`panic(I(-3))`, "panic: main.I(-3)"},
		{`panic(B(true))`, "panic: main.B(true)"},
	} {
		s := newSession(t)
		runCell(t, s, 1, "type S string\ntype F float64\ntype C complex128\ntype I int8\ntype B bool")
		for _, source := range []string{"func f() { " + c.body + " }\nf()", c.body} {
			_, err := s.Run(context.Background(), Cell{Number: 2, Name: "cell[2]", Source: source})
			var p *runtime.Panic
			if !errors.As(err, &p) {
				t.Errorf("%s: got error %v, want a panic", source, err)
			} else if p.Error() != c.want {
				t.Errorf("%s\ngot\n%s\nwant\n%s", source, p.Error(), c.want)
			}
		}
	}
}

// TestLoggedStacks: net/http logs the stack of a handler that panics.
func TestLoggedStacks(t *testing.T) {
	s := newSession(t)
	got := runCell(t, s, 1, `var buf bytes.Buffer
func boom(w http.ResponseWriter, r *http.Request) {
	panic("handler")
}
srv := httptest.NewUnstartedServer(http.HandlerFunc(boom))
srv.Config.ErrorLog = log.New(&buf, "", 0)
srv.Start()
http.Get(srv.URL)
srv.Close()
buf.String()`)
	if !strings.Contains(got, "panic serving") || !strings.Contains(got, "\nmain.boom(...)\n\tcell[1]:3 ") || strings.Contains(got, "yaegi") {
		t.Errorf("got %s", got)
	}
}

// Go's text alone would say of two types that both are main.T.
func TestAssertionsNameTheCells(t *testing.T) {
	s := newSession(t)
	for i, source := range []string{
		"type T struct{ n int }\nvar x, p any = T{1}, &T{1}\ntype W struct{ in T }\nvar w any = W{}",
		"type T struct{ n, m int }", "1", "2",
	} {
		if got := runCell(t, s, i+1, source); strings.HasPrefix(got, "!") {
			t.Fatal(got)
		}
	}
	for source, want := range map[string]string{
		"x.(T)":  "the value has the T of cell 1, the assertion wants that of cell 2: make the value again",
		"p.(*T)": "the value has the T of cell 1, the assertion wants that of cell 2: make the value again",
		"w.(W)":  "the value was made before W got its present form: make it again",
		"x.(W)":  "", "x.(int)": "", "x.(fmt.Stringer)": "",
	} {
		_, err := s.Run(context.Background(), Cell{Number: 5, Name: "cell[5]", Source: source})
		var p *runtime.Panic
		if !errors.As(err, &p) || p.Hint != want {
			t.Errorf("%s: got %v with hint %q, want %q", source, err, p.Hint, want)
		}
	}
}

// fmt, encoding/json and others print what they recover: the value, as they would
// print the value itself.
func TestCompiledCodePrintsThePanicsValue(t *testing.T) {
	s := newSession(t)
	runCell(t, s, 1, "type V struct{ N int }\ntype S struct{}\nfunc (S) String() string { defer func() {}(); panic(V{7}) }")
	if got, want := runCell(t, s, 2, "fmt.Sprint(S{})"), "%!v(PANIC=String method: {7})"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// TestUnreached: a cell that panics keeps what it had done, and nobody finds the zero
// of a type where a value was to be.
func TestUnreached(t *testing.T) {
	s := newSession(t)
	runCell(t, s, 1, "panic(1)\nx := 2")
	_, err := s.Run(context.Background(), Cell{Number: 2, Name: "cell[2]", Source: "x"})
	var errs *check.Errors
	if !errors.As(err, &errs) || errs.List[0].Hint != "cell 1 stopped before it gave x a value" {
		t.Errorf("got %v", err)
	}
	for name, cells := range map[string][]cell{
		"new": {
			{"a := 1\nb := func() int { panic(\"no\") }()\nc := 3\nvar d int", "! panic: no"},
			{"a", "1"},
			{"b", "! undefined: b"},
			{"c", "! undefined: c"},
			{"d", "! undefined: d"},
			{"c := 4\nc", "4"},
		},
		"one line":            {{"a := 1; panic(\"no\"); b := 2", "! panic: no"}, {"a", "1"}, {"b", "! undefined: b"}},
		"several":             {{"a, b := 1, func() int { panic(\"no\") }()", "! panic: no"}, {"a", "! undefined: a"}},
		"another type":        {{"x := 5", ""}, {"panic(\"no\")\nx := \"s\"", "! panic: no"}, {"x", "! undefined: x"}},
		"the same type":       {{"x := 5", ""}, {"panic(\"no\")\nx := 6", "! panic: no"}, {"x", "5"}},
		"a function needs it": {{"panic(\"no\")\nx := \"s\"\nfunc f() string { return x }", "! panic: no"}, {"f() + x", ""}},
		"beside an old one":   {{"err := error(nil)", ""}, {"b, err := func() (int, error) { panic(\"no\") }()", "! panic: no"}, {"b", "! undefined: b"}, {"err == nil", "true"}},
		"in a function":       {{"func f() int { var xs []int; return xs[0] }", ""}, {"a := 1\nb := f()\nc := 1", "! index out of range"}, {"a", "1"}, {"b", "! undefined: b"}},
		"deferred":            {{"a := 1\ndefer func() { panic(\"late\") }()\nb := 2", "! panic: late"}, {"a + b", "3"}},
		"deferred, too":       {{"a := 1\ndefer func() { panic(\"late\") }()\npanic(\"no\")\nb := 2", "! panic: late"}, {"a", "1"}, {"b", "! undefined: b"}},
		"recovered":           {{"defer func() { recover() }()\npanic(\"no\")\nb := 2", ""}, {"b", "0"}},
		"a loop":              {{"for i := range 3 { if i == 2 { panic(i) } }\nb := 2", "! panic: 2"}, {"b", "! undefined: b"}},
		"jumps":               {{"i := 0\nagain:\ni++\nif i == 2 { panic(i) }\nb := 5\ngoto again", "! panic: 2"}, {"b", "5"}},
		"called back":         {{"a := 1\nslices.SortFunc([]int{2, 1}, func(a, b int) int { panic(\"no\") })\nb := 2", "! panic: no"}, {"a", "1"}, {"b", "! undefined: b"}},
		"types and functions": {{"type T struct{ n int }\nfunc f() T { return T{7} }\npanic(\"no\")\nx := 1", "! panic: no"}, {"f().n", "7"}},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSession(t)
			for i, c := range cells {
				got := runCell(t, s, i+1, c.source)
				if want, ok := strings.CutPrefix(c.want, "! "); ok && (!strings.HasPrefix(got, "! ") || !strings.Contains(got, want)) || !ok && got != c.want {
					t.Errorf("cell %d: got %s, want %s\n%s", i+1, got, c.want, c.source)
				}
			}
		})
	}
}
