package ops

import (
	"fmt"

	"github.com/gorgolab/gorgo/lib/internal/graph"
	"github.com/gorgolab/gorgo/lib/internal/parallel"
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
	return conv(b, name, act, win, groups, x.Shape(), w.Shape(), x, w, bias)
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
	xs, ws := x.Shape(), w.Shape()
	win = Window{Kernel: [2]int{1, win.Kernel[1]}, Stride: [2]int{1, win.Stride[1]}, Dilation: [2]int{1, win.Dilation[1]},
		Same: win.Same, Padding: [4]int{0, 0, win.Padding[2], win.Padding[3]}}
	return conv(b, name, act, win, groups, []int{xs[0], xs[1], 1, xs[2]}, []int{ws[0], ws[1], 1, ws[2]}, x, w, bias)
}

// convolution is one use of the operator.
type convolution struct {
	*graph.Builder
	geometry
	name    string
	act     Activation
	bias    bool
	groups  int
	n, c, f int // batch, channels, filters
	cg, fg  int // of a group
	shape   []int
	dz      []float32 // gradient before the activation
	xShape  []int
	wShape  []int
}

// conv puts a convolution into the graph. The shapes are those of x and w with
// four dimensions.
func conv(b *graph.Builder, name string, act Activation, win Window, groups int, xs, ws []int, x, w, bias *G.Node) (*G.Node, error) {
	for i := range win.Kernel {
		if win.Kernel[i] != 0 && win.Kernel[i] != ws[2+i] {
			return nil, fmt.Errorf("%s: the kernel is %v, but the weights are %v", name, win.Kernel, []int(w.Shape()))
		}
		win.Kernel[i] = ws[2+i]
	}
	g, err := win.over(xs[2], xs[3])
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if groups < 1 || xs[1]%groups != 0 || ws[0]%groups != 0 {
		return nil, fmt.Errorf("%s: %d groups do not divide %d channels and %d filters", name, groups, xs[1], ws[0])
	}
	if ws[1] != xs[1]/groups {
		return nil, fmt.Errorf("%s: want weights for %d channels (of %d, in %d groups), got %v", name, xs[1]/groups, xs[1], groups, []int(w.Shape()))
	}
	if err := checkShape(name, "bias (filters)", bias, ws[0]); err != nil {
		return nil, err
	}
	c := &convolution{Builder: b, geometry: g, name: name, act: act, bias: bias != nil, groups: groups,
		n: xs[0], c: xs[1], f: ws[0], cg: ws[1], fg: ws[0] / groups, xShape: x.Shape(), wShape: w.Shape()}
	c.shape = []int{c.n, c.f, g.y.out, g.x.out}
	if x.Dims() == 3 {
		c.shape = []int{c.n, c.f, g.x.out}
	}
	op := graph.Op{Name: name, Shape: c.shape, Run: c.forward, Diff: c.diff}
	return b.Apply(op, present(x, w, bias)...)
}

// taps runs f for every pair of a window and a number in it, in rows of
// windows: the windows from to to of row o lie over numbers of row i of the
// image that begin at first and are a stride apart. k is the place in the kernel.
func (c *convolution) taps(f func(k, o, from, to, i, first int)) {
	for ky := range c.y.kernel {
		for kx := range c.x.kernel {
			from, to := 0, c.x.out
			for from < to && c.x.at(from, kx) < 0 {
				from++
			}
			for to > from && c.x.at(to-1, kx) >= c.x.in {
				to--
			}
			if from == to {
				continue
			}
			for o := range c.y.out {
				if i := c.y.at(o, ky); i >= 0 && i < c.y.in {
					f(ky*c.x.kernel+kx, o, from, to, i, c.x.at(from, kx))
				}
			}
		}
	}
}

