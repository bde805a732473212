package check

import (
	"strings"
	"testing"
)

// TestHints has what beginners write, and what they read below the compiler's
// message. An empty hint means that there must be none.
func TestHints(t *testing.T) {
	const before = `x := 5
name := "bob"
xs := []int{1, 2, 3}
m := map[string]int{"a": 1}
type Point struct{ X, Y int }
points := map[string]Point{}
func (p *Point) String() string { return "" }
func add(a, b int) int { return a + b }
func div(a, b int) (int, error) { return a / b, nil }
func find(k string) (int, bool) { return 0, false }
const K = 5
var anything any = 3`
	s := NewScope(stdPackages)
	u, err := s.Check(Source{Name: "cell[1]", Number: 1, Text: before})
	if err != nil {
		t.Fatal(err)
	}
	s.Commit(u)
	for _, tt := range []struct{ cell, msg, hint string }{
		{"for (i := 0; i < 3; i++) { }", "unexpected :=, expected )", "no parentheses"},
		{"len xs", "unexpected name xs", "len(x)"},
		{"v := len xs", "unexpected name xs", "len(x)"},
		{"fmt.Println(x))", "unexpected )", "one ) more"},
		{"print(x", "in argument list", ""},
		{"func plus(a int, b int) int { a + b }", "is not used", "return a + b"},
		{"func plus(p, q) int { return 1 }", "undefined: p", "p int"},
		{"return 5", "too many return values", "last expression"},
		{"math.Pi()", "is not a function", "without ()"},
		{"var b byte = 300", "overflows", "byte holds 0 to 255"},
		{"var b int8 = 128", "overflows", "int8 holds -128 to 127"},
		{"var b uint64 = -1", "overflows", "uint64 holds 0 to 18446744073709551615"},
		{"func (n int) Double() int { return 2 * n }", "non-local type int", "type T int"},
		{"func least[T any](a, b T) T { if a < b { return a }; return b }", "cannot use operator <", "cmp.Ordered"},
		{"cout << x", "undefined: cout", "fmt.Println"},
		{"z: int = 5", "label z defined and not used", "var z int"},
		{"for i := 0; i < 10; i++\n\tfmt.Println(i)", "expected { after for clause", "in braces"},
		{"func start {\n}", "expected (", "func name() { … }"},
		{"v := map{\"a\": 1}", "expected [", "map[string]int{…}"},
		{"var v map[string]int{}", "unexpected { at end", "behind ="},
		{"go { add(1, 2) }", "expected expression", "go func() { … }()"},
		{"func plus(a int = 5) {}", "in parameter list", "no default values"},
		{"add(a=1, b=2)", "expected ==", "no names"},
		{"x === 5", "expected expression", "== compares"},
		{"var type = 5", "expected name", "cannot be a name"},
		{"func := 5", "expected (", "cannot be a name"},
		{"v := 'a", "newline in rune literal", "double quotes"},
		{"v := \"\\q\"", "unknown escape", "backslash"},
		{"v := \"a\" \"b\"", "unexpected literal \"b\"", "+ joins text"},
		{"#include <stdio.h>", "'#'", "import"},
		{"public class X {}", "unexpected name class", "capital letter"},
		{"func nothing() {}\nv := nothing()", "(no value) used as value", "no result"},
		{"const v = xs", "is not constant", "var x"},
		{"Point(1, 2)", "too many arguments in conversion", "Point{…}"},
		{"v := Point{1}", "too few values", "Point{Field: value}"},
		{"v := 1,000", "assignment mismatch", "1_000"},
		{"x += 2.5", "truncated to int", "no fraction"},
		{"name.upper()", "has no field or method upper", "strings.ToUpper(name), if"},
		{"name.split(1)", "has no field or method split", "strings.Split(name, …), if"},
		{"x\nname", "x (variable of type int) is not used", "fmt.Println(x)"},
		{"if x > 1 { name }", "is not used", "fmt.Println(name)"},
		{"func f() { x }", "is not used", ""},
		// Other languages.
		{"while x < 10 { }", "unexpected name x", "the loop is for"},
		{"foreach v in xs { }", "unexpected name v", "for i, x := range xs"},
		{"for v in xs { }", "unexpected name in, expected {", "for _, x := range xs"},
		{"def foo(a):\n    return a", "unexpected name foo", "func name(a int)"},
		{"let q = 5", "unexpected name q", "name := value"},
		{"int q = 5", "unexpected name q", "var q int"},
		{"double q = 5", "unexpected name q", "var q float64"},
		{"new Point()", "unexpected name Point", "T{…} makes a value"},
		{"throw errors.New(name)", "unexpected name errors", "functions return errors"},
		{"try { add(1, 2) } catch { }", "unexpected name catch", "if err != nil"},
		{"x ? 1 : 2", "invalid character", "if condition"},
		{"import fmt", "missing import path", `import "fmt"`},
		{"print \"a\"", "unexpected literal", "parentheses"},
		{"name = 'bob'", "more than one character", "double quotes"},
		{"lst := [1, 2]", "expected ]", "[]int{1, 2, 3}"},
		{"lst := []int[1, 2]", "expected type", "in braces"},
		{"d := {\"a\": 1}", "unexpected {, expected expression", "type in front"},
		{"fmt.Println(f\"{x}\")", `unexpected literal "{x}" in argument list`, "fmt.Sprintf"},
		{"x ** 2", "cannot indirect", "math.Pow"},
		{"None", "undefined: None", "nil is no value"},
		{"this.x", "undefined: this", "receiver"},
		{"var q boolean", "undefined: boolean", "did you mean bool?"},
		{"if x > 0 and x < 3 { }", "unexpected name and", "&& is and"},
		{"if not x { }", "unexpected name x", "! is not"},
		{"if x > 0 then { }", "unexpected name then", "in braces"},
		{"if (x > 0) x = 3", "unexpected name x", "in braces"},
		{"x <> 3", "unexpected >", "!= compares"},
		{"x => x + 1", "unexpected >", "function value"},
		{"# a comment", "'#'", "begins with //"},
		{"[i*2 for i in xs]", "unexpected keyword for", "ys = append(ys, x)"},
		{"x = 1 if x else 2", "unexpected keyword if", "has no value"},
		{"import \"fmt\" as f", "unexpected name as", `import f "fmt"`},
		{"struct T { X int }", "unexpected name T", "type T struct"},
		{"name * 3", "mismatched types", "strings.Repeat(name, 3)"},
		// Syntax.
		{"total = 0", "undefined: total", "total := …"},
		{"total += 1", "undefined: total", "total := 0"},
		{"q, err = div(4, 2)", "undefined: q", "q := …"},
		{"q int := 5", "unexpected name int", "var q int = …"},
		{"const q := 5", "unexpected :=", "stands ="},
		{"fmt.Println \"x\"", `unexpected literal "x"`, "parentheses"},
		{"Point{X = 1}", "unexpected =", "P{X: 1}"},
		{"type T { X int }", "in type declaration", "type T struct"},
		{"func Point.Y() { }", "unexpected .", "func (x T) Method()"},
		{"type T struct { X int = 5 }", "unexpected =", "no value of its own"},
		{"range xs", "unexpected keyword range", "for i, x := range xs"},
		{"switch x { 1: add(1, 2) }", "unexpected literal 1", "case 1:"},
		{"type S[T] struct{}", "missing type constraint", "[T any]"},
		{"type S[T any] struct{ x T }; var s S", "without instantiation", "Stack[int]"},
		{"if x = 5 { }", "cannot use assignment x = 5 as value", "== compares"},
		{"if q := 5 { }", "cannot use q := 5 as value", ""},
		{"if x == 5\n{\n}", "unexpected newline, expected { after if clause", "end of the line before"},
		{"if x == 5 {\n}\nelse {\n}", "unexpected keyword else", "} else {"},
		{"y := x++", "unexpected ++", "no value"},
		{"x++ + 1", "unexpected +", "no value"},
		{"type T struct { A int, B int }", "unexpected comma", "lines of their own"},
		{"type T struct { A: int }", "unexpected :", "without a colon"},
		{"var a int, b int", "unexpected comma", "one var for each type"},
		{"func f() { func g() {} }", "unexpected name g", "a function is a variable"},
		{"func f() { import \"fmt\" }", "unexpected keyword import", "top level"},
		{"q := []int{\n1,\n2\n}", "unexpected newline in composite literal", "has a comma, too"},
		{"go add", "expression in go must be function call", "call it"},
		{"s := \"open", "newline in string", "backquotes"},
		{"return x y", "unexpected name y", ""},
		// Names.
		{"Println(x)", "undefined: Println", "did you mean fmt.Println?"},
		{"strngs.ToUpper(name)", "undefined: strngs", "did you mean strings.ToUpper?"},
		{"import \"strngs\"", "could not import strngs", `did you mean "strings"?`},
		{"import \"net/htp\"", "could not import net/htp", `did you mean "net/http"?`},
		{"func f(int a) { }", "undefined: a", "a int"},
		{"undefinedName", "undefined: undefinedName", ""},
		// Methods that built-in types do not have.
		{"xs.append(4)", "xs.append undefined", "xs = append(xs, x)"},
		{"xs.length()", "xs.length undefined", "len(xs)"},
		{"name.upper()", "name.upper undefined", "strings.ToUpper(name), if"},
		{"name.split(name)", "name.split undefined", "strings.Split(name, …)"},
		{"xs.sort()", "xs.sort undefined", "slices.Sort(xs), if"},
		{"m.get(name)", "m.get undefined", "m[key]"},
		{"m.contains(name)", "m.contains undefined", "_, ok := m[key]"},
		{"m.keys()", "m.keys undefined", "maps.Keys(m), if"},
		// Values that do not fit.
		{"r := div(4, 2)", "assignment mismatch: 1 variable but div returns 2 values", "r, err := div(4, 2)"},
		{"r := find(name)", "assignment mismatch: 1 variable but find returns 2 values", "r, ok := find(name)"},
		{"div(4, 2) + 1", "multiple-value", "v, err := div(4, 2)"},
		{"math.Sqrt(x)", "cannot use x", "float64(x) converts it"},
		{"var q float64 = x + 1", "cannot use x + 1", "float64(x + 1) converts it"},
		{"x * time.Second", "mismatched types", "time.Duration(x) converts it"},
		{"x + 2.0*math.Pi*math.Sqrt(2)", "mismatched types", "float64(x) converts it"},
		{"math.Sqrt(2) + x", "mismatched types", "float64(x) converts it"},
		{"name + x", "mismatched types", "fmt.Sprint(x)"},
		{"name = x", "cannot use x", "fmt.Sprint(x)"},
		{"x = name", "cannot use name", "strconv.Atoi(name)"},
		{"int(\"5\")", "cannot convert", `strconv.Atoi("5")`},
		{"x = \"hello\"", "cannot use", ""},
		{"x == nil", "mismatched types", "compare with 0"},
		{"name == nil", "mismatched types", `compare with ""`},
		{"if name { }", "non-boolean condition", `name != ""`},
		{"if xs { }", "non-boolean condition", "len(xs) > 0"},
		{"if !x { }", "operator ! not defined", "x == 0"},
		{"x && true", "mismatched types", "stands between conditions"},
		{"anything + 1", "mismatched types", "anything.(int)"},
		{"var e error = name", "cannot use name", "errors.New(name)"},
		{"var p *Point = Point{}", "cannot use Point{}", "&Point{}"},
		{"var p fmt.Stringer = points[name]", "pointer receiver", "a pointer has the method"},
		{"xs[-1]", "must not be negative", "x[len(x)-1]"},
		{"xs == xs", "can only be compared to nil", "slices.Equal"},
		{"m.a", "m.a undefined", `m["a"]`},
		{"x + 1.5", "truncated", "float64(x)"},
		{"time.Sleep(1.5 * time.Second)", "truncated", "1500 * time.Millisecond"},
		{"var fs []float64 = xs", "cannot use xs", "ys[i] = float64(x)"},
		{"var bs []byte = \"x\"", "cannot use", `[]byte("x") converts it`},
		{"K = 6", "cannot assign to K", "K is a constant"},
		{"name[0] = 'c'", "cannot assign to name[0]", "[]byte(name)"},
		{"points[name].X = 1", "in map", "put it back"},
		{"Point{Z: 1}", "unknown field Z", "Point has X and Y"},
		{"type Q struct{ Width int }; Q{Widht: 1}", "unknown field Widht", "did you mean Width?"},
		{"q := nil", "use of untyped nil", "var v *T"},
		{"func f() { q := 3 }", "declared and not used: q", "_ = q"},
		{"func f() { return 5 }", "too many return values", "func f() int"},
		{"q := Point", "is not an expression", "Point{}"},
		{"x := 3\nx := 4", "no new variables", "use ="},
	} {
		_, err := s.Check(Source{Name: "cell", Text: tt.cell})
		errs, ok := err.(*Errors)
		if !ok {
			t.Errorf("%s: got %v, want an error", tt.cell, err)
			continue
		}
		e := errs.List[0]
		if !strings.Contains(e.Msg, tt.msg) || !strings.Contains(e.Hint, tt.hint) || tt.hint == "" && e.Hint != "" {
			t.Errorf("%s:\n\tgot  %s\n\thint %s\n\twant %s\n\thint %s", tt.cell, e.Msg, e.Hint, tt.msg, tt.hint)
		}
	}
}

