package train_test

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/gorgolab/gorgo/lib/augment"
	"github.com/gorgolab/gorgo/lib/data"
	"github.com/gorgolab/gorgo/lib/datasets"
	"github.com/gorgolab/gorgo/lib/metrics"
	"github.com/gorgolab/gorgo/lib/nn"
	"github.com/gorgolab/gorgo/lib/optim"
	"github.com/gorgolab/gorgo/lib/train"
	"github.com/gorgolab/gorgo/lib/train/traintest"
	"gorgonia.org/gorgonia"
)

// everything sets all that has a state.
func everything(path string) train.Options {
	d := traintest.Data(1)
	return train.Options{
		Epochs: 5, BatchSize: 16, Validation: traintest.Data(2), Seed: 3, Quiet: true,
		Optimizer: optim.AdamW{LearningRate: .02, WeightDecay: .1}, Schedule: optim.Warmup{Steps: 4, Then: optim.ReduceOnPlateau{Patience: 1, MinDelta: .3}},
		Groups: []optim.Group{{Match: "dense_2.*", Scale: .5}}, Penalties: []nn.Penalty{{Match: "*.weight", L1: 1e-4, L2: 1e-3, MaxNorm: 2}},
		ClassWeights: []float64{1, 2, .5}, ClipValue: .5, ClipEach: .4, ClipNorm: .3, Accumulate: 2, EMA: optim.EMA{Decay: .9, Warmup: true},
		Metrics:    []metrics.Meter{metrics.MacroF1Meter(d.Classes), metrics.AUCMeter(d.Classes)},
		Checkpoint: train.Checkpoint{Path: path, Resume: path != ""},
	}
}

func fit(t *testing.T, d *data.Dataset, o train.Options) (*nn.Model, *train.History) {
	t.Helper()
	m := traintest.Model(1)
	h, err := train.Fit(m, d, o)
	if err != nil {
		t.Fatal(err)
	}
	return m, h
}

func TestAResumedRunEqualsOneThatNeverStopped(t *testing.T) {
	want, history := fit(t, traintest.Data(1), everything(""))
	for _, name := range []string{"macro_f1", "validation_macro_f1", "validation_auc", "gradient_norm"} {
		if history.Metric(name) == nil || math.IsNaN(history.Last().Metrics["macro_f1"]) {
			t.Errorf("the history has no %s", name)
		}
	}
	dir := t.TempDir()
	for _, every := range []int{0, 1, 2, 3} {
		t.Run(fmt.Sprintf("every %d batches", every), func(t *testing.T) {
			options := func() train.Options {
				o := everything(filepath.Join(dir, fmt.Sprint(every)))
				o.Checkpoint.EveryBatches = every
				return o
			}
			stop := errors.New("stop")
			for i, epoch := range []int{1, 3, 4} {
				first, began := -1, 0
				o := options()
				o.Callbacks = []train.Callback{{
					EpochBegin: func(r *train.Run) error { began++; return nil },
					BatchBegin: func(r *train.Run) error {
						if first < 0 {
							first = r.Batch()
						}
						if r.Epoch() == epoch && r.Batch() == 4 {
							return stop
						}
						return nil
					},
				}}
				if _, err := train.Fit(traintest.Model(1), traintest.Data(1), o); !errors.Is(err, stop) {
					t.Fatal(err)
				}
				// The batch before the break that the file was written after.
				want := 0
				if i > 0 && every > 0 {
					want = 4 - 4%every
				}
				if first != want {
					t.Errorf("it goes on at batch %d, want %d", first, want)
				}
				if epochs := epoch - []int{0, 1, 3}[i]; want > 0 && began != epochs || want == 0 && began != max(epochs, epochs+min(i, 1)) {
					t.Errorf("%d epochs began, want %d", began, epochs)
				}
			}
			got, h := fit(t, traintest.Data(1), options())
			traintest.SameRun(t, "after three breaks", got, h, want, history)
		})
	}
}

