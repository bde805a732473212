// This file runs long sessions: neither time nor memory may run away.

package interp

import (
	"context"
	"fmt"
	"runtime"
	"testing"
	"time"
)

func TestLongSession(t *testing.T) {
	if testing.Short() {
		t.Skip("runs a thousand cells")
	}
	s := newSession(t)
	run := func(n int) time.Duration {
		start := time.Now()
		source := fmt.Sprintf("x := make([]float64, 100_000)\nfunc f(n int) int { return n + %d }\nlen(x) + f(1)", n)
		if n%20 == 0 {
			source = "type P struct{ X int }\nfunc (p P) Get() int { return p.X }\nvar g interface{ Get() int } = P{1}\ng.Get()"
		}
		if _, err := s.Run(context.Background(), Cell{Number: n, Name: fmt.Sprintf("cell[%d]", n), Source: source}); err != nil {
			t.Fatal(err)
		}
		return time.Since(start)
	}
	var heap [2]runtime.MemStats
	var last time.Duration
	for n := 1; n <= 1000; n++ {
		d := run(n)
		if n > 900 {
			last += d
		}
		if n == 100 {
			runtime.GC()
			runtime.ReadMemStats(&heap[0])
		}
	}
	runtime.GC()
	runtime.ReadMemStats(&heap[1])
	grown := int64(heap[1].HeapAlloc-heap[0].HeapAlloc) / 900
	t.Logf("a cell takes %v after 900, and keeps %d bytes", last/100, grown)
	if last/100 > 20*time.Millisecond {
		t.Errorf("a cell takes %v after 900 cells, want at most 20ms", last/100)
	}
	if grown > 100_000 {
		t.Errorf("a cell keeps %d bytes, want at most 100000: the value that it replaced is still held", grown)
	}
}
