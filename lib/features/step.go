package features

import (
	"errors"
	"fmt"
	"slices"
	"strconv"

	"github.com/gorgolab/gorgo/lib/data"
)

// Step is a change of features that is learnt from the training part. It is settings
// without state.
type Step interface {
	// Fit learns from a data set, and returns what it learnt and the data set as a
	// model learns from it. For most steps that is Transform of it; [TargetEncode]
	// keeps each row's own label out.
	Fit(d *data.Dataset) (Fitted, *data.Dataset, error)
}

// Fitted is a step that has learnt.
type Fitted interface {
	// Transform returns the data set with the features changed.
	Transform(d *data.Dataset) (*data.Dataset, error)
}

// Pipeline is steps that have learnt, one after the other.
type Pipeline struct{ steps []Fitted }

// Fit lets the steps learn from the training part, one after the other, and returns
// them together with that part as a model learns from it.
func Fit(steps []Step, training *data.Dataset) (*Pipeline, *data.Dataset, error) {
	if training == nil {
		return nil, nil, errors.New("features: Fit: the data set is nil")
	}
	if err := training.Check(); err != nil {
		return nil, nil, fmt.Errorf("features: Fit: %w", err)
	}
	if training.Len() == 0 {
		return nil, nil, errors.New("features: Fit: the data set has no examples to learn from")
	}
	p, d := &Pipeline{}, training
	for i, s := range steps {
		if s == nil {
			return nil, nil, fmt.Errorf("features: Fit: step %d is nil", i)
		}
		fitted, after, err := s.Fit(d)
		if err != nil {
			return nil, nil, fmt.Errorf("%w (step %d of the pipeline)", err, i)
		}
		p.steps, d = append(p.steps, fitted), after
	}
	return p, d, nil
}

// MustFit is [Fit], but panics on an error.
func MustFit(steps []Step, training *data.Dataset) (*Pipeline, *data.Dataset) {
	p, d, err := Fit(steps, training)
	if err != nil {
		panic(err)
	}
	return p, d
}

// Transform does with a data set what was learnt.
func (p *Pipeline) Transform(d *data.Dataset) (*data.Dataset, error) {
	if d == nil {
		return nil, errors.New("features: Transform: the data set is nil")
	}
	if err := d.Check(); err != nil {
		return nil, fmt.Errorf("features: Transform: %w", err)
	}
	var err error
	for i, s := range p.steps {
		if d, err = s.Transform(d); err != nil {
			return nil, fmt.Errorf("%w (step %d of the pipeline)", err, i)
		}
	}
	return d, nil
}

// MustTransform is [Pipeline.Transform], but panics on an error.
func (p *Pipeline) MustTransform(d *data.Dataset) *data.Dataset {
	out, err := p.Transform(d)
	if err != nil {
		panic(err)
	}
	return out
}

// Prepare returns what lets the steps learn from one data set and changes that and
// another: the Prepare of a train.CrossValidation.
func Prepare(steps []Step) func(training, test *data.Dataset) (*data.Dataset, *data.Dataset, error) {
	return func(training, test *data.Dataset) (*data.Dataset, *data.Dataset, error) {
		p, learn, err := Fit(steps, training)
		if err != nil {
			return nil, nil, err
		}
		test, err = p.Transform(test)
		return learn, test, err
	}
}

// columns are the places of columns, by their names; all without names.
func columns(step string, d *data.Dataset, names []string) ([]int, error) {
	if names == nil {
		all := make([]int, d.Features())
		for j := range all {
			all[j] = j
		}
		return all, nil
	}
	var out []int
	for _, name := range names {
		j := slices.Index(d.FeatureNames, name)
		if j < 0 {
			return nil, fmt.Errorf("features: %s: there is no column %q: there are %q", step, name, d.FeatureNames)
		}
		if slices.Contains(out, j) {
			return nil, fmt.Errorf("features: %s: the column %q is named twice", step, name)
		}
		out = append(out, j)
	}
	return out, nil
}

// name returns the name of a column, or x and its number.
func name(d *data.Dataset, j int) string {
	if j < len(d.FeatureNames) {
		return d.FeatureNames[j]
	}
	return "x" + strconv.Itoa(j)
}

// values returns a column.
func values(d *data.Dataset, j int) []float64 { return d.X.Column(j) }

// width reports a data set that has other columns than the one that a step learnt
// from.
func width(step string, d *data.Dataset, want int) error {
	if got := d.Features(); got != want {
		return fmt.Errorf("features: %s: it learnt from %d columns, this data set has %d", step, want, got)
	}
	return nil
}

// column is a new column.
type column struct {
	name   string
	values []float64
}

// replaced returns a data set with each of some columns replaced by any number of
// others, in its place.
func replaced(d *data.Dataset, by map[int][]column) (*data.Dataset, error) {
	var all []column
	for j := range d.Features() {
		if list, ok := by[j]; ok {
			all = append(all, list...)
		} else {
			all = append(all, column{name(d, j), values(d, j)})
		}
	}
	return table(d, all)
}

// table returns a data set with these columns for the same rows.
func table(d *data.Dataset, all []column) (*data.Dataset, error) {
	if len(all) == 0 {
		return nil, errors.New("features: no column is left")
	}
	x := data.Zeros(d.Len(), len(all))
	names := make([]string, len(all))
	for j, c := range all {
		names[j] = c.name
		for i, v := range c.values {
			x.Set(float32(v), i, j)
		}
	}
	out := *d
	out.X, out.FeatureNames, out.Image = x, names, nil
	if err := out.Check(); err != nil {
		return nil, err
	}
	return &out, nil
}

// each changes some columns number by number.
type each struct {
	step  string
	width int
	of    map[int]func(v float64) float64
}

// Transform implements [Fitted].
func (e each) Transform(d *data.Dataset) (*data.Dataset, error) {
	if err := width(e.step, d, e.width); err != nil {
		return nil, err
	}
	by := map[int][]column{}
	for j, f := range e.of {
		c := column{name(d, j), values(d, j)}
		for i, v := range c.values {
			c.values[i] = f(v)
		}
		by[j] = []column{c}
	}
	return replaced(d, by)
}

// fitted returns a step and what it makes of the data set that it learnt from.
func fitted(f Fitted, d *data.Dataset) (Fitted, *data.Dataset, error) {
	after, err := f.Transform(d)
	if err != nil {
		return nil, nil, err
	}
	return f, after, nil
}
