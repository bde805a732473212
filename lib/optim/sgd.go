package optim

import (
	"errors"
	"fmt"

	"github.com/gorgolab/gorgo/lib/internal/vec"
)

// SGD is stochastic gradient descent, with momentum or Nesterov's momentum:
//
//	v ← momentum·v + g
//	w ← w − rate·v                    with Momentum
//	w ← w − rate·(g + momentum·v)     with Momentum and Nesterov
//
// where v begins at zero; without Momentum it is w ← w − rate·g. Momentum is in
// the form of Sutskever et al., On the importance of initialization and
// momentum in deep learning (ICML 2013), with the rate outside of v, as PyTorch
// has it.
type SGD struct {
	// LearningRate of a step. Default 0.01.
	LearningRate float64
	// Momentum is the share of the last step that goes on, from 0 up to, not
	// including, 1. Default 0: none; 0.9 is usual.
	Momentum float64
	// Nesterov looks ahead along the momentum. It needs Momentum.
	Nesterov bool
}

var _ Optimizer = SGD{}

// Start implements [Optimizer].
func (o SGD) Start(sizes []int) (*State, error) {
	s := settings{rule: "SGD"}
	s.atLeast("LearningRate", o.LearningRate, 0)
	s.share("Momentum", o.Momentum)
	if o.Nesterov && o.Momentum == 0 {
		s.wrong = append(s.wrong, fmt.Errorf("optim: SGD: Nesterov needs Momentum, which is 0: set Momentum, for instance to 0.9"))
	}
	if err := errors.Join(s.wrong...); err != nil {
		return nil, err
	}
	rate := orDefault(o.LearningRate, .01)
	if o.Momentum == 0 {
		return newState("SGD", rate, sizes), nil
	}
	return newState("SGD", rate, sizes, "momentum"), nil
}

// Step implements [Optimizer].
func (o SGD) Step(s *State, weights, gradients [][]float32) error {
	slots := 0
	if o.Momentum != 0 {
		slots = 1
	}
	if err := s.check("SGD", slots, weights, gradients); err != nil {
		return err
	}
	s.Steps++
	s.eachPart(weights, gradients, func(p *parameter, from, to int) {
		if slots == 0 {
			vec.Descend(p.w[from:to], p.g[from:to], float32(p.rate))
		} else {
			vec.Momentum(p.w[from:to], p.g[from:to], p.slots[0][from:to], float32(p.rate), float32(o.Momentum), o.Nesterov)
		}
	})
	return nil
}
