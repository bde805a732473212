package sgemm

import "github.com/gorgolab/gorgo/lib/internal/cpu"

// The levels of kernels beyond the generic one.
const (
	levelAVX2 = 1 + iota
	levelAVX512
)

// forLevel returns the kernel of a level.
func forLevel(l cpu.Level) (kernel, bool) {
	switch l {
	case cpu.AVX512:
		return kernel{name: "avx512", mr: 14, nr: 32, masked: true, level: levelAVX512}, true
	case cpu.AVX2:
		return kernel{name: "avx2", mr: 6, nr: 16, level: levelAVX2}, true
	case cpu.Generic:
		return generic, true
	}
	return kernel{}, false
}

// run computes a tile. It is a switch and no function in the kernel, so that
// the compiler sees that the tile stays on the stack.
func (k *kernel) run(t *tile) {
	switch k.level {
	case levelAVX512:
		runAVX512(t)
	case levelAVX2:
		runAVX2(t)
	default:
		runGeneric(t)
	}
}
