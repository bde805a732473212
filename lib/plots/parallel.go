package plots

import (
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// Coordinate is one of the upright axes of [ParallelCoordinates].
type Coordinate struct {
	Name string
	// Values of all lines, in their order; NaN leaves a gap.
	Values []float64
	// Log places values by their logarithms; all must be greater than 0.
	Log bool
	// Labels names the values 0, 1, 2 … of a choice; nil: they are numbers.
	Labels []string
}

// ParallelCoordinates draws each example as a line through its values of all
// coordinates, which stand upright side by side (Inselberg, The Plane with Parallel
// Coordinates, 1985). Lines are the bluer, the less their last value is, or with
// greater the greater it is; the best one stands out.
func ParallelCoordinates(coordinates []Coordinate, greater bool) *Figure {
	const chart = "ParallelCoordinates"
	if len(coordinates) < 2 || len(coordinates[0].Values) == 0 {
		return failed(chart, "want at least two coordinates and one line, got %d coordinates", len(coordinates))
	}
	g := &parallel{coordinates: coordinates}
	n := len(coordinates[0].Values)
	for _, c := range coordinates {
		if len(c.Values) != n {
			return failed(chart, "the coordinate %q has %d values, the first %d: want as many in each", c.Name, len(c.Values), n)
		}
		var s span
		for i, v := range c.Values {
			if c.Log && v <= 0 {
				return failed(chart, "value %d of %q is %v: with Log all must be greater than 0", i, c.Name, v)
			}
			if c.Labels != nil && finite(v) && (v < 0 || int(v) >= len(c.Labels)) {
				return failed(chart, "value %d of %q is %v: there are labels 0 to %d", i, c.Name, v, len(c.Labels)-1)
			}
			s.add(c.scaled(v))
		}
		if c.Labels != nil {
			s = span{-.25, float64(len(c.Labels)) - .75, true}
		}
		g.ranges = append(g.ranges, s)
	}
	g.rank(greater)
	f := &Figure{summary: fmt.Sprintf("%d lines through %d coordinates", n, len(coordinates)), panels: []panel{g}}
	f.legend = []legendEntry{{name: "best", line: bestLine}, {name: "better", line: draw.LineStyle{Color: rankColor(1), Width: lineWidth}}, {name: "worse", line: draw.LineStyle{Color: rankColor(0), Width: lineWidth}}}
	return f
}

func (c Coordinate) scaled(v float64) float64 {
	if c.Log {
		return math.Log10(v)
	}
	return v
}

// parallel is a panel of upright axes.
type parallel struct {
	coordinates []Coordinate
	ranges      []span
	order       []int     // lines from the worst to the best
	shares      []float64 // of each line, how good it is from 0 to 1
}

// rank orders the lines by their last values; what is NaN comes first.
func (g *parallel) rank(greater bool) {
	last := g.coordinates[len(g.coordinates)-1].Values
	badness := func(i int) float64 {
		switch {
		case math.IsNaN(last[i]):
			return math.Inf(1)
		case greater:
			return -last[i]
		}
		return last[i]
	}
	g.shares = make([]float64, len(last))
	for i := range last {
		g.order = append(g.order, i)
	}
	slices.SortStableFunc(g.order, func(i, j int) int {
		switch a, b := badness(i), badness(j); {
		case a > b:
			return -1
		case a < b:
			return 1
		}
		return 0
	})
	for place, i := range g.order {
		g.shares[i] = float64(place) / float64(max(1, len(g.order)-1))
	}
}

var bestLine = draw.LineStyle{Color: palette[1], Width: 2.4}

// rankColor goes from grey to blue.
func rankColor(share float64) (c classed) {
	c.NRGBA = mix(palette[9], palette[0], share)
	c.A = uint8(0x50 + share*0x80)
	return c
}

const (
	parallelGap  vg.Length = 118
	parallelTall vg.Length = 250
)

func (g *parallel) size(*Figure) (w, h vg.Length) {
	return vg.Length(len(g.coordinates)) * parallelGap, parallelTall + 3*lineBand
}

func (g *parallel) draw(c draw.Canvas, f *Figure) error {
	n := vg.Length(len(g.coordinates))
	gap := (c.Max.X - c.Min.X) / n
	bottom, top := c.Min.Y+smallSize+8, c.Max.Y-textSize-smallSize-14
	if gap < 40 || top-bottom < 60 {
		return fmt.Errorf("plots: %s: the axes do not fit into %v × %v pixels: make Width and Height larger, or leave them 0", f.summary, f.Width, f.Height)
	}
	at := func(i int) vg.Length { return c.Min.X + gap*(vg.Length(i)+.5) }
	place := func(i int, v float64) vg.Length {
		s := g.ranges[i]
		if s.hi == s.lo {
			return (bottom + top) / 2
		}
		return bottom + (top-bottom)*vg.Length((g.coordinates[i].scaled(v)-s.lo)/(s.hi-s.lo))
	}
	for k, line := range g.order {
		style := draw.LineStyle{Color: rankColor(g.shares[line]).NRGBA, Width: 1.3}
		if k == len(g.order)-1 {
			style = bestLine
		}
		var points []vg.Point
		for i, axis := range g.coordinates {
			if v := axis.Values[line]; finite(v) {
				points = append(points, vg.Point{X: at(i), Y: place(i, v)})
				continue
			}
			c.StrokeLines(style, points)
			points = nil
		}
		c.StrokeLines(style, points)
	}
	for i, axis := range g.coordinates {
		g.axis(c, i, axis, at(i), gap, bottom, top)
	}
	return nil
}

// axis draws an axis with its name and the ends of its range, outside of where the
// lines are; a choice has its names at the points in which lines meet.
func (g *parallel) axis(c draw.Canvas, i int, axis Coordinate, x, gap, bottom, top vg.Length) {
	c.StrokeLine2(draw.LineStyle{Color: ruleColor, Width: 1}, x, bottom, x, top)
	name := textStyle(textSize, inkColor)
	name.XAlign = draw.XCenter
	c.FillText(name, vg.Point{X: x, Y: top + smallSize + 10}, fit(axis.Name, name, gap-6))
	small := textStyle(smallSize, inkColor)
	small.XAlign = draw.XCenter
	write := func(y vg.Length, s string) { c.FillText(small, vg.Point{X: x, Y: y}, fit(s, small, gap-6)) }
	s := g.ranges[i]
	if axis.Labels != nil {
		for k, label := range axis.Labels {
			y := bottom + (top-bottom)*vg.Length((float64(k)-s.lo)/(s.hi-s.lo))
			if k == 0 { // lines come from above only
				write(y-smallSize-4, label)
			} else {
				write(y+7, label)
			}
		}
		return
	}
	if !s.any {
		return
	}
	lo, hi := s.lo, s.hi
	if axis.Log {
		lo, hi = math.Pow(10, lo), math.Pow(10, hi)
	}
	write(bottom-smallSize-4, threeDigits(lo))
	write(top+4, threeDigits(hi))
}
