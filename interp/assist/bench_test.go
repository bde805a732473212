package assist

import (
	"fmt"
	"strings"
	"testing"
)

// benchmarks are questions behind the same words: in a short cell, in very long
// ones, of functions and of statements, and in a session of many names.
func benchmarks(b *testing.B, ask func(s *testSession, text string, cursor int)) {
	var functions, statements, names strings.Builder
	for i := range 100 {
		fmt.Fprintf(&functions, "func f%[1]d(xs []float64) (sum float64) {\n\tfor i, x := range xs {\n\t\tif x > %[1]d { sum += x * float64(i) }\n\t}\n\treturn sum\n}\nv%[1]d := f%[1]d([]float64{%[1]d, 1, 2})\n", i)
	}
	for i := range 700 {
		fmt.Fprintf(&statements, "s%d := strings.Repeat(fmt.Sprint(len(points), %d), 2)\n", i, i)
	}
	for i := range 5000 {
		fmt.Fprintf(&names, "var n%d = map[string][]int{}\nfunc g%d(a, b int, more ...string) error { return nil }\n", i, i)
	}
	const words = "for _, q := range points {\n\tprintln(q."
	for _, bb := range []struct{ name, session, text string }{
		{"short", "", words},
		{"800 lines of functions", "", functions.String() + words},
		{"700 statements", "", statements.String() + words},
		{"10000 names", names.String(), words},
		{"10000 names without a dot", names.String(), strings.TrimSuffix(words, "q.") + "po"},
	} {
		b.Run(bb.name, func(b *testing.B) {
			s, _ := seeds(b)
			s.run(b, 9, bb.session)
			for b.Loop() {
				ask(s, bb.text, len(bb.text))
			}
		})
	}
}

func BenchmarkComplete(b *testing.B) {
	benchmarks(b, func(s *testSession, text string, cursor int) {
		if len(s.Complete(text, cursor).Matches) == 0 {
			b.Fatal("no matches")
		}
	})
}

func BenchmarkInspect(b *testing.B) {
	benchmarks(b, func(s *testSession, text string, cursor int) {
		if !s.Inspect(text, cursor, 0).Found {
			b.Fatal("nothing found")
		}
	})
}

func BenchmarkIsComplete(b *testing.B) {
	benchmarks(b, func(_ *testSession, text string, _ int) {
		if IsComplete(text).Status != incomplete {
			b.Fatal("complete")
		}
	})
}
