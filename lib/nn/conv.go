package nn

import (
	"github.com/gorgolab/gorgo/lib/internal/ops"
	"gorgonia.org/gorgonia"
)

// Padding says what a convolution or a pool does at the edges.
type Padding string

// The paddings.
const (
	// Valid takes only windows that lie within the image.
	Valid Padding = ""
	// Same surrounds the image by zeros, so that there are ⌈size/stride⌉
	// windows. What is odd of them goes to the bottom and the right.
	Same Padding = "same"
)

// Square returns {n, n}: a square kernel, stride or dilation.
func Square(n int) [2]int { return [2]int{n, n} }

// window checks what a layer says about windows.
func window(s *Setup, kernel, stride, dilation [2]int, padding Padding) (ops.Window, error) {
	if padding != Valid && padding != Same {
		return ops.Window{}, s.Errorf("there is no padding %q: use nn.Valid or nn.Same", string(padding))
	}
	return ops.Window{Kernel: kernel, Stride: stride, Dilation: dilation, Same: padding == Same}, nil
}

// Conv2D is a convolution over images: each output is a sum over a window of the
// image, with weights that are the same everywhere,
//
//	y = activation(x ∗ W + b)
//
// without turning the kernel round, as is usual.
//
// Shape: (channels, height, width) → (Filters, height', width'), with
// ⌊(size + padding − Dilation·(Kernel−1) − 1) / Stride⌋ + 1 windows.
//
// Parameters: weight (Filters, channels/Groups, kernel height, kernel width) and,
// but for NoBias, bias (Filters).
//
// Images come with their channels first, as in PyTorch. [Permute] with Order
// {2, 0, 1} brings those whose channels are last into that order, [Reshape] gives
// grey images their one channel.
//
// LeCun et al., Gradient-Based Learning Applied to Document Recognition (1998).
type Conv2D struct {
	// Filters is the number of channels of the result. Required.
	Filters int
	// Kernel is the height and width of the window. Required; [Square](3) is
	// usual.
	Kernel [2]int
	// Stride is the way from one window to the next. Default {1, 1}.
	Stride [2]int `json:",omitzero"`
	// Dilation is the distance of the pixels in a window. Default {1, 1}.
	Dilation [2]int `json:",omitzero"`
	// Padding at the edges. Default [Valid].
	Padding Padding `json:",omitempty"`
	// Groups divides channels and filters: a filter sees the channels of its
	// group only. With as many groups as channels the convolution is depthwise.
	// Default 1.
	Groups int `json:",omitempty"`
	// Activation of the outputs. Default [Linear].
	Activation Activation `json:",omitempty"`
	// NoBias leaves out b: where a [BatchNorm] follows, it is of no use.
	NoBias bool `json:",omitempty"`
	// Init draws W. Default [HeNormal] before ReLU and its like, else
	// [GlorotUniform].
	Init Initializer `json:",omitzero"`
	// BiasInit draws b. Default [Zeros].
	BiasInit Initializer `json:",omitzero"`
	// Name of the layer. Default conv2d_1, conv2d_2, …
	Name string `json:",omitempty"`
}

var _ Layer = Conv2D{}

// LayerName returns the layer's name.
func (l Conv2D) LayerName() string { return l.Name }

// Build implements [Layer].
func (l Conv2D) Build(s *Setup) ([]int, error) {
	if len(s.Input) != 3 {
		return nil, s.Errorf("want input (channels, height, width), got %s: Reshape it", formatShape(s.Input))
	}
	w, err := window(s, l.Kernel, l.Stride, l.Dilation, l.Padding)
	if err != nil {
		return nil, err
	}
	oh, ow, err := w.Output(s.Input[1], s.Input[2])
	if err != nil {
		return nil, s.Errorf("%w", err)
	}
	if err := buildConv(s, l, l.Kernel[:]); err != nil {
		return nil, err
	}
	s.MultiplyAdds += l.Filters * oh * ow * s.Input[0] / max(1, l.Groups) * l.Kernel[0] * l.Kernel[1]
	return []int{l.Filters, oh, ow}, nil
}

// buildConv checks what convolutions have in common and declares the parameters.
func buildConv(s *Setup, l Conv2D, kernel []int) error {
	groups := max(1, l.Groups)
	if l.Filters < 1 || l.Groups < 0 {
		return s.Errorf("want at least 1 filter and Groups of at least 0, got %d and %d: set Filters", l.Filters, l.Groups)
	}
	if l.Filters%groups != 0 || s.Input[0]%groups != 0 {
		return s.Errorf("%d groups divide neither %d channels nor %d filters evenly: both must be multiples of Groups", groups, s.Input[0], l.Filters)
	}
	if err := l.Activation.check(s); err != nil {
		return err
	}
	s.filters("weight", append([]int{l.Filters, s.Input[0] / groups}, kernel...), groups, l.Init.or(l.Activation.scheme()))
	if !l.NoBias {
		s.Param("bias", []int{l.Filters}, l.BiasInit.or(Zeros))
	}
	return nil
}

