package sgemm

import (
	"fmt"

	"github.com/gorgolab/gorgo/lib/internal/memory"
)

// Convolutions are products whose left matrix is read in place through windows:
// [Left] says where its numbers lie, [Right] is the other matrix, packed once
// for many products, and [Multiply] does one product on the caller's goroutine.

// Left is a matrix of which number (i, s·K+p) lies at Data[i·Row + s·Segment +
// p·Col]: its columns are Segments stretches of K.
type Left struct {
	Data                 []float32
	Row, Col             int
	K, Segments, Segment int
}

// Right is a matrix ready to be multiplied with: packed, or in place.
type Right struct {
	data       []float32
	k, n       int
	step, jump int // from one row to the next, and more after a segment
	panel      int // from one panel to the next
}

// PackedSize returns the numbers that a packed k × n matrix takes.
func PackedSize(k, n int) int { return ceil(n, active.nr) * active.nr * k }

// Pack packs b, which is k × n as it is read, into dst, which must hold
// [PackedSize] numbers.
func Pack(dst []float32, b Matrix, k, n int) Right {
	check("B", b, k, n)
	nr := active.nr
	for j := 0; j < n; j += nr {
		packPanel(dst[j*k:(j+nr)*k], b, 0, k, j, min(nr, n-j), nr)
	}
	return Right{data: dst[:PackedSize(k, n)], k: k, n: n, step: nr, panel: nr * k}
}

// Rows returns rows from to to of a packed matrix.
func (r Right) Rows(from, to int) Right {
	r.data = r.data[from*r.step:]
	r.k = to - from
	return r
}

// Columns returns a matrix of n columns in place: segments stretches of k rows,
// stride numbers apart, between the stretches jump numbers more. Where the
// kernel cannot read that, it is packed into buffer, which grows as needed.
func Columns(data []float32, stride, k, segments, jump, n int, buffer *[]float32) Right {
	if need := (segments*k-1)*stride + (segments-1)*jump + n; k < 1 || segments < 1 || stride < n || jump < 0 || len(data) < need {
		panic(fmt.Sprintf("sgemm: %d × %d rows of %d numbers, %d apart, in %d numbers", segments, k, n, stride, len(data)))
	}
	r := Right{data: data, k: k * segments, n: n, step: stride, jump: jump, panel: active.nr}
	if active.masked || n%active.nr == 0 {
		return r
	}
	if need := PackedSize(r.k, n); cap(*buffer) < need {
		*buffer = memory.Floats(need)
	}
	packed, nr := (*buffer)[:cap(*buffer)], active.nr
	for j := 0; j < n; j += nr {
		for s := range segments {
			b := Matrix{Data: data[s*(k*stride+jump):], Stride: stride}
			packPanel(packed[(j*segments+nr*s)*k:][:nr*k], b, 0, k, j, min(nr, n-j), nr)
		}
	}
	return Right{data: packed, k: r.k, n: n, step: nr, panel: nr * r.k}
}

// Multiply computes C = A·B, m × n, and what the epilogue says. c begins with
// C's first number, and its rows are stride numbers apart. It panics when a
// slice is too short.
func Multiply(m int, a Left, b Right, c []float32, stride int, e Epilogue) {
	if m < 1 || b.n < 1 {
		return
	}
	if a.Row < 0 || a.Col < 0 || a.Segment < 0 || a.K < 1 || a.Segments < 1 ||
		len(a.Data) <= (m-1)*a.Row+(a.Segments-1)*a.Segment+(a.K-1)*a.Col {
		panic(fmt.Sprintf("sgemm: windows %d rows with steps %d, %d and %d × %d columns %d apart leave %d numbers", m, a.Row, a.Col, a.Segments, a.K, a.Segment, len(a.Data)))
	}
	if a.K*a.Segments != b.k {
		panic(fmt.Sprintf("sgemm: %d × %d columns times %d rows", a.Segments, a.K, b.k))
	}
	if len(c) < (m-1)*stride+b.n {
		panic(fmt.Sprintf("sgemm: C is %d × %d with stride %d, but has %d numbers", m, b.n, stride, len(c)))
	}
	if e.Bias != nil && len(e.Bias) < b.n {
		panic(fmt.Sprintf("sgemm: %d biases for %d columns", len(e.Bias), b.n))
	}
	blocks := ceil(m, active.mr)
	height := ceil(m, blocks)
	t := tile{
		k: a.K, segments: a.Segments, flags: e.flags(true, true), cStep: uintptr(stride) * size,
		rowStep: uintptr(a.Row) * size, colStep: uintptr(a.Col) * size, segmentStep: uintptr(a.Segment) * size,
		bStep: uintptr(b.step) * size, bJump: uintptr(b.jump) * size,
	}
	for j, p := 0, 0; j < b.n; j, p = j+active.nr, p+1 {
		t.b = &b.data[p*b.panel]
		t.cols = min(active.nr, b.n-j)
		if e.Bias != nil {
			t.bias = &e.Bias[j]
		}
		for i := 0; i < m; i += height {
			t.rows = min(height, m-i)
			t.a, t.c = &a.Data[i*a.Row], &c[i*stride+j]
			active.compute(&t)
		}
	}
}
