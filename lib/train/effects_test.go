package train_test

// What the means of training are good for, each in a protocol in which its effect
// shows: with it the result is better than without, seed by seed. "make test-slow"
// runs them; how much better was measured with other programs, too.

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/gorgolab/gorgo/lib/augment"
	"github.com/gorgolab/gorgo/lib/data"
	"github.com/gorgolab/gorgo/lib/datasets"
	"github.com/gorgolab/gorgo/lib/metrics"
	"github.com/gorgolab/gorgo/lib/nn"
	"github.com/gorgolab/gorgo/lib/optim"
	"github.com/gorgolab/gorgo/lib/quality"
	"github.com/gorgolab/gorgo/lib/train"
)

// better compares what was measured with a means and without, seed by seed: it
// wins in at least so many, and by the median difference that is asked for.
func better(t *testing.T, with, without []float64, wins int, by float64) {
	t.Helper()
	won := 0
	for i, v := range with {
		if v > without[i] {
			won++
		}
	}
	a, b := middle(with), middle(without)
	t.Logf("without %.3f, with %.3f; won %d of %d", b, a, won, len(with))
	if won < wins || !(a-b >= by) {
		t.Errorf("won %d of %d, by %.3f in the median; want %d, by %.3f", won, len(with), a-b, wins, by)
	}
}

func middle(v []float64) float64 {
	v = slices.Sorted(slices.Values(v))
	return (v[(len(v)-1)/2] + v[len(v)/2]) / 2
}

// noisy returns 1500 digits with 30 % of the labels of the first 1200 changed, and
// the rest to test with, whose labels are right.
func noisy(seed int) (learn, test *data.Dataset) {
	all := datasets.Digits().Shuffle(seed)
	rows := make([]int, all.Len())
	for i := range rows {
		rows[i] = i
	}
	learn, test = all.Subset(rows[:1500]), all.Subset(rows[1500:])
	s := data.MustFitMinMax(learn)
	learn, test = learn.MustScale(s), test.MustScale(s)
	r := rand.New(rand.NewPCG(uint64(seed), 9))
	learn.Y = slices.Clone(learn.Y)
	for i := range learn.Y {
		if r.Float64() < .3 {
			learn.Y[i] = (learn.Y[i] + 1 + r.IntN(9)) % 10
		}
	}
	return learn, test
}

// TestRegularisation: of labels of which 30 % are wrong a network without any
// learns the mistakes, too (0.740 elsewhere; with L2 0.924, L1 0.913, dropout 0.939,
// early stopping 0.921).
func TestRegularisation(t *testing.T) {
	slow(t)
	const seeds = 6
	run := func(dropout float64, o train.Options) []float64 {
		var out []float64
		for seed := range seeds {
			learn, test := noisy(seed)
			m := nn.MustSequential([]nn.Layer{nn.Dense{Units: 256, Activation: nn.ReLU}, nn.Dropout{Rate: dropout}, nn.Dense{Units: 10, Activation: nn.Softmax}}, nn.Options{Input: []int{64}, Seed: seed})
			o.Epochs, o.Seed, o.Quiet = 80, seed, true
			if o.Optimizer == nil {
				o.Optimizer = optim.Adam{LearningRate: 3e-3}
			}
			train.MustFit(m, learn, o)
			out = append(out, train.MustEvaluate(m, test, nil).Accuracy)
		}
		return out
	}
	without := run(0, train.Options{})
	for name, with := range map[string][]float64{
		"L2":             run(0, train.Options{Penalties: []nn.Penalty{{Match: "*.weight", L2: 3e-3}}}),
		"L1":             run(0, train.Options{Penalties: []nn.Penalty{{Match: "*.weight", L1: 1e-3}}}),
		"AdamW":          run(0, train.Options{Optimizer: optim.AdamW{LearningRate: 3e-3, WeightDecay: 1}}),
		"dropout":        run(.7, train.Options{}),
		"early stopping": run(0, train.Options{ValidationSplit: .2, Callbacks: []train.Callback{train.EarlyStopping{Patience: 5}.Callback()}}),
	} {
		t.Run(name, func(t *testing.T) { better(t, with, without, seeds, .08) })
	}
}

