package ops

import (
	"fmt"
	"math"

	"github.com/gorgolab/gorgo/lib/internal/graph"
	"github.com/gorgolab/gorgo/lib/internal/parallel"
	G "gorgonia.org/gorgonia"
)

// pool is one use of a pooling operator: planes images of one channel each.
type pool struct {
	*graph.Builder
	geometry
	name   string
	planes int
	shape  []int
	xShape []int
}

// newPool checks the shapes of x (batch, channels, height, width) or (batch,
// channels, length).
func newPool(b *graph.Builder, name string, win Window, x *G.Node) (*pool, error) {
	if err := checkDims(name, "input", "(batch, channels, height, width) or (batch, channels, length)", x, 3, 4); err != nil {
		return nil, err
	}
	s := x.Shape()
	height := 1
	if len(s) == 4 {
		height = s[2]
	}
	g, err := win.over(height, s[len(s)-1])
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	for _, e := range []extent{g.y, g.x} {
		if max(e.before, e.after) > (e.kernel-1)*e.dilation {
			return nil, fmt.Errorf("%s: the padding %d, %d is wider than the kernel of %d reaches: some windows would see nothing of the image", name, e.before, e.after, e.kernel)
		}
	}
	p := &pool{Builder: b, geometry: g, name: name, planes: s[0] * s[1], xShape: s, shape: []int{s[0], s[1], g.y.out, g.x.out}}
	if len(s) == 3 {
		if g.y.out != 1 {
			return nil, fmt.Errorf("%s: the window is %v, the input %v has no height: set the first of each pair to 1", name, win.Kernel, []int(s))
		}
		p.shape = []int{s[0], s[1], g.x.out}
	}
	return p, nil
}

// window runs f for the places of the image in window (oy, ox).
func (p *pool) window(oy, ox int, f func(at int)) {
	for ky := range p.y.kernel {
		i := p.y.at(oy, ky)
		if i < 0 || i >= p.y.in {
			continue
		}
		for kx := range p.x.kernel {
			if j := p.x.at(ox, kx); j >= 0 && j < p.x.in {
				f(i*p.x.in + j)
			}
		}
	}
}

// each runs f for every window, with the number of its result and the planes
// before and after.
func (p *pool) each(f func(o, before, after, oy, ox int)) {
	parallel.Rows(p.planes, p.y.in*p.x.in, func(from, to int) {
		for i := from; i < to; i++ {
			for oy := range p.y.out {
				for ox := range p.x.out {
					f(oy*p.x.out+ox, i*p.y.in*p.x.in, i*p.y.out*p.x.out, oy, ox)
				}
			}
		}
	})
}

// MaxPool2D computes the greatest number of each window: x (batch, channels,
// height, width) or (batch, channels, length). Padding is never the greatest;
// NaN always is. The gradient goes to the first of equal numbers.
func MaxPool2D(b *graph.Builder, name string, win Window, x *G.Node) (*G.Node, error) {
	p, err := newPool(b, name, win, x)
	if err != nil {
		return nil, err
	}
	from := make([]int32, size(p.shape)) // where each result came from
	op := graph.Op{Name: name, Shape: p.shape}
	op.Run = func(in [][]float32, out []float32) {
		p.each(func(o, before, after, oy, ox int) {
			top, at := float32(math.Inf(-1)), -1
			p.window(oy, ox, func(i int) {
				v := in[0][before+i]
				if at < 0 || v > top || v != v && top == top {
					top, at = v, i
				}
			})
			out[after+o], from[after+o] = top, int32(at)
		})
	}
	op.Diff = func(_ []*G.Node, y, grad *G.Node) ([]*G.Node, error) {
		dx, err := b.Apply(graph.Op{Name: name + " (gradient)", Shape: p.xShape, Run: func(in [][]float32, out []float32) {
			clear(out)
			p.each(func(o, before, after, _, _ int) {
				out[before+int(from[after+o])] += in[0][after+o]
			})
		}}, grad, y)
		return []*G.Node{dx}, err
	}
	return b.Apply(op, x)
}

// AvgPool2D computes the mean of each window: x (batch, channels, height,
// width) or (batch, channels, length). Padding does not count.
func AvgPool2D(b *graph.Builder, name string, win Window, x *G.Node) (*G.Node, error) {
	p, err := newPool(b, name, win, x)
	if err != nil {
		return nil, err
	}
	share := make([]float32, p.y.out*p.x.out) // of a number in its window
	for oy := range p.y.out {
		for ox := range p.x.out {
			n := 0
			p.window(oy, ox, func(int) { n++ })
			share[oy*p.x.out+ox] = 1 / float32(n)
		}
	}
	op := graph.Op{Name: name, Shape: p.shape}
	op.Run = func(in [][]float32, out []float32) {
		p.each(func(o, before, after, oy, ox int) {
			var sum float32
			p.window(oy, ox, func(i int) { sum += in[0][before+i] })
			out[after+o] = sum * share[o]
		})
	}
	op.Diff = func(_ []*G.Node, _, grad *G.Node) ([]*G.Node, error) {
		dx, err := b.Apply(graph.Op{Name: name + " (gradient)", Shape: p.xShape, Run: func(in [][]float32, out []float32) {
			clear(out)
			p.each(func(o, before, after, oy, ox int) {
				d := in[0][after+o] * share[o]
				p.window(oy, ox, func(i int) { out[before+i] += d })
			})
		}}, grad)
		return []*G.Node{dx}, err
	}
	return b.Apply(op, x)
}

// GlobalAvgPool computes the mean of each channel: (batch, channels, …) →
// (batch, channels).
func GlobalAvgPool(b *graph.Builder, name string, x *G.Node) (*G.Node, error) {
	rows, width, err := channels(name, x)
	if err != nil {
		return nil, err
	}
	shape := x.Shape()
	op := graph.Op{Name: name, Shape: shape[:2]}
	op.Run = func(in [][]float32, out []float32) {
		parallel.Rows(rows, width, func(from, to int) {
			for r := from; r < to; r++ {
				var sum float64
				for _, v := range in[0][r*width : (r+1)*width] {
					sum += float64(v)
				}
				out[r] = float32(sum / float64(width))
			}
		})
	}
	op.Diff = func(_ []*G.Node, _, grad *G.Node) ([]*G.Node, error) {
		dx, err := b.Apply(graph.Op{Name: name + " (gradient)", Shape: shape, Run: func(in [][]float32, out []float32) {
			parallel.Rows(rows, width, func(from, to int) {
				for r := from; r < to; r++ {
					d := in[0][r] / float32(width)
					for j := r * width; j < (r+1)*width; j++ {
						out[j] = d
					}
				}
			})
		}}, grad)
		return []*G.Node{dx}, err
	}
	return b.Apply(op, x)
}

// GlobalMaxPool computes the greatest number of each channel: (batch, channels,
// …) → (batch, channels). NaN is the greatest; the gradient goes to the first of
// equal numbers.
func GlobalMaxPool(b *graph.Builder, name string, x *G.Node) (*G.Node, error) {
	rows, width, err := channels(name, x)
	if err != nil {
		return nil, err
	}
	shape, from := x.Shape(), make([]int, rows)
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

// channels takes x (batch, channels, …) for rows of one channel each.
func channels(name string, x *G.Node) (rows, width int, err error) {
	if x.Dims() < 3 {
		return 0, 0, fmt.Errorf("%s: want input (batch, channels, …), got %v", name, []int(x.Shape()))
	}
	rows = x.Shape()[0] * x.Shape()[1]
	return rows, x.Shape().TotalSize() / rows, nil
}
