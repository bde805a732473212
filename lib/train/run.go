package train

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/gorgolab/gorgo/lib/augment"
	"github.com/gorgolab/gorgo/lib/data"
	"github.com/gorgolab/gorgo/lib/internal/parallel"
	"github.com/gorgolab/gorgo/lib/nn"
	"github.com/gorgolab/gorgo/lib/optim"
)

// Run is a training under way, as callbacks see it.
type Run struct {
	// Model that is trained.
	Model *nn.Model
	// History so far.
	History *History

	opts       Options
	trainer    *nn.Trainer
	state      *optim.State
	rate       float64 // of the rule, which the schedule multiplies
	plateau    optim.PlateauState
	average    *optim.EMAState // nil: none
	batches    *data.Batches
	validation *data.Batches
	target     targets
	classes    bool // is there an accuracy?
	measure    meters
	image      data.ImageShape
	examples   int           // in the training part
	before     time.Duration // the training went on for, before it was resumed

	epoch, batch int
	within       bool      // the epoch began before the training was resumed
	began        time.Time // the epoch
	seen         seen
	mean         mean // of the epoch so far
	norm         float64
	sum          accumulated
	stopped      string
}

// Epoch returns the number of the epoch under way, from 1; 0 before the first.
func (r *Run) Epoch() int { return r.epoch }

// Epochs returns the number of epochs that are planned.
func (r *Run) Epochs() int { return r.opts.Epochs }

// Batch returns the number of batches of this epoch that were learnt from.
func (r *Run) Batch() int { return r.batch }

// Batches returns the number of batches in an epoch.
func (r *Run) Batches() int { return r.batches.Len() }

// Steps returns the number of steps that were taken in all.
func (r *Run) Steps() int { return r.state.Steps }

// Loss returns the mean loss of this epoch so far.
func (r *Run) Loss() float64 { return r.mean.loss() }

// LearningRate returns the learning rate of the next step.
func (r *Run) LearningRate() float64 { return r.rate * r.factor() }

// SetLearningRate sets the learning rate, from the next step on. A schedule goes
// on from there: it multiplies the new rate as it would have the old one.
func (r *Run) SetLearningRate(rate float64) {
	if f := r.factor(); f > 0 {
		rate /= f
	}
	r.rate = rate
}

// factor is what the schedule says of the next step.
func (r *Run) factor() float64 { return r.opts.Schedule.Factor(r.moment()) }

func (r *Run) moment() optim.Moment {
	each := r.stepsPerEpoch()
	return optim.Moment{Step: r.state.Steps, StepsPerEpoch: each, Steps: each * r.opts.Epochs, Drops: r.plateau.Drops}
}

func (r *Run) stepsPerEpoch() int {
	return (r.batches.Len() + r.opts.Accumulate - 1) / r.opts.Accumulate
}

// Stop ends the training after the step or epoch under way. reason goes into
// the history.
func (r *Run) Stop(reason string) {
	if reason == "" {
		reason = "stopped by a callback"
	}
	r.stopped = reason
}

// mean collects the loss and the accuracy of some batches.
type mean struct {
	examples, right int
	sum, weight     float64
}

func (m *mean) add(result nn.Result, b data.Batch, weights []float32, predicted []int) {
	m.examples += b.X.Rows()
	w := total(weights, b.X.Rows())
	m.sum += result.Loss * w
	m.weight += w
	for i, c := range predicted {
		if c == b.Y[i] {
			m.right++
		}
	}
}

// total returns how much some examples count together.
func total(weights []float32, examples int) float64 {
	if weights == nil {
		return float64(examples)
	}
	var sum float64
	for _, w := range weights {
		sum += float64(w)
	}
	return sum
}

func (m *mean) loss() float64 { return m.sum / m.weight }

func (m *mean) accuracy(classes bool) float64 {
	if !classes {
		return math.NaN()
	}
	return float64(m.right) / float64(m.examples)
}

// loop trains, epoch after epoch. It returns nil when it was stopped, and the
// context's error when it was cancelled.
func (r *Run) loop(ctx context.Context, watch *watcher) error {
	for r.stopped == "" && (r.within || r.epoch < r.opts.Epochs) {
		if !r.within {
			if err := r.beginEpoch(); err != nil {
				return err
			}
		}
		r.within = false
		if err := r.runEpoch(ctx, watch); err != nil {
			return err
		}
		if r.batch < r.batches.Len() {
			break // stopped within the epoch
		}
		if err := r.averaged(func() error { return r.endEpoch(ctx, watch) }); err != nil {
			return err
		}
		if err := r.checkpoint(); err != nil {
			return err
		}
	}
	return nil
}

// beginEpoch begins the next epoch.
func (r *Run) beginEpoch() error {
	r.began = time.Now()
	r.epoch++
	if err := r.call(epochBegin); err != nil {
		return err
	}
	r.batch, r.mean, r.norm, r.seen = 0, mean{}, math.NaN(), seen{}
	r.measure.reset()
	r.batches.Start(r.epoch - 1)
	return nil
}

