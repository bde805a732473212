package graph

import (
	"slices"

	"github.com/gorgolab/gorgo/lib/internal/parallel"
	"github.com/gorgolab/gorgo/lib/internal/vec"
	G "gorgonia.org/gorgonia"
)

// gorgonia adds up the gradients of what is used more than once with an operator
// that allocates its result in every run. A program replaces it.

// sumOf returns an operator that does what a node's does, if that is the sum of
// two tensors of one shape.
func sumOf(n *G.Node) (*closure, bool) {
	if n.Op() == nil || n.Op().String() != "+ false" || n.Dims() == 0 {
		return nil, false
	}
	in := children(n)
	if len(in) != 2 || !slices.Equal(in[0].Shape(), n.Shape()) || !slices.Equal(in[1].Shape(), n.Shape()) {
		return nil, false
	}
	for _, node := range append(in, n) {
		if node.Dtype() != G.Float32 {
			return nil, false
		}
	}
	op := Op{Name: n.Op().String(), Shape: n.Shape(), Run: func(in [][]float32, out []float32) {
		parallel.Rows(len(out), 1, func(from, to int) {
			copy(out[from:to], in[0][from:to])
			vec.Add(out[from:to], in[1][from:to])
		})
	}}
	return newClosure(op, []int{in[0].Dims(), in[1].Dims()}, []bool{true, true}), true
}