func TestTheCurveDoesNotDependOnTheProcessors(t *testing.T) {
	before := runtime.GOMAXPROCS(1)
	defer runtime.GOMAXPROCS(before)
	want, history := fit(t, traintest.Data(1), everything(""))
	runtime.GOMAXPROCS(4)
	got, h := fit(t, traintest.Data(1), everything(""))
	traintest.SameRun(t, "with four processors", got, h, want, history)
}

func TestCheckpointsAreChecked(t *testing.T) {
	path := filepath.Join(t.TempDir(), "checkpoint")
	fit(t, traintest.Data(1), everything(path))
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for want, change := range map[string]func(o *train.Options){
		"Seed was 3, now it is 4":        func(o *train.Options) { o.Seed = 4 },
		"BatchSize was 16, now it is 32": func(o *train.Options) { o.BatchSize = 32 },
		"trained with AdamW":             func(o *train.Options) { o.Optimizer = optim.SGD{} },
		"EMA was set in one":             func(o *train.Options) { o.EMA = optim.EMA{} },
		"it has 5 epochs behind it":      func(o *train.Options) { o.Epochs = 4 },
		"callback/0/EarlyStopping/state": func(o *train.Options) {
			o.Callbacks = []train.Callback{train.EarlyStopping{}.Callback()}
		},
	} {
		o := everything(path)
		change(&o)
		m := traintest.Model(1)
		weights := m.Snapshot()
		_, err := train.Fit(m, traintest.Data(1), o)
		if err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), path) {
			t.Errorf("got %v, want %q and the path", err, want)
		}
		if !m.Snapshot()[0].Equal(weights[0]) {
			t.Errorf("%s: the model changed", want)
		}
	}
	if err := os.WriteFile(path, before[:len(before)/2], 0o666); err != nil {
		t.Fatal(err)
	}
	if _, err := train.Fit(traintest.Model(1), traintest.Data(1), everything(path)); err == nil {
		t.Error("no error for half a checkpoint")
	}
	for _, c := range []train.Checkpoint{{Resume: true}, {Path: "x", Every: -1}, {EveryBatches: 1}, {Path: "x", EveryBatches: -1}} {
		if _, err := train.Fit(traintest.Model(1), traintest.Data(1), train.Options{Checkpoint: c, Quiet: true}); err == nil {
			t.Errorf("no error for %+v", c)
		}
	}
}

// TestAccumulation: two batches of 15 are a batch of 30, but for rounding.
func TestAccumulation(t *testing.T) {
	model := func() *nn.Model {
		return nn.MustSequential([]nn.Layer{nn.Dense{Units: 3, Activation: nn.Softmax}}, nn.Options{Input: []int{2}})
	}
	train1 := func(size, accumulate int) *nn.Model {
		m := model()
		train.MustFit(m, traintest.Data(1), train.Options{Epochs: 3, BatchSize: size, Accumulate: accumulate, Optimizer: optim.SGD{LearningRate: .5}, Quiet: true})
		return m
	}
	want, got := train1(30, 1), train1(15, 2) // the last step of an epoch has 15 examples
	for i, p := range want.Params() {
		for j, w := range p.Value.Data {
			if math.Abs(float64(got.Params()[i].Value.Data[j]-w)) > 1e-5 {
				t.Errorf("%s: %v, want %v", p.Name, got.Params()[i].Value.Data, p.Value.Data)
				break
			}
		}
	}
}

// TestWeightsAreRepetitions: an example of weight 2 is the example taken twice.
func TestWeightsAreRepetitions(t *testing.T) {
	d := traintest.Data(1)
	model := func() *nn.Model {
		return nn.MustSequential([]nn.Layer{nn.Dense{Units: 3, Activation: nn.Softmax}}, nn.Options{Input: []int{2}})
	}
	o := train.Options{Epochs: 20, BatchSize: 1000, Optimizer: optim.SGD{LearningRate: 1}, Quiet: true}
	var rows []int
	d.Weights = make([]float64, d.Len())
	for i, y := range d.Y {
		d.Weights[i] = float64(i % 2)
		for range (i % 2) * (y + 1) {
			rows = append(rows, i)
		}
	}
	weighted, repeated := model(), model()
	plain := *d.Subset(rows)
	plain.Weights = nil
	want := train.MustFit(repeated, &plain, o)
	o.ClassWeights = []float64{1, 2, 3}
	got := train.MustFit(weighted, d, o)
	if math.Abs(got.Last().Loss-want.Last().Loss) > 1e-5 {
		t.Errorf("loss %v, want %v", got.Last().Loss, want.Last().Loss)
	}
	if e := train.MustEvaluate(weighted, &plain, nil); math.Abs(e.Loss-want.Last().Loss) > .01 {
		t.Errorf("measured %v", e)
	}
}

