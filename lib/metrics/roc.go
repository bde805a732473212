package metrics

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"github.com/gorgolab/gorgo/lib/data"
)

// Curve is a receiver operating characteristic: how many of the positive
// examples are found (TPR) at the price of how many of the negative ones
// (FPR), as the threshold falls.
type Curve struct {
	// Class is the class that counts as positive.
	Class string
	// FPR and TPR begin at 0 and end at 1. FPR is NaN throughout when there
	// is no negative example, TPR when there is no positive one.
	FPR, TPR []float64
	// Thresholds falls; examples that score at least this much are taken as
	// positive. The first is +Inf: nothing is.
	Thresholds []float64
	// AUC is the area under the curve: the probability that a positive
	// example scores higher than a negative one, ties counting half. NaN when
	// there are no positive or no negative examples.
	AUC float64
}

// Curves are the ROC curves of all classes, each against the rest.
type Curves struct {
	Each []Curve
	// Macro is the plain mean of the areas that are defined, Weighted the
	// mean weighted by how often the class occurs.
	Macro, Weighted float64
	// Warnings say which curves are undefined, and why.
	Warnings []string
}

// ROC returns one curve per class, that class against the rest. The scores p
// are (examples, classes); probabilities serve, and anything that grows with
// them. With two classes p may have one column, the score of the second.
//
// Points between others on a straight line are left out; they change neither
// the picture nor the area.
func ROC(y []int, p *data.Tensor, classes []string) (*Curves, error) {
	return Weights(nil).ROC(y, p, classes)
}

// MustROC is [ROC], but panics on an error.
func MustROC(y []int, p *data.Tensor, classes []string) *Curves { return must(ROC(y, p, classes)) }

// ROC is [ROC] of weighted examples.
func (w Weights) ROC(y []int, p *data.Tensor, classes []string) (*Curves, error) {
	p, err := checkScores("ROC", y, p, len(classes))
	if err != nil {
		return nil, err
	}
	curves := &Curves{}
	areas, support := make([]float64, len(classes)), make([]float64, len(classes))
	for c, class := range classes {
		positive, score := against(y, p, c)
		curve, err := w.binaryROC("ROC", positive, score)
		if err != nil {
			return nil, err
		}
		curve.Class = class
		curves.Each = append(curves.Each, *curve)
		count := 0
		for i, yes := range positive {
			if yes {
				count++
				support[c] += w.at(i)
			}
		}
		areas[c] = curve.AUC
		switch count {
		case 0:
			curves.Warnings = append(curves.Warnings, fmt.Sprintf("Class %s never occurs: its ROC curve is undefined.", class))
		case len(y):
			curves.Warnings = append(curves.Warnings, fmt.Sprintf("Every example is of class %s: its ROC curve is undefined.", class))
		}
	}
	curves.Macro, curves.Weighted = mean(areas, nil), mean(areas, support)
	return curves, nil
}

// MustROC is [Weights.ROC], but panics on an error.
func (w Weights) MustROC(y []int, p *data.Tensor, classes []string) *Curves {
	return must(w.ROC(y, p, classes))
}

// against returns which examples are of class c, and how much each looks so.
func against(y []int, p *data.Tensor, c int) (positive []bool, score []float32) {
	positive, score = make([]bool, len(y)), make([]float32, len(y))
	for i := range y {
		positive[i], score[i] = y[i] == c, p.Row(i)[c]
	}
	return positive, score
}

// BinaryROC returns the curve of a single yes-or-no question: positive says
// which examples are a yes, score how much each looks like one.
func BinaryROC(positive []bool, score []float32) (*Curve, error) {
	return Weights(nil).BinaryROC(positive, score)
}

// MustBinaryROC is [BinaryROC], but panics on an error.
func MustBinaryROC(positive []bool, score []float32) *Curve {
	return must(BinaryROC(positive, score))
}

// BinaryROC is [BinaryROC] of weighted examples.
func (w Weights) BinaryROC(positive []bool, score []float32) (*Curve, error) {
	return w.binaryROC("BinaryROC", positive, score)
}

// MustBinaryROC is [Weights.BinaryROC], but panics on an error.
func (w Weights) MustBinaryROC(positive []bool, score []float32) *Curve {
	return must(w.BinaryROC(positive, score))
}

func (w Weights) binaryROC(metric string, positive []bool, score []float32) (*Curve, error) {
	steps, err := w.sweep(metric, positive, score)
	if err != nil {
		return nil, err
	}
	c := &Curve{FPR: []float64{0}, TPR: []float64{0}, Thresholds: []float64{math.Inf(1)}}
	last := len(steps) - 1
	fp, tp := steps[last].fp, steps[last].tp
	for k, s := range steps {
		if k > 0 && k < last && straight(steps[k-1].fp, s.fp, steps[k+1].fp) && straight(steps[k-1].tp, s.tp, steps[k+1].tp) {
			continue
		}
		c.FPR = append(c.FPR, s.fp/fp)
		c.TPR = append(c.TPR, s.tp/tp)
		c.Thresholds = append(c.Thresholds, s.threshold)
	}
	// 0/0 above is NaN already; the point at the origin joins the others.
	if fp == 0 {
		c.FPR[0] = math.NaN()
	}
	if tp == 0 {
		c.TPR[0] = math.NaN()
	}
	for k := 1; k < len(c.FPR); k++ {
		c.AUC += (c.FPR[k] - c.FPR[k-1]) * (c.TPR[k] + c.TPR[k-1]) / 2
	}
	return c, nil
}

// straight reports whether a sum grows by as much before the middle as after.
func straight(before, middle, after float64) bool { return after-middle == middle-before }

// operating is what a threshold brings: false and true positives.
type operating struct {
	threshold, fp, tp float64
}

// sweep lowers the threshold over all scores that occur, and adds up the
// positives of both kinds. Examples of weight 0 bring no threshold.
func (w Weights) sweep(metric string, positive []bool, score []float32) ([]operating, error) {
	if len(positive) != len(score) {
		return nil, fmt.Errorf("metrics: %s: want as many scores as examples, got %d scores and %d examples", metric, len(score), len(positive))
	}
	if len(positive) == 0 {
		return nil, fmt.Errorf("metrics: %s: %w", metric, ErrEmpty)
	}
	if err := w.check(metric, len(positive)); err != nil {
		return nil, err
	}
	var order []int
	for i, v := range score {
		if v != v {
			return nil, fmt.Errorf("metrics: %s: score %d is NaN", metric, i)
		}
		if w.at(i) > 0 {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(score[b], score[a]) })
	var steps []operating
	var now operating
	for k, i := range order {
		if positive[i] {
			now.tp += w.at(i)
		} else {
			now.fp += w.at(i)
		}
		if k+1 == len(order) || score[order[k+1]] != score[i] {
			now.threshold = float64(score[i])
			steps = append(steps, now)
		}
	}
	return steps, nil
}
