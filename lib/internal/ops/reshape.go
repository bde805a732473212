package ops

import (
	"fmt"

	"github.com/gorgolab/gorgo/lib/internal/graph"
	G "gorgonia.org/gorgonia"
)

// Reshape gives the same numbers another shape. They stay where they are.
func Reshape(b *graph.Builder, name string, shape []int, x *G.Node) (*G.Node, error) {
	if size(shape) != x.Shape().TotalSize() {
		return nil, fmt.Errorf("%s: cannot give %v the shape %v: want %d numbers", name, []int(x.Shape()), shape, x.Shape().TotalSize())
	}
	op := graph.Op{Name: name, Shape: shape, View: true}
	op.Diff = func(in []*G.Node, _, grad *G.Node) ([]*G.Node, error) {
		dx, err := b.Apply(graph.Op{Name: name + " (gradient)", Shape: in[0].Shape(), View: true}, grad)
		return []*G.Node{dx}, err
	}
	return b.Apply(op, x)
}
