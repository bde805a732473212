package train

import (
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"

	"github.com/gorgolab/gorgo/display"
	"github.com/gorgolab/gorgo/lib/data"
	"github.com/gorgolab/gorgo/lib/nn"
)

// CrossValidation says how [CrossValidate] works.
type CrossValidation struct {
	// Build returns a new model for a fold, counted from 0; it may use it as the
	// seed. Required.
	Build func(fold int) (*nn.Model, error)
	// Folds says how the data is divided. The zero value: 5 folds.
	Folds data.FoldOptions
	// Prepare returns the two parts as the model takes them: scaled, filled in.
	// What it fits it must fit on the training part alone, or the measurement
	// flatters. Default: they stay as they are.
	Prepare func(train, test *data.Dataset) (*data.Dataset, *data.Dataset, error)
	// Options of the trainings. Callbacks that remember something belong into
	// Callbacks below. Checkpoint is left aside.
	Options Options
	// Callbacks returns the callbacks for a fold. Default: those of Options.
	Callbacks func(fold int) []Callback
}

// CrossValidated is what [CrossValidate] measured. It shows itself as a table.
type CrossValidated struct {
	// Folds in order.
	Folds []FoldResult
}

// FoldResult is what was measured on the test part of one fold.
type FoldResult struct {
	Evaluation
	// Metrics holds what Options.Metrics measured, by name.
	Metrics map[string]float64
	// History of the training.
	History *History
	// Model that was trained.
	Model *nn.Model
}

// CrossValidate trains a new model for each of some divisions of the data, and
// measures each on the part that it did not see. An interrupt ends it with an
// error.
func CrossValidate(d *data.Dataset, cv CrossValidation) (*CrossValidated, error) {
	if d == nil {
		return nil, errors.New("train: CrossValidate: the data set is nil")
	}
	if cv.Build == nil {
		return nil, errors.New("train: CrossValidate: want a function that makes the models: set Build")
	}
	folds, err := d.Folds(cv.Folds)
	if err != nil {
		return nil, fmt.Errorf("train: CrossValidate: %w", err)
	}
	out := &CrossValidated{}
	for i, f := range folds {
		result, err := cv.fold(i, d.Subset(f.Train), d.Subset(f.Test))
		if err != nil {
			return nil, fmt.Errorf("train: CrossValidate: fold %d: %w", i, err)
		}
		out.Folds = append(out.Folds, *result)
	}
	return out, nil
}

// MustCrossValidate is [CrossValidate], but panics on an error.
func MustCrossValidate(d *data.Dataset, cv CrossValidation) *CrossValidated {
	return must(CrossValidate(d, cv))
}

func (cv CrossValidation) fold(i int, learn, test *data.Dataset) (*FoldResult, error) {
	var err error
	if cv.Prepare != nil {
		if learn, test, err = cv.Prepare(learn, test); err != nil {
			return nil, err
		}
	}
	model, err := cv.Build(i)
	if err != nil {
		return nil, err
	}
	opts := cv.Options
	opts.Checkpoint = Checkpoint{}
	if cv.Callbacks != nil {
		opts.Callbacks = cv.Callbacks(i)
	}
	history, err := Fit(model, learn, opts)
	if err != nil {
		return nil, err
	}
	if history.Interrupted {
		return nil, errors.New("interrupted")
	}
	measure := &meters{list: opts.Metrics}
	e, err := evaluation(model, test, opts.Loss, measure)
	if err != nil {
		return nil, err
	}
	return &FoldResult{Evaluation: e, Metrics: measure.values("", nil), History: history, Model: model}, nil
}

// Names returns what was measured: "loss", "accuracy" where there are classes,
// and the names of Options.Metrics.
func (c *CrossValidated) Names() []string {
	names := []string{"loss", "accuracy"}
	if len(c.Folds) > 0 {
		names = append(names, slices.Sorted(maps.Keys(c.Folds[0].Metrics))...)
	}
	var out []string
	for _, name := range names {
		if slices.ContainsFunc(c.Values(name), func(v float64) bool { return !math.IsNaN(v) }) {
			out = append(out, name)
		}
	}
	return out
}

// Values returns a metric of every fold, by name; nil when there is no such.
func (c *CrossValidated) Values(name string) []float64 {
	var out []float64
	for _, f := range c.Folds {
		switch v, ok := f.Metrics[name]; {
		case name == "loss":
			out = append(out, f.Loss)
		case name == "accuracy":
			out = append(out, f.Accuracy)
		case ok:
			out = append(out, v)
		}
	}
	return out
}

// Mean returns the mean of a metric over the folds, and its standard deviation
// from fold to fold (with n−1). Both are NaN when there is no such metric.
func (c *CrossValidated) Mean(name string) (mean, deviation float64) {
	values := c.Values(name)
	n := float64(len(values))
	for _, v := range values {
		mean += v / n
	}
	if len(values) == 0 {
		return math.NaN(), math.NaN()
	}
	for _, v := range values {
		deviation += (v - mean) * (v - mean) / (n - 1)
	}
	return mean, math.Sqrt(deviation)
}

// Table returns the metrics of each fold, and their means.
func (c *CrossValidated) Table() display.Table {
	t := display.Table{Columns: []string{"fold", "examples"}, RowHead: true}
	names := c.Names()
	for _, name := range names {
		t.Columns = append(t.Columns, titleOf(name))
	}
	for i, f := range c.Folds {
		row := []string{strconv.Itoa(i), strconv.Itoa(f.Examples)}
		for _, name := range names {
			row = append(row, number(c.Values(name)[i]))
		}
		t.Rows = append(t.Rows, row)
	}
	mean, deviation := []string{"mean", ""}, []string{"deviation", ""}
	for _, name := range names {
		m, s := c.Mean(name)
		mean, deviation = append(mean, number(m)), append(deviation, number(s))
	}
	t.Rows = append(t.Rows, mean, deviation)
	return t
}

// Display shows the table.
func (c *CrossValidated) Display() display.Bundle { return c.Table().Display() }

// String returns the means in one line.
func (c *CrossValidated) String() string {
	s := fmt.Sprintf("%d folds", len(c.Folds))
	for _, name := range c.Names() {
		m, deviation := c.Mean(name)
		s += fmt.Sprintf("  %s %s ± %s", titleOf(name), number(m), number(deviation))
	}
	return s
}
