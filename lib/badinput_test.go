package lib_test

// What people read when they give something wrong: each mistake with its error, as
// a golden file. An error names the package, what was wanted, what was got, where,
// and what to do next; nothing panics, and no model changes.
//
//	go test ./lib -run BadInput -update
//
// rewrites the file; then read it as someone who has just made the mistake.

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gorgolab/gorgo/lib/data"
	"github.com/gorgolab/gorgo/lib/datasets"
	"github.com/gorgolab/gorgo/lib/metrics"
	"github.com/gorgolab/gorgo/lib/nn"
	"github.com/gorgolab/gorgo/lib/optim"
	"github.com/gorgolab/gorgo/lib/plots"
	"github.com/gorgolab/gorgo/lib/train"
)

// mistake is something that people do.
type mistake struct {
	what string
	make func() error
}

var nan = float32(math.NaN())

// classifier returns a network for the irises.
func classifier() *nn.Model {
	return nn.MustSequential([]nn.Layer{nn.Dense{Units: 4, Activation: nn.ReLU}, nn.Dense{Units: 3, Activation: nn.Softmax}}, nn.Options{Input: []int{4}, Seed: 1})
}

// fitted trains on irises after something was changed, and asks that the model
// stays as it was.
func fitted(change func(d *data.Dataset, o *train.Options)) func() error {
	return func() error {
		d, o := datasets.Iris(), train.Options{Epochs: 1, Quiet: true}
		change(d, &o)
		m := classifier()
		before := m.Snapshot()
		_, err := train.Fit(m, d, o)
		for i, p := range m.Snapshot() {
			if err != nil && !p.Equal(before[i]) {
				return fmt.Errorf("the model changed before: %w", err)
			}
		}
		return err
	}
}

// built builds a model.
func built(input []int, layers ...nn.Layer) func() error {
	return func() error {
		_, err := nn.Sequential(layers, nn.Options{Input: input})
		return err
	}
}

// second returns the error of a call.
func second[T any](_ T, err error) error { return err }

var (
	absent = []string{"cat", "dog", "owl"} // there is no owl below
	labels = []int{0, 1, 0, 1}
	sure   = data.MustFromRows([][]float32{{.8, .1, .1}, {.1, .8, .1}, {.7, .2, .1}, {.2, .7, .1}})
)

