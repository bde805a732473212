package nn

import (
	"github.com/gorgolab/gorgo/lib/internal/ops"
	"gorgonia.org/gorgonia"
)

// Embedding gives each of a number of words, or other things, a vector that is
// learnt. Its input are their numbers, from 0 up to, not including, Vocabulary;
// another number is an error that names its place.
//
// Shape: (…) → (…, Units); usually (steps) → (steps, Units).
//
// Parameters: weight (Vocabulary, Units).
//
// Bengio et al., A Neural Probabilistic Language Model (2003).
type Embedding struct {
	// Vocabulary is the number of words. Required.
	Vocabulary int
	// Units is the length of a vector. Required.
	Units int
	// MaskZero takes word 0 for the filling of sequences that are shorter than
	// others: the layers that follow pass over it. See [Masking].
	MaskZero bool `json:",omitempty"`
	// Init draws the vectors. Default uniform within ±0.05.
	Init Initializer `json:",omitzero"`
	// Name of the layer. Default embedding_1, embedding_2, …
	Name string `json:",omitempty"`
}

var _ Layer = Embedding{}

// LayerName returns the layer's name.
func (l Embedding) LayerName() string { return l.Name }

// Build implements [Layer].
func (l Embedding) Build(s *Setup) ([]int, error) {
	if l.Vocabulary < 1 || l.Units < 1 {
		return nil, s.Errorf("want a Vocabulary and Units of at least 1, got %d and %d", l.Vocabulary, l.Units)
	}
	if l.MaskZero && len(s.Input) != 1 {
		return nil, s.Errorf("MaskZero wants input (steps), got %s", formatShape(s.Input))
	}
	init := l.Init
	if init.Scheme == "" {
		init.Scheme, init.Value = Uniform, .05
	}
	s.Param("weight", []int{l.Vocabulary, l.Units}, init)
	return append(append([]int{}, s.Input...), l.Units), nil
}

// Apply implements [Layer].
func (l Embedding) Apply(g *Graph, x *gorgonia.Node) (*gorgonia.Node, error) {
	w, err := g.Param("weight")
	if err != nil {
		return nil, err
	}
	if l.MaskZero {
		if g.outMask, err = ops.Mask(g.b, g.label()+" (mask)", 0, x); err != nil {
			return nil, err
		}
	}
	return ops.Embedding(g.b, g.label(), w, x)
}

func (Embedding) maskUse() maskUse { return keepsMask }

// Masking says which steps of a sequence are filling: those in which every
// feature is Value. The layers that follow pass over them: a recurrent layer
// keeps its state, attention does not look at them, a loss for each step leaves
// them out. A layer that cannot do so is an error.
//
// Shape: (steps, features) → the same.
type Masking struct {
	// Value of the filling. Default 0.
	Value float64
	// Name of the layer. Default masking_1, masking_2, …
	Name string `json:",omitempty"`
}

var _ Layer = Masking{}

// LayerName returns the layer's name.
func (l Masking) LayerName() string { return l.Name }

// Build implements [Layer].
func (l Masking) Build(s *Setup) ([]int, error) {
	if len(s.Input) != 2 {
		return nil, s.Errorf("want input (steps, features), got %s", formatShape(s.Input))
	}
	return s.Input, nil
}

// Apply implements [Layer].
func (l Masking) Apply(g *Graph, x *gorgonia.Node) (_ *gorgonia.Node, err error) {
	g.outMask, err = ops.Mask(g.b, g.label(), l.Value, x)
	return x, err
}

func (Masking) maskUse() maskUse { return keepsMask }
