package sgemm

import (
	"fmt"
	"sync"

	"github.com/gorgolab/gorgo/lib/internal/memory"
	"github.com/gorgolab/gorgo/lib/internal/parallel"
)

const (
	// kBlock is the number of products that a tile sums before the next part
	// of B comes: a panel of that height and a block of A stay in the first-level
	// cache, and all panels or all blocks of usual matrices in the second. Two
	// blocks may be larger, which saves more than they lose.
	kBlock    = 256
	kTwoBlock = 400
	// inlineWork is the number of multiply-adds below which starting
	// goroutines costs more than it gains.
	inlineWork = 250_000
	// taskWork is about how many multiply-adds one task does, while there are no
	// more than maxTasks.
	taskWork = 1 << 20
	maxTasks = 64
	// directBlocks is the number of blocks of A up to which B is read where it
	// lies: packing it pays when it is read often.
	directBlocks = 12
	// packAPanels is the number of panels of B from which on A is packed too,
	// when it is not in few blocks: rows of A a power of two apart push each
	// other out of the cache.
	packAPanels = 8
	// manyBlocks is the number of blocks of A from which on a task is some of them
	// and all panels of B. With fewer it is the other way round.
	manyBlocks = 24
	// packTasks is the number of tasks that pack B, and A: few enough that each
	// reads long rows.
	packTasks = 8
	// maxRows is the height of the highest tile.
	maxRows = 14
)

// Matrix is a row-major matrix of which every row begins Stride numbers after
// the one before. Transposed reads it with rows and columns exchanged.
type Matrix struct {
	Data       []float32
	Stride     int
	Transposed bool
}

// Epilogue is what happens to a product before it is stored, in this order.
type Epilogue struct {
	// Add adds what C holds.
	Add bool
	// Bias, when there is one, has a number for each column.
	Bias []float32
	// ReLU computes max(x, 0); NaN stays NaN.
	ReLU bool
}

// flags returns the flags of the tiles of one block of k.
func (e *Epilogue) flags(first, last bool) uint64 {
	var f uint64
	if e.Add || !first {
		f |= flagAdd
	}
	if last && e.Bias != nil {
		f |= flagBias
	}
	if last && e.ReLU {
		f |= flagReLU
	}
	return f
}

// Gemm computes C = A·B, or C += A·B when add is set. A is m × k, B is k × n
// and C is m × n as they are read, that is after transposition; C is not
// transposed. C must not overlap A or B. It panics when a slice is too short.
func Gemm(m, n, k int, a, b, c Matrix, add bool) {
	Fused(m, n, k, a, b, c, Epilogue{Add: add})
}

// Fused is [Gemm] with more to do before a number is stored.
func Fused(m, n, k int, a, b, c Matrix, e Epilogue) {
	if m <= 0 || n <= 0 {
		return
	}
	check("A", a, m, k)
	check("B", b, k, n)
	check("C", c, m, n)
	if e.Bias != nil && len(e.Bias) < n {
		panic(fmt.Sprintf("sgemm: %d biases for %d columns", len(e.Bias), n))
	}
	if k <= 0 {
		nothing(m, n, c, e)
		return
	}
	g := jobs.Get().(*job)
	defer g.done()
	*g = job{kernel: active, m: m, n: n, k: k, a: a, b: b, c: c, epilogue: e, packed: g.packed, packedA: g.packedA[:0]}
	if m == 1 && !b.Transposed && n >= rowColumns {
		g.runRow()
		return
	}
	g.panels, g.blocks = ceil(n, g.kernel.nr), ceil(m, g.kernel.mr)
	g.height = ceil(m, g.blocks)
	g.direct = !b.Transposed && g.blocks <= directBlocks && (g.kernel.masked || n%g.kernel.nr == 0)
	step := blockOf(k)
	if !g.direct {
		g.packed = grow(g.packed, g.panels*g.kernel.nr*step)
		if g.panels >= packAPanels {
			g.packedA = grow(g.packedA, m*step)
		}
	}
	for g.k0 = 0; g.k0 < k; g.k0 += step {
		g.kc = min(step, k-g.k0)
		g.run()
	}
}

// blockOf returns the size of the blocks of k. It depends on k alone, so that a
// row of C is the same in a product of few rows and of many.
func blockOf(k int) int {
	if k <= 2*kTwoBlock {
		return ceil(k, ceil(k, kTwoBlock))
	}
	return ceil(k, ceil(k, kBlock))
}

// done keeps the job's buffers for another one.
func (g *job) done() {
	*g = job{packed: g.packed, packedA: g.packedA}
	jobs.Put(g)
}

// grow returns room for n numbers.
func grow(s []float32, n int) []float32 {
	if cap(s) < n {
		return memory.Floats(n)
	}
	return s[:n]
}