var mistakes = []mistake{
	{"data: rows of different lengths", func() error { return second(data.FromRows([][]float32{{1, 2}, {3}})) }},
	{"data: numbers that do not fill the shape", func() error { return second(data.New([]int{2, 3}, make([]float32, 5))) }},
	{"data: more labels than rows", func() error { d := datasets.Iris(); d.Y = append(d.Y, 0); return d.Check() }},
	{"data: a label that is no class", func() error { d := datasets.Iris(); d.Y[7] = 3; return d.Check() }},
	{"data: a split that leaves nothing", func() error { _, _, err := datasets.Iris().Split(1.5, data.SplitOptions{}); return err }},
	{"data: more folds than examples of a class", func() error { return second(datasets.Iris().Folds(data.FoldOptions{Folds: 80, Stratify: true})) }},
	{"data: scaling with another data set's statistics", func() error {
		return second(datasets.Wine().Scale(data.MustFitStandard(datasets.Iris())))
	}},

	{"nn: a model without layers", built([]int{4})},
	{"nn: a model without an input shape", built(nil, nn.Dense{Units: 2}, nn.Conv2D{Filters: 2, Kernel: nn.Square(3)})},
	{"nn: a layer without units", built([]int{4}, nn.Dense{})},
	{"nn: a convolution on rows", built([]int{64}, nn.Conv2D{Filters: 8, Kernel: nn.Square(3)})},
	{"nn: a window greater than the image", built([]int{1, 8, 8}, nn.MaxPool{Size: nn.Square(9)})},
	{"nn: a recurrent layer on rows", built([]int{28}, nn.LSTM{Units: 8})},
	{"nn: two layers of one name", built([]int{4}, nn.Dense{Units: 2, Name: "fc"}, nn.Dense{Units: 2, Name: "fc"})},
	{"nn: an activation that there is not", built([]int{4}, nn.Dense{Units: 2, Activation: "rely"})},
	{"nn: predicting rows of another width", func() error { return second(classifier().Predict(data.Zeros(2, 5))) }},
	{"nn: predicting a word outside of the vocabulary", func() error {
		m := nn.MustSequential([]nn.Layer{nn.Embedding{Vocabulary: 10, Units: 2}}, nn.Options{Input: []int{3}})
		return second(m.Predict(data.MustFromRows([][]float32{{1, 10, 2}})))
	}},
	{"nn: loading a file that is not there", func() error { return second(nn.Load(filepath.Join("testdata", "no such model"))) }},
	{"nn: loading a file that is no model", func() error { return second(nn.Load(filepath.Join("testdata", "no_model.txt"))) }},

	{"train: rows of another width", func() error { return second(train.Fit(classifier(), datasets.Wine(), train.Options{Quiet: true})) }},
	{"train: images for a model of rows", func() error {
		d := datasets.Digits()
		m := nn.MustSequential([]nn.Layer{nn.Dense{Units: 10}}, nn.Options{Input: []int{8, 8}})
		return second(train.Fit(m, d, train.Options{Quiet: true}))
	}},
	{"train: more classes than outputs", func() error {
		m := nn.MustSequential([]nn.Layer{nn.Dense{Units: 2, Activation: nn.Softmax}}, nn.Options{Input: []int{4}})
		return second(train.Fit(m, datasets.Iris(), train.Options{Quiet: true}))
	}},
	{"train: a label that is no class", fitted(func(d *data.Dataset, o *train.Options) { d.Y[7] = -1 })},
	{"train: NaN in a feature", fitted(func(d *data.Dataset, o *train.Options) { d.X.Data[4*20+2] = nan })},
	{"train: infinity in the validation set", fitted(func(d *data.Dataset, o *train.Options) {
		o.Validation = datasets.Iris()
		o.Validation.X.Data[1] = float32(math.Inf(1))
	})},
	{"train: NaN in a target", func() error {
		d := &data.Dataset{X: data.Zeros(3, 4), Targets: data.MustFromRows([][]float32{{1}, {nan}, {2}})}
		m := nn.MustSequential([]nn.Layer{nn.Dense{Units: 1}}, nn.Options{Input: []int{4}})
		return second(train.Fit(m, d, train.Options{Quiet: true}))
	}},
	{"train: neither labels nor targets", fitted(func(d *data.Dataset, o *train.Options) { d.Y, d.Classes = nil, nil })},
	{"train: an empty set", fitted(func(d *data.Dataset, o *train.Options) { *d = *d.Subset(nil) })},
	{"train: no set", func() error { return second(train.Fit(classifier(), nil, train.Options{})) }},
	{"train: no model", func() error { return second(train.Fit(nil, datasets.Iris(), train.Options{})) }},
	{"train: a whole batch that there is not", fitted(func(d *data.Dataset, o *train.Options) { o.BatchSize, o.DropLast = 500, true })},
	{"train: options that make no sense, all at once", fitted(func(d *data.Dataset, o *train.Options) {
		*o = train.Options{Epochs: -1, BatchSize: -2, ValidationSplit: 1.5, ClipNorm: -1, Accumulate: -1, Schedule: optim.StepDecay{}, ClassWeights: []float64{1}, Quiet: true}
	})},
	{"train: a learning rate that is no rate", fitted(func(d *data.Dataset, o *train.Options) { o.Optimizer = optim.Adam{LearningRate: -1} })},
	{"train: everything frozen", func() error {
		m := classifier()
		m.MustFreeze([]string{"*"})
		return second(train.Fit(m, datasets.Iris(), train.Options{Quiet: true}))
	}},
	{"train: stopping early by what nothing measures", fitted(func(d *data.Dataset, o *train.Options) {
		o.Callbacks = []train.Callback{train.EarlyStopping{Metric: "validation_f1"}.Callback()}
	})},
	{"train: a loss that the output does not fit", fitted(func(d *data.Dataset, o *train.Options) { o.Loss = nn.BinaryCrossEntropy{} })},
	{"train: a loss that becomes NaN", func() error {
		d := datasets.Iris()
		for i := range d.X.Data {
			d.X.Data[i] *= 1e30
		}
		return second(train.Fit(classifier(), d, train.Options{Epochs: 3, Optimizer: optim.SGD{LearningRate: 1e20}, NoShuffle: true, Quiet: true}))
	}},

	{"metrics: nothing to measure", func() error { return second(metrics.Accuracy(nil, nil)) }},
	{"metrics: as many predictions as labels, nearly", func() error { return second(metrics.Accuracy(labels, []int{0, 1})) }},
	{"metrics: a label that is no class", func() error { return second(metrics.PerClass([]int{0, 4}, []int{0, 1}, absent)) }},
	{"metrics: probabilities of too few classes", func() error { return second(metrics.ROC(labels, data.Zeros(4, 2), absent)) }},
	{"metrics: probabilities that are NaN", func() error {
		return second(metrics.LogLoss([]int{0}, data.MustFromRows([][]float32{{nan, 1, 0}}), absent))
	}},
	{"metrics: the top none", func() error { return second(metrics.TopKAccuracy(labels, sure, absent, 0)) }},
	{"metrics: numbers for other numbers", func() error { return second(metrics.Regression(data.Zeros(4, 1), data.Zeros(3, 1))) }},

	{"plots: a bar without a name", func() error { return plots.Bar([]string{"a"}, []float64{1, 2}).Err() }},
	{"plots: nothing to draw", func() error { return plots.Histogram(nil, 10).Err() }},
	{"plots: rows of different lengths", func() error { return plots.Heatmap([][]float64{{1, 2}, {3}}, nil, nil).Err() }},
	{"plots: a format that there is not", func() error { return plots.Histogram([]float64{1, 2}, 2).Save("figure.bmp") }},
}

