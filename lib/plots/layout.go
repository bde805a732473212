package plots

// Where things stand in a figure: the title on top, the legend below it or to
// the right, the panels side by side, notes at the bottom.

import (
	"sort"

	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	xfont "golang.org/x/image/font"
)

const (
	defaultWidth  vg.Length = 640
	defaultHeight vg.Length = 360
	margin        vg.Length = 6
	panelGap      vg.Length = 28
	titleBand     vg.Length = 28
	lineBand      vg.Length = 18 // a line of legend or notes
	swatch        vg.Length = 18 // the sample of a line in a legend
	swatchGap     vg.Length = 6
	entryGap      vg.Length = 18
	// With more entries than this the legend is a column to the right.
	entriesInRow = 5
)

// size returns the size of the figure: what the user wants, else what the
// panels ask for.
func (f *Figure) size() (w, h vg.Length) {
	var panels, high vg.Length
	for i, p := range f.panels {
		pw, ph := p.size(f)
		if i > 0 {
			panels += panelGap
		}
		panels += pw
		high = max(high, ph)
	}
	w, h = defaultWidth, defaultHeight
	if panels > 0 {
		w = panels + 2*margin + f.columnWidth()
		w = max(w, f.textWidth()+2*margin)
	}
	if f.Width > 0 {
		w = vg.Length(f.Width)
	}
	if high > 0 {
		top, bottom := f.bands(w)
		h = high + top + bottom + 2*margin
	}
	if f.Height > 0 {
		h = vg.Length(f.Height)
	}
	return w, h
}

// textWidth returns the width of the title and of the widest note, up to the
// default width of a figure.
func (f *Figure) textWidth() vg.Length {
	w := titleStyle().Width(f.Title)
	for _, n := range f.notes {
		w = max(w, measure(n, smallSize))
	}
	return min(w, defaultWidth)
}

// bands returns the heights above and below the panels.
func (f *Figure) bands(w vg.Length) (top, bottom vg.Length) {
	if f.Title != "" {
		top += titleBand
	}
	if f.columnWidth() == 0 && len(f.legend) > 0 {
		top += lineBand*vg.Length(len(f.legendRows(w))) + 4
	}
	for _, n := range f.notes {
		bottom += lineBand * vg.Length(len(wrap(n, smallSize, w-2*margin)))
	}
	return top, bottom
}

func titleStyle() text.Style {
	s := textStyle(titleSize, inkColor)
	s.Font.Weight = xfont.WeightBold
	return s
}

// layout draws everything.
func (f *Figure) layout(c draw.Canvas) error {
	c = draw.Crop(c, margin, -margin, margin, -margin)
	width := c.Max.X - c.Min.X
	if f.Title != "" {
		c.FillText(titleStyle(), vg.Point{X: c.Min.X, Y: c.Max.Y - titleSize}, fit(f.Title, titleStyle(), width))
		c.Max.Y -= titleBand
	}
	if column := f.columnWidth(); column > 0 {
		f.drawLegendColumn(draw.Crop(c, width-column+entryGap, 0, 0, 0))
		c.Max.X -= column
	} else if len(f.legend) > 0 {
		rows := f.legendRows(width + 2*margin)
		f.drawLegendRows(c, rows)
		c.Max.Y -= lineBand*vg.Length(len(rows)) + 4
	}
	var notes []string
	for _, n := range f.notes {
		notes = append(notes, wrap(n, smallSize, width)...)
	}
	for i, n := range notes {
		c.FillText(textStyle(smallSize, inkColor), vg.Point{X: c.Min.X, Y: c.Min.Y + lineBand*vg.Length(len(notes)-1-i) + 3}, n)
	}
	c.Min.Y += lineBand * vg.Length(len(notes))

	n := vg.Length(len(f.panels))
	each := (c.Max.X - c.Min.X - panelGap*(n-1)) / n
	for i, p := range f.panels {
		left := (each + panelGap) * vg.Length(i)
		if err := p.draw(draw.Crop(c, left, left+each-(c.Max.X-c.Min.X), 0, 0), f); err != nil {
			return err
		}
	}
	return nil
}

// columnWidth returns the width of a legend to the right, with the gap before
// it; 0 when the legend is not there.
func (f *Figure) columnWidth() vg.Length {
	if len(f.legend) <= entriesInRow {
		return 0
	}
	var w vg.Length
	for _, e := range f.legend {
		w = max(w, measure(e.name, textSize))
	}
	return entryGap + swatch + swatchGap + w
}

// legendRows divides the entries into rows that fit into the width of the
// figure.
func (f *Figure) legendRows(w vg.Length) [][]legendEntry {
	var rows [][]legendEntry
	left := vg.Length(-1)
	for _, e := range f.legend {
		need := swatch + swatchGap + measure(e.name, textSize)
		if left < need {
			rows = append(rows, nil)
			left = w - 2*margin
		}
		rows[len(rows)-1] = append(rows[len(rows)-1], e)
		left -= need + entryGap
	}
	return rows
}

func (f *Figure) drawLegendRows(c draw.Canvas, rows [][]legendEntry) {
	y := c.Max.Y - lineBand/2
	for _, row := range rows {
		x := c.Min.X
		for _, e := range row {
			e.drawAt(c, vg.Point{X: x, Y: y}, c.Max.X-x)
			x += swatch + swatchGap + measure(e.name, textSize) + entryGap
		}
		y -= lineBand
	}
}

func (f *Figure) drawLegendColumn(c draw.Canvas) {
	y := c.Max.Y - lineBand/2
	for _, e := range f.legend {
		e.drawAt(c, vg.Point{X: c.Min.X, Y: y}, c.Max.X-c.Min.X)
		y -= lineBand
	}
}

// drawAt draws a sample and its name on the line whose middle is at p.
func (e legendEntry) drawAt(c draw.Canvas, p vg.Point, room vg.Length) {
	if e.mark == nil {
		c.StrokeLine2(e.line, p.X+1, p.Y, p.X+swatch-1, p.Y)
	} else {
		c.DrawGlyphNoClip(draw.GlyphStyle{Color: e.line.Color, Radius: 4, Shape: e.mark}, vg.Point{X: p.X + swatch/2, Y: p.Y})
	}
	s := textStyle(textSize, inkColor)
	c.FillText(s, vg.Point{X: p.X + swatch + swatchGap, Y: p.Y - textSize*0.36}, fit(e.name, s, room-swatch-swatchGap))
}

// fit shortens a text that is wider than its room, with an ellipsis.
func fit(s string, style text.Style, room vg.Length) string {
	if style.Width(s) <= room+0.1 {
		return s
	}
	runes := []rune(s)
	// The first length that is too much; texts may be very long.
	n := sort.Search(len(runes), func(n int) bool { return style.Width(string(runes[:n+1])+"…") > room })
	if n == 0 {
		return ""
	}
	return string(runes[:n]) + "…"
}

// wrap divides a text at spaces into lines no wider than room.
func wrap(s string, size, room vg.Length) []string {
	var lines []string
	line := ""
	for _, word := range splitWords(s) {
		if line != "" && measure(line+" "+word, size) > room {
			lines, line = append(lines, line), ""
		}
		if line != "" {
			line += " "
		}
		line += word
	}
	return append(lines, line)
}
