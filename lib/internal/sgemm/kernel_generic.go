package sgemm

import "unsafe"

// The kernel in plain Go: it runs everywhere, and is what the others are
// compared with.

var generic = kernel{name: "generic", mr: 4, nr: 4}

// runGeneric keeps the 16 sums of a 4 × 4 tile in registers. A tile with fewer
// rows reads its last row again and drops the sums.
func runGeneric(t *tile) {
	var c00, c01, c02, c03 float32
	var c10, c11, c12, c13 float32
	var c20, c21, c22, c23 float32
	var c30, c31, c32, c33 float32
	row, col, segment, next := int(t.rowStep/size), int(t.colStep/size), int(t.segmentStep/size), int(t.bStep/size)
	last := t.rows - 1
	a := unsafe.Slice(t.a, last*row+(t.segments-1)*segment+(t.k-1)*col+1)
	jump := int(t.bJump / size)
	b := unsafe.Slice(t.b, (t.segments*t.k-1)*next+(t.segments-1)*jump+4)
	for s := range t.segments {
		i0 := s * segment
		i1, i2, i3 := i0+min(1, last)*row, i0+min(2, last)*row, i0+min(3, last)*row
		for range t.k {
			b0, b1, b2, b3 := b[0], b[1], b[2], b[3]
			b = b[min(next, len(b)):]
			v := a[i0]
			c00 += v * b0
			c01 += v * b1
			c02 += v * b2
			c03 += v * b3
			v = a[i1]
			c10 += v * b0
			c11 += v * b1
			c12 += v * b2
			c13 += v * b3
			v = a[i2]
			c20 += v * b0
			c21 += v * b1
			c22 += v * b2
			c23 += v * b3
			v = a[i3]
			c30 += v * b0
			c31 += v * b1
			c32 += v * b2
			c33 += v * b3
			i0 += col
			i1 += col
			i2 += col
			i3 += col
		}
		b = b[min(jump, len(b)):]
	}
	sums := [16]float32{c00, c01, c02, c03, c10, c11, c12, c13, c20, c21, c22, c23, c30, c31, c32, c33}
	t.finish(sums[:], 4)
}
