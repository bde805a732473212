package optim

import (
	"errors"
	"math"
)

// Adagrad divides the gradient by the root of the sum of all its squares so
// far, so that weights that seldom get a gradient take larger steps:
//
//	v ← v + g²
//	w ← w − rate · g / (√v + epsilon)
//
// Duchi, Hazan, Singer: Adaptive Subgradient Methods for Online Learning and
// Stochastic Optimization (JMLR 2011).
type Adagrad struct {
	// LearningRate of a step. Default 0.01.
	LearningRate float64
	// Epsilon keeps the division from blowing up. Default 1e-10.
	Epsilon float64
}

var _ Optimizer = Adagrad{}

// Start implements [Optimizer].
func (o Adagrad) Start(sizes []int) (*State, error) {
	s := settings{rule: "Adagrad"}
	s.atLeast("LearningRate", o.LearningRate, 0)
	s.atLeast("Epsilon", o.Epsilon, 0)
	if err := errors.Join(s.wrong...); err != nil {
		return nil, err
	}
	return newState("Adagrad", orDefault(o.LearningRate, .01), sizes, "v"), nil
}

// Step implements [Optimizer].
func (o Adagrad) Step(s *State, weights, gradients [][]float32) error {
	if err := s.check("Adagrad", 1, weights, gradients); err != nil {
		return err
	}
	s.Steps++
	epsilon := float32(orDefault(o.Epsilon, 1e-10))
	s.eachPart(weights, gradients, func(p *parameter, from, to int) {
		v, rate := p.slots[0], float32(p.rate)
		for i := from; i < to; i++ {
			v[i] += p.g[i] * p.g[i]
			p.w[i] -= rate * p.g[i] / (float32(math.Sqrt(float64(v[i]))) + epsilon)
		}
	})
	return nil
}
