package nn

import (
	"math"

	"github.com/gorgolab/gorgo/lib/internal/ops"
	"gorgonia.org/gorgonia"
)

// BatchNorm brings each channel to mean 0 and variance 1, and then scales and
// shifts it by what is learnt:
//
//	y = gamma · (x − μ)/√(σ² + Epsilon) + beta
//
// In training μ and σ² are those of the batch, and moving averages of them are
// kept; at evaluation, and when the layer is frozen ([Model.Freeze]), they are
// the moving averages, which stay as they are then.
//
// Shape: (channels) or (channels, …) → the same. In a sequence (steps, features)
// it would take the steps for channels: [LayerNorm] is for those.
//
// Parameters: gamma and beta (channels). Buffers: moving_mean and moving_variance
// (channels); the latter is the unbiased one, as in PyTorch.
//
// Ioffe and Szegedy, Batch Normalization (ICML 2015).
type BatchNorm struct {
	// Momentum is the share of the moving averages that a step keeps, between 0
	// and 1 (PyTorch counts the other share). Default 0.9.
	Momentum float64 `json:",omitempty"`
	// Epsilon keeps the division from blowing up. Default 1e-5.
	Epsilon float64 `json:",omitempty"`
	// NoScale leaves out gamma, NoShift beta.
	NoScale bool `json:",omitempty"`
	NoShift bool `json:",omitempty"`
	// Name of the layer. Default batch_norm_1, batch_norm_2, …
	Name string `json:",omitempty"`
}

var _ Layer = BatchNorm{}

// LayerName returns the layer's name.
func (l BatchNorm) LayerName() string { return l.Name }

// Build implements [Layer].
func (l BatchNorm) Build(s *Setup) ([]int, error) {
	if len(s.Input) == 0 {
		return nil, s.Errorf("want input (channels) or (channels, …), got a single number for each example")
	}
	if !(l.Momentum >= 0 && l.Momentum < 1) {
		return nil, s.Errorf("want a Momentum from 0 up to, not including, 1, got %v", l.Momentum)
	}
	if err := buildNorm(s, l.Epsilon, s.Input[0], l.NoScale, l.NoShift); err != nil {
		return nil, err
	}
	s.Buffer("moving_mean", s.Input[:1], Initializer{Scheme: Zeros})
	s.Buffer("moving_variance", s.Input[:1], Initializer{Scheme: Ones})
	return s.Input, nil
}

// buildNorm checks and declares what normalisations have in common.
func buildNorm(s *Setup, epsilon float64, width int, noScale, noShift bool) error {
	if !(epsilon >= 0) || math.IsInf(epsilon, 0) {
		return s.Errorf("want an Epsilon of at least 0, got %v", epsilon)
	}
	if !noScale {
		s.Param("gamma", []int{width}, Initializer{Scheme: Ones})
	}
	if !noShift {
		s.Param("beta", []int{width}, Initializer{Scheme: Zeros})
	}
	return nil
}

// scaleAndShift returns gamma and beta.
func (g *Graph) scaleAndShift(noScale, noShift bool) (gamma, beta *gorgonia.Node, err error) {
	if gamma, err = g.optional("gamma", noScale); err != nil {
		return nil, nil, err
	}
	beta, err = g.optional("beta", noShift)
	return gamma, beta, err
}

// Apply implements [Layer].
func (l BatchNorm) Apply(g *Graph, x *gorgonia.Node) (*gorgonia.Node, error) {
	gamma, beta, err := g.scaleAndShift(l.NoScale, l.NoShift)
	if err != nil {
		return nil, err
	}
	mean, err := g.Buffer("moving_mean")
	if err != nil {
		return nil, err
	}
	variance, err := g.Buffer("moving_variance")
	if err != nil {
		return nil, err
	}
	o := ops.BatchNormOptions{Epsilon: orDefault(l.Epsilon, 1e-5), Momentum: orDefault(l.Momentum, .9), Frozen: !g.Training || g.Frozen}
	return ops.BatchNorm(g.b, g.label(), o, x, gamma, beta, mean, variance)
}

// LayerNorm brings the last dimension of each example, each step of a sequence by
// itself, to mean 0 and variance 1, and then scales and shifts it by what is
// learnt:
//
//	y = gamma · (x − μ)/√(σ² + Epsilon) + beta
//
// It does the same in training and at evaluation.
//
// Shape: (…, features) → the same.
//
// Parameters: gamma and beta (features).
//
// Ba, Kiros, Hinton: Layer Normalization (2016).
type LayerNorm struct {
	// Epsilon keeps the division from blowing up. Default 1e-5.
	Epsilon float64 `json:",omitempty"`
	// NoScale leaves out gamma, NoShift beta.
	NoScale bool `json:",omitempty"`
	NoShift bool `json:",omitempty"`
	// Name of the layer. Default layer_norm_1, layer_norm_2, …
	Name string `json:",omitempty"`
}

var _ Layer = LayerNorm{}

// LayerName returns the layer's name.
func (l LayerNorm) LayerName() string { return l.Name }

// Build implements [Layer].
func (l LayerNorm) Build(s *Setup) ([]int, error) {
	if len(s.Input) == 0 {
		return nil, s.Errorf("want input (…, features), got a single number for each example")
	}
	return s.Input, buildNorm(s, l.Epsilon, s.Input[len(s.Input)-1], l.NoScale, l.NoShift)
}

// Apply implements [Layer].
func (l LayerNorm) Apply(g *Graph, x *gorgonia.Node) (*gorgonia.Node, error) {
	gamma, beta, err := g.scaleAndShift(l.NoScale, l.NoShift)
	if err != nil {
		return nil, err
	}
	return ops.LayerNorm(g.b, g.label(), orDefault(l.Epsilon, 1e-5), x, gamma, beta)
}

func (LayerNorm) maskUse() maskUse { return keepsMask }

// orDefault returns v, or the default when v is zero.
func orDefault(v, def float64) float64 {
	if v == 0 {
		return def
	}
	return v
}
