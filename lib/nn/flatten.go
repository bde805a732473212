package nn

import (
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