func TestClippingIsMeasured(t *testing.T) {
	_, h := fit(t, traintest.Data(1), train.Options{Epochs: 1, ClipNorm: 1e-9, Quiet: true, Optimizer: optim.SGD{LearningRate: 1}})
	if !(h.Last().GradientNorm > .01) {
		t.Errorf("the norm before clipping is %v", h.Last().GradientNorm)
	}
	m, _ := fit(t, traintest.Data(1), train.Options{Epochs: 1, ClipNorm: 1e-9, Quiet: true, Optimizer: optim.SGD{LearningRate: 1}})
	for i, p := range m.Snapshot() {
		for j, v := range p.Data {
			if math.Abs(float64(v-traintest.Model(1).Snapshot()[i].Data[j])) > 1e-7 {
				t.Fatal("the weights moved though the gradients were clipped to nothing")
			}
		}
	}
}

func TestFrozenLayersAndGroups(t *testing.T) {
	m := traintest.Model(1)
	m.MustFreeze([]string{"dense_1.*"})
	before := m.Snapshot()
	train.MustFit(m, traintest.Data(1), train.Options{Epochs: 2, Optimizer: optim.NewAdamW(), Quiet: true})
	for i, p := range m.Params() {
		if same := p.Value.Equal(before[i]); same != strings.HasPrefix(p.Name, "dense_1.") {
			t.Errorf("%s stayed: %v", p.Name, same)
		}
	}
	m.MustUnfreeze([]string{"*"})
	before = m.Snapshot()
	train.MustFit(m, traintest.Data(1), train.Options{Epochs: 1, Quiet: true})
	if m.Snapshot()[0].Equal(before[0]) {
		t.Error("what was unfrozen does not learn")
	}
	m.MustFreeze([]string{"*"})
	if _, err := train.Fit(m, traintest.Data(1), train.Options{Quiet: true}); err == nil || !strings.Contains(err.Error(), "Unfreeze") {
		t.Errorf("all frozen: %v", err)
	}
	if err := m.Freeze([]string{"conv*"}); err == nil || !strings.Contains(err.Error(), "dense_1.weight") {
		t.Errorf("a pattern without a match: %v", err)
	}
	if _, err := train.Fit(traintest.Model(1), traintest.Data(1), train.Options{Groups: []optim.Group{{Match: "x"}}, Quiet: true}); err == nil {
		t.Error("no error for a group without a match")
	}
}

// TestAverages: the model ends with the average of the weights that it had after
// each step.
func TestAverages(t *testing.T) {
	var average []float64
	m := traintest.Model(1)
	for _, v := range m.Params()[0].Value.Data {
		average = append(average, float64(v))
	}
	train.MustFit(m, traintest.Data(1), train.Options{Epochs: 2, EMA: optim.EMA{Decay: .9}, Validation: traintest.Data(2), Quiet: true,
		Callbacks: []train.Callback{{BatchEnd: func(r *train.Run) error {
			for i, v := range r.Model.Params()[0].Value.Data {
				average[i] = .9*average[i] + .1*float64(v)
			}
			return nil
		}}}})
	for i, v := range m.Params()[0].Value.Data {
		if math.Abs(float64(v)-average[i]) > 1e-5 {
			t.Fatalf("weight %d is %v, want %v", i, v, average[i])
		}
	}
}

