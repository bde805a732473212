package metrics

// Shares of predictions that are right.

import (
	"fmt"
	"math"

	"github.com/gorgolab/gorgo/lib/data"
)

// Accuracy returns the share of predictions that are right.
func Accuracy(y, predicted []int) (float64, error) { return Weights(nil).Accuracy(y, predicted) }

// MustAccuracy is [Accuracy], but panics on an error.
func MustAccuracy(y, predicted []int) float64 { return must(Accuracy(y, predicted)) }

// Accuracy is [Accuracy] of weighted examples.
func (w Weights) Accuracy(y, predicted []int) (float64, error) {
	if err := checkLabels("Accuracy", y, predicted, math.MaxInt); err != nil {
		return 0, err
	}
	if err := w.check("Accuracy", len(y)); err != nil {
		return 0, err
	}
	return w.mean(len(y), func(i int) float64 { return indicator(y[i] == predicted[i]) }), nil
}

// MustAccuracy is [Weights.Accuracy], but panics on an error.
func (w Weights) MustAccuracy(y, predicted []int) float64 { return must(w.Accuracy(y, predicted)) }

// BalancedAccuracy returns the mean of the recalls of the classes that occur:
// the accuracy if every class occurred equally often (Brodersen et al., The
// balanced accuracy and its posterior distribution, ICPR 2010).
func BalancedAccuracy(y, predicted []int, classes []string) (float64, error) {
	return Weights(nil).BalancedAccuracy(y, predicted, classes)
}

// MustBalancedAccuracy is [BalancedAccuracy], but panics on an error.
func MustBalancedAccuracy(y, predicted []int, classes []string) float64 {
	return must(BalancedAccuracy(y, predicted, classes))
}

// BalancedAccuracy is [BalancedAccuracy] of weighted examples.
func (w Weights) BalancedAccuracy(y, predicted []int, classes []string) (float64, error) {
	m, err := w.confusion("BalancedAccuracy", y, predicted, classes)
	if err != nil {
		return 0, err
	}
	return m.BalancedAccuracy(), nil
}

// MustBalancedAccuracy is [Weights.BalancedAccuracy], but panics on an error.
func (w Weights) MustBalancedAccuracy(y, predicted []int, classes []string) float64 {
	return must(w.BalancedAccuracy(y, predicted, classes))
}

// TopKAccuracy returns the share of examples whose class is among the k that
// score highest. Of classes that score the same the one with the greater number
// comes first, as in scikit-learn. p is (examples, classes), or (examples, 1)
// with the score of the second of two classes.
func TopKAccuracy(y []int, p *data.Tensor, classes []string, k int) (float64, error) {
	return Weights(nil).TopKAccuracy(y, p, classes, k)
}

// MustTopKAccuracy is [TopKAccuracy], but panics on an error.
func MustTopKAccuracy(y []int, p *data.Tensor, classes []string, k int) float64 {
	return must(TopKAccuracy(y, p, classes, k))
}

// TopKAccuracy is [TopKAccuracy] of weighted examples.
func (w Weights) TopKAccuracy(y []int, p *data.Tensor, classes []string, k int) (float64, error) {
	p, err := checkScores("TopKAccuracy", y, p, len(classes))
	if err != nil {
		return 0, err
	}
	if k < 1 {
		return 0, fmt.Errorf("metrics: TopKAccuracy: want k of at least 1, got %d", k)
	}
	if err := w.check("TopKAccuracy", len(y)); err != nil {
		return 0, err
	}
	return w.mean(len(y), func(i int) float64 { return indicator(rank(p.Row(i), y[i]) < k) }), nil
}

// MustTopKAccuracy is [Weights.TopKAccuracy], but panics on an error.
func (w Weights) MustTopKAccuracy(y []int, p *data.Tensor, classes []string, k int) float64 {
	return must(w.TopKAccuracy(y, p, classes, k))
}

// rank returns how many classes come before class c.
func rank(scores []float32, c int) int {
	before := 0
	for j, v := range scores {
		if v > scores[c] || v == scores[c] && j > c {
			before++
		}
	}
	return before
}

// Predicted returns for every row of the probabilities the most probable
// class. One column is the probability of the second of two classes, which is
// predicted from 0.5 on.
func Predicted(p *data.Tensor) []int {
	if p.Width() != 1 {
		return p.ArgMax()
	}
	out := make([]int, p.Rows())
	for i, v := range p.Data {
		if v >= 0.5 {
			out[i] = 1
		}
	}
	return out
}

func indicator(b bool) float64 {
	if b {
		return 1
	}
	return 0
}
