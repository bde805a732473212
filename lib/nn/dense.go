package nn

import (
	"slices"

	"github.com/gorgolab/gorgo/lib/internal/ops"
	"gorgonia.org/gorgonia"
)

// Dense is a fully connected layer:
//
//	y = activation(x·W + b)
//
// Shape: (…, in) → (…, Units); usually (in) → (Units). With more than one
// dimension every row of the last one is mapped by the same weights.
//
// Parameters: weight (in, Units) and, but for NoBias, bias (Units).
type Dense struct {
	// Units is the number of outputs. Required.
	Units int
	// Activation of the outputs. Default [Linear].
	Activation Activation `json:",omitempty"`
	// NoBias leaves out b.
	NoBias bool `json:",omitempty"`
	// Init draws W. Default [HeNormal] before ReLU and its like, else
	// [GlorotUniform].
	Init Initializer `json:",omitzero"`
	// BiasInit draws b. Default [Zeros].
	BiasInit Initializer `json:",omitzero"`
	// Name of the layer. Default dense_1, dense_2, …
	Name string `json:",omitempty"`
}

var _ Layer = Dense{}

// LayerName returns the layer's name.
func (l Dense) LayerName() string { return l.Name }

// Build implements [Layer].
func (l Dense) Build(s *Setup) ([]int, error) {
	if l.Units < 1 {
		return nil, s.Errorf("want at least 1 unit, got %d: set Units", l.Units)
	}
	if len(s.Input) == 0 {
		return nil, s.Errorf("want input (in) or (…, in), got a single number for each example: set Options.Input to {1}")
	}
	if err := l.Activation.check(s); err != nil {
		return nil, err
	}
	in := s.Input[len(s.Input)-1]
	s.Param("weight", []int{in, l.Units}, l.Init.or(l.Activation.scheme()))
	if !l.NoBias {
		s.Param("bias", []int{l.Units}, l.BiasInit.or(Zeros))
	}
	s.MultiplyAdds += product(s.Input) * l.Units
	out := slices.Clone(s.Input)
	out[len(out)-1] = l.Units
	return out, nil
}

// Apply implements [Layer].
func (l Dense) Apply(g *Graph, x *gorgonia.Node) (*gorgonia.Node, error) {
	w, err := g.Param("weight")
	if err != nil {
		return nil, err
	}
	bias, err := g.optional("bias", l.NoBias)
	if err != nil {
		return nil, err
	}
	now, later := l.Activation.split()
	y, err := ops.Dense(g.b, g.label(), now, x, w, bias)
	if err != nil {
		return nil, err
	}
	return later.Apply(g, y)
}

func (Dense) maskUse() maskUse         { return keepsMask }
func (l Dense) activation() Activation { return l.Activation }
