package optim

import (
	"errors"
	"fmt"
)

// OneCycle goes up from 1/Div of the rule's learning rate, and then down to
// 1/FinalDiv of it, both along half a cosine, over the whole training. The
// rule's rate is the greatest: it can be several times as large as one that
// stays (Smith and Topin, Super-Convergence, 2018, in the form of Howard and
// Gugger's fastai). The momentum stays as it is.
type OneCycle struct {
	// Up is the share of the training on the way up, between 0 and 1. Default
	// 0.25.
	Up float64
	// Div is by how much the first rate is smaller than the greatest. Default
	// 25.
	Div float64
	// FinalDiv is by how much the last rate is smaller than the greatest.
	// Default 1e5.
	FinalDiv float64
}

var _ Schedule = OneCycle{}

// Check implements [Schedule].
func (s OneCycle) Check() error {
	c := settings{rule: "OneCycle"}
	c.share("Up", s.Up)
	for _, d := range []struct {
		field string
		v     float64
	}{{"Div", s.Div}, {"FinalDiv", s.FinalDiv}} {
		if d.v != 0 && !(d.v >= 1) {
			c.wrong = append(c.wrong, fmt.Errorf("optim: OneCycle: want %s of at least 1, got %v", d.field, d.v))
		}
	}
	return errors.Join(c.wrong...)
}

// Factor implements [Schedule]. The top falls on step Up·Steps − 1 and the last
// step has the last rate, as in PyTorch.
func (s OneCycle) Factor(at Moment) float64 {
	first, last := 1/orDefault(s.Div, 25), 1/orDefault(s.FinalDiv, 1e5)
	top, end := orDefault(s.Up, .25)*float64(at.Steps)-1, float64(at.Steps-1)
	step := min(float64(at.Step), end)
	switch {
	case step <= top && top > 0:
		return cosine(first, 1, step/top)
	case end <= top:
		return 1
	}
	top = max(top, 0)
	if end == top {
		return 1
	}
	return cosine(1, last, (step-top)/(end-top))
}
