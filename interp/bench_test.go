// This file measures what a notebook's user waits for.

package interp

import (
	"context"
	"fmt"
	"testing"
	"time"
)

// bench is a session that counts its cells.
type bench struct {
	testing.TB
	*Session
	n int
}

func newBench(tb testing.TB) *bench { return &bench{TB: tb, Session: newSession(tb)} }

func (b *bench) cell(source string) {
	b.Helper()
	b.n++
	if _, err := b.Run(context.Background(), Cell{Number: b.n, Name: fmt.Sprintf("cell[%d]", b.n), Source: source}); err != nil {
		b.Fatalf("cell %d: %v\n%s", b.n, err, source)
	}
}

func benchCell(b *testing.B, setup, source string) {
	s := newBench(b)
	if setup != "" {
		s.cell(setup)
	}
	s.cell(source)
	for b.Loop() {
		s.cell(source)
	}
}

// What a cell costs in a session that is warm: check, lower, load and run. It
// must not cost more in one that has run five thousand cells. The figures to
// keep: a small cell 0.3 ms, one with a type 1 ms.
func BenchmarkCell(b *testing.B) {
	// The type is another one each time: a type that is declared again as it was
	// stays what it is.
	const typed = "type P struct{ X int }\nfunc (p P) Area() int { return p.X + %d }\ntype Shape interface{ Area() int }\nvar s Shape = P{3}\ns.Area()"
	for _, earlier := range []int{0, 5000} {
		s := newBench(b)
		for i := range earlier {
			s.cell(manyCell(i))
		}
		each := func(name string, source func(i int) string) {
			b.Run(fmt.Sprintf("%s/after=%d", name, earlier), func(b *testing.B) {
				s.TB = b
				i, best := 0, time.Hour
				for b.Loop() {
					start := time.Now()
					s.cell(source(i))
					best = min(best, time.Since(start))
					i++
				}
				b.ReportMetric(float64(best.Nanoseconds()), "best-ns/op") // for machines that have other work too
			})
		}
		each("small", func(int) string { return "x := 1; x + 1" })
		each("fmt", func(int) string { return "fmt.Sprint(1, 2)" })
		each("type", func(i int) string { return fmt.Sprintf(typed, i) })
	}
}

func BenchmarkFib30(b *testing.B) {
	benchCell(b, "func fib(n int) int { if n < 2 { return n }; return fib(n-1) + fib(n-2) }", "fib(30)")
}

func BenchmarkFloatAdds1e7(b *testing.B) {
	benchCell(b, "func sum() float64 { s := 0.0; for i := 0; i < 1e7; i++ { s += 1.5 }; return s }", "sum()")
}

func BenchmarkTopLevelAdds1e6(b *testing.B) {
	benchCell(b, "", "s := 0.0\nfor i := 0; i < 1e6; i++ { s += 1.5 }")
}

func BenchmarkMethodCalls2e6(b *testing.B) {
	benchCell(b, "type C struct{ n int }\nfunc (c *C) Add() { c.n++ }\nfunc calls() int { c := &C{}; for i := 0; i < 2e6; i++ { c.Add() }; return c.n }", "calls()")
}

func BenchmarkInterfaceCalls1e5(b *testing.B) {
	benchCell(b, "type A interface{ Add() }\ntype C struct{ n int }\nfunc (c *C) Add() { c.n++ }\nfunc calls() { var a A = &C{}; for i := 0; i < 1e5; i++ { a.Add() } }", "calls()")
}

func BenchmarkIndexing1e6(b *testing.B) {
	benchCell(b, "func sum() int { xs := make([]int, 100); s := 0; for i := 0; i < 1e6; i++ { s += xs[i%100] }; return s }", "sum()")
}
