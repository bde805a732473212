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

// copyRows copies rows of cols numbers, and writes width numbers, of which those
// beyond cols are zero. It reports whether the kernel has a way for that.
func (k *kernel) copyRows(dst, src []float32, rows int, dstStride, srcStride, cols, width int) bool {
	switch {
	case k.level == levelAVX512 && width <= 32:
		_, _ = dst[(rows-1)*dstStride+width-1], src[(rows-1)*srcStride+cols-1]
		avx512Copy(&dst[0], &src[0], rows, uintptr(dstStride)*size, uintptr(srcStride)*size, 1<<cols-1, 1<<width-1)
	case k.level == levelAVX2 && cols == 16 && width == 16:
		_, _ = dst[(rows-1)*dstStride+15], src[(rows-1)*srcStride+15]
		avx2Copy(&dst[0], &src[0], rows, uintptr(dstStride)*size, uintptr(srcStride)*size, 0, 0)
	default:
		return false
	}
	return true
}
