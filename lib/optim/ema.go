package optim

import (
	"fmt"
	"slices"
)

// EMA is an exponential moving average of the weights, which often predicts
// better than the last weights do:
//
//	average ← decay·average + (1−decay)·w
//
// after every step, from the weights before the first (Polyak and Juditsky,
// Acceleration of Stochastic Approximation by Averaging, 1992). The zero EMA is
// none.
type EMA struct {
	// Decay is the share of the average that a step keeps, from 0 up to, not
	// including, 1: 0.99 to 0.9999. Default 0: no average.
	Decay float64
	// Warmup keeps less in the beginning, at most (1+t)/(10+t) at step t, so
	// that the first weights are forgotten soon.
	Warmup bool
}

// EMAState is what an [EMA] remembers: plain data, as [State] is.
type EMAState struct {
	// Steps counts the updates.
	Steps int
	// Values are the averages, one slice for each parameter.
	Values [][]float32
}

// Start returns the state before the first step. It fails when the decay makes
// no sense.
func (e EMA) Start(weights [][]float32) (*EMAState, error) {
	s := settings{rule: "EMA"}
	if s.share("Decay", e.Decay); len(s.wrong) > 0 {
		return nil, s.wrong[0]
	}
	out := &EMAState{Values: make([][]float32, len(weights))}
	for i, w := range weights {
		out.Values[i] = slices.Clone(w)
	}
	return out, nil
}

// Update takes the weights after a step into the average. It fails, and changes
// nothing, when they do not fit the state.
func (e EMA) Update(s *EMAState, weights [][]float32) error {
	if s == nil || len(s.Values) != len(weights) {
		return fmt.Errorf("optim: EMA: the state is not for %d parameters: make it with Start", len(weights))
	}
	for i, w := range weights {
		if len(s.Values[i]) != len(w) {
			return fmt.Errorf("optim: EMA: the state has %d numbers for parameter %d, which has %d weights", len(s.Values[i]), i, len(w))
		}
	}
	s.Steps++
	decay := e.Decay
	if e.Warmup {
		t := float64(s.Steps)
		decay = min(decay, (1+t)/(10+t))
	}
	keep, take := float32(decay), float32(1-decay)
	for i, w := range weights {
		average := s.Values[i]
		for j, v := range w {
			average[j] = keep*average[j] + take*v
		}
	}
	return nil
}
