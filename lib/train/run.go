package train

import (
	"context"
	"errors"
	"fmt"
	"math"
	"time"

	"github.com/gorgolab/gorgo/lib/data"
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
	batches    *data.Batches
	validation *data.Batches
	target     targets
	classes    bool // is there an accuracy?

	epoch, batch int
	mean         mean // of the epoch so far
	norm         float64
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
func (r *Run) LearningRate() float64 { return r.state.LearningRate }

// SetLearningRate sets the learning rate, from the next step on.
func (r *Run) SetLearningRate(rate float64) { r.state.LearningRate = rate }

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
	sum             float64
}

func (m *mean) add(result nn.Result, b data.Batch, classes bool) {
	m.examples += b.X.Rows()
	m.sum += result.Loss * float64(b.X.Rows())
	if classes {
		for i, c := range result.Classes() {
			if c == b.Y[i] {
				m.right++
			}
		}
	}
}

func (m *mean) loss() float64 { return m.sum / float64(m.examples) }

func (m *mean) accuracy(classes bool) float64 {
	if !classes {
		return math.NaN()
	}
	return float64(m.right) / float64(m.examples)
}

// loop trains, epoch after epoch. It returns nil when it was stopped, and the
// context's error when it was cancelled.
func (r *Run) loop(ctx context.Context, watch *watcher) error {
	for r.epoch < r.opts.Epochs && r.stopped == "" {
		begin := time.Now()
		r.epoch++
		if err := r.call(epochBegin); err != nil {
			return err
		}
		if err := r.runEpoch(ctx, watch); err != nil {
			return err
		}
		if r.batch < r.batches.Len() {
			break // stopped within the epoch
		}
		e := Epoch{
			Number: r.epoch, Loss: r.mean.loss(), Accuracy: r.mean.accuracy(r.classes),
			ValidationLoss: math.NaN(), ValidationAccuracy: math.NaN(),
			LearningRate: r.state.LearningRate, GradientNorm: r.norm,
		}
		if r.validation != nil {
			m, err := evaluate(ctx, r.trainer, r.validation, &r.target, r.classes)
			if err != nil {
				return err
			}
			e.ValidationLoss, e.ValidationAccuracy = m.loss(), m.accuracy(r.classes)
		}
		e.Duration = time.Since(begin)
		r.History.Epochs = append(r.History.Epochs, e)
		watch.epoch(r)
		if err := r.call(epochEnd); err != nil {
			return err
		}
	}
	return nil
}

// runEpoch learns from every batch once.
func (r *Run) runEpoch(ctx context.Context, watch *watcher) error {
	r.batch, r.mean, r.norm = 0, mean{}, math.NaN()
	r.batches.Start(r.epoch - 1)
	for r.stopped == "" && r.batches.Next() {
		b := r.batches.Batch()
		result, err := r.trainer.Step(ctx, b.X, r.target.of(b))
		if err != nil {
			return err
		}
		if math.IsNaN(result.Loss) || math.IsInf(result.Loss, 0) {
			return fmt.Errorf("train: the loss became %v in epoch %d, batch %d (learning rate %v): lower the learning rate, scale the features, or set ClipNorm", result.Loss, r.epoch, r.batch+1, r.state.LearningRate)
		}
		if err := r.trainer.Update(r.update); err != nil {
			return err
		}
		r.mean.add(result, b, r.classes)
		r.batch++
		watch.batch(r)
		if err := r.call(batchEnd); err != nil {
			return err
		}
	}
	return nil
}

// update takes the optimizer's step.
func (r *Run) update(weights, gradients [][]float32) error {
	if r.opts.ClipNorm > 0 {
		norm := optim.ClipGlobalNorm(gradients, r.opts.ClipNorm)
		if !(r.norm > norm) {
			r.norm = norm
		}
	}
	return r.opts.Optimizer.Step(r.state, weights, gradients)
}

// evaluate measures a data set as the model predicts.
func evaluate(ctx context.Context, trainer *nn.Trainer, batches *data.Batches, target *targets, classes bool) (mean, error) {
	var m mean
	batches.Start(0)
	for batches.Next() {
		b := batches.Batch()
		result, err := trainer.Evaluate(ctx, b.X, target.of(b))
		if err != nil {
			return m, err
		}
		m.add(result, b, classes)
	}
	return m, nil
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
