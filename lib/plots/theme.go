package plots

// The one look of all figures: colours, type, lines. Everything that is drawn
// without a background of its own has to be read on white and on the nearly
// black pages of dark notebooks (theme_test.go measures the contrast).

import (
	"image/color"
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

var (
	// inkColor is for all text. Of all greys it is the one with the best
	// contrast on the worse of both pages.
	inkColor = classed{color.NRGBA{0x77, 0x79, 0x7f, 0xff}, "gorgo-ink"}
	// gridColor is for lines that must not compete with the data.
	gridColor = classed{color.NRGBA{0x80, 0x84, 0x8c, 0x4d}, "gorgo-grid"}
	// ruleColor is for lines that mean something, such as that of chance.
	ruleColor = color.NRGBA{0x80, 0x84, 0x8c, 0xb3}
	// wrongColor marks what went wrong.
	wrongColor = color.NRGBA{0xd6, 0x45, 0x4f, 0xff}
)

// palette tells series apart, also for the colour-blind: after the order of
// Okabe and Ito (2008), each brought to a lightness that stands out on both
// pages. After the last, colours come again with another dash.
var palette = []color.NRGBA{
	{0x1f, 0x7f, 0xd4, 0xff}, // blue
	{0xd9, 0x62, 0x0e, 0xff}, // vermilion
	{0x12, 0x9a, 0x74, 0xff}, // green
	{0xc0, 0x5f, 0xa8, 0xff}, // purple
	{0x7c, 0x46, 0xe6, 0xff}, // violet
	{0x9c, 0x7a, 0x12, 0xff}, // ochre
	{0x3f, 0x94, 0xa8, 0xff}, // teal
	{0xcf, 0x51, 0x5f, 0xff}, // red
	{0x6f, 0x92, 0x2c, 0xff}, // olive
	{0x80, 0x84, 0x8c, 0xff}, // grey
}

var dashes = [][]vg.Length{nil, {6, 3}, {2, 2.5}, {8, 3, 2, 3}}

const (
	titleSize vg.Length = 15
	textSize  vg.Length = 12
	smallSize vg.Length = 11
	lineWidth vg.Length = 1.8

	// The face in a browser may be wider than the one that texts are measured
	// with; this much room keeps them apart.
	textSlack = 1.18
	// fontFamily takes each system's own sans-serif face.
	fontFamily = `system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, 'Liberation Sans', sans-serif`
)

// classed is a colour with a class, by which a page that knows its background
// may restyle what is drawn in it.
type classed struct {
	color.NRGBA
	class string
}

// seriesColor returns the colour of series i.
func seriesColor(i int) color.NRGBA { return palette[i%len(palette)] }

// seriesLine returns the line of series i.
func seriesLine(i int) draw.LineStyle {
	return draw.LineStyle{Color: seriesColor(i), Width: lineWidth, Dashes: dashes[i/len(palette)%len(dashes)]}
}

// textStyle returns the style of a text that begins at its point.
func textStyle(size vg.Length, c color.Color) text.Style {
	return text.Style{
		Color:   c,
		Font:    font.From(font.Font{Typeface: "Liberation", Variant: "Sans"}, size),
		XAlign:  draw.XLeft,
		YAlign:  draw.YBottom,
		Handler: anchored{text.Plain{Fonts: font.DefaultCache}},
	}
}

// newPlot returns a gonum plot in the theme: no axis lines, no tick marks, a
// light horizontal grid.
func newPlot() *plot.Plot {
	p := plot.New()
	p.BackgroundColor = nil
	handler := textStyle(textSize, inkColor).Handler
	p.TextHandler = handler
	p.Title.TextStyle.Handler = handler
	for _, a := range []*plot.Axis{&p.X, &p.Y} {
		x, y := a.Tick.Label.XAlign, a.Tick.Label.YAlign
		a.Tick.Label = textStyle(smallSize, inkColor)
		a.Tick.Label.XAlign, a.Tick.Label.YAlign = x, y
		a.Label.TextStyle = textStyle(smallSize, inkColor)
		a.Label.TextStyle.XAlign = draw.XCenter
		a.Label.Padding = 4
		a.LineStyle.Width = 0
		a.Tick.LineStyle.Width = 0
		a.Tick.Length = 0
		a.Padding = 5
	}
	p.Add(horizontalGrid{})
	return p
}

// horizontalGrid draws a light line at every tick of the y axis.
type horizontalGrid struct{}

// Plot implements plot.Plotter.
func (horizontalGrid) Plot(c draw.Canvas, p *plot.Plot) {
	_, y := p.Transforms(&c)
	for _, t := range p.Y.Tick.Marker.Ticks(p.Y.Min, p.Y.Max) {
		if at := y(t.Value); !t.IsMinor() && c.ContainsY(at) {
			c.StrokeLine2(draw.LineStyle{Color: gridColor, Width: 1}, c.Min.X, at, c.Max.X, at)
		}
	}
}

// anchored draws texts by their anchor (start, middle, end) where the canvas
// can, so that alignment holds in whatever face the browser has; elsewhere it
// falls back on measured widths.
type anchored struct{ text.Plain }

// anchorer is a canvas that aligns texts itself.
type anchorer interface {
	FillAnchored(f font.Face, at vg.Point, anchor text.XAlignment, rotation float64, s string)
}

// Box implements text.Handler, with room for a wider face.
func (h anchored) Box(s string, f font.Font) (width, height, depth vg.Length) {
	width, height, depth = h.Plain.Box(s, f)
	return width * textSlack, height, depth
}

// Draw implements text.Handler.
func (h anchored) Draw(c vg.Canvas, s string, sty text.Style, at vg.Point) {
	target, ok := innermost(c).(anchorer)
	if !ok || s == "" {
		h.Plain.Draw(c, s, sty, at)
		return
	}
	face := h.Fonts.Lookup(sty.Font, sty.Font.Size)
	c.SetColor(sty.Color)
	// The baseline of a single line lies this far from the point, along the
	// text's own vertical.
	height := sty.Height(s)
	up := height*vg.Length(sty.YAlign) + height - face.Extents().Ascent
	sin, cos := math.Sincos(sty.Rotation)
	base := vg.Point{X: at.X - up*vg.Length(sin), Y: at.Y + up*vg.Length(cos)}
	target.FillAnchored(face, base, sty.XAlign, sty.Rotation, s)
}

// innermost returns the canvas that is drawn on, without the cut-outs around
// it.
func innermost(c vg.Canvas) vg.Canvas {
	for {
		switch d := c.(type) {
		case draw.Canvas:
			c = d.Canvas
		case *draw.Canvas:
			c = d.Canvas
		default:
			return c
		}
	}
}

// measure returns the width that a text may take.
func measure(s string, size vg.Length) vg.Length {
	return textStyle(size, inkColor).Width(s)
}
