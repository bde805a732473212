// Package vec computes float32 functions of whole slices: the elementwise part
// of operators and optimisers, and sums.
//
// It is not parallel (callers divide the rows) and not a vector type. Every
// number of an elementwise result depends on the numbers at its own place only,
// so a slice may be computed in parts. Where src and dst are both given they may
// be the same slice; they must not overlap otherwise, and dst must be at least
// as long.
//
// Every function exists in plain Go and, for amd64, in generated assembly for
// AVX-512 and AVX2; package cpu says which is used. Errors against the exact
// result, in units in the last place of a float32: Exp 2, Sigmoid 3, Tanh 3 (for
// results that are not subnormal); SiLU, GELU and their like are within 1e-6 of
// it, times the size of x where that is above 1. What is added or multiplied is
// rounded once or twice.
//
// The steps of optimisers and the gradients of saturating functions take numbers
// below the normal range (1.2e-38) for zero, where there is assembly: averages of
// gradients that have died out end up there, and processors compute with such
// numbers a hundred times more slowly.
//
// activation.go holds the activations, update.go the steps of optimisers,
// sums.go the reductions, norm.go what norms need, cell.go the gates of recurrent
// cells, pool.go and winograd.go what convolutions do to pixels; table.go is the
// choice of implementation, generic.go the one in Go, gen the program that writes
// the assembly.
package vec
