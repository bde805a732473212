// Package vec computes float32 functions of whole slices: the elementwise part
// of operators and optimisers.
//
// It is not parallel (callers divide the rows) and not a vector type. Every
// number of a result depends on the numbers at its own place only, so a slice
// may be computed in parts. Where src and dst are both given they may be the
// same slice; they must not overlap otherwise, and must have the same length.
//
// activation.go holds the activations, update.go the sums and the steps of
// optimisers.
package vec
