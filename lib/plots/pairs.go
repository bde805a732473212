package plots

import (
	"fmt"
	"math"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"github.com/gorgolab/gorgo/lib/data"
)

// mostPairs is the number of features that Pairs draws: more cells could not be
// read.
const mostPairs = 6

// mostDots is the number of examples that Pairs draws: more would only hide each
// other.
const mostDots = 400

// Pairs draws each of some features of a data set against each other, coloured
// by class, with their histograms on the diagonal. features are the numbers of
// at most 6 columns; nil means the first. Of many examples evenly spaced ones are
// drawn. Rows with a NaN in a pair are missing there.
func Pairs(d *data.Dataset, features []int) *Figure {
	if err := d.Check(); err != nil {
		return failed("Pairs", "%w", err)
	}
	if features == nil {
		for j := range min(d.Features(), 4) {
			features = append(features, j)
		}
	}
	if len(features) < 2 || len(features) > mostPairs || d.Len() == 0 {
		return failed("Pairs", "want 2 to %d features and at least one example, got %d and %d", mostPairs, len(features), d.Len())
	}
	g := &pairs{}
	for _, j := range features {
		if j < 0 || j >= d.Features() {
			return failed("Pairs", "there is no feature %d: they are 0 to %d", j, d.Features()-1)
		}
		name := fmt.Sprint("feature ", j)
		if d.FeatureNames != nil {
			name = d.FeatureNames[j]
		}
		g.names = append(g.names, name)
		column := make([]float64, 0, d.Len())
		var s span
		for i := range d.Len() {
			v := float64(d.X.Row(i)[j])
			column = append(column, v)
			s.add(v)
		}
		if !s.any {
			return failed("Pairs", "feature %d has no finite number", j)
		}
		g.columns, g.ranges = append(g.columns, column), append(g.ranges, s)
	}
	g.classes = d.Y
	step := max(1, (d.Len()+mostDots-1)/mostDots)
	for i := 0; i < d.Len(); i += step {
		g.drawn = append(g.drawn, i)
	}
	f := &Figure{summary: fmt.Sprintf("pairs of %d features, %d examples", len(features), len(g.drawn)), panels: []panel{g}}
	if step > 1 {
		f.notes = append(f.notes, fmt.Sprintf("%d of %d examples are drawn; the histograms are of all.", len(g.drawn), d.Len()))
	}
	if d.Y != nil {
		for c, name := range d.Classes {
			f.legend = append(f.legend, legendEntry{name: name, line: seriesLine(c), mark: shape(c)})
		}
	}
	return f
}

// pairs is a panel of cells, the features in both directions.
type pairs struct {
	names   []string
	columns [][]float64 // of each feature
	ranges  []span
	classes []int // nil: none
	drawn   []int // rows
}

const (
	pairCell vg.Length = 132
	pairGap  vg.Length = 8
	pairBins           = 16
)

func (g *pairs) left() vg.Length {
	var w vg.Length
	for _, s := range g.ranges {
		w = max(w, measure(threeDigits(s.lo), smallSize), measure(threeDigits(s.hi), smallSize))
	}
	return w + 6
}

func (g *pairs) size(*Figure) (w, h vg.Length) {
	n := vg.Length(len(g.names))
	return g.left() + n*(pairCell+pairGap), n*(pairCell+pairGap) + lineBand + 2
}

func (g *pairs) draw(c draw.Canvas, f *Figure) error {
	n := len(g.names)
	left := g.left()
	cw, ch := (c.Max.X-c.Min.X-left)/vg.Length(n)-pairGap, (c.Max.Y-c.Min.Y-lineBand-2)/vg.Length(n)-pairGap
	if cw < 24 || ch < 24 {
		return fmt.Errorf("plots: %s: the cells do not fit into %v × %v pixels: make Width and Height larger, or leave them 0", f.summary, f.Width, f.Height)
	}
	text := textStyle(smallSize, inkColor)
	for i := range n {
		for j := range n {
			x, y := c.Min.X+left+vg.Length(j)*(cw+pairGap), c.Max.Y-vg.Length(i+1)*(ch+pairGap)+pairGap
			cell := vg.Rectangle{Min: vg.Point{X: x, Y: y}, Max: vg.Point{X: x + cw, Y: y + ch}}
			c.StrokeLines(draw.LineStyle{Color: gridColor, Width: 1}, []vg.Point{cell.Min, {X: cell.Max.X, Y: cell.Min.Y}, cell.Max, {X: cell.Min.X, Y: cell.Max.Y}, cell.Min})
			if i == j {
				g.histogram(c, cell, i)
				c.FillText(text, vg.Point{X: x + 4, Y: cell.Max.Y - smallSize - 4}, fit(g.names[i], text, cw-8))
			} else {
				g.dots(c, cell, j, i)
			}
			if j == 0 && i > 0 {
				g.numbers(c, text, cell, i, true)
			}
			if i == n-1 {
				g.numbers(c, text, cell, j, false)
			}
		}
	}
	return nil
}

