package metrics

// Precision, recall, F1 and F-beta: of each class against the rest, and
// averaged.

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
	// Support is the number of examples of this class, whatever their weights.
	Support int
}

// ClassScores are the scores of every class and their averages. An average
// leaves out what is NaN. The scores of the second of two classes are what is
// called precision, recall and F1 of a binary classifier.
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
	return Weights(nil).PerClass(y, predicted, classes)
}

// MustPerClass is [PerClass], but panics on an error.
func MustPerClass(y, predicted []int, classes []string) *ClassScores {
	return must(PerClass(y, predicted, classes))
}

// PerClass is [PerClass] of weighted examples.
func (w Weights) PerClass(y, predicted []int, classes []string) (*ClassScores, error) {
	m, err := w.confusion("PerClass", y, predicted, classes)
	if err != nil {
		return nil, err
	}
	return m.PerClass(), nil
}

// MustPerClass is [Weights.PerClass], but panics on an error.
func (w Weights) MustPerClass(y, predicted []int, classes []string) *ClassScores {
	return must(w.PerClass(y, predicted, classes))
}

// PerClass returns precision, recall and F1 of every class.
func (m *Confusion) PerClass() *ClassScores {
	truth, predicted, all := m.totals()
	examples := m.examples()
	s := &ClassScores{Classes: m.Classes, Each: make([]Scores, len(m.Counts))}
	var precision, recall, f1 []float64
	var right float64
	total := 0
	for c := range m.Counts {
		tp := m.at(c, c)
		right += tp
		total += examples[c]
		s.Each[c] = scores(tp, predicted[c], truth[c], examples[c])
		precision = append(precision, s.Each[c].Precision)
		recall = append(recall, s.Each[c].Recall)
		f1 = append(f1, s.Each[c].F1)
		if truth[c] == 0 {
			s.Warnings = append(s.Warnings, fmt.Sprintf("Class %s never occurs: its recall is undefined.", className(m.Classes, c)))
		}
		if predicted[c] == 0 {
			s.Warnings = append(s.Warnings, fmt.Sprintf("Class %s was never predicted: its precision is undefined.", className(m.Classes, c)))
		}
	}
	s.Macro = Scores{mean(precision, nil), mean(recall, nil), mean(f1, nil), total}
	s.Weighted = Scores{mean(precision, truth), mean(recall, truth), mean(f1, truth), total}
	s.Micro = scores(right, all, all, total)
	return s
}

// scores computes the scores of a class from its true positives, its
// predictions and its examples.
func scores(tp, predicted, truth float64, examples int) Scores {
	return Scores{
		Precision: ratio(tp, predicted),
		Recall:    ratio(tp, truth),
		F1:        ratio(2*tp, predicted+truth),
		Support:   examples,
	}
}

// FBetaScores are F-beta of every class, and their averages, which leave out
// what is NaN.
type FBetaScores struct {
	Classes                []string
	Beta                   float64
	Each                   []float64
	Macro, Weighted, Micro float64
}

// FBeta returns F-beta of every class, in which the recall counts beta times as
// much as the precision:
//
//	(1+beta²)·TP / ((1+beta²)·TP + FP + beta²·FN)
//
// (van Rijsbergen, Information Retrieval, 1979.) It is NaN for a class that
// neither occurs nor is predicted. beta is positive.
func FBeta(y, predicted []int, classes []string, beta float64) (*FBetaScores, error) {
	return Weights(nil).FBeta(y, predicted, classes, beta)
}

// MustFBeta is [FBeta], but panics on an error.
func MustFBeta(y, predicted []int, classes []string, beta float64) *FBetaScores {
	return must(FBeta(y, predicted, classes, beta))
}

// FBeta is [FBeta] of weighted examples.
func (w Weights) FBeta(y, predicted []int, classes []string, beta float64) (*FBetaScores, error) {
	if !(beta > 0) || math.IsInf(beta, 0) {
		return nil, fmt.Errorf("metrics: FBeta: want a finite beta above 0, got %v", beta)
	}
	m, err := w.confusion("FBeta", y, predicted, classes)
	if err != nil {
		return nil, err
	}
	truth, called, all := m.totals()
	f := func(tp, predicted, truth float64) float64 {
		return ratio((1+beta*beta)*tp, predicted+beta*beta*truth)
	}
	s := &FBetaScores{Classes: classes, Beta: beta}
	var right float64
	for c := range classes {
		s.Each = append(s.Each, f(m.at(c, c), called[c], truth[c]))
		right += m.at(c, c)
	}
	s.Macro, s.Weighted, s.Micro = mean(s.Each, nil), mean(s.Each, truth), f(right, all, all)
	return s, nil
}

// MustFBeta is [Weights.FBeta], but panics on an error.
func (w Weights) MustFBeta(y, predicted []int, classes []string, beta float64) *FBetaScores {
	return must(w.FBeta(y, predicted, classes, beta))
}
