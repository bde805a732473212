package nn

import (
	"github.com/gorgolab/gorgo/lib/internal/ops"
	"gorgonia.org/gorgonia"
)

// Activation is a function that a layer applies to its result, element by
// element, or, for [Softmax], row by row. It is a layer as well:
//
//	[]nn.Layer{nn.Dense{Units: 64, Activation: nn.ReLU}}
//	[]nn.Layer{nn.Dense{Units: 64}, nn.ReLU}
//
// are the same network.
//
// Shape: any → the same.
type Activation string

// The activations.
const (
	// Linear is the identity: no activation.
	Linear Activation = ""
	// ReLU is max(x, 0), with slope 0 at 0.
	ReLU Activation = "relu"
	// Sigmoid is 1 / (1 + e⁻ˣ).
	Sigmoid Activation = "sigmoid"
	// Tanh is the hyperbolic tangent.
	Tanh Activation = "tanh"
	// Softmax is eˣ / Σ eˣ over the last dimension.
	Softmax Activation = "softmax"
)

var _ Layer = ReLU

// Build implements [Layer].
func (a Activation) Build(s *Setup) ([]int, error) {
	if err := a.check(s); err != nil {
		return nil, err
	}
	return s.Input, nil
}

// Apply implements [Layer].
func (a Activation) Apply(g *Graph, x *gorgonia.Node) (*gorgonia.Node, error) {
	switch a {
	case Linear:
		return x, nil
	case Softmax:
		y, err := ops.Softmax(g.b, g.label(), x)
		return g.linked(y, x, a, err)
	}
	y, err := ops.Activate(g.b, g.label(), fused[a], x)
	if a == Sigmoid {
		return g.linked(y, x, a, err)
	}
	return y, err
}

// linked remembers what a softmax or sigmoid was computed from: a loss computes
// from the logits when it is the last thing in the network.
func (g *Graph) linked(y, x *gorgonia.Node, a Activation, err error) (*gorgonia.Node, error) {
	if err == nil {
		g.links[y.ID()] = link{logits: x, by: a}
	}
	return y, err
}

// fused holds the activations that a layer can apply in its own pass.
var fused = map[Activation]ops.Activation{
	Linear:  ops.Identity,
	ReLU:    ops.ReLU,
	Sigmoid: ops.Sigmoid,
	Tanh:    ops.Tanh,
}

// check reports an activation that does not exist.
func (a Activation) check(s *Setup) error {
	if _, ok := fused[a]; !ok && a != Softmax {
		return s.Errorf("there is no activation %q: use a constant such as nn.ReLU", string(a))
	}
	if a == Softmax && len(s.Input) == 0 {
		return s.Errorf("softmax needs at least one dimension")
	}
	return nil
}

// orLinear returns the name of the activation, also of the empty one.
func (a Activation) orLinear() Activation {
	if a == Linear {
		return "linear"
	}
	return a
}