// Apply implements [Layer].
func (l Conv2D) Apply(g *Graph, x *gorgonia.Node) (*gorgonia.Node, error) {
	w, bias, err := g.weightAndBias(l.NoBias)
	if err != nil {
		return nil, err
	}
	now, later := l.Activation.split()
	win := ops.Window{Kernel: l.Kernel, Stride: l.Stride, Dilation: l.Dilation, Same: l.Padding == Same}
	y, err := ops.Conv2D(g.b, g.label(), now, win, max(1, l.Groups), x, w, bias)
	if err != nil {
		return nil, err
	}
	return later.Apply(g, y)
}

func (l Conv2D) activation() Activation { return l.Activation }

// weightAndBias returns the two parameters of most layers.
func (g *Graph) weightAndBias(noBias bool) (w, bias *gorgonia.Node, err error) {
	if w, err = g.Param("weight"); err != nil {
		return nil, nil, err
	}
	bias, err = g.optional("bias", noBias)
	return w, bias, err
}

// Conv1D is [Conv2D] over sequences of numbers with channels, such as sound.
//
// Shape: (channels, length) → (Filters, length'). Sequences whose features come
// last, (steps, features), as recurrent layers take them, are brought into that
// order by [Permute] with Order {1, 0}.
//
// Parameters: weight (Filters, channels/Groups, Kernel) and, but for NoBias, bias
// (Filters).
type Conv1D struct {
	// Filters is the number of channels of the result. Required.
	Filters int
	// Kernel is the length of the window. Required.
	Kernel int
	// Stride is the way from one window to the next. Default 1.
	Stride int `json:",omitempty"`
	// Dilation is the distance of neighbours in a window. Default 1.
	Dilation int `json:",omitempty"`
	// Padding at the ends. Default [Valid].
	Padding Padding `json:",omitempty"`
	// Groups divides channels and filters, as in [Conv2D]. Default 1.
	Groups int `json:",omitempty"`
	// Activation of the outputs. Default [Linear].
	Activation Activation `json:",omitempty"`
	// NoBias leaves out b.
	NoBias bool `json:",omitempty"`
	// Init draws W. Default [HeNormal] before ReLU and its like, else
	// [GlorotUniform].
	Init Initializer `json:",omitzero"`
	// BiasInit draws b. Default [Zeros].
	BiasInit Initializer `json:",omitzero"`
	// Name of the layer. Default conv1d_1, conv1d_2, …
	Name string `json:",omitempty"`
}

var _ Layer = Conv1D{}

// LayerName returns the layer's name.
func (l Conv1D) LayerName() string { return l.Name }

// Build implements [Layer].
func (l Conv1D) Build(s *Setup) ([]int, error) {
	if len(s.Input) != 2 {
		return nil, s.Errorf("want input (channels, length), got %s: Reshape it", formatShape(s.Input))
	}
	w, err := window(s, [2]int{1, l.Kernel}, [2]int{1, l.Stride}, [2]int{1, l.Dilation}, l.Padding)
	if err != nil {
		return nil, err
	}
	_, length, err := w.Output(1, s.Input[1])
	if err != nil {
		return nil, s.Errorf("%w", err)
	}
	if err := buildConv(s, Conv2D{Filters: l.Filters, Groups: l.Groups, Activation: l.Activation, NoBias: l.NoBias, Init: l.Init, BiasInit: l.BiasInit}, []int{l.Kernel}); err != nil {
		return nil, err
	}
	s.MultiplyAdds += l.Filters * length * s.Input[0] / max(1, l.Groups) * l.Kernel
	return []int{l.Filters, length}, nil
}

// Apply implements [Layer].
func (l Conv1D) Apply(g *Graph, x *gorgonia.Node) (*gorgonia.Node, error) {
	w, bias, err := g.weightAndBias(l.NoBias)
	if err != nil {
		return nil, err
	}
	now, later := l.Activation.split()
	win := ops.Window{Kernel: [2]int{1, l.Kernel}, Stride: [2]int{1, l.Stride}, Dilation: [2]int{1, l.Dilation}, Same: l.Padding == Same}
	y, err := ops.Conv1D(g.b, g.label(), now, win, max(1, l.Groups), x, w, bias)
	if err != nil {
		return nil, err
	}
	return later.Apply(g, y)
}

func (l Conv1D) activation() Activation { return l.Activation }
