package plots

import (
	"fmt"
	"strconv"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// Distributions draws a small histogram of each list of numbers, one below the
// other, such as the weights of the layers of a network or their gradients. Each
// has a range of its own, which stands beside it, with the share of the numbers
// that are exactly 0 where there are some. Numbers that are NaN or infinite are
// counted there too.
func Distributions(names []string, values [][]float32) *Figure {
	if len(names) != len(values) || len(values) == 0 {
		return failed("Distributions", "want as many names as lists, and at least one, got %d names and %d lists", len(names), len(values))
	}
	r := &ridges{names: names}
	all := 0
	for _, list := range values {
		r.rows = append(r.rows, newRidge(list))
		all += len(list)
	}
	return &Figure{summary: fmt.Sprintf("distributions of %d numbers in %d lists", all, len(values)), panels: []panel{r}}
}

// ridge is the histogram of one list.
type ridge struct {
	counts []float64 // from 0 to 1
	text   string
	bad    bool // some numbers are not finite
}

const ridgeBins = 48

func newRidge(values []float32) ridge {
	var s span
	zeros, bad := 0, 0
	for _, v := range values {
		s.add(float64(v))
		if v == 0 {
			zeros++
		}
		if v-v != 0 {
			bad++
		}
	}
	r := ridge{counts: make([]float64, ridgeBins), bad: bad > 0}
	switch {
	case bad > 0:
		r.text = fmt.Sprintf("%d of %d are not finite", bad, len(values))
	case !s.any:
		r.text = "empty"
	default:
		r.text = threeDigits(s.lo) + " … " + threeDigits(s.hi)
		if zeros > 0 {
			r.text += fmt.Sprintf(", %.3g %% zero", 100*float64(zeros)/float64(len(values)))
		}
	}
	if !s.any {
		return r
	}
	top := 0.0
	for _, v := range values {
		if v-v != 0 {
			continue
		}
		k := ridgeBins / 2
		if s.hi > s.lo {
			k = min(int((float64(v)-s.lo)/(s.hi-s.lo)*ridgeBins), ridgeBins-1)
		}
		r.counts[k]++
		top = max(top, r.counts[k])
	}
	for k := range r.counts {
		r.counts[k] /= top
	}
	return r
}

// threeDigits writes a number with three digits.
func threeDigits(v float64) string { return minus(strconv.FormatFloat(v, 'g', 3, 64)) }

// ridges is a panel of small histograms with their names on the left.
type ridges struct {
	names []string
	rows  []ridge
}

const (
	ridgeHeight vg.Length = 34
	ridgeWidth  vg.Length = 300
)

func (r *ridges) widths() (left, right vg.Length) {
	for i, name := range r.names {
		left = max(left, measure(name, smallSize))
		right = max(right, measure(r.rows[i].text, smallSize))
	}
	return min(left, 200) + nameGap, right + nameGap
}

func (r *ridges) size(*Figure) (w, h vg.Length) {
	left, right := r.widths()
	return left + ridgeWidth + right, ridgeHeight * vg.Length(len(r.rows))
}

func (r *ridges) draw(c draw.Canvas, f *Figure) error {
	left, right := r.widths()
	x0, x1 := c.Min.X+left, c.Max.X-right
	height := (c.Max.Y - c.Min.Y) / vg.Length(len(r.rows))
	if x1-x0 < 40 || height < smallSize {
		return fmt.Errorf("plots: %s: %d rows do not fit into %v × %v pixels: make Width and Height larger, or leave them 0", f.summary, len(r.rows), f.Width, f.Height)
	}
	text := textStyle(smallSize, inkColor)
	width := (x1 - x0) / ridgeBins
	for i, row := range r.rows {
		base := c.Max.Y - height*vg.Length(i+1) + 4
		name := text
		name.XAlign = draw.XRight
		c.FillText(name, vg.Point{X: x0 - nameGap, Y: base + 1}, fit(r.names[i], name, left-nameGap))
		c.StrokeLine2(draw.LineStyle{Color: gridColor, Width: 1}, x0, base, x1, base)
		c.SetColor(seriesColor(0))
		if row.bad {
			c.SetColor(wrongColor)
		}
		for k, n := range row.counts {
			if n > 0 {
				x := x0 + width*vg.Length(k)
				c.Fill(vg.Rectangle{Min: vg.Point{X: x, Y: base}, Max: vg.Point{X: x + width - .6, Y: base + max((height-8)*vg.Length(n), .8)}}.Path())
			}
		}
		c.FillText(text, vg.Point{X: x1 + nameGap, Y: base + 1}, row.text)
	}
	return nil
}
