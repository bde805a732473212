package nn_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/gorgolab/gorgo/lib/data"
	"github.com/gorgolab/gorgo/lib/datasets"
	"github.com/gorgolab/gorgo/lib/nn"
	"github.com/gorgolab/gorgo/lib/optim"
	"github.com/gorgolab/gorgo/lib/train"
	"gorgonia.org/gorgonia"
)

func ExampleSequential() {
	m, err := nn.Sequential([]nn.Layer{
		nn.Dense{Units: 64, Activation: nn.ReLU},
		nn.Dense{Units: 10, Activation: nn.Softmax},
	}, nn.Options{Input: []int{784}, Seed: 1})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(m)
	// Output: nn.Model (batch, 784) → dense_1 (batch, 64) → dense_2 (batch, 10)
}

func ExampleModel_Summary() {
	m := nn.MustSequential([]nn.Layer{nn.Dense{Units: 64, Activation: nn.ReLU}, nn.Dense{Units: 10, Activation: nn.Softmax}}, nn.Options{Input: []int{784}})
	s := m.Summary()
	for _, l := range s.Layers {
		fmt.Println(l.Name, l.Output, l.Weights)
	}
	fmt.Println("together", s.Weights)
	// Output:
	// dense_1 [64] 50240
	// dense_2 [10] 650
	// together 50890
}

// LayerSummary is a line of a model's summary.
func ExampleLayerSummary() {
	m := nn.MustSequential([]nn.Layer{nn.Conv2D{Filters: 4, Kernel: nn.Square(3), Activation: nn.ReLU}}, nn.Options{Input: []int{1, 5, 5}})
	line := m.Summary().Layers[0]
	fmt.Println(line.Kind, line.Activation, line.Output, line.Weights, line.MultiplyAdds)
	// Output: Conv2D relu [4 3 3] 40 324
}

func ExampleModel_Diagram() {
	m := nn.MustSequential([]nn.Layer{nn.Dense{Units: 2, Activation: nn.Softmax}}, nn.Options{Input: []int{4}})
	svg := m.Diagram().SVG()
	fmt.Println(strings.HasPrefix(string(svg), "<svg"), strings.Contains(string(svg), "softmax"))
	// Output: true true
}

func ExampleLoad() {
	dir, err := os.MkdirTemp("", "")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer func() { _ = os.RemoveAll(dir) }()
	path := filepath.Join(dir, "model.safetensors")

	m := nn.MustSequential([]nn.Layer{nn.Dense{Units: 2, Activation: nn.Softmax}}, nn.Options{Input: []int{4}, Seed: 1})
	m.MustSave(path)
	same, err := nn.Load(path)
	if err != nil {
		fmt.Println(err)
		return
	}
	x := data.MustFromRows([][]float32{{1, 2, 3, 4}})
	fmt.Println(same, same.MustPredict(x).Equal(m.MustPredict(x)))
	// Output: nn.Model (batch, 4) → dense_1 (batch, 2) true
}

// Layers of one's own are named when a model is loaded.
func ExampleLoadWith() {
	square := nn.Func{Name: "square", Forward: func(g *nn.Graph, x *gorgonia.Node) (*gorgonia.Node, error) {
		return gorgonia.Square(x)
	}}
	dir, err := os.MkdirTemp("", "")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer func() { _ = os.RemoveAll(dir) }()
	path := filepath.Join(dir, "model.safetensors")
	nn.MustSequential([]nn.Layer{square}, nn.Options{Input: []int{2}}).MustSave(path)

	m, err := nn.LoadWith(path, nn.LoadOptions{Layers: []nn.Layer{square}})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(m.MustPredict(data.MustFromRows([][]float32{{2, 3}})).Data)
	// Output: [4 9]
}

// Param is a list of numbers that a model learns.
func ExampleParam() {
	m := nn.MustSequential([]nn.Layer{nn.Dense{Units: 2, Name: "out"}}, nn.Options{Input: []int{3}})
	for _, p := range m.Params() {
		fmt.Println(p.Name, p.Value.Shape, p.Frozen)
	}
	// Output:
	// out.weight [3 2] false
	// out.bias [2] false
}

