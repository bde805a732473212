package optim

import (
	"errors"
	"math"
)

// Adadelta divides the gradient by the root of a moving average of its square,
// and multiplies it by that of its own steps, which gives them the unit of the
// weights:
//
//	v ← decay·v + (1−decay)·g²
//	d = √(u + epsilon) / √(v + epsilon) · g
//	u ← decay·u + (1−decay)·d²
//	w ← w − rate·d
//
// Zeiler, ADADELTA: An Adaptive Learning Rate Method (2012), algorithm 1, which
// has a rate of 1.
type Adadelta struct {
	// LearningRate of a step. Default 1.
	LearningRate float64
	// Decay is the share of u and v that a step keeps, below 1. Default 0.9.
	Decay float64
	// Epsilon begins the steps, and keeps the division from blowing up. Default
	// 1e-6.
	Epsilon float64
}

var _ Optimizer = Adadelta{}

// Start implements [Optimizer].
func (o Adadelta) Start(sizes []int) (*State, error) {
	s := settings{rule: "Adadelta"}
	s.atLeast("LearningRate", o.LearningRate, 0)
	s.share("Decay", o.Decay)
	s.atLeast("Epsilon", o.Epsilon, 0)
	if err := errors.Join(s.wrong...); err != nil {
		return nil, err
	}
	return newState("Adadelta", orDefault(o.LearningRate, 1), sizes, "v", "u"), nil
}

// Step implements [Optimizer].
func (o Adadelta) Step(s *State, weights, gradients [][]float32) error {
	if err := s.check("Adadelta", 2, weights, gradients); err != nil {
		return err
	}
	s.Steps++
	decay, epsilon := float32(orDefault(o.Decay, .9)), float32(orDefault(o.Epsilon, 1e-6))
	root := func(x float32) float32 { return float32(math.Sqrt(float64(x))) }
	s.eachPart(weights, gradients, func(p *parameter, from, to int) {
		v, u, rate := p.slots[0], p.slots[1], float32(p.rate)
		for i := from; i < to; i++ {
			g := p.g[i]
			v[i] = decay*v[i] + (1-decay)*g*g
			d := root(u[i]+epsilon) / root(v[i]+epsilon) * g
			u[i] = decay*u[i] + (1-decay)*d*d
			p.w[i] -= rate * d
		}
	})
	return nil
}
