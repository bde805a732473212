// Images and gonum plots.

package display

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"image"
	"image/png"
	"reflect"
	"regexp"
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgsvg"
)

// imageBundle is an image as PNG. A small one, such as a digit of 8×8, is shown
// larger, its pixels as squares.
func imageBundle(img image.Image) Bundle {
	size := img.Bounds().Size()
	text := fmt.Sprintf("<image, %d×%d>", size.X, size.Y)
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		return Bundle{Data: map[string]any{MIMEText: text + " (not shown: " + err.Error() + ")"}}
	}
	out := Bundle{Data: map[string]any{MIMEPNG: base64.StdEncoding.EncodeToString(b.Bytes()), MIMEText: text}}
	if n := max(size.X, size.Y); n > 0 && n < 64 {
		scale := 96 / n
		out.Metadata = map[string]any{MIMEPNG: map[string]any{"width": size.X * scale, "height": size.Y * scale}}
	}
	return out
}

// Size of a plot in a notebook, in points.
const (
	plotWidth  = 480
	plotHeight = 300
)

// plotBundle is a gonum plot as SVG. Its look is the plot's own; lib/plots has
// gorgo's.
func plotBundle(p *plot.Plot) Bundle {
	c := vgsvg.New(vg.Points(plotWidth), vg.Points(plotHeight))
	p.Draw(draw.New(c))
	var b bytes.Buffer
	if _, err := c.WriteTo(&b); err != nil {
		return Bundle{Data: map[string]any{MIMEText: "<plot, not shown: " + err.Error() + ">"}}
	}
	text := "<plot>"
	if p.Title.Text != "" {
		text = "<plot: " + p.Title.Text + ">"
	}
	return Bundle{Data: map[string]any{MIMESVG: CleanSVG(b.String()), MIMEText: text}}
}

var fontFamily = regexp.MustCompile(`font-family:[^;"']*`)

// CleanSVG prepares an SVG that gonum/plot wrote for a page: without the XML
// prolog, which HTML does not have, and with the reader's own sans-serif font in
// place of one that few machines have.
func CleanSVG(svg string) string {
	if i := strings.Index(svg, "<svg"); i > 0 {
		svg = svg[i:]
	}
	return fontFamily.ReplaceAllString(svg, "font-family:system-ui,-apple-system,Segoe UI,Helvetica,Arial,sans-serif")
}

func isNilPointer(v any) bool {
	r := reflect.ValueOf(v)
	return r.Kind() == reflect.Pointer && r.IsNil()
}
