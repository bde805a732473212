package plots

import (
	"fmt"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/gorgolab/gorgo/lib/data"
	"github.com/gorgolab/gorgo/lib/metrics"
)

// Calibration draws how often the predicted class was right, over the
// probability that it was given, with the expected calibration error in the
// legend; below the dashed line a model is surer than it should be. y are the
// labels, p the probabilities (examples, classes).
func Calibration(y []int, p *data.Tensor, classes []string) *Figure {
	c, err := metrics.TopCalibration(y, p, classes, metrics.CalibrationOptions{})
	if err != nil {
		return failed("Calibration", "%w", err)
	}
	return Calibrations([]string{"predicted class"}, []*metrics.Calibrated{c})
}

// Calibrations draws what was calibrated before, such as a model before and
// after it was corrected. Where the line has no dot, no probability fell.
func Calibrations(names []string, list []*metrics.Calibrated) *Figure {
	if len(list) == 0 || len(names) != len(list) {
		return failed("Calibrations", "want as many names as calibrations, and at least one, got %d and %d", len(names), len(list))
	}
	curve, share := newAxes(), newAxes()
	curve.heading, share.heading = "came true", "share of examples"
	curve.fixedX, curve.fixedY, share.fixedX = true, true, true
	curve.w, curve.h, share.w, share.h = 340, 320, 240, 320
	rule := draw.LineStyle{Color: ruleColor, Width: 1.2, Dashes: []vg.Length{4, 4}}
	curve.addLine(Series{X: []float64{0, 1}, Y: []float64{0, 1}}, rule)
	f := &Figure{XLabel: "predicted probability", panels: []panel{curve, share}, summary: fmt.Sprintf("calibration of %d", len(list))}
	for i, c := range list {
		if c == nil || len(c.Predicted) == 0 {
			return failed("Calibrations", "calibration %d %q has no bins", i, names[i])
		}
		s := Series{X: c.Predicted, Y: c.Observed}
		curve.addLine(s, seriesLine(i))
		marks := dots{color: seriesColor(i), shape: shape(i)}
		for k, x := range c.Predicted {
			marks.points = append(marks.points, vgXY{x, c.Observed[k]})
		}
		curve.plot.Add(marks)
		share.addLine(Series{X: c.Predicted, Y: c.Share}, seriesLine(i))
		f.legend = append(f.legend, legendEntry{name: fmt.Sprintf("%s · error %.3f", names[i], c.Error), line: seriesLine(i)})
	}
	f.legend = append(f.legend, legendEntry{name: "calibrated", line: rule})
	curve.xs, curve.ys = span{0, 1, true}, span{0, 1, true}
	share.xs = span{0, 1, true}
	share.ys.add(0)
	return f
}
