package features

import (
	"fmt"
	"math"
	"slices"

	"github.com/gorgolab/gorgo/lib/data"
)

// Standardize gives columns mean 0 and standard deviation 1: (x − mean) / deviation,
// that of the population. A column that never varies becomes 0. NaN is left out, and
// stays.
type Standardize struct {
	// Columns by their names. Default: all.
	Columns []string
}

// Fit implements [Step].
func (s Standardize) Fit(d *data.Dataset) (Fitted, *data.Dataset, error) {
	return scaled("Standardize", d, s.Columns, func(v []float64) (shift, scale float64) {
		var mean, variance float64
		for _, x := range v {
			mean += x / float64(len(v))
		}
		for _, x := range v {
			variance += (x - mean) * (x - mean) / float64(len(v))
		}
		return mean, math.Sqrt(variance)
	})
}

// MinMax brings columns into 0…1: (x − min) / (max − min). A column that never varies
// becomes 0. NaN is left out, and stays.
type MinMax struct {
	// Columns by their names. Default: all.
	Columns []string
}

// Fit implements [Step].
func (s MinMax) Fit(d *data.Dataset) (Fitted, *data.Dataset, error) {
	return scaled("MinMax", d, s.Columns, func(v []float64) (shift, scale float64) {
		return v[0], v[len(v)-1] - v[0]
	})
}

// Robust takes the median away and divides by the distance between the quartiles, so
// that outliers do not matter. NaN is left out, and stays.
type Robust struct {
	// Columns by their names. Default: all.
	Columns []string
}

// Fit implements [Step].
func (s Robust) Fit(d *data.Dataset) (Fitted, *data.Dataset, error) {
	return scaled("Robust", d, s.Columns, func(v []float64) (shift, scale float64) {
		return quantile(v, .5), quantile(v, .75) - quantile(v, .25)
	})
}

// scaled learns a shift and a scale of the sorted numbers of each column.
func scaled(step string, d *data.Dataset, names []string, of func(sorted []float64) (shift, scale float64)) (Fitted, *data.Dataset, error) {
	list, err := columns(step, d, names)
	if err != nil {
		return nil, nil, err
	}
	e := each{step, d.Features(), map[int]func(float64) float64{}}
	for _, j := range list {
		v, err := known(step, d, j)
		if err != nil {
			return nil, nil, err
		}
		shift, scale := of(v)
		if scale == 0 {
			scale = 1
		}
		e.of[j] = func(x float64) float64 { return (x - shift) / scale }
	}
	return fitted(e, d)
}

// known returns the numbers of a column that are there, sorted; none, or an infinite
// one, is an error.
func known(step string, d *data.Dataset, j int) ([]float64, error) {
	v := slices.DeleteFunc(values(d, j), math.IsNaN)
	if len(v) == 0 {
		return nil, fmt.Errorf("features: %s: the column %q has no values, only NaN: drop it", step, name(d, j))
	}
	slices.Sort(v)
	if math.IsInf(v[0], 0) || math.IsInf(v[len(v)-1], 0) {
		return nil, fmt.Errorf("features: %s: the column %q holds an infinite value: replace it", step, name(d, j))
	}
	return v, nil
}

// quantile interpolates linearly between sorted values, as NumPy does.
func quantile(sorted []float64, p float64) float64 {
	at := p * float64(len(sorted)-1)
	low := int(at)
	if low+1 >= len(sorted) {
		return sorted[len(sorted)-1]
	}
	return sorted[low] + (at-float64(low))*(sorted[low+1]-sorted[low])
}