// Twenty random features tell nothing: an L1 penalty forgets them.
func ExamplePenalty() {
	d := datasets.Iris()
	wide := data.Zeros(d.Len(), 24)
	for i := range d.Len() {
		copy(wide.Row(i), d.X.Row(i))
		for j := 4; j < 24; j++ {
			wide.Set(float32((i*7919+j*104729)%1000)/500-1, i, j)
		}
	}
	m := nn.MustSequential([]nn.Layer{nn.Dense{Units: 3, Activation: nn.Softmax}}, nn.Options{Input: []int{24}, Seed: 1})
	train.MustFit(m, d.MustWithX(wide), train.Options{
		Epochs: 100, Optimizer: optim.Adam{LearningRate: 0.01}, Quiet: true,
		Penalties: []nn.Penalty{{Match: "*.weight", L1: 0.05}},
	})
	var useful, useless float64
	for i, w := range m.Params()[0].Value.Data {
		if w < 0 {
			w = -w
		}
		if i < 4*3 {
			useful += float64(w) / (4 * 3)
		} else {
			useless += float64(w) / (20 * 3)
		}
	}
	fmt.Println("the useless features' weights are smaller by a factor of ten:", useless < useful/10)
	// Output: the useless features' weights are smaller by a factor of ten: true
}

// A training loop of your own.
func ExampleModel_Trainer() {
	d := datasets.Iris()
	m := nn.MustSequential([]nn.Layer{nn.Dense{Units: 3, Activation: nn.Softmax}}, nn.Options{Input: []int{4}, Seed: 1})
	trainer := m.MustTrainer(nn.TrainerOptions{Loss: nn.CrossEntropy{}})
	var sizes []int
	for _, p := range m.Params() {
		sizes = append(sizes, len(p.Value.Data))
	}
	rule := optim.Adam{LearningRate: 0.05}
	state, err := rule.Start(sizes)
	if err != nil {
		fmt.Println(err)
		return
	}
	y := data.Zeros(d.Len())
	for i, class := range d.Y {
		y.Data[i] = float32(class)
	}
	var result nn.Result
	for range 300 {
		if result, err = trainer.Step(context.Background(), d.X, y); err != nil {
			fmt.Println(err)
			return
		}
		if err = trainer.Update(func(weights, gradients [][]float32) error {
			return rule.Step(state, weights, gradients)
		}); err != nil {
			fmt.Println(err)
			return
		}
	}
	fmt.Println("loss below 0.3:", result.Loss < 0.3, "steps:", trainer.Steps())
	// Output: loss below 0.3: true steps: 300
}

// What a trainer computes for a batch.
func ExampleResult() {
	m := nn.MustSequential([]nn.Layer{nn.Dense{Units: 2, Activation: nn.Softmax, Init: nn.Initializer{Scheme: nn.Ones}}}, nn.Options{Input: []int{2}})
	trainer := m.MustTrainer(nn.TrainerOptions{Loss: nn.CrossEntropy{}})
	result, err := trainer.Evaluate(context.Background(), data.Zeros(3, 2), data.Zeros(3))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%.4f %v %v\n", result.Loss, result.Output.Shape, result.Classes())
	// Output: 0.6931 [3 2] [0 0 0]
}

// Scheme names a way to draw the first numbers; each begins somewhere else.
func ExampleScheme() {
	for _, scheme := range []nn.Scheme{nn.Zeros, nn.Ones} {
		m := nn.MustSequential([]nn.Layer{nn.Dense{Units: 1, NoBias: true, Init: nn.Initializer{Scheme: scheme}}}, nn.Options{Input: []int{3}})
		fmt.Println(scheme, m.Params()[0].Value.Data)
	}
	// Output:
	// zeros [0 0 0]
	// ones [1 1 1]
}