// nothing is the product over no columns.
func nothing(m, n int, c Matrix, e Epilogue) {
	t := tile{rows: m, cols: n, c: &c.Data[0], cStep: uintptr(c.Stride) * size, flags: e.flags(true, true)}
	if len(e.Bias) > 0 {
		t.bias = &e.Bias[0]
	}
	t.finish(make([]float32, m*n), n)
}

// jobs holds jobs with their packed panels between calls, so that a training
// step does not allocate.
var jobs = sync.Pool{New: func() any { return new(job) }}

// job is one product.
type job struct {
	kernel         kernel
	m, n, k        int
	a, b, c        Matrix
	epilogue       Epilogue
	panels, blocks int // tiles across and down
	height         int // rows of a tile
	across, down   int // tasks of this stage
	stage          stage
	direct         bool      // B is read where it lies
	k0, kc         int       // the current block of k
	packed         []float32 // of B
	packedA        []float32 // of A; empty where A is read where it lies
}

// stage is what the tasks of a job do.
type stage int

const (
	packing     stage = iota // B, and then A
	multiplying              // with what is packed, or in place
	packingToo               // multiplying, and packing the panels before
	row                      // A is one row
)

// Do implements [parallel.Task]. Neighbouring tasks have the same columns, so that
// a processor that does a part of them in turn needs only a part of B.
func (g *job) Do(i int) {
	switch g.stage {
	case row:
		g.multiplyRow(part(i, g.across, g.n))
		return
	case packing:
		if i < packTasks {
			g.pack(part(i, packTasks, g.panels))
		} else {
			g.packA(part(i-packTasks, packTasks, g.blocks))
		}
		return
	}
	panel0, panel1 := part(i/g.down, g.across, g.panels)
	block0, block1 := part(i%g.down, g.down, g.blocks)
	if g.stage == packingToo {
		g.pack(panel0, panel1)
	}
	g.multiply(panel0, panel1, block0, block1)
}

// part returns part i of n of a number of things.
func part(i, n, things int) (from, to int) { return i * things / n, (i + 1) * things / n }

// run packs and multiplies one block of k. How the tiles are divided among
// tasks follows from the shape only.
func (g *job) run() {
	tasks := 1
	if work := g.m * g.n * g.kc; work >= inlineWork {
		tasks = min(max(2, work/taskWork), maxTasks)
	}
	g.across = min(tasks, g.panels)
	g.down = min(ceil(tasks, g.across), g.blocks)
	if !g.direct && g.blocks > manyBlocks {
		g.across, g.down = 1, min(g.blocks, maxTasks)
	}
	switch {
	case tasks == 1:
		g.pack(0, g.panels)
		g.packA(0, g.blocks)
		g.multiply(0, g.panels, 0, g.blocks)
	case g.down == 1 && len(g.packedA) == 0:
		g.stage = packingToo
		parallel.Run(g.across, g)
	default:
		if !g.direct {
			g.stage = packing
			parallel.Run(2*packTasks, g)
		}
		g.stage = multiplying
		parallel.Run(g.across*g.down, g)
	}
}

// multiply computes the tiles of some panels and blocks.
func (g *job) multiply(panel0, panel1, block0, block1 int) {
	nr := g.kernel.nr
	t := g.tile(g.k0, g.kc)
	for p := panel0; p < panel1; p++ {
		j := p * nr
		g.columns(&t, j)
		if g.direct {
			t.b, t.bStep = &g.b.Data[g.k0*g.b.Stride+j], uintptr(g.b.Stride)*size
		} else {
			t.b, t.bStep = &g.packed[j*g.kc], uintptr(nr)*size
		}
		for q := block0; q < block1; q++ {
			i := q * g.height
			t.rows = min(g.height, g.m-i)
			if len(g.packedA) > 0 {
				t.a, t.rowStep, t.colStep = &g.packedA[i*g.kc], size, uintptr(t.rows)*size
			} else {
				t.a = g.a.address(i, g.k0)
			}
			t.c = &g.c.Data[i*g.c.Stride+j]
			g.kernel.compute(&t)
		}
	}
}

// tile returns what the tiles of a block of k have in common.
func (g *job) tile(k0, k int) tile {
	t := tile{
		k: k, segments: 1, flags: g.epilogue.flags(k0 == 0, k0+k == g.k), cStep: uintptr(g.c.Stride) * size,
		rowStep: uintptr(g.a.Stride) * size, colStep: size,
	}
	if g.a.Transposed {
		t.rowStep, t.colStep = t.colStep, t.rowStep
	}
	return t
}

// columns sets a tile to the columns from j on.
func (g *job) columns(t *tile, j int) {
	t.cols = min(g.kernel.nr, g.n-j)
	if g.epilogue.Bias != nil {
		t.bias = &g.epilogue.Bias[j]
	}
}

// address returns where a number lies.
func (m *Matrix) address(i, j int) *float32 {
	if m.Transposed {
		i, j = j, i
	}
	return &m.Data[i*m.Stride+j]
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

func ceil(n, d int) int { return (n + d - 1) / d }