// endEpoch measures the validation part and tells everybody.
func (r *Run) endEpoch(ctx context.Context, watch *watcher) error {
	e := Epoch{
		Number: r.epoch, Loss: r.mean.loss(), Accuracy: r.mean.accuracy(r.classes),
		ValidationLoss: math.NaN(), ValidationAccuracy: math.NaN(),
		LearningRate: r.state.LearningRate, GradientNorm: r.norm,
		Metrics: r.measure.values("", nil),
	}
	if r.validation != nil {
		r.measure.reset()
		m, err := evaluate(ctx, r.trainer, r.validation, &r.target, r.classes, &r.measure)
		if err != nil {
			return err
		}
		e.ValidationLoss, e.ValidationAccuracy = m.loss(), m.accuracy(r.classes)
		e.Metrics = r.measure.values("validation_", e.Metrics)
	}
	e.Duration = time.Since(r.began)
	r.History.Epochs = append(r.History.Epochs, e)
	if p, ok := optim.PlateauOf(r.opts.Schedule); ok {
		value, err := r.monitored(p.Metric)
		if err != nil {
			return fmt.Errorf("train: ReduceOnPlateau: %w", err)
		}
		p.Observe(&r.plateau, value)
	}
	watch.epoch(r)
	return r.call(epochEnd)
}

// runEpoch learns from every batch of an epoch that is left.
func (r *Run) runEpoch(ctx context.Context, watch *watcher) error {
	for r.stopped == "" && r.batches.Next() {
		if err := r.call(batchBegin); err != nil {
			return err
		}
		if r.stopped != "" {
			break
		}
		b := r.batches.Batch()
		r.augment(b)
		target, weights := r.target.of(b), r.target.weigh(b, r.opts.ClassWeights)
		result, err := r.trainer.StepWeighted(ctx, b.X, target, weights)
		if err != nil {
			return err
		}
		if math.IsNaN(result.Loss) || math.IsInf(result.Loss, 0) {
			return r.diverged(ctx, result.Loss, b.X, target, weights)
		}
		predicted := predictedClasses(result, r.classes)
		r.mean.add(result, b, weights, predicted)
		if err := r.measure.add(result, b, predicted); err != nil {
			return err
		}
		r.remember(result, predicted)
		r.batch++
		last := r.batch == r.batches.Len()
		err = r.trainer.Update(func(w, g [][]float32) error { return r.update(w, g, total(weights, b.X.Rows()), last) })
		if err != nil {
			return err
		}
		watch.batch(r)
		if err := r.call(batchEnd); err != nil {
			return err
		}
		if err := r.checkpointWithin(); err != nil {
			return err
		}
	}
	return nil
}

// augment changes the images of a batch, whose memory is the batches' own.
func (r *Run) augment(b data.Batch) {
	if len(r.opts.Augment) > 0 {
		parallel.For(b.X.Rows(), func(i int) {
			augment.Apply(r.opts.Augment, b.X.Row(i), r.image, r.opts.Seed, r.epoch-1, b.Rows[i])
		})
	}
}

// predictedClasses returns the classes that the model gives, where there are
// classes.
func predictedClasses(result nn.Result, classes bool) []int {
	if !classes {
		return nil
	}
	return result.Classes()
}

// diverged is the error for a loss that is no number. It says where that began.
func (r *Run) diverged(ctx context.Context, loss float64, x, target *data.Tensor, weights []float32) error {
	began, err := r.trainer.NotFinite(ctx, x, target, weights)
	switch {
	case err != nil:
		began = "where it began cannot be said: " + err.Error()
	case began == "":
		began = "it began in the sum of losses"
	default:
		began = "it began where " + began
	}
	return fmt.Errorf("train: the loss became %v in epoch %d, batch %d (learning rate %v); %s: lower the learning rate, scale the features, or set ClipNorm", loss, r.epoch, r.batch+1, r.state.LearningRate, began)
}

// evaluate measures a data set as the model predicts.
func evaluate(ctx context.Context, trainer *nn.Trainer, batches *data.Batches, target *targets, classes bool, measure *meters) (mean, error) {
	var m mean
	batches.Start(0)
	for batches.Next() {
		b := batches.Batch()
		weights := target.weigh(b, nil)
		result, err := trainer.EvaluateWeighted(ctx, b.X, target.of(b), weights)
		if err != nil {
			return m, err
		}
		predicted := predictedClasses(result, classes)
		m.add(result, b, weights, predicted)
		if err := measure.add(result, b, predicted); err != nil {
			return m, err
		}
	}
	return m, nil
}

// watched returns the name of a metric: "" is the validation loss, or the loss
// without a validation set.
func (r *Run) watched(name string) string {
	switch {
	case name != "":
		return name
	case r.validation != nil:
		return "validation_loss"
	}
	return "loss"
}

// checkMetric reports a metric that nothing will measure.
func (r *Run) checkMetric(name string) error {
	names := []string{"loss"}
	if r.classes {
		names = append(names, "accuracy")
	}
	for _, m := range r.measure.list {
		names = append(names, m.Name())
	}
	if r.validation != nil {
		for _, n := range slices.Clone(names) {
			names = append(names, "validation_"+n)
		}
	}
	names = append(names, "learning_rate", "gradient_norm")
	if name = r.watched(name); !slices.Contains(names, name) {
		return fmt.Errorf("nothing measures %q: there are %s", name, strings.Join(names, ", "))
	}
	return nil
}

// monitored returns a metric of the last epoch, by name.
func (r *Run) monitored(name string) (float64, error) {
	v, ok := r.History.Last().Metric(r.watched(name))
	if !ok {
		return 0, fmt.Errorf("nothing measures %q", r.watched(name))
	}
	return v, nil
}

// end notes how the training ended. An interrupt is no error.
func (r *Run) end(err error, interrupted bool) error {
	h := r.History
	if interrupted && errors.Is(err, context.Canceled) {
		h.Interrupted = true
		r.stopped = fmt.Sprintf("interrupted in epoch %d, what was learnt is kept", r.epoch)
		err = nil
	}
	h.Stopped = r.stopped
	if err != nil && h.Stopped == "" {
		h.Stopped = err.Error()
	}
	return err
}
