package ops

import (
	"fmt"
	"slices"

	"github.com/gorgolab/gorgo/lib/internal/graph"
	"github.com/gorgolab/gorgo/lib/internal/parallel"
	"github.com/gorgolab/gorgo/lib/internal/vec"
	G "gorgonia.org/gorgonia"
)

// pool is one use of a pooling operator. Images have their channels last.
type pool struct {
	geometry
	n, c  int
	where []float32 // of a max pool: the place in its window of each result
}

// newPool checks the shape of x (batch, channels, height, width) or (batch,
// channels, length), and returns the shape of the result.
func newPool(name string, win Window, x *G.Node) (*pool, []int, error) {
	if err := checkDims(name, "input", "(batch, channels, height, width) or (batch, channels, length)", x, 3, 4); err != nil {
		return nil, nil, err
	}
	n, c, h, w := imageShape(x.Shape())
	g, err := win.over(h, w)
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", name, err)
	}
	for _, e := range []extent{g.y, g.x} {
		if max(e.before, e.after) > (e.kernel-1)*e.dilation {
			return nil, nil, fmt.Errorf("%s: the padding %d, %d is wider than the kernel of %d reaches: some windows would see nothing of the image", name, e.before, e.after, e.kernel)
		}
	}
	shape := []int{n, c, g.y.out, g.x.out}
	if x.Dims() == 3 {
		if g.y.out != 1 || g.y.kernel != 1 {
			return nil, nil, fmt.Errorf("%s: the window is %v, but the input %v has no height: set the first of the pair to 1", name, win.Kernel, []int(x.Shape()))
		}
		shape = slices.Delete(shape, 2, 3)
	}
	return &pool{geometry: g, n: n, c: c}, shape, nil
}

// shape is that of the result, channels last.
func (p *pool) shape() []int { return []int{p.n, p.y.out, p.x.out, p.c} }

// taps runs f for the places of the image in window (oy, ox): k counts the places
// of the window.
func (p *pool) taps(oy, ox int, f func(k, row, col int)) {
	for ky := range p.y.kernel {
		row := p.y.at(oy, ky)
		if row < 0 || row >= p.y.in {
			continue
		}
		for kx := range p.x.kernel {
			if col := p.x.at(ox, kx); col >= 0 && col < p.x.in {
				f(ky*p.x.kernel+kx, row, col)
			}
		}
	}
}

// forward computes rows from to to of the greatest numbers of one image, whose
// rows from first on are in src, and where they were.
func (p *pool) forward(out, where, src []float32, first, from, to int) {
	at := 0
	for oy := from; oy < to; oy++ {
		for ox := range p.x.out {
			y, place := out[at:at+p.c], where[at:at+p.c]
			fresh := true
			p.taps(oy, ox, func(k, row, col int) {
				x := src[((row-first)*p.x.in+col)*p.c:][:p.c]
				if fresh {
					copy(y, x)
					for i := range place {
						place[i] = float32(k)
					}
					fresh = false
					return
				}
				vec.MaxStep(y, place, x, float32(k))
			})
			at += p.c
		}
	}
}

// backward adds the gradients d of one image's greatest numbers to the places
// where these were; line is the length of a row of dx.
func (p *pool) backward(dx []float32, line int, d, where []float32) {
	at := 0
	for oy := range p.y.out {
		for ox := range p.x.out {
			p.taps(oy, ox, func(k, row, col int) {
				vec.MaxStepBackward(dx[row*line+col*p.c:][:p.c], d[at:at+p.c], where[at:at+p.c], float32(k))
			})
			at += p.c
		}
	}
}

// each runs f for every image, with what lies before it in input and result.
func (p *pool) each(f func(in, out int)) {
	before, after := p.y.in*p.x.in*p.c, p.y.out*p.x.out*p.c
	parallel.Rows(p.n, before, func(from, to int) {
		for i := from; i < to; i++ {
			f(i*before, i*after)
		}
	})
}

