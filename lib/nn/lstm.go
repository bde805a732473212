package nn

import (
	"github.com/gorgolab/gorgo/lib/internal/ops"
	"gorgonia.org/gorgonia"
)

// LSTM is a recurrent layer that learns what to keep over many steps: gates
// decide what enters a cell c, what stays in it, and what of it is shown,
//
//	i, f, o = σ(x·W + h·R + b)    g = tanh(x·W + h·R + b)
//	c ← f∘c + i∘g                 h ← o∘tanh(c)
//
// each with columns of its own, in the order i, f, g, o. The bias of f begins at
// 1, so that the cell keeps its content at first (Gers et al., Learning to
// Forget, 2000; Jozefowicz et al., 2015).
//
// Where the input has a mask ([Masking]), a step that is filled up leaves the
// state as it was.
//
// Shape: (steps, features) → (Units), the last h; with Sequence (steps, Units),
// h after each step.
//
// Parameters: weight (features, 4·Units), recurrent_weight (Units, 4·Units) and,
// but for NoBias, bias (4·Units).
//
// Hochreiter and Schmidhuber, Long Short-Term Memory (1997).
type LSTM struct {
	// Units is the size of the state. Required.
	Units int
	// Sequence returns the state after each step: for another recurrent layer on
	// top, or an answer at each step.
	Sequence bool `json:",omitempty"`
	// Reverse goes from the last step to the first.
	Reverse bool `json:",omitempty"`
	// NoBias leaves out b.
	NoBias bool `json:",omitempty"`
	// Init draws W. Default [GlorotUniform].
	Init Initializer `json:",omitzero"`
	// RecurrentInit draws R. Default [Orthogonal].
	RecurrentInit Initializer `json:",omitzero"`
	// Name of the layer. Default lstm_1, lstm_2, …
	Name string `json:",omitempty"`
}

var _ Layer = LSTM{}

// LayerName returns the layer's name.
func (l LSTM) LayerName() string { return l.Name }

func (l LSTM) recurrent() recurrent {
	return recurrent{l.Units, l.Sequence, l.Reverse, l.NoBias, l.Init, l.RecurrentInit}
}

// Build implements [Layer].
func (l LSTM) Build(s *Setup) ([]int, error) {
	out, err := l.recurrent().build(s, 4)
	if err == nil && !l.NoBias {
		s.Param("bias", []int{4 * l.Units}, Initializer{Scheme: forgetBias})
	}
	return out, err
}

// Apply implements [Layer].
func (l LSTM) Apply(g *Graph, x *gorgonia.Node) (*gorgonia.Node, error) {
	r := l.recurrent()
	wx, wh, bias, err := r.params(g)
	if err != nil {
		return nil, err
	}
	return ops.LSTM(g.b, g.label(), r.ops(), x, wx, wh, bias, g.Mask)
}

func (l LSTM) maskUse() maskUse { return l.recurrent().maskUse() }

func (l LSTM) direction(reverse bool) Layer { l.Reverse = reverse; return l }
