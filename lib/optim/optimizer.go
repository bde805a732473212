package optim

import (
	"fmt"
	"math"
	"slices"
	"sync"

	"github.com/gorgolab/gorgo/lib/internal/memory"
	"github.com/gorgolab/gorgo/lib/internal/parallel"
)

// Optimizer is a rule by which weights change. The value holds settings only:
// both methods leave it as it is, and may be called for several states at once.
type Optimizer interface {
	// Start returns the state before the first step, for parameters with the
	// given numbers of weights. It fails when a setting makes no sense, and
	// then names all that do not.
	Start(sizes []int) (*State, error)
	// Step changes the weights in place, by one step against the gradients.
	// Both have one slice for each parameter, of the sizes that Start got. It
	// fails, and changes nothing, when they do not fit the state.
	Step(s *State, weights, gradients [][]float32) error
}

// State is what a rule remembers between steps. It is plain data: encoding/json
// and encoding/gob keep it, and a run that goes on with it gives the same
// weights as one that never stopped.
type State struct {
	// Rule names the rule that the state belongs to.
	Rule string
	// Steps counts the steps taken.
	Steps int
	// LearningRate of the next step. It begins as the rule's; a schedule
	// changes it.
	LearningRate float64
	// Treatments say which parameters are treated differently, one for each
	// parameter; nil when all are treated alike. Whoever called Start may set
	// them, for instance to what [Treat] returns.
	Treatments []Treatment
	// Slots hold what the rule remembers for every weight.
	Slots []Slot
}

// Slot is one number per weight, such as a moving average of its gradients.
type Slot struct {
	Name string
	// Values has one slice for each parameter.
	Values [][]float32
}

// Clone returns a copy that shares nothing with s.
func (s *State) Clone() *State {
	out := *s
	out.Treatments = slices.Clone(s.Treatments)
	out.Slots = make([]Slot, len(s.Slots))
	for i, slot := range s.Slots {
		out.Slots[i] = Slot{Name: slot.Name, Values: make([][]float32, len(slot.Values))}
		for j, v := range slot.Values {
			out.Slots[i].Values[j] = slices.Clone(v)
		}
	}
	return &out
}

// newState makes a state whose slots are zero.
func newState(rule string, rate float64, sizes []int, slots ...string) *State {
	s := &State{Rule: rule, LearningRate: rate}
	for _, name := range slots {
		slot := Slot{Name: name, Values: make([][]float32, len(sizes))}
		for i, n := range sizes {
			slot.Values[i] = memory.Floats(n)
		}
		s.Slots = append(s.Slots, slot)
	}
	return s
}

// check reports what does not fit between a state, weights and gradients.
func (s *State) check(rule string, slots int, weights, gradients [][]float32) error {
	switch {
	case s == nil:
		return fmt.Errorf("optim: %s: the state is nil: make it with Start", rule)
	case s.Rule != rule:
		return fmt.Errorf("optim: %s: the state belongs to %s: make one with Start", rule, s.Rule)
	case len(s.Slots) != slots:
		return fmt.Errorf("optim: %s: want a state with %d slots, got %d: make it with Start of a rule with the same settings", rule, slots, len(s.Slots))
	case len(weights) != len(gradients):
		return fmt.Errorf("optim: %s: got %d parameters, but %d gradients", rule, len(weights), len(gradients))
	case !(s.LearningRate >= 0) || math.IsInf(s.LearningRate, 0):
		return fmt.Errorf("optim: %s: want a learning rate of at least 0, got %v", rule, s.LearningRate)
	}
	if s.Treatments != nil && len(s.Treatments) != len(weights) {
		return fmt.Errorf("optim: %s: the state has treatments of %d parameters, got %d", rule, len(s.Treatments), len(weights))
	}
	for i, w := range weights {
		if len(w) != len(gradients[i]) {
			return fmt.Errorf("optim: %s: parameter %d has %d weights, its gradient has %d numbers", rule, i, len(w), len(gradients[i]))
		}
	}
	for _, slot := range s.Slots {
		if len(slot.Values) != len(weights) {
			return fmt.Errorf("optim: %s: the state is for %d parameters, got %d", rule, len(slot.Values), len(weights))
		}
		for i, v := range slot.Values {
			if len(v) != len(weights[i]) {
				return fmt.Errorf("optim: %s: the state has %d numbers for parameter %d, which has %d weights", rule, len(v), i, len(weights[i]))
			}
		}
	}
	return nil
}

// each calls step for every parameter that is not frozen, with its learning
// rate and its share of weight decay. Slots are those of the parameter.
func (s *State) each(weights, gradients [][]float32, step func(p *parameter)) {
	p := parameters.Get().(*parameter)
	defer func() {
		*p = parameter{slots: p.slots, apply: p.apply}
		clear(p.slots)
		parameters.Put(p)
	}()
	for i, w := range weights {
		var t Treatment
		if s.Treatments != nil {
			t = s.Treatments[i]
		}
		if t.Frozen {
			continue
		}
		p.w, p.g, p.rate, p.decays = w, gradients[i], s.LearningRate*orDefault(t.Scale, 1), !t.NoDecay
		p.slots = p.slots[:0]
		for _, slot := range s.Slots {
			p.slots = append(p.slots, slot.Values[i])
		}
		step(p)
	}
}

// eachPart is each for rules that treat every weight by itself: step gets the
// parts of a parameter, on all processors.
func (s *State) eachPart(weights, gradients [][]float32, step func(p *parameter, from, to int)) {
	s.each(weights, gradients, func(p *parameter) {
		p.step = step
		parallel.Rows(len(p.w), 1, p.apply)
	})
}

// parameter is what a rule changes in one step.
type parameter struct {
	w, g   []float32
	slots  [][]float32
	rate   float64
	decays bool

	step  func(p *parameter, from, to int)
	apply func(from, to int) // step, with this parameter
}

// parameters holds some between steps, which then do not allocate.
var parameters = sync.Pool{New: func() any {
	p := new(parameter)
	p.apply = func(from, to int) { p.step(p, from, to) }
	return p
}}

// orDefault returns v, or the default when v is zero.
func orDefault(v, def float64) float64 {
	if v == 0 {
		return def
	}
	return v
}

// settings collects everything that is wrong in a rule's settings.
type settings struct {
	rule  string
	wrong []error
}

func (s *settings) atLeast(field string, v, low float64) {
	if !(v >= low) || math.IsInf(v, 0) {
		s.wrong = append(s.wrong, fmt.Errorf("optim: %s: want %s of at least %v, got %v", s.rule, field, low, v))
	}
}

func (s *settings) share(field string, v float64) {
	if !(v >= 0 && v < 1) {
		s.wrong = append(s.wrong, fmt.Errorf("optim: %s: want %s from 0 up to, not including, 1, got %v", s.rule, field, v))
	}
}
