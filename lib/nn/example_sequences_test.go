package nn_test

import (
	"fmt"

	"github.com/gorgolab/gorgo/lib/data"
	"github.com/gorgolab/gorgo/lib/nn"
)

// Words are numbers, and become vectors.
func ExampleEmbedding() {
	m := nn.MustSequential([]nn.Layer{nn.Embedding{Vocabulary: 1000, Units: 8}}, nn.Options{Input: []int{20}})
	fmt.Println(m.Output(), m.Weights(), "weights")

	words := data.Zeros(1, 20)
	words.Set(1000, 0, 3)
	_, err := m.Predict(words)
	fmt.Println(err)
	// Output:
	// [20 8] 8000 weights
	// nn: Predict: Embedding "embedding_1" failed: id 1000 at place 3 of the batch is no row of a table of 1000: ids are whole numbers from 0 to 999
}

// The second sequence is shorter: its steps that are filled up with 0 are passed
// over.
func ExampleMasking() {
	m := nn.MustSequential([]nn.Layer{nn.Masking{}, nn.GRU{Units: 3}}, nn.Options{Input: []int{4, 1}, Seed: 1})
	short := nn.MustSequential([]nn.Layer{nn.GRU{Units: 3}}, nn.Options{Input: []int{2, 1}, Seed: 1})
	short.MustRestore(m.Snapshot())

	filled := m.MustPredict(data.MustNew([]int{1, 4, 1}, []float32{5, 6, 0, 0}))
	alone := short.MustPredict(data.MustNew([]int{1, 2, 1}, []float32{5, 6}))
	fmt.Println(filled.Equal(alone))
	// Output: true
}

// With weights of 1 and nothing to squash, the state is the sum so far.
func ExampleSimpleRNN() {
	one := nn.Initializer{Scheme: nn.Ones}
	m := nn.MustSequential([]nn.Layer{
		nn.SimpleRNN{Units: 1, Activation: nn.ReLU, Sequence: true, Init: one, RecurrentInit: one},
	}, nn.Options{Input: []int{4, 1}})
	fmt.Println(m.MustPredict(data.MustNew([]int{1, 4, 1}, []float32{1, 2, 3, 4})).Data)
	// Output: [1 3 6 10]
}

// The last state, and the state after each step.
func ExampleGRU() {
	for _, l := range []nn.Layer{nn.GRU{Units: 16}, nn.GRU{Units: 16, Sequence: true}} {
		fmt.Println(nn.MustSequential([]nn.Layer{l}, nn.Options{Input: []int{28, 8}}).Output())
	}
	// Output:
	// [16]
	// [28 16]
}

func ExampleBidirectional() {
	m := nn.MustSequential([]nn.Layer{nn.Bidirectional{Layer: nn.GRU{Units: 16}}}, nn.Options{Input: []int{28, 8}})
	fmt.Println(m.Output(), m.Params()[0].Name)
	// Output: [32] bidirectional_1.forward.weight
}

// The waves of the first two steps, on two features: sine and cosine.
func ExamplePositionalEncoding() {
	m := nn.MustSequential([]nn.Layer{nn.PositionalEncoding{}}, nn.Options{Input: []int{2, 2}})
	fmt.Printf("%.2f\n", m.MustPredict(data.Zeros(1, 2, 2)).Data)
	// Output: [0.00 1.00 0.84 0.54]
}
