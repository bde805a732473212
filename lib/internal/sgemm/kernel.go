package sgemm

import (
	"unsafe"

	"github.com/gorgolab/gorgo/lib/internal/cpu"
)

// kernel computes tiles of up to mr rows and nr columns.
type kernel struct {
	name   string
	mr, nr int
	// masked kernels touch nothing beyond a tile's columns. The others read and
	// write nr columns always, and get narrower tiles by way of a buffer.
	masked bool
	level  int // tells run which one it is
}

// tile is the work of one kernel call: C (rows × cols) from A (rows ×
// segments·k) and B (segments·k × nr). Steps are in bytes. The kernels in
// assembly read it by the names of its fields.
type tile struct {
	a, b, c          *float32
	bias             *float32 // cols numbers
	rowStep, colStep uintptr  // of A
	k, segments      int      // A's columns: segments of k each …
	segmentStep      uintptr  // … which begin that far from each other
	bStep, cStep     uintptr  // from one row to the next
	bJump            uintptr  // of B, more at the end of a segment
	mask             uint64   // a bit for each column, of masked kernels
	flags            uint64
	rows, cols       int
}

// Flags of a tile, in the order in which they are applied.
const (
	flagAdd  = 1 << iota // add to C
	flagBias             // add bias to each row
	flagReLU             // max(x, 0), NaN stays NaN
)

// active is the kernel in use.
var active = kernels(cpu.Best())[0]

// kernels returns the kernels that this processor can run, beginning with that
// of a level.
func kernels(level cpu.Level) []kernel {
	var out []kernel
	for _, l := range cpu.Available() {
		if k, ok := forLevel(l); ok && (l == level || len(out) > 0) {
			out = append(out, k)
		}
	}
	return out
}

// compute runs the kernel on a tile of any width.
func (k *kernel) compute(t *tile) {
	if k.masked {
		t.mask = 1<<t.cols - 1
		k.run(t)
		return
	}
	if t.cols == k.nr {
		k.run(t)
		return
	}
	var buffer [maxRows * 32]float32
	c, flags, step := t.c, t.flags, t.cStep
	t.c, t.flags, t.cStep = &buffer[0], 0, uintptr(k.nr)*size
	k.run(t)
	t.c, t.flags, t.cStep = c, flags, step
	t.finish(buffer[:], k.nr)
}

// size is that of a number.
const size = unsafe.Sizeof(float32(0))

// finish writes sums to C, in rows of the given width.
func (t *tile) finish(sums []float32, width int) {
	var bias []float32
	if t.flags&flagBias != 0 {
		bias = unsafe.Slice(t.bias, t.cols)
	}
	for i := range t.rows {
		row := unsafe.Slice((*float32)(unsafe.Add(unsafe.Pointer(t.c), uintptr(i)*t.cStep)), t.cols)
		for j := range row {
			v := sums[i*width+j]
			if t.flags&flagAdd != 0 {
				v += row[j]
			}
			if bias != nil {
				v += bias[j]
			}
			if t.flags&flagReLU != 0 && v < 0 {
				v = 0
			}
			row[j] = v
		}
	}
}
