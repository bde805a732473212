package nn

// What the recurrent layers have in common, and the simplest of them.

import (
	"github.com/gorgolab/gorgo/lib/internal/ops"
	"gorgonia.org/gorgonia"
)

// recurrent is the settings that all recurrent layers share.
type recurrent struct {
	units             int
	sequence, reverse bool
	noBias            bool
	init, inner       Initializer
}

// build checks the settings and declares the parameters of so many gates. Biases
// begin at zero.
func (r recurrent) build(s *Setup, gates int) ([]int, error) {
	if len(s.Input) != 2 {
		return nil, s.Errorf("want input (steps, features), got %s: Reshape it, or put an Embedding in front", formatShape(s.Input))
	}
	if r.units < 1 {
		return nil, s.Errorf("want at least 1 unit, got %d: set Units", r.units)
	}
	steps, in := s.Input[0], s.Input[1]
	s.Param("weight", []int{in, gates * r.units}, r.init.or(GlorotUniform))
	s.Param("recurrent_weight", []int{r.units, gates * r.units}, r.inner.or(Orthogonal))
	s.MultiplyAdds += steps * gates * r.units * (in + r.units)
	if r.sequence {
		return []int{steps, r.units}, nil
	}
	return []int{r.units}, nil
}

func (r recurrent) ops() ops.Recurrent {
	return ops.Recurrent{Sequence: r.sequence, Reverse: r.reverse}
}

// maskUse: a sequence has the steps of the input, a last state has none.
func (r recurrent) maskUse() maskUse {
	if r.sequence {
		return keepsMask
	}
	return consumesMask
}

// params returns the parameters, and the bias unless it is left out.
func (r recurrent) params(g *Graph) (wx, wh, bias *gorgonia.Node, err error) {
	if wx, bias, err = g.weightAndBias(r.noBias); err != nil {
		return nil, nil, nil, err
	}
	wh, err = g.Param("recurrent_weight")
	return wx, wh, bias, err
}

// SimpleRNN goes through a sequence step by step, with a state that starts at
// zero:
//
//	h ← activation(x·W + h·R + b)
//
// Where the input has a mask ([Masking]), a step that is filled up leaves the
// state as it was.
//
// Shape: (steps, features) → (Units), the last state; with Sequence (steps,
// Units), the state after each step.
//
// Parameters: weight (features, Units), recurrent_weight (Units, Units) and, but
// for NoBias, bias (Units).
//
// Elman, Finding Structure in Time (1990).
type SimpleRNN struct {
	// Units is the size of the state. Required.
	Units int
	// Activation of the state: [Tanh], [ReLU], [Sigmoid]; Default Tanh.
	Activation Activation `json:",omitempty"`
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
	// Name of the layer. Default simple_rnn_1, simple_rnn_2, …
	Name string `json:",omitempty"`
}

var _ Layer = SimpleRNN{}

// LayerName returns the layer's name.
func (l SimpleRNN) LayerName() string { return l.Name }

func (l SimpleRNN) recurrent() recurrent {
	return recurrent{l.Units, l.Sequence, l.Reverse, l.NoBias, l.Init, l.RecurrentInit}
}

func (l SimpleRNN) activation() Activation {
	if l.Activation == Linear {
		return Tanh
	}
	return l.Activation
}

// Build implements [Layer].
func (l SimpleRNN) Build(s *Setup) ([]int, error) {
	if a := l.activation(); a != Tanh && a != ReLU && a != Sigmoid {
		return nil, s.Errorf("want Tanh, ReLU or Sigmoid, got %q: set Activation", string(a))
	}
	out, err := l.recurrent().build(s, 1)
	if err == nil && !l.NoBias {
		s.Param("bias", []int{l.Units}, Initializer{Scheme: Zeros})
	}
	return out, err
}

// Apply implements [Layer].
func (l SimpleRNN) Apply(g *Graph, x *gorgonia.Node) (*gorgonia.Node, error) {
	r := l.recurrent()
	wx, wh, bias, err := r.params(g)
	if err != nil {
		return nil, err
	}
	act, _ := l.activation().fused()
	return ops.SimpleRNN(g.b, g.label(), r.ops(), act, x, wx, wh, bias, g.Mask)
}

func (l SimpleRNN) maskUse() maskUse { return l.recurrent().maskUse() }

func (l SimpleRNN) direction(reverse bool) Layer { l.Reverse = reverse; return l }
