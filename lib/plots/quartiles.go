package plots

import (
	"slices"

	"gonum.org/v1/gonum/stat"
)

// quartiles returns the first and the third quartile.
func quartiles(values []float64) (q1, q3 float64) {
	sorted := slices.Sorted(slices.Values(values))
	return stat.Quantile(0.25, stat.LinInterp, sorted, nil), stat.Quantile(0.75, stat.LinInterp, sorted, nil)
}
