package train

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"time"

	"github.com/gorgolab/gorgo/lib/data"
	"github.com/gorgolab/gorgo/lib/internal/atomicfile"
	"github.com/gorgolab/gorgo/lib/optim"
)

// Checkpoint keeps a training in a file: weights, optimizer, schedule, averages,
// random numbers, history and callbacks. A training that goes on from it gives
// the same weights, bit for bit, as one that never stopped. The zero value keeps
// nothing.
//
// The file is in the safetensors format. It is replaced in one step: a crash
// leaves the old one.
type Checkpoint struct {
	// Path of the file. Default: none.
	Path string
	// Every is the number of epochs between two writes; the last epoch is always
	// written. Default 1.
	Every int
	// EveryBatches also writes after every so many batches within an epoch, so that
	// a break loses no more than those. The outputs that Metrics have measured in
	// the epoch are kept in the file, too. A training that goes on within an epoch
	// does not call EpochBegin again. Default 0: at the ends of epochs only.
	EveryBatches int
	// Resume goes on from the file when it is there, and begins anew when it is
	// not. The model, the data, the options and the callbacks must be those of
	// the training that wrote it; Epochs may be greater.
	Resume bool
}

func (c Checkpoint) check() error {
	if c.Path == "" && (c.Resume || c.Every != 0 || c.EveryBatches != 0) {
		return errors.New("train: Checkpoint has no Path: set it to the name of a file")
	}
	if c.Every < 0 {
		return fmt.Errorf("train: want a checkpoint every 1 or more epochs, got %d: set Checkpoint.Every", c.Every)
	}
	if c.EveryBatches < 0 {
		return fmt.Errorf("train: want a checkpoint every 1 or more batches, got %d: set Checkpoint.EveryBatches", c.EveryBatches)
	}
	return nil
}

// checkpointVersion is raised when the file changes its meaning.
const checkpointVersion = 2

// savedRun is what a checkpoint says of the training itself.
type savedRun struct {
	Version int
	// What must be the same.
	Rule                      string
	Seed, BatchSize, Examples int
	Accumulate                int
	Params                    []string
	// Where it is.
	Epoch, TrainerSteps int
	Rate                Number
	Steps               int
	LearningRate        Number
	Slots               []string
	Plateau             optim.PlateauState
	PlateauBest         Number
	Averages            int // steps of the averages; -1 without
	Stopped             string
	Within              *savedPart // nil: the epoch was finished
}

// savedEpoch is an Epoch whose numbers may be NaN.
type savedEpoch struct {
	Number                                                                         int
	Loss, Accuracy, ValidationLoss, ValidationAccuracy, LearningRate, GradientNorm Number
	Metrics                                                                        map[string]Number
	Duration                                                                       time.Duration
}

func saveEpoch(e Epoch) savedEpoch {
	out := savedEpoch{e.Number, Number(e.Loss), Number(e.Accuracy), Number(e.ValidationLoss), Number(e.ValidationAccuracy), Number(e.LearningRate), Number(e.GradientNorm), nil, e.Duration}
	for name, v := range e.Metrics {
		if out.Metrics == nil {
			out.Metrics = map[string]Number{}
		}
		out.Metrics[name] = Number(v)
	}
	return out
}

func (e savedEpoch) epoch() Epoch {
	out := Epoch{e.Number, float64(e.Loss), float64(e.Accuracy), float64(e.ValidationLoss), float64(e.ValidationAccuracy), float64(e.LearningRate), float64(e.GradientNorm), nil, e.Duration}
	for name, v := range e.Metrics {
		if out.Metrics == nil {
			out.Metrics = map[string]float64{}
		}
		out.Metrics[name] = float64(v)
	}
	return out
}

// checkpoint writes the file at the end of an epoch, when it is time.
func (r *Run) checkpoint() error {
	c := r.opts.Checkpoint
	if c.Path == "" || r.epoch%max(c.Every, 1) != 0 && r.epoch != r.opts.Epochs && r.stopped == "" {
		return nil
	}
	return r.write()
}

func (r *Run) write() error {
	path := r.opts.Checkpoint.Path
	s := newStore()
	if err := r.save(s); err != nil {
		return err
	}
	b, err := s.encode()
	if err == nil {
		err = atomicfile.Write(path, b)
	}
	if err != nil {
		return fmt.Errorf("train: the checkpoint %s was not written: %w", path, err)
	}
	return nil
}

// save puts everything into a store.
func (r *Run) save(s *Store) error {
	saved := r.identity()
	saved.Epoch, saved.TrainerSteps, saved.Rate = r.epoch, r.trainer.Steps(), Number(r.rate)
	saved.Steps, saved.LearningRate = r.state.Steps, Number(r.state.LearningRate)
	saved.Plateau, saved.PlateauBest = r.plateau, Number(r.plateau.Best)
	saved.Plateau.Best = 0 // may be infinite
	saved.Averages, saved.Stopped = -1, r.stopped
	var errs []error
	if r.batch < r.batches.Len() {
		var err error
		saved.Within, err = r.saveWithin(s)
		errs = append(errs, err)
	}
	for _, slot := range r.state.Slots {
		saved.Slots = append(saved.Slots, slot.Name)
		errs = append(errs, s.SetTensors("optimizer/"+slot.Name, vectors(slot.Values)))
	}
	if r.average != nil {
		saved.Averages = r.average.Steps
		errs = append(errs, s.SetTensors("average", vectors(r.average.Values)))
	}
	var epochs []savedEpoch
	for _, e := range r.History.Epochs {
		epochs = append(epochs, saveEpoch(e))
	}
	errs = append(errs, s.Set("run", saved), s.Set("history", epochs), s.SetTensors("model", r.Model.Snapshot()))
	for i, c := range r.opts.Callbacks {
		if c.Save == nil {
			continue
		}
		if err := c.Save(s.part(fmt.Sprintf("callback/%d/%s", i, c.Name))); err != nil {
			errs = append(errs, fmt.Errorf("train: Save of %s: %w", c.Name, err))
		}
	}
	return errors.Join(errs...)
}

