package parallel

import (
	"runtime"
	"sync"
)

// Task is the body of a loop. A pointer that is one costs no allocation, as a
// closure does.
type Task interface{ Do(i int) }

// function makes a Task of a function.
type function func(i int)

func (f function) Do(i int) { f(i) }

// For runs f(0) … f(n-1), on up to GOMAXPROCS goroutines of which the caller is
// one, and returns when all are done. A panic in f is raised again in the
// caller, after the other tasks have ended, so that the caller can recover it.
func For(n int, f func(i int)) { Run(n, function(f)) }

// Run is [For] with a [Task].
func Run(n int, t Task) {
	workers := min(n, runtime.GOMAXPROCS(0))
	if workers <= 1 {
		for i := range n {
			t.Do(i)
		}
		return
	}
	j := begin(n, t, workers-1)
	j.run(0)
	j.end()
}

// Rows runs f over the ranges [from, to) that divide n rows of the given width
// into parts of about 16,000 numbers: enough work that starting a goroutine
// pays. The division depends on n and width only.
func Rows(n, width int, f func(from, to int)) {
	step := max(1, 16384/max(1, width))
	parts := (n + step - 1) / step
	if parts <= 1 {
		if n > 0 {
			f(0, n)
		}
		return
	}
	runRanges(parts, ranges{n: n, step: step, f: f})
}

// Blocks runs f over ranges [from, to) that divide n rows into as many parts of
// at least the given number of rows as there are processors. It is for rows that
// are computed alike whatever the division: this one does depend on the number
// of processors.
func Blocks(n, atLeast int, f func(from, to int)) {
	parts := max(1, min(n/max(1, atLeast), runtime.GOMAXPROCS(0)))
	if parts == 1 {
		if n > 0 {
			f(0, n)
		}
		return
	}
	runRanges(parts, ranges{n: n, parts: parts, f: f})
}

// ranges are n rows in steps, or in parts of about the same size.
type ranges struct {
	n, step, parts int
	f              func(from, to int)
}

// Do implements [Task].
func (r *ranges) Do(i int) {
	if r.parts > 0 {
		r.f(i*r.n/r.parts, (i+1)*r.n/r.parts)
		return
	}
	r.f(i*r.step, min(r.n, (i+1)*r.step))
}

// spare holds ranges that are not in use.
var spare = sync.Pool{New: func() any { return new(ranges) }}

func runRanges(parts int, r ranges) {
	task := spare.Get().(*ranges)
	defer func() {
		*task = ranges{}
		spare.Put(task)
	}()
	*task = r
	Run(parts, task)
}
