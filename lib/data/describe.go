package data

// The statistics of columns: what Describe shows and what scalers learn.

import (
	"math"
	"slices"
	"strconv"
)

// column returns a copy of column j of the rows, flattened.
func (t *Tensor) column(j int) []float32 {
	width := t.Width()
	out := make([]float32, t.Rows())
	for i := range out {
		out[i] = t.Data[i*width+j]
	}
	return out
}

// featureName returns the name of feature j, or its number.
func (d *Dataset) featureName(j int) string {
	if j < len(d.FeatureNames) {
		return d.FeatureNames[j]
	}
	return "x" + strconv.Itoa(j)
}

// statistics of one column; missing values (NaN) are counted and left out.
type statistics struct {
	count, missing      int
	mean, deviation     float64
	min, q1, median, q3 float64
	max                 float64
}

// describe computes the statistics of a column. The deviation is that of the
// population. With no values at all they are NaN.
func describe(column []float32) statistics {
	values := make([]float64, 0, len(column))
	for _, v := range column {
		if v == v {
			values = append(values, float64(v))
		}
	}
	s := statistics{count: len(values), missing: len(column) - len(values)}
	slices.Sort(values)
	var sum float64
	for _, v := range values {
		sum += v
	}
	s.mean = sum / float64(len(values))
	var squares float64
	for _, v := range values {
		squares += (v - s.mean) * (v - s.mean)
	}
	s.deviation = math.Sqrt(squares / float64(len(values)))
	s.min, s.q1, s.median, s.q3, s.max = quantile(values, 0), quantile(values, .25), quantile(values, .5), quantile(values, .75), quantile(values, 1)
	return s
}

// quantile interpolates linearly between the sorted values, as NumPy and
// spreadsheets do (Hyndman and Fan's type 7).
func quantile(sorted []float64, p float64) float64 {
	if len(sorted) == 0 {
		return math.NaN()
	}
	at := p * float64(len(sorted)-1)
	low := int(at)
	share := at - float64(low)
	if share == 0 {
		return sorted[low] // also keeps infinite neighbours from making a NaN
	}
	return sorted[low] + share*(sorted[low+1]-sorted[low])
}
