package ops

import (
	"github.com/gorgolab/gorgo/lib/internal/graph"
	"github.com/gorgolab/gorgo/lib/internal/sgemm"
	"github.com/gorgolab/gorgo/lib/internal/vec"
	G "gorgonia.org/gorgonia"
)

// GRU runs a gated recurrent unit over all steps of x (batch, steps, in):
//
//	r, z = σ(x·wx + bias + h·wh + rbias)
//	n = tanh(x·wx + bias + r∘(h·wh + rbias))
//	h ← (1−z)∘n + z∘h
//
// with wx (in, 3·units), wh (units, 3·units), bias and rbias (3·units) or nil,
// each in the order r, z, n (Cho et al., 2014, in the form of cuDNN and PyTorch,
// which is Keras' with reset_after).
func GRU(b *graph.Builder, name string, o Recurrent, x, wx, wh, bias, rbias, mask *G.Node) (*G.Node, error) {
	s, err := newSequence(b, name, o, 3, x, wx, wh, bias, mask)
	if err != nil {
		return nil, err
	}
	if err := checkShape(name, "recurrent bias (gates · units)", rbias, s.gates); err != nil {
		return nil, err
	}
	g := &gru{sequence: s, rbias: rbias != nil, gate: make([]float32, s.steps*s.n*s.gates), recurrent: make([]float32, s.steps*s.n*s.gates)}
	op := graph.Op{Name: name, Shape: s.result(), Run: g.forward, Diff: g.diff}
	return b.Apply(op, present(x, wx, wh, bias, rbias, mask)...)
}

type gru struct {
	*sequence
	rbias     bool
	gate      []float32 // (steps, n, 3·units)
	recurrent []float32 // h·wh + rbias
}

func (g *gru) forward(in [][]float32, y []float32) {
	opt := inputs{in[3:]}
	bias, rbias, mask := opt.next(g.bias), opt.next(g.rbias), opt.next(g.masked)
	g.begin(in[0], mask, in[1], in[2])
	g.sequence.forward(func(p, from, to int) {
		g.inputProducts(p, from, to, g.gate, bias)
		g.stateProducts(p, from, to, g.recurrent, sgemm.Epilogue{Bias: rbias})
		before, after := g.state(p), g.state(p+1)
		for i := from; i < to; i++ {
			h0, h := before[i*g.units:(i+1)*g.units], after[i*g.units:(i+1)*g.units]
			if g.stands(p, i) {
				copy(h, h0)
				continue
			}
			at := (p*g.n + i) * g.gates
			vec.GRU(g.gate[at:at+g.gates], g.recurrent[at:at+g.gates], h0, h)
		}
	})
	g.end(y)
}

func (g *gru) diff(in []*G.Node, y, grad *G.Node) ([]*G.Node, error) {
	recurrent := make([]float32, g.steps*g.n*g.gates)
	dz, err := g.Apply(graph.Op{Name: g.name + " (gradient)", Shape: []int{g.steps, g.n, g.gates}, Run: func(in [][]float32, out []float32) {
		g.backward(in[2], in[0], recurrent, func(p, i int, dh, d, carry []float32) {
			at := (p*g.n + i) * g.gates
			g.cellBackward(p, i, dh, out[at:at+g.gates], d, carry)
		})
	}}, in[2], y, grad)
	if err != nil {
		return nil, err
	}
	grads, err := g.gradients(in, dz, recurrent)
	if err != nil || !g.rbias {
		return grads, err
	}
	at := 3
	if g.bias {
		at = 4
	}
	if g.Learnt(in[at]) {
		grads[at], err = g.Apply(graph.Op{Name: g.name + " (gradient of its recurrent bias)", Shape: []int{g.gates}, Run: func(_ [][]float32, out []float32) {
			sumRows(out, recurrent)
		}}, dz)
	}
	return grads, err
}

// cellBackward writes the gradients of the products with x to dx, those of the
// products with the state to d.
func (g *gru) cellBackward(p, i int, dh, dx, d, carry []float32) {
	u, at := g.units, (p*g.n+i)*g.gates
	if g.stands(p, i) {
		copy(carry, dh)
		clear(d)
		clear(dx)
		return
	}
	vec.GRUBackward(dx, d, g.gate[at:at+g.gates], g.recurrent[at+2*u:at+g.gates], g.state(p)[i*u:(i+1)*u], dh, carry)
}