// TestLabelCleaning: without the labels that a model which did not see them takes for
// wrong, it learns better (0.733 to 0.918 elsewhere).
func TestLabelCleaning(t *testing.T) {
	slow(t)
	const seeds = 5
	build := func(seed int) (*nn.Model, error) {
		return nn.Sequential([]nn.Layer{nn.Dense{Units: 256, Activation: nn.ReLU}, nn.Dense{Units: 10, Activation: nn.Softmax}}, nn.Options{Input: []int{64}, Seed: seed})
	}
	var with, without []float64
	for seed := range seeds {
		learn, test := noisy(seed)
		// Who judges learns for a few epochs only, before it knows the mistakes by heart.
		p := data.Zeros(learn.Len(), 10)
		for k, fold := range learn.MustFolds(data.FoldOptions{Stratify: true, Seed: seed}) {
			judge, err := build(100*seed + k)
			if err != nil {
				t.Fatal(err)
			}
			train.MustFit(judge, learn.Subset(fold.Train), train.Options{Epochs: 6, Seed: seed, Quiet: true})
			says := judge.MustPredict(learn.X.Gather(fold.Test))
			for i, row := range fold.Test {
				copy(p.Row(row), says.Row(i))
			}
		}
		clean := quality.MustLabelErrors(learn.Y, p, learn.Classes).Without(learn)
		for _, d := range []*data.Dataset{learn, clean} {
			m, err := build(seed)
			if err != nil {
				t.Fatal(err)
			}
			train.MustFit(m, d, train.Options{Epochs: 80, Optimizer: optim.Adam{LearningRate: 3e-3}, Seed: seed, Quiet: true})
			accuracy := train.MustEvaluate(m, test, nil).Accuracy
			if d == learn {
				without = append(without, accuracy)
			} else {
				with = append(with, accuracy)
			}
		}
	}
	better(t, with, without, seeds, .08)
}

// TestAugmentationOfFewImages: of ten images of each digit of MNIST a network learns
// more when they are turned and shifted (0.774 to 0.851 elsewhere).
func TestAugmentationOfFewImages(t *testing.T) {
	slow(t)
	const seeds = 3
	all, test := mnist(t, "train", 10_000), mnist(t, "t10k", 2000)
	all.Image, test.Image = &data.ImageShape{Height: 28, Width: 28}, &data.ImageShape{Height: 28, Width: 28}
	var with, without []float64
	for seed := range seeds {
		shuffled := all.Shuffle(seed)
		var rows []int
		counts := make([]int, 10)
		for i, y := range shuffled.Y {
			if counts[y] < 10 {
				counts[y]++
				rows = append(rows, i)
			}
		}
		learn := shuffled.Subset(rows)
		for _, ops := range [][]augment.Op{nil, {augment.Rotate{Degrees: 12}, augment.Shift{Height: 2. / 28, Width: 2. / 28}}} {
			m := convolutional([]int{784}, 28, 28, seed)
			train.MustFit(m, learn, train.Options{Epochs: 60, Optimizer: optim.Adam{LearningRate: 2e-3}, Augment: ops, Seed: seed, Quiet: true})
			accuracy := train.MustEvaluate(m, test, nil).Accuracy
			if ops == nil {
				without = append(without, accuracy)
			} else {
				with = append(with, accuracy)
			}
		}
	}
	better(t, with, without, seeds, .02)
}

// TestClassWeights: one digit against the rest, one example in forty (recall 0.46
// to 0.78, F1 0.63 to 0.77 elsewhere).
func TestClassWeights(t *testing.T) {
	slow(t)
	const digits = 10
	var with, without, f1With, f1Without []float64
	for digit := range digits {
		all := datasets.Digits().Shuffle(digit)
		var learnRows, testRows []int
		kept, others := 0, 0
		for i, y := range all.Y {
			switch {
			case y != digit && others < 800:
				learnRows, others = append(learnRows, i), others+1
			case y == digit && kept < 20:
				learnRows, kept = append(learnRows, i), kept+1
			default:
				testRows = append(testRows, i)
			}
			all.Y[i] = 0
			if y == digit {
				all.Y[i] = 1
			}
		}
		all.Classes = []string{"other", "digit"}
		learn, test := all.Subset(learnRows), all.Subset(testRows)
		s := data.MustFitMinMax(learn)
		learn, test = learn.MustScale(s), test.MustScale(s)
		for _, weights := range [][]float64{nil, learn.BalancedWeights()} {
			m := nn.MustSequential([]nn.Layer{nn.Dense{Units: 32, Activation: nn.ReLU}, nn.Dense{Units: 2, Activation: nn.Softmax}}, nn.Options{Input: []int{64}, Seed: digit})
			train.MustFit(m, learn, train.Options{Epochs: 10, ClassWeights: weights, Seed: digit, Quiet: true})
			scores := metrics.MustPerClass(test.Y, metrics.Predicted(m.MustPredict(test.X)), test.Classes).Each[1]
			if weights == nil {
				without, f1Without = append(without, scores.Recall), append(f1Without, scores.F1)
			} else {
				with, f1With = append(with, scores.Recall), append(f1With, scores.F1)
			}
		}
	}
	better(t, with, without, digits-1, .1)
	t.Logf("F1 %.3f to %.3f", middle(f1Without), middle(f1With))
}

