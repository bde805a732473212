package features

import (
	"fmt"
	"math"
	"slices"
	"strconv"

	"github.com/gorgolab/gorgo/lib/data"
)

// categories returns the different values of a column, sorted; NaN is none.
func categories(step string, d *data.Dataset, j int) ([]float64, error) {
	v, err := known(step, d, j)
	return slices.Compact(v), err
}

func unknown(step string, d *data.Dataset, j, row int, v float64) error {
	return fmt.Errorf("features: %s: row %d of the column %q is %v, which the training part does not have", step, row, name(d, j), v)
}

// OneHot replaces a column of categories by one of 0 and 1 for each, in the order of
// their values: "island=0", "island=1" …
type OneHot struct {
	// Columns by their names. Required.
	Columns []string
	// DropFirst leaves out the column of the first category, which the others say.
	DropFirst bool
	// IgnoreUnknown makes zeros of a category that the training part does not have,
	// and of a missing value. By default they are errors.
	IgnoreUnknown bool
}

// Fit implements [Step].
func (s OneHot) Fit(d *data.Dataset) (Fitted, *data.Dataset, error) {
	if len(s.Columns) == 0 {
		return nil, nil, fmt.Errorf("features: OneHot: want the names of columns that hold categories: set Columns")
	}
	list, err := columns("OneHot", d, s.Columns)
	if err != nil {
		return nil, nil, err
	}
	f := oneHot{s, d.Features(), map[int][]float64{}}
	for _, j := range list {
		if f.categories[j], err = categories("OneHot", d, j); err != nil {
			return nil, nil, err
		}
	}
	return fitted(f, d)
}

type oneHot struct {
	OneHot
	width      int
	categories map[int][]float64
}

// Transform implements [Fitted].
func (f oneHot) Transform(d *data.Dataset) (*data.Dataset, error) {
	if err := width("OneHot", d, f.width); err != nil {
		return nil, err
	}
	by := map[int][]column{}
	for j, list := range f.categories {
		out := make([]column, len(list))
		for k, category := range list {
			out[k] = column{name(d, j) + "=" + strconv.FormatFloat(category, 'g', -1, 32), make([]float64, d.Len())}
		}
		for i, v := range values(d, j) {
			k := slices.Index(list, v)
			switch {
			case k >= 0:
				out[k].values[i] = 1
			case !f.IgnoreUnknown:
				return nil, unknown("OneHot", d, j, i, v)
			}
		}
		if f.DropFirst {
			out = out[1:]
		}
		by[j] = out
	}
	return replaced(d, by)
}

// Ordinal replaces the categories of a column by 0, 1, 2 …, in the order of their
// values.
type Ordinal struct {
	// Columns by their names. Required.
	Columns []string
	// UnknownAs is what takes the place of a category that the training part does not
	// have, and of a missing value, when UseUnknown is set: −1, for instance. By
	// default they are errors.
	UnknownAs  float64
	UseUnknown bool
}

// Fit implements [Step].
func (s Ordinal) Fit(d *data.Dataset) (Fitted, *data.Dataset, error) {
	if len(s.Columns) == 0 {
		return nil, nil, fmt.Errorf("features: Ordinal: want the names of columns that hold categories: set Columns")
	}
	list, err := columns("Ordinal", d, s.Columns)
	if err != nil {
		return nil, nil, err
	}
	f := ordinal{s, d.Features(), map[int][]float64{}}
	for _, j := range list {
		if f.categories[j], err = categories("Ordinal", d, j); err != nil {
			return nil, nil, err
		}
	}
	return fitted(f, d)
}

type ordinal struct {
	Ordinal
	width      int
	categories map[int][]float64
}

// Transform implements [Fitted].
func (f ordinal) Transform(d *data.Dataset) (*data.Dataset, error) {
	if err := width("Ordinal", d, f.width); err != nil {
		return nil, err
	}
	by := map[int][]column{}
	for j, list := range f.categories {
		c := column{name(d, j), values(d, j)}
		for i, v := range c.values {
			k := slices.Index(list, v)
			switch {
			case k >= 0:
				c.values[i] = float64(k)
			case f.UseUnknown:
				c.values[i] = f.UnknownAs
			default:
				return nil, unknown("Ordinal", d, j, i, v)
			}
		}
		by[j] = []column{c}
	}
	return replaced(d, by)
}

