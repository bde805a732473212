package features

import (
	"fmt"
	"math"

	"github.com/gorgolab/gorgo/lib/data"
)

// Filling says what takes the place of a missing value.
type Filling string

// The fillings.
const (
	Mean         Filling = ""
	Median       Filling = "median"
	MostFrequent Filling = "most_frequent" // the least of several
	Constant     Filling = "constant"
)

// Impute fills in missing values, which are NaN.
type Impute struct {
	// Columns by their names. Default: all.
	Columns []string
	// With says what takes their place: [Mean], [Median], [MostFrequent] of the
	// training part, or Value for [Constant]. Default Mean.
	With  Filling
	Value float64
	// Indicator adds, behind all others, a column "NAME missing" of 0 and 1 for each
	// column of the training part in which something is missing.
	Indicator bool
}

// Fit implements [Step].
func (s Impute) Fit(d *data.Dataset) (Fitted, *data.Dataset, error) {
	list, err := columns("Impute", d, s.Columns)
	if err != nil {
		return nil, nil, err
	}
	f := imputer{each: each{"Impute", d.Features(), map[int]func(float64) float64{}}}
	for _, j := range list {
		value := s.Value
		if s.With != Constant {
			v, err := known("Impute", d, j)
			if err != nil {
				return nil, nil, err
			}
			if value, err = s.With.of(v); err != nil {
				return nil, nil, err
			}
		}
		f.of[j] = func(x float64) float64 {
			if math.IsNaN(x) {
				return value
			}
			return x
		}
		if s.Indicator && anyNaN(values(d, j)) {
			f.indicators = append(f.indicators, j)
		}
	}
	return fitted(f, d)
}

func anyNaN(v []float64) bool {
	for _, x := range v {
		if math.IsNaN(x) {
			return true
		}
	}
	return false
}

// of returns the filling of sorted values.
func (f Filling) of(sorted []float64) (float64, error) {
	switch f {
	case Mean:
		var sum float64
		for _, x := range sorted {
			sum += x
		}
		return sum / float64(len(sorted)), nil
	case Median:
		return quantile(sorted, .5), nil
	case MostFrequent:
		best, most, run := sorted[0], 0, 0
		for i, x := range sorted {
			if i > 0 && x == sorted[i-1] {
				run++
			} else {
				run = 1
			}
			if run > most {
				best, most = x, run
			}
		}
		return best, nil
	}
	return 0, fmt.Errorf("features: Impute: there is no filling %q: use Mean, Median, MostFrequent or Constant", string(f))
}

type imputer struct {
	each
	indicators []int
}

// Transform implements [Fitted].
func (f imputer) Transform(d *data.Dataset) (*data.Dataset, error) {
	out, err := f.each.Transform(d)
	if err != nil || len(f.indicators) == 0 {
		return out, err
	}
	var all []column
	for j := range out.Features() {
		all = append(all, column{name(out, j), values(out, j)})
	}
	for _, j := range f.indicators {
		c := column{name(d, j) + " missing", values(d, j)}
		for i, v := range c.values {
			c.values[i] = 0
			if math.IsNaN(v) {
				c.values[i] = 1
			}
		}
		all = append(all, c)
	}
	return table(d, all)
}
