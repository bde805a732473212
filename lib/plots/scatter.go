package plots

import (
	"image/color"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// Scatter draws each series as points, with a shape and a colour of its own.
// Points with a coordinate that is NaN or infinite are left out.
func Scatter(series []Series) *Figure {
	if err := check(series); err != nil {
		return failed("Scatter", "%w", err)
	}
	a := newAxes()
	for i, s := range series {
		c := seriesColor(i)
		c.A = 0xb8 // so that a crowd shows as one
		d := dots{color: c, shape: shape(i)}
		for k, y := range s.Y {
			x := float64(k)
			if s.X != nil {
				x = s.X[k]
			}
			if finite(x) && finite(y) {
				a.xs.add(x)
				a.ys.add(y)
				d.points = append(d.points, vgXY{x, y})
			}
		}
		a.plot.Add(d)
	}
	f := &Figure{summary: "scatter chart of " + names(series), panels: []panel{a}}
	f.name(series, shape)
	return f
}

// shape returns the mark of series i.
func shape(i int) draw.GlyphDrawer {
	return []draw.GlyphDrawer{draw.CircleGlyph{}, draw.PyramidGlyph{}, draw.BoxGlyph{}, draw.CrossGlyph{}, draw.RingGlyph{}, draw.TriangleGlyph{}, draw.SquareGlyph{}, draw.PlusGlyph{}}[i%8]
}

// dots is a plotter of marks.
type dots struct {
	points []vgXY
	color  color.Color
	shape  draw.GlyphDrawer
}

// Plot implements plot.Plotter.
func (d dots) Plot(c draw.Canvas, p *plot.Plot) {
	x, y := p.Transforms(&c)
	for _, q := range d.points {
		if at := (vg.Point{X: x(q.x), Y: y(q.y)}); c.Contains(at) {
			c.DrawGlyphNoClip(draw.GlyphStyle{Color: d.color, Radius: 3, Shape: d.shape}, at)
		}
	}
}
