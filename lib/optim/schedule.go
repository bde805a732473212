package optim

import (
	"fmt"
	"math"

	"github.com/gorgolab/gorgo/lib/plots"
)

// Schedule says how the learning rate changes during training: for each step a
// factor by which the rule's own learning rate is multiplied. So one schedule
// serves every rule and every [Group], and the rule's LearningRate is the
// greatest that any schedule of this package but [ScheduleFunc] uses.
//
// A schedule is settings without state: its factor follows from the moment
// alone, so that a run that goes on needs nothing but the number of its step.
type Schedule interface {
	// Check reports settings that make no sense.
	Check() error
	// Factor returns the factor for a step.
	Factor(at Moment) float64
}

// Moment is when a step is taken.
type Moment struct {
	// Step counts from 0.
	Step int
	// StepsPerEpoch is the number of steps in an epoch, at least 1.
	StepsPerEpoch int
	// Steps is the number of steps of the whole training.
	Steps int
	// Drops is how often [ReduceOnPlateau] has reduced so far.
	Drops int
}

// epochs returns the time since the beginning in epochs.
func (m Moment) epochs() float64 { return float64(m.Step) / float64(max(1, m.StepsPerEpoch)) }

// whole returns the number of finished epochs.
func (m Moment) whole() int { return m.Step / max(1, m.StepsPerEpoch) }

// share returns how much of the given number of epochs has passed, at most 1; 0
// epochs mean the whole training.
func (m Moment) share(epochs float64) float64 {
	steps := epochs * float64(max(1, m.StepsPerEpoch))
	if epochs == 0 {
		steps = float64(m.Steps)
	}
	if steps <= 0 {
		return 1
	}
	return min(float64(m.Step)/steps, 1)
}

// Constant leaves the learning rate as it is.
type Constant struct{}

var _ Schedule = Constant{}

// Check implements [Schedule].
func (Constant) Check() error { return nil }

// Factor implements [Schedule].
func (Constant) Factor(Moment) float64 { return 1 }

// ScheduleFunc is a schedule made of a function.
type ScheduleFunc struct {
	// Of returns the factor for a step, at least 0. Required.
	Of func(at Moment) float64
}

var _ Schedule = ScheduleFunc{}

// Check implements [Schedule].
func (s ScheduleFunc) Check() error {
	if s.Of == nil {
		return fmt.Errorf("optim: ScheduleFunc: want a function: set Of")
	}
	return nil
}

// Factor implements [Schedule].
func (s ScheduleFunc) Factor(at Moment) float64 { return s.Of(at) }

// Rates returns the learning rate of every step of a training that begins with
// rate: what [PlotSchedule] draws.
func Rates(s Schedule, rate float64, epochs, stepsPerEpoch int) ([]float64, error) {
	if s == nil {
		s = Constant{}
	}
	if err := s.Check(); err != nil {
		return nil, err
	}
	if epochs < 1 || stepsPerEpoch < 1 {
		return nil, fmt.Errorf("optim: Rates: want at least 1 epoch of 1 step, got %d of %d", epochs, stepsPerEpoch)
	}
	out := make([]float64, epochs*stepsPerEpoch)
	for i := range out {
		out[i] = rate * s.Factor(Moment{Step: i, StepsPerEpoch: stepsPerEpoch, Steps: len(out)})
		if !(out[i] >= 0) || math.IsInf(out[i], 0) {
			return nil, fmt.Errorf("optim: Rates: the learning rate of step %d is %v: want a finite number of at least 0", i, out[i])
		}
	}
	return out, nil
}

// MustRates is [Rates], but panics on an error.
func MustRates(s Schedule, rate float64, epochs, stepsPerEpoch int) []float64 {
	out, err := Rates(s, rate, epochs, stepsPerEpoch)
	if err != nil {
		panic(err)
	}
	return out
}

// PlotSchedule draws the learning rate over the epochs, before anything is
// trained. What [ReduceOnPlateau] will do cannot be known: it is drawn as if
// the training never came to a plateau.
func PlotSchedule(s Schedule, rate float64, epochs, stepsPerEpoch int) *plots.Figure {
	rates, err := Rates(s, rate, epochs, stepsPerEpoch)
	if err != nil {
		return plots.Failed("Schedule", err)
	}
	return plots.Schedule(rates, stepsPerEpoch)
}

// factorOf checks a setting of a schedule that is a factor.
func (s *settings) factorOf(field string, v float64) {
	if !(v >= 0 && v <= 1) {
		s.wrong = append(s.wrong, fmt.Errorf("optim: %s: want %s from 0 to 1, got %v", s.rule, field, v))
	}
}