// TargetEncode replaces a category by the mean of the targets of its rows, drawn
// towards the mean of all as if that had been seen Smooth times more:
//
//	(Σ target + Smooth·mean) / (rows + Smooth)
//
// A row of the training part gets what the rows of the other folds say, so that no
// label leaks into its own features (Micci-Barreca 2001; the folds as in scikit-learn's
// TargetEncoder). An unknown category, and a missing value, get the mean.
//
// The target is the single output of Targets, or the second of two classes.
type TargetEncode struct {
	// Columns by their names. Required.
	Columns []string
	// Smooth is how many rows the mean counts as, at least 0. Default 10.
	Smooth float64
	// Folds of the training part. Default 5.
	Folds int
	// Seed of the folds.
	Seed int
}

// Fit implements [Step].
func (s TargetEncode) Fit(d *data.Dataset) (Fitted, *data.Dataset, error) {
	if s.Smooth == 0 {
		s.Smooth = 10
	}
	if s.Folds == 0 {
		s.Folds = 5
	}
	if len(s.Columns) == 0 || !(s.Smooth >= 0) {
		return nil, nil, fmt.Errorf("features: TargetEncode: want names of columns and a Smooth of at least 0, got %q and %v", s.Columns, s.Smooth)
	}
	list, err := columns("TargetEncode", d, s.Columns)
	if err != nil {
		return nil, nil, err
	}
	target, err := targetOf(d)
	if err != nil {
		return nil, nil, err
	}
	folds, err := d.Folds(data.FoldOptions{Folds: s.Folds, Seed: s.Seed, Stratify: d.Targets == nil})
	if err != nil {
		return nil, nil, err
	}
	all := make([]int, d.Len())
	for i := range all {
		all[i] = i
	}
	f := targetEncoder{d.Features(), map[int]encoding{}}
	by := map[int][]column{}
	for _, j := range list {
		v := values(d, j)
		f.of[j] = s.learn(v, target, all)
		out := make([]float64, len(v))
		for _, fold := range folds {
			e := s.learn(v, target, fold.Train)
			for _, i := range fold.Test {
				out[i] = e.at(v[i])
			}
		}
		by[j] = []column{{name(d, j), out}}
	}
	learn, err := replaced(d, by)
	return f, learn, err
}

// targetOf returns the one number that each row is to say.
func targetOf(d *data.Dataset) ([]float64, error) {
	switch {
	case d.Targets != nil && d.Targets.Width() == 1:
		return d.Targets.Column(0), nil
	case d.Targets == nil && d.Y != nil && len(d.Classes) == 2:
		out := make([]float64, len(d.Y))
		for i, y := range d.Y {
			out[i] = float64(y)
		}
		return out, nil
	}
	return nil, fmt.Errorf("features: TargetEncode: want Targets with one output, or two classes")
}

// encoding is what categories stand for.
type encoding struct {
	mean float64
	of   map[float64]float64
}

func (e encoding) at(v float64) float64 {
	if m, ok := e.of[v]; ok {
		return m
	}
	return e.mean
}

func (s TargetEncode) learn(v, target []float64, rows []int) encoding {
	e := encoding{of: map[float64]float64{}}
	counts := map[float64]float64{}
	for _, i := range rows {
		e.mean += target[i] / float64(len(rows))
		if !math.IsNaN(v[i]) {
			e.of[v[i]] += target[i]
			counts[v[i]]++
		}
	}
	for category, n := range counts {
		e.of[category] = (e.of[category] + s.Smooth*e.mean) / (n + s.Smooth)
	}
	return e
}

type targetEncoder struct {
	width int
	of    map[int]encoding
}

// Transform implements [Fitted].
func (f targetEncoder) Transform(d *data.Dataset) (*data.Dataset, error) {
	e := each{"TargetEncode", f.width, map[int]func(float64) float64{}}
	for j, encoding := range f.of {
		e.of[j] = encoding.at
	}
	return e.Transform(d)
}
