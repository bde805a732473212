package sgemm

import (
	"runtime"

	"github.com/gorgolab/gorgo/lib/internal/parallel"
	"github.com/gorgolab/gorgo/lib/internal/vec"
)

// One row times a matrix, as a model predicts for a single example, is as fast as
// the matrix comes from memory. A tile would read it in columns; here it is read
// from the first number to the last.

const (
	// rowColumns is the number of columns from which on that pays.
	rowColumns = 64
	// rowTask is the number of columns of a task, at least, when B has rowWork
	// numbers or more.
	rowTask = 128
	rowWork = 1 << 20
)

// runRow multiplies the only row of A.
func (g *job) runRow() {
	g.packed = grow(g.packed, g.n)
	g.stage, g.across = row, 1
	if g.k*g.n >= rowWork {
		// Every column is summed alike, so their division may be what it likes.
		g.across = max(1, min(g.n/rowTask, runtime.GOMAXPROCS(0)))
	}
	parallel.Run(g.across, g)
}

// multiplyRow computes columns from up to to. Its sums are those of a tile: over
// a block of k at a time, each from zero.
func (g *job) multiplyRow(from, to int) {
	sums, step := g.packed[from:to], blockOf(g.k)
	for k0 := 0; k0 < g.k; k0 += step {
		clear(sums)
		k1 := min(k0+step, g.k)
		for k := k0; k < k1; k++ {
			vec.ScaleAdd(sums, g.b.Data[k*g.b.Stride+from:][:len(sums)], *g.a.address(0, k))
		}
		t := tile{rows: 1, cols: len(sums), c: g.c.address(0, from), flags: g.epilogue.flags(k0 == 0, k1 == g.k)}
		if g.epilogue.Bias != nil {
			t.bias = &g.epilogue.Bias[from]
		}
		t.finish(sums, len(sums))
	}
}
