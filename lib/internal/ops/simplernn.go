package ops

import (
	"fmt"

	"github.com/gorgolab/gorgo/lib/internal/graph"
	"github.com/gorgolab/gorgo/lib/internal/sgemm"
	G "gorgonia.org/gorgonia"
)

// SimpleRNN runs h ← act(x·wx + h·wh + bias) over all steps of x (batch, steps,
// in), with wx (in, units), wh (units, units), bias (units) or nil (Elman,
// Finding Structure in Time, 1990).
func SimpleRNN(b *graph.Builder, name string, o Recurrent, act Activation, x, wx, wh, bias, mask *G.Node) (*G.Node, error) {
	s, err := newSequence(b, name, o, 1, x, wx, wh, bias, mask)
	if err != nil {
		return nil, err
	}
	if (act.Forward == nil) != (act.Backward == nil) {
		return nil, fmt.Errorf("%s: the activation lacks Forward or Backward", name)
	}
	r := &simpleRNN{sequence: s, act: act, z: make([]float32, s.steps*s.n*s.units)}
	op := graph.Op{Name: name, Shape: s.result(), Run: r.forward, Diff: r.diff}
	return b.Apply(op, present(x, wx, wh, bias, mask)...)
}

type simpleRNN struct {
	*sequence
	act Activation
	z   []float32 // (steps, n, units): products
}

func (r *simpleRNN) forward(in [][]float32, y []float32) {
	opt := inputs{in[3:]}
	bias, mask := opt.next(r.bias), opt.next(r.masked)
	r.begin(in[0], mask, in[1], in[2])
	r.sequence.forward(func(p, from, to int) {
		r.inputProducts(p, from, to, r.z, bias)
		if p > 0 {
			r.stateProducts(p, from, to, r.z, sgemm.Epilogue{Add: true})
		}
		z, before, after := r.z[p*r.n*r.units:], r.state(p), r.state(p+1)
		for i := from; i < to; i++ {
			from, to := i*r.units, (i+1)*r.units
			switch {
			case r.stands(p, i):
				copy(after[from:to], before[from:to])
			case r.act.Forward == nil:
				copy(after[from:to], z[from:to])
			default:
				r.act.Forward(after[from:to], z[from:to])
			}
		}
	})
	r.end(y)
}

func (r *simpleRNN) diff(in []*G.Node, y, grad *G.Node) ([]*G.Node, error) {
	d := make([]float32, r.steps*r.n*r.units)
	dz, err := r.Apply(graph.Op{Name: r.name + " (gradient)", Shape: []int{r.steps, r.n, r.units}, Buffer: d, Run: func(in [][]float32, out []float32) {
		r.backward(in[2], in[0], out, func(p, i int, dh, d, carry []float32) {
			switch {
			case r.stands(p, i):
				copy(carry, dh)
				clear(d)
			case r.act.Backward == nil:
				copy(d, dh)
			default:
				r.act.Backward(d, dh, r.state(p + 1)[i*r.units:(i+1)*r.units])
			}
		})
	}}, in[2], y, grad)
	if err != nil {
		return nil, err
	}
	return r.gradients(in, dz, d)
}
