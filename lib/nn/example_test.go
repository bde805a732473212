package nn_test

import (
	"fmt"

	"github.com/gorgolab/gorgo/lib/data"
	"github.com/gorgolab/gorgo/lib/nn"
	"gorgonia.org/gorgonia"
)

// A small network for grey images of 28 × 28 pixels.
func ExampleConv2D() {
	m := nn.MustSequential([]nn.Layer{
		nn.Reshape{Shape: []int{1, 28, 28}},
		nn.Conv2D{Filters: 32, Kernel: nn.Square(3), Activation: nn.ReLU},
		nn.MaxPool{Size: nn.Square(2)},
		nn.Flatten{},
		nn.Dense{Units: 10, Activation: nn.Softmax},
	}, nn.Options{Input: []int{784}, Seed: 1})
	fmt.Println(m)
	s := m.Summary()
	fmt.Println(s.Weights, "weights,", s.MultiplyAdds, "multiply-adds")
	// Output:
	// nn.Model (batch, 784) → reshape_1 (batch, 1, 28, 28) → conv2d_1 (batch, 32, 26, 26) → max_pool_1 (batch, 32, 13, 13) → flatten_1 (batch, 5408) → dense_1 (batch, 10)
	// 54410 weights, 248768 multiply-adds
}

// Sentences of up to 20 words, filled up with word 0, are classified.
func ExampleLSTM() {
	m := nn.MustSequential([]nn.Layer{
		nn.Embedding{Vocabulary: 1000, Units: 32, MaskZero: true},
		nn.LSTM{Units: 64, Sequence: true},
		nn.Bidirectional{Layer: nn.LSTM{Units: 16}},
		nn.Dense{Units: 1, Activation: nn.Sigmoid},
	}, nn.Options{Input: []int{20}, Seed: 1})
	fmt.Println(m.Output(), m.Weights())
	// Output: [1] 67233
}

// A transformer that foretells the next of 50 words.
func ExampleSelfAttention() {
	attention := nn.Residual{Layers: []nn.Layer{nn.LayerNorm{}, nn.SelfAttention{Heads: 4, Causal: true}}}
	mlp := nn.Residual{Layers: []nn.Layer{nn.LayerNorm{}, nn.Dense{Units: 128, Activation: nn.GELU}, nn.Dense{Units: 32}}}
	m := nn.MustSequential([]nn.Layer{
		nn.Embedding{Vocabulary: 50, Units: 32}, nn.PositionalEncoding{},
		attention, mlp, attention, mlp,
		nn.Dense{Units: 50, Activation: nn.Softmax},
	}, nn.Options{Input: []int{16}, Seed: 1})
	fmt.Println(m.Output())
	// Output: [16 50]
}

// The block of a residual network, whose shortcut halves the image as well.
func ExampleResidual() {
	block := nn.Residual{
		Layers: []nn.Layer{
			nn.Conv2D{Filters: 64, Kernel: nn.Square(3), Stride: nn.Square(2), Padding: nn.Same, NoBias: true}, nn.BatchNorm{}, nn.ReLU,
			nn.Conv2D{Filters: 64, Kernel: nn.Square(3), Padding: nn.Same, NoBias: true}, nn.BatchNorm{},
		},
		Shortcut:   []nn.Layer{nn.Conv2D{Filters: 64, Kernel: nn.Square(1), Stride: nn.Square(2), NoBias: true}, nn.BatchNorm{}},
		Activation: nn.ReLU,
	}
	m := nn.MustSequential([]nn.Layer{block}, nn.Options{Input: []int{32, 16, 16}})
	fmt.Println(m.Output())
	_, err := nn.Sequential([]nn.Layer{nn.Residual{Layers: []nn.Layer{nn.Dense{Units: 3}}}}, nn.Options{Input: []int{4}})
	fmt.Println(err)
	// Output:
	// [64 8 8]
	// nn: Residual "residual_1": its layers return (batch, 3), the way round them (batch, 4), and both are added: set Shortcut to layers that return the former
}

// A layer of your own, made of gorgonia's operators.
func ExampleFunc() {
	square := nn.Func{Name: "square", Forward: func(g *nn.Graph, x *gorgonia.Node) (*gorgonia.Node, error) {
		return gorgonia.Square(x)
	}}
	m := nn.MustSequential([]nn.Layer{square}, nn.Options{Input: []int{3}})
	fmt.Println(m.MustPredict(data.MustFromRows([][]float32{{1, 2, 3}})).Data)
	// Output: [1 4 9]
}

// What was learnt before stays, and a new head learns.
func ExampleModel_Freeze() {
	m := nn.MustSequential([]nn.Layer{nn.Dense{Units: 8, Name: "body"}, nn.Dense{Units: 2, Name: "head"}}, nn.Options{Input: []int{4}})
	m.MustFreeze([]string{"body.*"})
	for _, p := range m.Params() {
		fmt.Println(p.Name, p.Frozen)
	}
	// Output:
	// body.weight true
	// body.bias true
	// head.weight false
	// head.bias false
}
