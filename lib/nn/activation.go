package nn

import (
	"fmt"
	"math"
	"strconv"
	"strings"

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
	// LeakyReLU is x for x > 0 and 0.01·x elsewhere (Maas et al., Rectifier
	// Nonlinearities Improve Neural Network Acoustic Models, 2013).
	// [LeakyReLUOf] takes another slope.
	LeakyReLU Activation = "leaky_relu"
	// ELU is x for x > 0 and eˣ − 1 elsewhere (Clevert et al., Fast and Accurate
	// Deep Network Learning by Exponential Linear Units, ICLR 2016). [ELUOf]
	// takes a factor.
	ELU Activation = "elu"
	// GELU is x·Φ(x), with the normal distribution function Φ (Hendrycks and
	// Gimpel, Gaussian Error Linear Units, 2016). GELUTanh is their
	// approximation of it, which older models were trained with.
	GELU     Activation = "gelu"
	GELUTanh Activation = "gelu_tanh"
	// SiLU is x·σ(x), also called swish (Elfwing et al., Sigmoid-Weighted Linear
	// Units, 2017).
	SiLU Activation = "silu"
	// Sigmoid is 1 / (1 + e⁻ˣ).
	Sigmoid Activation = "sigmoid"
	// Tanh is the hyperbolic tangent.
	Tanh Activation = "tanh"
	// Softplus is log(1 + eˣ).
	Softplus Activation = "softplus"
	// Softmax is eˣ / Σ eˣ over the last dimension.
	Softmax Activation = "softmax"
)

var _ Layer = ReLU

// LeakyReLUOf returns [LeakyReLU] with another slope for x below 0, at least 0.
func LeakyReLUOf(slope float64) Activation { return of(LeakyReLU, slope) }

// ELUOf returns [ELU] with alpha·(eˣ − 1) for x below 0; alpha is positive.
func ELUOf(alpha float64) Activation { return of(ELU, alpha) }

func of(a Activation, v float64) Activation {
	return a + Activation("("+strconv.FormatFloat(v, 'g', -1, 64)+")")
}

// parts divides "elu(0.5)" into its kind and its number.
func (a Activation) parts() (kind Activation, number float64, err error) {
	name, rest, ok := strings.Cut(string(a), "(")
	kind = Activation(name)
	def, takes := map[Activation]float64{LeakyReLU: .01, ELU: 1}[kind]
	if !ok {
		return kind, def, nil
	}
	number, err = strconv.ParseFloat(strings.TrimSuffix(rest, ")"), 64)
	if err != nil || !takes || !strings.HasSuffix(rest, ")") || !(number >= 0) || math.IsInf(number, 0) || kind == ELU && number == 0 {
		return kind, 0, fmt.Errorf("there is no activation %q: use nn.LeakyReLUOf or nn.ELUOf with a finite positive number", string(a))
	}
	return kind, number, nil
}

// Gain is by how much the numbers of a layer before this activation should be
// larger than a [LeCunNormal] of them, so that the signal neither grows nor
// fades from layer to layer: √2 for [ReLU] and its like (He et al., 2015, where
// it is √(2/(1+slope²)) for [LeakyReLU]), 5/3 for [Tanh], as PyTorch has them,
// and 1 for the others.
func (a Activation) Gain() float64 {
	kind, number, err := a.parts()
	switch {
	case err != nil:
		return 1
	case kind == LeakyReLU:
		return math.Sqrt(2 / (1 + number*number))
	case kind.rectifies():
		return math.Sqrt2
	case kind == Tanh:
		return 5. / 3
	}
	return 1
}

// rectifies reports whether a layer before the activation begins as He et al.
// have it.
func (a Activation) rectifies() bool {
	switch kind, _, _ := a.parts(); kind {
	case ReLU, LeakyReLU, ELU, GELU, GELUTanh, SiLU:
		return true
	}
	return false
}

// scheme is how a layer with the activation draws its weights.
func (a Activation) scheme() Scheme {
	if a.rectifies() {
		return HeNormal
	}
	return GlorotUniform
}

// Build implements [Layer].
func (a Activation) Build(s *Setup) ([]int, error) {
	if err := a.check(s); err != nil {
		return nil, err
	}
	return s.Input, nil
}

// Apply implements [Layer].
func (a Activation) Apply(g *Graph, x *gorgonia.Node) (*gorgonia.Node, error) {
	kind, _, err := a.parts()
	if err != nil {
		return nil, err
	}
	switch kind {
	case Linear:
		return x, nil
	case Softmax:
		y, err := ops.Softmax(g.b, g.label(), x)
		return g.linked(y, x, a, err)
	case GELU:
		return ops.Map(g.b, g.label(), ops.GELU, x)
	case GELUTanh:
		return ops.Map(g.b, g.label(), ops.GELUTanh, x)
	case SiLU:
		return ops.Map(g.b, g.label(), ops.SiLU, x)
	}
	f, ok := a.fused()
	if !ok {
		return nil, fmt.Errorf("there is no activation %q", string(a))
	}
	y, err := ops.Activate(g.b, g.label(), f, x)
	if a == Sigmoid {
		return g.linked(y, x, a, err)
	}
	return y, err
}

func (Activation) maskUse() maskUse { return keepsMask }

// linked remembers what a softmax or sigmoid was computed from: a loss computes
// from the logits when it is the last thing in the network.
func (g *Graph) linked(y, x *gorgonia.Node, a Activation, err error) (*gorgonia.Node, error) {
	if err == nil {
		g.links[y.ID()] = link{logits: x, by: a}
	}
	return y, err
}

// fused returns the activation that a layer can apply in its own pass; ok is
// false when it cannot.
func (a Activation) fused() (f ops.Activation, ok bool) {
	kind, number, err := a.parts()
	if err != nil {
		return f, false
	}
	switch kind {
	case Linear:
		return ops.Identity, true
	case ReLU:
		return ops.ReLU, true
	case Sigmoid:
		return ops.Sigmoid, true
	case Tanh:
		return ops.Tanh, true
	case Softplus:
		return ops.Softplus, true
	case LeakyReLU:
		return ops.LeakyReLU(number), true
	case ELU:
		return ops.ELU(number), true
	}
	return f, false
}

// split returns what a layer applies in its own pass, and what comes after it.
// Softmax and sigmoid stay operators of their own: a loss may want what comes
// before them.
func (a Activation) split() (now ops.Activation, later Activation) {
	if f, ok := a.fused(); ok && a != Sigmoid {
		return f, Linear
	}
	return ops.Identity, a
}

// check reports an activation that does not exist.
func (a Activation) check(s *Setup) error {
	kind, _, err := a.parts()
	if err != nil {
		return s.Errorf("%w", err)
	}
	_, fused := a.fused()
	switch kind {
	case Softmax:
		if len(s.Input) == 0 {
			return s.Errorf("softmax needs at least one dimension")
		}
	case GELU, GELUTanh, SiLU:
	default:
		if !fused {
			return s.Errorf("there is no activation %q: use a constant such as nn.ReLU", string(a))
		}
	}
	return nil
}

// orLinear returns the name of the activation, also of the empty one.
func (a Activation) orLinear() Activation {
	if a == Linear {
		return "linear"
	}
	kind, _, _ := a.parts()
	return kind
}
