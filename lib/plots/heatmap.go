package plots

import (
	"fmt"
	"image"
	"math"
	"strconv"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// Heatmap draws a table of numbers as coloured cells, from the least to the
// greatest, with a scale beside it. The names of rows and columns may be nil.
// Where cells are large enough they hold their numbers; a NaN is an empty
// cell.
func Heatmap(values [][]float64, rows, columns []string) *Figure {
	if len(values) == 0 || len(values[0]) == 0 {
		return failed("Heatmap", "want at least one row and one column, got %d rows", len(values))
	}
	if rows == nil {
		rows = numbered(len(values))
	}
	if columns == nil {
		columns = numbered(len(values[0]))
	}
	if len(rows) != len(values) || len(columns) != len(values[0]) {
		return failed("Heatmap", "%d × %d values have %d names of rows and %d of columns: want one each, or nil", len(values), len(values[0]), len(rows), len(columns))
	}
	var s span
	for i, row := range values {
		if len(row) != len(columns) {
			return failed("Heatmap", "row %d has %d values, row 0 has %d: want as many in each", i, len(row), len(columns))
		}
		for _, v := range row {
			s.add(v)
		}
	}
	grid := &heatmap{rows: rows, columns: columns, cells: make([][]cell, len(values)), low: s.lo, high: s.hi, scale: s.hi > s.lo}
	for i, row := range values {
		for _, v := range row {
			c := cell{level: -1}
			if finite(v) {
				c = cell{level: heatLevels / 2, text: minus(strconv.FormatFloat(v, 'g', 3, 64))}
				if s.hi > s.lo {
					c.level = int(math.Round((v - s.lo) / (s.hi - s.lo) * (heatLevels - 1)))
				}
			}
			grid.cells[i] = append(grid.cells[i], c)
		}
	}
	return &Figure{summary: fmt.Sprintf("heat map, %d × %d", len(rows), len(columns)), panels: []panel{grid}}
}

func numbered(n int) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = strconv.Itoa(i)
	}
	return out
}

// heatmap is a panel of coloured cells with the names of rows on the left and
// those of columns below.
type heatmap struct {
	rows, columns []string
	cells         [][]cell
	scale         bool // draw the scale from low to high
	low, high     float64
}

type cell struct {
	level int // -1: empty
	text  string
	faint bool
}

const (
	cellGap    vg.Length = 2
	nameGap    vg.Length = 8
	scaleWidth vg.Length = 64
	// Smaller cells are pixels of a picture.
	smallestCell vg.Length = 12
)

// cellSize returns the width and height of a cell: as wide as the texts in the
// cells need, smaller when there are many.
func (m *heatmap) cellSize() (w, h vg.Length) {
	n := max(len(m.rows), len(m.columns))
	side := vg.Length(clamp(440/n, 4, largestCell(n)))
	w, h = side, side
	if side >= 26 {
		for _, row := range m.cells {
			for _, c := range row {
				w = max(w, measure(c.text, smallSize)+8)
			}
		}
	}
	if widest := m.nameWidth(m.columns); widest <= max(84, 1.8*side) && len(m.columns)*int(widest+8) <= 520 && n <= 30 {
		w = max(w, widest+8)
	}
	return w, h
}

// largestCell lets a handful of classes take more room.
func largestCell(n int) int {
	if n <= 4 {
		return 64
	}
	return 40
}

func (m *heatmap) nameWidth(names []string) vg.Length {
	var w vg.Length
	for _, n := range names {
		w = max(w, measure(n, smallSize))
	}
	return min(w, 160)
}

// upright says that the names of the columns are too long to lie side by side.
// Among many columns only some are named, which then lie.
func (m *heatmap) upright() bool {
	w, _ := m.cellSize()
	return m.nameWidth(m.columns) > w-2 && len(m.columns) <= 30
}

// below is the height of the columns' names.
func (m *heatmap) below() vg.Length {
	if m.upright() {
		return m.nameWidth(m.columns) + nameGap + 2
	}
	return lineBand
}

func (m *heatmap) left() vg.Length { return m.nameWidth(m.rows) + nameGap }

func (m *heatmap) size(f *Figure) (w, h vg.Length) {
	cw, ch := m.cellSize()
	w = m.left() + cw*vg.Length(len(m.columns))
	if m.scale {
		w += scaleWidth
	}
	w = max(w, measure(f.XLabel, textSize), measure(f.YLabel, textSize))
	// The two names of the axes, above and below, take a line each.
	return w, ch*vg.Length(len(m.rows)) + m.below() + 2*lineBand
}

