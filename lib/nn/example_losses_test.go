package nn_test

// A model whose weights are 0 says 0, or gives all classes the same probability: so
// the values of losses follow from their formulas.

import (
	"fmt"

	"github.com/gorgolab/gorgo/lib/data"
	"github.com/gorgolab/gorgo/lib/nn"
	"github.com/gorgolab/gorgo/lib/train"
	"gorgonia.org/gorgonia"
)

// Of four classes with the same probability: log 4.
func ExampleCrossEntropy() {
	m := nn.MustSequential([]nn.Layer{nn.Dense{Units: 4, Activation: nn.Softmax, Init: nn.Initializer{Scheme: nn.Zeros}}}, nn.Options{Input: []int{1}})
	d := &data.Dataset{X: data.Zeros(1, 1), Y: []int{2}, Classes: []string{"a", "b", "c", "d"}}
	fmt.Printf("%.4f\n", train.MustEvaluate(m, d, nn.CrossEntropy{}).Loss)
	// Output: 1.3863
}

// A probability of one half: log 2.
func ExampleBinaryCrossEntropy() {
	m := nn.MustSequential([]nn.Layer{nn.Dense{Units: 1, Activation: nn.Sigmoid, Init: nn.Initializer{Scheme: nn.Zeros}}}, nn.Options{Input: []int{1}})
	d := &data.Dataset{X: data.Zeros(1, 1), Y: []int{1}, Classes: []string{"no", "yes"}}
	fmt.Printf("%.4f\n", train.MustEvaluate(m, d, nn.BinaryCrossEntropy{}).Loss)
	// Output: 0.6931
}

// With Gamma 2 a probability of one half counts a quarter of log 2.
func ExampleFocal() {
	m := nn.MustSequential([]nn.Layer{nn.Dense{Units: 2, Activation: nn.Softmax, Init: nn.Initializer{Scheme: nn.Zeros}}}, nn.Options{Input: []int{1}})
	d := &data.Dataset{X: data.Zeros(1, 1), Y: []int{1}, Classes: []string{"no", "yes"}}
	fmt.Printf("%.4f\n", train.MustEvaluate(m, d, nn.NewFocal()).Loss)
	// Output: 0.1733
}

// An output of 0 is 1 short of the margin.
func ExampleHinge() {
	m := nn.MustSequential([]nn.Layer{nn.Dense{Units: 1, Init: nn.Initializer{Scheme: nn.Zeros}}}, nn.Options{Input: []int{1}})
	d := &data.Dataset{X: data.Zeros(1, 1), Y: []int{1}, Classes: []string{"no", "yes"}}
	fmt.Println(train.MustEvaluate(m, d, nn.Hinge{}).Loss)
	// Output: 1
}

// The target is sure, the model gives each of two classes one half: log 2.
func ExampleKLDivergence() {
	m := nn.MustSequential([]nn.Layer{nn.Dense{Units: 2, Activation: nn.Softmax, Init: nn.Initializer{Scheme: nn.Zeros}}}, nn.Options{Input: []int{1}})
	d := &data.Dataset{X: data.Zeros(1, 1), Targets: data.MustFromRows([][]float32{{0, 1}})}
	fmt.Printf("%.4f\n", train.MustEvaluate(m, d, nn.KLDivergence{}).Loss)
	// Output: 0.6931
}

// The model says 0 where 3 is right.
func ExampleMeanSquaredError() {
	m := nn.MustSequential([]nn.Layer{nn.Dense{Units: 1, Init: nn.Initializer{Scheme: nn.Zeros}}}, nn.Options{Input: []int{1}})
	d := &data.Dataset{X: data.Zeros(1, 1), Targets: data.MustFromRows([][]float32{{3}})}
	fmt.Println(train.MustEvaluate(m, d, nn.MeanSquaredError{}).Loss)
	// Output: 9
}

// The model says 0 where 3 is right.
func ExampleMeanAbsoluteError() {
	m := nn.MustSequential([]nn.Layer{nn.Dense{Units: 1, Init: nn.Initializer{Scheme: nn.Zeros}}}, nn.Options{Input: []int{1}})
	d := &data.Dataset{X: data.Zeros(1, 1), Targets: data.MustFromRows([][]float32{{3}})}
	fmt.Println(train.MustEvaluate(m, d, nn.MeanAbsoluteError{}).Loss)
	// Output: 3
}

// An error of 3 counts 3 − 1/2, one of 1/2 counts its square's half.
func ExampleHuber() {
	m := nn.MustSequential([]nn.Layer{nn.Dense{Units: 1, Init: nn.Initializer{Scheme: nn.Zeros}}}, nn.Options{Input: []int{1}})
	for _, target := range []float32{3, 0.5} {
		d := &data.Dataset{X: data.Zeros(1, 1), Targets: data.MustFromRows([][]float32{{target}})}
		fmt.Println(train.MustEvaluate(m, d, nn.Huber{}).Loss)
	}
	// Output:
	// 2.5
	// 0.125
}

// A loss of your own: the fourth power of the error.
func ExampleFuncLoss() {
	fourth := nn.FuncLoss{Name: "fourth", Of: func(g *nn.Graph, out nn.Output, target *gorgonia.Node) (*gorgonia.Node, error) {
		off, err := gorgonia.Sub(out.Value, target)
		if err != nil {
			return nil, err
		}
		square, err := gorgonia.Square(off)
		if err != nil {
			return nil, err
		}
		power, err := gorgonia.Square(square)
		if err != nil {
			return nil, err
		}
		return gorgonia.Mean(power)
	}}
	m := nn.MustSequential([]nn.Layer{nn.Dense{Units: 1, Init: nn.Initializer{Scheme: nn.Zeros}}}, nn.Options{Input: []int{1}})
	d := &data.Dataset{X: data.Zeros(1, 1), Targets: data.MustFromRows([][]float32{{3}})}
	fmt.Println(train.MustEvaluate(m, d, fourth).Loss)
	// Output: 81
}

// What a loss is told of the model's output: here that it was made by a softmax,
// and its shape.
func ExampleOutput() {
	spy := nn.FuncLoss{Name: "spy", Of: func(g *nn.Graph, out nn.Output, target *gorgonia.Node) (*gorgonia.Node, error) {
		fmt.Println(out.Link, out.Value.Shape())
		return gorgonia.Mean(out.Value)
	}}
	m := nn.MustSequential([]nn.Layer{nn.Dense{Units: 2, Activation: nn.Softmax}}, nn.Options{Input: []int{1}})
	train.MustEvaluate(m, &data.Dataset{X: data.Zeros(5, 1), Targets: data.Zeros(5, 2)}, spy)
	// Output: softmax (5, 2)
}

// Losses say what they want to be told.
func ExampleLoss() {
	for _, l := range []nn.Loss{nn.CrossEntropy{}, nn.CrossEntropy{OneHot: true}, nn.MeanSquaredError{}} {
		shape, err := l.Target([]int{10})
		fmt.Println(shape, err)
	}
	// Output:
	// [] <nil>
	// [10] <nil>
	// [10] <nil>
}
