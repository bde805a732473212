package plots

import (
	"fmt"
	"image/color"
	"slices"

	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// Box draws how the values of each group lie: a box from the first to the third
// quartile with a line at the median, whiskers to the furthest values within 1.5
// times its height, and points for those beyond (Tukey, Exploratory Data
// Analysis, 1977). Values that are NaN or infinite are left out.
func Box(names []string, groups [][]float64) *Figure {
	if len(names) != len(groups) || len(groups) == 0 {
		return failed("Box", "want as many names as groups, and at least one, got %d names and %d groups", len(names), len(groups))
	}
	a := newAxes()
	a.names = names
	b := boxes{color: seriesColor(0)}
	left, all := 0, 0
	for i, values := range groups {
		var kept []float64
		for _, v := range values {
			if finite(v) {
				kept = append(kept, v)
				a.ys.add(v)
			}
		}
		left, all = left+len(values)-len(kept), all+len(values)
		if len(kept) > 0 {
			b.each = append(b.each, tukey(float64(i), kept))
		}
	}
	if len(b.each) == 0 {
		return failed("Box", "want at least one finite number, got none among %d", all)
	}
	a.plot.Add(b)
	f := &Figure{summary: fmt.Sprintf("box plot of %d groups", len(groups)), panels: []panel{a}}
	if left > 0 {
		f.notes = append(f.notes, fmt.Sprintf("%d of %d values are not finite numbers and are left out.", left, all))
	}
	return f
}

// fiveNumbers are those of a box, with what lies beyond its whiskers.
type fiveNumbers struct {
	at                        float64
	low, q1, median, q3, high float64
	beyond                    []float64
}

func tukey(at float64, values []float64) fiveNumbers {
	sorted := slices.Sorted(slices.Values(values))
	q := func(p float64) float64 { return stat.Quantile(p, stat.LinInterp, sorted, nil) }
	f := fiveNumbers{at: at, q1: q(.25), median: q(.5), q3: q(.75)}
	reach := 1.5 * (f.q3 - f.q1)
	f.low, f.high = f.q1, f.q3
	for _, v := range sorted {
		if v < f.q1-reach || v > f.q3+reach {
			f.beyond = append(f.beyond, v)
			continue
		}
		f.low, f.high = min(f.low, v), max(f.high, v)
	}
	return f
}

// boxes is a plotter of boxes with whiskers.
type boxes struct {
	each  []fiveNumbers
	color color.NRGBA
}

// Plot implements plot.Plotter.
func (b boxes) Plot(c draw.Canvas, p *plot.Plot) {
	x, y := p.Transforms(&c)
	line := draw.LineStyle{Color: b.color, Width: 1.5}
	pale := b.color
	pale.A = 0x40
	for _, f := range b.each {
		half := min((x(f.at+.3)-x(f.at-.3))/2, 28)
		left, middle, right := x(f.at)-half, x(f.at), x(f.at)+half
		r := vg.Rectangle{Min: vg.Point{X: left, Y: y(f.q1)}, Max: vg.Point{X: right, Y: max(y(f.q3), y(f.q1)+1)}}
		c.SetColor(pale)
		c.Fill(r.Path())
		c.StrokeLines(line, []vg.Point{r.Min, {X: right, Y: r.Min.Y}, r.Max, {X: left, Y: r.Max.Y}, r.Min})
		thick := line
		thick.Width = 2.5
		c.StrokeLine2(thick, left, y(f.median), right, y(f.median))
		for _, w := range [][2]float64{{f.q1, f.low}, {f.q3, f.high}} {
			c.StrokeLine2(line, middle, y(w[0]), middle, y(w[1]))
			c.StrokeLine2(line, middle-half/2, y(w[1]), middle+half/2, y(w[1]))
		}
		for _, v := range f.beyond {
			c.DrawGlyphNoClip(draw.GlyphStyle{Color: b.color, Radius: 2.5, Shape: draw.RingGlyph{}}, vg.Point{X: middle, Y: y(v)})
		}
	}
}
