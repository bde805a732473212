package sgemm

// pack copies the current k block of panels from up to to of B, so that a
// kernel reads one row of a panel after the other. What lies beyond the last
// column is zero.
func (g *job) pack(from, to int) {
	for p := from; p < to; p++ {
		dst := g.packed[p*g.nr*g.kc : (p+1)*g.nr*g.kc]
		j := p * g.nr
		cols := min(g.nr, g.n-j)
		if g.b.Transposed {
			packColumns(dst, g.b.Data[j*g.b.Stride+g.k0:], g.b.Stride, g.kc, cols, g.nr)
		} else {
			packRows(dst, g.b.Data[g.k0*g.b.Stride+j:], g.b.Stride, g.kc, cols, g.nr)
		}
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
// matrix that is read transposed; four at a time, so that what is written lies
// together.
func packColumns(dst, src []float32, stride, k, cols, nr int) {
	if cols < nr {
		clear(dst)
	}
	j := 0
	for ; j+4 <= cols; j += 4 {
		s0, s1 := src[j*stride:][:k], src[(j+1)*stride:][:k]
		s2, s3 := src[(j+2)*stride:][:k], src[(j+3)*stride:][:k]
		d := dst[j:]
		for p := range s0 {
			q := (*[4]float32)(d[p*nr:])
			q[0], q[1], q[2], q[3] = s0[p], s1[p], s2[p], s3[p]
		}
	}
	for ; j < cols; j++ {
		for p, v := range src[j*stride:][:k] {
			dst[p*nr+j] = v
		}
	}
}