func (c *convolution) forward(in [][]float32, y []float32) {
	in0, plane, area := c.y.in*c.x.in, c.y.out*c.x.out, c.y.kernel*c.x.kernel
	parallel.For(c.n*c.f, func(i int) {
		n, f := i/c.f, i%c.f
		out := y[i*plane : (i+1)*plane]
		var bias float32
		if c.bias {
			bias = in[2][f]
		}
		for j := range out {
			out[j] = bias
		}
		for ch := range c.cg {
			x := in[0][(n*c.c+f/c.fg*c.cg+ch)*in0:][:in0]
			w := in[1][(f*c.cg+ch)*area:][:area]
			c.taps(func(k, o, from, to, i, first int) {
				v, at := w[k], i*c.x.in+first
				for j := from; j < to; j++ {
					out[o*c.x.out+j] += v * x[at]
					at += c.x.stride
				}
			})
		}
		if c.act.Forward != nil {
			c.act.Forward(out, out)
		}
	})
}

func (c *convolution) diff(in []*G.Node, y, grad *G.Node) ([]*G.Node, error) {
	in0, plane, area := c.y.in*c.x.in, c.y.out*c.x.out, c.y.kernel*c.x.kernel
	dz := grad
	var err error
	if c.act.Backward != nil {
		dz, err = c.Apply(graph.Op{Name: c.name + " (gradient)", Shape: c.shape, Run: func(in [][]float32, out []float32) {
			parallel.Rows(len(out), 1, func(from, to int) { c.act.Backward(out[from:to], in[0][from:to], in[1][from:to]) })
		}}, grad, y)
		if err != nil {
			return nil, err
		}
	}
	grads := make([]*G.Node, len(in))
	if c.Learnt(in[0]) {
		grads[0], err = c.Apply(graph.Op{Name: c.name + " (gradient of its input)", Shape: c.xShape, Run: func(in [][]float32, out []float32) {
			parallel.For(c.n*c.c, func(i int) {
				n, ch := i/c.c, i%c.c
				group := ch / c.cg
				dx := out[i*in0 : (i+1)*in0]
				clear(dx)
				for f := group * c.fg; f < (group+1)*c.fg; f++ {
					d := in[0][(n*c.f+f)*plane:][:plane]
					w := in[1][(f*c.cg+ch%c.cg)*area:][:area]
					c.taps(func(k, o, from, to, i, first int) {
						v, at := w[k], i*c.x.in+first
						for j := from; j < to; j++ {
							dx[at] += v * d[o*c.x.out+j]
							at += c.x.stride
						}
					})
				}
			})
		}}, dz, in[1])
		if err != nil {
			return nil, err
		}
	}
	if c.Learnt(in[1]) {
		grads[1], err = c.Apply(graph.Op{Name: c.name + " (gradient of its weights)", Shape: c.wShape, Run: func(in [][]float32, out []float32) {
			parallel.For(c.f*c.cg, func(i int) {
				f, ch := i/c.cg, i%c.cg
				dw := out[i*area : (i+1)*area]
				clear(dw)
				for n := range c.n {
					d := in[0][(n*c.f+f)*plane:][:plane]
					x := in[1][(n*c.c+f/c.fg*c.cg+ch)*in0:][:in0]
					c.taps(func(k, o, from, to, i, first int) {
						var sum float32
						at := i*c.x.in + first
						for j := from; j < to; j++ {
							sum += x[at] * d[o*c.x.out+j]
							at += c.x.stride
						}
						dw[k] += sum
					})
				}
			})
		}}, dz, in[0])
		if err != nil {
			return nil, err
		}
	}
	if c.bias && c.Learnt(in[2]) {
		grads[2], err = c.Apply(graph.Op{Name: c.name + " (gradient of its bias)", Shape: []int{c.f}, Run: func(in [][]float32, out []float32) {
			clear(out)
			for n := range c.n {
				for f := range c.f {
					var sum float32
					for _, v := range in[0][(n*c.f+f)*plane:][:plane] {
						sum += v
					}
					out[f] += sum
				}
			}
		}}, dz)
	}
	return grads, err
}