// place returns where a value of a feature stands between 0 and 1, with some
// room at both ends.
func (g *pairs) place(feature int, v float64) float64 {
	s := g.ranges[feature]
	if s.hi == s.lo {
		return .5
	}
	return .05 + .9*(v-s.lo)/(s.hi-s.lo)
}

// numbers writes the ends of a feature's range beside a cell, or below it.
func (g *pairs) numbers(c draw.Canvas, text draw.TextStyle, cell vg.Rectangle, feature int, beside bool) {
	s := g.ranges[feature]
	for k, v := range []float64{s.lo, s.hi} {
		if beside {
			text.XAlign = draw.XRight
			y := cell.Min.Y
			if k == 1 {
				y = cell.Max.Y - smallSize
			}
			c.FillText(text, vg.Point{X: cell.Min.X - 5, Y: y}, threeDigits(v))
			continue
		}
		text.XAlign = draw.XLeft
		x := cell.Min.X
		if k == 1 {
			text.XAlign, x = draw.XRight, cell.Max.X
		}
		c.FillText(text, vg.Point{X: x, Y: cell.Min.Y - smallSize - 5}, threeDigits(v))
	}
}

// class returns the class of a row; 0 without classes.
func (g *pairs) class(row int) int {
	if g.classes == nil {
		return 0
	}
	return g.classes[row]
}

func (g *pairs) dots(c draw.Canvas, cell vg.Rectangle, fx, fy int) {
	size := cell.Size()
	for _, row := range g.drawn {
		x, y := g.columns[fx][row], g.columns[fy][row]
		if !finite(x) || !finite(y) {
			continue
		}
		k := g.class(row)
		col := seriesColor(k)
		col.A = 0xa0
		at := vg.Point{X: cell.Min.X + size.X*vg.Length(g.place(fx, x)), Y: cell.Min.Y + size.Y*vg.Length(g.place(fy, y))}
		c.DrawGlyphNoClip(draw.GlyphStyle{Color: col, Radius: 1.9, Shape: shape(k)}, at)
	}
}

// histogram draws that of each class, as outlines in front of each other.
func (g *pairs) histogram(c draw.Canvas, cell vg.Rectangle, feature int) {
	counts := map[int][]float64{}
	classes, top := 0, 0.0
	for row, v := range g.columns[feature] {
		if !finite(v) {
			continue
		}
		k := g.class(row)
		classes = max(classes, k+1)
		if counts[k] == nil {
			counts[k] = make([]float64, pairBins)
		}
		b := min(int((g.place(feature, v)-.05)/.9*pairBins), pairBins-1)
		counts[k][b]++
		top = math.Max(top, counts[k][b])
	}
	width, room := cell.Size().X*.9/pairBins, cell.Size().Y-smallSize-14
	for k := range classes {
		if counts[k] == nil {
			continue
		}
		fill := seriesColor(k)
		fill.A = 0x60
		points := []vg.Point{{X: cell.Min.X + cell.Size().X*.05, Y: cell.Min.Y}}
		for b, v := range counts[k] {
			x, y := cell.Min.X+cell.Size().X*.05+width*vg.Length(b), cell.Min.Y+room*vg.Length(v/top)
			points = append(points, vg.Point{X: x, Y: y}, vg.Point{X: x + width, Y: y})
		}
		points = append(points, vg.Point{X: points[len(points)-1].X, Y: cell.Min.Y})
		c.FillPolygon(fill, points)
		line := seriesLine(k)
		line.Width = 1.2
		c.StrokeLines(line, points)
	}
}