func TestBadInput(t *testing.T) {
	var out strings.Builder
	for _, m := range mistakes {
		out.WriteString("# " + m.what + "\n" + said(t, m) + "\n\n")
	}
	const golden = "testdata/badinput.txt"
	if *update {
		if err := os.WriteFile(golden, []byte(out.String()), 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	was, is := strings.Split(string(want), "\n\n"), strings.Split(out.String(), "\n\n")
	for _, entry := range missing(was, is) {
		t.Errorf("- %s", entry)
	}
	for _, entry := range missing(is, was) {
		t.Errorf("+ %s", entry)
	}
}

// said returns the error's text.
func said(t *testing.T, m mistake) (text string) {
	t.Helper()
	defer func() {
		if p := recover(); p != nil {
			t.Errorf("%s: it panics with %v", m.what, p)
		}
	}()
	err := m.make()
	if err == nil {
		t.Errorf("%s: there is no error", m.what)
		return "no error"
	}
	name, _, _ := strings.Cut(m.what, ": ")
	for line := range strings.Lines(err.Error()) {
		if !strings.HasPrefix(line, name+": ") {
			t.Errorf("%s: the error does not begin with the package: %s", m.what, line)
		}
	}
	return strings.ReplaceAll(err.Error(), string(filepath.Separator), "/")
}

// TestAnAbsentClass: what is undefined because a class never occurs is NaN with a
// warning, and no error; the rest is measured.
func TestAnAbsentClass(t *testing.T) {
	report := metrics.MustPerClass(labels, []int{0, 1, 0, 1}, absent)
	if recall := report.Each[2].Recall; !math.IsNaN(recall) {
		t.Errorf("the recall of what never occurs is %v, want NaN", recall)
	}
	if !strings.Contains(fmt.Sprint(report.Warnings), "owl") || len(report.Warnings) == 0 {
		t.Errorf("nothing warns of the absent class:\n%v", report)
	}
	curves := metrics.MustROC(labels, sure, absent)
	if area := curves.Each[2].AUC; !math.IsNaN(area) {
		t.Errorf("the area of a class that never occurs is %v, want NaN", area)
	}
}

// TestABatchGreaterThanTheSet takes the whole set.
func TestABatchGreaterThanTheSet(t *testing.T) {
	steps := 0
	train.MustFit(classifier(), datasets.Iris(), train.Options{Epochs: 2, BatchSize: 1000, Quiet: true, Callbacks: []train.Callback{{
		BatchEnd: func(*train.Run) error { steps++; return nil },
	}}})
	if steps != 2 {
		t.Errorf("%d steps in two epochs, want 2", steps)
	}
}
