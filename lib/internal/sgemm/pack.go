package sgemm

import "github.com/gorgolab/gorgo/lib/internal/vec"

// pack copies the current k block of panels from up to to of B, so that a
// kernel reads one row of a panel after the other. What lies beyond the last
// column is zero.
func (g *job) pack(from, to int) {
	if g.direct {
		return
	}
	nr := g.kernel.nr
	for p := from; p < to; p++ {
		j := p * nr
		packPanel(g.packed[j*g.kc:(j+nr)*g.kc], g.b, g.k0, g.kc, j, min(nr, g.n-j), nr)
	}
}

// packA copies the current k block of some blocks of A, so that a kernel reads
// one column of a block after the other.
func (g *job) packA(from, to int) {
	if len(g.packedA) == 0 {
		return
	}
	for q := from; q < to; q++ {
		i := q * g.height
		rows := min(g.height, g.m-i)
		dst := g.packedA[i*g.kc : (i+rows)*g.kc]
		if !g.a.Transposed {
			vec.Transpose(dst, rows, g.a.Data[i*g.a.Stride+g.k0:], g.a.Stride, rows, g.kc)
			continue
		}
		for p := range g.kc {
			copy(dst[p*rows:(p+1)*rows], g.a.Data[(g.k0+p)*g.a.Stride+i:])
		}
	}
}

// packPanel copies rows k0 … k0+k−1, columns j … j+cols−1 of b.
func packPanel(dst []float32, b Matrix, k0, k, j, cols, nr int) {
	if b.Transposed {
		packColumns(dst, b.Data[j*b.Stride+k0:], b.Stride, k, cols, nr)
	} else {
		packRows(dst, b.Data[k0*b.Stride+j:], b.Stride, k, cols, nr)
	}
}

// packRows packs k rows of cols numbers each.
func packRows(dst, src []float32, stride, k, cols, nr int) {
	for p := range k {
		row := dst[p*nr : (p+1)*nr]
		copy(row, src[p*stride:][:cols])
		clear(row[cols:])
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
