package ops

import (
	"math"

	"github.com/gorgolab/gorgo/lib/internal/memory"
	"github.com/gorgolab/gorgo/lib/internal/sgemm"
	"github.com/gorgolab/gorgo/lib/internal/vec"
)

// Convolutions with a 3 × 3 kernel that moves pixel by pixel need 16 products
// for each four results instead of 36 when image and kernel are transformed
// first (package vec has the formulas). It pays where the transforms are shared
// by enough channels and filters. The results differ from those of the plain sum
// by rounding only, about as much as sums in another order; an infinite number
// becomes NaN in the whole tile of 2 × 2.

const (
	// winogradChannels is from how many channels and filters on it pays.
	winogradChannels = 16
	// winogradTiles is from how many tiles on the transform of the weights does.
	winogradTiles = 256
	// winogradRows is about how many tiles are multiplied together.
	winogradRows = 48
)

// tiled reports whether Winograd's way is taken.
func (c *convolution) tiled() bool {
	plain := func(e extent) bool { return e.kernel == 3 && e.stride == 1 && e.dilation == 1 && e.out%2 == 0 }
	return c.groups == 1 && plain(c.y) && plain(c.x) && min(c.c, c.f) >= winogradChannels &&
		c.n*c.y.out*c.x.out >= 4*winogradTiles
}

// tiles are transformed weights: sixteen right matrices.
type tiles struct {
	k, n         int
	rows, memory []float32
	planes       [16]sgemm.Right
	zeros        []float32
}

// pack transforms the kernels of k rows and n columns; kernel returns where the
// nine numbers of one begin in w, and the way from one to the next.
func (u *tiles) pack(w []float32, k, n int, kernel func(i, j int) (at, step int)) {
	each := sgemm.PackedSize(k, n)
	if u.rows == nil {
		u.k, u.n = k, n
		u.rows, u.memory, u.zeros = memory.Floats(16*k*n), memory.Floats(16*each), make([]float32, n)
	}
	size := k * n
	for i := range k {
		for j := range n {
			at, step := kernel(i, j)
			// G g Gᵀ: down the columns, then along the rows.
			var d [4][3]float32
			for x := range 3 {
				a, b, c := w[at+x*step], w[at+(3+x)*step], w[at+(6+x)*step]
				d[0][x], d[1][x], d[2][x], d[3][x] = transformKernel(a, b, c)
			}
			to := u.rows[i*n+j:]
			for y, row := range d {
				p := 4 * y * size
				to[p], to[p+size], to[p+2*size], to[p+3*size] = transformKernel(row[0], row[1], row[2])
			}
		}
	}
	for p := range u.planes {
		u.planes[p] = sgemm.Pack(u.memory[p*each:(p+1)*each], sgemm.Matrix{Data: u.rows[p*size:], Stride: n}, k, n)
	}
}

// transformKernel is one dimension of G g Gᵀ.
func transformKernel(a, b, c float32) (float32, float32, float32, float32) {
	return a, (a + b + c) / 2, (a - b + c) / 2, c
}

// transformKernelBack is its transpose.
func transformKernelBack(a, b, c, d float32) (float32, float32, float32) {
	return a + (b+c)/2, (b - c) / 2, (b+c)/2 + d
}

// correlate computes height × width results of u.n numbers each, from an image
// of u.k numbers a pixel that has two rows and columns more.
func (u *tiles) correlate(out []float32, image view, height, width int, bias []float32, relu bool, space *workspace) {
	floor := float32(math.Inf(-1))
	if relu {
		floor = 0
	}
	if bias == nil {
		bias = u.zeros
	}
	across := width / 2
	lines := max(1, winogradRows/across) // rows of tiles at a time
	v, m := grown(&space.tiles, 16*lines*across*u.k), grown(&space.products, 16*lines*across*u.n)
	for y := 0; y < height/2; y += lines {
		lines := min(lines, height/2-y)
		count := lines * across
		transformInput(v, image, u.k, 2*y, lines, across)
		for p, right := range u.planes {
			sgemm.Multiply(count, sgemm.Left{Data: v[p*count*u.k:], Row: u.k, Col: 1, K: u.k, Segments: 1}, right,
				m[p*count*u.n:], u.n, sgemm.Epilogue{})
		}
		for i := range count {
			at := ((2*(y+i/across))*width + 2*(i%across)) * u.n
			vec.WinogradOutput(out[at:], out[at+width*u.n:], m[i*u.n:], bias, u.n, u.n, count*u.n, floor)
		}
	}
}

// transformInput transforms some lines of tiles of an image, from a row on.
func transformInput(v []float32, image view, channels, row, lines, across int) {
	line, count := image.width*channels, lines*across
	for i := range count {
		at := (row+2*(i/across))*line + 2*(i%across)*channels
		vec.WinogradInput(v[i*channels:], image.data[at:], image.data[at+line:], image.data[at+2*line:], image.data[at+3*line:],
			channels, channels, count*channels)
	}
}

// winogradSums adds, or sets, the gradient of the transformed weights, sixteen
// matrices (channels × filters), from an image and the gradient of its result.
func (p *convBackward) winogradSums(x, dz view, at int, sums []float32, first bool, space *workspace) {
	across, down := p.x.out/2, p.y.out/2
	lines := max(1, min(down, 3*winogradRows/across))
	v, d := grown(&space.tiles, 16*lines*across*p.c), grown(&space.products, 16*lines*across*p.f)
	line := dz.width * p.f
	for y := 0; y < down; y += lines {
		lines := min(lines, down-y)
		count := lines * across
		transformInput(v, x, p.c, 2*y, lines, across)
		for i := range count {
			at := at + 2*(y+i/across)*line + 2*(i%across)*p.f
			vec.WinogradGradient(d[i*p.f:], dz.data[at:], dz.data[at+line:], p.f, p.f, count*p.f)
		}
		for k := range 16 {
			right := sgemm.Columns(d[k*count*p.f:], p.f, count, 1, 0, p.f, &space.packed)
			sgemm.Multiply(p.c, sgemm.Left{Data: v[k*count*p.c:], Row: 1, Col: p.c, K: count, Segments: 1}, right,
				sums[k*p.c*p.f:], p.f, sgemm.Epilogue{Add: !first || y > 0})
		}
	}
}

// winogradOrder transforms the gradient of the transformed weights back.
func (p *convBackward) winogradOrder(dw, sums []float32) {
	plane := p.c * p.f
	for ch := range p.c {
		for f := range p.f {
			from := sums[ch*p.f+f:]
			var d [3][4]float32
			for x := range 4 {
				d[0][x], d[1][x], d[2][x] = transformKernelBack(from[x*plane], from[(4+x)*plane], from[(8+x)*plane], from[(12+x)*plane])
			}
			to := dw[(f*p.c+ch)*9:][:9]
			for y, row := range d {
				to[3*y], to[3*y+1], to[3*y+2] = transformKernelBack(row[0], row[1], row[2], row[3])
			}
		}
	}
}
