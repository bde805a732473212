package metrics

import (
	"fmt"
	"math"
)

// Weights says how much each example counts: twice the weight is the example
// taken twice. nil weighs all examples alike. Its methods are the functions of
// this package, with the weights taken into account:
//
//	metrics.Accuracy(y, predicted)
//	metrics.Weights(w).Accuracy(y, predicted)
//
// Weights are at least 0, and at least one is positive.
type Weights []float64

// check reports weights that do not fit n examples.
func (w Weights) check(metric string, n int) error {
	if err := w.each(metric, n); err != nil || w == nil {
		return err
	}
	var sum float64
	for _, v := range w {
		sum += v
	}
	if sum == 0 {
		return fmt.Errorf("metrics: %s: all weights are 0: %w", metric, ErrEmpty)
	}
	return nil
}

// each is check, but for weights that may all be 0, as in one batch of many.
func (w Weights) each(metric string, n int) error {
	if w == nil {
		return nil
	}
	if len(w) != n {
		return fmt.Errorf("metrics: %s: want one weight for each example, got %d weights and %d examples", metric, len(w), n)
	}
	for i, v := range w {
		if !(v >= 0) || math.IsInf(v, 0) {
			return fmt.Errorf("metrics: %s: weight %d is %v: want a finite number of at least 0", metric, i, v)
		}
	}
	return nil
}

// at returns the weight of example i.
func (w Weights) at(i int) float64 {
	if w == nil {
		return 1
	}
	return w[i]
}

// mean returns the weighted mean of a number of each of n examples.
func (w Weights) mean(n int, of func(i int) float64) float64 {
	var sum, total float64
	for i := range n {
		sum += w.at(i) * of(i)
		total += w.at(i)
	}
	return sum / total
}
