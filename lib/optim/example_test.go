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

// Weight decay that leaves biases alone.
func ExampleAdamW() {
	rule := optim.NewAdamW()
	state, _ := rule.Start([]int{1, 1})
	state.Treatments = []optim.Treatment{{}, {NoDecay: true}}
	weight, bias := []float32{100}, []float32{100}
	for range 1000 {
		_ = rule.Step(state, [][]float32{weight, bias}, [][]float32{{0}, {0}})
	}
	fmt.Printf("%.1f %.1f\n", weight[0], bias[0])
	// Output: 99.0 100.0
}

func ExampleEMA() {
	average := optim.EMA{Decay: 0.5}
	w := [][]float32{{0}}
	state, _ := average.Start(w)
	for range 3 {
		w[0][0] += 8
		_ = average.Update(state, w)
	}
	fmt.Println(w[0], state.Values[0])
	// Output: [24] [17]
}

func ExampleReduceOnPlateau() {
	schedule := optim.ReduceOnPlateau{Patience: 2, By: 0.5}
	var state optim.PlateauState
	for _, loss := range []float64{1, 0.8, 0.8, 0.8, 0.7} {
		schedule.Observe(&state, loss)
		fmt.Print(schedule.Factor(optim.Moment{Drops: state.Drops}), " ")
	}
	// Output: 1 1 1 0.5 0.5
}
