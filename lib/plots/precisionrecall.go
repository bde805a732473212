package plots

import (
	"fmt"

	"github.com/gorgolab/gorgo/lib/data"
	"github.com/gorgolab/gorgo/lib/metrics"
)

// PrecisionRecall draws a precision-recall curve for each class against the
// rest, with the average precision (AP) in the legend. y are the labels, p the
// probabilities (examples, classes).
func PrecisionRecall(y []int, p *data.Tensor, classes []string) *Figure {
	c, err := metrics.PrecisionRecall(y, p, classes)
	if err != nil {
		return failed("PrecisionRecall", "%w", err)
	}
	return PrecisionRecallCurves(c)
}

// PrecisionRecallCurves draws precision-recall curves that were computed before.
// They are steps, since between two thresholds there is nothing.
func PrecisionRecallCurves(c *metrics.PRCurves) *Figure {
	if c == nil || len(c.Each) == 0 {
		return failed("PrecisionRecallCurves", "want at least one curve, as metrics.PrecisionRecall returns them")
	}
	a := newAxes()
	a.fixedX, a.fixedY = true, true
	a.w, a.h = 440, 340
	f := &Figure{
		XLabel: "recall", YLabel: "precision", panels: []panel{a}, notes: c.Warnings,
		summary: fmt.Sprintf("precision-recall curves of %d classes, mean average precision %.3f", len(c.Each), c.Macro),
	}
	for i, curve := range c.Each {
		name := curve.Class + " · undefined"
		if finite(curve.AveragePrecision) {
			name = fmt.Sprintf("%s · AP %.3f", curve.Class, curve.AveragePrecision)
			a.addLine(steps(curve.Recall, curve.Precision), seriesLine(i))
		}
		f.legend = append(f.legend, legendEntry{name: name, line: seriesLine(i)})
	}
	a.xs, a.ys = span{0, 1, true}, span{0, 1, true}
	return f
}

// steps makes a curve whose recall falls one of steps: the precision with which a
// recall is first reached holds back to the recall before it. What the same
// recall costs in precision at lower thresholds is left out, and so is the last
// point, precision 1 at recall 0, which is convention and no measurement.
func steps(recall, precision []float64) Series {
	var s Series
	for k := range len(recall) - 1 {
		if recall[k] == recall[k+1] {
			continue
		}
		s.X, s.Y = append(s.X, recall[k], recall[k+1]), append(s.Y, precision[k], precision[k])
	}
	return s
}
