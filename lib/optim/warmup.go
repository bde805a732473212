package optim

import (
	"errors"
	"fmt"
)

// Warmup goes up to the rule's learning rate in a straight line, and then
// follows another schedule, for which the training begins there (Goyal et al.,
// Accurate, Large Minibatch SGD, 2017):
//
//	optim.Warmup{Epochs: 2, Then: optim.CosineDecay{}}
type Warmup struct {
	// Steps or Epochs of the way up; one of them is required.
	Steps  int
	Epochs float64
	// From is the factor of the first step, from 0 to 1. Default 0.
	From float64
	// Then is what follows. Default [Constant].
	Then Schedule
}

var _ Schedule = Warmup{}

// Check implements [Schedule].
func (s Warmup) Check() error {
	c := settings{rule: "Warmup"}
	c.factorOf("From", s.From)
	c.atLeast("Epochs", s.Epochs, 0)
	if s.Steps < 0 || (s.Steps > 0) == (s.Epochs > 0) {
		c.wrong = append(c.wrong, fmt.Errorf("optim: Warmup: want either Steps or Epochs, got %d and %v: set one", s.Steps, s.Epochs))
	}
	if s.Then != nil {
		if err := s.Then.Check(); err != nil {
			c.wrong = append(c.wrong, fmt.Errorf("optim: Warmup: Then: %w", err))
		}
	}
	return errors.Join(c.wrong...)
}

// Factor implements [Schedule].
func (s Warmup) Factor(at Moment) float64 {
	up := s.Steps
	if up == 0 {
		up = int(s.Epochs*float64(max(1, at.StepsPerEpoch)) + .5)
	}
	if at.Step < up {
		return s.From + (1-s.From)*float64(at.Step)/float64(up)
	}
	if s.Then == nil {
		return 1
	}
	at.Step -= up
	at.Steps = max(at.Steps-up, 1)
	return s.Then.Factor(at)
}

// plateau returns the schedule that wants to know how the training goes.
func (s Warmup) plateau() (ReduceOnPlateau, bool) { return PlateauOf(s.Then) }
