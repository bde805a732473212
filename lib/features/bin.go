package features

import (
	"fmt"
	"math"
	"slices"

	"github.com/gorgolab/gorgo/lib/data"
)

// Bin replaces numbers by the number of the bin that they fall into, from 0: bins of
// equal width between the least and the greatest value of the training part, or with
// Quantiles of about as many of its rows. What lies outside falls into the first or
// the last bin. NaN stays.
type Bin struct {
	// Columns by their names. Default: all.
	Columns []string
	// Bins is their number, at least 2. Default 5. With Quantiles there are fewer where
	// many rows have the same value.
	Bins int
	// Quantiles makes bins of as many rows each.
	Quantiles bool
}

// Fit implements [Step].
func (s Bin) Fit(d *data.Dataset) (Fitted, *data.Dataset, error) {
	if s.Bins == 0 {
		s.Bins = 5
	}
	if s.Bins < 2 {
		return nil, nil, fmt.Errorf("features: Bin: want at least 2 bins, got %d: set Bins", s.Bins)
	}
	list, err := columns("Bin", d, s.Columns)
	if err != nil {
		return nil, nil, err
	}
	e := each{"Bin", d.Features(), map[int]func(float64) float64{}}
	for _, j := range list {
		v, err := known("Bin", d, j)
		if err != nil {
			return nil, nil, err
		}
		var inner []float64 // the edges between bins
		for k := 1; k < s.Bins; k++ {
			at := float64(k) / float64(s.Bins)
			edge := v[0] + at*(v[len(v)-1]-v[0])
			if s.Quantiles {
				edge = quantile(v, at)
			}
			if edge > v[0] && edge < v[len(v)-1] {
				inner = append(inner, edge)
			}
		}
		inner = slices.Compact(inner)
		e.of[j] = func(x float64) float64 {
			if math.IsNaN(x) {
				return x
			}
			at, found := slices.BinarySearch(inner, x)
			if found { // an edge belongs to the bin above
				at++
			}
			return float64(at)
		}
	}
	return fitted(e, d)
}

// Polynomial adds products of columns: all of up to Degree factors, as in
// "a", "b", "a·a", "a·b", "b·b".
type Polynomial struct {
	// Degree is the greatest number of factors, at least 2. Default 2.
	Degree int
	// InteractionOnly leaves out products in which a column comes twice.
	InteractionOnly bool
}

// Fit implements [Step].
func (s Polynomial) Fit(d *data.Dataset) (Fitted, *data.Dataset, error) {
	if s.Degree == 0 {
		s.Degree = 2
	}
	if s.Degree < 2 {
		return nil, nil, fmt.Errorf("features: Polynomial: want a Degree of at least 2, got %d", s.Degree)
	}
	f := polynomial{width: d.Features()}
	for n := 1; n <= s.Degree; n++ {
		f.products = s.extend(f.products, nil, 0, n, d.Features())
		if len(f.products) > 10_000 {
			return nil, nil, fmt.Errorf("features: Polynomial: %d columns have more than 10000 products of degree %d: take fewer columns, or a smaller Degree", d.Features(), s.Degree)
		}
	}
	return fitted(f, d)
}

// extend adds all products of n more factors, from a column on.
func (s Polynomial) extend(to [][]int, factors []int, from, n, width int) [][]int {
	if n == 0 {
		return append(to, slices.Clone(factors))
	}
	for j := from; j < width && len(to) <= 10_000; j++ {
		next := j
		if s.InteractionOnly {
			next++
		}
		to = s.extend(to, append(factors, j), next, n-1, width)
	}
	return to
}

type polynomial struct {
	width    int
	products [][]int
}

// Transform implements [Fitted].
func (f polynomial) Transform(d *data.Dataset) (*data.Dataset, error) {
	if err := width("Polynomial", d, f.width); err != nil {
		return nil, err
	}
	var all []column
	for _, factors := range f.products {
		c := column{values: make([]float64, d.Len())}
		for i := range c.values {
			c.values[i] = 1
			for _, j := range factors {
				c.values[i] *= float64(d.X.Row(i)[j])
			}
		}
		for k, j := range factors {
			if k > 0 {
				c.name += "·"
			}
			c.name += name(d, j)
		}
		all = append(all, c)
	}
	return table(d, all)
}
