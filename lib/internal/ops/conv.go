package ops

import (
	"fmt"
	"slices"

	"github.com/gorgolab/gorgo/lib/internal/graph"
	"github.com/gorgolab/gorgo/lib/internal/memory"
	G "gorgonia.org/gorgonia"
)

// Conv2D computes act(x∗w + bias), as usual without turning the kernel round:
// x (batch, channels, height, width), w (filters, channels/groups, kernel
// height, kernel width), bias (filters) or nil, result (batch, filters, …). A
// filter sees the channels of its group only; with as many groups as channels
// the convolution is depthwise.
func Conv2D(b *graph.Builder, name string, act Activation, win Window, groups int, x, w, bias *G.Node) (*G.Node, error) {
	if err := checkDims(name, "input", "(batch, channels, height, width)", x, 4); err != nil {
		return nil, err
	}
	if err := checkDims(name, "weights", "(filters, channels/groups, height, width)", w, 4); err != nil {
		return nil, err
	}
	return conv(b, name, act, win, groups, x, w, bias)
}

// Conv1D is Conv2D for x (batch, channels, length) and w (filters,
// channels/groups, kernel): an image of height 1. Of the pairs in the window
// only the second number counts.
func Conv1D(b *graph.Builder, name string, act Activation, win Window, groups int, x, w, bias *G.Node) (*G.Node, error) {
	if err := checkDims(name, "input", "(batch, channels, length)", x, 3); err != nil {
		return nil, err
	}
	if err := checkDims(name, "weights", "(filters, channels/groups, length)", w, 3); err != nil {
		return nil, err
	}
	win = Window{Kernel: [2]int{1, win.Kernel[1]}, Stride: [2]int{1, win.Stride[1]}, Dilation: [2]int{1, win.Dilation[1]},
		Same: win.Same, Padding: [4]int{0, 0, win.Padding[2], win.Padding[3]}}
	return conv(b, name, act, win, groups, x, w, bias)
}

// convolution is one use of the operator. Images have their channels last.
type convolution struct {
	*graph.Builder
	geometry
	name           string
	act            Activation
	bias           bool
	groups         int
	n, c, f        int   // batch, channels, filters
	cg, fg         int   // of a group
	xShape, wShape []int // of the image, and of the weights as they are given
	yShape         []int
	pool           *pool // a max pool that is part of the operator, or nil

	weights  packedWeights
	tiles    tiles // the weights, of Winograd's way
	backward *convBackward
}

// conv puts a convolution into the graph.
func conv(b *graph.Builder, name string, act Activation, win Window, groups int, x, w, bias *G.Node) (*G.Node, error) {
	n, channels, height, width := imageShape(x.Shape())
	filters, cg, kh, kw := imageShape(w.Shape())
	for i, k := range []int{kh, kw} {
		if win.Kernel[i] != 0 && win.Kernel[i] != k {
			return nil, fmt.Errorf("%s: the kernel is %v, but the weights are %v", name, win.Kernel, []int(w.Shape()))
		}
		win.Kernel[i] = k
	}
	g, err := win.over(height, width)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if groups < 1 || channels%groups != 0 || filters%groups != 0 {
		return nil, fmt.Errorf("%s: %d groups do not divide %d channels and %d filters", name, groups, channels, filters)
	}
	if cg != channels/groups {
		return nil, fmt.Errorf("%s: want weights for %d channels (of %d, in %d groups), got %v", name, channels/groups, channels, groups, []int(w.Shape()))
	}
	if err := checkShape(name, "bias (filters)", bias, filters); err != nil {
		return nil, err
	}
	image, err := channelsLast(b, name, x)
	if err != nil {
		return nil, err
	}
	result := []int{n, filters, g.y.out, g.x.out}
	if x.Dims() == 3 {
		result = slices.Delete(result, 2, 3)
	}
	c := &convolution{Builder: b, geometry: g, name: name, act: act, bias: bias != nil, groups: groups,
		n: n, c: channels, f: filters, cg: cg, fg: filters / groups, xShape: image.node.Shape(), wShape: w.Shape()}
	if c.pointwise() {
		// An image of one row: its pixels are the rows of one matrix.
		c.x.in, c.y.in = c.x.in*c.y.in, 1
		c.x.out, c.y.out = c.x.in, 1
	}
	c.yShape = []int{n, g.y.out, g.x.out, filters}
	return c.apply(present(image.node, w, bias), result)
}

// apply puts the operator into the graph; result is the shape with the channels
// first.
func (c *convolution) apply(inputs []*G.Node, result []int) (*G.Node, error) {
	y, err := c.Apply(graph.Op{Name: c.name, Shape: c.yShape, Run: c.forward, Diff: c.diff}, inputs...)
	if err != nil {
		return nil, err
	}
	t := twin{node: y}
	if c.pool == nil {
		t.conv, t.inputs = c, inputs
	}
	return channelsFirst(c.Builder, c.name, t, result)
}

// pointwise reports whether each number of the result depends on one pixel.
func (c *convolution) pointwise() bool {
	plain := func(e extent) bool { return e.kernel == 1 && e.stride == 1 && e.before == 0 && e.after == 0 }
	return plain(c.y) && plain(c.x)
}

// area is the number of places in the kernel.
func (c *convolution) area() int { return c.y.kernel * c.x.kernel }

// depthwise reports whether every channel has one filter of its own.
func (c *convolution) depthwise() bool { return c.cg == 1 && c.fg == 1 && c.c > 1 }

// stretched reports whether the numbers that a window takes from one row of the
// image lie together.
func (c *convolution) stretched() bool { return c.groups == 1 && c.x.dilation == 1 }

// diff derives all gradients in one pass over the images: the operator for the
// weights leaves those of the input and of the bias in memory.
func (c *convolution) diff(in []*G.Node, y, grad *G.Node) ([]*G.Node, error) {
	p := &convBackward{convolution: c, needX: c.Learnt(in[0]), needW: c.Learnt(in[1])}
	c.backward = p
	if p.needX {
		p.dx = memory.Floats(size(c.xShape))
	}
	p.dbias = make([]float32, c.f)
	dw, err := c.Apply(graph.Op{Name: c.name + " (gradient)", Shape: c.wShape, Run: p.run}, in[0], in[1], y, grad)
	if err != nil {
		return nil, err
	}
	grads := make([]*G.Node, len(in))
	grads[1] = dw
	if p.needX {
		if grads[0], err = c.Pick(c.name+" (gradient of its input)", c.xShape, p.dx, dw); err != nil {
			return nil, err
		}
	}
	if c.bias {
		grads[2], err = c.Pick(c.name+" (gradient of its bias)", []int{c.f}, p.dbias, dw)
	}
	return grads, err
}
