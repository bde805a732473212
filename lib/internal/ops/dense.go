package ops

import (
	"github.com/gorgolab/gorgo/lib/internal/graph"
	"github.com/gorgolab/gorgo/lib/internal/parallel"
	"github.com/gorgolab/gorgo/lib/internal/sgemm"
	"github.com/gorgolab/gorgo/lib/internal/vec"
	G "gorgonia.org/gorgonia"
)

// Dense computes act(x·w + bias): x (…, in), w (in, out), bias (out) or nil,
// result (…, out).
func Dense(b *graph.Builder, name string, act Activation, x, w, bias *G.Node) (*G.Node, error) {
	d := &dense{Builder: b, name: name, act: act, bias: bias != nil, x: x.Shape(), in: w.Shape()[0], out: w.Shape()[1]}
	d.rows = x.Shape().TotalSize() / d.in
	d.y = append(append([]int{}, d.x[:len(d.x)-1]...), d.out)
	op := graph.Op{Name: name, Shape: d.y, Run: d.forward, Diff: d.diff}
	if d.bias {
		return b.Apply(op, x, w, bias)
	}
	return b.Apply(op, x, w)
}

// dense is one use of the operator: the shapes, and the buffer that its
// backward operators share.
type dense struct {
	*graph.Builder
	name          string
	act           Activation
	bias          bool
	x, y          []int
	rows, in, out int

	dz []float32 // gradient before the activation
}

func (d *dense) forward(in [][]float32, y []float32) {
	product(d.rows, d.out, d.in, in[0], d.in, false, in[1], d.out, false, y, d.out)
	parallel.Rows(d.rows, d.out, func(from, to int) {
		if d.bias {
			for r := from; r < to; r++ {
				vec.Add(y[r*d.out:(r+1)*d.out], in[2])
			}
		}
		if d.act.Forward != nil {
			part := y[from*d.out : to*d.out]
			d.act.Forward(part, part)
		}
	})
}

// diff derives three gradients from one pass: the operator for the weights also
// leaves the gradient before the activation and that of the bias, which the
// other two pick up.
func (d *dense) diff(in []*G.Node, y, grad *G.Node) ([]*G.Node, error) {
	d.dz = make([]float32, d.rows*d.out)
	dbias := make([]float32, d.out)
	dw, err := d.Apply(graph.Op{Name: d.name + " (gradient)", Shape: []int{d.in, d.out}, Run: func(in [][]float32, dw []float32) {
		x, y, dy := in[0], in[1], in[2]
		parallel.Rows(d.rows*d.out, 1, func(from, to int) {
			if d.act.Backward == nil {
				copy(d.dz[from:to], dy[from:to])
			} else {
				d.act.Backward(d.dz[from:to], dy[from:to], y[from:to])
			}
		})
		clear(dbias)
		for r := range d.rows {
			vec.Add(dbias, d.dz[r*d.out:(r+1)*d.out])
		}
		product(d.in, d.out, d.rows, x, d.in, true, d.dz, d.out, false, dw, d.out)
	}}, in[0], y, grad)
	if err != nil {
		return nil, err
	}
	grads := []*G.Node{nil, dw}
	if d.Learnt(in[0]) {
		grads[0], err = d.Apply(graph.Op{Name: d.name + " (gradient of its input)", Shape: d.x, Run: func(in [][]float32, dx []float32) {
			product(d.rows, d.in, d.out, d.dz, d.out, false, in[0], d.out, true, dx, d.in)
		}}, in[1], dw)
		if err != nil {
			return nil, err
		}
	}
	if d.bias {
		db, err := d.Pick(d.name+" (gradient of its bias)", []int{d.out}, dbias, dw)
		if err != nil {
			return nil, err
		}
		grads = append(grads, db)
	}
	return grads, nil
}

// product computes c (m × n) = a (m × k) · b (k × n).
func product(m, n, k int, a []float32, aStride int, aT bool, b []float32, bStride int, bT bool, c []float32, cStride int) {
	sgemm.Gemm(m, n, k, sgemm.Matrix{Data: a, Stride: aStride, Transposed: aT},
		sgemm.Matrix{Data: b, Stride: bStride, Transposed: bT}, sgemm.Matrix{Data: c, Stride: cStride}, false)
}
