package optim

import (
	"errors"
	"math"

	"github.com/gorgolab/gorgo/lib/internal/parallel"
	"github.com/gorgolab/gorgo/lib/internal/vec"
)

// Adam follows a moving average of the gradient, m, divided by the root of a
// moving average of its square, v, both corrected for their start at zero:
//
//	m ← beta1·m + (1−beta1)·g        m̂ = m / (1−beta1ᵗ)
//	v ← beta2·v + (1−beta2)·g²       v̂ = v / (1−beta2ᵗ)
//	w ← w − rate · m̂ / (√v̂ + epsilon)
//
// where t counts the steps from 1: algorithm 1 of Kingma and Ba, Adam: A Method
// for Stochastic Optimization (ICLR 2015).
type Adam struct {
	// LearningRate of a step. Default 0.001.
	LearningRate float64
	// Beta1 is the share of m that a step keeps, below 1. Default 0.9.
	Beta1 float64
	// Beta2 is the share of v that a step keeps, below 1. Default 0.999.
	Beta2 float64
	// Epsilon keeps the division from blowing up. Default 1e-8.
	Epsilon float64
}

var _ Optimizer = Adam{}

// Start implements [Optimizer].
func (o Adam) Start(sizes []int) (*State, error) {
	s := settings{rule: "Adam"}
	s.atLeast("LearningRate", o.LearningRate, 0)
	s.share("Beta1", o.Beta1)
	s.share("Beta2", o.Beta2)
	s.atLeast("Epsilon", o.Epsilon, 0)
	if err := errors.Join(s.wrong...); err != nil {
		return nil, err
	}
	return newState("Adam", orDefault(o.LearningRate, .001), sizes, "m", "v"), nil
}

// Step implements [Optimizer].
func (o Adam) Step(s *State, weights, gradients [][]float32) error {
	if err := s.check("Adam", 2, weights, gradients); err != nil {
		return err
	}
	s.Steps++
	beta1, beta2, t := orDefault(o.Beta1, .9), orDefault(o.Beta2, .999), float64(s.Steps)
	step := vec.AdamStep{
		Beta1: float32(beta1), Beta2: float32(beta2),
		Rate:       float32(s.LearningRate / (1 - math.Pow(beta1, t))),
		Correction: float32(1 / (1 - math.Pow(beta2, t))),
		Epsilon:    float32(orDefault(o.Epsilon, 1e-8)),
	}
	for i, w := range weights {
		g, m, v := gradients[i], s.Slots[0].Values[i], s.Slots[1].Values[i]
		parallel.Rows(len(w), 1, func(from, to int) { vec.Adam(w[from:to], g[from:to], m[from:to], v[from:to], step) })
	}
	return nil
}
