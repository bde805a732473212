package plots

import (
	"fmt"
	"math"
	"strings"
)

// Metric is a quantity that was measured after each epoch, on the training
// part and perhaps on the validation part.
type Metric struct {
	// Name such as "loss" or "accuracy".
	Name string
	// Train and Validation hold one value per epoch; the first is that of
	// epoch 1. Either may be nil.
	Train, Validation []float64
}

// Curves draws how metrics went during training, side by side. epochs is how
// many are planned, so that a figure that grows while a model trains keeps its
// axis; 0 means as many as there are values.
func Curves(history []Metric, epochs int) *Figure {
	if len(history) == 0 {
		return failed("Curves", "want at least one metric, got none")
	}
	last := epochs
	validation := false
	for _, m := range history {
		last = max(last, len(m.Train), len(m.Validation))
		validation = validation || m.Validation != nil
	}
	f := &Figure{XLabel: "epoch"}
	var final []string
	for _, m := range history {
		a := newAxes()
		a.heading, a.wholeX, a.fixedX = m.Name, true, true
		a.w, a.h = 330, 220
		if len(history) == 1 {
			a.w, a.h = 520, 260
		}
		a.xs.add(1)
		a.xs.add(float64(last))
		for i, y := range [][]float64{m.Train, m.Validation} {
			if len(y) > 0 {
				a.addLine(Series{X: counted(len(y)), Y: y}, seriesLine(i))
				final = append(final, fmt.Sprintf("%s %s %.4g", []string{"train", "validation"}[i], m.Name, y[len(y)-1]))
			}
		}
		a.ys.calm()
		f.panels = append(f.panels, a)
	}
	if validation {
		f.legend = []legendEntry{{name: "train", line: seriesLine(0)}, {name: "validation", line: seriesLine(1)}}
	}
	f.summary = "learning curves"
	if len(final) > 0 {
		f.summary += ", at the end " + strings.Join(final, ", ")
	}
	return f
}

// counted returns 1, 2, … n.
func counted(n int) []float64 {
	out := make([]float64, n)
	for i := range out {
		out[i] = float64(i + 1)
	}
	return out
}

// calm widens the range of a metric: a loss is read against 0 once it has
// fallen to half, and a difference of less than a tenth does not fill the
// panel, nor one of a tenth of the whole in a share. Shares stay between 0 and 1;
// what never gets near a tenth is none, but a learning rate or a small loss.
func (s *span) calm() {
	if !s.any {
		return
	}
	share := s.lo >= 0 && s.hi <= 1 && s.hi >= 0.1
	if s.lo > 0 && s.lo < s.hi/2 {
		s.lo = 0
	}
	least := max(math.Abs(s.lo), math.Abs(s.hi)) / 10
	if share {
		least = 0.1
	}
	if s.hi-s.lo < least {
		middle := (s.lo + s.hi) / 2
		s.lo, s.hi = middle-least/2, middle+least/2
	}
	if share {
		s.lo, s.hi = max(s.lo, 0), min(s.hi, 1)
	}
}
