package plots

import (
	"fmt"
	"slices"
)

// Schedule draws the learning rate of every step, over the epochs.
func Schedule(rates []float64, stepsPerEpoch int) *Figure {
	if len(rates) == 0 || stepsPerEpoch < 1 {
		return failed("Schedule", "want the rates of at least one step, and at least one step an epoch, got %d and %d", len(rates), stepsPerEpoch)
	}
	s := Series{Y: rates, X: make([]float64, len(rates))}
	for i := range s.X {
		s.X[i] = float64(i) / float64(stepsPerEpoch)
	}
	a := newAxes()
	a.fixedX = true
	a.w, a.h = 520, 260
	a.ys.add(0)
	a.addLine(s, seriesLine(0))
	return &Figure{
		XLabel: "epoch", YLabel: "learning rate", panels: []panel{a},
		summary: fmt.Sprintf("learning rate over %.3g epochs, from %.3g to %.3g, at most %.3g", float64(len(rates))/float64(stepsPerEpoch), rates[0], rates[len(rates)-1], slices.Max(rates)),
	}
}
