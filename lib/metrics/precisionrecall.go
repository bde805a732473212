package metrics

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/gorgolab/gorgo/display"
	"github.com/gorgolab/gorgo/lib/data"
)

// PRCurve is a precision-recall curve: how many of the positive examples are
// found (Recall), and how many of those taken as positive are so (Precision),
// as the threshold rises.
type PRCurve struct {
	// Class is the class that counts as positive.
	Class string
	// Precision and Recall have one more point than Thresholds: the last is
	// precision 1 at recall 0, where nothing is taken as positive. Recall is
	// NaN but for that point when there is no positive example.
	Precision, Recall []float64
	// Thresholds rises; examples that score at least this much are taken as
	// positive.
	Thresholds []float64
	// AveragePrecision is Σ (Rₖ − Rₖ₋₁)·Pₖ, the area under the curve without
	// interpolation, which would flatter. NaN when there is no positive example.
	AveragePrecision float64
}

// PRCurves are the precision-recall curves of all classes, each against the
// rest.
type PRCurves struct {
	Each []PRCurve
	// Macro is the plain mean of the average precisions that are defined,
	// Weighted the mean weighted by how often the class occurs.
	Macro, Weighted float64
	// Warnings say which curves are undefined, and why.
	Warnings []string
}

// PrecisionRecall returns one curve per class, that class against the rest. The
// scores p are (examples, classes); probabilities serve, and anything that
// grows with them. With two classes p may have one column, the score of the
// second.
func PrecisionRecall(y []int, p *data.Tensor, classes []string) (*PRCurves, error) {
	return Weights(nil).PrecisionRecall(y, p, classes)
}

// MustPrecisionRecall is [PrecisionRecall], but panics on an error.
func MustPrecisionRecall(y []int, p *data.Tensor, classes []string) *PRCurves {
	return must(PrecisionRecall(y, p, classes))
}

// PrecisionRecall is [PrecisionRecall] of weighted examples.
func (w Weights) PrecisionRecall(y []int, p *data.Tensor, classes []string) (*PRCurves, error) {
	p, err := checkScores("PrecisionRecall", y, p, len(classes))
	if err != nil {
		return nil, err
	}
	curves := &PRCurves{}
	areas, support := make([]float64, len(classes)), make([]float64, len(classes))
	for c, class := range classes {
		positive, score := against(y, p, c)
		curve, err := w.binaryPrecisionRecall("PrecisionRecall", positive, score)
		if err != nil {
			return nil, err
		}
		curve.Class = class
		curves.Each = append(curves.Each, *curve)
		areas[c] = curve.AveragePrecision
		for i, yes := range positive {
			support[c] += w.at(i) * indicator(yes)
		}
		if support[c] == 0 {
			curves.Warnings = append(curves.Warnings, fmt.Sprintf("Class %s never occurs: its precision-recall curve is undefined.", class))
		}
	}
	curves.Macro, curves.Weighted = mean(areas, nil), mean(areas, support)
	return curves, nil
}

// MustPrecisionRecall is [Weights.PrecisionRecall], but panics on an error.
func (w Weights) MustPrecisionRecall(y []int, p *data.Tensor, classes []string) *PRCurves {
	return must(w.PrecisionRecall(y, p, classes))
}

// BinaryPrecisionRecall returns the curve of a single yes-or-no question:
// positive says which examples are a yes, score how much each looks like one.
func BinaryPrecisionRecall(positive []bool, score []float32) (*PRCurve, error) {
	return Weights(nil).BinaryPrecisionRecall(positive, score)
}

// MustBinaryPrecisionRecall is [BinaryPrecisionRecall], but panics on an error.
func MustBinaryPrecisionRecall(positive []bool, score []float32) *PRCurve {
	return must(BinaryPrecisionRecall(positive, score))
}

// BinaryPrecisionRecall is [BinaryPrecisionRecall] of weighted examples.
func (w Weights) BinaryPrecisionRecall(positive []bool, score []float32) (*PRCurve, error) {
	return w.binaryPrecisionRecall("BinaryPrecisionRecall", positive, score)
}

// MustBinaryPrecisionRecall is [Weights.BinaryPrecisionRecall], but panics on
// an error.
func (w Weights) MustBinaryPrecisionRecall(positive []bool, score []float32) *PRCurve {
	return must(w.BinaryPrecisionRecall(positive, score))
}

func (w Weights) binaryPrecisionRecall(metric string, positive []bool, score []float32) (*PRCurve, error) {
	steps, err := w.sweep(metric, positive, score)
	if err != nil {
		return nil, err
	}
	all := steps[len(steps)-1].tp
	c := &PRCurve{}
	var before float64 // the recall of the threshold above
	for _, s := range steps {
		recall := ratio(s.tp, all)
		c.Precision = append(c.Precision, s.tp/(s.tp+s.fp))
		c.Recall = append(c.Recall, recall)
		c.Thresholds = append(c.Thresholds, s.threshold)
		c.AveragePrecision += (recall - before) * s.tp / (s.tp + s.fp)
		before = recall
	}
	if all == 0 {
		c.AveragePrecision = math.NaN()
	}
	slices.Reverse(c.Precision)
	slices.Reverse(c.Recall)
	slices.Reverse(c.Thresholds)
	c.Precision, c.Recall = append(c.Precision, 1), append(c.Recall, 0)
	return c, nil
}

// Table returns the average precision of each curve.
func (c *PRCurves) Table() display.Table {
	t := display.Table{Columns: []string{"class", "average precision"}, RowHead: true, Note: strings.Join(c.Warnings, " ")}
	for _, curve := range c.Each {
		t.Rows = append(t.Rows, []string{curve.Class, score(curve.AveragePrecision)})
	}
	t.Rows = append(t.Rows, []string{"macro average", score(c.Macro)}, []string{"weighted average", score(c.Weighted)})
	return t
}

// Display shows the average precisions as a table.
func (c *PRCurves) Display() display.Bundle { return c.Table().Display() }
