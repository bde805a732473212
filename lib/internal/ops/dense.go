package ops

import (
	"fmt"

	"github.com/gorgolab/gorgo/lib/internal/graph"
	"github.com/gorgolab/gorgo/lib/internal/parallel"
	"github.com/gorgolab/gorgo/lib/internal/sgemm"
	G "gorgonia.org/gorgonia"
)

// Dense computes act(x·w + bias): x (…, in), w (in, out), bias (out) or nil,
// result (…, out).
func Dense(b *graph.Builder, name string, act Activation, x, w, bias *G.Node) (*G.Node, error) {
	if err := checkDims(name, "weights", "(in, out)", w, 2); err != nil {
		return nil, err
	}
	d := &dense{Builder: b, name: name, act: act, bias: bias != nil, x: x.Shape(), in: w.Shape()[0], out: w.Shape()[1]}
	if len(d.x) == 0 || d.x[len(d.x)-1] != d.in {
		return nil, fmt.Errorf("%s: want input (…, %d) for weights %v, got %v", name, d.in, []int(w.Shape()), d.x)
	}
	if err := checkShape(name, "bias (out)", bias, d.out); err != nil {
		return nil, err
	}
	d.rows = x.Shape().TotalSize() / d.in
	d.y = append(append([]int{}, d.x[:len(d.x)-1]...), d.out)
	return d.apply(present(x, w, bias))
}

// apply puts the operator into the graph.
func (d *dense) apply(inputs []*G.Node) (*G.Node, error) {
	y, err := d.Apply(graph.Op{Name: d.name, Shape: d.y, Run: d.forward, Diff: d.diff}, inputs...)
	if err == nil && d.act.Forward == nil {
		d.inputs = inputs
		d.Note(y, d) // so that an activation can become part of it
	}
	return y, err
}

// dense is one use of the operator.
type dense struct {
	*graph.Builder
	name          string
	act           Activation
	bias          bool
	x, y          []int
	rows, in, out int
	inputs        []*G.Node
}

func (d *dense) forward(in [][]float32, y []float32) {
	e := sgemm.Epilogue{ReLU: d.act.relu}
	if d.bias {
		e.Bias = in[2]
	}
	sgemm.Fused(d.rows, d.out, d.in, sgemm.Matrix{Data: in[0], Stride: d.in}, sgemm.Matrix{Data: in[1], Stride: d.out},
		sgemm.Matrix{Data: y, Stride: d.out}, e)
	if d.act.Forward != nil && !d.act.relu {
		parallel.Rows(len(y), 1, func(from, to int) { d.act.Forward(y[from:to], y[from:to]) })
	}
}

// diff derives the gradients from that before the activation.
func (d *dense) diff(in []*G.Node, y, grad *G.Node) ([]*G.Node, error) {
	dz := grad
	var err error
	if d.act.Backward != nil {
		dz, err = d.Apply(graph.Op{Name: d.name + " (gradient)", Shape: d.y, Run: func(in [][]float32, out []float32) {
			parallel.Rows(len(out), 1, func(from, to int) { d.act.Backward(out[from:to], in[0][from:to], in[1][from:to]) })
		}}, grad, y)
		if err != nil {
			return nil, err
		}
	}
	parts := []struct {
		what  string
		other []*G.Node
		run   func(in [][]float32, out []float32)
	}{
		{"its input", []*G.Node{in[1]}, func(in [][]float32, dx []float32) {
			product(d.rows, d.in, d.out, in[0], d.out, false, in[1], d.out, true, dx, d.in)
		}},
		{"its weights", []*G.Node{in[0]}, func(in [][]float32, dw []float32) {
			product(d.in, d.out, d.rows, in[1], d.in, true, in[0], d.out, false, dw, d.out)
		}},
		{"its bias", nil, func(in [][]float32, db []float32) { sumRows(db, in[0]) }},
	}
	grads := make([]*G.Node, len(in))
	for i := range in {
		if !d.Learnt(in[i]) {
			continue
		}
		part := parts[i]
		op := graph.Op{Name: d.name + " (gradient of " + part.what + ")", Shape: in[i].Shape(), Run: part.run}
		if grads[i], err = d.Apply(op, append([]*G.Node{dz}, part.other...)...); err != nil {
			return nil, err
		}
	}
	return grads, nil
}

// product computes c (m × n) = a (m × k) · b (k × n).
func product(m, n, k int, a []float32, aStride int, aT bool, b []float32, bStride int, bT bool, c []float32, cStride int) {
	sgemm.Gemm(m, n, k, sgemm.Matrix{Data: a, Stride: aStride, Transposed: aT},
		sgemm.Matrix{Data: b, Stride: bStride, Transposed: bT}, sgemm.Matrix{Data: c, Stride: cStride}, false)
}
