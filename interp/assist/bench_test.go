package assist

import (
	"fmt"
	"strings"
	"testing"
)

// benchmarks are questions at the end of a short and of a very long cell.
func benchmarks(b *testing.B, ask func(s *testSession, text string, cursor int)) {
	s, _ := seeds(b)
	var long strings.Builder
	for i := range 100 {
		fmt.Fprintf(&long, "func f%[1]d(xs []float64) (sum float64) {\n\tfor i, x := range xs {\n\t\tif x > %[1]d { sum += x * float64(i) }\n\t}\n\treturn sum\n}\nv%[1]d := f%[1]d([]float64{%[1]d, 1, 2})\n", i)
	}
	for _, bb := range []struct{ name, text string }{
		{"short", "for _, q := range points {\n\tprintln(q."},
		{"800 lines", long.String() + "for _, q := range points {\n\tprintln(q."},
	} {
		b.Run(bb.name, func(b *testing.B) {
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
