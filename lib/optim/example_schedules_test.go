package optim_test

// Each schedule as the learning rates of the epochs that it gives, where the rule's
// own rate is 1.

import (
	"encoding/json"
	"fmt"

	"github.com/gorgolab/gorgo/lib/optim"
)

func ExampleConstant() {
	fmt.Println(optim.MustRates(optim.Constant{}, 1, 4, 1))
	// Output: [1 1 1 1]
}

func ExampleStepDecay() {
	fmt.Println(optim.MustRates(optim.StepDecay{Every: 2, By: 0.5}, 1, 6, 1))
	// Output: [1 1 0.5 0.5 0.25 0.25]
}

func ExampleMultiStepDecay() {
	fmt.Println(optim.MustRates(optim.MultiStepDecay{After: []int{1, 4}, By: 0.5}, 1, 6, 1))
	// Output: [1 0.5 0.5 0.5 0.25 0.25]
}

func ExampleExponentialDecay() {
	fmt.Println(optim.MustRates(optim.ExponentialDecay{By: 0.5}, 1, 4, 1))
	// Output: [1 0.5 0.25 0.125]
}

func ExamplePolynomialDecay() {
	fmt.Println(optim.MustRates(optim.PolynomialDecay{Epochs: 4}, 1, 6, 1))
	// Output: [1 0.75 0.5 0.25 0 0]
}

func ExampleCosineDecay() {
	fmt.Printf("%.2f\n", optim.MustRates(optim.CosineDecay{Epochs: 4}, 1, 5, 1))
	// Output: [1.00 0.85 0.50 0.15 0.00]
}

func ExampleCosineRestarts() {
	fmt.Printf("%.2f\n", optim.MustRates(optim.CosineRestarts{Epochs: 2, Longer: 2}, 1, 6, 1))
	// Output: [1.00 0.50 1.00 0.85 0.50 0.15]
}

// From a 25th of the rate to the rate itself, and down to next to nothing.
func ExampleOneCycle() {
	rates := optim.MustRates(optim.OneCycle{}, 1, 9, 10)
	greatest := 0.0
	for _, r := range rates {
		greatest = max(greatest, r)
	}
	fmt.Printf("%.2f %.2f %.5f\n", rates[0], greatest, rates[len(rates)-1])
	// Output: 0.04 1.00 0.00001
}

// A schedule of your own, of a function.
func ExampleScheduleFunc() {
	s := optim.ScheduleFunc{Of: func(at optim.Moment) float64 { return 1 / float64(1+at.Step) }}
	fmt.Println(optim.MustRates(s, 1, 2, 2))
	// Output: [1 0.5 0.3333333333333333 0.25]
}

// halving is a schedule of one's own, with a type.
type halving struct{}

func (halving) Check() error                   { return nil }
func (halving) Factor(at optim.Moment) float64 { return 1 / float64(int(1)<<at.Step) }

func ExampleSchedule() {
	fmt.Println(optim.MustRates(halving{}, 1, 3, 1))
	fmt.Println(optim.StepDecay{}.Check())
	// Output:
	// [1 0.5 0.25]
	// optim: StepDecay: want a step every 1 or more epochs, got 0: set Every
}

// Moment is what a schedule goes by.
func ExampleMoment() {
	at := optim.Moment{Step: 30, StepsPerEpoch: 10, Steps: 100}
	fmt.Println(optim.ExponentialDecay{By: 0.5}.Factor(at))
	// Output: 0.125
}

func ExamplePlotSchedule() {
	fmt.Println(optim.PlotSchedule(optim.StepDecay{Every: 10}, 0.01, 30, 50).Err())
	fmt.Println(optim.PlotSchedule(optim.StepDecay{}, 0.01, 30, 50).Err())
	// Output:
	// <nil>
	// optim: StepDecay: want a step every 1 or more epochs, got 0: set Every
}

func ExamplePlateauOf() {
	_, waits := optim.PlateauOf(optim.Warmup{Steps: 10, Then: optim.ReduceOnPlateau{}})
	fmt.Println(waits)
	_, waits = optim.PlateauOf(optim.CosineDecay{})
	fmt.Println(waits)
	// Output:
	// true
	// false
}

// What ReduceOnPlateau remembers is plain data.
func ExamplePlateauState() {
	s := optim.ReduceOnPlateau{Patience: 2}
	var state optim.PlateauState
	for _, loss := range []float64{1, 2, 3} {
		s.Observe(&state, loss)
	}
	b, err := json.Marshal(state)
	fmt.Println(string(b), err)
	// Output: {"Drops":1,"Best":1,"Seen":true,"Wait":0,"Cooldown":0} <nil>
}
