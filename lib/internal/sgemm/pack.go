package sgemm

import "github.com/gorgolab/gorgo/lib/internal/vec"

// pack copies the current block of k of panels from up to to of B, so that a
// kernel reads one row of a panel after the other. What lies beyond the last
// column is zero.
func (g *job) pack(from, to int) {
	if g.direct {
		return
	}
	nr := g.kernel.nr
	if !g.b.Transposed {
		packRows(g.packed[from*nr*g.kc:], g.b.Data[g.k0*g.b.Stride+from*nr:], g.b.Stride, g.kc, min(to*nr, g.n)-from*nr, nr)
		return
	}
	for p := from; p < to; p++ {
		j := p * nr
		packPanel(g.packed[j*g.kc:(j+nr)*g.kc], g.b, g.k0, g.kc, j, min(nr, g.n-j), nr)
	}
}

// packA copies the current block of k of blocks from up to to of A.
func (g *job) packA(from, to int) {
	if len(g.packedA) == 0 {
		return
	}
	for q := from; q < to; q++ {
		i := q * g.height
		rows := min(g.height, g.m-i)
		packBlock(g.packedA[i*g.kc:(i+rows)*g.kc], g.a, i, g.k0, rows, g.kc)
	}
}

// packBlock copies rows i … i+rows−1, columns k0 … k0+k−1 of a, so that a kernel
// reads one column after the other.
func packBlock(dst []float32, a Matrix, i, k0, rows, k int) {
	if !a.Transposed {
		vec.Transpose(dst, rows, a.Data[i*a.Stride+k0:], a.Stride, rows, k)
		return
	}
	copyRows(dst, a.Data[k0*a.Stride+i:], k, rows, a.Stride, rows, rows)
}

// packPanel copies rows k0 … k0+k−1, columns j … j+cols−1 of b.
func packPanel(dst []float32, b Matrix, k0, k, j, cols, nr int) {
	if b.Transposed {
		packColumns(dst, b.Data[j*b.Stride+k0:], b.Stride, k, cols, nr)
	} else {
		packRows(dst, b.Data[k0*b.Stride+j:], b.Stride, k, cols, nr)
	}
}

// packedTogether is the number of rows that are packed before the next panel has
// its turn: the rows of a wide matrix lie on different pages of memory, of which
// the processor remembers so many.
const packedTogether = 16

// packRows packs k rows of cols numbers each into as many panels as they need.
func packRows(dst, src []float32, stride, k, cols, nr int) {
	for p := 0; p < k; p += packedTogether {
		rows := min(packedTogether, k-p)
		for j := 0; j < cols; j += nr {
			copyRows(dst[j*k+p*nr:], src[p*stride+j:], rows, nr, stride, min(nr, cols-j), nr)
		}
	}
}

// copyRows copies rows of cols numbers, filled up with zeros to width.
func copyRows(dst, src []float32, rows, dstStride, srcStride, cols, width int) {
	if active.copyRows(dst, src, rows, dstStride, srcStride, cols, width) {
		return
	}
	for i := range rows {
		row := dst[i*dstStride:][:width]
		clear(row[copy(row, src[i*srcStride:][:cols]):])
	}
}

// packColumns packs cols columns of k numbers each, which lie as rows in a
// matrix that is read transposed.
func packColumns(dst, src []float32, stride, k, cols, nr int) {
	if cols < nr {
		clear(dst)
	}
	vec.Transpose(dst, nr, src, stride, cols, k)
}
