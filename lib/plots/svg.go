package plots

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"math"
	"strconv"
	"strings"

	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
)

// svgCanvas is a vg.Canvas that writes SVG for web pages, where gonum's own
// writes it for print: one unit is one CSS pixel, coordinates are rounded to a
// tenth of it (which also makes golden files stable), the face is the
// system's, texts are anchored, and text and grid carry a class (gorgo-ink,
// gorgo-grid) by which a page that knows its background may restyle them.
type svgCanvas struct {
	w, h  vg.Length
	body  bytes.Buffer
	heat  bool // colours of a heat map were used
	state svgState
	stack []svgState
}

type svgState struct {
	color      color.NRGBA
	class      string
	width      vg.Length
	dash       []vg.Length
	dashOffset vg.Length
	// The transform: x' = a·x + c·y + e, y' = b·x + d·y + f.
	a, b, c, d, e, f float64
}

func newSVG(w, h vg.Length) *svgCanvas {
	s := &svgCanvas{w: w, h: h, state: svgState{a: 1, d: 1}}
	vg.Initialize(s)
	return s
}

// Bytes returns the document. label describes it to those who cannot see it.
func (s *svgCanvas) Bytes(label string) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" class="gorgo-figure" width="%s" height="%s" viewBox="0 0 %[1]s %[2]s" style="max-width:100%%;height:auto" font-family="%s" role="img" aria-label="%s">`+"\n",
		short(float64(s.w)), short(float64(s.h)), fontFamily, escape(label))
	fmt.Fprintf(&b, "<title>%s</title>\n", escape(label))
	if s.heat {
		b.WriteString(heatStyle)
	}
	b.Write(s.body.Bytes())
	b.WriteString("</svg>\n")
	return b.Bytes()
}

// Size implements vg.CanvasSizer.
func (s *svgCanvas) Size() (w, h vg.Length) { return s.w, s.h }

// SetLineWidth implements vg.Canvas.
func (s *svgCanvas) SetLineWidth(w vg.Length) { s.state.width = w }

// SetLineDash implements vg.Canvas.
func (s *svgCanvas) SetLineDash(dash []vg.Length, offset vg.Length) {
	s.state.dash, s.state.dashOffset = dash, offset
}

// SetColor implements vg.Canvas.
func (s *svgCanvas) SetColor(c color.Color) {
	if c == nil {
		c = color.Black
	}
	s.state.class = ""
	if named, ok := c.(classed); ok {
		s.state.class, c = named.class, named.NRGBA
	}
	s.state.color = color.NRGBAModel.Convert(c).(color.NRGBA)
}

// Rotate implements vg.Canvas.
func (s *svgCanvas) Rotate(rad float64) {
	sin, cos := math.Sincos(rad)
	s.transform(cos, sin, -sin, cos, 0, 0)
}

// Translate implements vg.Canvas.
func (s *svgCanvas) Translate(p vg.Point) {
	s.transform(1, 0, 0, 1, float64(p.X), float64(p.Y))
}

// Scale implements vg.Canvas.
func (s *svgCanvas) Scale(x, y float64) { s.transform(x, 0, 0, y, 0, 0) }

func (s *svgCanvas) transform(a, b, c, d, e, f float64) {
	o := s.state
	s.state.a, s.state.b = o.a*a+o.c*b, o.b*a+o.d*b
	s.state.c, s.state.d = o.a*c+o.c*d, o.b*c+o.d*d
	s.state.e, s.state.f = o.a*e+o.c*f+o.e, o.b*e+o.d*f+o.f
}

// Push implements vg.Canvas.
func (s *svgCanvas) Push() { s.stack = append(s.stack, s.state) }

// Pop implements vg.Canvas.
func (s *svgCanvas) Pop() {
	s.state = s.stack[len(s.stack)-1]
	s.stack = s.stack[:len(s.stack)-1]
}

// Stroke implements vg.Canvas.
func (s *svgCanvas) Stroke(path vg.Path) {
	if s.state.width <= 0 {
		return
	}
	s.open("path")
	s.body.WriteString(` d="`)
	s.path(path)
	s.body.WriteString(`" fill="none"`)
	s.paint("stroke")
	s.attribute("stroke-width", float64(s.state.width))
	if len(s.state.dash) > 0 {
		s.body.WriteString(` stroke-dasharray="`)
		for i, d := range s.state.dash {
			if i > 0 {
				s.body.WriteByte(' ')
			}
			s.body.WriteString(short(float64(d)))
		}
		s.body.WriteByte('"')
		if s.state.dashOffset != 0 {
			s.attribute("stroke-dashoffset", float64(s.state.dashOffset))
		}
	}
	s.body.WriteString(` stroke-linejoin="round" stroke-linecap="round"/>` + "\n")
}

// Fill implements vg.Canvas.
func (s *svgCanvas) Fill(path vg.Path) {
	s.open("path")
	s.body.WriteString(` d="`)
	s.path(path)
	s.body.WriteByte('"')
	s.paint("fill")
	s.body.WriteString("/>\n")
}

// FillString implements vg.Canvas.
func (s *svgCanvas) FillString(f font.Face, at vg.Point, str string) {
	s.FillAnchored(f, at, text.XLeft, 0, str)
}

