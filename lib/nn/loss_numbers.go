package nn

// The losses of regressions.

import (
	"fmt"
	"math"
	"slices"

	"github.com/gorgolab/gorgo/lib/internal/ops"
	"gorgonia.org/gorgonia"
)

// MeanSquaredError is the usual loss of a regression: (y − t)², averaged over
// the batch and the outputs.
//
// Target: numbers in the shape of the output.
type MeanSquaredError struct{}

var _ Loss = MeanSquaredError{}

// Target implements [Loss].
func (MeanSquaredError) Target(output []int) ([]int, error) { return slices.Clone(output), nil }

// Apply implements [Loss].
func (MeanSquaredError) Apply(g *Graph, out Output, target *gorgonia.Node) (*gorgonia.Node, error) {
	w, err := g.weights(out)
	if err != nil {
		return nil, err
	}
	return ops.SquaredError(g.b, "MeanSquaredError", out.Value, target, w)
}

// MeanAbsoluteError is a loss of regressions that outliers do not rule:
// |y − t|, averaged over the batch and the outputs.
//
// Target: numbers in the shape of the output.
type MeanAbsoluteError struct{}

var _ Loss = MeanAbsoluteError{}

// Target implements [Loss].
func (MeanAbsoluteError) Target(output []int) ([]int, error) { return slices.Clone(output), nil }

// Apply implements [Loss].
func (MeanAbsoluteError) Apply(g *Graph, out Output, target *gorgonia.Node) (*gorgonia.Node, error) {
	w, err := g.weights(out)
	if err != nil {
		return nil, err
	}
	return ops.AbsoluteError(g.b, "MeanAbsoluteError", out.Value, target, w)
}

// Huber is half the squared error of small errors and, further than Delta off,
// grows as the absolute error does:
//
//	(y − t)²/2                        where |y − t| ≤ Delta
//	Delta·(|y − t| − Delta/2)         elsewhere
//
// averaged over the batch and the outputs (Huber, Robust Estimation of a
// Location Parameter, 1964).
//
// Target: numbers in the shape of the output.
type Huber struct {
	// Delta is where the one goes over into the other. Default 1.
	Delta float64
}

var _ Loss = Huber{}

// Target implements [Loss].
func (l Huber) Target(output []int) ([]int, error) {
	if !(l.Delta >= 0) || math.IsInf(l.Delta, 0) {
		return nil, fmt.Errorf("nn: Huber: want a finite Delta of at least 0, got %v", l.Delta)
	}
	return slices.Clone(output), nil
}

// Apply implements [Loss].
func (l Huber) Apply(g *Graph, out Output, target *gorgonia.Node) (*gorgonia.Node, error) {
	w, err := g.weights(out)
	if err != nil {
		return nil, err
	}
	delta := l.Delta
	if delta == 0 {
		delta = 1
	}
	return ops.Huber(g.b, "Huber", delta, out.Value, target, w)
}
