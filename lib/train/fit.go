package train

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/gorgolab/gorgo/display"
	"github.com/gorgolab/gorgo/lib/data"
	"github.com/gorgolab/gorgo/lib/nn"
	"github.com/gorgolab/gorgo/lib/optim"
)

// Fit trains the model on the data set and returns how it went. The weights of
// the model change in place; training the same model again goes on from there,
// with a fresh state of the optimizer.
//
// What does not fit together (shapes, labels, missing values, options) is an
// error before anything is changed. An error later, such as a loss that is no
// longer a number, comes with the history up to there. An interrupt is no
// error: the history says so, and the model keeps what it learnt.
func Fit(model *nn.Model, d *data.Dataset, opts Options) (*History, error) {
	return FitContext(context.Background(), model, d, opts)
}

// MustFit is [Fit], but panics on an error.
func MustFit(model *nn.Model, d *data.Dataset, opts Options) *History {
	return must(Fit(model, d, opts))
}

// FitContext is [Fit], but also ends, with the context's error and the history
// up to there, when ctx is cancelled.
func FitContext(ctx context.Context, model *nn.Model, d *data.Dataset, opts Options) (*History, error) {
	r, err := newRun(model, d, opts)
	if err != nil {
		return nil, err
	}
	begin := time.Now()
	watch := newWatcher(r)
	interrupted := display.Interruptible(func(interrupt context.Context) {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		defer context.AfterFunc(interrupt, cancel)()
		if err = r.call(trainBegin); err == nil {
			err = r.loop(ctx, watch)
		}
	})
	if r.average != nil {
		err = errors.Join(err, model.Exchange(r.average.Values))
	}
	if ctx.Err() != nil {
		interrupted = false // the caller's doing
	}
	err = r.end(err, interrupted)
	err = errors.Join(err, r.call(trainEnd))
	r.History.Duration = r.before + time.Since(begin)
	watch.done(r)
	return r.History, err
}

// newRun checks everything and gets a training ready to start.
func newRun(model *nn.Model, d *data.Dataset, opts Options) (*Run, error) {
	if err := checkModel(model); err != nil {
		return nil, err
	}
	if d == nil {
		return nil, errors.New("train: the training set is nil: give it a data set, such as datasets.Iris()")
	}
	opts, err := opts.defaults(model, d)
	if err != nil {
		return nil, err
	}
	r := &Run{Model: model, History: &History{Planned: opts.Epochs}, opts: opts}
	if r.trainer, err = model.Trainer(nn.TrainerOptions{Loss: opts.Loss, Penalties: opts.Penalties, Seed: opts.Seed}); err != nil {
		return nil, fmt.Errorf("train: %w", err)
	}
	r.target.shape = r.trainer.Target()
	if err := checkData("the training set", model, d, r.target.shape); err != nil {
		return nil, err
	}
	validation := opts.Validation
	if opts.ValidationSplit > 0 {
		if d, validation, err = d.Split(opts.ValidationSplit, data.SplitOptions{Seed: opts.Seed, Stratify: d.Y != nil}); err != nil {
			return nil, fmt.Errorf("train: ValidationSplit: %w", err)
		}
	}
	r.classes = hasAccuracy(opts.Loss, d)
	if r.batches, err = d.Batches(data.BatchOptions{Size: opts.BatchSize, Shuffle: !opts.NoShuffle, Seed: opts.Seed, DropLast: opts.DropLast}); err != nil {
		return nil, fmt.Errorf("train: %w", err)
	}
	if validation != nil {
		if err := checkData("the validation set", model, validation, r.target.shape); err != nil {
			return nil, err
		}
		if r.classes && validation.Y == nil {
			return nil, errors.New("train: the training set has classes, the validation set has none: set its Y")
		}
		if r.validation, err = validation.Batches(data.BatchOptions{Size: evaluationBatch}); err != nil {
			return nil, fmt.Errorf("train: %w", err)
		}
	}
	r.measure.list, r.examples = opts.Metrics, d.Len()
	if d.Image != nil {
		r.image = *d.Image
	}
	if err := r.startOptimizer(); err != nil {
		return nil, fmt.Errorf("train: %w", err)
	}
	if err := r.prepare(d, validation); err != nil {
		return nil, err
	}
	return r, r.resume()
}

// prepare finds out, before anything changes, what will not work: a layer or a
// loss that cannot take batches of a size, a metric that nothing measures.
func (r *Run) prepare(d, validation *data.Dataset) error {
	for _, size := range batchSizes(d.Len(), r.opts.BatchSize, r.opts.DropLast) {
		if err := r.trainer.Prepare(true, size, d.Weights != nil || r.opts.ClassWeights != nil); err != nil {
			return fmt.Errorf("train: batches of %d: %w", size, err)
		}
	}
	if validation != nil {
		for _, size := range batchSizes(validation.Len(), evaluationBatch, false) {
			if err := r.trainer.Prepare(false, size, validation.Weights != nil); err != nil {
				return fmt.Errorf("train: the validation set: %w", err)
			}
		}
	}
	if p, ok := optim.PlateauOf(r.opts.Schedule); ok {
		if err := r.checkWatched(p.Metric, p.Greater); err != nil {
			return fmt.Errorf("train: ReduceOnPlateau: %w", err)
		}
	}
	return nil
}

// batchSizes returns the sizes of the batches of an epoch: the usual one, and
// that of the last where it differs.
func batchSizes(examples, batch int, dropLast bool) []int {
	if examples <= batch {
		return []int{examples}
	}
	sizes := []int{batch}
	if last := examples % batch; last > 0 && !dropLast {
		sizes = append(sizes, last)
	}
	return sizes
}

// startOptimizer makes the states before the first step.
func (r *Run) startOptimizer() (err error) {
	var sizes []int
	var weights [][]float32
	frozen := true
	for _, p := range r.Model.Params() {
		sizes, weights = append(sizes, len(p.Value.Data)), append(weights, p.Value.Data)
		frozen = frozen && p.Frozen
	}
	if frozen {
		return errors.New("all parameters are frozen: there is nothing to learn; Unfreeze some")
	}
	if r.state, err = r.opts.Optimizer.Start(sizes); err != nil {
		return err
	}
	r.rate = r.state.LearningRate
	if r.state.Treatments, err = r.treatments(r.opts.Groups, r.rate); err != nil {
		return err
	}
	if r.opts.EMA != (optim.EMA{}) {
		r.average, err = r.opts.EMA.Start(weights)
	}
	return err
}

// hasAccuracy reports whether the model's output says a class.
func hasAccuracy(loss nn.Loss, d *data.Dataset) bool {
	if d.Y == nil || d.Targets != nil {
		return false
	}
	switch loss.(type) {
	case nn.MeanSquaredError, nn.MeanAbsoluteError, nn.Huber:
		return false
	}
	return true
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}
