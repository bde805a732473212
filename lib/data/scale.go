package data

import (
	"fmt"
	"math"
)

// Scaler changes the features of examples number by number, and back. It is
// fitted on the training part only: what it learnt there is then applied to
// every other part, so that nothing of the test part leaks into training.
type Scaler interface {
	// Transform returns scaled features in a new tensor.
	Transform(x *Tensor) (*Tensor, error)
	// Inverse returns the features that Transform had scaled.
	Inverse(x *Tensor) (*Tensor, error)
}

// StandardScaler gives every feature mean 0 and standard deviation 1 on the
// data that it was fitted on: (x − mean) / deviation. A feature that never
// varies becomes 0. The deviation is that of the population (divided by n).
type StandardScaler struct {
	Mean      []float32 // one per feature, or a single one for all
	Deviation []float32
}

// MinMaxScaler brings every feature into 0…1 on the data that it was fitted
// on: (x − min) / (max − min). A feature that never varies becomes 0. Other
// data may lie outside of 0…1.
type MinMaxScaler struct {
	Min []float32 // one per feature, or a single one for all
	Max []float32
}

// FitStandard learns the mean and the deviation of each feature of d, which
// should be the training part. The pixels of images share one of each, since
// they share one unit. NaN, a missing value, is left out of the statistics.
func FitStandard(d *Dataset) (*StandardScaler, error) {
	columns, err := columnsToFit("FitStandard", d)
	if err != nil {
		return nil, err
	}
	s := &StandardScaler{}
	for _, c := range columns {
		st := describe(c)
		s.Mean = append(s.Mean, float32(st.mean))
		s.Deviation = append(s.Deviation, float32(st.deviation))
	}
	return s, nil
}

// MustFitStandard is [FitStandard], but panics on an error.
func MustFitStandard(d *Dataset) *StandardScaler { return must(FitStandard(d)) }

// FitMinMax learns the least and the greatest value of each feature of d,
// which should be the training part. The pixels of images share one range,
// since they share one unit. NaN, a missing value, is left out.
func FitMinMax(d *Dataset) (*MinMaxScaler, error) {
	columns, err := columnsToFit("FitMinMax", d)
	if err != nil {
		return nil, err
	}
	s := &MinMaxScaler{}
	for _, c := range columns {
		st := describe(c)
		s.Min = append(s.Min, float32(st.min))
		s.Max = append(s.Max, float32(st.max))
	}
	return s, nil
}

// MustFitMinMax is [FitMinMax], but panics on an error.
func MustFitMinMax(d *Dataset) *MinMaxScaler { return must(FitMinMax(d)) }

// Scale returns the data set with its features scaled.
func (d *Dataset) Scale(s Scaler) (*Dataset, error) {
	if err := d.Check(); err != nil {
		return nil, err
	}
	x, err := s.Transform(d.X)
	if err != nil {
		return nil, err
	}
	return d.WithX(x)
}

// MustScale is [Dataset.Scale], but panics on an error.
func (d *Dataset) MustScale(s Scaler) *Dataset { return must(d.Scale(s)) }

// Transform returns (x − mean) / deviation.
func (s *StandardScaler) Transform(x *Tensor) (*Tensor, error) {
	return mapColumns("StandardScaler", x, s.Mean, s.Deviation, func(v, mean, dev float32) float32 { return (v - mean) / orOne(dev) })
}

// Inverse returns x · deviation + mean.
func (s *StandardScaler) Inverse(x *Tensor) (*Tensor, error) {
	return mapColumns("StandardScaler", x, s.Mean, s.Deviation, func(v, mean, dev float32) float32 { return v*orOne(dev) + mean })
}

// Transform returns (x − min) / (max − min).
func (s *MinMaxScaler) Transform(x *Tensor) (*Tensor, error) {
	return mapColumns("MinMaxScaler", x, s.Min, s.Max, func(v, lo, hi float32) float32 { return (v - lo) / orOne(hi-lo) })
}

// Inverse returns x · (max − min) + min.
func (s *MinMaxScaler) Inverse(x *Tensor) (*Tensor, error) {
	return mapColumns("MinMaxScaler", x, s.Min, s.Max, func(v, lo, hi float32) float32 { return v*orOne(hi-lo) + lo })
}

// orOne keeps a feature that never varies from being divided by zero.
func orOne(spread float32) float32 {
	if spread == 0 {
		return 1
	}
	return spread
}

// columnsToFit returns the columns whose statistics a scaler learns: one per
// feature, or all pixels as one column when the rows are images.
func columnsToFit(fit string, d *Dataset) ([][]float32, error) {
	if err := d.Check(); err != nil {
		return nil, err
	}
	if d.Len() == 0 {
		return nil, fmt.Errorf("data: %s: %s has no examples to learn a scale from", fit, d.label())
	}
	columns := make([][]float32, d.Features())
	for j := range columns {
		columns[j] = d.X.column(j)
	}
	if d.Image != nil {
		columns = [][]float32{d.X.Data}
	}
	for j, c := range columns {
		st := describe(c)
		if st.count == 0 {
			return nil, fmt.Errorf("data: %s: feature %s of %s has no values, only NaN: drop it", fit, d.featureName(j), d.label())
		}
		if math.IsInf(st.min, 0) || math.IsInf(st.max, 0) {
			return nil, fmt.Errorf("data: %s: feature %s of %s holds an infinite value: replace it", fit, d.featureName(j), d.label())
		}
	}
	return columns, nil
}

// mapColumns applies f to every element with its column's two parameters,
// where one pair of parameters serves all columns.
func mapColumns(scaler string, x *Tensor, a, b []float32, f func(v, a, b float32) float32) (*Tensor, error) {
	if err := x.Check(); err != nil {
		return nil, err
	}
	if len(a) == 0 || len(a) != len(b) {
		return nil, fmt.Errorf("data: %s: it was not fitted: make it with data.Fit…", scaler)
	}
	width := x.Width()
	if len(a) != 1 && len(a) != width {
		return nil, fmt.Errorf("data: %s: it was fitted on %d features, got a tensor %s with %d", scaler, len(a), formatShape(x.Shape), width)
	}
	out := Zeros(x.Shape...)
	for i, v := range x.Data {
		j := 0
		if len(a) > 1 {
			j = i % width
		}
		out.Data[i] = f(v, a[j], b[j])
	}
	return out, nil
}
