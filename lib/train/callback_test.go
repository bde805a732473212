package train_test

import (
	"encoding/csv"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gorgolab/gorgo/lib/nn"
	"github.com/gorgolab/gorgo/lib/optim"
	"github.com/gorgolab/gorgo/lib/train"
	"github.com/gorgolab/gorgo/lib/train/traintest"
)

func TestCallbacks(t *testing.T) {
	for _, c := range []traintest.Case{
		{Name: "EarlyStopping", New: func(string) train.Callback { return train.EarlyStopping{Patience: 1, MinDelta: .05}.Callback() }, Changes: true},
		{Name: "EarlyStopping with patience", New: func(string) train.Callback { return train.EarlyStopping{Patience: 50}.Callback() }, Changes: true},
		{Name: "SaveBest", New: func(dir string) train.Callback { return train.SaveBest{Path: filepath.Join(dir, "best")}.Callback() }},
		{Name: "LogCSV", New: func(dir string) train.Callback { return train.LogCSV(filepath.Join(dir, "log.csv")) }},
		{Name: "LogJSONL", New: func(dir string) train.Callback { return train.LogJSONL(filepath.Join(dir, "log.jsonl")) }},
		{Name: "of one's own", Changes: true, New: func(string) train.Callback {
			n := 0
			return train.Callback{
				Name:       "slower",
				TrainBegin: func(r *train.Run) error { n = len(r.History.Epochs); return nil },
				EpochEnd:   func(r *train.Run) error { n++; r.SetLearningRate(.05 / float64(n)); return nil },
				Save:       func(s *train.Store) error { return s.Set("n", n) },
				Load:       func(s *train.Store) error { return s.Get("n", &n) },
			}
		}},
	} {
		traintest.Run(t, c)
	}
}

// values is a callback that makes up the validation loss, to be put in front of
// others.
func values(list ...float64) train.Callback {
	return train.Callback{EpochEnd: func(r *train.Run) error {
		r.History.Epochs[r.Epoch()-1].ValidationLoss = list[r.Epoch()-1]
		return nil
	}}
}

func TestEarlyStopping(t *testing.T) {
	for _, c := range []struct {
		name   string
		stop   train.EarlyStopping
		values []float64
		epochs int // that are trained
		best   int
	}{
		{"the first that is not better", train.EarlyStopping{}, []float64{3, 2, 2, 1}, 3, 2},
		{"patience", train.EarlyStopping{Patience: 2}, []float64{3, 2, 2.5, 1.5, 1.6, 1.7, 1}, 6, 4},
		{"least change", train.EarlyStopping{Patience: 2, MinDelta: .5}, []float64{3, 2.8, 2.6, 1}, 3, 1},
		{"one epoch of patience", train.EarlyStopping{Metric: "validation_loss", Patience: 1}, []float64{1, 2, 3}, 2, 1},
		{"to the end", train.EarlyStopping{Patience: 9}, []float64{3, 1, 2, 2}, 4, 2},
		{"the last is the best", train.EarlyStopping{Patience: 9}, []float64{3, 2, 1}, 3, 0},
		{"a baseline that is not reached", train.EarlyStopping{Patience: 2, Baseline: 1, UseBaseline: true}, []float64{3, 2, 1.5}, 2, 0},
		{"a baseline that is reached", train.EarlyStopping{Patience: 3, Baseline: 1, UseBaseline: true}, []float64{3, 2, .5, .4, .6, .6, .6, 0}, 7, 4},
		{"from an epoch on", train.EarlyStopping{StartFromEpoch: 2}, []float64{1, 2, 3, 2, 4}, 5, 4},
		{"NaN", train.EarlyStopping{Patience: 9}, []float64{3, 2, math.NaN(), 1}, 3, 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			var kept [][]float32 // the first weight after each epoch
			keep := train.Callback{EpochEnd: func(r *train.Run) error {
				kept = append(kept, append([]float32{}, r.Model.Params()[0].Value.Data...))
				return nil
			}}
			m := traintest.Model(1)
			h, err := train.Fit(m, traintest.Data(1), train.Options{Epochs: len(c.values), Validation: traintest.Data(2), Quiet: true,
				Callbacks: []train.Callback{values(c.values...), keep, c.stop.Callback()}})
			if err != nil {
				t.Fatal(err)
			}
			if len(h.Epochs) != c.epochs || h.Best != c.best {
				t.Errorf("%d epochs, best %d (%s), want %d and %d", len(h.Epochs), h.Best, h.Stopped, c.epochs, c.best)
			}
			if (h.Stopped == "") != (c.epochs == len(c.values)) && c.name != "from an epoch on" {
				t.Errorf("stopped: %q", h.Stopped)
			}
			want := kept[len(kept)-1]
			if c.best > 0 {
				want = kept[c.best-1]
			}
			for i, w := range want {
				if m.Params()[0].Value.Data[i] != w {
					t.Fatal("the weights are not those of the best epoch")
				}
			}
		})
	}
}

