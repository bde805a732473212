package ops

import (
	"fmt"

	"github.com/gorgolab/gorgo/lib/internal/graph"
	"github.com/gorgolab/gorgo/lib/internal/parallel"
	"github.com/gorgolab/gorgo/lib/internal/vec"
	G "gorgonia.org/gorgonia"
)

// Activation is an elementwise function whose gradient follows from its result,
// so that it can be fused into the operator before it.
type Activation struct {
	// Forward computes the result y; dst may be x.
	Forward func(dst, x []float32)
	// Backward computes the gradient of x from that of y.
	Backward func(dst, dy, y []float32)

	relu bool // it is ReLU, which matrix kernels can do
}

// The activations that can be fused. The zero Activation is the identity.
var (
	Identity = Activation{}
	ReLU     = Activation{Forward: vec.ReLU, Backward: vec.ReLUBackward, relu: true}
	Sigmoid  = Activation{Forward: vec.Sigmoid, Backward: vec.SigmoidBackward}
	Tanh     = Activation{Forward: vec.Tanh, Backward: vec.TanhBackward}
)

// Activate applies an activation to x of any shape. Right behind a [Dense] or a
// convolution without an activation it becomes part of it.
func Activate(b *graph.Builder, name string, a Activation, x *G.Node) (*G.Node, error) {
	if a.Forward == nil && a.Backward == nil {
		return x, nil
	}
	switch before := b.Noted(x).(type) {
	case *dense:
		d := *before
		d.name, d.act = d.name+" with "+name, a
		return d.apply(d.inputs)
	case twin:
		if c := before.conv; c != nil && c.act.Forward == nil {
			with := *c
			with.name, with.act, with.weights, with.tiles = c.name+" with "+name, a, packedWeights{}, tiles{}
			return with.apply(before.inputs, x.Shape())
		}
	}
	return onTwins(b, name, func(x ...*G.Node) (*G.Node, error) { return activate(b, name, a, x[0]) }, x)
}

// activate is the operator by itself.
func activate(b *graph.Builder, name string, a Activation, x *G.Node) (*G.Node, error) {
	shape := x.Shape()
	op := graph.Op{Name: name, Shape: shape}
	op.Run = func(in [][]float32, out []float32) {
		parallel.Rows(len(out), 1, func(from, to int) { a.Forward(out[from:to], in[0][from:to]) })
	}
	op.Diff = func(_ []*G.Node, y, grad *G.Node) ([]*G.Node, error) {
		dx, err := b.Apply(graph.Op{Name: name + " (gradient)", Shape: shape, Run: func(in [][]float32, out []float32) {
			parallel.Rows(len(out), 1, func(from, to int) { a.Backward(out[from:to], in[0][from:to], in[1][from:to]) })
		}}, grad, y)
		return []*G.Node{dx}, err
	}
	return b.Apply(op, x)
}

// Softmax computes eˣ / Σ eˣ over the last dimension.
func Softmax(b *graph.Builder, name string, x *G.Node) (*G.Node, error) {
	shape := x.Shape()
	if len(shape) == 0 {
		return nil, fmt.Errorf("%s: softmax of a single number", name)
	}
	width := shape[len(shape)-1]
	rows := shape.TotalSize() / width
	op := graph.Op{Name: name, Shape: shape}
	op.Run = func(in [][]float32, out []float32) {
		parallel.Rows(rows, 8*width, func(from, to int) {
			for r := from; r < to; r++ {
				vec.Softmax(out[r*width:(r+1)*width], in[0][r*width:(r+1)*width])
			}
		})
	}
	op.Diff = func(_ []*G.Node, y, grad *G.Node) ([]*G.Node, error) {
		dx, err := b.Apply(graph.Op{Name: name + " (gradient)", Shape: shape, Run: func(in [][]float32, out []float32) {
			parallel.Rows(rows, width, func(from, to int) {
				for r := from; r < to; r++ {
					softmaxBackward(out[r*width:(r+1)*width], in[0][r*width:(r+1)*width], in[1][r*width:(r+1)*width])
				}
			})
		}}, grad, y)
		return []*G.Node{dx}, err
	}
	return b.Apply(op, x)
}

// softmaxBackward computes y · (dy − Σ y·dy) for one row.
func softmaxBackward(dst, dy, y []float32) {
	var dot float64
	for i, v := range y {
		dot += float64(v) * float64(dy[i])
	}
	for i, v := range y {
		dst[i] = v * (dy[i] - float32(dot))
	}
}
