// This file runs cells that import packages from source: modules of a proxy that
// the test makes, and packages beside the notebook.

package interp

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/gorgolab/gorgo/interp/modules/modtest"
)

// inFolder makes a folder of files and a proxy of modules, and sets the go
// command's variables to the latter. The archives are those of modtest.
func inFolder(t *testing.T, files string, modules ...string) (dir string) {
	t.Helper()
	dir, proxy := t.TempDir(), t.TempDir()
	for _, m := range modules {
		if err := modtest.Write(proxy, []byte(m)); err != nil {
			t.Fatal(err)
		}
	}
	for name, v := range map[string]string{
		"GOPROXY": "file://" + filepath.ToSlash(proxy), "GOSUMDB": "off", "GOMODCACHE": t.TempDir(), "GOPATH": t.TempDir(),
		"GOFLAGS": "", "GOPRIVATE": "", "GONOPROXY": "", "GONOSUMDB": "", "GOENV": "off",
	} {
		t.Setenv(name, v)
	}
	write(t, dir, files)
	return dir
}

// write writes the files of a txtar.
func write(t *testing.T, dir, files string) {
	t.Helper()
	for _, f := range txtar.Parse([]byte(files)).Files {
		name := filepath.Join(dir, filepath.FromSlash(f.Name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, f.Data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// cellsIn runs cells in a new session.
func cellsIn(t *testing.T, dir string, cells []cell) *Session {
	t.Helper()
	s, err := New(Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	for i, c := range cells {
		got := runCell(t, s, i+1, c.source)
		if part, fails := strings.CutPrefix(c.want, "! "); fails && strings.HasPrefix(got, "! ") && strings.Contains(got, part) {
			continue
		}
		if got != c.want {
			t.Errorf("cell %d: got %s, want %s\n%s", i+1, got, c.want, c.source)
		}
	}
	return s
}

// language is a module that does what packages do.
const language = `example.com/language v1.0.0
-- go.mod --
module example.com/language

go 1.24
-- b_second.go --
package language

// Order is what happened, in order.
var Order = append(start, "Order")

func init() { Order = append(Order, "init b") }
-- a_first.go --
package language

import (
	"runtime"

	"example.com/language/other"
)

var start = []string{other.Name(), "start"}

func init() { Order = append(Order, "init a1") }
func init() { Order = append(Order, "init a2") }

var _ Shape = (*square)(nil)
var _ = func() int { Order = append(Order, "blank"); return 0 }()

// Shape is implemented here and in cells.
type Shape interface {
	Area() float64
	name() string
}

type base struct{ n string }

func (b base) name() string { return b.n }

type square struct {
	base
	side float64
}

func (s *square) Area() float64 { return s.side * s.side }
func (s *square) String() string { return "square of " + other.Name() }

func NewSquare(side float64) Shape { return &square{base{"sq"}, side} }
func NameOf(s Shape) string { return s.name() }

// Base lets cells have the unexported method.
type Base = base

type Number interface{ ~int | ~float64 }

func Sum[T Number](xs ...T) (s T) {
	for _, x := range xs {
		s += x
	}
	return s + T(hidden)
}

const hidden = 0

type Pair[A, B any] struct {
	First  A
	Second B
}

func (p Pair[A, B]) Swap() Pair[B, A] { return Pair[B, A]{p.Second, p.First} }

type NotFound struct{ Name string }

func (e *NotFound) Error() string { return e.Name + " not found" }

func Find(name string) error { return &NotFound{name} }

func Apply(f func(int) int, n int) int { return f(n) }

type Handler func(string) string

func (h Handler) Handle(s string) string { return h(s) }

func Panics(xs []int) int { return xs[5] }

func Asm() int

func CallsAsm() int { return Asm() }

const (
	Red Colour = iota
	Green
)

type Colour int

func (c Colour) String() string { return [...]string{"red", "green"}[c] }

var atStart = where()

func where() string {
	var pcs [2]uintptr
	frames := runtime.CallersFrames(pcs[:runtime.Callers(1, pcs[:])])
	f, _ := frames.Next()
	g, _ := frames.Next()
	return f.Function + " " + g.Function
}

func Where() string { return where() + ", " + atStart }

var Counter int

func Count() int { Counter++; return Counter }
-- other/other.go --
package other

var name = "other"

func Name() string { return name }
-- empty.s --
`

// TestPackagesFromSource: what a compiled program would print is what Go's
// specification says of each.
func TestPackagesFromSource(t *testing.T) {
	old := "example.com/old v1.0.0\n-- go.mod --\nmodule example.com/old\n\ngo 1.20\n-- old.go --\npackage old\n\nfunc Three() (fs []func() int) {\n\tfor i := 0; i < 3; i++ {\n\t\tfs = append(fs, func() int { return i })\n\t}\n\tfor _, x := range []int{7, 8, 9} {\n\t\tfs = append(fs, func() int { return x })\n\t}\n\treturn\n}\n"
	young := strings.NewReplacer("example.com/old", "example.com/young", "go 1.20", "go 1.22", "package old", "package young").Replace(old)
	files := "example.com/files v1.0.0\n-- go.mod --\nmodule example.com/files\n\ngo 1.21\n-- f.go --\npackage files\n\nimport \"embed\"\n\n//go:embed a.txt\nvar A string\n\n//go:embed a.txt\nvar B []byte\n\nvar (\n\t//go:embed d\n\tFS embed.FS\n)\n-- a.txt --\nabc\n-- d/e/x.txt --\ninner\n"
	broken := "example.com/broken v1.0.0\n-- go.mod --\nmodule example.com/broken\n\ngo 1.21\n-- b.go --\npackage broken\n\nfunc F() int { return \"x\" }\n"
	angry := "example.com/angry v1.0.0\n-- go.mod --\nmodule example.com/angry\n\ngo 1.21\n-- b.go --\npackage angry\n\nfunc init() { panic(\"no mood\") }\n"
	sys := "example.com/sys v1.0.0\n-- go.mod --\nmodule example.com/sys\n\ngo 1.21\n-- s.go --\npackage sys\n\nimport \"syscall\"\n\nvar getpid = syscall.Getpid\n\nvar interrupted error = syscall.EINTR\n\ntype Stat struct{ syscall.Stat_t }\n\nfunc Pid() int { return getpid() }\nfunc IsInterrupted(err error) bool { return err == interrupted }\nfunc Exit(n int) { syscall.Exit(n) }\nfunc Errno() syscall.Errno { return 5 }\nfunc Fine() int { return 7 }\n"
	for name, cells := range map[string][]cell{
		"absent packages": {
			{"import \"example.com/sys\"\nsys.Fine()", "7"},
			{"sys.Exit(1)", "! syscall.Exit, which belongs to a package that gorgo does not have"},
			{"sys.Pid()", "! which belongs to a package that gorgo does not have"},
			{"sys.IsInterrupted(nil)", "! variable interrupted, whose value belongs to a package that gorgo does not have"},
			{"e := sys.Errno()", "! "},
			{"var s sys.Stat", "! "},
			{"sys.Fine()", "7"},
		},
		"initialisation": {
			{"import \"example.com/language\"\nlanguage.Order", "[other start Order blank init a1 init a2 init b]"},
			{"language.Count()\nlanguage.Counter = 10\nlanguage.Count()", "11"},
			{"language.Where()", "example.com/language.where example.com/language.Where, example.com/language.where example.com/language.init"},
			{"language.Order = nil\nlen(language.Order)", "0"},
		},
		"types": {
			{"import \"example.com/language\"\ns := language.NewSquare(3)\nfmt.Sprint(s.Area(), s, language.NameOf(s))", "9 square of othersq"},
			{"fmt.Sprintf(\"%T %T\", s, language.Pair[string, int]{})", "*language.square language.Pair[string,int]"},
			{"type mine struct{ language.Base; r float64 }\nfunc (m mine) Area() float64 { return m.r }\nvar sh language.Shape = mine{r: 2}\nfmt.Sprint(sh.Area(), language.NameOf(sh) == \"\")", "2 true"},
			{"type own struct{}\nfunc (own) name() string { return \"own\" }\ntype first struct { own; language.Base }\ntype last struct { language.Base; own }\nnames := []interface{ name() string }{first{}, last{}}\nnames[0].name() + names[1].name()", "ownown"},
			{"language.Pair[int, string]{1, \"a\"}.Swap()", "{a 1}"},
			{"fmt.Sprint(language.Sum(1, 2, 3), language.Sum(1.5, 2))", "6 3.5"},
			{"var nf *language.NotFound\nfmt.Sprint(errors.As(fmt.Errorf(\"w: %w\", language.Find(\"x\")), &nf), nf)", "true x not found"},
			{"language.Apply(func(n int) int { return n * 2 }, 21)", "42"},
			{"language.Handler(strings.ToUpper).Handle(\"a\")", "A"},
			{"map[language.Colour]int{language.Green: 1}", "map[green:1]"},
			{"fmt.Sprintf(\"%v %d %+v\", language.Green, language.Green, struct{ C language.Colour }{})", "green 1 {C:red}"},
		},
		"names": {
			{"import lang \"example.com/language\"\nimport . \"example.com/language/other\"\nName() + lang.NameOf(lang.NewSquare(1))", "othersq"},
			{"import _ \"example.com/language\"\nlanguage := 5\nlanguage", "5"},
			{"lang.hidden", "! name hidden not exported by package language"},
			{"lang.NewSquare(1).name()", "! "},
			{"lang.Sum(\"a\")", "! string does not satisfy"},
		},
		"refused": {
			{"import \"example.com/language\"\nlanguage.CallsAsm()", "! example.com/language.Asm, which is written in assembly or linked by name"},
			{"language.Sum(1)", "1"},
			{"import \"example.com/broken\"", "! package example.com/broken does not compile here:"},
			{"import \"example.com/angry\"\nx := 5", "! panic: no mood"},
			{"x", "! undefined: x"},
			{"import \"example.com/language/nope\"", "! no module provides"},
			{"import \"syscall\"", "! could not import syscall ("},
			{"1 + 1", "2"},
		},
		"panics": {
			{"import \"example.com/language\"\nlanguage.Panics(nil)", "! index out of range [5] with length 0"},
		},
		"loop variables": {
			{"import \"example.com/old\"\nimport \"example.com/young\"\nvar got []int\nfor _, f := range append(old.Three(), young.Three()...) { got = append(got, f()) }\ngot", "[3 3 3 9 9 9 0 1 2 7 8 9]"},
		},
		"embed": {
			{"import \"example.com/files\"\nb, err := files.FS.ReadFile(\"d/e/x.txt\")\nfmt.Sprintf(\"%q %q %q %v\", files.A, files.B, b, err)", `"abc\n" "abc\n" "inner\n" <nil>`},
			{"var names []string\nfs.WalkDir(files.FS, \".\", func(p string, d fs.DirEntry, err error) error { names = append(names, p); return err })\nnames", "[. d d/e d/e/x.txt]"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			cellsIn(t, inFolder(t, "", language, sys, old, young, files, broken, angry), cells)
		})
	}
}

// TestLocalPackages: packages beside the notebook, and what follows an edit.
func TestLocalPackages(t *testing.T) {
	dir := inFolder(t, `
-- go.mod --
module example.org/app

go 1.25
-- geo/geo.go --
package geo

import "example.org/app/geo/internal/unit"

type Point struct{ X int }

func (p Point) Twice() int { return 2 * p.X * unit.One }

func New(x int) Point { return Point{x} }
-- geo/internal/unit/unit.go --
package unit

const One = 1
-- internal/ours/ours.go --
package ours

const Ours = true
-- cycle/a/a.go --
package a

import _ "example.org/app/cycle/b"
-- cycle/b/b.go --
package b

import _ "example.org/app/cycle/a"
`)
	s := cellsIn(t, dir, []cell{
		{"import \"example.org/app/geo\"\nfunc f(n int) int { return geo.New(n).Twice() }\np := geo.New(1)\nf(4)", "8"},
		{"import \"example.org/app/geo/internal/unit\"", "! is internal to its module"},
		{"import \"example.org/app/internal/ours\"\nours.Ours", "true"},
		{"import \"example.org/app/cycle/a\"", "! import cycle: example.org/app/cycle/a → example.org/app/cycle/b → example.org/app/cycle/a"},
	})
	step := func(n int, source, want string) {
		t.Helper()
		if got := runCell(t, s, n, source); got != want && !(strings.HasPrefix(want, "! ") && strings.HasPrefix(got, "! ") && strings.Contains(got, want[2:])) {
			t.Errorf("cell %d: got %s, want %s", n, got, want)
		}
	}
	// A dependency changes: what mentions the package follows.
	write(t, dir, "-- geo/internal/unit/unit.go --\npackage unit\n\nconst One = 10\n")
	step(5, "geo.New(4).Twice()", "80")
	step(6, "f(4)", "80")
	step(7, "p.Twice()", "2") // a value keeps its type
	// A mistake is the cell's error where it uses the package, and goes away.
	write(t, dir, "-- geo/geo.go --\npackage geo\n\nfunc New(x int) int { return y }\n")
	step(8, "geo.New(1)", "! undefined: y")
	step(9, "1 + 1", "2")
	// What does not fit the new package any more is named.
	write(t, dir, "-- geo/geo.go --\npackage geo\n\nfunc New(x int) int { return x }\n")
	step(10, "geo.New(1)", "! geo.New(n).Twice undefined")
	step(11, "func f(n int) int { return geo.New(n) }\nf(7)", "7")
	step(12, "geo.New(3) + f(1)", "4")
}

// TestGoMod: the notebook's go.mod decides on versions, Require adds some.
func TestGoMod(t *testing.T) {
	version := func(v string) string {
		return fmt.Sprintf("example.com/v %s\n-- go.mod --\nmodule example.com/v\n\ngo 1.21\n-- v.go --\npackage v\n\nconst V = %q\n", v, v)
	}
	dir := inFolder(t, "-- go.mod --\nmodule m\n\ngo 1.25\n\nrequire example.com/v v1.1.0\n", version("v1.0.0"), version("v1.1.0"), version("v1.2.0"))
	cellsIn(t, dir, []cell{{"import \"example.com/v\"\nv.V", "v1.1.0"}})
	cellsIn(t, t.TempDir(), []cell{{"import \"example.com/v\"\nv.V", "v1.2.0"}})
	s := cellsIn(t, t.TempDir(), nil)
	path, got, err := s.Require(context.Background(), "example.com/v@v1.0.0")
	if path != "example.com/v" || got != "v1.0.0" || err != nil {
		t.Errorf("Require gave %s %s, %v", path, got, err)
	}
	if got := runCell(t, s, 1, "import \"example.com/v\"\nv.V"); got != "v1.0.0" {
		t.Errorf("got %s", got)
	}
	if _, _, err := s.Require(context.Background(), "gonum.org/v1/gonum@v0.9.0"); err == nil || !strings.Contains(err.Error(), "compiled into gorgo") {
		t.Errorf("got %v", err)
	}
	if err := s.Reset(); err != nil {
		t.Fatal(err)
	}
	if got := runCell(t, s, 2, "import \"example.com/v\"\nv.V"); got != "v1.2.0" {
		t.Errorf("after Reset: got %s", got)
	}
}

// TestLoweredPackages: looking at a cell's lowered form initialises nothing.
func TestLoweredPackages(t *testing.T) {
	s := cellsIn(t, inFolder(t, "", language), nil)
	const source = "import \"example.com/language\"\nlanguage.Count()"
	for range 2 {
		if text, err := s.Lowered(Cell{Number: 1, Name: "cell[1]", Source: source}); err != nil || !strings.Contains(text, "func f_Count_") {
			t.Fatalf("%v: %s", err, text)
		}
	}
	if got := runCell(t, s, 1, source); got != "1" {
		t.Errorf("got %s", got)
	}
}

// TestInterruptedDownload: a proxy that does not answer does not hold a cell.
func TestInterruptedDownload(t *testing.T) {
	asked := make(chan struct{}, 10)
	release := make(chan struct{})
	srv := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		asked <- struct{}{}
		select {
		case <-release:
		case <-r.Context().Done():
		}
	}))
	defer srv.Close()
	defer close(release)
	dir := inFolder(t, "")
	t.Setenv("GOPROXY", srv.URL)
	s := cellsIn(t, dir, nil)
	ctx, cancel := context.WithCancel(context.Background())
	go func() { <-asked; cancel() }()
	if _, err := s.Run(ctx, Cell{Number: 1, Name: "cell[1]", Source: "import \"example.com/x\""}); !IsInterrupted(err) {
		t.Errorf("got %v", err)
	}
	if got := runCell(t, s, 2, "1 + 1"); got != "2" {
		t.Errorf("got %s", got)
	}
}
