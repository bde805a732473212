package train

import (
	"fmt"
	"math"
	"strings"

	"github.com/gorgolab/gorgo/lib/data"
)

// EarlyStopping ends a training that does not become better, and always brings
// the best weights back: also when the training was interrupted, and when it
// went on to its last epoch.
//
//	train.Options{Callbacks: []train.Callback{train.EarlyStopping{Patience: 5}.Callback()}}
type EarlyStopping struct {
	// Metric that is watched, by its name in the history. Default: the
	// validation loss, or the loss without a validation set.
	Metric string
	// Greater says that more of it is better, as of an accuracy.
	Greater bool
	// MinDelta is by how much it has to become better to count. Default 0.
	MinDelta float64
	// Patience is the number of epochs in a row without an improvement that end
	// the training. 0 and 1: the first does.
	Patience int
	// Baseline is a value that has to be reached within Patience epochs for the
	// training to go on, if UseBaseline is set.
	Baseline    float64
	UseBaseline bool
	// StartFromEpoch is the number of epochs in the beginning that are not
	// watched, since they are wild. Default 0.
	StartFromEpoch int
}

// stopper is the state of an EarlyStopping.
type stopper struct {
	EarlyStopping
	best    float64
	epoch   int // with the best value; 0: none yet
	wait    int
	weights []*data.Tensor
}

// Callback returns the callback. One is for one training at a time.
func (e EarlyStopping) Callback() Callback {
	s := &stopper{EarlyStopping: e}
	return Callback{Name: "EarlyStopping", TrainBegin: s.begin, EpochEnd: s.watch, TrainEnd: s.restore, Save: s.save, Load: s.load}
}

func (s *stopper) begin(r *Run) error {
	if s.Patience < 0 || s.StartFromEpoch < 0 || !(s.MinDelta >= 0) || s.UseBaseline && math.IsNaN(s.Baseline) {
		return fmt.Errorf("train: EarlyStopping: want a Patience, MinDelta and StartFromEpoch of at least 0, got %d, %v and %d", s.Patience, s.MinDelta, s.StartFromEpoch)
	}
	if err := r.checkWatched(s.Metric, s.Greater); err != nil {
		return err
	}
	if r.Epoch() == 0 { // else it goes on
		s.best, s.epoch, s.wait, s.weights = 0, 0, 0, nil
	}
	return nil
}

func (s *stopper) watch(r *Run) error {
	if r.Epoch() <= s.StartFromEpoch {
		return nil
	}
	value, err := r.monitored(s.Metric)
	if err != nil {
		return err
	}
	if math.IsNaN(value) || math.IsInf(value, 0) {
		r.Stop(fmt.Sprintf("%s became %v", s.title(r), value))
		return nil
	}
	s.wait++
	if s.epoch == 0 || s.better(value, s.best) {
		s.best, s.epoch, s.weights = value, r.Epoch(), r.Model.Snapshot()
		if !s.UseBaseline || s.better(value, s.Baseline) {
			s.wait = 0
			return nil
		}
	}
	if s.wait >= max(s.Patience, 1) {
		n := "epoch"
		if s.wait > 1 {
			n = fmt.Sprintf("%d epochs", s.wait)
		}
		r.Stop(fmt.Sprintf("no better %s for %s", s.title(r), n))
	}
	return nil
}

func (s *stopper) better(value, than float64) bool {
	if s.Greater {
		return value > than+s.MinDelta
	}
	return value < than-s.MinDelta
}

// title is how the metric is called in the history.
func (s *stopper) title(r *Run) string { return titleOf(r.watched(s.Metric)) }

// restore brings the best weights back, unless the model has them.
func (s *stopper) restore(r *Run) error {
	whole := r.Batch() == r.Batches() && len(r.History.Epochs) == r.Epoch()
	if s.weights == nil || whole && s.epoch == r.Epoch() {
		return nil
	}
	r.History.Best = s.epoch
	return r.Model.Restore(s.weights)
}

// savedStopper is what a checkpoint says of a stopper.
type savedStopper struct {
	Best        Number
	Epoch, Wait int
}

func (s *stopper) save(to *Store) error {
	if err := to.Set("state", savedStopper{Number(s.best), s.epoch, s.wait}); err != nil {
		return err
	}
	return to.SetTensors("weights", s.weights)
}

func (s *stopper) load(from *Store) error {
	var saved savedStopper
	if err := from.Get("state", &saved); err != nil {
		return err
	}
	weights, err := from.Tensors("weights")
	if err != nil {
		return err
	}
	s.best, s.epoch, s.wait, s.weights = float64(saved.Best), saved.Epoch, saved.Wait, weights
	return nil
}

// greater and less are how names of metrics end of which it is known what is
// better.
var (
	greater = []string{"accuracy", "auc", "f1", "precision", "recall", "r2", "kappa"}
	less    = []string{"loss", "mse", "rmse", "mae", "brier"}
)

// checkWatched reports a metric that cannot be watched, or not in this direction.
func (r *Run) checkWatched(metric string, more bool) error {
	known, direction := r.checkMetric(metric), checkDirection(metric, more)
	switch {
	case known == nil:
		return direction
	case direction == nil:
		return known
	}
	return fmt.Errorf("%w; and %w", known, direction)
}

// checkDirection reports a metric that would be watched in the wrong direction.
func checkDirection(metric string, more bool) error {
	for _, name := range greater {
		if strings.HasSuffix(metric, name) && !more {
			return fmt.Errorf("more of %q is better: set Greater", metric)
		}
	}
	for _, name := range less {
		if (metric == name || strings.HasSuffix(metric, "_"+name)) && more {
			return fmt.Errorf("less of %q is better: leave Greater off", metric)
		}
	}
	return nil
}
