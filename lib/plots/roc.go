package plots

import (
	"fmt"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/gorgolab/gorgo/lib/data"
	"github.com/gorgolab/gorgo/lib/metrics"
)

// ROC draws a receiver operating characteristic for each class against the
// rest, with the area under each curve (AUC) in the legend. The dashed line is
// guessing. y are the labels, p the probabilities (examples, classes).
func ROC(y []int, p *data.Tensor, classes []string) *Figure {
	c, err := metrics.ROC(y, p, classes)
	if err != nil {
		return failed("ROC", "%w", err)
	}
	return ROCCurves(c)
}

// ROCCurves draws ROC curves that were computed before.
func ROCCurves(c *metrics.Curves) *Figure {
	if c == nil || len(c.Each) == 0 {
		return failed("ROCCurves", "want at least one curve, as metrics.ROC returns them")
	}
	a := newAxes()
	a.h = 340
	a.fixedX, a.fixedY = true, true
	a.addLine(Series{X: []float64{0, 1}, Y: []float64{0, 1}}, draw.LineStyle{Color: ruleColor, Width: 1.2, Dashes: []vg.Length{4, 4}})
	f := &Figure{
		XLabel:  "false positive rate",
		YLabel:  "true positive rate",
		panels:  []panel{a},
		summary: fmt.Sprintf("ROC curves of %d classes, mean AUC %.3f", len(c.Each), c.Macro),
		notes:   c.Warnings,
	}
	a.w = 440
	for i, curve := range c.Each {
		name := curve.Class + " · undefined"
		if finite(curve.AUC) {
			a.addLine(Series{X: curve.FPR, Y: curve.TPR}, seriesLine(i))
			name = fmt.Sprintf("%s · AUC %.3f", curve.Class, curve.AUC)
		}
		f.legend = append(f.legend, legendEntry{name: name, line: seriesLine(i)})
	}
	return f
}
