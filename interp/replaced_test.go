// This file looks at what has been replaced and lives on: the session has
// forgotten it, and brings it back when it is needed.

package interp

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"github.com/gorgolab/gorgo/interp/runtime"
)

// TestReplacedLivesOn: a value of a replaced type has the methods that it was
// declared with, and they mean what they meant.
func TestReplacedLivesOn(t *testing.T) {
	const before = `
func unit() string { return "m" }
scale := 3
type Length struct{ n int }
func (l Length) twice() int { half := func(n int) int { return 2 * n }; return half(l.n * scale) }
func (l Length) String() string { return fmt.Sprintf("%d%s", l.twice(), unit()) }
func (l *Length) Grow() { l.n++ }
l, p := Length{2}, &Length{4}
in, done := make(chan int), make(chan bool)
go func() { for n := range in { scale = n; done <- true } }()
show := func() string { return l.String() }`
	const after = `
func unit(n int) []string { return nil }
scale := "none"
type Length struct{ text string }
func (l Length) String() string { return l.text }`
	for source, want := range map[string]string{
		"l":                                   "12m", // called by fmt
		"l.String()":                          "12m", // called by its name
		"any(l).(fmt.Stringer).String()":      "12m",
		"[]fmt.Stringer{l, p, Length{\"x\"}}": "[12m 24m x]",
		"any(l).(interface{ twice() int }).twice()": "12",
		"p.Grow(); p":                      "30m",
		"f := p.Grow; f(); f(); p.twice()": "36",
		"show()":                           "12m",
		"type Two struct{ V any }; Two{l}": "{12m}",
		"in <- 5; <-done; l":               "20m", // the variable that the method mentions
		"_, ok := any(l).(Length); ok":     "false",
	} {
		t.Run(source, func(t *testing.T) {
			s := newSession(t)
			for i, c := range []string{before, after, "1", "2"} {
				if got := runCell(t, s, i+1, c); got != "" && got[0] == '!' {
					t.Fatal(got)
				}
			}
			for n := range 2 {
				got := runCell(t, s, 5, source)
				if n == 0 && got != want {
					t.Errorf("got %s, want %s", got, want)
				}
			}
		})
	}
}

// TestGenericCodeLivesOn: generic code that was replaced is instantiated for the first
// time after what it mentions was replaced, too.
func TestGenericCodeLivesOn(t *testing.T) {
	s := newSession(t)
	for i, c := range []cell{
		{"func unit() string { return \"m\" }\nfunc name[T any](x T) string { return fmt.Sprintf(\"%T%s\", x, unit()) }\ntype Box[T any] struct{ x T }\nfunc (b Box[T]) text() string { return name(b.x) }\nfunc (b Box[T]) Other() Box[string] { return Box[string]{\"x\"} }\nb := Box[int]{1}", ""},
		{"func unit() int { return 7 }\nfunc name[T any](x T, n int) int { return n + unit() }\ntype Box[T any] struct{ y T }", ""},
		{"func unit() int { return 8 }\nfunc name[T any](x T, n int) int { return n * unit() }\ntype Box[T any] struct{ z T }", ""},
		{"b.text()", "intm"},
		{"b.Other().text()", "stringm"},
		{"name(\"\", 2)", "16"},
		{"func unit() int { return 9 }", ""},
		{"name(2.5, 2)", "18"},
		{"func Last[T any](xs []T) T { return xs[pick(len(xs))] }\nfunc pick(n int) int { return n - 1 }", ""},
		{"func pick(n int) int { return 0 }", ""},
		{"func pick(n int) int { return n / 2 }", ""},
		{"Last([]string{\"a\", \"b\", \"c\"})", "b"},
		{"func pick(n int) int { return 0 }\nLast([]string{\"a\", \"b\", \"c\"}), Last([]int{1, 2})", "a, 1"},
	} {
		if got := runCell(t, s, i+1, c.source); got != c.want {
			t.Errorf("cell %d: got %s, want %s\n%s", i+1, got, c.want, c.source)
		}
	}
}

// TestTwoSessions: two sessions in one process have nothing in common, although
// all their names are the same.
func TestTwoSessions(t *testing.T) {
	const number = 4
	var wg sync.WaitGroup
	for id := range number {
		wg.Go(func() {
			s := newSession(t)
			ctx, cancel := context.WithCancel(context.Background())
			defer cancel()
			run := func(n int, source, want string) {
				if got := runCell(t, s, n, source); got != want {
					t.Errorf("session %d, cell %d: got %s, want %s\n%s", id, n, got, want, source)
				}
			}
			run(1, fmt.Sprintf("id := %d\nc := make(chan int)\ngo func() { for { c <- id } }()", id), "")
			for n := 2; n < 40; n++ {
				// Equal to the other sessions' types in all but identity.
				run(n, fmt.Sprintf("type T struct{ n, v%d int }\nfunc (t T) String() string { return fmt.Sprint(\"T\", t.n+id) }\nfunc f() fmt.Stringer { return T{n: %[1]d} }\nf()", n), fmt.Sprintf("T%d", n+id))
				run(n, "<-c", fmt.Sprint(id))
				run(n, "f().(T).n", fmt.Sprint(n))
			}
			// What goes wrong in one is nothing to the others.
			switch id % 2 {
			case 0:
				_, err := s.Run(ctx, Cell{Number: 50, Name: "cell[50]", Source: "var xs []int\nxs[id]"})
				var p *runtime.Panic
				if !errors.As(err, &p) || p.Text != fmt.Sprintf("runtime error: index out of range [%d] with length 0", id) {
					t.Errorf("session %d: got %v", id, err)
				}
			case 1:
				running := make(chan bool)
				go func() { <-running; cancel() }()
				close(running)
				// With GODEBUG=gccheckmark=1 Go preempts no loop; two would stop this process.
				if _, err := s.Run(ctx, Cell{Number: 50, Name: "cell[50]", Source: "k := 0\nfor { k++; runtime.Gosched() }"}); !errors.Is(err, ErrInterrupted) {
					t.Errorf("session %d: got %v, want an interrupt", id, err)
				}
			}
			run(52, "<-c; <-c", fmt.Sprint(id))
			if err := s.Reset(); err != nil {
				t.Error(err)
			}
			run(1, "id", "! "+"cell[1]:1:1: undefined: id")
		})
	}
	wg.Wait()
}
