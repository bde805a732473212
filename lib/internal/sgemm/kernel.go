package sgemm

// kernel computes tiles of up to mr rows and nr columns.
type kernel struct {
	name   string
	mr, nr int
	run    func(t tile)
}

// tile is the work of one kernel call: C (rows × cols) = or += A (rows × k) ·
// B (k × nr, packed, zero beyond cols).
type tile struct {
	rows, cols, k    int
	a                []float32
	rowStep, colStep int
	b                []float32
	c                []float32
	cStride          int
	add              bool
}

// active is the kernel in use.
var active = generic

// kernels returns every kernel that this processor can run.
func kernels() []kernel { return []kernel{generic} }
