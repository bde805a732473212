package nn

import (
	"github.com/gorgolab/gorgo/lib/internal/ops"
	"gorgonia.org/gorgonia"
)

// GRU is a recurrent layer with gates, as [LSTM] is, but without a cell beside
// its state:
//
//	r, z = σ(x·W + b + h·R + d)
//	n = tanh(x·W + b + r∘(h·R + d))
//	h ← (1−z)∘n + z∘h
//
// each with columns of its own, in the order r, z, n. The reset gate r acts after
// the product, as in PyTorch, and in Keras with reset_after.
//
// Where the input has a mask ([Masking]), a step that is filled up leaves the
// state as it was.
//
// Shape: (steps, features) → (Units), the last h; with Sequence (steps, Units),
// h after each step.
//
// Parameters: weight (features, 3·Units), recurrent_weight (Units, 3·Units) and,
// but for NoBias, bias and recurrent_bias (3·Units).
//
// Cho et al., Learning Phrase Representations using RNN Encoder-Decoder (EMNLP
// 2014).
type GRU struct {
	// Units is the size of the state. Required.
	Units int
	// Sequence returns the state after each step: for another recurrent layer on
	// top, or an answer at each step.
	Sequence bool `json:",omitempty"`
	// Reverse goes from the last step to the first.
	Reverse bool `json:",omitempty"`
	// NoBias leaves out b and d.
	NoBias bool `json:",omitempty"`
	// Init draws W. Default [GlorotUniform].
	Init Initializer `json:",omitzero"`
	// RecurrentInit draws R. Default [Orthogonal].
	RecurrentInit Initializer `json:",omitzero"`
	// Name of the layer. Default gru_1, gru_2, …
	Name string `json:",omitempty"`
}

var _ Layer = GRU{}

// LayerName returns the layer's name.
func (l GRU) LayerName() string { return l.Name }

func (l GRU) recurrent() recurrent {
	return recurrent{l.Units, l.Sequence, l.Reverse, l.NoBias, l.Init, l.RecurrentInit}
}

// Build implements [Layer].
func (l GRU) Build(s *Setup) ([]int, error) {
	out, err := l.recurrent().build(s, 3)
	if err == nil && !l.NoBias {
		s.Param("bias", []int{3 * l.Units}, Initializer{Scheme: Zeros})
		s.Param("recurrent_bias", []int{3 * l.Units}, Initializer{Scheme: Zeros})
	}
	return out, err
}

// Apply implements [Layer].
func (l GRU) Apply(g *Graph, x *gorgonia.Node) (*gorgonia.Node, error) {
	r := l.recurrent()
	wx, wh, bias, err := r.params(g)
	if err != nil {
		return nil, err
	}
	inner, err := g.optional("recurrent_bias", l.NoBias)
	if err != nil {
		return nil, err
	}
	return ops.GRU(g.b, g.label(), r.ops(), x, wx, wh, bias, inner, g.Mask)
}

func (l GRU) maskUse() maskUse { return l.recurrent().maskUse() }

func (l GRU) direction(reverse bool) Layer { l.Reverse = reverse; return l }