// FillAnchored draws a text whose start, middle or end lies at the point, as
// the anchor says, turned by rotation radians about it.
func (s *svgCanvas) FillAnchored(f font.Face, at vg.Point, anchor text.XAlignment, rotation float64, str string) {
	x, y := s.at(at)
	s.open("text")
	s.attribute("x", x)
	s.attribute("y", y)
	if turn := rotation + math.Atan2(s.state.b, s.state.a); math.Abs(turn) > 1e-6 {
		fmt.Fprintf(&s.body, ` transform="rotate(%s %s %s)"`, short(-turn*180/math.Pi), short(x), short(y))
	}
	switch anchor {
	case text.XCenter:
		s.body.WriteString(` text-anchor="middle"`)
	case text.XRight:
		s.body.WriteString(` text-anchor="end"`)
	}
	s.attribute("font-size", float64(f.Font.Size))
	if f.Font.Weight > 0 {
		s.body.WriteString(` font-weight="600"`)
	}
	s.paint("fill")
	s.body.WriteByte('>')
	s.body.WriteString(escape(str))
	s.body.WriteString("</text>\n")
}

// DrawImage implements vg.Canvas. The pixels stay sharp at any size.
func (s *svgCanvas) DrawImage(r vg.Rectangle, img image.Image) {
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		panic(err) // only an image without pixels; Figure turns it into its error
	}
	x, y := s.at(vg.Point{X: r.Min.X, Y: r.Max.Y})
	s.body.WriteString(`<image`)
	s.attribute("x", x)
	s.attribute("y", y)
	s.attribute("width", float64(r.Size().X))
	s.attribute("height", float64(r.Size().Y))
	s.body.WriteString(` preserveAspectRatio="none" style="image-rendering:pixelated" href="data:image/png;base64,`)
	s.body.WriteString(base64.StdEncoding.EncodeToString(b.Bytes()))
	s.body.WriteString(`"/>` + "\n")
}

// at returns where a point lies on the page, whose y grows downwards.
func (s *svgCanvas) at(p vg.Point) (x, y float64) {
	t := &s.state
	px, py := float64(p.X), float64(p.Y)
	return t.a*px + t.c*py + t.e, float64(s.h) - (t.b*px + t.d*py + t.f)
}

func (s *svgCanvas) path(path vg.Path) {
	for _, c := range path {
		switch c.Type {
		case vg.MoveComp:
			s.point('M', c.Pos)
		case vg.LineComp:
			s.point('L', c.Pos)
		case vg.CurveComp:
			if len(c.Control) == 1 {
				s.point('Q', c.Control[0])
			} else {
				s.point('C', c.Control[0])
				s.point(' ', c.Control[1])
			}
			s.point(' ', c.Pos)
		case vg.ArcComp:
			s.arc(c)
		case vg.CloseComp:
			s.body.WriteByte('Z')
		}
	}
}

// arc writes an arc in two halves, since one that ends where it begins would
// be nothing.
func (s *svgCanvas) arc(c vg.PathComp) {
	on := func(angle float64) vg.Point {
		sin, cos := math.Sincos(angle)
		return vg.Point{X: c.Pos.X + c.Radius*vg.Length(cos), Y: c.Pos.Y + c.Radius*vg.Length(sin)}
	}
	sweep := "0" // y grows downwards here: counterclockwise in vg's sense
	if c.Angle < 0 {
		sweep = "1"
	}
	s.point('L', on(c.Start))
	for _, end := range []float64{c.Start + c.Angle/2, c.Start + c.Angle} {
		r := short(float64(c.Radius))
		s.body.WriteString("A" + r + " " + r + " 0 0 " + sweep)
		s.point(' ', on(end))
	}
}

func (s *svgCanvas) point(command byte, p vg.Point) {
	x, y := s.at(p)
	s.body.WriteByte(command)
	s.body.WriteString(short(x))
	s.body.WriteByte(' ')
	s.body.WriteString(short(y))
}

// open begins an element that is painted in the colour of now.
func (s *svgCanvas) open(element string) {
	s.body.WriteByte('<')
	s.body.WriteString(element)
	if s.state.class == "" {
		return
	}
	s.body.WriteString(` class="`)
	s.body.WriteString(s.state.class)
	s.body.WriteByte('"')
	if strings.HasPrefix(s.state.class, heatClass) {
		s.heat = true
	}
}

func (s *svgCanvas) paint(attribute string) {
	c := s.state.color
	fmt.Fprintf(&s.body, ` %s="#%02x%02x%02x"`, attribute, c.R, c.G, c.B)
	if c.A < 0xff {
		fmt.Fprintf(&s.body, ` %s-opacity="%s"`, attribute, strconv.FormatFloat(math.Round(float64(c.A)/255*100)/100, 'f', -1, 64))
	}
}

func (s *svgCanvas) attribute(name string, v float64) {
	s.body.WriteByte(' ')
	s.body.WriteString(name)
	s.body.WriteString(`="`)
	s.body.WriteString(short(v))
	s.body.WriteByte('"')
}

// short writes a number rounded to a tenth, as short as it gets.
func short(v float64) string {
	r := math.Round(v*10) / 10
	if r == 0 {
		r = 0 // not -0
	}
	return strconv.FormatFloat(r, 'f', -1, 64)
}

// escape makes a text safe between tags and inside of quotes; characters that
// XML cannot hold are replaced.
func escape(str string) string {
	var b bytes.Buffer
	for _, r := range str {
		switch {
		case r == '<':
			b.WriteString("&lt;")
		case r == '>':
			b.WriteString("&gt;")
		case r == '&':
			b.WriteString("&amp;")
		case r == '"':
			b.WriteString("&quot;")
		case r < ' ', r == 0xfffe, r == 0xffff:
			b.WriteRune('�')
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
