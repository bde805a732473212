package tune

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
)

// Sampler chooses what is tried. It is settings without state: what it chooses
// follows from the [Past] alone. A sampler of your own is a type with this method,
// or a [SamplerFunc].
type Sampler interface {
	// Next returns a value for each parameter of the space. [ErrExhausted] says
	// that there is nothing left to try, and ends the study.
	Next(p *Past) ([]float64, error)
}

// SamplerFunc is a sampler made of a function.
type SamplerFunc struct {
	// Of is the Next of [Sampler]. Required.
	Of func(p *Past) ([]float64, error)
}

// Next implements [Sampler].
func (s SamplerFunc) Next(p *Past) ([]float64, error) {
	if s.Of == nil {
		return nil, errors.New("tune: SamplerFunc: want a function: set Of")
	}
	return s.Of(p)
}

// ErrExhausted is returned by samplers that have tried everything.
var ErrExhausted = errors.New("tune: everything was tried")

// Past is what a sampler knows.
type Past struct {
	// Space are the parameters.
	Space []Param
	// Number of the trial that is wanted, from 0.
	Number int
	// Outcomes of the trials before this round, by number.
	Outcomes []Outcome
	// Pending are the values of the trials of this round that were chosen before.
	Pending [][]float64
	// Maximize says that greater values are better.
	Maximize bool
	// Random numbers of this trial alone.
	Random *rand.Rand
}

// Losses returns the values of the outcomes with the sign that makes less better;
// NaN for those that failed.
func (p *Past) Losses() []float64 {
	out := make([]float64, len(p.Outcomes))
	for i, o := range p.Outcomes {
		out[i] = o.Value
		if p.Maximize {
			out[i] = -o.Value
		}
		if o.State == Failed {
			out[i] = math.NaN()
		}
	}
	return out
}

// Tried reports whether a trial has exactly these values.
func (p *Past) Tried(values []float64) bool {
	for _, o := range p.Outcomes {
		if slices.Equal(o.values, values) {
			return true
		}
	}
	return slices.ContainsFunc(p.Pending, func(v []float64) bool { return slices.Equal(v, values) })
}

// combinations is the number of points of a space; 0 for infinitely many, or more
// than can be counted.
func combinations(space []Param) int {
	n := 1
	for _, p := range space {
		v := p.Values()
		if v == 0 || n > math.MaxInt32/v {
			return 0
		}
		n *= v
	}
	return n
}

// checkValues reports what a sampler must not return.
func checkValues(space []Param, values []float64) error {
	if len(values) != len(space) {
		return fmt.Errorf("tune: the sampler returned %d values for %d parameters", len(values), len(space))
	}
	for i, p := range space {
		if !p.has(values[i]) {
			return fmt.Errorf("tune: the sampler returned %v for %q, which it cannot be", values[i], p.Name)
		}
	}
	return nil
}

// Random tries points at random: each parameter by itself, with all its values
// equally likely. Where there are finitely many points, none is tried twice
// (Bergstra and Bengio, Random Search for Hyper-Parameter Optimization, JMLR 2012).
type Random struct{}

// Next implements [Sampler].
func (Random) Next(p *Past) ([]float64, error) {
	n := combinations(p.Space)
	tried := 0
	if n > 0 {
		tried = countTried(p)
		if tried >= n {
			return nil, ErrExhausted
		}
	}
	draw := func() []float64 {
		out := make([]float64, len(p.Space))
		for i, param := range p.Space {
			out[i] = param.At(p.Random.Float64())
		}
		return out
	}
	for range 100 {
		if v := draw(); n == 0 || !p.Tried(v) {
			return v, nil
		}
	}
	// Nearly everything was tried: one of what is left.
	left := p.Random.IntN(n - tried)
	for i := range n {
		if v := combination(p.Space, i); !p.Tried(v) {
			if left == 0 {
				return v, nil
			}
			left--
		}
	}
	return nil, ErrExhausted
}

// countTried counts the different points that were tried.
func countTried(p *Past) int {
	seen := map[string]bool{}
	for _, o := range p.Outcomes {
		seen[fmt.Sprint(o.values)] = true
	}
	for _, v := range p.Pending {
		seen[fmt.Sprint(v)] = true
	}
	return len(seen)
}

// combination returns a point of a finite space by its number; the last parameter
// changes fastest.
func combination(space []Param, number int) []float64 {
	out := make([]float64, len(space))
	for i := len(space) - 1; i >= 0; i-- {
		n := space[i].Values()
		out[i] = float64(number % n)
		if space[i].Of == nil {
			out[i] += space[i].From
		}
		number /= n
	}
	return out
}