func TestSchedulesInTraining(t *testing.T) {
	_, h := fit(t, traintest.Data(1), train.Options{Epochs: 4, BatchSize: 25, Quiet: true, Optimizer: optim.SGD{LearningRate: .1}, Schedule: optim.StepDecay{Every: 2}})
	for i, want := range []float64{.1, .1, .01, .01} {
		if got := h.Metric("learning_rate")[i]; math.Abs(got-want) > 1e-12 {
			t.Errorf("epoch %d: rate %v, want %v", i+1, got, want)
		}
	}
	_, h = fit(t, traintest.Data(1), train.Options{Epochs: 5, Quiet: true, Validation: traintest.Data(2), Schedule: optim.ReduceOnPlateau{Patience: 1, By: .5},
		Callbacks: []train.Callback{}, Optimizer: optim.SGD{LearningRate: 1e-9}})
	if got, want := h.Last().LearningRate, 1e-9/8; math.Abs(got-want) > 1e-20 { // the fifth epoch's rate follows three drops
		t.Errorf("on a plateau the rate went to %v, want %v: %v", got, want, h.Metric("validation_loss"))
	}
	_, h = fit(t, traintest.Data(1), train.Options{Epochs: 2, Quiet: true, Schedule: optim.ExponentialDecay{By: .5}, Optimizer: optim.SGD{LearningRate: .1},
		Callbacks: []train.Callback{{EpochEnd: func(r *train.Run) error { r.SetLearningRate(.4); return nil }}}})
	if got := h.Last().LearningRate; math.Abs(got-.4) > 1e-12 {
		t.Errorf("after SetLearningRate(0.4) the rate is %v", got)
	}
}

func TestANaNIsNamed(t *testing.T) {
	m := nn.MustSequential([]nn.Layer{
		nn.Dense{Units: 4, Name: "in"},
		nn.Func{Name: "log", Forward: func(g *nn.Graph, x *gorgonia.Node) (*gorgonia.Node, error) { return gorgonia.Log(x) }},
		nn.Dense{Units: 3, Activation: nn.Softmax},
	}, nn.Options{Input: []int{2}, Seed: 1})
	h, err := train.Fit(m, traintest.Data(1), train.Options{Quiet: true})
	if err == nil || h == nil || !strings.Contains(err.Error(), `the result of Func "log" holds NaN`) || !strings.Contains(err.Error(), "epoch 1, batch 1") {
		t.Errorf("got %v", err)
	}
}

func TestOptionsAreChecked(t *testing.T) {
	d := traintest.Data(1)
	for want, o := range map[string]train.Options{
		"set Accumulate":                 {Accumulate: -1},
		"set ClipValue":                  {ClipValue: -1},
		"set ClipEach":                   {ClipEach: math.NaN()},
		"set Every":                      {Schedule: optim.StepDecay{}},
		"for each of 3 classes":          {ClassWeights: []float64{1}},
		"ClassWeights[1] is -1":          {ClassWeights: []float64{1, -1, 1}},
		"Metrics[0] is nil":              {Metrics: []metrics.Meter{nil}},
		`a metric "accuracy" already`:    {Metrics: []metrics.Meter{metrics.AccuracyMeter(d.Classes)}},
		"EMA: want Decay":                {EMA: optim.EMA{Decay: 2}},
		`penalty 0 "x"`:                  {Penalties: []nn.Penalty{{Match: "x"}}},
		"want finite L1, L2 and MaxNorm": {Penalties: []nn.Penalty{{Match: "*", L1: -1}}},
		"more of":                        {Schedule: optim.ReduceOnPlateau{Metric: "accuracy"}},
	} {
		o.Quiet = true
		if _, err := train.Fit(traintest.Model(1), d, o); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q", err, want)
		}
	}
}

