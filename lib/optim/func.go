package optim

import (
	"fmt"
	"slices"
)

// Func is an optimizer made of a function, for a rule of your own without a
// type:
//
//	sign := optim.Func{Name: "Sign", LearningRate: 0.01, Update: func(u optim.Update) {
//		for i, g := range u.Gradients {
//			if g > 0 {
//				u.Weights[i] -= float32(u.LearningRate)
//			} else if g < 0 {
//				u.Weights[i] += float32(u.LearningRate)
//			}
//		}
//	}}
type Func struct {
	// Name of the rule in errors and checkpoints. Required.
	Name string
	// LearningRate of a step. Default 0.01.
	LearningRate float64
	// Slots names what the rule remembers for every weight; all begin at zero.
	Slots []string
	// Update takes one step for one parameter. Required.
	Update func(u Update)
}

// Update is one step for one parameter, as [Func] sees it.
type Update struct {
	Step         int // counted from 1
	LearningRate float64
	Decays       bool      // weight decay applies, if the rule has any
	Weights      []float32 // to be changed in place
	Gradients    []float32
	Slots        [][]float32 // in the order of Func.Slots; to be changed in place
}

var _ Optimizer = Func{}

// Start implements [Optimizer].
func (o Func) Start(sizes []int) (*State, error) {
	s := settings{rule: o.name()}
	s.atLeast("LearningRate", o.LearningRate, 0)
	if o.Name == "" || o.Update == nil {
		s.wrong = append(s.wrong, fmt.Errorf("optim: %s: want a Name and an Update function", o.name()))
	}
	if len(s.wrong) > 0 {
		return nil, s.wrong[0]
	}
	return newState(o.Name, orDefault(o.LearningRate, .01), sizes, o.Slots...), nil
}

// Step implements [Optimizer].
func (o Func) Step(s *State, weights, gradients [][]float32) error {
	if err := s.check(o.name(), len(o.Slots), weights, gradients); err != nil {
		return err
	}
	s.Steps++
	s.each(weights, gradients, func(p *parameter) {
		o.Update(Update{Step: s.Steps, LearningRate: p.rate, Decays: p.decays, Weights: p.w, Gradients: p.g, Slots: slices.Clone(p.slots)})
	})
	return nil
}

func (o Func) name() string {
	if o.Name == "" {
		return "Func"
	}
	return o.Name
}
