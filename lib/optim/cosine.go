package optim

import (
	"errors"
	"fmt"
	"math"
)

// CosineDecay goes down to Final along half a cosine, step by step:
//
//	factor = Final + (1−Final) · (1+cos(π·t))/2
//
// where t goes from 0 to 1 (Loshchilov and Hutter, SGDR: Stochastic Gradient
// Descent with Warm Restarts, ICLR 2017, without restarts).
type CosineDecay struct {
	// Final is the factor at the end, from 0 to 1. Default 0.
	Final float64
	// Epochs until the end; Final stays then. Default 0: the whole training.
	Epochs float64
}

var _ Schedule = CosineDecay{}

// Check implements [Schedule].
func (s CosineDecay) Check() error {
	c := settings{rule: "CosineDecay"}
	c.factorOf("Final", s.Final)
	c.atLeast("Epochs", s.Epochs, 0)
	return errors.Join(c.wrong...)
}

// Factor implements [Schedule].
func (s CosineDecay) Factor(at Moment) float64 { return cosine(1, s.Final, at.share(s.Epochs)) }

// cosine goes from one value to another along half a cosine.
func cosine(from, to, share float64) float64 {
	return to + (from-to)*(1+math.Cos(math.Pi*share))/2
}

// CosineRestarts is [CosineDecay] that begins anew at the end of each period
// (Loshchilov and Hutter, SGDR, ICLR 2017).
type CosineRestarts struct {
	// Epochs of the first period. Required.
	Epochs float64
	// Longer is how many times as long each period is as the one before, at
	// least 1. Default 1.
	Longer float64
	// Final is the factor at the end of a period, from 0 to 1. Default 0.
	Final float64
}

var _ Schedule = CosineRestarts{}

// Check implements [Schedule].
func (s CosineRestarts) Check() error {
	c := settings{rule: "CosineRestarts"}
	c.factorOf("Final", s.Final)
	if !(s.Epochs > 0) || math.IsInf(s.Epochs, 0) {
		c.wrong = append(c.wrong, fmt.Errorf("optim: CosineRestarts: want a first period of more than 0 epochs, got %v: set Epochs", s.Epochs))
	}
	if s.Longer != 0 && !(s.Longer >= 1) || math.IsInf(s.Longer, 0) {
		c.wrong = append(c.wrong, fmt.Errorf("optim: CosineRestarts: want Longer of at least 1, got %v", s.Longer))
	}
	return errors.Join(c.wrong...)
}

// Factor implements [Schedule].
func (s CosineRestarts) Factor(at Moment) float64 {
	t, period, longer := at.epochs(), s.Epochs, orDefault(s.Longer, 1)
	if longer == 1 {
		t = math.Mod(t, period)
	}
	for t >= period {
		t -= period
		period *= longer
	}
	return cosine(1, s.Final, t/period)
}
