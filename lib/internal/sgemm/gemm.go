package sgemm

import (
	"fmt"
	"sync"

	"github.com/gorgolab/gorgo/lib/internal/parallel"
)

const (
	// kBlock is the number of products that a tile sums before the next part
	// of B is packed: a packed panel of that height stays in the first-level
	// cache.
	kBlock = 320
	// inlineWork is the number of multiply-adds below which starting
	// goroutines costs more than it gains.
	inlineWork = 200_000
	// taskWork is about how many multiply-adds one task does.
	taskWork = 1 << 19
)

// Matrix is a row-major matrix of which every row begins Stride numbers after
// the one before. Transposed reads it with rows and columns exchanged.
type Matrix struct {
	Data       []float32
	Stride     int
	Transposed bool
}

// Gemm computes C = A·B, or C += A·B when add is set. A is m × k, B is k × n
// and C is m × n as they are read, that is after transposition; C is not
// transposed. C must not overlap A or B. It panics when a slice is too short.
func Gemm(m, n, k int, a, b, c Matrix, add bool) {
	if m <= 0 || n <= 0 {
		return
	}
	check("A", a, m, k)
	check("B", b, k, n)
	check("C", c, m, n)
	if k <= 0 {
		if !add {
			for i := range m {
				clear(c.Data[i*c.Stride:][:n])
			}
		}
		return
	}
	g := job{kernel: active, m: m, n: n, a: a, b: b, c: c, rowStep: a.Stride, colStep: 1}
	if a.Transposed {
		g.rowStep, g.colStep = 1, a.Stride
	}
	g.panels = (n + g.nr - 1) / g.nr
	g.blocks = (m + g.mr - 1) / g.mr

	packed := buffers.Get().(*[]float32)
	defer buffers.Put(packed)
	if need := g.panels * g.nr * min(kBlock, k); cap(*packed) < need {
		*packed = make([]float32, need)
	}
	g.packed = (*packed)[:cap(*packed)]

	for g.k0 = 0; g.k0 < k; g.k0 += kBlock {
		g.kc = min(kBlock, k-g.k0)
		g.add = add || g.k0 > 0
		if m*n*g.kc < inlineWork {
			g.pack(0, g.panels)
			g.multiply(0, g.panels, 0, g.blocks)
			continue
		}
		g.spread()
	}
}

// buffers holds packed panels between calls, so that a training step does not
// allocate.
var buffers = sync.Pool{New: func() any { return new([]float32) }}

// job is one product, at one block of k.
type job struct {
	kernel
	m, n             int
	a, b, c          Matrix
	rowStep, colStep int // from one row, one column of A to the next
	panels, blocks   int // tiles across and down
	packed           []float32
	k0, kc           int
	add              bool
}

// spread packs and multiplies on all processors. How the tiles are divided
// follows from the shape only.
func (g *job) spread() {
	tile := g.mr * g.nr * g.kc
	perTask := max(1, taskWork/tile) // tiles
	if g.panels >= g.blocks {
		// Wide: each task packs its own panels and goes down them.
		step := max(1, perTask/g.blocks)
		parallel.For((g.panels+step-1)/step, func(i int) {
			from, to := i*step, min(g.panels, (i+1)*step)
			g.pack(from, to)
			g.multiply(from, to, 0, g.blocks)
		})
		return
	}
	g.pack(0, g.panels)
	step := max(1, perTask/g.panels)
	parallel.For((g.blocks+step-1)/step, func(i int) {
		g.multiply(0, g.panels, i*step, min(g.blocks, (i+1)*step))
	})
}

// multiply computes the tiles of some panels and blocks.
func (g *job) multiply(panel0, panel1, block0, block1 int) {
	for p := panel0; p < panel1; p++ {
		j := p * g.nr
		panel := g.packed[p*g.nr*g.kc : (p+1)*g.nr*g.kc]
		cols := min(g.nr, g.n-j)
		for q := block0; q < block1; q++ {
			i := q * g.mr
			g.run(tile{
				rows: min(g.mr, g.m-i), cols: cols, k: g.kc,
				a: g.a.Data[i*g.rowStep+g.k0*g.colStep:], rowStep: g.rowStep, colStep: g.colStep,
				b: panel,
				c: g.c.Data[i*g.c.Stride+j:], cStride: g.c.Stride, add: g.add,
			})
		}
	}
}

// check panics when the matrix does not hold rows × cols numbers. Kernels in
// assembly do not check bounds, so this does it for them.
func check(name string, m Matrix, rows, cols int) {
	if m.Transposed {
		rows, cols = cols, rows
	}
	if rows <= 0 || cols <= 0 {
		return
	}
	if m.Stride < cols || len(m.Data) < (rows-1)*m.Stride+cols {
		panic(fmt.Sprintf("sgemm: %s is %d × %d with stride %d, but has %d numbers", name, rows, cols, m.Stride, len(m.Data)))
	}
}
