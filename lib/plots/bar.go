package plots

import (
	"fmt"
	"image/color"
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// Bar draws one bar per value, with its name below. A value that is NaN or
// infinite leaves a gap.
func Bar(names []string, values []float64) *Figure {
	if len(names) != len(values) || len(values) == 0 {
		return failed("Bar", "want as many names as values, and at least one, got %d names and %d values", len(names), len(values))
	}
	a := newAxes()
	a.names = names
	a.ys.add(0)
	b := bars{color: seriesColor(0)}
	for i, v := range values {
		a.ys.add(v)
		if finite(v) {
			b.boxes = append(b.boxes, box{float64(i) - 0.36, float64(i) + 0.36, v})
		}
	}
	a.plot.Add(b)
	return &Figure{summary: fmt.Sprintf("bar chart of %d values", len(values)), panels: []panel{a}}
}

// Histogram counts how many values lie in each of the given number of
// intervals of equal width; 0 intervals means a number that suits the values
// (Freedman and Diaconis' rule, at most 60). Values that are NaN or infinite
// are left out and counted in a note.
func Histogram(values []float64, intervals int) *Figure {
	var s span
	var kept []float64
	for _, v := range values {
		if finite(v) {
			s.add(v)
			kept = append(kept, v)
		}
	}
	if len(kept) == 0 {
		return failed("Histogram", "want at least one finite number, got none among %d", len(values))
	}
	if intervals < 0 {
		return failed("Histogram", "want a number of intervals, or 0 for a suitable one, got %d", intervals)
	}
	if s.lo == s.hi {
		s.lo, s.hi, intervals = s.lo-0.5, s.hi+0.5, 1
	}
	if intervals == 0 {
		intervals = suitableIntervals(kept, s.hi-s.lo)
	}
	counts := make([]float64, intervals)
	width := (s.hi - s.lo) / float64(intervals)
	for _, v := range kept {
		counts[min(int((v-s.lo)/width), intervals-1)]++
	}
	a := newAxes()
	a.xs = s
	a.ys.add(0)
	b := bars{color: seriesColor(0), gap: 1}
	for i, n := range counts {
		a.ys.add(n)
		b.boxes = append(b.boxes, box{s.lo + width*float64(i), s.lo + width*float64(i+1), n})
	}
	a.plot.Add(b)
	f := &Figure{YLabel: "count", summary: fmt.Sprintf("histogram of %d values", len(kept)), panels: []panel{a}}
	if left := len(values) - len(kept); left > 0 {
		f.notes = append(f.notes, fmt.Sprintf("%d of %d values are not finite numbers and are left out.", left, len(values)))
	}
	return f
}

// suitableIntervals is the rule of Freedman and Diaconis (1981): a width of
// twice the interquartile range over the cube root of n.
func suitableIntervals(values []float64, whole float64) int {
	q1, q3 := quartiles(values)
	width := 2 * (q3 - q1) / math.Cbrt(float64(len(values)))
	if width <= 0 {
		return clamp(int(math.Sqrt(float64(len(values)))), 1, 60)
	}
	return int(min(max(math.Ceil(whole/width), 1), 60))
}

// box is a bar from 0 to a value.
type box struct{ left, right, value float64 }

// bars is a plotter of upright bars.
type bars struct {
	boxes []box
	color color.Color
	gap   vg.Length // between neighbours
}

// Plot implements plot.Plotter.
func (b bars) Plot(c draw.Canvas, p *plot.Plot) {
	x, y := p.Transforms(&c)
	for _, q := range b.boxes {
		left, right := x(q.left), x(q.right)-b.gap
		if right < left+0.5 {
			right = left + 0.5
		}
		c.SetColor(b.color)
		c.Fill(vg.Rectangle{Min: vg.Point{X: left, Y: min(y(0), y(q.value))}, Max: vg.Point{X: right, Y: max(y(0), y(q.value))}}.Path())
	}
}
