package nn

import (
	"github.com/gorgolab/gorgo/lib/internal/ops"
	"gorgonia.org/gorgonia"
)

// MaxPool keeps the greatest number of each window of each channel. A NaN goes
// through; padding never wins.
//
// Shape: (channels, height, width) → (channels, height', width'), or (channels,
// length) → (channels, length').
type MaxPool struct {
	// Size is the height and width of the window; of a sequence the first number
	// counts. Required; [Square](2) is usual.
	Size [2]int
	// Stride is the way from one window to the next. Default Size.
	Stride [2]int `json:",omitzero"`
	// Padding at the edges. Default [Valid].
	Padding Padding `json:",omitempty"`
	// Name of the layer. Default max_pool_1, max_pool_2, …
	Name string `json:",omitempty"`
}

var _ Layer = MaxPool{}

// LayerName returns the layer's name.
func (l MaxPool) LayerName() string { return l.Name }

// Build implements [Layer].
func (l MaxPool) Build(s *Setup) ([]int, error) { return buildPool(s, l) }

// Apply implements [Layer].
func (l MaxPool) Apply(g *Graph, x *gorgonia.Node) (*gorgonia.Node, error) {
	return ops.MaxPool2D(g.b, g.label(), l.window(x.Dims()-1), x)
}

// window returns the window for examples of so many dimensions.
func (l MaxPool) window(dims int) ops.Window {
	size, stride := l.Size, l.Stride
	if dims == 2 {
		size, stride = [2]int{1, size[0]}, [2]int{1, stride[0]}
	}
	for i := range stride {
		if stride[i] == 0 {
			stride[i] = size[i]
		}
	}
	return ops.Window{Kernel: size, Stride: stride, Same: l.Padding == Same}
}

func buildPool(s *Setup, l MaxPool) ([]int, error) {
	w := l.window(len(s.Input))
	if _, err := window(s, w.Kernel, w.Stride, w.Dilation, l.Padding); err != nil {
		return nil, err
	}
	switch len(s.Input) {
	case 2:
		_, length, err := w.Output(1, s.Input[1])
		if err != nil {
			return nil, s.Errorf("%w", err)
		}
		return []int{s.Input[0], length}, nil
	case 3:
		oh, ow, err := w.Output(s.Input[1], s.Input[2])
		if err != nil {
			return nil, s.Errorf("%w", err)
		}
		return []int{s.Input[0], oh, ow}, nil
	}
	return nil, s.Errorf("want input (channels, height, width) or (channels, length), got %s", formatShape(s.Input))
}

// AvgPool keeps the mean of each window of each channel. Padding does not count.
//
// Shape: that of [MaxPool].
type AvgPool struct {
	// Size is the height and width of the window; of a sequence the first number
	// counts. Required.
	Size [2]int
	// Stride is the way from one window to the next. Default Size.
	Stride [2]int `json:",omitzero"`
	// Padding at the edges. Default [Valid].
	Padding Padding `json:",omitempty"`
	// Name of the layer. Default avg_pool_1, avg_pool_2, …
	Name string `json:",omitempty"`
}

var _ Layer = AvgPool{}

// LayerName returns the layer's name.
func (l AvgPool) LayerName() string { return l.Name }

// Build implements [Layer].
func (l AvgPool) Build(s *Setup) ([]int, error) { return buildPool(s, MaxPool(l)) }

// Apply implements [Layer].
func (l AvgPool) Apply(g *Graph, x *gorgonia.Node) (*gorgonia.Node, error) {
	return ops.AvgPool2D(g.b, g.label(), MaxPool(l).window(x.Dims()-1), x)
}

// GlobalAvgPool keeps the mean of each channel: what stands between the last
// convolution and a [Dense] layer (Lin, Chen, Yan: Network In Network, ICLR
// 2014).
//
// Shape: (channels, …) → (channels)
type GlobalAvgPool struct {
	// Name of the layer. Default global_avg_pool_1, global_avg_pool_2, …
	Name string `json:",omitempty"`
}

var _ Layer = GlobalAvgPool{}

// LayerName returns the layer's name.
func (l GlobalAvgPool) LayerName() string { return l.Name }

// Build implements [Layer].
func (l GlobalAvgPool) Build(s *Setup) ([]int, error) { return buildGlobal(s) }

// Apply implements [Layer].
func (l GlobalAvgPool) Apply(g *Graph, x *gorgonia.Node) (*gorgonia.Node, error) {
	return ops.GlobalAvgPool(g.b, g.label(), x)
}

// GlobalMaxPool keeps the greatest number of each channel.
//
// Shape: (channels, …) → (channels)
type GlobalMaxPool struct {
	// Name of the layer. Default global_max_pool_1, global_max_pool_2, …
	Name string `json:",omitempty"`
}

var _ Layer = GlobalMaxPool{}

// LayerName returns the layer's name.
func (l GlobalMaxPool) LayerName() string { return l.Name }

// Build implements [Layer].
func (l GlobalMaxPool) Build(s *Setup) ([]int, error) { return buildGlobal(s) }

// Apply implements [Layer].
func (l GlobalMaxPool) Apply(g *Graph, x *gorgonia.Node) (*gorgonia.Node, error) {
	return ops.GlobalMaxPool(g.b, g.label(), x)
}

func buildGlobal(s *Setup) ([]int, error) {
	if len(s.Input) < 2 {
		return nil, s.Errorf("want input (channels, …), got %s", formatShape(s.Input))
	}
	return s.Input[:1], nil
}
