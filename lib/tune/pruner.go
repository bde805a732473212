package tune

import (
	"errors"
	"fmt"
	"math"
	"slices"
)

// Pruner ends trials early that fall behind. It is settings without state. A pruner
// of your own is a type with these methods, or a [PrunerFunc].
type Pruner interface {
	// Check reports settings that make no sense.
	Check() error
	// Prune reports whether a trial that has just reported is to end.
	Prune(p *Standing) bool
}

// Standing is what a pruner knows of a trial under way. Values are losses: less is
// better, also when the study maximises.
type Standing struct {
	// Reports of the trial, the last one new.
	Reports []Report
	// Others has the reports of the trials of the rounds before that did not fail.
	Others [][]Report
}

// now is the last report.
func (s *Standing) now() Report { return s.Reports[len(s.Reports)-1] }

// at returns what the others reported at a step, or at the last before it.
func (s *Standing) at(step int) []float64 {
	var out []float64
	for _, reports := range s.Others {
		for _, r := range slices.Backward(reports) {
			if r.Step <= step {
				// A trial that ended before has no value at this step.
				if r.Step == step || reports[len(reports)-1].Step > step {
					out = append(out, r.Value)
				}
				break
			}
		}
	}
	return out
}

// PrunerFunc is a pruner made of a function.
type PrunerFunc struct {
	// Of is the Prune of [Pruner]. Required.
	Of func(p *Standing) bool
}

// Check implements [Pruner].
func (f PrunerFunc) Check() error {
	if f.Of == nil {
		return errors.New("tune: PrunerFunc: want a function: set Of")
	}
	return nil
}

// Prune implements [Pruner].
func (f PrunerFunc) Prune(p *Standing) bool { return f.Of(p) }

// Median ends a trial whose best value so far is worse than the median of what the
// others had at the same step (Golovin et al., Google Vizier, KDD 2017, as Optuna
// has it).
type Median struct {
	// Startup is the number of trials that have to reach a step before any is ended
	// there. Default 5.
	Startup int
	// Warmup is the number of steps in which no trial is ended. Default 0.
	Warmup int
}

// Check implements [Pruner].
func (m Median) Check() error {
	if m.Startup < 0 || m.Warmup < 0 {
		return fmt.Errorf("tune: Median: want Startup and Warmup of at least 0, got %d and %d", m.Startup, m.Warmup)
	}
	return nil
}

// Prune implements [Pruner].
func (m Median) Prune(p *Standing) bool {
	if m.Startup == 0 {
		m.Startup = 5
	}
	now := p.now()
	if now.Step <= m.Warmup {
		return false
	}
	best := math.Inf(1)
	for _, r := range p.Reports {
		if !math.IsNaN(r.Value) {
			best = min(best, r.Value)
		}
	}
	others := numbers(p.at(now.Step))
	if len(others) < m.Startup {
		return false
	}
	n := len(others)
	return best > (others[(n-1)/2]+others[n/2])/2
}

// numbers returns what is not NaN, from the least to the greatest.
func numbers(v []float64) []float64 {
	v = slices.DeleteFunc(slices.Clone(v), math.IsNaN)
	slices.Sort(v)
	return v
}

// Halving lets only the best go on at steps that grow by a factor: at First,
// First·Factor, First·Factor² … the best of every Factor trials that have got there
// (Li et al., A System for Massively Parallel Hyperparameter Tuning, MLSys 2020:
// asynchronous successive halving, ASHA).
type Halving struct {
	// First is the step at which trials are compared first. Default 1.
	First int
	// Factor is how many trials one goes on of, and by how much further. Default 4.
	Factor int
}

func (h Halving) defaults() Halving {
	if h.First == 0 {
		h.First = 1
	}
	if h.Factor == 0 {
		h.Factor = 4
	}
	return h
}

// Check implements [Pruner].
func (h Halving) Check() error {
	if h = h.defaults(); h.First < 1 || h.Factor < 2 {
		return fmt.Errorf("tune: Halving: want a First of at least 1 and a Factor of at least 2, got %d and %d", h.First, h.Factor)
	}
	return nil
}

// Prune implements [Pruner].
func (h Halving) Prune(p *Standing) bool {
	h = h.defaults()
	now := p.now()
	rung := h.First
	for rung < now.Step {
		if rung > math.MaxInt/h.Factor {
			return false
		}
		rung *= h.Factor
	}
	if rung != now.Step {
		return false
	}
	if math.IsNaN(now.Value) {
		return true
	}
	others := numbers(p.at(rung))
	better := 0
	for _, v := range others {
		if v < now.Value {
			better++
		}
	}
	// Of n trials that are here, with this one, the best n/Factor go on, and at
	// least one.
	return better >= max(1, (len(others)+1)/h.Factor)
}
