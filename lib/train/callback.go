package train

import "fmt"

// Callback is what looks on while a model is trained: functions that [Fit]
// calls at certain moments, all optional. An error from one ends the training
// and is returned by Fit; [Run.Stop] ends it without one.
//
//	slower := train.Callback{EpochEnd: func(r *train.Run) error {
//		r.SetLearningRate(r.LearningRate() * 0.9)
//		return nil
//	}}
type Callback struct {
	// Name of the callback in errors.
	Name string
	// TrainBegin is called before the first epoch, TrainEnd after the last,
	// also when the training was stopped or interrupted.
	TrainBegin, TrainEnd func(r *Run) error
	// EpochBegin and EpochEnd are called around every epoch; at EpochEnd the
	// epoch is in the history. An interrupted epoch has no end.
	EpochBegin, EpochEnd func(r *Run) error
	// BatchBegin and BatchEnd are called around every batch.
	BatchBegin, BatchEnd func(r *Run) error
	// Save puts what the callback remembers into a checkpoint; Load takes it out
	// again, before TrainBegin, when a training goes on. A callback that
	// remembers something from epoch to epoch needs both, and a Name.
	Save, Load func(s *Store) error
}

// moment is one of the functions of a callback.
type moment struct {
	name string
	of   func(c *Callback) func(r *Run) error
}

var (
	trainBegin = moment{"TrainBegin", func(c *Callback) func(*Run) error { return c.TrainBegin }}
	trainEnd   = moment{"TrainEnd", func(c *Callback) func(*Run) error { return c.TrainEnd }}
	epochBegin = moment{"EpochBegin", func(c *Callback) func(*Run) error { return c.EpochBegin }}
	epochEnd   = moment{"EpochEnd", func(c *Callback) func(*Run) error { return c.EpochEnd }}
	batchBegin = moment{"BatchBegin", func(c *Callback) func(*Run) error { return c.BatchBegin }}
	batchEnd   = moment{"BatchEnd", func(c *Callback) func(*Run) error { return c.BatchEnd }}
)

// call calls the functions of all callbacks for a moment.
func (r *Run) call(m moment) error {
	for i := range r.opts.Callbacks {
		c := &r.opts.Callbacks[i]
		f := m.of(c)
		if f == nil {
			continue
		}
		if err := f(r); err != nil {
			name := c.Name
			if name == "" {
				name = fmt.Sprintf("callback %d", i)
			}
			if r.epoch == 0 {
				return fmt.Errorf("train: %s, before the first epoch: %w", name, err)
			}
			return fmt.Errorf("train: %s of %s, in epoch %d: %w", m.name, name, r.epoch, err)
		}
	}
	return nil
}