// TestVersionHints has cells whose last one meets an earlier version of a type.
func TestVersionHints(t *testing.T) {
	for _, tt := range []struct {
		cells []string
		hint  string
	}{
		{[]string{"type T struct{ n int }\nm := map[string]T{}", "type T struct{ n, k int }", `m["a"] = T{}`}, `m["a"] has the T of cell 1, which cell 2 redefined: make it again`},
		{[]string{"type T struct{ n int }\nf := func(t T) int { return t.n }", "type T struct{ n, k int }", "f(T{1, 2})"}, "f has the T of cell 1, which cell 2 redefined: make it again"},
		{[]string{"type T struct{ n int }\nf := func() (T, error) { return T{}, nil }", "type T struct{ n, k int }", "var v T\nv, err := f()"}, "f() has the T of cell 1, which cell 2 redefined: make it again"},
		{[]string{"type T struct{ n int }\nm := map[T]int{}", "type T struct{ n, k int }", "m[T{}] = 1"}, "m has the T of cell 1, which cell 2 redefined: make it again"},
		{[]string{"type T struct{ n int }\nt := T{}", "func (t T) M() {}", "t.M()"}, "t was made before T got its present form: make it again"},
		{[]string{"type T struct{ n int }\nfunc (t T) A() {}", "type T struct{ n, k int }", "T{}.A()"}, "the T of an earlier cell had the method A, defined in cell 1 with it; a new T does not take it over: define it again"},
		{[]string{"type T[E any] struct{ e E }\nfunc (t *T[E]) A() {}", "type T[E any] struct{ e, f E }", "var t T[int]\nt.A()"}, "the T of an earlier cell had the method A, defined in cell 1 with it; a new T does not take it over: define it again"},
		{[]string{"type T struct{ n int }\nfunc (t T) String() string { return \"\" }", "type T struct{ n, k int }", "var s fmt.Stringer = T{}"}, "the T of an earlier cell had the method String, defined in cell 1 with it; a new T does not take it over: define it again"},
		{[]string{"type T struct{ n int }\nfunc (t T) A() {}", "func (t T) B() { t.A() }", "type T struct{ n, k int }"}, "T had the method A of cell 1, which a new T does not take over: define the method again in this cell, too"},
		{[]string{"type N struct{ v int }\ntype L struct{ head *N }\nfunc (l *L) Add(v int) { l.head = &N{v} }", "type N struct{ v, w int }"}, "L.Add depends on N, which this cell redefines: define L.Add again in this cell, too"},
		{[]string{"type N interface{ ~int }\nfunc sum[T N](xs ...T) (t T) { return }\ntype I int\nfunc use() I { return sum(I(1)) }", "type N interface{ ~string }"}, "use depends on sum, and that on N, which this cell redefines: define use again in this cell, too"},
		{[]string{"fmt := 3", "fmt.Println(1)"}, `fmt is what cell 1 declares, not the package: give that another name; import "fmt" makes it the package again`},
		{[]string{"strings := []string{}\nstrings.ToUpper(1)"}, `strings is what this cell declares, not the package: give that another name; import "strings" makes it the package again`},
		{[]string{"type T struct{ n int }\nfunc (t T) A() {}", "type T struct{ n, k int }", "func (t T) A() {}", "T{}.B()"}, ""},
	} {
		s := NewScope(stdPackages)
		for i, cell := range tt.cells {
			u, err := s.Check(Source{Name: "cell", Number: i + 1, Text: cell})
			if i < len(tt.cells)-1 {
				if err != nil {
					t.Fatal(err)
				}
				s.Commit(u)
				continue
			}
			if err == nil {
				t.Errorf("%s: checks", cell)
			} else if got := err.(*Errors).List[0].Hint; got != tt.hint {
				t.Errorf("%s: got hint %q, want %q", strings.Join(tt.cells, " | "), got, tt.hint)
			}
		}
	}
}
