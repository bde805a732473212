package nn

import (
	"slices"

	"github.com/gorgolab/gorgo/lib/internal/ops"
	"gorgonia.org/gorgonia"
)

// Flatten makes one row of each example: what stands between images and a
// [Dense] layer.
//
// Shape: (d₁, d₂, …) → (d₁·d₂·…)
type Flatten struct {
	// Name of the layer. Default flatten_1, flatten_2, …
	Name string `json:",omitempty"`
}

var _ Layer = Flatten{}

// LayerName returns the layer's name.
func (l Flatten) LayerName() string { return l.Name }

// Build implements [Layer].
func (l Flatten) Build(s *Setup) ([]int, error) { return []int{product(s.Input)}, nil }

// Apply implements [Layer].
func (l Flatten) Apply(g *Graph, x *gorgonia.Node) (*gorgonia.Node, error) {
	shape := x.Shape()
	if len(shape) == 2 {
		return x, nil
	}
	return ops.Reshape(g.b, g.label(), []int{shape[0], product(shape[1:])}, x)
}

// Reshape gives each example another shape; its numbers keep their order.
//
// Shape: any → Shape, with as many numbers.
type Reshape struct {
	// Shape of an example. One dimension may be -1: it follows from the others.
	// Required.
	Shape []int
	// Name of the layer. Default reshape_1, reshape_2, …
	Name string `json:",omitempty"`
}

var _ Layer = Reshape{}

// LayerName returns the layer's name.
func (l Reshape) LayerName() string { return l.Name }

// Build implements [Layer].
func (l Reshape) Build(s *Setup) ([]int, error) {
	out, free, known := slices.Clone(l.Shape), -1, 1
	for i, d := range out {
		switch {
		case d == -1 && free < 0:
			free = i
		case d < 1:
			return nil, s.Errorf("want dimensions of at least 1, of which one may be -1, got %s: set Shape", formatShape(l.Shape))
		default:
			known *= d
		}
	}
	n := product(s.Input)
	if free >= 0 && n%known == 0 {
		out[free] = n / known
	}
	if len(out) == 0 || product(out) != n {
		return nil, s.Errorf("an example %s has %d numbers, Shape %s wants another number: set Shape", formatShape(s.Input), n, formatShape(l.Shape))
	}
	return out, nil
}

// Apply implements [Layer].
func (l Reshape) Apply(g *Graph, x *gorgonia.Node) (*gorgonia.Node, error) {
	shape := slices.Clone(l.Shape)
	for i, d := range shape {
		if d == -1 {
			shape[i] = -product(x.Shape()[1:]) / product(shape)
		}
	}
	return ops.Reshape(g.b, g.label(), withBatch(g.Batch, shape), x)
}

// Permute brings the dimensions of each example into another order. Images whose
// channels come last, as they are stored and as Keras takes them, become those
// that [Conv2D] takes by Order {2, 0, 1}.
//
// Shape: (d₀, d₁, …) → (d of Order[0], d of Order[1], …)
type Permute struct {
	// Order lists the dimensions of the input, counted from 0 without the batch,
	// in the order of the result. Required.
	Order []int
	// Name of the layer. Default permute_1, permute_2, …
	Name string `json:",omitempty"`
}

var _ Layer = Permute{}

// LayerName returns the layer's name.
func (l Permute) LayerName() string { return l.Name }

// Build implements [Layer].
func (l Permute) Build(s *Setup) ([]int, error) {
	sorted := slices.Sorted(slices.Values(l.Order))
	for i, d := range sorted {
		if d != i {
			sorted = nil
			break
		}
	}
	if len(sorted) != len(s.Input) || len(sorted) == 0 {
		return nil, s.Errorf("want each of the %d dimensions of %s once, counted from 0, got %v: set Order", len(s.Input), formatShape(s.Input), l.Order)
	}
	out := make([]int, len(l.Order))
	for i, d := range l.Order {
		out[i] = s.Input[d]
	}
	return out, nil
}

// Apply implements [Layer].
func (l Permute) Apply(g *Graph, x *gorgonia.Node) (*gorgonia.Node, error) {
	order := []int{0}
	for _, d := range l.Order {
		order = append(order, d+1)
	}
	return ops.Permute(g.b, g.label(), order, x)
}
