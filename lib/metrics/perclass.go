package metrics

// Precision, recall and F1: of each class against the rest, and averaged.

import (
	"fmt"
	"math"
)

// Scores are precision, recall and F1 of one class, or their average.
type Scores struct {
	// Precision is the share of the predictions of this class that are
	// right: TP / (TP + FP). NaN when the class was never predicted.
	Precision float64
	// Recall is the share of the examples of this class that were found:
	// TP / (TP + FN). NaN when the class never occurs.
	Recall float64
	// F1 is the harmonic mean of both: 2·TP / (2·TP + FP + FN). NaN only when
	// the class neither occurs nor is predicted.
	F1 float64
	// Support is the number of examples of this class.
	Support int
}

// ClassScores are the scores of every class and their averages. An average
// leaves out what is NaN.
type ClassScores struct {
	Classes []string
	Each    []Scores
	// Macro is the plain mean over the classes.
	Macro Scores
	// Weighted is the mean over the classes weighted by their support.
	Weighted Scores
	// Micro counts all classes together. With one label per example all
	// three scores equal the accuracy.
	Micro Scores
	// Warnings say which scores are undefined, and why.
	Warnings []string
}

// PerClass returns precision, recall and F1 of every class.
func PerClass(y, predicted []int, classes []string) (*ClassScores, error) {
	m, err := ConfusionMatrix(y, predicted, classes)
	if err != nil {
		return nil, err
	}
	return m.PerClass(), nil
}

// MustPerClass is [PerClass], but panics on an error.
func MustPerClass(y, predicted []int, classes []string) *ClassScores {
	return must(PerClass(y, predicted, classes))
}

// PerClass returns precision, recall and F1 of every class.
func (m *Confusion) PerClass() *ClassScores {
	truth, predicted, all := m.totals()
	s := &ClassScores{Classes: m.Classes, Each: make([]Scores, len(m.Counts))}
	var precision, recall, f1, support []float64
	right := 0
	for c := range m.Counts {
		tp := m.Counts[c][c]
		right += tp
		s.Each[c] = scores(tp, predicted[c], truth[c])
		precision = append(precision, s.Each[c].Precision)
		recall = append(recall, s.Each[c].Recall)
		f1 = append(f1, s.Each[c].F1)
		support = append(support, float64(truth[c]))
		if truth[c] == 0 {
			s.Warnings = append(s.Warnings, fmt.Sprintf("Class %s never occurs: its recall is undefined.", className(m.Classes, c)))
		}
		if predicted[c] == 0 {
			s.Warnings = append(s.Warnings, fmt.Sprintf("Class %s was never predicted: its precision is undefined.", className(m.Classes, c)))
		}
	}
	s.Macro = Scores{mean(precision, nil), mean(recall, nil), mean(f1, nil), all}
	s.Weighted = Scores{mean(precision, support), mean(recall, support), mean(f1, support), all}
	s.Micro = scores(right, all, all)
	return s
}

// scores computes the scores of a class from its true positives, its
// predictions and its examples.
func scores(tp, predicted, truth int) Scores {
	return Scores{
		Precision: ratio(tp, predicted),
		Recall:    ratio(tp, truth),
		F1:        ratio(2*tp, predicted+truth),
		Support:   truth,
	}
}

// ratio divides; nothing of nothing is undefined.
func ratio(a, b int) float64 {
	if b == 0 {
		return math.NaN()
	}
	return float64(a) / float64(b)
}
