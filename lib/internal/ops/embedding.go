package ops

import (
	"fmt"

	"github.com/gorgolab/gorgo/lib/internal/graph"
	"github.com/gorgolab/gorgo/lib/internal/vec"
	G "gorgonia.org/gorgonia"
)

// Embedding replaces each id by a row of the table: table (vocabulary, dim),
// ids (…), result (…, dim). Ids are whole numbers from 0 to vocabulary − 1; any
// other is an error when the operator runs.
func Embedding(b *graph.Builder, name string, table, ids *G.Node) (*G.Node, error) {
	if err := checkDims(name, "table", "(vocabulary, dim)", table, 2); err != nil {
		return nil, err
	}
	vocabulary, dim := table.Shape()[0], table.Shape()[1]
	shape := append(append([]int{}, ids.Shape()...), dim)
	row := func(ids []float32, i int) int {
		id := int(ids[i])
		if float32(id) != ids[i] || id < 0 || id >= vocabulary {
			panic(fmt.Errorf("id %v at place %d of the batch is no row of a table of %d: ids are whole numbers from 0 to %d", ids[i], i, vocabulary, vocabulary-1))
		}
		return id
	}
	op := graph.Op{Name: name, Shape: shape}
	op.Run = func(in [][]float32, out []float32) {
		for i := range in[1] {
			copy(out[i*dim:(i+1)*dim], in[0][row(in[1], i)*dim:])
		}
	}
	op.Diff = func(in []*G.Node, y, grad *G.Node) ([]*G.Node, error) {
		dtable, err := b.Apply(graph.Op{Name: name + " (gradient)", Shape: table.Shape(), Run: func(in [][]float32, out []float32) {
			clear(out)
			for i := range in[0] {
				r := row(in[0], i)
				vec.Add(out[r*dim:(r+1)*dim], in[1][i*dim:(i+1)*dim])
			}
		}}, in[1], grad)
		return []*G.Node{dtable, nil}, err
	}
	return b.Apply(op, table, ids)
}
