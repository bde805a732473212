package nn

import (
	"github.com/gorgolab/gorgo/lib/internal/ops"
	"gorgonia.org/gorgonia"
)

// Bidirectional goes through a sequence in both directions, with a recurrent
// layer for each, and puts their results one after the other.
//
// Shape: that of the layer, with twice as many units: (steps, features) →
// (2·Units), or (steps, 2·Units).
//
// Parameters: those of the layer, under "forward." and "backward.".
//
// Schuster and Paliwal, Bidirectional Recurrent Neural Networks (1997).
type Bidirectional struct {
	// Layer is an [LSTM], a [GRU] or a [SimpleRNN]. Its Reverse and its Name do
	// not matter. Required.
	Layer Layer `json:"-"`
	// Name of the layer. Default bidirectional_1, bidirectional_2, …
	Name string `json:",omitempty"`
}

var _ Layer = Bidirectional{}

// directed is implemented by the recurrent layers.
type directed interface {
	Layer
	masked
	direction(reverse bool) Layer
}

// LayerName returns the layer's name.
func (l Bidirectional) LayerName() string { return l.Name }

// Build implements [Layer].
func (l Bidirectional) Build(s *Setup) ([]int, error) {
	d, ok := l.Layer.(directed)
	if !ok {
		return nil, s.Errorf("want an LSTM, a GRU or a SimpleRNN, got %T: set Layer", l.Layer)
	}
	var out []int
	for _, name := range []string{"forward", "backward"} {
		inner := &Setup{Layer: s.Layer + "." + name, Input: append([]int{}, s.Input...), kind: kindOf(l.Layer), seed: s.seed}
		shape, err := inner.build(d.direction(name == "backward"))
		if err != nil {
			return nil, err
		}
		s.params = append(s.params, inner.params...)
		s.MultiplyAdds += inner.MultiplyAdds
		out = shape
	}
	out[len(out)-1] *= 2
	return out, nil
}

// Apply implements [Layer].
func (l Bidirectional) Apply(g *Graph, x *gorgonia.Node) (*gorgonia.Node, error) {
	var parts []*gorgonia.Node
	for _, name := range []string{"forward", "backward"} {
		inner := *g
		y, err := inner.apply(l.Layer.(directed).direction(name == "backward"), g.Layer+"."+name, x)
		if err != nil {
			return nil, err
		}
		parts = append(parts, y)
	}
	return ops.Concat(g.b, g.label(), parts[0].Dims()-1, parts...)
}

func (l Bidirectional) maskUse() maskUse {
	if d, ok := l.Layer.(directed); ok {
		return d.maskUse()
	}
	return refusesMask
}

func (l Bidirectional) children() [][]Layer { return [][]Layer{{l.Layer}} }

func (l Bidirectional) withChildren(c [][]Layer) (Layer, bool) {
	if len(c) != 1 || len(c[0]) != 1 {
		return nil, false
	}
	l.Layer = c[0][0]
	return l, true
}
