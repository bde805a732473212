package metrics

import (
	"fmt"
	"math"
	"slices"
	"sort"

	"github.com/gorgolab/gorgo/display"
	"github.com/gorgolab/gorgo/lib/data"
)

// CalibrationOptions says into which bins probabilities fall.
type CalibrationOptions struct {
	// Bins is the number of bins. Default 10.
	Bins int
	// Quantiles makes bins of equally many examples; by default they are
	// equally wide.
	Quantiles bool
}

// Calibrated says how often what was given a probability came true.
type Calibrated struct {
	// Class is the class whose probability is meant; empty for the probability
	// of whatever class was predicted.
	Class string
	// Predicted is the mean probability in each bin that is not empty, Observed
	// the share of its examples for which it came true. For a calibrated model
	// they are equal.
	Predicted, Observed []float64
	// Share is the share of all examples in each of those bins.
	Share []float64
	// Error is Σ share·|predicted − observed|: the expected calibration error.
	Error float64
}

// Calibration compares probabilities with what came true: positive says for
// which examples it did, p the probability that was given to that, from 0 to 1.
// Bins are closed on the right: the first takes 0 as well.
func Calibration(positive []bool, p []float32, opts CalibrationOptions) (*Calibrated, error) {
	return Weights(nil).Calibration(positive, p, opts)
}

// MustCalibration is [Calibration], but panics on an error.
func MustCalibration(positive []bool, p []float32, opts CalibrationOptions) *Calibrated {
	return must(Calibration(positive, p, opts))
}

// Calibration is [Calibration] of weighted examples. Quantiles are those of the
// examples without their weights.
func (w Weights) Calibration(positive []bool, p []float32, opts CalibrationOptions) (*Calibrated, error) {
	return w.calibration("Calibration", positive, p, opts)
}

// MustCalibration is [Weights.Calibration], but panics on an error.
func (w Weights) MustCalibration(positive []bool, p []float32, opts CalibrationOptions) *Calibrated {
	return must(w.Calibration(positive, p, opts))
}

// TopCalibration compares the probability that was given to the predicted class
// with how often that class was right: what is meant by the calibration of a
// classifier, and by its expected calibration error (Guo et al., On Calibration
// of Modern Neural Networks, ICML 2017). p is (examples, classes), or
// (examples, 1) with the probability of the second of two classes.
func TopCalibration(y []int, p *data.Tensor, classes []string, opts CalibrationOptions) (*Calibrated, error) {
	return Weights(nil).TopCalibration(y, p, classes, opts)
}

// MustTopCalibration is [TopCalibration], but panics on an error.
func MustTopCalibration(y []int, p *data.Tensor, classes []string, opts CalibrationOptions) *Calibrated {
	return must(TopCalibration(y, p, classes, opts))
}

// TopCalibration is [TopCalibration] of weighted examples.
func (w Weights) TopCalibration(y []int, p *data.Tensor, classes []string, opts CalibrationOptions) (*Calibrated, error) {
	p, err := w.probabilities("TopCalibration", y, p, classes)
	if err != nil {
		return nil, err
	}
	right, top := make([]bool, len(y)), make([]float32, len(y))
	for i, c := range p.ArgMax() {
		right[i], top[i] = c == y[i], p.Row(i)[c]
	}
	return w.calibration("TopCalibration", right, top, opts)
}

// MustTopCalibration is [Weights.TopCalibration], but panics on an error.
func (w Weights) MustTopCalibration(y []int, p *data.Tensor, classes []string, opts CalibrationOptions) *Calibrated {
	return must(w.TopCalibration(y, p, classes, opts))
}

func (w Weights) calibration(metric string, positive []bool, p []float32, opts CalibrationOptions) (*Calibrated, error) {
	if len(positive) != len(p) {
		return nil, fmt.Errorf("metrics: %s: want as many probabilities as examples, got %d probabilities and %d examples", metric, len(p), len(positive))
	}
	if len(p) == 0 {
		return nil, fmt.Errorf("metrics: %s: %w", metric, ErrEmpty)
	}
	if err := w.check(metric, len(p)); err != nil {
		return nil, err
	}
	for i, v := range p {
		if !(v >= 0 && v <= 1) {
			return nil, fmt.Errorf("metrics: %s: probability %d is %v: want probabilities from 0 to 1", metric, i, v)
		}
	}
	if opts.Bins < 0 {
		return nil, fmt.Errorf("metrics: %s: want at least 1 bin, got %d: set Bins", metric, opts.Bins)
	}
	bins := opts.Bins
	if bins == 0 {
		bins = 10
	}
	inner := bounds(p, bins, opts.Quantiles)
	weight, sum, came := make([]float64, bins), make([]float64, bins), make([]float64, bins)
	var all float64
	for i, v := range p {
		b := sort.SearchFloat64s(inner, float64(v))
		weight[b] += w.at(i)
		sum[b] += w.at(i) * float64(v)
		came[b] += w.at(i) * indicator(positive[i])
		all += w.at(i)
	}
	c := &Calibrated{}
	for b := range bins {
		if weight[b] == 0 {
			continue
		}
		predicted, observed, share := sum[b]/weight[b], came[b]/weight[b], weight[b]/all
		c.Predicted, c.Observed, c.Share = append(c.Predicted, predicted), append(c.Observed, observed), append(c.Share, share)
		c.Error += share * math.Abs(predicted-observed)
	}
	return c, nil
}

// bounds returns the bounds between bins.
func bounds(p []float32, bins int, quantiles bool) []float64 {
	inner := make([]float64, bins-1)
	var sorted []float32
	if quantiles {
		sorted = slices.Clone(p)
		slices.Sort(sorted)
	}
	for b := range inner {
		at := float64(b+1) / float64(bins)
		if !quantiles {
			inner[b] = at
			continue
		}
		// Linear interpolation between order statistics, as numpy has it.
		at *= float64(len(p) - 1)
		low := int(at)
		high := min(low+1, len(p)-1)
		inner[b] = float64(sorted[low]) + (at-float64(low))*(float64(sorted[high])-float64(sorted[low]))
	}
	return inner
}

// Table returns the bins.
func (c *Calibrated) Table() display.Table {
	t := display.Table{Columns: []string{"predicted", "came true", "share of examples"}, Caption: "Expected calibration error " + score(c.Error)}
	for b := range c.Predicted {
		t.Rows = append(t.Rows, []string{score(c.Predicted[b]), score(c.Observed[b]), score(c.Share[b])})
	}
	return t
}

// Display shows the bins as a table.
func (c *Calibrated) Display() display.Bundle { return c.Table().Display() }
