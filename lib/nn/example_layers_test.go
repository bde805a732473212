package nn_test

import (
	"fmt"

	"github.com/gorgolab/gorgo/lib/data"
	"github.com/gorgolab/gorgo/lib/nn"
	"gorgonia.org/gorgonia"
)

func ExampleDense() {
	twice := nn.Dense{Units: 2, Init: nn.Initializer{Scheme: nn.Constant, Value: 2}}
	m := nn.MustSequential([]nn.Layer{twice}, nn.Options{Input: []int{3}})
	fmt.Println(m.MustPredict(data.MustFromRows([][]float32{{1, 2, 3}})).Data)
	fmt.Println(m.Weights(), "weights")
	// Output:
	// [12 12]
	// 8 weights
}

// Activations are layers, too.
func ExampleActivation() {
	x := data.MustFromRows([][]float32{{-1, 0, 2}})
	for _, a := range []nn.Activation{nn.ReLU, nn.LeakyReLUOf(0.1), nn.ELUOf(1), nn.Softplus} {
		m := nn.MustSequential([]nn.Layer{a}, nn.Options{Input: []int{3}})
		fmt.Printf("%s %.2f\n", a, m.MustPredict(x).Data)
	}
	// Output:
	// relu [0.00 0.00 2.00]
	// leaky_relu(0.1) [-0.10 0.00 2.00]
	// elu(1) [-0.63 0.00 2.00]
	// softplus [0.31 0.69 2.13]
}

func ExampleInitializer() {
	m := nn.MustSequential([]nn.Layer{
		nn.Dense{Units: 100, Activation: nn.SiLU, Init: nn.Initializer{Scheme: nn.HeNormal}},
		nn.Dense{Units: 1, Init: nn.Initializer{Scheme: nn.Zeros}},
	}, nn.Options{Input: []int{50}, Seed: 1})
	var sum float64
	for _, w := range m.Params()[0].Value.Data {
		sum += float64(w * w)
	}
	fmt.Printf("variance %.2f, that of the paper is 2/50\n", sum/5000)
	// Output: variance 0.04, that of the paper is 2/50
}

// Examples are dropped only while the model trains.
func ExampleDropout() {
	m := nn.MustSequential([]nn.Layer{nn.Dropout{Rate: 0.5}}, nn.Options{Input: []int{4}})
	fmt.Println(m.MustPredict(data.MustFromRows([][]float32{{1, 2, 3, 4}})).Data)
	// Output: [1 2 3 4]
}

func ExampleSpatialDropout() {
	_, err := nn.Sequential([]nn.Layer{nn.SpatialDropout{Rate: 0.5}}, nn.Options{Input: []int{4}})
	fmt.Println(err)
	// Output: nn: SpatialDropout "spatial_dropout_1": want input (channels, …), got (batch, 4): use Dropout
}

func ExampleFlatten() {
	m := nn.MustSequential([]nn.Layer{nn.Flatten{}}, nn.Options{Input: []int{32, 7, 7}})
	fmt.Println(m.Output())
	// Output: [1568]
}

// One dimension may be left to follow from the others.
func ExampleReshape() {
	m := nn.MustSequential([]nn.Layer{nn.Reshape{Shape: []int{1, 28, -1}}}, nn.Options{Input: []int{784}})
	fmt.Println(m.Output())
	// Output: [1 28 28]
}

// Pictures with the channels of a pixel together become planes.
func ExamplePermute() {
	m := nn.MustSequential([]nn.Layer{nn.Permute{Order: []int{2, 0, 1}}}, nn.Options{Input: []int{1, 2, 3}})
	y := m.MustPredict(data.MustNew([]int{1, 1, 2, 3}, []float32{1, 2, 3, 10, 20, 30}))
	fmt.Println(y.Shape, y.Data)
	// Output: [1 3 1 2] [1 10 2 20 3 30]
}

// ChannelsLast tells why a batch of images does not fit.
func ExampleChannelsLast() {
	fmt.Println(nn.ChannelsLast([]int{3, 32, 32}, []int{64, 32, 32, 3}))
	// Output: true
}

// A signal of 100 numbers becomes 8 signals of half the length.
func ExampleConv1D() {
	m := nn.MustSequential([]nn.Layer{nn.Conv1D{Filters: 8, Kernel: 5, Stride: 2, Padding: nn.Same}}, nn.Options{Input: []int{1, 100}})
	fmt.Println(m.Output(), m.Weights(), "weights")
	// Output: [8 50] 48 weights
}

// Padding keeps the size, or lets the edges go.
func ExamplePadding() {
	for _, p := range []nn.Padding{nn.Valid, nn.Same} {
		m := nn.MustSequential([]nn.Layer{nn.Conv2D{Filters: 4, Kernel: nn.Square(3), Padding: p}}, nn.Options{Input: []int{1, 8, 8}})
		fmt.Println(m.Output())
	}
	// Output:
	// [4 6 6]
	// [4 8 8]
}

func ExampleMaxPool() {
	m := nn.MustSequential([]nn.Layer{nn.MaxPool{Size: nn.Square(2)}}, nn.Options{Input: []int{1, 2, 4}})
	fmt.Println(m.MustPredict(data.MustNew([]int{1, 1, 2, 4}, []float32{1, 2, 3, 4, 5, 6, 7, 8})).Data)
	// Output: [6 8]
}

