package sgemm

import "github.com/gorgolab/gorgo/lib/internal/cpu"

const levelNEON = 1

// forLevel returns the kernel of a level.
func forLevel(l cpu.Level) (kernel, bool) {
	switch l {
	case cpu.NEON:
		return kernel{name: "neon", mr: 8, nr: 12, level: levelNEON}, true
	case cpu.Generic:
		return generic, true
	}
	return kernel{}, false
}

// run computes a tile. It is no function in the kernel, so that the compiler
// sees that the tile stays on the stack.
func (k *kernel) run(t *tile) {
	if k.level == levelNEON {
		runNEON(t)
		return
	}
	runGeneric(t)
}

// copyRows is there for kernels that have a way of their own to copy.
func (k *kernel) copyRows(dst, src []float32, rows int, dstStride, srcStride, cols, width int) bool {
	return false
}
