package features

import (
	"fmt"
	"math"

	"github.com/gorgolab/gorgo/lib/data"
	"gonum.org/v1/gonum/mat"
)

// PCA turns columns into directions in which the training part varies most, the first
// most of all: principal components (Pearson 1901; Hotelling 1933). Columns of
// different units are standardised before. Missing values are errors: fill them in
// before.
type PCA struct {
	// Components is the number of directions that are kept. Default: as many as it
	// takes for Variance.
	Components int
	// Variance is the share of the variance that is kept, from 0 to 1. Default 0.95.
	Variance float64
	// Whiten gives every component a variance of 1.
	Whiten bool
}

// Fit implements [Step].
func (s PCA) Fit(d *data.Dataset) (Fitted, *data.Dataset, error) {
	rows, features := d.Len(), d.Features()
	if s.Variance == 0 {
		s.Variance = .95
	}
	if s.Components < 0 || s.Components > min(rows, features) || !(s.Variance > 0 && s.Variance <= 1) {
		return nil, nil, fmt.Errorf("features: PCA: want 1 to %d Components and a Variance between 0 and 1, got %d and %v", min(rows, features), s.Components, s.Variance)
	}
	f := &pca{width: features, mean: make([]float64, features)}
	x := mat.NewDense(rows, features, nil)
	for j := range features {
		for i, v := range values(d, j) {
			if v-v != 0 {
				return nil, nil, fmt.Errorf("features: PCA: row %d of the column %q is %v: fill it in before", i, name(d, j), v)
			}
			f.mean[j] += v / float64(rows)
			x.Set(i, j, v)
		}
	}
	for i := range rows {
		for j := range features {
			x.Set(i, j, x.At(i, j)-f.mean[j])
		}
	}
	var svd mat.SVD
	if !svd.Factorize(x, mat.SVDThin) {
		return nil, nil, fmt.Errorf("features: PCA: the decomposition did not converge")
	}
	var v mat.Dense
	svd.VTo(&v)
	f.learn(s, &v, svd.Values(nil), rows)
	return fitted(f, d)
}

// learn keeps the first directions. Of two signs it takes that in which the greatest
// number is positive.
func (f *pca) learn(s PCA, v *mat.Dense, singular []float64, rows int) {
	total, kept := 0.0, 0.0
	for _, x := range singular {
		total += x * x
	}
	for k, x := range singular {
		if s.Components > 0 && k == s.Components || s.Components == 0 && k > 0 && kept >= s.Variance*total*(1-1e-12) {
			break
		}
		kept += x * x
		direction := make([]float64, f.width)
		greatest := 0.0
		for j := range direction {
			direction[j] = v.At(j, k)
			if math.Abs(direction[j]) > math.Abs(greatest) {
				greatest = direction[j]
			}
		}
		scale := math.Copysign(1, greatest)
		if s.Whiten && x > 0 {
			scale *= math.Sqrt(float64(rows-1)) / x
		}
		for j := range direction {
			direction[j] *= scale
		}
		f.directions = append(f.directions, direction)
	}
}

type pca struct {
	width      int
	mean       []float64
	directions [][]float64
}

// Transform implements [Fitted].
func (f *pca) Transform(d *data.Dataset) (*data.Dataset, error) {
	if err := width("PCA", d, f.width); err != nil {
		return nil, err
	}
	all := make([]column, len(f.directions))
	for k, direction := range f.directions {
		all[k] = column{fmt.Sprintf("pc%d", k+1), make([]float64, d.Len())}
		for i := range d.Len() {
			for j, v := range d.X.Row(i) {
				all[k].values[i] += direction[j] * (float64(v) - f.mean[j])
			}
		}
	}
	return table(d, all)
}
