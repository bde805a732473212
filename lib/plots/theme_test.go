package plots

// The theme keeps its promises: legible on both pages, told apart by
// everybody, no text on another.

import (
	"encoding/xml"
	"fmt"
	"image/color"
	"math"
	"strconv"
	"strings"
	"testing"

	"gonum.org/v1/plot/vg"
)

// The pages: white, and the background of dark notebooks in JupyterLab.
var pages = map[string]color.NRGBA{"white": {0xff, 0xff, 0xff, 0xff}, "dark": {0x11, 0x11, 0x11, 0xff}}

func TestContrast(t *testing.T) {
	for page, background := range pages {
		if got := contrast(inkColor.NRGBA, background); got < 4.3 {
			t.Errorf("text on %s: contrast %.2f, want 4.3", page, got)
		}
		if got := contrast(wrongColor, background); got < 3 {
			t.Errorf("errors on %s: contrast %.2f, want 3", page, got)
		}
		for i, c := range palette {
			if got := contrast(c, background); got < 3 {
				t.Errorf("series %d (%s) on %s: contrast %.2f, want 3", i, hex(c), page, got)
			}
		}
	}
	for _, set := range [][heatLevels]color.NRGBA{heatLight, heatDark} {
		for level, c := range set {
			if got := contrast(c, textOn(c)); got < 4.5 {
				t.Errorf("numbers on level %d (%s): contrast %.2f, want 4.5", level, hex(c), got)
			}
		}
	}
	if got := contrast(color.NRGBA{0, 0, 0, 255}, pages["white"]); math.Abs(got-21) > 1e-9 {
		t.Errorf("black on white has contrast %v, want 21", got)
	}
}

// Complete colour blindness for red, green or blue, as matrices on linear RGB:
// Machado, Oliveira and Fernandes (2009), severity 1.
var blindness = map[string][9]float64{
	"protanopia":   {0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998},
	"deuteranopia": {0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881},
	"tritanopia":   {1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.303900},
}

func TestFirstColoursAreToldApart(t *testing.T) {
	// Two series are the commonest figure, so the first two must differ most;
	// a difference of 10 in CIE Lab is plain at a glance.
	for kind, m := range blindness {
		for i := range 5 {
			for j := range i {
				want := 9.0
				if i == 1 {
					want = 40
				}
				if got := difference(seen(palette[i], m), seen(palette[j], m)); got < want {
					t.Errorf("%s: series %d and %d differ by %.1f, want %.0f", kind, j, i, got, want)
				}
			}
		}
	}
}

// seen returns the linear RGB of a colour as somebody sees it.
func seen(c color.NRGBA, m [9]float64) [3]float64 {
	linear := func(v uint8) float64 {
		return luminance(color.NRGBA{v, v, v, 255})
	}
	r, g, b := linear(c.R), linear(c.G), linear(c.B)
	var out [3]float64
	for k := range out {
		out[k] = min(max(m[3*k]*r+m[3*k+1]*g+m[3*k+2]*b, 0), 1)
	}
	return out
}

// difference is the Euclidean distance in CIE Lab (1976), for D65.
func difference(a, b [3]float64) float64 {
	lab := func(c [3]float64) [3]float64 {
		f := func(t float64) float64 {
			if t > 216.0/24389 {
				return math.Cbrt(t)
			}
			return (24389.0/27*t + 16) / 116
		}
		x := f((0.4124*c[0] + 0.3576*c[1] + 0.1805*c[2]) / 0.9505)
		y := f(0.2126*c[0] + 0.7152*c[1] + 0.0722*c[2])
		z := f((0.0193*c[0] + 0.1192*c[1] + 0.9505*c[2]) / 1.089)
		return [3]float64{116*y - 16, 500 * (x - y), 200 * (y - z)}
	}
	p, q := lab(a), lab(b)
	return math.Sqrt((p[0]-q[0])*(p[0]-q[0]) + (p[1]-q[1])*(p[1]-q[1]) + (p[2]-q[2])*(p[2]-q[2]))
}

// label is a text in a figure and the box that it takes.
type label struct {
	text                   string
	left, right, top, foot float64
}

// labels reads the texts of a figure.
func labels(t *testing.T, svg []byte) (out []label, w, h float64) {
	t.Helper()
	var document struct {
		Width  float64 `xml:"width,attr"`
		Height float64 `xml:"height,attr"`
		Texts  []struct {
			X         float64 `xml:"x,attr"`
			Y         float64 `xml:"y,attr"`
			Size      float64 `xml:"font-size,attr"`
			Weight    string  `xml:"font-weight,attr"`
			Anchor    string  `xml:"text-anchor,attr"`
			Transform string  `xml:"transform,attr"`
			Text      string  `xml:",chardata"`
		} `xml:"text"`
	}
	if err := xml.Unmarshal(svg, &document); err != nil {
		t.Fatal(err)
	}
	for _, e := range document.Texts {
		style := textStyle(vg.Length(e.Size), inkColor)
		if e.Weight != "" {
			style.Font = titleStyle().Font
		}
		width := float64(style.Width(e.Text))
		start := 0.0
		switch e.Anchor {
		case "middle":
			start = -width / 2
		case "end":
			start = -width
		}
		up, down := 0.72*e.Size, 0.2*e.Size
		l := label{e.Text, e.X + start, e.X + start + width, e.Y - up, e.Y + down}
		if e.Transform != "" {
			turn, err := strconv.ParseFloat(strings.Fields(strings.TrimPrefix(e.Transform, "rotate("))[0], 64)
			if err != nil || turn != -90 {
				t.Fatalf("%q is turned by %s: this test only knows a quarter", e.Text, e.Transform)
			}
			l = label{e.Text, e.X - up, e.X + down, e.Y - start - width, e.Y - start}
		}
		out = append(out, l)
	}
	return out, document.Width, document.Height
}

func TestNoTextOnAnother(t *testing.T) {
	for _, g := range goldens {
		t.Run(g.name, func(t *testing.T) {
			svg, err := g.make().SVG()
			if err != nil {
				t.Fatal(err)
			}
			texts, w, h := labels(t, svg)
			if len(texts) == 0 {
				t.Error("no text at all")
			}
			for i, a := range texts {
				if a.left < -0.5 || a.right > w+0.5 || a.top < -0.5 || a.foot > h+0.5 {
					t.Errorf("%q leaves the figure of %v × %v: %s", a.text, w, h, where(a))
				}
				for _, b := range texts[:i] {
					if a.left < b.right && b.left < a.right && a.top < b.foot && b.top < a.foot {
						t.Errorf("%q and %q overlap: %s, %s", a.text, b.text, where(a), where(b))
					}
				}
			}
		})
	}
}

func where(l label) string {
	return fmt.Sprintf("x %.1f…%.1f, y %.1f…%.1f", l.left, l.right, l.top, l.foot)
}
