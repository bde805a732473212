package tune

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Point is one value for each parameter of a space.
type Point struct {
	space  []Param
	values []float64
}

// Float returns the value of a parameter. It panics when there is none of the name,
// or it is a choice among names; within a trial that makes the trial fail.
func (p Point) Float(name string) float64 {
	param, value := p.find(name)
	if param.Of != nil {
		panic(fmt.Errorf("tune: the parameter %q is a choice: ask with Choice", name))
	}
	return value
}

// Int is [Point.Float] for parameters that are Whole.
func (p Point) Int(name string) int {
	param, value := p.find(name)
	if !param.Whole || param.Of != nil {
		panic(fmt.Errorf("tune: the parameter %q is no whole number: set Whole, or ask with Float or Choice", name))
	}
	return int(value)
}

// Choice returns the name that was chosen.
func (p Point) Choice(name string) string {
	param, value := p.find(name)
	if param.Of == nil {
		panic(fmt.Errorf("tune: the parameter %q is a number: ask with Float or Int", name))
	}
	return param.Of[int(value)]
}

func (p Point) find(name string) (Param, float64) {
	for i, param := range p.space {
		if param.Name == name {
			return param, p.values[i]
		}
	}
	var names []string
	for _, param := range p.space {
		names = append(names, param.Name)
	}
	panic(fmt.Errorf("tune: there is no parameter %q: there are %s", name, strings.Join(names, ", ")))
}

// Values returns the value of each parameter, in the order of the space; of a
// choice its place in Of.
func (p Point) Values() []float64 { return slices.Clone(p.values) }

// String writes the point as "rate=0.01 activation=relu".
func (p Point) String() string {
	var parts []string
	for i, param := range p.space {
		parts = append(parts, param.Name+"="+param.Text(p.values[i]))
	}
	return strings.Join(parts, " ")
}

// Trial is a trial under way, as the function that is searched sees it.
type Trial struct {
	Point
	// Number of the trial, from 0: a good seed.
	Number int

	ctx     context.Context
	reports []Report
	prune   func(reports []Report) bool
}

// Context is cancelled when the study is interrupted.
func (t *Trial) Context() context.Context { return t.ctx }

// Report is a value on the way to the last one: after an epoch, for instance.
type Report struct {
	// Step rises from report to report.
	Step int
	// Value is what the function would return if it ended here.
	Value float64
}

// ErrPruned is what [Trial.Report] returns when the pruner ends the trial. The
// function returns it, wrapped or not.
var ErrPruned = errors.New("tune: the trial falls behind and was ended")

// Report says how good the trial is after a step. It returns [ErrPruned] when the
// trial is not worth going on, and another error when steps do not rise. In a
// training it is called by a callback:
//
//	train.Callback{EpochEnd: func(r *train.Run) error {
//		return t.Report(r.Epoch(), r.History.Last().ValidationLoss)
//	}}
func (t *Trial) Report(step int, value float64) error {
	if n := len(t.reports); n > 0 && step <= t.reports[n-1].Step {
		return fmt.Errorf("tune: Report of step %d after step %d: steps rise", step, t.reports[n-1].Step)
	}
	t.reports = append(t.reports, Report{step, value})
	if t.prune != nil && t.prune(t.reports) {
		return ErrPruned
	}
	return nil
}

// MustReport is [Trial.Report], but panics on an error, ErrPruned too, which ends
// the trial just so.
func (t *Trial) MustReport(step int, value float64) {
	if err := t.Report(step, value); err != nil {
		panic(err)
	}
}

// State says how a trial ended.
type State string

// The ways in which trials end.
const (
	// Complete trials have a value.
	Complete State = "complete"
	// Pruned trials were ended early by the pruner; Value is that of the last
	// report.
	Pruned State = "pruned"
	// Failed trials returned an error, panicked, or returned NaN or an infinity.
	Failed State = "failed"
)

// Outcome is a trial that has ended.
type Outcome struct {
	Point
	// Number of the trial, from 0.
	Number int
	State  State
	// Value that the function returned; NaN of failed trials.
	Value float64
	// Reports on the way there.
	Reports []Report
	// Err says why a trial failed.
	Err string
	// Duration of the trial.
	Duration time.Duration
}