func ExampleAvgPool() {
	m := nn.MustSequential([]nn.Layer{nn.AvgPool{Size: nn.Square(2)}}, nn.Options{Input: []int{1, 2, 4}})
	fmt.Println(m.MustPredict(data.MustNew([]int{1, 1, 2, 4}, []float32{1, 2, 3, 4, 5, 6, 7, 8})).Data)
	// Output: [3.5 5.5]
}

// One number for each channel, whatever the size of the image.
func ExampleGlobalAvgPool() {
	m := nn.MustSequential([]nn.Layer{nn.GlobalAvgPool{}}, nn.Options{Input: []int{2, 1, 2}})
	fmt.Println(m.MustPredict(data.MustNew([]int{1, 2, 1, 2}, []float32{1, 3, 10, 30})).Data)
	// Output: [2 20]
}

func ExampleGlobalMaxPool() {
	m := nn.MustSequential([]nn.Layer{nn.GlobalMaxPool{}}, nn.Options{Input: []int{2, 1, 2}})
	fmt.Println(m.MustPredict(data.MustNew([]int{1, 2, 1, 2}, []float32{1, 3, 10, 30})).Data)
	// Output: [3 30]
}

// Behind a convolution without a bias: the norm has one.
func ExampleBatchNorm() {
	m := nn.MustSequential([]nn.Layer{
		nn.Conv2D{Filters: 16, Kernel: nn.Square(3), NoBias: true}, nn.BatchNorm{}, nn.ReLU,
	}, nn.Options{Input: []int{3, 32, 32}})
	for _, p := range append(m.Params(), m.Buffers()...) {
		fmt.Println(p.Name, p.Value.Shape)
	}
	// Output:
	// conv2d_1.weight [16 3 3 3]
	// batch_norm_1.gamma [16]
	// batch_norm_1.beta [16]
	// batch_norm_1.moving_mean [16]
	// batch_norm_1.moving_variance [16]
}

// Each example gets mean 0 and variance 1.
func ExampleLayerNorm() {
	m := nn.MustSequential([]nn.Layer{nn.LayerNorm{}}, nn.Options{Input: []int{4}})
	fmt.Printf("%.2f\n", m.MustPredict(data.MustFromRows([][]float32{{1, 1, 3, 3}, {10, 10, 30, 30}})).Data)
	// Output: [-1.00 -1.00 1.00 1.00 -1.00 -1.00 1.00 1.00]
}

// Two ways to look at an image, side by side.
func ExampleParallel() {
	inception := nn.Parallel{Branches: [][]nn.Layer{
		{nn.Conv2D{Filters: 8, Kernel: nn.Square(1)}},
		{nn.Conv2D{Filters: 16, Kernel: nn.Square(3), Padding: nn.Same}},
	}}
	m := nn.MustSequential([]nn.Layer{inception}, nn.Options{Input: []int{3, 10, 10}})
	fmt.Println(m.Output())
	// Output: [24 10 10]
}

// scale is a layer of one's own: it multiplies by a number that is learnt.
type scale struct{ Begin float64 }

func (l scale) Build(s *nn.Setup) ([]int, error) {
	if l.Begin == 0 {
		return nil, s.Errorf("want a number other than 0: set Begin")
	}
	s.Param("factor", []int{1}, nn.Initializer{Scheme: nn.Constant, Value: l.Begin})
	return s.Input, nil
}

func (l scale) Apply(g *nn.Graph, x *gorgonia.Node) (*gorgonia.Node, error) {
	factor, err := g.Param("factor")
	if err != nil {
		return nil, err
	}
	one, err := gorgonia.Sum(factor) // a number, not a list of one
	if err != nil {
		return nil, err
	}
	return gorgonia.HadamardProd(x, one)
}

// A layer of your own, with a parameter.
func ExampleLayer() {
	m := nn.MustSequential([]nn.Layer{scale{Begin: 3}}, nn.Options{Input: []int{2}})
	fmt.Println(m.Params()[0].Name, m.MustPredict(data.MustFromRows([][]float32{{1, 2}})).Data)

	_, err := nn.Sequential([]nn.Layer{scale{}}, nn.Options{Input: []int{2}})
	fmt.Println(err)
	// Output:
	// scale_1.factor [3 6]
	// nn: scale "scale_1": want a number other than 0: set Begin
}

// What a layer is told while a model is built.
func ExampleSetup() {
	spy := nn.Func{Name: "spy",
		Setup: func(s *nn.Setup) ([]int, error) {
			fmt.Println(s.Layer, "gets", s.Input)
			return s.Input, nil
		},
		Forward: func(g *nn.Graph, x *gorgonia.Node) (*gorgonia.Node, error) { return x, nil },
	}
	nn.MustSequential([]nn.Layer{nn.Dense{Units: 5}, spy}, nn.Options{Input: []int{2}})
	// Output: spy gets [5]
}

// What a layer is told while a graph is made.
func ExampleGraph() {
	spy := nn.Func{Name: "spy", Forward: func(g *nn.Graph, x *gorgonia.Node) (*gorgonia.Node, error) {
		fmt.Println(g.Layer, "gets", x.Shape(), "of", g.Batch, "examples; training:", g.Training)
		return x, nil
	}}
	m := nn.MustSequential([]nn.Layer{spy}, nn.Options{Input: []int{4}})
	m.MustPredict(data.Zeros(3, 4))
	// Output: spy gets (3, 4) of 3 examples; training: false
}
