package ops

import (
	"fmt"

	"github.com/gorgolab/gorgo/lib/internal/graph"
	"github.com/gorgolab/gorgo/lib/internal/parallel"
	G "gorgonia.org/gorgonia"
)

// Permute brings the dimensions of x into another order: dimension i of the
// result is dimension order[i] of x.
func Permute(b *graph.Builder, name string, order []int, x *G.Node) (*G.Node, error) {
	from := x.Shape()
	back := make([]int, len(order))
	seen := make([]bool, len(order))
	shape := make([]int, len(order))
	for i, d := range order {
		if len(order) != len(from) || d < 0 || d >= len(order) || seen[d] {
			return nil, fmt.Errorf("%s: %v is no order of the dimensions of %v", name, order, []int(from))
		}
		seen[d] = true
		back[d], shape[i] = i, from[d]
	}
	op := graph.Op{Name: name, Shape: shape, Run: permuted(from, order)}
	op.Diff = func(_ []*G.Node, _, grad *G.Node) ([]*G.Node, error) {
		dx, err := b.Apply(graph.Op{Name: name + " (gradient)", Shape: from, Run: permuted(shape, back)}, grad)
		return []*G.Node{dx}, err
	}
	return b.Apply(op, x)
}

// permuted returns the function that moves the numbers.
func permuted(from, order []int) func(in [][]float32, out []float32) {
	stride := make([]int, len(from)) // of the source
	for d, s := len(from)-1, 1; d >= 0; d-- {
		stride[d] = s
		s *= from[d]
	}
	shape, step := make([]int, len(order)), make([]int, len(order))
	for i, d := range order {
		shape[i], step[i] = from[d], stride[d]
	}
	rows, width := size(shape[:1]), size(shape[1:])
	return func(in [][]float32, out []float32) {
		parallel.Rows(rows, width, func(begin, end int) {
			index := make([]int, len(shape))
			for r := begin; r < end; r++ {
				clear(index)
				at := r * step[0]
				for i := r * width; i < (r+1)*width; i++ {
					out[i] = in[0][at]
					for d := len(shape) - 1; d > 0; d-- {
						index[d]++
						at += step[d]
						if index[d] < shape[d] {
							break
						}
						at -= index[d] * step[d]
						index[d] = 0
					}
				}
			}
		})
	}
}
