package optim_test

// The first step of each rule on a weight of 1 with a gradient of 2: what it is
// follows from the formulas.

import (
	"fmt"

	"github.com/gorgolab/gorgo/lib/optim"
)

// The first step is the gradient over the root of its square: the rate.
func ExampleAdagrad() {
	rule := optim.Adagrad{LearningRate: 0.1}
	state, _ := rule.Start([]int{1})
	w := []float32{1}
	_ = rule.Step(state, [][]float32{w}, [][]float32{{2}})
	fmt.Printf("%.2f\n", w)
	// Output: [0.90]
}

// With a Decay of 0.75 the average of the squares is a quarter of the first: the
// step is twice the rate.
func ExampleRMSProp() {
	rule := optim.RMSProp{LearningRate: 0.1, Decay: 0.75}
	state, _ := rule.Start([]int{1})
	w := []float32{1}
	_ = rule.Step(state, [][]float32{w}, [][]float32{{2}})
	fmt.Printf("%.2f\n", w)
	// Output: [0.80]
}

// Steps are as large as steps were, and begin at the root of Epsilon.
func ExampleAdadelta() {
	rule := optim.Adadelta{Decay: 0.75, Epsilon: 1e-4}
	state, _ := rule.Start([]int{1})
	w := []float32{1}
	_ = rule.Step(state, [][]float32{w}, [][]float32{{2}})
	fmt.Printf("%.2f\n", w)
	// Output: [0.98]
}

// Every step has the size of the rate, whatever the gradient's.
func ExampleLion() {
	rule := optim.Lion{LearningRate: 0.1}
	state, _ := rule.Start([]int{2})
	w := []float32{1, 1}
	_ = rule.Step(state, [][]float32{w}, [][]float32{{2, -1000}})
	fmt.Printf("%.2f\n", w)
	// Output: [0.90 1.10]
}

// A loop that serves every rule.
func ExampleOptimizer() {
	for _, rule := range []optim.Optimizer{optim.SGD{LearningRate: 0.25}, optim.Adam{LearningRate: 0.25}} {
		state, err := rule.Start([]int{1})
		if err != nil {
			fmt.Println(err)
			return
		}
		w := []float32{1}
		if err := rule.Step(state, [][]float32{w}, [][]float32{{2}}); err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("%s %.2f\n", state.Rule, w)
	}
	// Output:
	// SGD [0.50]
	// Adam [0.75]
}

// What a rule remembers, by name: the averages of the gradient and of its square.
func ExampleState() {
	rule := optim.Adam{}
	state, _ := rule.Start([]int{1})
	_ = rule.Step(state, [][]float32{{1}}, [][]float32{{2}})
	for _, slot := range state.Slots {
		fmt.Printf("%s %.3f\n", slot.Name, slot.Values[0])
	}
	fmt.Println(state.Steps, "step")
	// Output:
	// m [0.200]
	// v [0.004]
	// 1 step
}

// A momentum keeps one number for each weight.
func ExampleSlot() {
	state, err := optim.SGD{Momentum: 0.9}.Start([]int{3, 2})
	if err != nil {
		fmt.Println(err)
		return
	}
	slot := state.Slots[0]
	fmt.Println(slot.Name, slot.Values)
	// Output: momentum [[0 0 0] [0 0]]
}

// A rule of your own that remembers something: the sum of all gradients.
func ExampleUpdate() {
	rule := optim.Func{Name: "Sum", LearningRate: 1, Slots: []string{"sum"}, Update: func(u optim.Update) {
		sum := u.Slots[0]
		for i, g := range u.Gradients {
			sum[i] += g
			u.Weights[i] -= float32(u.LearningRate) * sum[i]
		}
	}}
	state, _ := rule.Start([]int{1})
	w := []float32{0}
	for range 3 {
		_ = rule.Step(state, [][]float32{w}, [][]float32{{1}})
	}
	fmt.Println(w, state.Slots[0].Name, state.Slots[0].Values)
	// Output: [-6] sum [[3]]
}

// The same gradients, clipped in three ways.
func ExampleClipValue() {
	gradients := func() [][]float32 { return [][]float32{{3, 4}, {0, 12}} }
	g := gradients()
	fmt.Println("joint norm", optim.GlobalNorm(g))
	optim.ClipValue(g, 3.5)
	fmt.Println("by value", g)

	g = gradients()
	optim.ClipNorm(g, 2.5) // each by itself
	fmt.Println("by norm", g)

	g = gradients()
	optim.ClipGlobalNorm(g, 6.5)
	fmt.Println("by their joint norm", g)
	// Output:
	// joint norm 13
	// by value [[3 3.5] [0 3.5]]
	// by norm [[1.5 2] [0 2.5]]
	// by their joint norm [[1.5 2] [0 6]]
}

// What an average of the weights remembers.
func ExampleEMAState() {
	average := optim.EMA{Decay: 0.5}
	w := [][]float32{{0}}
	state, err := average.Start(w)
	if err != nil {
		fmt.Println(err)
		return
	}
	for range 2 {
		w[0][0] = 4
		if err := average.Update(state, w); err != nil {
			fmt.Println(err)
			return
		}
	}
	fmt.Println(state.Values, "after", state.Steps, "updates")
	// Output: [[3]] after 2 updates
}