// TestBatchNormStartsDeepNetworks: five hidden layers of sigmoids do not get going
// by themselves; with batch norm they reach 0.95 in a few epochs (never in 30, and 4.5,
// elsewhere).
func TestBatchNormStartsDeepNetworks(t *testing.T) {
	slow(t)
	const seeds = 4
	reached := func(norm bool, seed int) float64 {
		learn, test := datasets.Digits().MustSplit(.2, data.SplitOptions{Seed: seed, Stratify: true})
		s := data.MustFitMinMax(learn)
		var list []nn.Layer
		for range 5 {
			list = append(list, nn.Dense{Units: 64})
			if norm {
				list = append(list, nn.BatchNorm{})
			}
			list = append(list, nn.Sigmoid)
		}
		m := nn.MustSequential(append(list, nn.Dense{Units: 10, Activation: nn.Softmax}), nn.Options{Input: []int{64}, Seed: seed})
		h := train.MustFit(m, learn.MustScale(s), train.Options{Epochs: 15, Validation: test.MustScale(s), Optimizer: optim.SGD{LearningRate: .05, Momentum: .9}, Seed: seed, Quiet: true})
		return slices.Max(h.Metric("validation_accuracy"))
	}
	var with, without []float64
	for seed := range seeds {
		with, without = append(with, reached(true, seed)), append(without, reached(false, seed))
	}
	better(t, with, without, seeds, .5)
	if middle(with) < .95 {
		t.Errorf("with batch norm it reaches %.3f in 15 epochs, want 0.95", middle(with))
	}
}

// TestOneCycle: in eight epochs the schedule gets further than a constant rate
// (test cross-entropy 0.137 to 0.114 elsewhere, in 9 of 10).
func TestOneCycle(t *testing.T) {
	slow(t)
	const seeds = 10
	loss := func(o train.Options, seed int) float64 {
		learn, test := datasets.Digits().MustSplit(.2, data.SplitOptions{Seed: seed, Stratify: true})
		s := data.MustFitMinMax(learn)
		m := nn.MustSequential([]nn.Layer{nn.Dense{Units: 64, Activation: nn.ReLU}, nn.Dense{Units: 10, Activation: nn.Softmax}}, nn.Options{Input: []int{64}, Seed: seed})
		o.Epochs, o.Seed, o.Quiet = 8, seed, true
		train.MustFit(m, learn.MustScale(s), o)
		return -train.MustEvaluate(m, test.MustScale(s), nil).Loss
	}
	// Each at the best of five rates.
	best := func(schedule optim.Schedule, seed int) float64 {
		out := math.Inf(-1)
		for _, rate := range []float64{2e-3, 5e-3, 1e-2, 2e-2, 4e-2} {
			out = max(out, loss(train.Options{Optimizer: optim.Adam{LearningRate: rate}, Schedule: schedule}, seed))
		}
		return out
	}
	var with, without []float64
	for seed := range seeds {
		with, without = append(with, best(optim.OneCycle{}, seed)), append(without, best(nil, seed))
	}
	better(t, with, without, 7, .001)
}

// TestScalingFeatures: the features of the breast cancer data differ in size by
// factors of ten thousand (AUC 0.966 to 0.994 elsewhere).
func TestScalingFeatures(t *testing.T) {
	slow(t)
	area := func(prepare func(learn, test *data.Dataset) (*data.Dataset, *data.Dataset, error), seed int) float64 {
		d := datasets.BreastCancer()
		cv := train.MustCrossValidate(d, train.CrossValidation{
			Build: func(fold int) (*nn.Model, error) {
				return nn.Sequential([]nn.Layer{nn.Dense{Units: 16, Activation: nn.ReLU}, nn.Dense{Units: 2, Activation: nn.Softmax}}, nn.Options{Input: []int{30}, Seed: seed*10 + fold})
			},
			Folds: data.FoldOptions{Stratify: true, Seed: seed}, Prepare: prepare,
			Options: train.Options{Epochs: 30, Optimizer: optim.Adam{LearningRate: .01}, Metrics: []metrics.Meter{metrics.AUCMeter(d.Classes)}, Quiet: true},
		})
		auc, _ := cv.Mean("auc")
		return auc
	}
	var with, without []float64
	for seed := range 3 {
		with, without = append(with, area(scaled, seed)), append(without, area(nil, seed))
	}
	better(t, with, without, 3, .01)
}
