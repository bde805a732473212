package train

import (
	"context"
	"errors"
	"fmt"
	"math"

	"github.com/gorgolab/gorgo/display"
	"github.com/gorgolab/gorgo/lib/data"
	"github.com/gorgolab/gorgo/lib/nn"
	"github.com/gorgolab/gorgo/lib/optim"
	"github.com/gorgolab/gorgo/lib/plots"
)

// FinderOptions says how [FindLearningRate] searches.
type FinderOptions struct {
	// From and To are the first and the last learning rate. Default 1e-7 and 10.
	From, To float64
	// Steps between them. Default 100.
	Steps int
	// StopAt ends the search when the loss is so many times the best one.
	// Default 4.
	StopAt float64
	// Options of the training that the rate is wanted for: its optimizer, loss,
	// batches, penalties, seed. Epochs, Schedule, Checkpoint, Callbacks and what
	// is measured are left aside.
	Options Options
}

// LearningRates is what [FindLearningRate] found. It shows itself as a curve.
type LearningRates struct {
	// Rates of the steps, and the losses there, smoothed.
	Rates, Losses []float64
	// Suggested is a rate in the middle of where the loss falls; NaN when it
	// never does.
	Suggested float64
}

// FindLearningRate trains with a learning rate that grows from step to step, and
// watches where the loss falls and where it blows up (Smith, Cyclical Learning
// Rates for Training Neural Networks, WACV 2017). Afterwards the model is as it
// was: weights, and everything that it remembers. The optimizer is settings
// only, and all random numbers follow from the seed, so nothing else has
// changed.
func FindLearningRate(model *nn.Model, d *data.Dataset, opts FinderOptions) (*LearningRates, error) {
	opts, err := opts.defaults()
	if err != nil {
		return nil, err
	}
	o := opts.Options
	o.Epochs, o.Schedule, o.Checkpoint, o.Callbacks, o.Metrics, o.EMA, o.Validation = 0, nil, Checkpoint{}, nil, nil, optim.EMA{}, nil
	if o.ValidationSplit > 0 && d != nil { // the examples that the training will learn from
		if d, _, err = d.Split(o.ValidationSplit, data.SplitOptions{Seed: o.Seed, Stratify: d.Y != nil}); err != nil {
			return nil, fmt.Errorf("train: FindLearningRate: %w", err)
		}
		o.ValidationSplit = 0
	}
	r, err := newRun(model, d, o)
	if err != nil {
		return nil, err
	}
	before := model.Snapshot()
	out := &LearningRates{}
	var failed error
	display.Interruptible(func(interrupt context.Context) { failed = r.search(interrupt, opts, out) })
	if err := model.Restore(before); err != nil {
		return nil, err
	}
	if failed != nil && !errors.Is(failed, context.Canceled) {
		return nil, failed
	}
	if len(out.Rates) < 2 {
		return nil, errors.New("train: FindLearningRate: the loss blew up, or the search ended, within two steps: set From to a smaller rate")
	}
	out.Suggested = valley(out.Rates, out.Losses)
	return out, nil
}

// MustFindLearningRate is [FindLearningRate], but panics on an error.
func MustFindLearningRate(model *nn.Model, d *data.Dataset, opts FinderOptions) *LearningRates {
	return must(FindLearningRate(model, d, opts))
}

func (o FinderOptions) defaults() (FinderOptions, error) {
	for _, f := range []struct {
		v   *float64
		def float64
	}{{&o.From, 1e-7}, {&o.To, 10}, {&o.StopAt, 4}} {
		if *f.v == 0 {
			*f.v = f.def
		}
	}
	if o.Steps == 0 {
		o.Steps = 100
	}
	if !(o.From > 0 && o.From < o.To) || math.IsInf(o.To, 0) || o.Steps < 2 || !(o.StopAt > 1) {
		return o, fmt.Errorf("train: FindLearningRate: want 0 < From < To, at least 2 Steps, and StopAt above 1, got From %v, To %v, %d Steps and StopAt %v", o.From, o.To, o.Steps, o.StopAt)
	}
	return o, nil
}

// search takes the steps.
func (r *Run) search(ctx context.Context, opts FinderOptions, out *LearningRates) error {
	const keep = .9 // of the smoothed loss
	var smooth, best float64
	epoch := 0
	r.batches.Start(0)
	for step := range opts.Steps {
		if !r.batches.Next() {
			epoch++
			r.batches.Start(epoch)
			r.batches.Next()
		}
		b := r.batches.Batch()
		weights := r.target.weigh(b, r.opts.ClassWeights)
		result, err := r.trainer.StepWeighted(ctx, b.X, r.target.of(b), weights)
		if err != nil {
			return err
		}
		rate := opts.From * math.Pow(opts.To/opts.From, float64(step)/float64(opts.Steps-1))
		smooth = keep*smooth + (1-keep)*result.Loss
		loss := smooth / (1 - math.Pow(keep, float64(step+1)))
		if math.IsNaN(loss) || math.IsInf(loss, 0) || step > 0 && loss > opts.StopAt*best {
			return nil
		}
		if step == 0 || loss < best {
			best = loss
		}
		out.Rates, out.Losses = append(out.Rates, rate), append(out.Losses, loss)
		r.rate = rate
		if err := r.trainer.Update(func(w, g [][]float32) error { return r.update(w, g, total(weights, b.X.Rows()), true) }); err != nil {
			return err
		}
	}
	return nil
}

// valley returns the rate in the middle of the longest way down: of the longest
// list of steps each of which has a smaller loss than the one before in it.
func valley(rates, losses []float64) float64 {
	length, from := make([]int, len(losses)), make([]int, len(losses))
	end := 0
	for i := range losses {
		length[i], from[i] = 1, i
		for j := range i {
			if losses[j] > losses[i] && length[j]+1 > length[i] {
				length[i], from[i] = length[j]+1, from[j]
			}
		}
		if length[i] > length[end] {
			end = i
		}
	}
	if length[end] < 2 {
		return math.NaN()
	}
	return math.Sqrt(rates[from[end]] * rates[end])
}

// Figure returns the loss over the learning rate.
func (l *LearningRates) Figure() *plots.Figure {
	return plots.LearningRates(l.Rates, l.Losses, l.Suggested)
}

// Display shows the curve.
func (l *LearningRates) Display() display.Bundle { return l.Figure().Display() }

// String returns the suggestion.
func (l *LearningRates) String() string {
	return fmt.Sprintf("suggested learning rate %.2g, from %d rates between %.2g and %.2g", l.Suggested, len(l.Rates), l.Rates[0], l.Rates[len(l.Rates)-1])
}
