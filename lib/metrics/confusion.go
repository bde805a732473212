package metrics

// Who is taken for whom: the confusion matrix, and accuracy, which is its
// diagonal.

import (
	"fmt"
	"math"

	"github.com/gorgolab/gorgo/lib/data"
)

// Confusion counts examples by their true class and their predicted class.
type Confusion struct {
	// Counts[t][p] is the number of examples of class t that were predicted
	// as class p.
	Counts [][]int
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

// Accuracy returns the share of predictions that are right.
func Accuracy(y, predicted []int) (float64, error) {
	if err := checkLabels("Accuracy", y, predicted, math.MaxInt); err != nil {
		return 0, err
	}
	right := 0
	for i := range y {
		if y[i] == predicted[i] {
			right++
		}
	}
	return float64(right) / float64(len(y)), nil
}

// MustAccuracy is [Accuracy], but panics on an error.
func MustAccuracy(y, predicted []int) float64 { return must(Accuracy(y, predicted)) }

// ConfusionMatrix counts the examples by true and predicted class. The classes
// give the order; every label must be an index into them.
func ConfusionMatrix(y, predicted []int, classes []string) (*Confusion, error) {
	if err := checkLabels("ConfusionMatrix", y, predicted, len(classes)); err != nil {
		return nil, err
	}
	m := &Confusion{Classes: classes, Counts: make([][]int, len(classes))}
	for t := range m.Counts {
		m.Counts[t] = make([]int, len(classes))
	}
	for i := range y {
		m.Counts[y[i]][predicted[i]]++
	}
	return m, nil
}

// MustConfusionMatrix is [ConfusionMatrix], but panics on an error.
func MustConfusionMatrix(y, predicted []int, classes []string) *Confusion {
	return must(ConfusionMatrix(y, predicted, classes))
}

// Normalize returns the counts as shares. The share of a class that never
// occurs (for ByTrue) or that was never predicted (for ByPredicted) is NaN.
func (m *Confusion) Normalize(by Normalization) [][]float64 {
	truth, predicted, all := m.totals()
	out := make([][]float64, len(m.Counts))
	for t, row := range m.Counts {
		out[t] = make([]float64, len(row))
		for p, n := range row {
			whole := all
			switch by {
			case ByTrue:
				whole = truth[t]
			case ByPredicted:
				whole = predicted[p]
			}
			out[t][p] = float64(n) / float64(whole)
		}
	}
	return out
}

// totals returns the number of examples by true class, by predicted class, and
// of all.
func (m *Confusion) totals() (truth, predicted []int, all int) {
	truth, predicted = make([]int, len(m.Counts)), make([]int, len(m.Counts))
	for t, row := range m.Counts {
		for p, n := range row {
			truth[t] += n
			predicted[p] += n
			all += n
		}
	}
	return truth, predicted, all
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

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}
