package ops

import (
	"fmt"

	"github.com/gorgolab/gorgo/lib/internal/graph"
	G "gorgonia.org/gorgonia"
)

// Mask tells the steps of x (batch, steps) or (batch, steps, features) apart: 0
// where all numbers of a step are the given one, which fills up sequences that
// are shorter than others, and 1 elsewhere. The result is (batch, steps), and
// has no gradient.
func Mask(b *graph.Builder, name string, padding float64, x *G.Node) (*G.Node, error) {
	s := x.Shape()
	if len(s) < 2 {
		return nil, fmt.Errorf("%s: want input (batch, steps, …), got %v", name, []int(s))
	}
	width := s.TotalSize() / (s[0] * s[1])
	p := float32(padding)
	op := graph.Op{Name: name, Shape: []int{s[0], s[1]}, Constant: true}
	op.Run = func(in [][]float32, out []float32) {
		for i := range out {
			out[i] = 0
			for _, v := range in[0][i*width : (i+1)*width] {
				if v != p {
					out[i] = 1
					break
				}
			}
		}
	}
	return b.Apply(op, x)
}

// WeighSteps multiplies the steps of a mask (batch, steps) by the weights
// (batch) of their examples. It has no gradient.
func WeighSteps(b *graph.Builder, name string, mask, weights *G.Node) (*G.Node, error) {
	s := mask.Shape()
	if err := checkShape(name, "weights (batch)", weights, s[0]); err != nil {
		return nil, err
	}
	return b.Apply(graph.Op{Name: name, Shape: s, Constant: true, Run: func(in [][]float32, out []float32) {
		for i, m := range in[0] {
			out[i] = m * in[1][i/s[1]]
		}
	}}, mask, weights)
}