// TestEarlyStoppingOfAverages brings the averages of the best epoch back, which
// are what was measured.
func TestEarlyStoppingOfAverages(t *testing.T) {
	for best, list := range map[int][]float64{2: {3, 1, 2, 2}, 4: {4, 3, 2, 1}} {
		var kept [][]float32
		keep := train.Callback{EpochEnd: func(r *train.Run) error {
			kept = append(kept, append([]float32{}, r.Model.Params()[0].Value.Data...))
			return nil
		}}
		m := traintest.Model(1)
		_, err := train.Fit(m, traintest.Data(1), train.Options{Epochs: 4, Validation: traintest.Data(2), EMA: optim.EMA{Decay: .9}, Quiet: true,
			Callbacks: []train.Callback{values(list...), keep, train.EarlyStopping{Patience: 9}.Callback()}})
		if err != nil {
			t.Fatal(err)
		}
		if got := m.Params()[0].Value.Data; !slices.Equal(got, kept[best-1]) {
			t.Errorf("the weights are not the averages of epoch %d", best)
		}
	}
}

func TestEarlyStoppingIsChecked(t *testing.T) {
	for want, stop := range map[string]train.EarlyStopping{
		"set Greater":       {Metric: "validation_accuracy"},
		"leave Greater off": {Metric: "validation_loss", Greater: true},
		`nothing measures "f2": there are loss, accuracy`: {Metric: "f2"},
		"of at least 0, got -1":                           {Patience: -1},
		`measures "validation_loss": `:                    {Metric: "validation_loss"},
	} {
		_, err := train.Fit(traintest.Model(1), traintest.Data(1), train.Options{Epochs: 2, Quiet: true, Callbacks: []train.Callback{stop.Callback()}})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%+v: got %v, want %q", stop, err, want)
		}
	}
}

// TestResumingWhatHasEnded changes nothing.
func TestResumingWhatHasEnded(t *testing.T) {
	o := train.Options{Epochs: 3, Validation: traintest.Data(2), Quiet: true, Checkpoint: train.Checkpoint{Path: filepath.Join(t.TempDir(), "c"), Resume: true}}
	run := func() (*nn.Model, *train.History) {
		m := traintest.Model(1)
		o.Callbacks = []train.Callback{train.EarlyStopping{Patience: 9}.Callback()}
		h, err := train.Fit(m, traintest.Data(1), o)
		if err != nil {
			t.Fatal(err)
		}
		return m, h
	}
	want, history := run()
	got, h := run()
	traintest.SameRun(t, "resumed after its end", got, h, want, history)
}

func TestSaveBest(t *testing.T) {
	path := filepath.Join(t.TempDir(), "best")
	m := traintest.Model(1)
	best := train.EarlyStopping{Patience: 9}.Callback()
	_, err := train.Fit(m, traintest.Data(1), train.Options{Epochs: 4, Validation: traintest.Data(2), Quiet: true,
		Callbacks: []train.Callback{values(3, 1, 2, 2), train.SaveBest{Path: path}.Callback(), best}})
	if err != nil {
		t.Fatal(err)
	}
	saved := nn.MustLoad(path)
	for i, p := range saved.Snapshot() { // early stopping brought the same weights back
		if !p.Equal(m.Snapshot()[i]) {
			t.Error("the file has other weights than the best epoch")
		}
	}
	if _, err := train.Fit(m, traintest.Data(1), train.Options{Quiet: true, Callbacks: []train.Callback{train.SaveBest{}.Callback()}}); err == nil {
		t.Error("no error without a Path")
	}
}

func TestLogs(t *testing.T) {
	dir := t.TempDir()
	h, err := train.Fit(traintest.Model(1), traintest.Data(1), train.Options{Epochs: 3, Validation: traintest.Data(2), Quiet: true, ClipNorm: 1,
		Optimizer: optim.SGD{}, Callbacks: []train.Callback{train.LogCSV(filepath.Join(dir, "a.csv")), train.LogJSONL(filepath.Join(dir, "a.jsonl"))}})
	if err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(filepath.Join(dir, "a.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil || len(rows) != 4 || strings.Join(rows[0], " ") != "epoch seconds loss accuracy validation_loss validation_accuracy learning_rate gradient_norm" {
		t.Fatalf("the CSV file holds %v (%v)", rows, err)
	}
	lines, err := os.ReadFile(filepath.Join(dir, "a.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	decoder := json.NewDecoder(strings.NewReader(string(lines)))
	for i := range 3 {
		var line map[string]float64
		if err := decoder.Decode(&line); err != nil {
			t.Fatal(err)
		}
		if line["loss"] != h.Epochs[i].Loss || line["epoch"] != float64(i+1) || line["gradient_norm"] != h.Epochs[i].GradientNorm {
			t.Errorf("line %d holds %v, want those of %v", i, line, h.Epochs[i])
		}
	}
}
