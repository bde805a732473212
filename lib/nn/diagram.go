package nn

import (
	"fmt"
	"html"
	"strings"

	"github.com/gorgolab/gorgo/display"
)

// Diagram is a drawing of a model: a box for each layer, with the shape of what
// goes on between them; residual and parallel blocks with their ways round. It
// shows itself as SVG, which reads on light and on dark pages.
type Diagram struct {
	svg, text string
}

// Diagram draws the model.
func (m *Model) Diagram() *Diagram {
	list := m.blocks(m.layers, m.names, m.input)
	w, h := list.size()
	const margin = 8
	d := &drawing{}
	d.text(margin+w/2, margin+12, "middle", "", "input "+formatBatch(m.input))
	d.arrow(margin+w/2, margin+18, margin+18+gap)
	list.draw(d, margin+w/2, margin+18+gap)
	width, height := w+2*margin, h+2*margin+18+gap
	svg := fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" width="%g" height="%g" viewBox="0 0 %g %g" role="img" font-family="%s" font-size="12"><title>%s</title>`+"\n%s</svg>\n",
		width, height, width, height, diagramFont, html.EscapeString(m.String()), d.b.String())
	return &Diagram{svg: svg, text: m.String()}
}

// SVG returns the drawing.
func (d *Diagram) SVG() []byte { return []byte(d.svg) }

// String returns the layers in one line.
func (d *Diagram) String() string { return d.text }

// Display shows the drawing.
func (d *Diagram) Display() display.Bundle {
	return display.Bundle{Data: map[string]any{display.MIMESVG: d.svg, display.MIMEText: d.text}}
}

const (
	diagramFont = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"

	boxWidth, boxHeight = 236.0, 38.0
	gap                 = 26.0 // an arrow, with a shape beside it
	sideways            = 28.0 // between branches, and to the way round a block

	// The same middle grey and blue as those of package plots: both read on white
	// and on nearly black.
	inkFill    = "#77797f"
	lineStroke = "#80848c"
	boxStroke  = "#1f7fd4"
)

// drawing collects the elements of an SVG document.
type drawing struct{ b strings.Builder }

func (d *drawing) text(x, y float64, anchor, weight, s string) {
	if weight != "" {
		weight = ` font-weight="` + weight + `"`
	}
	fmt.Fprintf(&d.b, `<text x="%g" y="%g" text-anchor="%s" fill="%s"%s>%s</text>`+"\n", x, y, anchor, inkFill, weight, html.EscapeString(s))
}

func (d *drawing) line(points ...float64) {
	var p strings.Builder
	for i := 0; i < len(points); i += 2 {
		fmt.Fprintf(&p, "%g,%g ", points[i], points[i+1])
	}
	fmt.Fprintf(&d.b, `<polyline points="%s" fill="none" stroke="%s" stroke-width="1.5"/>`+"\n", strings.TrimSpace(p.String()), lineStroke)
}

func (d *drawing) arrow(x, from, to float64) {
	d.line(x, from, x, to-1)
	d.line(x-4, to-6, x, to-1, x+4, to-6)
}

// join draws a sign in a circle, where ways meet.
func (d *drawing) join(x, y float64, sign string) {
	fmt.Fprintf(&d.b, `<circle cx="%g" cy="%g" r="9" fill="none" stroke="%s" stroke-width="1.5"/>`+"\n", x, y, boxStroke)
	d.text(x, y+4, "middle", "bold", sign)
}

// block is a part of a diagram. It is drawn around a vertical middle line, from
// which it gets its input at the top and gives its result at the bottom.
type block interface {
	size() (w, h float64)
	draw(d *drawing, middle, top float64)
}

// blocks makes blocks of layers, one after the other.
func (m *Model) blocks(layers []Layer, names []string, input []int) chain {
	var list chain
	shape := input
	for i, l := range layers {
		s := &Setup{Layer: names[i], Input: append([]int{}, shape...), kind: kindOf(l), seed: m.seed}
		out, err := s.build(l)
		if err != nil { // though it was built before: a layer that changes its mind
			return append(list, drawn{newBox(l, names[i]), err.Error()})
		}
		var b block
		switch l := l.(type) {
		case Residual:
			b = roundabout{m.inner(l.Layers, shape), m.inner(l.Shortcut, shape), string(l.Activation)}
		case Parallel:
			var branches []chain
			for _, layers := range l.Branches {
				branches = append(branches, m.inner(layers, shape))
			}
			b = fork(branches)
		default:
			b = newBox(l, names[i])
		}
		list = append(list, drawn{b, formatBatch(out)})
		shape = out
	}
	return list
}