// TestWhatWillNotWorkIsSaidBefore anything has changed.
func TestWhatWillNotWorkIsSaidBefore(t *testing.T) {
	norm := func() *nn.Model {
		return nn.MustSequential([]nn.Layer{nn.Dense{Units: 4}, nn.BatchNorm{}, nn.Dense{Units: 3, Activation: nn.Softmax}}, nn.Options{Input: []int{2}, Seed: 1})
	}
	masked := nn.MustSequential([]nn.Layer{nn.Reshape{Shape: []int{2, 1}}, nn.Masking{}, nn.Flatten{}, nn.Dense{Units: 3, Activation: nn.Softmax}}, nn.Options{Input: []int{2}})
	m := norm()
	before := m.Snapshot()
	for want, f := range map[string]func() error{
		"batches of 1: nn: BatchNorm": func() error {
			_, err := train.Fit(m, traintest.Data(1), train.Options{BatchSize: 37, Quiet: true}) // 75 = 2 · 37 + 1
			return err
		},
		`nothing measures "f1"`: func() error {
			_, err := train.Fit(m, traintest.Data(1), train.Options{Schedule: optim.ReduceOnPlateau{Metric: "f1", Greater: true}, Quiet: true})
			return err
		},
		`Flatten "flatten_1": its input has sequences`: func() error {
			_, err := train.Fit(masked, traintest.Data(1), train.Options{Quiet: true})
			return err
		},
	} {
		if err := f(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q", err, want)
		}
	}
	for i, p := range m.Snapshot() {
		if !p.Equal(before[i]) {
			t.Error("the model has changed")
		}
	}
	h := train.MustFit(norm(), traintest.Data(1), train.Options{Epochs: 2, BatchSize: 37, DropLast: true, Quiet: true})
	if len(h.Epochs) != 2 {
		t.Errorf("%v", h)
	}
}

// TestColoursAreNotMixedUp: images with their channels last have as many numbers
// as those with them first, and are something else.
func TestColoursAreNotMixedUp(t *testing.T) {
	conv := []nn.Layer{nn.Conv2D{Filters: 2, Kernel: nn.Square(2)}, nn.GlobalAvgPool{}, nn.Softmax}
	images := &data.Dataset{X: data.Zeros(4, 5, 6, 3), Y: []int{0, 1, 0, 1}, Classes: []string{"a", "b"}}
	flat := &data.Dataset{X: data.Zeros(4, 90), Y: images.Y, Classes: images.Classes, Image: &data.ImageShape{Height: 5, Width: 6, Channels: 3}}
	first := nn.MustSequential(conv, nn.Options{Input: []int{3, 5, 6}})
	for name, c := range map[string]struct {
		m *nn.Model
		d *data.Dataset
	}{
		"images": {first, images},
		"flat":   {nn.MustSequential(append([]nn.Layer{nn.Reshape{Shape: []int{3, 5, 6}}}, conv...), nn.Options{Input: []int{90}}), flat},
	} {
		if _, err := train.Fit(c.m, c.d, train.Options{Quiet: true}); err == nil || !strings.Contains(err.Error(), "nn.Permute{Order: []int{2, 0, 1}}") {
			t.Errorf("%s: got %v", name, err)
		}
	}
	if _, err := first.Predict(images.X); err == nil || !strings.Contains(err.Error(), "nn.Permute{Order: []int{2, 0, 1}}") {
		t.Errorf("Predict: got %v", err)
	}
	last := nn.MustSequential(append([]nn.Layer{nn.Reshape{Shape: []int{5, 6, 3}}, nn.Permute{Order: []int{2, 0, 1}}}, conv...), nn.Options{Input: []int{90}})
	if _, err := train.Fit(last, flat, train.Options{Epochs: 1, Quiet: true}); err != nil {
		t.Error(err)
	}
}

