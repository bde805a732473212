package plots

import (
	"fmt"
	"math"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// LearningRates draws the loss over the learning rate, which grows by a factor
// from step to step and is drawn so. The dashed line is the suggested rate; NaN
// for none.
func LearningRates(rates, losses []float64, suggested float64) *Figure {
	if len(rates) < 2 || len(rates) != len(losses) {
		return failed("LearningRates", "want as many rates as losses, and at least two, got %d and %d", len(rates), len(losses))
	}
	a := newAxes()
	a.fixedX, a.logX = true, true
	a.w, a.h = 520, 280
	x := make([]float64, len(rates))
	for i, r := range rates {
		if !(r > 0) {
			return failed("LearningRates", "rate %d is %v: want rates above 0", i, r)
		}
		x[i] = math.Log10(r)
	}
	a.addLine(Series{X: x, Y: losses}, seriesLine(0))
	f := &Figure{
		XLabel: "learning rate", YLabel: "loss", panels: []panel{a},
		summary: fmt.Sprintf("loss over learning rates from %.2g to %.2g", rates[0], rates[len(rates)-1]),
	}
	if suggested > 0 {
		at := math.Log10(suggested)
		a.marks = append(a.marks, mark{at, draw.LineStyle{Color: ruleColor, Width: 1.2, Dashes: []vg.Length{4, 4}}})
		f.summary += fmt.Sprintf(", %.2g is suggested", suggested)
		f.legend = []legendEntry{{name: "loss, smoothed", line: seriesLine(0)}, {name: fmt.Sprintf("suggested: %.2g", suggested), line: draw.LineStyle{Color: ruleColor, Width: 1.2, Dashes: []vg.Length{4, 4}}}}
	}
	return f
}
