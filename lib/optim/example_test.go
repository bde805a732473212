package optim_test

import (
	"fmt"

	"github.com/gorgolab/gorgo/lib/optim"
)

// The gradient of (w − 3)² is 2·(w − 3): the weight walks to 3.
func ExampleAdam() {
	rule := optim.Adam{LearningRate: 0.1}
	state, err := rule.Start([]int{1})
	if err != nil {
		fmt.Println(err)
		return
	}
	w := []float32{0}
	for range 500 {
		gradient := []float32{2 * (w[0] - 3)}
		if err := rule.Step(state, [][]float32{w}, [][]float32{gradient}); err != nil {
			fmt.Println(err)
			return
		}
	}
	fmt.Printf("%.2f after %d steps\n", w[0], state.Steps)
	// Output: 3.00 after 500 steps
}

func ExampleSGD() {
	rule := optim.SGD{LearningRate: 0.1, Momentum: 0.9}
	state, _ := rule.Start([]int{2})
	w, g := []float32{1, 1}, []float32{1, -1}
	for range 2 {
		_ = rule.Step(state, [][]float32{w}, [][]float32{g})
	}
	fmt.Printf("%.2f\n", w)

	_, err := optim.SGD{LearningRate: -1, Nesterov: true}.Start(nil)
	fmt.Println(err)
	// Output:
	// [0.71 1.29]
	// optim: SGD: want LearningRate of at least 0, got -1
	// optim: SGD: Nesterov needs Momentum, which is 0: set Momentum, for instance to 0.9
}

// A rule of your own: a step of fixed size against the sign of the gradient.
func ExampleFunc() {
	rule := optim.Func{Name: "Sign", LearningRate: 0.5, Update: func(u optim.Update) {
		for i, g := range u.Gradients {
			if g > 0 {
				u.Weights[i] -= float32(u.LearningRate)
			} else if g < 0 {
				u.Weights[i] += float32(u.LearningRate)
			}
		}
	}}
	state, _ := rule.Start([]int{3})
	w := []float32{1, 1, 1}
	_ = rule.Step(state, [][]float32{w}, [][]float32{{20, 0, -0.1}})
	fmt.Println(w)
	// Output: [0.5 1 1.5]
}

func ExampleClipGlobalNorm() {
	gradients := [][]float32{{30}, {40}}
	norm := optim.ClipGlobalNorm(gradients, 1)
	fmt.Printf("%v %.1f\n", norm, gradients)
	// Output: 50 [[0.6] [0.8]]
}
