package sgemm

import "github.com/gorgolab/gorgo/lib/internal/cpu"

// forLevel returns the kernel of a level.
func forLevel(l cpu.Level) (kernel, bool) {
	switch l {
	case cpu.AVX512:
		return kernel{name: "avx512", mr: 14, nr: 32, masked: true, run: runAVX512}, true
	case cpu.AVX2:
		return kernel{name: "avx2", mr: 6, nr: 16, run: runAVX2}, true
	case cpu.Generic:
		return generic, true
	}
	return kernel{}, false
}
