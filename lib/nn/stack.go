package nn

// Layers one after the other: in a model, and within a layer.

import (
	"errors"
	"fmt"

	"gorgonia.org/gorgonia"
)

// stack builds layers within this layer, one after the other, and returns the
// shape of the last one's result. Their names are this layer's, a dot, and their
// own.
func (s *Setup) stack(layers []Layer, prefix string, input []int) ([]int, error) {
	names, err := nameLayers(layers)
	if err != nil {
		return nil, s.Errorf("%w", err)
	}
	shape := input
	for i, l := range layers {
		inner := &Setup{Layer: s.Layer + "." + prefix + names[i], Input: append([]int{}, shape...), kind: kindOf(l), seed: s.seed}
		if shape, err = inner.build(l); err != nil {
			return nil, err
		}
		s.params = append(s.params, inner.params...)
		s.MultiplyAdds += inner.MultiplyAdds
	}
	return shape, nil
}

// build builds a layer and checks what it says.
func (s *Setup) build(l Layer) ([]int, error) {
	out, err := l.Build(s)
	if err = errors.Join(err, s.err); err != nil {
		return nil, err
	}
	for _, d := range out {
		if d < 1 {
			return nil, s.Errorf("it returns the shape %s for an input of %s: want dimensions of at least 1", formatBatch(out), formatBatch(s.Input))
		}
	}
	return append([]int{}, out...), nil
}

// stack applies what [Setup.stack] has built.
func (g *Graph) stack(layers []Layer, prefix string, x *gorgonia.Node) (*gorgonia.Node, error) {
	names, err := nameLayers(layers)
	if err != nil {
		return nil, err
	}
	inner := *g
	for i, l := range layers {
		if x, err = inner.apply(l, g.Layer+"."+prefix+names[i], x); err != nil {
			return nil, err
		}
	}
	g.outMask = inner.Mask
	return x, nil
}

// apply applies a layer. g is what surrounds it: its mask is that of x before,
// and that of the result afterwards.
func (g *Graph) apply(l Layer, name string, x *gorgonia.Node) (*gorgonia.Node, error) {
	inner := *g
	inner.Layer, inner.kind, inner.streams, inner.outMask = name, kindOf(l), 0, nil
	inner.Frozen = g.frozen(name)
	use := maskUseOf(l)
	if g.Mask != nil && use == refusesMask {
		return nil, fmt.Errorf("nn: %s: its input has sequences that are filled up, and it would take the filling for data: put it behind a layer that returns the last state, or leave out the mask", inner.label())
	}
	y, err := l.Apply(&inner, x)
	if err != nil {
		return nil, fmt.Errorf("nn: %s: %w", inner.label(), err)
	}
	if y == nil {
		return nil, fmt.Errorf("nn: %s: Apply returns nothing", inner.label())
	}
	mask := inner.outMask
	if mask == nil && g.Mask != nil && use == keepsMask && sameSteps(y, g.Mask) {
		mask = g.Mask
	}
	g.Mask = mask
	return y, nil
}

// maskUse says what a layer does with the mask of its input.
type maskUse int

const (
	refusesMask  maskUse = iota // it cannot honour one
	keepsMask                   // its result has the same steps
	consumesMask                // its result has none, or one that it sets itself
)

// masked is implemented by the layers of this package that honour masks.
type masked interface{ maskUse() maskUse }

// maskUseOf returns what a layer does with a mask. A layer of one's own sees it
// in Graph.Mask, and keeps it when its result has as many steps.
func maskUseOf(l Layer) maskUse {
	if m, ok := l.(masked); ok {
		return m.maskUse()
	}
	if _, own := l.(Func); own || !isBuiltin(l) {
		return keepsMask
	}
	return refusesMask
}

// sameSteps reports whether a node begins with the dimensions of a mask.
func sameSteps(n, mask *gorgonia.Node) bool {
	s, m := n.Shape(), mask.Shape()
	return len(s) >= 2 && s[0] == m[0] && s[1] == m[1]
}
