// Package cpu says which of the kernels in this module the processor can run,
// and which are in use: a [Level] for all of them, so that matrix and vector
// kernels never mix.
//
// It holds no kernels; packages sgemm and vec ask it once. The environment
// variable GORGO_CPU forces a level: generic, avx2 or avx512 on amd64, generic
// or neon on arm64.
package cpu
