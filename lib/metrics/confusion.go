package metrics

// Who is taken for whom: the confusion matrix, on which the metrics of labels
// stand.

import (
	"fmt"
	"math"
)

// Confusion counts examples by their true class and their predicted class.
type Confusion struct {
	// Counts[t][p] is the number of examples of class t that were predicted
	// as class p.
	Counts [][]int
	// Sums[t][p] is the sum of their weights; nil when the examples have none.
	// What is computed from the matrix is computed from it where it is there.
	Sums [][]float64
	// Classes names the rows and columns.
	Classes []string
}

// Normalization says what the shares in a confusion matrix are shares of.
type Normalization int

const (
	ByTrue      Normalization = iota // of the true class: each row adds up to 1, the diagonal is the recall
	ByPredicted                      // of the predicted class: each column adds up to 1, the diagonal is the precision
	ByAll                            // of all examples
)

// ConfusionMatrix counts the examples by true and predicted class. The classes
// give the order; every label must be an index into them.
func ConfusionMatrix(y, predicted []int, classes []string) (*Confusion, error) {
	return Weights(nil).ConfusionMatrix(y, predicted, classes)
}

// MustConfusionMatrix is [ConfusionMatrix], but panics on an error.
func MustConfusionMatrix(y, predicted []int, classes []string) *Confusion {
	return must(ConfusionMatrix(y, predicted, classes))
}

// ConfusionMatrix is [ConfusionMatrix] of weighted examples.
func (w Weights) ConfusionMatrix(y, predicted []int, classes []string) (*Confusion, error) {
	return w.confusion("ConfusionMatrix", y, predicted, classes)
}

// MustConfusionMatrix is [Weights.ConfusionMatrix], but panics on an error.
func (w Weights) MustConfusionMatrix(y, predicted []int, classes []string) *Confusion {
	return must(w.ConfusionMatrix(y, predicted, classes))
}

// confusion counts for a metric, which errors name.
func (w Weights) confusion(metric string, y, predicted []int, classes []string) (*Confusion, error) {
	if err := checkLabels(metric, y, predicted, len(classes)); err != nil {
		return nil, err
	}
	if err := w.check(metric, len(y)); err != nil {
		return nil, err
	}
	m := newConfusion(classes, w != nil)
	m.add(y, predicted, w)
	return m, nil
}

func newConfusion(classes []string, weighted bool) *Confusion {
	m := &Confusion{Classes: classes, Counts: square[int](len(classes))}
	if weighted {
		m.Sums = square[float64](len(classes))
	}
	return m
}

func square[T any](n int) [][]T {
	out := make([][]T, n)
	for i := range out {
		out[i] = make([]T, n)
	}
	return out
}

// add counts more examples.
func (m *Confusion) add(y, predicted []int, w Weights) {
	for i := range y {
		m.Counts[y[i]][predicted[i]]++
		if m.Sums != nil {
			m.Sums[y[i]][predicted[i]] += w.at(i)
		}
	}
}

// at returns what counts of class t predicted as class p.
func (m *Confusion) at(t, p int) float64 {
	if m.Sums != nil {
		return m.Sums[t][p]
	}
	return float64(m.Counts[t][p])
}

// Normalize returns the counts, or the sums of weights, as shares. The share of
// a class that never occurs (for ByTrue) or that was never predicted (for
// ByPredicted) is NaN.
func (m *Confusion) Normalize(by Normalization) [][]float64 {
	truth, predicted, all := m.totals()
	out := square[float64](len(m.Counts))
	for t := range out {
		for p := range out[t] {
			whole := all
			switch by {
			case ByTrue:
				whole = truth[t]
			case ByPredicted:
				whole = predicted[p]
			}
			out[t][p] = m.at(t, p) / whole
		}
	}
	return out
}

// totals returns what counts by true class, by predicted class, and in all.
func (m *Confusion) totals() (truth, predicted []float64, all float64) {
	truth, predicted = make([]float64, len(m.Counts)), make([]float64, len(m.Counts))
	for t := range m.Counts {
		for p := range m.Counts {
			v := m.at(t, p)
			truth[t] += v
			predicted[p] += v
			all += v
		}
	}
	return truth, predicted, all
}

// examples returns the number of examples of each class.
func (m *Confusion) examples() []int {
	out := make([]int, len(m.Counts))
	for t, row := range m.Counts {
		for _, n := range row {
			out[t] += n
		}
	}
	return out
}

// Accuracy returns the share of the examples on the diagonal.
func (m *Confusion) Accuracy() float64 {
	var right float64
	for c := range m.Counts {
		right += m.at(c, c)
	}
	_, _, all := m.totals()
	return right / all
}

// BalancedAccuracy returns the mean of the recalls of the classes that occur.
func (m *Confusion) BalancedAccuracy() float64 {
	truth, _, _ := m.totals()
	recall := make([]float64, len(truth))
	for c, n := range truth {
		recall[c] = m.at(c, c) / n
	}
	return mean(recall, nil)
}

// String returns by how much a normalisation divides, for messages and axes.
func (n Normalization) String() string {
	switch n {
	case ByTrue:
		return "share of the true class"
	case ByPredicted:
		return "share of the predicted class"
	case ByAll:
		return "share of all examples"
	}
	return fmt.Sprintf("Normalization(%d)", int(n))
}

// ratio divides; nothing of nothing is undefined.
func ratio(a, b float64) float64 {
	if b == 0 {
		return math.NaN()
	}
	return a / b
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}
