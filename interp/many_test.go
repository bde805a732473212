// This file runs long sessions: memory may not run away, and no table may run out.

package interp

import (
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"testing"
)

// manyCell is a cell that defines everything again: a variable of 1 MB, whose type
// is another one in every tenth cell, a function and a type with a method.
func manyCell(i int) string {
	elem := "float64"
	if i%20 >= 10 {
		elem = "int"
	}
	return fmt.Sprintf(`big := make([]%[1]s, 131072)
big[0] = %[2]d
func get(i int) int { return i + %[3]d }
type P struct{ X, x%[3]d int }
func (p P) Sum() int { return p.X + get(1) }
len(big) + get(1) + P{X: 2}.Sum()`, elem, i%100, i)
}

// TestLongSession runs some hundred cells, or GORGO_CELLS of them.
func TestLongSession(t *testing.T) {
	cells, _ := strconv.Atoi(os.Getenv("GORGO_CELLS"))
	full := cells > 0
	if !full {
		cells = 600
	}
	s := newBench(t)
	const warm = 100 // until the packages' tables are there
	var first uint64
	for i := range cells {
		s.cell(manyCell(i))
		if i == warm {
			first = liveHeap()
		}
	}
	kept := (int64(liveHeap()) - int64(first)) / int64(cells-warm)
	t.Logf("%d cells: each keeps %d bytes", cells, kept)
	// A type's records take some 5 KB; see package rtype. A value that is kept, a
	// syntax tree or what yaegi makes of a function would be far above the bound.
	if kept > 20_000 {
		t.Errorf("a cell keeps %d bytes, want at most 20000: something that it replaced is still held", kept)
	}
	if resident := residentMB(t); full {
		t.Logf("%d MB are resident", resident)
		if resident > 400 {
			t.Errorf("%d MB are resident after %d cells, want at most 400", resident, cells)
		}
	}
}

// TestGenericSessionForgets: generic code does not hold the functions that later cells
// replace, but for those that it mentions.
func TestGenericSessionForgets(t *testing.T) {
	s := newBench(t)
	s.cell("func used() int { return 1 }\nfunc Map[T any](xs []T, f func(T) T) []T { used(); for i := range xs { xs[i] = f(xs[i]) }; return xs }\ntype Stack[T any] struct{ xs []T }\nfunc (s *Stack[T]) Push(x T) { s.xs = append(s.xs, x) }")
	round := func(i int) {
		s.cell(fmt.Sprintf("func get(i int) int { return i + %[1]d }\nfunc Twice[T any](f func(T) T) func(T) T { return func(x T) T { get(1); return f(f(x)) } }\nfunc Even[T any](n T) bool { return get(1) == 0 || Odd(n) }\nfunc Odd[T any](n T) bool { return get(1) == 0 || Even(n) }\n"+
			"var st Stack[int]\nst.Push(get(%[1]d))\nMap([]int{1}, Twice(get))", i))
	}
	const warm, cells = 50, 300
	var first uint64
	for i := range cells {
		round(i)
		if i == warm {
			first = liveHeap()
		}
	}
	kept := (int64(liveHeap()) - int64(first)) / (cells - warm)
	t.Logf("each cell keeps %d bytes", kept)
	if kept > 20_000 {
		t.Errorf("a cell keeps %d bytes, want at most 20000", kept)
	}
}

// TestValuesGo finds what a session keeps of values that nobody can reach any
// more, one way of replacing them at a time.
func TestValuesGo(t *testing.T) {
	const big = 8 << 20
	for name, cells := range map[string][]string{
		"another type":        {"x := make([]byte, %[1]d)", "x := 1"},
		"same type":           {"x := make([]byte, %[1]d)", "x := []byte{}"},
		"a function's":        {"x := make([]byte, %[1]d)\nfunc f() byte { return x[0] }\nf()", "func f(n int) int { return n }\nx := 1"},
		"a closure":           {"f := func() func() int { b := make([]byte, %[1]d); return func() int { return len(b) } }()\nf()", "f := 1"},
		"shown":               {"make([]byte, %[1]d)", "1"},
		"shown and in a type": {"type T struct{ b []byte }\nfunc (t T) String() string { return \"T\" }\nT{make([]byte, %[1]d)}", "1"},
		"of a panic":          {"func g() { b := make([]byte, %[1]d); defer func() { recover() }(); _ = b[len(b)] }\ng()", "1"},
	} {
		t.Run(name, func(t *testing.T) {
			s := newBench(t)
			round := func(size int) {
				for _, c := range cells {
					if strings.Contains(c, "%") {
						c = fmt.Sprintf(c, size)
					}
					s.cell(c)
				}
			}
			round(1)
			before := liveHeap()
			for range 3 {
				round(big)
			}
			if grown := int64(liveHeap()) - int64(before); grown > big/2 {
				t.Errorf("the session keeps %d bytes", grown)
			}
			runtime.KeepAlive(s)
		})
	}
}

// TestResetLetsGo: after a reset nothing of the session is held, although its types
// are kept for ever.
func TestResetLetsGo(t *testing.T) {
	const big = 8 << 20
	s := newBench(t)
	round := func(size int) {
		s.cell(fmt.Sprintf("big := make([]byte, %d)\ntype T struct{ n int }\nfunc (t T) String() string { return \"T\" }\nfunc size() int { return len(big) }\n"+
			"fmt.Sprint(T{1}, size())\nvar s fmt.Stringer = T{2}\ns.String()", size))
		if err := s.Reset(); err != nil {
			t.Fatal(err)
		}
	}
	round(1)
	before := liveHeap()
	for range 4 {
		round(big)
	}
	if grown := int64(liveHeap()) - int64(before); grown > big/2 {
		t.Errorf("%d bytes are kept after four resets", grown)
	}
	runtime.KeepAlive(s)
}

// liveHeap is how many bytes are in use. Clean-ups run between collections.
func liveHeap() uint64 {
	for range 3 {
		runtime.GC()
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// residentMB is the memory that the system counts for this process, 0 where it
// does not say so.
func residentMB(t *testing.T) int {
	debug.FreeOSMemory()
	b, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(b)) {
		if rest, ok := strings.CutPrefix(line, "VmHWM:"); ok { // the most there ever was
			kb, err := strconv.Atoi(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(rest), "kB")))
			if err != nil {
				t.Fatal(err)
			}
			return kb >> 10
		}
	}
	return 0
}
