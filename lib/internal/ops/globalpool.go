package ops

import (
	"fmt"

	"github.com/gorgolab/gorgo/lib/internal/graph"
	"github.com/gorgolab/gorgo/lib/internal/parallel"
	"github.com/gorgolab/gorgo/lib/internal/vec"
	G "gorgonia.org/gorgonia"
)

// GlobalAvgPool computes the mean of each channel: (batch, channels, height,
// width) or (batch, channels, length) → (batch, channels).
func GlobalAvgPool(b *graph.Builder, name string, x *G.Node) (*G.Node, error) {
	if err := checkDims(name, "input", "(batch, channels, height, width) or (batch, channels, length)", x, 3, 4); err != nil {
		return nil, err
	}
	t, err := channelsLast(b, name, x)
	if err != nil {
		return nil, err
	}
	s := t.node.Shape()
	n, height, width, c := s[0], s[1], s[2], s[3]
	share := 1 / float32(height*width)
	op := graph.Op{Name: name, Shape: []int{n, c}}
	line := make([]float32, n*c)
	op.Run = func(in [][]float32, out []float32) {
		parallel.Rows(n, height*width*c, func(from, to int) {
			for i := from; i < to; i++ {
				y, line := out[i*c:(i+1)*c], line[i*c:(i+1)*c]
				clear(y)
				// A row of the image first, so that the sums stay alike in size.
				for row := range height {
					clear(line)
					at := (i*height + row) * width * c
					for range width {
						vec.Add(line, in[0][at:at+c])
						at += c
					}
					vec.Add(y, line)
				}
				vec.Scale(y, share)
			}
		})
	}
	op.Diff = func(_ []*G.Node, _, grad *G.Node) ([]*G.Node, error) {
		dx, err := b.Apply(graph.Op{Name: name + " (gradient)", Shape: s, Run: func(in [][]float32, out []float32) {
			parallel.Rows(n, height*width*c, func(from, to int) {
				for i := from; i < to; i++ {
					image := out[i*height*width*c : (i+1)*height*width*c]
					copy(image, in[0][i*c:(i+1)*c])
					vec.Scale(image[:c], share)
					for done := c; done < len(image); done *= 2 {
						copy(image[done:], image[:done])
					}
				}
			})
		}}, grad)
		return []*G.Node{dx}, err
	}
	return b.Apply(op, t.node)
}

// GlobalMaxPool computes the greatest number of each channel: (batch, channels,
// …) → (batch, channels). NaN is the greatest; the gradient goes to the first of
// equal numbers.
func GlobalMaxPool(b *graph.Builder, name string, x *G.Node) (*G.Node, error) {
	shape := x.Shape()
	if len(shape) < 3 {
		return nil, fmt.Errorf("%s: want input (batch, channels, …), got %v", name, []int(shape))
	}
	rows := shape[0] * shape[1]
	width, from := shape.TotalSize()/rows, make([]int, rows)
	op := graph.Op{Name: name, Shape: shape[:2]}
	op.Run = func(in [][]float32, out []float32) {
		parallel.Rows(rows, width, func(first, last int) {
			for r := first; r < last; r++ {
				row := in[0][r*width : (r+1)*width]
				best := 0
				for j, v := range row {
					if v > row[best] || v != v && row[best] == row[best] {
						best = j
					}
				}
				out[r], from[r] = row[best], r*width+best
			}
		})
	}
	op.Diff = func(_ []*G.Node, y, grad *G.Node) ([]*G.Node, error) {
		dx, err := b.Apply(graph.Op{Name: name + " (gradient)", Shape: shape, Run: func(in [][]float32, out []float32) {
			clear(out)
			for r, at := range from {
				out[at] = in[0][r]
			}
		}}, grad, y)
		return []*G.Node{dx}, err
	}
	return b.Apply(op, x)
}
