package ops

import (
	"github.com/gorgolab/gorgo/lib/internal/graph"
	"github.com/gorgolab/gorgo/lib/internal/memory"
	"github.com/gorgolab/gorgo/lib/internal/sgemm"
	"github.com/gorgolab/gorgo/lib/internal/vec"
	G "gorgonia.org/gorgonia"
)

// LSTM runs a long short-term memory over all steps of x (batch, steps, in):
//
//	i, f, o = σ(x·wx + h·wh + bias)      g = tanh(x·wx + h·wh + bias)
//	c ← f∘c + i∘g                        h ← o∘tanh(c)
//
// with wx (in, 4·units), wh (units, 4·units) and bias (4·units) or nil, each in
// the order i, f, g, o (Hochreiter and Schmidhuber, 1997; Gers et al., 2000).
func LSTM(b *graph.Builder, name string, o Recurrent, x, wx, wh, bias, mask *G.Node) (*G.Node, error) {
	s, err := newSequence(b, name, o, 4, x, wx, wh, bias, mask)
	if err != nil {
		return nil, err
	}
	cells := s.n * s.units
	l := &lstm{sequence: s, gate: memory.Floats(s.steps * s.n * s.gates), c: memory.Floats((s.steps + 1) * cells), tanh: memory.Floats(s.steps * cells)}
	op := graph.Op{Name: name, Shape: s.result(), Run: l.forward, Diff: l.diff}
	return b.Apply(op, present(x, wx, wh, bias, mask)...)
}

type lstm struct {
	*sequence
	gate []float32 // (steps, n, 4·units)
	c    []float32 // cells, as h
	tanh []float32 // tanh(c) after each step
	dc   []float32
}

func (l *lstm) forward(in [][]float32, y []float32) {
	opt := inputs{in[3:]}
	bias, mask := opt.next(l.bias), opt.next(l.masked)
	l.begin(in[0], mask, in[1], in[2])
	l.sequence.forward(func(p, from, to int) {
		l.inputProducts(p, from, to, l.gate, bias)
		if p > 0 {
			l.stateProducts(p, from, to, l.gate, sgemm.Epilogue{Add: true})
		}
		for i := from; i < to; i++ {
			l.cell(p, i)
		}
	})
	l.end(y)
}

// cell computes one example in one step.
func (l *lstm) cell(p, i int) {
	u, row := l.units, l.n*l.units
	z := l.gate[(p*l.n+i)*l.gates:][:l.gates]
	before, after := p*row+i*u, (p+1)*row+i*u
	h, c, q := l.h[after:after+u], l.c[after:after+u], l.tanh[before:before+u]
	if l.stands(p, i) {
		copy(h, l.h[before:before+u])
		copy(c, l.c[before:before+u])
		return
	}
	vec.LSTM(z, l.c[before:before+u], c, h, q)
}

func (l *lstm) diff(in []*G.Node, y, grad *G.Node) ([]*G.Node, error) {
	l.dc = make([]float32, l.n*l.units)
	d := memory.Floats(l.steps * l.n * l.gates)
	dz, err := l.Apply(graph.Op{Name: l.name + " (gradient)", Shape: []int{l.steps, l.n, l.gates}, Buffer: d, Run: func(in [][]float32, out []float32) {
		clear(l.dc)
		l.backward(in[2], in[0], out, l.cellBackward)
	}}, in[2], y, grad)
	if err != nil {
		return nil, err
	}
	return l.gradients(in, dz, d)
}

func (l *lstm) cellBackward(p, i int, dh, d, carry []float32) {
	u, row := l.units, l.n*l.units
	before := p*row + i*u
	if l.stands(p, i) {
		copy(carry, dh)
		clear(d)
		return
	}
	z := l.gate[(p*l.n+i)*l.gates:][:l.gates]
	vec.LSTMBackward(d, z, dh, l.dc[i*u:(i+1)*u], l.c[before:before+u], l.tanh[before:before+u])
}
