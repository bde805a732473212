package parallel

import (
	"fmt"
	"runtime"
	"sync/atomic"
	"testing"
)

func TestForRunsEveryTaskOnce(t *testing.T) {
	for _, procs := range []int{1, 2, 7} {
		for _, n := range []int{0, 1, 2, 100} {
			t.Run(fmt.Sprintf("procs=%d n=%d", procs, n), func(t *testing.T) {
				defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(procs))
				times := make([]atomic.Int32, n)
				For(n, func(i int) { times[i].Add(1) })
				for i := range times {
					if got := times[i].Load(); got != 1 {
						t.Errorf("task %d ran %d times", i, got)
					}
				}
			})
		}
	}
}

func TestForRaisesThePanicOfATask(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(4))
	defer func() {
		if r := recover(); r != "task 3" {
			t.Errorf("recovered %v, want task 3", r)
		}
	}()
	For(8, func(i int) {
		if i == 3 {
			panic("task 3")
		}
	})
	t.Error("For returned after a panic")
}

func TestRowsCoversAllRowsInOrderOfParts(t *testing.T) {
	for _, c := range []struct{ n, width int }{{0, 5}, {1, 1}, {10, 100000}, {1797, 64}, {100000, 1}, {3, 0}} {
		seen := make([]atomic.Int32, c.n)
		Rows(c.n, c.width, func(from, to int) {
			for i := from; i < to; i++ {
				seen[i].Add(1)
			}
		})
		for i := range seen {
			if got := seen[i].Load(); got != 1 {
				t.Errorf("n=%d width=%d: row %d covered %d times", c.n, c.width, i, got)
			}
		}
	}
}

func TestBlocksCoverAllRows(t *testing.T) {
	for _, procs := range []int{1, 2, 5} {
		for _, c := range []struct{ n, atLeast int }{{0, 4}, {1, 4}, {3, 4}, {8, 4}, {100, 8}, {7, 0}} {
			old := runtime.GOMAXPROCS(procs)
			seen := make([]atomic.Int32, c.n)
			Blocks(c.n, c.atLeast, func(from, to int) {
				if c.n >= c.atLeast && to-from < c.atLeast {
					t.Errorf("%d rows on %d processors: a part of %d, want at least %d", c.n, procs, to-from, c.atLeast)
				}
				for i := from; i < to; i++ {
					seen[i].Add(1)
				}
			})
			runtime.GOMAXPROCS(old)
			for i := range seen {
				if got := seen[i].Load(); got != 1 {
					t.Errorf("%d rows on %d processors: row %d covered %d times", c.n, procs, i, got)
				}
			}
		}
	}
}
