package ops

import (
	"github.com/gorgolab/gorgo/lib/internal/graph"
	G "gorgonia.org/gorgonia"
)

// Reshape gives the same numbers another shape.
func Reshape(b *graph.Builder, name string, shape []int, x *G.Node) (*G.Node, error) {
	copied := func(in [][]float32, out []float32) { copy(out, in[0]) }
	op := graph.Op{Name: name, Shape: shape, Run: copied}
	op.Diff = func(in []*G.Node, _, grad *G.Node) ([]*G.Node, error) {
		dx, err := b.Apply(graph.Op{Name: name + " (gradient)", Shape: in[0].Shape(), Run: copied}, grad)
		return []*G.Node{dx}, err
	}
	return b.Apply(op, x)
}