// identity is what must be the same in a training that goes on.
func (r *Run) identity() savedRun {
	out := savedRun{Version: checkpointVersion, Rule: r.state.Rule, Seed: r.opts.Seed, BatchSize: r.opts.BatchSize, Examples: r.examples, Accumulate: r.opts.Accumulate}
	for _, p := range r.Model.Params() {
		out.Params = append(out.Params, p.Name)
	}
	return out
}

// resume goes on from a checkpoint where one is wanted and there.
func (r *Run) resume() error {
	c := r.opts.Checkpoint
	if !c.Resume {
		return nil
	}
	b, err := os.ReadFile(c.Path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	var s *Store
	if err == nil {
		s, err = decodeStore(b)
	}
	if err == nil {
		err = r.load(s)
	}
	if err != nil {
		return fmt.Errorf("train: the training cannot go on from %s: %w", c.Path, err)
	}
	return nil
}

// load takes everything out of a store. The model changes last.
func (r *Run) load(s *Store) error {
	var saved savedRun
	var epochs []savedEpoch
	if err := errors.Join(s.Get("run", &saved), s.Get("history", &epochs)); err != nil {
		return err
	}
	if err := r.same(saved); err != nil {
		return err
	}
	for i := range r.state.Slots {
		list, err := s.Tensors("optimizer/" + r.state.Slots[i].Name)
		if err != nil {
			return err
		}
		if err := fillVectors(r.state.Slots[i].Values, list); err != nil {
			return err
		}
	}
	if r.average != nil {
		list, err := s.Tensors("average")
		if err != nil {
			return err
		}
		if err := fillVectors(r.average.Values, list); err != nil {
			return err
		}
		r.average.Steps = saved.Averages
	}
	snapshot, err := s.Tensors("model")
	if err != nil {
		return err
	}
	for i, c := range r.opts.Callbacks {
		if c.Load == nil {
			continue
		}
		if err := c.Load(s.part(fmt.Sprintf("callback/%d/%s", i, c.Name))); err != nil {
			return fmt.Errorf("callback %s: %w", c.Name, err)
		}
	}
	if err := r.Model.Restore(snapshot); err != nil {
		return err
	}
	r.epoch, r.rate = saved.Epoch, float64(saved.Rate)
	r.batch = r.batches.Len()
	if saved.Within != nil {
		if err := r.loadWithin(s, saved.Epoch, *saved.Within); err != nil {
			return err
		}
	}
	r.trainer.SetSteps(saved.TrainerSteps)
	r.state.Steps, r.state.LearningRate = saved.Steps, float64(saved.LearningRate)
	r.plateau = saved.Plateau
	r.plateau.Best = float64(saved.PlateauBest)
	r.stopped = saved.Stopped
	for _, e := range epochs {
		r.History.Epochs = append(r.History.Epochs, e.epoch())
		r.before += e.Duration
	}
	return nil
}

// same reports what differs from the training that wrote the checkpoint.
func (r *Run) same(saved savedRun) error {
	var wrong []error
	bad := func(format string, args ...any) { wrong = append(wrong, fmt.Errorf(format, args...)) }
	own := r.identity()
	switch {
	case saved.Version != own.Version:
		return fmt.Errorf("it is of version %d, this program writes version %d", saved.Version, own.Version)
	case !slices.Equal(saved.Params, own.Params):
		return fmt.Errorf("it is of a model with the parameters %v, this one has %v", saved.Params, own.Params)
	}
	if saved.Rule != own.Rule {
		bad("it was trained with %s, Optimizer is %s", saved.Rule, own.Rule)
	}
	for _, c := range []struct {
		what      string
		then, now int
	}{
		{"Seed", saved.Seed, own.Seed}, {"BatchSize", saved.BatchSize, own.BatchSize},
		{"Accumulate", saved.Accumulate, own.Accumulate}, {"the number of examples", saved.Examples, own.Examples},
	} {
		if c.then != c.now {
			bad("%s was %d, now it is %d", c.what, c.then, c.now)
		}
	}
	var slots []string
	for _, slot := range r.state.Slots {
		slots = append(slots, slot.Name)
	}
	if !slices.Equal(saved.Slots, slots) {
		bad("the optimizer remembered %v, now it remembers %v: its settings differ", saved.Slots, slots)
	}
	if (saved.Averages >= 0) != (r.average != nil) {
		bad("EMA was set in one of the two trainings only")
	}
	if saved.Epoch > r.opts.Epochs {
		bad("it has %d epochs behind it, Epochs is %d", saved.Epoch, r.opts.Epochs)
	}
	return errors.Join(wrong...)
}

// vectors makes tensors of slices, which share their memory.
func vectors(values [][]float32) []*data.Tensor {
	var out []*data.Tensor
	for _, v := range values {
		out = append(out, &data.Tensor{Shape: []int{len(v)}, Data: v})
	}
	return out
}

// fillVectors copies tensors into slices of the same sizes.
func fillVectors(values [][]float32, from []*data.Tensor) error {
	if len(from) != len(values) {
		return fmt.Errorf("it has numbers of %d parameters, the model has %d", len(from), len(values))
	}
	for i, v := range values {
		if len(from[i].Data) != len(v) {
			return fmt.Errorf("it has %d numbers for parameter %d, the model has %d", len(from[i].Data), i, len(v))
		}
		copy(v, from[i].Data)
	}
	return nil
}
