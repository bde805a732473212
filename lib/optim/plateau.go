package optim

import (
	"errors"
	"fmt"
	"math"
)

// ReduceOnPlateau multiplies the learning rate by Factor whenever a metric has
// not become better for some epochs. Unlike the other schedules it depends on
// how the training goes: package train observes the metric.
type ReduceOnPlateau struct {
	// Metric that is observed after each epoch, by its name in the history.
	// Default: the validation loss, or the loss without a validation set.
	Metric string
	// Greater says that more of it is better, as of an accuracy.
	Greater bool
	// By is the factor of a reduction, below 1. Default 0.1.
	By float64
	// Patience is the number of epochs without an improvement after which the
	// rate goes down. Default 10.
	Patience int
	// MinDelta is the least change that counts as an improvement. Default
	// 0.0001.
	MinDelta float64
	// Cooldown is the number of epochs after a reduction in which nothing is
	// counted. Default 0.
	Cooldown int
	// Least is the factor below which it does not go. Default 0.
	Least float64
}

var _ Schedule = ReduceOnPlateau{}

// PlateauState is what [ReduceOnPlateau] remembers: plain data, as [State] is.
type PlateauState struct {
	// Drops is the number of reductions so far, for [Moment].
	Drops int
	// Best value so far; Seen says that there is one.
	Best float64
	Seen bool
	// Wait is the number of epochs without an improvement, Cooldown that of
	// epochs that will not be counted.
	Wait, Cooldown int
}

// Check implements [Schedule].
func (s ReduceOnPlateau) Check() error {
	c := settings{rule: "ReduceOnPlateau"}
	c.share("By", s.By)
	c.atLeast("MinDelta", s.MinDelta, 0)
	c.factorOf("Least", s.Least)
	if s.Patience < 0 || s.Cooldown < 0 {
		c.wrong = append(c.wrong, fmt.Errorf("optim: ReduceOnPlateau: want a Patience and Cooldown of at least 0 epochs, got %d and %d", s.Patience, s.Cooldown))
	}
	return errors.Join(c.wrong...)
}

// Factor implements [Schedule].
func (s ReduceOnPlateau) Factor(at Moment) float64 {
	return max(s.Least, math.Pow(orDefault(s.By, .1), float64(at.Drops)))
}

// Observe takes the metric of an epoch. NaN is no improvement.
func (s ReduceOnPlateau) Observe(state *PlateauState, value float64) {
	delta, patience := orDefault(s.MinDelta, 1e-4), s.Patience
	if patience == 0 {
		patience = 10
	}
	better := value < state.Best-delta
	if s.Greater {
		better = value > state.Best+delta
	}
	if !state.Seen {
		better = !math.IsNaN(value)
	}
	if better {
		state.Best, state.Seen, state.Wait = value, true, 0
	}
	if state.Cooldown > 0 {
		state.Cooldown--
		state.Wait = 0
		return
	}
	if better {
		return
	}
	if state.Wait++; state.Wait >= patience {
		state.Drops++
		state.Wait, state.Cooldown = 0, s.Cooldown
	}
}

// PlateauOf returns the schedule that wants to know how the training goes: s
// itself, or what follows a [Warmup].
func PlateauOf(s Schedule) (ReduceOnPlateau, bool) {
	switch s := s.(type) {
	case ReduceOnPlateau:
		return s, true
	case interface {
		plateau() (ReduceOnPlateau, bool)
	}:
		return s.plateau()
	}
	return ReduceOnPlateau{}, false
}