// inner makes blocks of the layers within a layer.
func (m *Model) inner(layers []Layer, input []int) chain {
	names, err := nameLayers(layers)
	if err != nil { // though they were named before
		return nil
	}
	return m.blocks(layers, names, input)
}

// drawn is a block, with the shape of its result.
type drawn struct {
	block
	shape string
}

// chain is blocks one below the other.
type chain []drawn

func (c chain) size() (w, h float64) {
	w = boxWidth / 2
	for _, l := range c {
		bw, bh := l.size()
		w, h = max(w, bw), h+bh+gap
	}
	return w, h
}

func (c chain) draw(d *drawing, middle, top float64) {
	for _, l := range c {
		_, h := l.size()
		l.block.draw(d, middle, top)
		top += h
		d.arrow(middle, top, top+gap)
		d.text(middle+8, top+gap/2+4, "start", "", l.shape)
		top += gap
	}
}

// box is one layer.
type box struct{ title, kind string }

func newBox(l Layer, name string) box {
	b := box{title: name, kind: kindOf(l)}
	if a, ok := l.(activated); ok && a.activation() != Linear && b.kind != "Activation" {
		b.kind += ", " + string(a.activation())
	}
	return b
}

func (box) size() (w, h float64) { return boxWidth, boxHeight }

func (b box) draw(d *drawing, middle, top float64) {
	fmt.Fprintf(&d.b, `<rect x="%g" y="%g" width="%g" height="%g" rx="6" fill="%s" fill-opacity=".12" stroke="%[5]s" stroke-width="1.5"/>`+"\n", middle-boxWidth/2, top, boxWidth, boxHeight, boxStroke)
	d.text(middle-boxWidth/2+10, top+16, "start", "bold", shorten(b.title, 32))
	d.text(middle-boxWidth/2+10, top+31, "start", "", shorten(b.kind, 36))
}

// shorten keeps a text within a box.
func shorten(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n-1]) + "…"
	}
	return s
}

// roundabout is a residual block: the layers, and the way round them.
type roundabout struct {
	layers, shortcut chain
	activation       string
}

func (r roundabout) size() (w, h float64) {
	lw, lh := r.layers.size()
	sw, sh := r.shortcut.size()
	if len(r.shortcut) == 0 {
		sw, sh = 0, 0
	}
	// Both sides alike, so that the layers stay on the middle line.
	return lw + 2*(sideways+sw), max(lh, sh) + 2*gap - 8
}

func (r roundabout) draw(d *drawing, middle, top float64) {
	lw, _ := r.layers.size()
	sw, _ := r.shortcut.size()
	_, h := r.size()
	bottom := top + h
	at := middle - lw/2 - sideways
	if len(r.shortcut) > 0 {
		at -= sw / 2
	}
	d.line(middle, top, middle, top+gap/2)
	d.arrow(middle, top+gap/2, top+gap)
	r.layers.draw(d, middle, top+gap)
	_, lh := r.layers.size()
	d.line(middle, top+gap+lh, middle, bottom-18)
	if len(r.shortcut) > 0 {
		_, sh := r.shortcut.size()
		d.line(middle, top+gap/2, at, top+gap/2)
		d.arrow(at, top+gap/2, top+gap)
		r.shortcut.draw(d, at, top+gap)
		d.line(at, top+gap+sh, at, bottom-9, middle-9, bottom-9)
	} else {
		d.line(middle, top+gap/2, at, top+gap/2, at, bottom-9, middle-9, bottom-9)
	}
	d.join(middle, bottom-9, "+")
	if r.activation != "" {
		d.text(middle+14, bottom-5, "start", "", "then "+r.activation)
	}
}

// fork is branches side by side.
type fork []chain

func (f fork) size() (w, h float64) {
	for i, c := range f {
		cw, ch := c.size()
		if i > 0 {
			w += sideways
		}
		w, h = w+cw, max(h, ch)
	}
	return w, h + 2*gap - 8
}

func (f fork) draw(d *drawing, middle, top float64) {
	w, h := f.size()
	bottom, x := top+h, middle-w/2
	d.line(middle, top, middle, top+gap/2)
	for _, c := range f {
		cw, ch := c.size()
		at := x + cw/2
		d.line(middle, top+gap/2, at, top+gap/2)
		if len(c) > 0 {
			d.arrow(at, top+gap/2, top+gap)
		} else {
			d.line(at, top+gap/2, at, top+gap)
		}
		c.draw(d, at, top+gap)
		// From each branch to the circle, whose edge is met from outside.
		d.line(at, top+gap+ch, at, bottom-18)
		if at != middle {
			edge := middle - 9
			if at > middle {
				edge = middle + 9
			}
			d.line(at, bottom-18, at, bottom-9, edge, bottom-9)
		}
		x += cw + sideways
	}
	d.join(middle, bottom-9, "‖")
}
