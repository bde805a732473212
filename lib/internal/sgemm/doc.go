// Package sgemm multiplies float32 matrices: [Gemm] computes C = A·B, or adds
// A·B to C, for row-major matrices that may be read transposed; [Fused] also
// adds a bias and applies ReLU; [Multiply] does it for matrices that are read
// through the windows of a convolution, or that are multiplied with many times.
//
// It knows nothing of layers, graphs or gradients; the operators in package
// ops call it, several times a training step.
//
// The product is cut into tiles. A kernel computes one with the sums in
// registers: 14 × 32 numbers with AVX-512, 6 × 16 with AVX2, 8 × 12 with NEON,
// 4 × 4 in plain Go; package cpu says which. B is packed into panels as wide as
// a tile, but where A has few rows it is read where it lies, which then is
// faster; A is packed only where B is wide. Masks keep the AVX-512 kernel within
// its matrices; the others get tiles at an edge by way of a buffer. A single row
// takes a way of its own, which reads B once from end to end.
//
// Every number of C is one sum over k in the same order, whichever processor
// core computes its tile and however high the tile is, so the result does not
// depend on GOMAXPROCS, nor a row on how many others there are. Kernels of
// different processors round differently.
//
// Read gemm.go first, then kernel.go, pack.go, row.go and windows.go. The assembly is
// written by the program in gen: go generate.
package sgemm