// TestRegression measures what numbers are measured by, and steps of sequences
// are classified from Targets.
func TestRegression(t *testing.T) {
	d := &data.Dataset{X: data.Zeros(60, 2), Targets: data.Zeros(60, 1)}
	for i := range 60 {
		a, b := float32(i%7)/7, float32(i%11)/11
		copy(d.X.Row(i), []float32{a, b})
		d.Targets.Row(i)[0] = 3*a - 2*b + 1
	}
	m := nn.MustSequential([]nn.Layer{nn.Dense{Units: 1}}, nn.Options{Input: []int{2}, Seed: 1})
	h := train.MustFit(m, d, train.Options{Epochs: 300, ValidationSplit: .2, Optimizer: optim.Adam{LearningRate: .05}, Metrics: []metrics.Meter{metrics.R2Meter(), metrics.RMSEMeter()}, Quiet: true})
	last := h.Last()
	if r2 := last.Metrics["validation_r2"]; !(r2 > .98) || math.Abs(math.Pow(last.Metrics["validation_rmse"], 2)-last.ValidationLoss) > 1e-6 || !math.IsNaN(last.Accuracy) {
		t.Errorf("%v", last)
	}
	steps := &data.Dataset{X: data.Zeros(20, 3), Targets: data.Zeros(20, 3)}
	for i := range 20 {
		for s := range 3 {
			steps.X.Set(float32((i+s)%4), i, s)
			steps.Targets.Set(float32((i+s+1)%4), i, s)
		}
	}
	words := nn.MustSequential([]nn.Layer{nn.Embedding{Vocabulary: 4, Units: 6}, nn.GRU{Units: 8, Sequence: true}, nn.Dense{Units: 4, Activation: nn.Softmax}}, nn.Options{Input: []int{3}, Seed: 1})
	h = train.MustFit(words, steps, train.Options{Epochs: 60, Loss: nn.CrossEntropy{}, Optimizer: optim.Adam{LearningRate: .03}, Quiet: true})
	if h.Last().Loss > .1 {
		t.Errorf("steps: %v", h)
	}
	steps.Targets.Set(9, 5, 1)
	if _, err := train.Fit(words, steps, train.Options{Loss: nn.CrossEntropy{}, Quiet: true}); err == nil || !strings.Contains(err.Error(), "class 9") {
		t.Errorf("a class that is not there: %v", err)
	}
}

func TestFindLearningRate(t *testing.T) {
	m, d := traintest.Model(1), traintest.Data(1)
	before := m.Snapshot()
	found, err := train.FindLearningRate(m, d, train.FinderOptions{Options: train.Options{Optimizer: optim.SGD{}, ValidationSplit: .2, Seed: 4}})
	if err != nil {
		t.Fatal(err)
	}
	for i, p := range m.Snapshot() {
		if !p.Equal(before[i]) {
			t.Error("the search changed the model")
		}
	}
	// SGD on blobs of unit size learns with rates about 0.01 to 1.
	if !(found.Suggested > 1e-3 && found.Suggested < 3) || len(found.Rates) != len(found.Losses) || !strings.Contains(found.String(), "suggested") {
		t.Errorf("found %v", found)
	}
	if err := found.Figure().Err(); err != nil {
		t.Error(err)
	}
	again := train.MustFindLearningRate(m, d, train.FinderOptions{Options: train.Options{Optimizer: optim.SGD{}, ValidationSplit: .2, Seed: 4}})
	if !slices.Equal(again.Losses, found.Losses) {
		t.Error("the same search gives other losses")
	}
	for _, o := range []train.FinderOptions{{From: 1, To: .1}, {Steps: 1}, {StopAt: .5}, {From: -1}} {
		if _, err := train.FindLearningRate(m, d, o); err == nil {
			t.Errorf("no error for %+v", o)
		}
	}
}

