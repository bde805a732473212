package parallel

import (
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
)

// counted adds up the numbers of the tasks done.
type counted struct{ sum atomic.Int64 }

func (c *counted) Do(i int) { c.sum.Add(int64(i)) }

func TestLoopsOfManyCallersAndWithinEachOther(t *testing.T) {
	for _, procs := range []int{2, 3, 8} {
		old := runtime.GOMAXPROCS(procs)
		var callers sync.WaitGroup
		for range 6 {
			callers.Go(func() {
				for range 300 {
					var inner atomic.Int64
					For(5, func(i int) {
						var c counted
						Run(10, &c)
						inner.Add(c.sum.Load())
					})
					if got := inner.Load(); got != 5*45 {
						t.Errorf("%d processors: the tasks add up to %d, want %d", procs, got, 5*45)
					}
				}
			})
		}
		callers.Wait()
		runtime.GOMAXPROCS(old)
	}
}

// A job that ended with a panic serves the next loop.
func TestLoopAfterAPanic(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(3))
	for range 100 {
		func() {
			defer func() {
				if recover() == nil {
					t.Error("For returned after a panic")
				}
			}()
			For(4, func(i int) { panic(i) })
		}()
		var c counted
		Run(100, &c)
		if got := c.sum.Load(); got != 4950 {
			t.Fatalf("the tasks after a panic add up to %d, want 4950", got)
		}
	}
}

func TestHelpersLeaveWhenThereIsNothingToDo(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(4))
	var c counted
	Run(100, &c)
	for there := 1; there > 0; runtime.Gosched() {
		pool.Lock()
		there = pool.helpers
		pool.Unlock()
	}
	Run(100, &c)
	if got := c.sum.Load(); got != 2*4950 {
		t.Errorf("the tasks add up to %d, want %d", got, 2*4950)
	}
}

// What a loop needs is used again, and so are helpers that had left. Only the
// runtime may make another goroutine now and then.
func TestRunDoesNotAllocate(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(4))
	var c counted
	run := func(loops int) {
		for range loops {
			Run(8, &c)
		}
	}
	run(100)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	const loops = 2000
	run(loops)
	runtime.ReadMemStats(&after)
	if n := after.Mallocs - before.Mallocs; n > loops/4 {
		t.Errorf("%d loops allocate %d times", loops, n)
	}
}
