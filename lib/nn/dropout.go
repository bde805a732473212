package nn

import (
	"github.com/gorgolab/gorgo/lib/internal/ops"
	"gorgonia.org/gorgonia"
)

// Dropout sets a share of its inputs to zero while the model trains, drawn anew
// at every step, and multiplies the others by 1/(1−Rate) so that their sum
// stays. It does nothing when the model predicts.
//
// Shape: any → the same.
//
// Srivastava et al., Dropout: A Simple Way to Prevent Neural Networks from
// Overfitting (JMLR 2014), in its inverted form.
type Dropout struct {
	// Rate is the share that is dropped, from 0 up to, not including, 1. It is
	// exact to 1/65536. Default 0: nothing.
	Rate float64
	// Name of the layer. Default dropout_1, dropout_2, …
	Name string `json:",omitempty"`
}

var _ Layer = Dropout{}

// LayerName returns the layer's name.
func (l Dropout) LayerName() string { return l.Name }

// Build implements [Layer].
func (l Dropout) Build(s *Setup) ([]int, error) {
	if !(l.Rate >= 0 && l.Rate < 1) {
		return nil, s.Errorf("want a rate from 0 up to, not including, 1, got %v: set Rate", l.Rate)
	}
	return s.Input, nil
}

// Apply implements [Layer].
func (l Dropout) Apply(g *Graph, x *gorgonia.Node) (*gorgonia.Node, error) {
	if !g.Training || l.Rate == 0 {
		return x, nil
	}
	return ops.Dropout(g.b, g.label(), l.Rate, g.stream(), g.random, x)
}

func (Dropout) maskUse() maskUse { return keepsMask }

// SpatialDropout is [Dropout] that drops whole channels: neighbouring pixels
// tell each other what single ones would hide.
//
// Shape: (channels, …) → the same. In a sequence (steps, features) it drops whole
// steps.
//
// Tompson et al., Efficient Object Localization Using Convolutional Networks
// (CVPR 2015).
type SpatialDropout struct {
	// Rate is the share of the channels that is dropped, from 0 up to, not
	// including, 1. It is exact to 1/65536. Default 0: nothing.
	Rate float64
	// Name of the layer. Default spatial_dropout_1, spatial_dropout_2, …
	Name string `json:",omitempty"`
}

var _ Layer = SpatialDropout{}

// LayerName returns the layer's name.
func (l SpatialDropout) LayerName() string { return l.Name }

// Build implements [Layer].
func (l SpatialDropout) Build(s *Setup) ([]int, error) {
	if len(s.Input) < 2 {
		return nil, s.Errorf("want input (channels, …), got %s: use Dropout", formatBatch(s.Input))
	}
	return Dropout{Rate: l.Rate}.Build(s)
}

// Apply implements [Layer].
func (l SpatialDropout) Apply(g *Graph, x *gorgonia.Node) (*gorgonia.Node, error) {
	if !g.Training || l.Rate == 0 {
		return x, nil
	}
	return ops.ChannelDropout(g.b, g.label(), l.Rate, g.stream(), g.random, x)
}
