package ops

import (
	"fmt"
	"slices"

	"github.com/gorgolab/gorgo/lib/internal/graph"
	G "gorgonia.org/gorgonia"
)

// Losses are the mean of the loss of each example, one number. weights (batch)
// say how much each example counts, weights (batch, steps) how much each step of
// it; nil weighs all alike. The mean is weighted, Σ weight·loss / Σ weight, and
// 0 when all weights are.

// rowwise is a loss of rows: output (batch, …, width), of which each row of the
// last dimension has a loss, and target with targetWidth numbers for each row.
// f returns the loss of a row and, where dz is not nil, its gradient.
func rowwise(b *graph.Builder, name string, output, target, weights *G.Node, targetWidth int, f func(row int, z, t, dz []float32) float64) (*G.Node, error) {
	shape := output.Shape()
	if len(shape) < 2 {
		return nil, fmt.Errorf("%s: want an output (batch, …, classes), got %v", name, []int(shape))
	}
	width := shape[len(shape)-1]
	rows := shape.TotalSize() / width
	if got := target.Shape().TotalSize(); got != rows*targetWidth {
		return nil, fmt.Errorf("%s: want a target with %d numbers for the output %v, got %v", name, rows*targetWidth, []int(shape), []int(target.Shape()))
	}
	l, err := newLoss(b, name, output, weights)
	if err != nil {
		return nil, err
	}
	each := rows / l.examples
	part := func(in [][]float32, r int) (z, t []float32) {
		return in[0][r*width : (r+1)*width], in[1][r*targetWidth : (r+1)*targetWidth]
	}
	l.forward = func(in [][]float32, example int) float64 {
		var sum float64
		for r := example * each; r < (example+1)*each; r++ {
			z, t := part(in, r)
			sum += f(r, z, t, nil)
		}
		return sum / float64(each)
	}
	l.backward = func(in [][]float32, example int, k float64, out []float32) {
		for r := example * each; r < (example+1)*each; r++ {
			z, t := part(in, r)
			dz := out[r*width : (r+1)*width]
			f(r, z, t, dz)
			for j := range dz {
				dz[j] *= float32(k / float64(each))
			}
		}
	}
	return l.apply(output, target, weights)
}

// pointwise is a loss of pairs of numbers, with its derivative: the mean over
// those of an example.
func pointwise(b *graph.Builder, name string, output, target, weights *G.Node, value, derivative func(y, t float64) float64) (*G.Node, error) {
	shape := output.Shape()
	if len(shape) == 0 || target.Shape().TotalSize() != shape.TotalSize() {
		return nil, fmt.Errorf("%s: want a target of the shape of the output %v, got %v", name, []int(shape), []int(target.Shape()))
	}
	l, err := newLoss(b, name, output, weights)
	if err != nil {
		return nil, err
	}
	width := shape.TotalSize() / l.examples
	l.forward = func(in [][]float32, example int) float64 {
		var sum float64
		for i := example * width; i < (example+1)*width; i++ {
			sum += value(float64(in[0][i]), float64(in[1][i]))
		}
		return sum / float64(width)
	}
	l.backward = func(in [][]float32, example int, k float64, out []float32) {
		for i := example * width; i < (example+1)*width; i++ {
			out[i] = float32(k / float64(width) * derivative(float64(in[0][i]), float64(in[1][i])))
		}
	}
	return l.apply(output, target, weights)
}

// loss is the weighted mean over examples, with its gradient.
type loss struct {
	*graph.Builder
	name     string
	shape    []int // of the output
	examples int   // or steps of examples, whatever has a weight
	weighted bool
	forward  func(in [][]float32, example int) float64
	// backward computes k times the gradient of an example.
	backward func(in [][]float32, example int, k float64, out []float32)
}

// newLoss checks the weights.
func newLoss(b *graph.Builder, name string, output, weights *G.Node) (*loss, error) {
	s := output.Shape()
	l := &loss{Builder: b, name: name, shape: s, examples: s[0], weighted: weights != nil}
	if weights == nil {
		return l, nil
	}
	w := weights.Shape()
	if len(w) > 2 || len(w) > max(1, len(s)-1) || !slices.Equal(w, s[:len(w)]) {
		return nil, fmt.Errorf("%s: want weights (batch) or (batch, steps) for the output %v, got %v", name, []int(s), []int(w))
	}
	l.examples = w.TotalSize()
	return l, nil
}

func (l *loss) apply(output, target, weights *G.Node) (*G.Node, error) {
	op := graph.Op{Name: l.name}
	op.Run = func(in [][]float32, out []float32) {
		var sum float64
		for i := range l.examples {
			w := 1.0
			if l.weighted {
				if w = float64(in[2][i]); w == 0 {
					continue
				}
			}
			sum += w * l.forward(in, i)
		}
		if total := l.total(in); total > 0 {
			out[0] = float32(sum / total)
		} else {
			out[0] = 0
		}
	}
	op.Diff = func(in []*G.Node, _, grad *G.Node) ([]*G.Node, error) {
		dz, err := l.Apply(graph.Op{Name: l.name + " (gradient)", Shape: l.shape, Run: func(in [][]float32, out []float32) {
			clear(out)
			total := l.total(in)
			for i := range l.examples {
				w := 1.0
				if l.weighted {
					w = float64(in[2][i])
				}
				if w > 0 {
					l.backward(in, i, w*float64(in[len(in)-1][0])/total, out)
				}
			}
		}}, append(in[:len(in):len(in)], grad)...)
		grads := make([]*G.Node, len(in))
		grads[0] = dz
		return grads, err
	}
	return l.Apply(op, present(output, target, weights)...)
}

// total returns the sum of the weights.
func (l *loss) total(in [][]float32) float64 {
	if !l.weighted {
		return float64(l.examples)
	}
	var sum float64
	for _, w := range in[2] {
		sum += float64(w)
	}
	return sum
}
