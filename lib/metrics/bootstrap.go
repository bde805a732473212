package metrics

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"github.com/gorgolab/gorgo/display"
	"gonum.org/v1/gonum/stat/distuv"
)

// Interval is a measured value and the interval in which it would lie, with the
// given confidence, were it measured on other examples of the same kind.
type Interval struct {
	Value, Low, High float64
	// Confidence such as 0.95.
	Confidence float64
	// Resamples that the interval comes from, without those in which the value
	// was undefined.
	Resamples int
}

// BootstrapOptions says how [Bootstrap] works. The zero value gives a 95 %
// percentile interval from 1000 resamples.
type BootstrapOptions struct {
	// Resamples is how often the examples are drawn anew. Default 1000.
	Resamples int
	// Confidence of the interval, between 0 and 1. Default 0.95.
	Confidence float64
	// BCa corrects the interval for bias and for a spread that depends on the
	// value (Efron, Better Bootstrap Confidence Intervals, 1987). It measures
	// once more for every example.
	BCa bool
	// Seed of the draws.
	Seed int
}

// Bootstrap measures n examples, and says how sure the result is: it draws n of
// them with replacement, again and again, and measures each draw (Efron,
// Bootstrap Methods, 1979). measure gets the numbers of the drawn examples, in
// which one may occur more than once:
//
//	acc, err := metrics.Bootstrap(len(y), func(rows []int) (float64, error) {
//		return metrics.Accuracy(metrics.Pick(y, rows), metrics.Pick(predicted, rows))
//	}, metrics.BootstrapOptions{Seed: 1})
//
// Draws in which the value is NaN, since a class does not occur in them, are
// left out; more than half of those is an error, and so is an error of measure.
func Bootstrap(n int, measure func(rows []int) (float64, error), opts BootstrapOptions) (*Interval, error) {
	opts, err := opts.defaults()
	if err != nil {
		return nil, err
	}
	if n < 2 {
		return nil, fmt.Errorf("metrics: Bootstrap: want at least 2 examples, got %d", n)
	}
	rows := make([]int, n)
	for i := range rows {
		rows[i] = i
	}
	value, err := measure(rows)
	if err != nil {
		return nil, fmt.Errorf("metrics: Bootstrap: %w", err)
	}
	out := &Interval{Value: value, Confidence: opts.Confidence}
	random := rand.New(rand.NewPCG(uint64(opts.Seed), 0))
	var drawn []float64
	for range opts.Resamples {
		for i := range rows {
			rows[i] = random.IntN(n)
		}
		v, err := measure(rows)
		if err != nil {
			return nil, fmt.Errorf("metrics: Bootstrap: a draw: %w", err)
		}
		if !math.IsNaN(v) {
			drawn = append(drawn, v)
		}
	}
	if 2*len(drawn) < opts.Resamples || math.IsNaN(value) {
		return nil, fmt.Errorf("metrics: Bootstrap: the value is undefined in %d of %d draws: some class has too few examples", opts.Resamples-len(drawn), opts.Resamples)
	}
	slices.Sort(drawn)
	out.Resamples = len(drawn)
	tail := (1 - opts.Confidence) / 2
	low, high := tail, 1-tail
	if opts.BCa {
		if low, high, err = corrected(n, measure, drawn, value, tail); err != nil {
			return nil, err
		}
	}
	out.Low, out.High = quantile(drawn, low), quantile(drawn, high)
	return out, nil
}

// MustBootstrap is [Bootstrap], but panics on an error.
func MustBootstrap(n int, measure func(rows []int) (float64, error), opts BootstrapOptions) *Interval {
	return must(Bootstrap(n, measure, opts))
}

func (o BootstrapOptions) defaults() (BootstrapOptions, error) {
	var wrong []error
	if o.Resamples < 0 {
		wrong = append(wrong, fmt.Errorf("metrics: Bootstrap: want at least 1 resample, got %d: set Resamples", o.Resamples))
	}
	if o.Confidence != 0 && !(o.Confidence > 0 && o.Confidence < 1) {
		wrong = append(wrong, fmt.Errorf("metrics: Bootstrap: want a confidence between 0 and 1, got %v: set Confidence", o.Confidence))
	}
	if o.Resamples == 0 {
		o.Resamples = 1000
	}
	if o.Confidence == 0 {
		o.Confidence = .95
	}
	return o, errors.Join(wrong...)
}

// corrected returns at which shares of the draws the ends of the BCa interval
// lie. The acceleration comes from the jackknife: the values without each one
// of the examples.
func corrected(n int, measure func(rows []int) (float64, error), drawn []float64, value, tail float64) (low, high float64, err error) {
	rows := make([]int, n-1)
	without := make([]float64, n)
	var mean float64
	for leave := range n {
		for i := range rows {
			rows[i] = i
			if i >= leave {
				rows[i]++
			}
		}
		if without[leave], err = measure(rows); err != nil {
			return 0, 0, fmt.Errorf("metrics: Bootstrap: without example %d: %w", leave, err)
		}
		mean += without[leave] / float64(n)
	}
	var squares, cubes float64
	for _, v := range without {
		squares += (mean - v) * (mean - v)
		cubes += (mean - v) * (mean - v) * (mean - v)
	}
	acceleration := cubes / (6 * math.Pow(squares, 1.5))
	// Half of the draws that equal the value count as below it.
	var below float64
	for _, v := range drawn {
		below += indicator(v < value)/2 + indicator(v <= value)/2
	}
	bias := distuv.UnitNormal.Quantile(below / float64(len(drawn)))
	at := func(share float64) float64 {
		z := bias + distuv.UnitNormal.Quantile(share)
		return distuv.UnitNormal.CDF(bias + z/(1-acceleration*z))
	}
	low, high = at(tail), at(1-tail)
	if math.IsNaN(low) || math.IsNaN(high) {
		return 0, 0, errors.New("metrics: Bootstrap: the value is the same whatever example is left out: BCa has nothing to correct, leave it off")
	}
	return low, high, nil
}

// quantile interpolates linearly between order statistics.
func quantile(sorted []float64, share float64) float64 {
	at := share * float64(len(sorted)-1)
	low := int(at)
	high := min(low+1, len(sorted)-1)
	return sorted[low] + (at-float64(low))*(sorted[high]-sorted[low])
}

// Pick returns the labels of the given rows, for [Bootstrap].
func Pick(labels, rows []int) []int {
	out := make([]int, len(rows))
	for k, i := range rows {
		out[k] = labels[i]
	}
	return out
}

// String returns the value with its interval: 0.912 (95 %: 0.884 to 0.937).
func (i *Interval) String() string {
	return fmt.Sprintf("%s (%.3g %%: %s to %s)", score(i.Value), 100*i.Confidence, score(i.Low), score(i.High))
}

// Display shows the value with its interval.
func (i *Interval) Display() display.Bundle {
	return display.Bundle{Data: map[string]any{display.MIMEText: i.String()}}
}
