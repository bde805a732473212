package nn

import (
	"math"

	"github.com/gorgolab/gorgo/lib/internal/ops"
	"gorgonia.org/gorgonia"
)

// SelfAttention lets each step of a sequence gather from all others what it has
// use for: each asks a question q, offers a key k and a value v, and takes the
// values whose keys fit,
//
//	y = (softmax(q·kᵀ/√d)·v)·P + p    q, k, v = x·Q + a, x·K + b, x·V + c
//
// in several heads at once, each with its own d = features/Heads columns of q, k
// and v.
//
// Where the input has a mask ([Masking]), steps that are filled up are not looked
// at.
//
// Shape: (steps, features) → the same. Features must be a multiple of Heads.
//
// Parameters: query_weight, key_weight, value_weight and output_weight (features,
// features) and, but for NoBias, their biases (features).
//
// Vaswani et al., Attention Is All You Need (NeurIPS 2017).
type SelfAttention struct {
	// Heads is the number of heads. Default 1.
	Heads int `json:",omitempty"`
	// Causal lets each step see itself and those before it only: for models that
	// foretell the next one.
	Causal bool `json:",omitempty"`
	// Dropout is the share of the weights, those that the softmax returns, that is
	// dropped while the model trains, from 0 up to, not including, 1: see
	// [Dropout]. Default 0: none.
	Dropout float64 `json:",omitempty"`
	// NoBias leaves out the biases.
	NoBias bool `json:",omitempty"`
	// Init draws the weights. Default [GlorotUniform].
	Init Initializer `json:",omitzero"`
	// Name of the layer. Default self_attention_1, self_attention_2, …
	Name string `json:",omitempty"`
}

var _ Layer = SelfAttention{}

var projections = []string{"query", "key", "value", "output"}

// LayerName returns the layer's name.
func (l SelfAttention) LayerName() string { return l.Name }

// Build implements [Layer].
func (l SelfAttention) Build(s *Setup) ([]int, error) {
	if len(s.Input) != 2 {
		return nil, s.Errorf("want input (steps, features), got %s: Reshape it, or put an Embedding in front", formatShape(s.Input))
	}
	steps, d := s.Input[0], s.Input[1]
	if l.Heads < 0 || d%max(1, l.Heads) != 0 {
		return nil, s.Errorf("%d heads do not divide %d features evenly: set Heads", l.Heads, d)
	}
	if !(l.Dropout >= 0 && l.Dropout < 1) {
		return nil, s.Errorf("want a rate from 0 up to, not including, 1, got %v: set Dropout", l.Dropout)
	}
	for _, p := range projections {
		s.Param(p+"_weight", []int{d, d}, l.Init.or(GlorotUniform))
		if !l.NoBias {
			s.Param(p+"_bias", []int{d}, Initializer{Scheme: Zeros})
		}
	}
	s.MultiplyAdds += 4*steps*d*d + 2*steps*steps*d
	return s.Input, nil
}

// Apply implements [Layer].
func (l SelfAttention) Apply(g *Graph, x *gorgonia.Node) (*gorgonia.Node, error) {
	project := func(p string, x *gorgonia.Node) (*gorgonia.Node, error) {
		w, err := g.Param(p + "_weight")
		if err != nil {
			return nil, err
		}
		bias, err := g.optional(p+"_bias", l.NoBias)
		if err != nil {
			return nil, err
		}
		return ops.Dense(g.b, g.label()+" ("+p+")", ops.Identity, x, w, bias)
	}
	var qkv [3]*gorgonia.Node
	for i := range qkv {
		var err error
		if qkv[i], err = project(projections[i], x); err != nil {
			return nil, err
		}
	}
	var drop ops.Drop
	if g.Training && l.Dropout > 0 {
		drop = ops.Drop{Rate: l.Dropout, Stream: g.stream(), Random: g.random}
	}
	y, err := ops.AttentionDropout(g.b, g.label(), max(1, l.Heads), l.Causal, drop, qkv[0], qkv[1], qkv[2], g.Mask)
	if err != nil {
		return nil, err
	}
	return project("output", y)
}

func (SelfAttention) maskUse() maskUse { return keepsMask }

// PositionalEncoding adds to each step of a sequence a vector that says where it
// stands: attention does not know by itself. The vectors are waves of different
// lengths,
//
//	p[t, 2i] = sin(t / 10000^(2i/features))    p[t, 2i+1] = cos(the same)
//
// or learnt.
//
// Shape: (steps, features) → the same.
//
// Parameters: with Learnt positions (steps, features), else none.
//
// Vaswani et al., Attention Is All You Need (NeurIPS 2017), section 3.5.
type PositionalEncoding struct {
	// Learnt learns the vectors; they begin normal with deviation 0.02.
	Learnt bool `json:",omitempty"`
	// Name of the layer. Default positional_encoding_1, positional_encoding_2, …
	Name string `json:",omitempty"`
}

var _ Layer = PositionalEncoding{}

// LayerName returns the layer's name.
func (l PositionalEncoding) LayerName() string { return l.Name }

// Build implements [Layer].
func (l PositionalEncoding) Build(s *Setup) ([]int, error) {
	if len(s.Input) != 2 {
		return nil, s.Errorf("want input (steps, features), got %s", formatShape(s.Input))
	}
	if l.Learnt {
		s.Param("positions", s.Input, Initializer{Scheme: Normal, Value: .02})
	}
	return s.Input, nil
}

// Apply implements [Layer].
func (l PositionalEncoding) Apply(g *Graph, x *gorgonia.Node) (*gorgonia.Node, error) {
	if l.Learnt {
		p, err := g.Param("positions")
		if err != nil {
			return nil, err
		}
		return ops.AddRow(g.b, g.label(), x, p)
	}
	steps, features := x.Shape()[1], x.Shape()[2]
	p, err := g.b.Input(g.Layer+".waves", []int{steps, features}, positionWaves(steps, features))
	if err != nil {
		return nil, err
	}
	return ops.AddRow(g.b, g.label(), x, p)
}

func (PositionalEncoding) maskUse() maskUse { return keepsMask }

// positionWaves returns the vectors of all steps.
func positionWaves(steps, features int) []float32 {
	waves := make([]float32, steps*features)
	for i := range waves {
		t, j := float64(i/features), i%features
		angle := t / math.Pow(10000, float64(j-j%2)/float64(features))
		if j%2 == 0 {
			waves[i] = float32(math.Sin(angle))
		} else {
			waves[i] = float32(math.Cos(angle))
		}
	}
	return waves
}
