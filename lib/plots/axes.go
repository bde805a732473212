package plots

import (
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// axes is a panel with an x and a y axis. The name of the y axis stands on top
// of it, to be read without turning the head.
type axes struct {
	plot *plot.Plot
	// heading names the panel when a figure has several; else the figure's
	// YLabel stands there.
	heading string
	// xlabel is used when the figure has none.
	xlabel string
	w, h   vg.Length

	xs, ys span // what the data covers
	// fixed keeps the axes at the data's range, without rounding it.
	fixedX, fixedY bool
	wholeX         bool     // ticks of x at whole numbers only
	logX           bool     // x holds the logarithms to base 10 of what is shown
	marks          []mark   // upright lines
	names          []string // of the positions 0, 1, 2, … of x; nil: numbers
}

// span is a range of numbers that grows with what it is shown.
type span struct {
	lo, hi float64
	any    bool
}

func (s *span) add(v float64) {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return
	}
	if !s.any {
		s.lo, s.hi, s.any = v, v, true
	}
	s.lo, s.hi = min(s.lo, v), max(s.hi, v)
}

// mark is an upright line across the panel.
type mark struct {
	at    float64
	style draw.LineStyle
}

// Plot implements plot.Plotter.
func (m mark) Plot(c draw.Canvas, p *plot.Plot) {
	x, _ := p.Transforms(&c)
	if at := x(m.at); at >= c.Min.X && at <= c.Max.X {
		c.StrokeLine2(m.style, at, c.Min.Y, at, c.Max.Y)
	}
}

func newAxes() *axes { return &axes{plot: newPlot()} }

func (a *axes) size(*Figure) (w, h vg.Length) { return a.w, a.h }

func (a *axes) draw(c draw.Canvas, f *Figure) error {
	heading, xlabel := a.heading, f.XLabel
	if heading == "" {
		heading = f.YLabel
	}
	if xlabel == "" {
		xlabel = a.xlabel
	}
	if heading != "" {
		s := textStyle(textSize, inkColor)
		c.FillText(s, vg.Point{X: c.Min.X, Y: c.Max.Y - textSize}, fit(heading, s, c.Max.X-c.Min.X))
		c.Max.Y -= 22
	} else {
		c.Max.Y -= 4
	}
	p := a.plot
	for _, m := range a.marks {
		p.Add(m)
	}
	a.marks = nil // a figure may be drawn twice
	p.X.Label.Text = fit(xlabel, p.X.Label.TextStyle, (c.Max.X-c.Min.X)*0.8)
	a.scale(c)
	c.Max.X -= 8 // the last point of a line and its cap stay inside
	p.Draw(c)
	return nil
}

// scale sets the ranges and the ticks for the room there is.
func (a *axes) scale(c draw.Canvas) {
	if !a.xs.any {
		a.xs.lo, a.xs.hi = 0, 1
	}
	if !a.ys.any {
		a.ys.lo, a.ys.hi = 0, 1
	}
	p := a.plot
	width, height := float64(c.Max.X-c.Min.X), float64(c.Max.Y-c.Min.Y)
	ticks, lo, hi := roundTicks(a.ys.lo, a.ys.hi, clamp(int(height/32), 2, 6), false)
	p.Y.Tick.Marker, p.Y.Min, p.Y.Max = ticks, lo, hi
	if a.fixedY {
		p.Y.Min, p.Y.Max = a.ys.lo, a.ys.hi
	}
	if a.names != nil {
		p.X.Min, p.X.Max = -0.5, float64(len(a.names))-0.5
		p.X.Tick.Marker = a.nameTicks(vg.Length(width))
		return
	}
	ticks, lo, hi = roundTicks(a.xs.lo, a.xs.hi, clamp(int(width/56), 2, 9), a.wholeX || a.logX)
	if a.logX {
		for i, t := range ticks {
			ticks[i].Label = powerOfTen(int(math.Round(t.Value)))
		}
	}
	p.X.Tick.Marker, p.X.Min, p.X.Max = ticks, lo, hi
	if a.fixedX && a.xs.hi > a.xs.lo {
		p.X.Min, p.X.Max = a.xs.lo, a.xs.hi
	}
}

// nameTicks names the positions; names that would touch are shortened.
func (a *axes) nameTicks(width vg.Length) plot.ConstantTicks {
	room := (width-40)/vg.Length(len(a.names)) - 6
	var ticks plot.ConstantTicks
	for i, name := range a.names {
		if label := fit(name, textStyle(smallSize, inkColor), room); label != "" {
			ticks = append(ticks, plot.Tick{Value: float64(i), Label: label})
		}
	}
	return ticks
}

func clamp(v, lo, hi int) int { return min(max(v, lo), hi) }