func (m *heatmap) draw(c draw.Canvas, f *Figure) error {
	label := textStyle(textSize, inkColor)
	cw, ch := m.cellSize()
	// A figure whose size was set, set the size of the cells too.
	room := c.Max.X - c.Min.X - m.left()
	if m.scale {
		room -= scaleWidth
	}
	if f.Width > 0 {
		cw = room / vg.Length(len(m.columns))
	}
	if f.Height > 0 {
		ch = (c.Max.Y - c.Min.Y - m.below() - 2*lineBand) / vg.Length(len(m.rows))
	}
	if cw < 2 || ch < 2 {
		return fmt.Errorf("plots: %s: %d × %d cells do not fit into %v × %v pixels: make Width and Height larger, or leave them 0", f.summary, len(m.rows), len(m.columns), f.Width, f.Height)
	}
	x0, top := c.Min.X+m.left(), c.Max.Y-lineBand
	c.FillText(label, vg.Point{X: c.Min.X, Y: c.Max.Y - textSize}, fit(f.YLabel, label, c.Max.X-c.Min.X))

	name := textStyle(smallSize, inkColor)
	pixels := cw < smallestCell || ch < smallestCell
	if pixels {
		m.drawPixels(c, vg.Rectangle{Min: vg.Point{X: x0, Y: top - ch*vg.Length(len(m.rows))}, Max: vg.Point{X: x0 + cw*vg.Length(len(m.columns)), Y: top}})
	}
	every := max(1, int(math.Ceil(float64((smallSize+3)/ch))))
	for i, row := range m.cells {
		y := top - ch*vg.Length(i+1)
		name.XAlign = draw.XRight
		if i%every == 0 {
			c.FillText(name, vg.Point{X: x0 - nameGap, Y: y + ch/2 - smallSize*0.36}, fit(m.rows[i], name, m.left()-nameGap))
		}
		for j, e := range row {
			if e.level < 0 || pixels {
				continue
			}
			r := vg.Rectangle{Min: vg.Point{X: x0 + cw*vg.Length(j), Y: y + cellGap/2}, Max: vg.Point{X: x0 + cw*vg.Length(j+1) - cellGap, Y: y + ch - cellGap/2}}
			c.SetColor(heatFill(e.level))
			c.Fill(r.Path())
			number := textStyle(smallSize, heatText(e.level, e.faint))
			if number.Width(e.text) <= r.Size().X && smallSize <= r.Size().Y {
				number.XAlign = draw.XCenter
				c.FillText(number, vg.Point{X: (r.Min.X + r.Max.X) / 2, Y: y + ch/2 - smallSize*0.36}, e.text)
			}
		}
	}
	bottom := top - ch*vg.Length(len(m.rows))
	every = max(1, int(math.Ceil(float64((m.nameWidth(m.columns)+6)/cw))))
	if m.upright() {
		every = max(1, int(math.Ceil(float64((smallSize+3)/cw))))
	}
	for j, s := range m.columns {
		if j%every != 0 {
			continue
		}
		x := x0 + cw*vg.Length(j) + (cw-cellGap)/2
		if m.upright() {
			turned := name
			turned.Rotation, turned.XAlign = math.Pi/2, draw.XRight
			c.FillText(turned, vg.Point{X: x + smallSize*0.36, Y: bottom - 4}, fit(s, name, m.below()-nameGap))
			continue
		}
		name.XAlign = draw.XCenter
		c.FillText(name, vg.Point{X: x, Y: bottom - smallSize - 3}, s)
	}
	label.XAlign = draw.XCenter
	half := measure(f.XLabel, textSize) / 2
	middle := min(x0+cw*vg.Length(len(m.columns))/2, c.Max.X-half)
	c.FillText(label, vg.Point{X: max(middle, c.Min.X+half), Y: bottom - m.below() - textSize - 1}, f.XLabel)
	if m.scale {
		m.drawScale(c, x0+cw*vg.Length(len(m.columns))+14, bottom, top, pixels)
	}
	return nil
}

// drawPixels draws cells that are too small to be rectangles of their own as
// one picture.
func (m *heatmap) drawPixels(c draw.Canvas, r vg.Rectangle) {
	img := image.NewNRGBA(image.Rect(0, 0, len(m.columns), len(m.rows)))
	for i, row := range m.cells {
		for j, e := range row {
			if e.level >= 0 {
				img.SetNRGBA(j, i, heatLight[e.level])
			}
		}
	}
	if _, ok := innermost(c).(*svgCanvas); ok {
		c.DrawImage(r, img)
		return
	}
	c.DrawImage(r, enlarged(img, 4))
}

// drawScale draws the levels from low to high. Beside a picture, whose pixels
// are in the light set on any page, they are in that too.
func (m *heatmap) drawScale(c draw.Canvas, x, bottom, top vg.Length, picture bool) {
	step := (top - bottom) / heatLevels
	for level := range heatLevels {
		y := bottom + step*vg.Length(level)
		if c.SetColor(heatFill(level)); picture {
			c.SetColor(heatLight[level])
		}
		c.Fill(vg.Rectangle{Min: vg.Point{X: x, Y: y}, Max: vg.Point{X: x + 8, Y: y + step}}.Path())
	}
	s := textStyle(smallSize, inkColor)
	c.FillText(s, vg.Point{X: x + 12, Y: bottom}, minus(strconv.FormatFloat(m.low, 'g', 3, 64)))
	c.FillText(s, vg.Point{X: x + 12, Y: top - smallSize*0.8}, minus(strconv.FormatFloat(m.high, 'g', 3, 64)))
}
