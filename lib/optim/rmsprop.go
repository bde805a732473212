package optim

import (
	"errors"
	"math"
)

// RMSProp divides the gradient by the root of a moving average of its square:
//
//	v ← decay·v + (1−decay)·g²
//	d = g / (√v + epsilon)
//	w ← w − rate·d                                   without Momentum
//	u ← momentum·u + d,  w ← w − rate·u              with Momentum
//
// Centered takes √(v − m²) in the place of √v, where m is the moving average of
// g: Hinton, Neural Networks for Machine Learning, lecture 6e (2012), and
// Graves, Generating Sequences With Recurrent Neural Networks (2013), as
// PyTorch has them.
type RMSProp struct {
	// LearningRate of a step. Default 0.01.
	LearningRate float64
	// Decay is the share of v that a step keeps, below 1. Default 0.99.
	Decay float64
	// Epsilon keeps the division from blowing up. Default 1e-8.
	Epsilon float64
	// Momentum is the share of the last step that goes on, below 1. Default 0:
	// none.
	Momentum float64
	// Centered subtracts the square of the mean gradient.
	Centered bool
}

var _ Optimizer = RMSProp{}

// Start implements [Optimizer].
func (o RMSProp) Start(sizes []int) (*State, error) {
	s := settings{rule: "RMSProp"}
	s.atLeast("LearningRate", o.LearningRate, 0)
	s.share("Decay", o.Decay)
	s.atLeast("Epsilon", o.Epsilon, 0)
	s.share("Momentum", o.Momentum)
	if err := errors.Join(s.wrong...); err != nil {
		return nil, err
	}
	return newState("RMSProp", orDefault(o.LearningRate, .01), sizes, o.slots()...), nil
}

func (o RMSProp) slots() []string {
	names := []string{"v"}
	if o.Momentum != 0 {
		names = append(names, "momentum")
	}
	if o.Centered {
		names = append(names, "m")
	}
	return names
}

// Step implements [Optimizer].
func (o RMSProp) Step(s *State, weights, gradients [][]float32) error {
	if err := s.check("RMSProp", len(o.slots()), weights, gradients); err != nil {
		return err
	}
	s.Steps++
	decay, epsilon, momentum := float32(orDefault(o.Decay, .99)), float32(orDefault(o.Epsilon, 1e-8)), float32(o.Momentum)
	s.eachPart(weights, gradients, func(p *parameter, from, to int) {
		v, rate := p.slots[0], float32(p.rate)
		m, u := p.slots[len(p.slots)-1], p.slots[min(1, len(p.slots)-1)]
		for i := from; i < to; i++ {
			g := p.g[i]
			v[i] = decay*v[i] + (1-decay)*g*g
			square := v[i]
			if o.Centered {
				m[i] = decay*m[i] + (1-decay)*g
				square = max(square-m[i]*m[i], 0) // rounding may take it below
			}
			d := g / (float32(math.Sqrt(float64(square))) + epsilon)
			if momentum != 0 {
				u[i] = momentum*u[i] + d
				d = u[i]
			}
			p.w[i] -= rate * d
		}
	})
	return nil
}
