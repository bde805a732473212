package ops

import (
	"github.com/gorgolab/gorgo/lib/internal/graph"
	"github.com/gorgolab/gorgo/lib/internal/parallel"
	"github.com/gorgolab/gorgo/lib/internal/vec"
	G "gorgonia.org/gorgonia"
)

// Images are (batch, channels, height, width) for whoever calls the operators.
// Inside, the channels of a pixel lie together, (batch, height, width,
// channels): a window is then a few stretches of memory, and pools and norms are
// vector operations on pixels. Each operator on images leaves a note at its
// result, where the next one finds the twin, the same image in the inner order.
// The conversion that makes the result of the twin only runs when something else
// asks for it.

// twin is the note.
type twin struct {
	node *G.Node // (batch, height, width, channels)
	// The convolution that computes it, and its inputs, for a pool that takes
	// it in; or nil.
	conv   *convolution
	inputs []*G.Node
}

// channelsLast returns the twin of an image (batch, channels, height, width) or
// (batch, channels, length).
func channelsLast(b *graph.Builder, name string, x *G.Node) (twin, error) {
	if t, ok := b.Noted(x).(twin); ok {
		return t, nil
	}
	n, c, h, w := imageShape(x.Shape())
	node, err := reorder(b, name+" (order of its input)", x, []int{n, h, w, c}, n, c, h*w)
	if err != nil {
		return twin{}, err
	}
	t := twin{node: node}
	b.Note(x, t)
	return t, nil
}

// channelsFirst returns the image of the given shape, (batch, channels, height,
// width) or (batch, channels, length), whose twin is t.
func channelsFirst(b *graph.Builder, name string, t twin, shape []int) (*G.Node, error) {
	s := t.node.Shape()
	x, err := reorder(b, name+" (order of its result)", t.node, shape, s[0], s[1]*s[2], s[3])
	if err == nil {
		b.Note(x, t)
	}
	return x, err
}

// onTwins applies an operator that treats all places alike: to the twins, when
// every x has one, so that its result has one too.
func onTwins(b *graph.Builder, name string, apply func(xs ...*G.Node) (*G.Node, error), xs ...*G.Node) (*G.Node, error) {
	twins := make([]*G.Node, len(xs))
	for i, x := range xs {
		t, ok := b.Noted(x).(twin)
		if !ok {
			return apply(xs...)
		}
		twins[i] = t.node
	}
	y, err := apply(twins...)
	if err != nil {
		return nil, err
	}
	return channelsFirst(b, name, twin{node: y}, xs[0].Shape())
}

// imageShape reads a shape of four or three dimensions.
func imageShape(s []int) (n, c, h, w int) {
	if len(s) == 3 {
		return s[0], s[1], 1, s[2]
	}
	return s[0], s[1], s[2], s[3]
}

// reorder transposes each of n matrices (rows × cols).
func reorder(b *graph.Builder, name string, x *G.Node, shape []int, n, rows, cols int) (*G.Node, error) {
	if rows == 1 || cols == 1 {
		return Reshape(b, name, shape, x)
	}
	turn := func(rows, cols int) func(in [][]float32, out []float32) {
		return func(in [][]float32, out []float32) {
			parallel.Rows(n, rows*cols, func(from, to int) {
				for i := from; i < to; i++ {
					at := i * rows * cols
					vec.Transpose(out[at:], rows, in[0][at:], cols, rows, cols)
				}
			})
		}
	}
	op := graph.Op{Name: name, Shape: shape, Run: turn(rows, cols)}
	op.Diff = func(in []*G.Node, _, grad *G.Node) ([]*G.Node, error) {
		dx, err := b.Apply(graph.Op{Name: name + " (gradient)", Shape: in[0].Shape(), Run: turn(cols, rows)}, grad)
		return []*G.Node{dx}, err
	}
	return b.Apply(op, x)
}
