package plots_test

import (
	"fmt"

	"github.com/gorgolab/gorgo/lib/plots"
)

// Three trials of a search.
func ExampleParallelCoordinates() {
	fmt.Println(plots.ParallelCoordinates([]plots.Coordinate{
		{Name: "rate", Values: []float64{0.001, 0.01, 0.1}, Log: true},
		{Name: "activation", Values: []float64{0, 1, 0}, Labels: []string{"relu", "tanh"}},
		{Name: "loss", Values: []float64{0.9, 0.2, 0.5}},
	}, false))
	// Output: Figure: 3 lines through 3 coordinates
}
