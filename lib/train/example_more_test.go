package train_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"

	"github.com/gorgolab/gorgo/lib/data"
	"github.com/gorgolab/gorgo/lib/datasets"
	"github.com/gorgolab/gorgo/lib/metrics"
	"github.com/gorgolab/gorgo/lib/nn"
	"github.com/gorgolab/gorgo/lib/optim"
	"github.com/gorgolab/gorgo/lib/train"
)

// irises is a small classifier.
func irises() *nn.Model {
	return nn.MustSequential([]nn.Layer{nn.Dense{Units: 3, Activation: nn.Softmax}}, nn.Options{Input: []int{4}, Seed: 1})
}

func ExampleFit() {
	history, err := train.Fit(irises(), datasets.Iris(), train.Options{
		Epochs: 50, BatchSize: 16, Optimizer: optim.Adam{LearningRate: 0.05}, Schedule: optim.CosineDecay{},
		ValidationSplit: 0.2, ClipNorm: 1, Seed: 1, Quiet: true,
		Metrics: []metrics.Meter{metrics.MacroF1Meter(datasets.Iris().Classes)},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(len(history.Epochs), "epochs;", strings.Join(history.Names(), ", "))
	fmt.Println("learnt:", history.Last().ValidationAccuracy > 0.9)

	_, err = train.Fit(irises(), datasets.Wine(), train.Options{})
	fmt.Println(err)
	// Output:
	// 50 epochs; loss, accuracy, validation_loss, validation_accuracy, learning_rate, gradient_norm, macro_f1, validation_macro_f1
	// learnt: true
	// train: the training set: the model wants X (batch, 4), got (178, 13): build the model with Options.Input (13)
}

// An epoch of a history, and what was not measured in it.
func ExampleEpoch() {
	history := train.MustFit(irises(), datasets.Iris(), train.Options{Epochs: 2, Quiet: true})
	e := history.Last()
	_, known := e.Metric("f1")
	fmt.Println(e.Number, math.IsNaN(e.ValidationLoss), known)
	// Output: 2 true false
}

// A program's own context ends a training; what was learnt stays.
func ExampleFitContext() {
	ctx, cancel := context.WithCancel(context.Background())
	stop := train.Callback{EpochEnd: func(r *train.Run) error {
		if r.Epoch() == 3 {
			cancel()
		}
		return nil
	}}
	history, err := train.FitContext(ctx, irises(), datasets.Iris(), train.Options{Epochs: 100, Callbacks: []train.Callback{stop}, Quiet: true})
	fmt.Println(errors.Is(err, context.Canceled), len(history.Epochs))
	// Output: true 3
}

// A model that gives all classes the same probability is right in a third.
func ExampleEvaluate() {
	m := nn.MustSequential([]nn.Layer{nn.Dense{Units: 3, Activation: nn.Softmax, Init: nn.Initializer{Scheme: nn.Zeros}}}, nn.Options{Input: []int{4}})
	fmt.Println(train.MustEvaluate(m, datasets.Iris(), nil))
	// Output: loss 1.0986  accuracy 0.3333  (150 examples)
}

// Run is the training under way.
func ExampleRun() {
	look := train.Callback{EpochEnd: func(r *train.Run) error {
		fmt.Println("epoch", r.Epoch(), "of", r.Epochs(), "after", r.Steps(), "steps, of", r.Batches(), "batches")
		if r.Epoch() == 2 {
			r.Stop("that is enough")
		}
		return nil
	}}
	history := train.MustFit(irises(), datasets.Iris(), train.Options{Epochs: 100, BatchSize: 50, Callbacks: []train.Callback{look}, Quiet: true})
	fmt.Println(history.Stopped)
	// Output:
	// epoch 1 of 100 after 3 steps, of 3 batches
	// epoch 2 of 100 after 6 steps, of 3 batches
	// that is enough
}

// A training that a crash ended goes on from its file, and ends as if nothing had
// been.
func ExampleCheckpoint() {
	dir, err := os.MkdirTemp("", "")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer func() { _ = os.RemoveAll(dir) }()
	options := train.Options{Epochs: 4, Quiet: true, Checkpoint: train.Checkpoint{Path: filepath.Join(dir, "iris.checkpoint"), EveryBatches: 2, Resume: true}}

	crash := train.Callback{BatchEnd: func(r *train.Run) error {
		if r.Epoch() == 3 && r.Batch() == 3 {
			return errors.New("the power is gone")
		}
		return nil
	}}
	ended := options
	ended.Callbacks = []train.Callback{crash}
	_, err = train.Fit(irises(), datasets.Iris(), ended)
	fmt.Println(err)

	resumed, whole := irises(), irises()
	history := train.MustFit(resumed, datasets.Iris(), options)
	options.Checkpoint = train.Checkpoint{}
	train.MustFit(whole, datasets.Iris(), options)
	fmt.Println(len(history.Epochs), "epochs; the same weights:", resumed.Params()[0].Value.Equal(whole.Params()[0].Value))
	// Output:
	// train: BatchEnd of callback 0, in epoch 3: the power is gone
	// 4 epochs; the same weights: true
}

// A callback that remembers something keeps it in checkpoints.
func ExampleStore() {
	seen := 0
	count := train.Callback{
		Name:     "count",
		BatchEnd: func(*train.Run) error { seen++; return nil },
		Save:     func(s *train.Store) error { return s.Set("seen", seen) },
		Load:     func(s *train.Store) error { return s.Get("seen", &seen) },
	}
	dir, err := os.MkdirTemp("", "")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer func() { _ = os.RemoveAll(dir) }()
	options := train.Options{Epochs: 2, BatchSize: 50, Quiet: true, Callbacks: []train.Callback{count}, Checkpoint: train.Checkpoint{Path: filepath.Join(dir, "c"), Resume: true}}
	train.MustFit(irises(), datasets.Iris(), options)
	seen = 0 // a new process
	options.Epochs = 3
	train.MustFit(irises(), datasets.Iris(), options)
	fmt.Println(seen, "batches")
	// Output: 9 batches
}

// Numbers that JSON does not have.
func ExampleNumber() {
	b, err := json.Marshal([]train.Number{1.5, train.Number(math.NaN()), train.Number(math.Inf(1))})
	fmt.Println(string(b), err)
	// Output: [1.5,"NaN","+Inf"] <nil>
}

// The best model so far is in a file.
func ExampleSaveBest() {
	dir, err := os.MkdirTemp("", "")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer func() { _ = os.RemoveAll(dir) }()
	path := filepath.Join(dir, "best.safetensors")
	train.MustFit(irises(), datasets.Iris(), train.Options{Epochs: 3, Quiet: true, Callbacks: []train.Callback{train.SaveBest{Path: path}.Callback()}})
	fmt.Println(nn.MustLoad(path))
	// Output: nn.Model (batch, 4) → dense_1 (batch, 3)
}

// Logs grow while the model trains: as a table, and as lines of JSON.
func ExampleLogCSV() {
	dir, err := os.MkdirTemp("", "")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer func() { _ = os.RemoveAll(dir) }()
	table, lines := filepath.Join(dir, "log.csv"), filepath.Join(dir, "log.jsonl")
	train.MustFit(irises(), datasets.Iris(), train.Options{Epochs: 2, Quiet: true, Callbacks: []train.Callback{train.LogCSV(table), train.LogJSONL(lines)}})
	for _, path := range []string{table, lines} {
		b, err := os.ReadFile(path)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(strings.Count(string(b), "\n"), "lines that begin with", string(b[:8]))
	}
	// Output:
	// 3 lines that begin with epoch,se
	// 2 lines that begin with {"epoch"
}

// The rate is about where the loss falls fastest; the model is as before.
func ExampleFindLearningRate() {
	m := irises()
	before := m.Params()[0].Value.Clone()
	found, err := train.FindLearningRate(m, datasets.Iris(), train.FinderOptions{Options: train.Options{Optimizer: optim.SGD{}, Seed: 1}})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(found.Suggested > 1e-4 && found.Suggested < 1, m.Params()[0].Value.Equal(before))
	// Output: true true
}

func ExampleCrossValidate() {
	result, err := train.CrossValidate(datasets.Iris(), train.CrossValidation{
		Build: func(fold int) (*nn.Model, error) {
			return nn.Sequential([]nn.Layer{nn.Dense{Units: 3, Activation: nn.Softmax}}, nn.Options{Input: []int{4}, Seed: fold})
		},
		Folds:   data.FoldOptions{Folds: 5, Stratify: true},
		Options: train.Options{Epochs: 40, Optimizer: optim.Adam{LearningRate: 0.05}, Quiet: true},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	mean, deviation := result.Mean("accuracy")
	fmt.Println(len(result.Folds), "folds;", mean > 0.9, deviation < 0.1)
	// Output: 5 folds; true true
}

// One fold of a cross-validation has its own model and history.
func ExampleFoldResult() {
	result := train.MustCrossValidate(datasets.Iris(), train.CrossValidation{
		Build: func(fold int) (*nn.Model, error) {
			return nn.Sequential([]nn.Layer{nn.Dense{Units: 3, Activation: nn.Softmax}}, nn.Options{Input: []int{4}, Seed: fold})
		},
		Options: train.Options{Epochs: 2, Quiet: true},
	})
	first := result.Folds[0]
	fmt.Println(first.Examples, "examples,", len(first.History.Epochs), "epochs,", first.Model.Weights(), "weights")
	// Output: 30 examples, 2 epochs, 15 weights
}

// What the weights and the gradients of a network are like.
func ExampleWeightHistograms() {
	fmt.Println(train.WeightHistograms(irises()))
	fmt.Println(train.GradientHistograms(irises(), datasets.Iris(), train.Options{}))
	// Output:
	// Figure: Weights (distributions of 15 numbers in 2 lists)
	// Figure: Gradients (distributions of 15 numbers in 2 lists)
}
