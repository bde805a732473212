package traintest

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"path/filepath"
	"testing"

	"github.com/gorgolab/gorgo/lib/data"
	"github.com/gorgolab/gorgo/lib/nn"
	"github.com/gorgolab/gorgo/lib/optim"
	"github.com/gorgolab/gorgo/lib/train"
)

// Case is a callback under test.
type Case struct {
	// Name of the case.
	Name string
	// New returns the callback. Files belong into dir.
	New func(dir string) train.Callback
	// Changes says that the callback changes the training, or the model at its
	// end; else it must not.
	Changes bool
}

// Run checks the callback of a case.
func Run(t *testing.T, c Case) {
	t.Run(c.Name, func(t *testing.T) {
		t.Run("goes on from a checkpoint", func(t *testing.T) { goesOn(t, c, 0) })
		t.Run("goes on from within an epoch", func(t *testing.T) { goesOn(t, c, 1) })
		t.Run("serves one training after the other", func(t *testing.T) { again(t, c) })
		t.Run("leaves the training alone", func(t *testing.T) { alone(t, c) })
		t.Run("bears being cancelled", func(t *testing.T) { cancelled(t, c) })
	})
}

const epochs = 6

// Data returns examples of three classes that a small network learns in a few
// epochs, though not without mistakes.
func Data(seed int) *data.Dataset {
	r := rand.New(rand.NewPCG(uint64(seed), 3))
	d := &data.Dataset{Name: "blobs", X: data.Zeros(75, 2), Y: make([]int, 75), Classes: []string{"a", "b", "c"}}
	for i := range d.Y {
		c := i % 3
		d.Y[i] = c
		d.X.Set(float32(math.Sin(2*float64(c))+.5*r.NormFloat64()), i, 0)
		d.X.Set(float32(math.Cos(2*float64(c))+.5*r.NormFloat64()), i, 1)
	}
	return d
}

// Model returns a small network for [Data], with dropout.
func Model(seed int) *nn.Model {
	return nn.MustSequential([]nn.Layer{
		nn.Dense{Units: 8, Activation: nn.ReLU}, nn.Dropout{Rate: .2}, nn.Dense{Units: 3, Activation: nn.Softmax},
	}, nn.Options{Input: []int{2}, Seed: seed})
}

func options(callbacks ...train.Callback) train.Options {
	return train.Options{Epochs: epochs, BatchSize: 16, Validation: Data(2), Optimizer: optim.Adam{LearningRate: .05}, Seed: 7, Callbacks: callbacks, Quiet: true}
}

// fit trains a new model.
func fit(t *testing.T, o train.Options) (*nn.Model, *train.History) {
	t.Helper()
	m := Model(1)
	h, err := train.Fit(m, Data(1), o)
	if err != nil {
		t.Fatal(err)
	}
	return m, h
}

func goesOn(t *testing.T, c Case, everyBatches int) {
	want, history := fit(t, options(c.New(t.TempDir())))
	dir := t.TempDir()
	for _, stop := range []int{2, 4} {
		// Each time the process ends within an epoch, and a new one begins.
		o := options(c.New(dir), crash(stop))
		o.Checkpoint = train.Checkpoint{Path: filepath.Join(dir, "checkpoint"), EveryBatches: everyBatches, Resume: true}
		h, err := train.Fit(Model(1), Data(1), o)
		if err != nil && !errors.Is(err, errCrash) {
			t.Fatal(err)
		}
		if err == nil && len(h.Epochs) < len(history.Epochs) {
			t.Fatalf("it ended after %d of %d epochs: %s", len(h.Epochs), len(history.Epochs), h.Stopped)
		}
	}
	o := options(c.New(dir), crash(epochs+1))
	o.Checkpoint = train.Checkpoint{Path: filepath.Join(dir, "checkpoint"), EveryBatches: everyBatches, Resume: true}
	got, h := fit(t, o)
	SameRun(t, "after two breaks", got, h, want, history)
}

var errCrash = errors.New("the process ends")

// crash ends a training in the middle of an epoch.
func crash(epoch int) train.Callback {
	return train.Callback{Name: "crash", BatchEnd: func(r *train.Run) error {
		if r.Epoch() == epoch && r.Batch() == 2 {
			return errCrash
		}
		return nil
	}}
}

func again(t *testing.T, c Case) {
	callback := c.New(t.TempDir())
	want, history := fit(t, options(callback))
	got, h := fit(t, options(callback))
	SameRun(t, "the second time", got, h, want, history)
}

func alone(t *testing.T, c Case) {
	want, history := fit(t, options())
	got, h := fit(t, options(c.New(t.TempDir())))
	if !c.Changes {
		SameRun(t, "with the callback", got, h, want, history)
		return
	}
	for i, e := range h.Epochs {
		if e.Loss != history.Epochs[i].Loss {
			return
		}
	}
	for i, p := range got.Snapshot() {
		if !p.Equal(want.Snapshot()[i]) {
			return
		}
	}
	if h.Stopped == history.Stopped {
		t.Error("the case says that the callback changes the training, but it does not")
	}
}

func cancelled(t *testing.T, c Case) {
	for _, epoch := range []int{1, 3} {
		ctx, cancel := context.WithCancel(context.Background())
		stop := train.Callback{BatchEnd: func(r *train.Run) error {
			if r.Epoch() == epoch && r.Batch() == 1 {
				cancel()
			}
			return nil
		}}
		h, err := train.FitContext(ctx, Model(1), Data(1), options(c.New(t.TempDir()), stop))
		if h == nil || err != nil && !errors.Is(err, context.Canceled) {
			t.Errorf("cancelled in epoch %d: %v", epoch, err)
		}
		cancel()
	}
}

// SameRun compares two trainings bit for bit, but for the time that they took.
func SameRun(t *testing.T, when string, got *nn.Model, h *train.History, want *nn.Model, history *train.History) {
	t.Helper()
	if len(h.Epochs) != len(history.Epochs) || h.Stopped != history.Stopped || h.Best != history.Best {
		t.Fatalf("%s: %v, want %v", when, h, history)
	}
	for i, e := range h.Epochs {
		for _, name := range history.Names() {
			a, _ := e.Metric(name)
			b, _ := history.Epochs[i].Metric(name)
			if a != b && !(math.IsNaN(a) && math.IsNaN(b)) {
				t.Errorf("%s: %s of epoch %d is %v, want %v", when, name, e.Number, a, b)
			}
		}
	}
	for i, p := range got.Snapshot() {
		if !p.Equal(want.Snapshot()[i]) {
			t.Errorf("%s: the weights of parameter %d differ", when, i)
		}
	}
}
