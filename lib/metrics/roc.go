package metrics

import (
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
	p, err := checkScores("ROC", y, p, len(classes))
	if err != nil {
		return nil, err
	}
	curves := &Curves{}
	positive := make([]bool, len(y))
	score := make([]float32, len(y))
	var areas, support []float64
	for c, class := range classes {
		count := 0
		for i := range y {
			positive[i], score[i] = y[i] == c, p.Row(i)[c]
			if positive[i] {
				count++
			}
		}
		curve, err := BinaryROC(positive, score)
		if err != nil {
			return nil, err
		}
		curve.Class = class
		curves.Each = append(curves.Each, *curve)
		areas, support = append(areas, curve.AUC), append(support, float64(count))
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

// MustROC is [ROC], but panics on an error.
func MustROC(y []int, p *data.Tensor, classes []string) *Curves { return must(ROC(y, p, classes)) }

// BinaryROC returns the curve of a single yes-or-no question: positive says
// which examples are a yes, score how much each looks like one.
func BinaryROC(positive []bool, score []float32) (*Curve, error) {
	if len(positive) != len(score) {
		return nil, fmt.Errorf("metrics: BinaryROC: want as many scores as examples, got %d scores and %d examples", len(score), len(positive))
	}
	if len(positive) == 0 {
		return nil, fmt.Errorf("metrics: BinaryROC: %w", ErrEmpty)
	}
	order := make([]int, len(score))
	for i := range order {
		order[i] = i
		if score[i] != score[i] {
			return nil, fmt.Errorf("metrics: BinaryROC: score %d is NaN", i)
		}
	}
	slices.SortFunc(order, func(a, b int) int {
		switch {
		case score[a] > score[b]:
			return -1
		case score[a] < score[b]:
			return 1
		}
		return 0
	})

	// Counts of both kinds at or above each distinct score.
	var fps, tps []int
	var thresholds []float64
	fp, tp := 0, 0
	for k, i := range order {
		if positive[i] {
			tp++
		} else {
			fp++
		}
		if k+1 == len(order) || score[order[k+1]] != score[i] {
			fps, tps, thresholds = append(fps, fp), append(tps, tp), append(thresholds, float64(score[i]))
		}
	}

	c := &Curve{FPR: []float64{0}, TPR: []float64{0}, Thresholds: []float64{math.Inf(1)}}
	last := len(fps) - 1
	for k := range fps {
		if k > 0 && k < last && straight(fps, k) && straight(tps, k) {
			continue
		}
		c.FPR = append(c.FPR, float64(fps[k])/float64(fp))
		c.TPR = append(c.TPR, float64(tps[k])/float64(tp))
		c.Thresholds = append(c.Thresholds, thresholds[k])
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

// straight reports whether the counts grow by as much before k as after it.
func straight(counts []int, k int) bool {
	return counts[k+1]-counts[k] == counts[k]-counts[k-1]
}

// MustBinaryROC is [BinaryROC], but panics on an error.
func MustBinaryROC(positive []bool, score []float32) *Curve {
	return must(BinaryROC(positive, score))
}
