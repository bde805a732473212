package optim

import (
	"errors"
	"fmt"
	"math"
	"slices"
)

// Schedules that go down by factors, and polynomially.

// StepDecay multiplies the learning rate by By after every so many epochs.
type StepDecay struct {
	// Every is the number of epochs between two steps down. Required.
	Every int
	// By is the factor of each. Default 0.1.
	By float64
}

var _ Schedule = StepDecay{}

// Check implements [Schedule].
func (s StepDecay) Check() error {
	c := settings{rule: "StepDecay"}
	c.factorOf("By", s.By)
	if s.Every < 1 {
		c.wrong = append(c.wrong, fmt.Errorf("optim: StepDecay: want a step every 1 or more epochs, got %d: set Every", s.Every))
	}
	return errors.Join(c.wrong...)
}

// Factor implements [Schedule].
func (s StepDecay) Factor(at Moment) float64 {
	return math.Pow(orDefault(s.By, .1), float64(at.whole()/s.Every))
}

// MultiStepDecay multiplies the learning rate by By after each of some
// epochs.
type MultiStepDecay struct {
	// After lists the numbers of epochs after which it goes down, ascending.
	// Required.
	After []int
	// By is the factor of each. Default 0.1.
	By float64
}

var _ Schedule = MultiStepDecay{}

// Check implements [Schedule].
func (s MultiStepDecay) Check() error {
	c := settings{rule: "MultiStepDecay"}
	c.factorOf("By", s.By)
	if len(s.After) == 0 || !slices.IsSorted(s.After) || s.After[0] < 0 {
		c.wrong = append(c.wrong, fmt.Errorf("optim: MultiStepDecay: want numbers of epochs in ascending order, got %v: set After", s.After))
	}
	return errors.Join(c.wrong...)
}

// Factor implements [Schedule].
func (s MultiStepDecay) Factor(at Moment) float64 {
	passed := 0
	for _, after := range s.After {
		if at.whole() >= after {
			passed++
		}
	}
	return math.Pow(orDefault(s.By, .1), float64(passed))
}

// ExponentialDecay multiplies the learning rate by By after every epoch.
type ExponentialDecay struct {
	// By is the factor of an epoch. Required; 0.9 to 0.99 is usual.
	By float64
	// Smooth goes down with every step, by as much in an epoch.
	Smooth bool
}

var _ Schedule = ExponentialDecay{}

// Check implements [Schedule].
func (s ExponentialDecay) Check() error {
	if !(s.By > 0 && s.By <= 1) {
		return fmt.Errorf("optim: ExponentialDecay: want a factor above 0, up to 1, got %v: set By", s.By)
	}
	return nil
}

// Factor implements [Schedule].
func (s ExponentialDecay) Factor(at Moment) float64 {
	if s.Smooth {
		return math.Pow(s.By, at.epochs())
	}
	return math.Pow(s.By, float64(at.whole()))
}

// PolynomialDecay goes down to Final with the given power of the time left:
//
//	factor = Final + (1−Final) · (1−t)^Power
//
// where t goes from 0 to 1, step by step; a Power of 1 is a straight line.
type PolynomialDecay struct {
	// Power of the curve. Default 1.
	Power float64
	// Final is the factor at the end, from 0 to 1. Default 0.
	Final float64
	// Epochs until the end; Final stays then. Default 0: the whole training.
	Epochs float64
}

var _ Schedule = PolynomialDecay{}

// Check implements [Schedule].
func (s PolynomialDecay) Check() error {
	c := settings{rule: "PolynomialDecay"}
	c.atLeast("Power", s.Power, 0)
	c.factorOf("Final", s.Final)
	c.atLeast("Epochs", s.Epochs, 0)
	return errors.Join(c.wrong...)
}

// Factor implements [Schedule].
func (s PolynomialDecay) Factor(at Moment) float64 {
	return s.Final + (1-s.Final)*math.Pow(1-at.share(s.Epochs), orDefault(s.Power, 1))
}