func TestCrossValidate(t *testing.T) {
	d := traintest.Data(1)
	prepared := 0
	cv := train.CrossValidation{
		Build: func(fold int) (*nn.Model, error) { return traintest.Model(fold), nil },
		Folds: data.FoldOptions{Folds: 3, Stratify: true},
		Prepare: func(learn, test *data.Dataset) (*data.Dataset, *data.Dataset, error) {
			prepared++
			if learn.Len() != 50 || test.Len() != 25 {
				t.Errorf("%d and %d examples", learn.Len(), test.Len())
			}
			s := data.MustFitStandard(learn)
			return learn.MustScale(s), test.MustScale(s), nil
		},
		Options: train.Options{Epochs: 15, Quiet: true, Metrics: []metrics.Meter{metrics.MacroF1Meter(d.Classes)}, Optimizer: optim.Adam{LearningRate: .05}},
	}
	got := train.MustCrossValidate(d, cv)
	if prepared != 3 || len(got.Folds) != 3 || !slices.Equal(got.Names(), []string{"loss", "accuracy", "macro_f1"}) {
		t.Fatalf("%d folds, measured %v", len(got.Folds), got.Names())
	}
	mean, deviation := got.Mean("accuracy")
	if !(mean > .7 && mean < 1 && deviation >= 0 && deviation < .2) {
		t.Errorf("accuracy %v ± %v", mean, deviation)
	}
	if v, _ := got.Mean("nothing"); !math.IsNaN(v) {
		t.Errorf("a metric that is not there is %v", v)
	}
	if text := got.Table().String(); !strings.Contains(text, "deviation") || !strings.Contains(got.String(), "3 folds") {
		t.Errorf("shown as\n%s\n%v", text, got)
	}
	boom := errors.New("boom")
	for want, cv := range map[string]train.CrossValidation{
		"set Build":       {},
		"fold 0: boom":    {Build: func(int) (*nn.Model, error) { return nil, boom }},
		"at least 2":      {Build: cv.Build, Folds: data.FoldOptions{Folds: 1}},
		"the model is ni": {Build: func(int) (*nn.Model, error) { return nil, nil }},
	} {
		if _, err := train.CrossValidate(d, cv); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q", err, want)
		}
	}
}

// TestAugmentation: images are changed where they are learnt from and nowhere else, the
// same again for the same seed, and after a break.
func TestAugmentation(t *testing.T) {
	d := datasets.Digits()
	rows := make([]int, 80)
	for i := range rows {
		rows[i] = i
	}
	d = d.Subset(rows)
	before := d.X.Clone()
	path := filepath.Join(t.TempDir(), "checkpoint")
	seen := 0
	spy := augment.OpFunc{Of: func(m *augment.Image, r *rand.Rand) { m.Pixels[r.IntN(64)] = 16 }}
	run := func(o train.Options) (*nn.Model, *train.History, error) {
		m := nn.MustSequential([]nn.Layer{nn.Dense{Units: 10, Activation: nn.Softmax}}, nn.Options{Input: []int{64}, Seed: 1})
		o.Epochs, o.Validation, o.Seed, o.Quiet = 3, d, 5, true
		h, err := train.Fit(m, d, o)
		return m, h, err
	}
	with := []augment.Op{augment.Rotate{Degrees: 20}, augment.Shift{Height: .1, Width: .1}, spy}
	plain, _, err := run(train.Options{})
	if err != nil {
		t.Fatal(err)
	}
	want, history, err := run(train.Options{Augment: with})
	if err != nil {
		t.Fatal(err)
	}
	if want.Snapshot()[0].Equal(plain.Snapshot()[0]) {
		t.Error("augmentation changes nothing")
	}
	if !d.X.Equal(before) {
		t.Error("the data set has changed")
	}
	if got := train.MustEvaluate(want, d, nil).Loss; got != history.Last().ValidationLoss {
		t.Errorf("the validation part was changed: its loss is %v, by itself %v", history.Last().ValidationLoss, got)
	}
	stop := errors.New("stop")
	o := train.Options{Augment: with, Checkpoint: train.Checkpoint{Path: path, EveryBatches: 1, Resume: true}, Callbacks: []train.Callback{{BatchBegin: func(*train.Run) error {
		if seen++; seen == 5 {
			return stop
		}
		return nil
	}}}}
	if _, _, err := run(o); !errors.Is(err, stop) {
		t.Fatal(err)
	}
	got, h, err := run(o)
	if err != nil {
		t.Fatal(err)
	}
	traintest.SameRun(t, "after a break", got, h, want, history)
	if _, err := train.Fit(traintest.Model(1), traintest.Data(1), train.Options{Augment: with, Quiet: true}); err == nil || !strings.Contains(err.Error(), "train: Augment: augment: the data set has no images") {
		t.Errorf("got %v", err)
	}
}
