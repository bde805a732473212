package plots

import (
	"fmt"
	"math"

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
	whole := rocAxes(c, 1, 0)
	whole.w, whole.h = 440, 340
	f := &Figure{
		XLabel:  "false positive rate",
		YLabel:  "true positive rate",
		panels:  []panel{whole},
		summary: fmt.Sprintf("ROC curves of %d classes, mean AUC %.3f", len(c.Each), c.Macro),
		notes:   c.Warnings,
	}
	if right, foot, ok := corner(c); ok {
		zoomed := rocAxes(c, right, foot)
		zoomed.heading = "the upper left corner, enlarged"
		whole.w, whole.h = 290, 290
		zoomed.w, zoomed.h = 290, 290
		f.panels = append(f.panels, zoomed)
	}
	for i, curve := range c.Each {
		name := curve.Class + " · undefined"
		if finite(curve.AUC) {
			name = fmt.Sprintf("%s · AUC %.3f", curve.Class, curve.AUC)
		}
		f.legend = append(f.legend, legendEntry{name: name, line: seriesLine(i)})
	}
	return f
}

// rocAxes draws the curves for false positive rates from 0 to right and true
// positive rates from foot to 1.
func rocAxes(c *metrics.Curves, right, foot float64) *axes {
	a := newAxes()
	a.fixedX, a.fixedY = true, true
	a.addLine(Series{X: []float64{0, 1}, Y: []float64{0, 1}}, draw.LineStyle{Color: ruleColor, Width: 1.2, Dashes: []vg.Length{4, 4}})
	for i, curve := range c.Each {
		if finite(curve.AUC) {
			a.addLine(Series{X: curve.FPR, Y: curve.TPR}, seriesLine(i))
		}
	}
	a.xs, a.ys = span{0, right, true}, span{foot, 1, true}
	return a
}

// corner returns what to enlarge of curves that hug the upper left corner so
// closely that they cannot be told apart: up to where the last of them finds
// everything, down to where the lowest begins. ok is false when most of the
// panel is used.
func corner(c *metrics.Curves) (right, foot float64, ok bool) {
	foot = 0.9
	for _, curve := range c.Each {
		if !finite(curve.AUC) {
			continue
		}
		if curve.AUC < 0.97 {
			return 0, 0, false
		}
		start := 0.0
		for k, x := range curve.FPR {
			if x == 0 {
				start = curve.TPR[k]
			}
			if curve.TPR[k] < 1 {
				right = max(right, curve.FPR[min(k+1, len(curve.FPR)-1)])
			}
		}
		foot = min(foot, math.Floor(start*10)/10)
	}
	right = max(0.02, roundStep(right, false))
	return right, foot, right <= 0.2
}
