// Package sgemm multiplies float32 matrices: [Gemm] computes C = A·B, or adds
// A·B to C, for row-major matrices that may be read transposed.
//
// It knows nothing of layers, graphs or gradients; the operators in package
// ops call it, several times a training step.
//
// The product is cut into tiles. B is packed into panels as wide as a tile and
// zero-padded; A is read where it lies. A kernel computes one tile with the
// sums in registers: kernel_generic.go in plain Go, on processors that have
// them the assembly kernels. Every number of C is one sum over k in the same
// order, whichever processor core computes its tile, so the result does not
// depend on GOMAXPROCS.
//
// Read gemm.go first, then pack.go and the kernels.
package sgemm
