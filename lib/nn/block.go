package nn

// Layers of layers.

import (
	"fmt"
	"slices"

	"github.com/gorgolab/gorgo/lib/internal/ops"
	"gorgonia.org/gorgonia"
)

// nested is implemented by layers that have layers within them.
type nested interface {
	Layer
	// children returns them, in lists.
	children() [][]Layer
	// withChildren returns the layer with others; false when they do not fit.
	withChildren(c [][]Layer) (Layer, bool)
}

// Residual adds what its layers make of the input to the input itself:
//
//	y = activation(x + layers(x))
//
// so that the layers have to learn only what is to be changed, and gradients find
// a short way (He et al., Deep Residual Learning for Image Recognition, CVPR
// 2016).
//
// Shape: that of the layers' result, which must be that of the input, or of the
// Shortcut's result.
//
// Parameters: those of the layers, under their names, and those of the shortcut
// under "shortcut." and their names.
type Residual struct {
	// Layers are applied one after the other. Required.
	Layers []Layer `json:"-"`
	// Shortcut stands in the place of the plain x where shapes differ: a
	// [Conv2D] with a kernel of 1, a [Dense]. Default: none.
	Shortcut []Layer `json:"-"`
	// Activation of the sum. Default [Linear].
	Activation Activation `json:",omitempty"`
	// Name of the layer. Default residual_1, residual_2, …
	Name string `json:",omitempty"`
}

var _ Layer = Residual{}

// LayerName returns the layer's name.
func (l Residual) LayerName() string { return l.Name }

// Build implements [Layer].
func (l Residual) Build(s *Setup) ([]int, error) {
	if len(l.Layers) == 0 {
		return nil, s.Errorf("want at least one layer: set Layers")
	}
	if err := l.Activation.check(s); err != nil {
		return nil, err
	}
	out, err := s.stack(l.Layers, "", s.Input)
	if err != nil {
		return nil, err
	}
	short, err := s.stack(l.Shortcut, "shortcut.", s.Input)
	if err != nil {
		return nil, err
	}
	if !slices.Equal(out, short) {
		return nil, s.Errorf("its layers return %s, the way round them %s, and both are added: set Shortcut to layers that return the former", formatBatch(out), formatBatch(short))
	}
	return out, nil
}

// Apply implements [Layer].
func (l Residual) Apply(g *Graph, x *gorgonia.Node) (*gorgonia.Node, error) {
	y, err := g.stack(l.Layers, "", x)
	if err != nil {
		return nil, err
	}
	mask := g.outMask
	short, err := g.stack(l.Shortcut, "shortcut.", x)
	if err != nil {
		return nil, err
	}
	g.outMask = mask
	sum, err := ops.Add(g.b, g.label(), short, y)
	if err != nil {
		return nil, err
	}
	return l.Activation.Apply(g, sum)
}

func (l Residual) activation() Activation { return l.Activation }

// maskUse: the layers within decide.
func (Residual) maskUse() maskUse { return consumesMask }

func (l Residual) children() [][]Layer { return [][]Layer{l.Layers, l.Shortcut} }

func (l Residual) withChildren(c [][]Layer) (Layer, bool) {
	if len(c) != 2 {
		return nil, false
	}
	l.Layers, l.Shortcut = c[0], c[1]
	return l, true
}

// Parallel gives its input to several branches of layers and joins their results
// along one dimension (Szegedy et al., Going Deeper with Convolutions, CVPR
// 2015). A branch without layers passes the input on.
//
// Shape: those of the branches, which agree in all dimensions but Axis, in which
// they are added up.
//
// Parameters: those of the layers, under "branch0.", "branch1." … and their
// names.
type Parallel struct {
	// Branches are lists of layers. Required.
	Branches [][]Layer `json:"-"`
	// Axis is the dimension along which the results are joined, counted from 0
	// without the batch: 0 for channels, and for features alone; 1 for the
	// features of (steps, features). Default 0.
	Axis int `json:",omitempty"`
	// Name of the layer. Default parallel_1, parallel_2, …
	Name string `json:",omitempty"`
}

var _ Layer = Parallel{}

// LayerName returns the layer's name.
func (l Parallel) LayerName() string { return l.Name }

// Build implements [Layer].
func (l Parallel) Build(s *Setup) ([]int, error) {
	if len(l.Branches) == 0 {
		return nil, s.Errorf("want at least one branch: set Branches")
	}
	var out []int
	for i, layers := range l.Branches {
		shape, err := s.stack(layers, fmt.Sprintf("branch%d.", i), s.Input)
		if err != nil {
			return nil, err
		}
		if l.Axis < 0 || l.Axis >= len(shape) {
			return nil, s.Errorf("branch %d returns %s, which has no dimension %d: set Axis", i, formatShape(shape), l.Axis)
		}
		if i == 0 {
			out = slices.Clone(shape)
			continue
		}
		same := slices.Clone(shape)
		if len(same) == len(out) {
			same[l.Axis] = out[l.Axis]
		}
		if !slices.Equal(same, out) {
			return nil, s.Errorf("branch %d returns %s, those before it together %s: they may differ in dimension %d only", i, formatShape(shape), formatShape(out), l.Axis)
		}
		out[l.Axis] += shape[l.Axis]
	}
	return out, nil
}

// Apply implements [Layer].
func (l Parallel) Apply(g *Graph, x *gorgonia.Node) (*gorgonia.Node, error) {
	var parts []*gorgonia.Node
	var mask *gorgonia.Node
	for i, layers := range l.Branches {
		y, err := g.stack(layers, fmt.Sprintf("branch%d.", i), x)
		if err != nil {
			return nil, err
		}
		if i > 0 && g.outMask != mask {
			return nil, fmt.Errorf("its branches disagree on which steps are filled up: let all keep the steps, or none")
		}
		parts, mask = append(parts, y), g.outMask
	}
	if l.Axis == 0 && mask != nil {
		return nil, fmt.Errorf("it joins steps of sequences that are filled up: set Axis to 1 for their features")
	}
	return ops.Concat(g.b, g.label(), l.Axis+1, parts...)
}

// maskUse: the layers within decide.
func (Parallel) maskUse() maskUse { return consumesMask }

func (l Parallel) children() [][]Layer { return l.Branches }

func (l Parallel) withChildren(c [][]Layer) (Layer, bool) {
	l.Branches = c
	return l, len(c) > 0
}