// MaxPool2D computes the greatest number of each window: x (batch, channels,
// height, width) or (batch, channels, length). Padding is never the greatest;
// NaN always is. The gradient goes to the first of equal numbers.
//
// Right behind a convolution it becomes part of it: what is not the greatest is
// never written to memory.
func MaxPool2D(b *graph.Builder, name string, win Window, x *G.Node) (*G.Node, error) {
	p, shape, err := newPool(name, win, x)
	if err != nil {
		return nil, err
	}
	t, err := channelsLast(b, name, x)
	if err != nil {
		return nil, err
	}
	// A convolution of single pixels has lost the rows of its image.
	if t.conv != nil && !t.conv.pointwise() {
		c := *t.conv
		c.name += " with " + name
		c.pool, c.weights, c.tiles, c.yShape = p, packedWeights{}, tiles{}, p.shape()
		return c.apply(t.inputs, shape)
	}
	op := graph.Op{Name: name, Shape: p.shape()}
	op.Run = func(in [][]float32, out []float32) {
		p.keepPlaces()
		p.each(func(before, after int) {
			n := p.y.out * p.x.out * p.c
			p.forward(out[after:after+n], p.where[after:after+n], in[0][before:], 0, 0, p.y.out)
		})
	}
	op.Diff = p.diff(b, name, func(in [][]float32, before, after int, dx []float32) {
		n := p.y.out * p.x.out * p.c
		p.backward(dx, p.x.in*p.c, in[0][after:after+n], p.where[after:after+n])
	})
	y, err := b.Apply(op, t.node)
	if err != nil {
		return nil, err
	}
	return channelsFirst(b, name, twin{node: y}, shape)
}

// keepPlaces makes the memory of a max pool.
func (p *pool) keepPlaces() {
	if p.where == nil {
		p.where = make([]float32, size(p.shape()))
	}
}

// diff is the gradient of an operator that works image by image: back adds that
// of one image to dx, which is zero.
func (p *pool) diff(b *graph.Builder, name string, back func(in [][]float32, before, after int, dx []float32)) func(in []*G.Node, y, grad *G.Node) ([]*G.Node, error) {
	return func(in []*G.Node, y, grad *G.Node) ([]*G.Node, error) {
		dx, err := b.Apply(graph.Op{Name: name + " (gradient)", Shape: in[0].Shape(), Run: func(in [][]float32, out []float32) {
			p.each(func(before, after int) {
				dx := out[before : before+p.y.in*p.x.in*p.c]
				clear(dx)
				back(in, before, after, dx)
			})
		}}, grad, y)
		return []*G.Node{dx}, err
	}
}

// AvgPool2D computes the mean of each window: x (batch, channels, height,
// width) or (batch, channels, length). Padding does not count.
func AvgPool2D(b *graph.Builder, name string, win Window, x *G.Node) (*G.Node, error) {
	p, shape, err := newPool(name, win, x)
	if err != nil {
		return nil, err
	}
	t, err := channelsLast(b, name, x)
	if err != nil {
		return nil, err
	}
	share := make([]float32, p.y.out*p.x.out) // of a number in its window
	for i := range share {
		n := 0
		p.taps(i/p.x.out, i%p.x.out, func(int, int, int) { n++ })
		share[i] = 1 / float32(n)
	}
	op := graph.Op{Name: name, Shape: p.shape()}
	op.Run = func(in [][]float32, out []float32) {
		p.each(func(before, after int) {
			for i, k := range share {
				y := out[after+i*p.c:][:p.c]
				clear(y)
				p.taps(i/p.x.out, i%p.x.out, func(_, row, col int) {
					vec.Add(y, in[0][before+(row*p.x.in+col)*p.c:][:p.c])
				})
				vec.Scale(y, k)
			}
		})
	}
	op.Diff = p.diff(b, name, func(in [][]float32, _, after int, dx []float32) {
		for i, k := range share {
			d := in[0][after+i*p.c:][:p.c]
			p.taps(i/p.x.out, i%p.x.out, func(_, row, col int) {
				vec.ScaleAdd(dx[(row*p.x.in+col)*p.c:][:p.c], d, k)
			})
		}
	})
	y, err := b.Apply(op, t.node)
	if err != nil {
		return nil, err
	}
	return channelsFirst(b, name, twin{node: y}, shape)
}
