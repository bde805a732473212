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
	kBlock = 400
	// inlineWork is the number of multiply-adds below which starting
	// goroutines costs more than it gains.
	inlineWork = 400_000
	// taskWork is about how many multiply-adds one task does.
	taskWork = 1 << 20
	// directBlocks is the number of blocks of A up to which B is read where it
	// lies: packing it pays when it is read often.
	directBlocks = 12
	// packPanels is the number of panels of B from which on A is packed too,
	// when it is not in few blocks: rows of A a power of two apart push each
	// other out of the cache.
	packPanels = 8
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
	g := job{kernel: &active, m: m, n: n, a: a, b: b, c: c, epilogue: e}
	g.panels, g.blocks = ceil(n, g.kernel.nr), ceil(m, g.kernel.mr)
	g.height = ceil(m, g.blocks)
	g.direct = !b.Transposed && g.blocks <= directBlocks && (g.kernel.masked || n%g.kernel.nr == 0)
	parts := ceil(k, kBlock)
	step := ceil(k, parts)
	if !g.direct {
		panels, blocks := g.panels*g.kernel.nr*step, 0
		if g.panels >= packPanels {
			blocks = m * step
		}
		packed := buffers.Get().(*[]float32)
		defer buffers.Put(packed)
		if cap(*packed) < panels+blocks {
			*packed = make([]float32, panels+blocks)
		}
		g.packed, g.packedA = (*packed)[:panels], (*packed)[panels:panels+blocks]
	}
	for g.k0 = 0; g.k0 < k; g.k0 += step {
		g.kc = min(step, k-g.k0)
		g.flags = e.flags(g.k0 == 0, g.k0+step >= k)
		g.run()
	}
}

// nothing is the product over no columns.
func nothing(m, n int, c Matrix, e Epilogue) {
	t := tile{rows: m, cols: n, c: &c.Data[0], cStep: uintptr(c.Stride) * size, flags: e.flags(true, true)}
	if len(e.Bias) > 0 {
		t.bias = &e.Bias[0]
	}
	t.finish(make([]float32, m*n), n)
}

// buffers holds packed panels between calls, so that a training step does not
// allocate.
var buffers = sync.Pool{New: func() any { return new([]float32) }}

// job is one product, at one block of k.
type job struct {
	kernel         *kernel
	m, n           int
	a, b, c        Matrix
	epilogue       Epilogue
	panels, blocks int  // tiles across and down
	height         int  // rows of a tile
	direct         bool // B is read where it lies
	packed         []float32
	packedA        []float32 // empty where A is read where it lies
	k0, kc         int
	flags          uint64
}

// run packs and multiplies one block of k. How the tiles are divided among
// tasks follows from the shape only.
func (g *job) run() {
	tasks := 1
	if work := g.m * g.n * g.kc; work >= inlineWork {
		tasks = min(max(2, work/taskWork), 64)
	}
	across := min(tasks, g.panels)
	down := min(ceil(tasks, across), g.blocks)
	switch {
	case tasks == 1:
		g.pack(0, g.panels)
		g.packA(0, g.blocks)
		g.multiply(0, g.panels, 0, g.blocks)
	case down == 1 && len(g.packedA) == 0:
		parallel.For(across, func(i int) {
			from, to := i*g.panels/across, (i+1)*g.panels/across
			g.pack(from, to)
			g.multiply(from, to, 0, g.blocks)
		})
	default:
		if !g.direct {
			parallel.For(2*across, func(i int) {
				if i < across {
					g.pack(i*g.panels/across, (i+1)*g.panels/across)
					return
				}
				i -= across
				g.packA(i*g.blocks/across, (i+1)*g.blocks/across)
			})
		}
		parallel.For(across*down, func(i int) {
			x, y := i%across, i/across
			g.multiply(x*g.panels/across, (x+1)*g.panels/across, y*g.blocks/down, (y+1)*g.blocks/down)
		})
	}
}

// multiply computes the tiles of some panels and blocks.
func (g *job) multiply(panel0, panel1, block0, block1 int) {
	nr := g.kernel.nr
	t := tile{
		k: g.kc, segments: 1, flags: g.flags, cStep: uintptr(g.c.Stride) * size,
		rowStep: uintptr(g.a.Stride) * size, colStep: size,
	}
	if g.a.Transposed {
		t.rowStep, t.colStep = t.colStep, t.rowStep
	}
	for p := panel0; p < panel1; p++ {
		j := p * nr
		t.cols = min(nr, g.n-j)
		if g.epilogue.Bias != nil {
			t.bias = &g.epilogue.Bias[j]
		}
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
			} else if g.a.Transposed {
				t.a = &g.a.Data[g.k0*g.a.Stride+i]
			} else {
				t.a = &g.a.Data[i*g.a.Stride+g.k0]
			}
			t.c = &g.c.Data[i*g.c.Stride+j]
			g.kernel.compute(&t)
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

func ceil(n, d int) int { return (n + d - 1) / d }
