// This file measures what a notebook's user waits for.

package interp

import (
	"context"
	"fmt"
	"testing"
)

func benchCell(b *testing.B, setup, source string) {
	s := newSession(b)
	n := 1
	run := func(text string) {
		if _, err := s.Run(context.Background(), Cell{Number: n, Name: fmt.Sprintf("cell[%d]", n), Source: text}); err != nil {
			b.Fatal(err)
		}
		n++
	}
	if setup != "" {
		run(setup)
	}
	run(source)
	for b.Loop() {
		run(source)
	}
}

// A small cell in a session that is warm: check, lower, load and run.
func BenchmarkSmallCell(b *testing.B) { benchCell(b, "", "x := 1; x + 1") }

func BenchmarkCellWithFmt(b *testing.B) { benchCell(b, "import \"fmt\"", "fmt.Sprint(1, 2)") }

func BenchmarkCellWithType(b *testing.B) {
	benchCell(b, "", "type P struct{ X int }\nfunc (p P) Area() int { return p.X }\nvar s interface{ Area() int } = P{3}\ns.Area()")
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
