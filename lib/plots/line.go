package plots

import (
	"fmt"
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// Series is a named list of points.
type Series struct {
	Name string
	// X may be nil: the points are then numbered 0, 1, 2, …
	X []float64
	Y []float64
}

// Line draws each series as a line through its points, in their order. Where a
// coordinate is NaN or infinite the line is broken.
func Line(series []Series) *Figure {
	if err := check(series); err != nil {
		return failed("Line", "%w", err)
	}
	a := newAxes()
	a.fixedX = true
	f := &Figure{summary: "line chart of " + names(series), panels: []panel{a}}
	for i, s := range series {
		a.addLine(s, seriesLine(i))
	}
	f.name(series, nil)
	return f
}

// addLine draws a series as a line.
func (a *axes) addLine(s Series, style draw.LineStyle) {
	l := lines{style: style}
	var run []vgXY
	for i, y := range s.Y {
		x := float64(i)
		if s.X != nil {
			x = s.X[i]
		}
		if !finite(x) || !finite(y) {
			l.runs, run = append(l.runs, run), nil
			continue
		}
		a.xs.add(x)
		a.ys.add(y)
		run = append(run, vgXY{x, y})
	}
	l.runs = append(l.runs, run)
	a.plot.Add(l)
}

type vgXY struct{ x, y float64 }

// lines is a plotter of polylines; a single point becomes a dot.
type lines struct {
	runs  [][]vgXY
	style draw.LineStyle
}

// Plot implements plot.Plotter.
func (l lines) Plot(c draw.Canvas, p *plot.Plot) {
	x, y := p.Transforms(&c)
	for _, run := range l.runs {
		points := make([]vg.Point, len(run))
		for i, q := range run {
			points[i] = vg.Point{X: x(q.x), Y: y(q.y)}
		}
		if len(points) == 1 {
			c.DrawGlyphNoClip(draw.GlyphStyle{Color: l.style.Color, Radius: 2.5, Shape: draw.CircleGlyph{}}, points[0])
			continue
		}
		c.StrokeLines(l.style, c.ClipLinesXY(points)...)
	}
}

// name fills the legend, unless there is a single series without a need for
// one.
func (f *Figure) name(series []Series, mark func(i int) draw.GlyphDrawer) {
	if len(series) == 1 {
		if f.YLabel == "" {
			f.YLabel = series[0].Name
		}
		return
	}
	for i, s := range series {
		e := legendEntry{name: s.Name, line: seriesLine(i)}
		if mark != nil {
			e.mark = mark(i)
		}
		f.legend = append(f.legend, e)
	}
}

// names lists the names of the series for the summary.
func names(series []Series) string {
	out := ""
	for i, s := range series {
		if i == 4 {
			return out + fmt.Sprintf(" and %d more", len(series)-i)
		}
		if i > 0 {
			out += ", "
		}
		if s.Name == "" {
			out += fmt.Sprintf("%d points", len(s.Y))
		} else {
			out += s.Name
		}
	}
	return out
}

// check reports series that cannot be drawn.
func check(series []Series) error {
	if len(series) == 0 {
		return fmt.Errorf("want at least one series, got none")
	}
	for i, s := range series {
		if s.X != nil && len(s.X) != len(s.Y) {
			return fmt.Errorf("series %d %q has %d values of X and %d of Y: want as many of both, or X nil", i, s.Name, len(s.X), len(s.Y))
		}
		if len(series) > 1 && s.Name == "" {
			return fmt.Errorf("series %d has no name: give each a Name, so that a legend can tell them apart", i)
		}
	}
	return nil
}

func finite(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }
