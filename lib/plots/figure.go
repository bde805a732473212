package plots

import (
	"bytes"
	"fmt"
	"image/color"
	"os"
	"path/filepath"
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgimg"
)

// Figure is a drawing that shows itself: as SVG in a notebook, as a line of
// text in a terminal. The functions of this package make figures; the fields
// may be changed until it is shown.
type Figure struct {
	// Title stands above the drawing; empty for none.
	Title string
	// XLabel and YLabel name the axes, where there are axes.
	XLabel, YLabel string
	// Width and Height in CSS pixels. 0 means a size that suits the content.
	Width, Height int

	// summary says in one line what the figure shows: for terminals and for
	// those who cannot see it.
	summary string
	panels  []panel
	legend  []legendEntry
	notes   []string // below the drawing: what is missing, and why
	err     error
}

// panel is one of the drawings that stand side by side in a figure.
type panel interface {
	// size returns the width and height that suit the content; 0 where any
	// will do.
	size(f *Figure) (w, h vg.Length)
	draw(c draw.Canvas, f *Figure) error
}

// legendEntry names a series beside the drawing.
type legendEntry struct {
	name string
	line draw.LineStyle
	mark draw.GlyphDrawer // nil: a line
}

// failed returns a figure that shows an error in the place of a drawing.
func failed(chart string, format string, args ...any) *Figure {
	return &Figure{summary: chart, err: fmt.Errorf("plots: "+chart+": "+format, args...)}
}

// Failed returns a figure that shows an error in the place of a drawing, for
// charts that are made from these elsewhere.
func Failed(chart string, err error) *Figure { return &Figure{summary: chart, err: err} }

// Err returns why the figure could not be made; nil when it could.
func (f *Figure) Err() error { return f.err }

// Titled sets the title and returns the figure, for use in one line.
func (f *Figure) Titled(title string) *Figure {
	f.Title = title
	return f
}

// Plots returns the gonum plots behind the axes of the figure, from left to
// right, for what this package does not offer: more plotters, other scales. It
// is empty for a figure without axes.
func (f *Figure) Plots() []*plot.Plot {
	var out []*plot.Plot
	for _, p := range f.panels {
		if a, ok := p.(*axes); ok {
			out = append(out, a.plot)
		}
	}
	return out
}

// String returns the title and what the figure shows.
func (f *Figure) String() string {
	switch {
	case f.err != nil:
		return f.err.Error()
	case f.Title == "":
		return "Figure: " + f.summary
	}
	return "Figure: " + f.Title + " (" + f.summary + ")"
}

// SVG returns the figure as an SVG document, with a transparent background.
func (f *Figure) SVG() ([]byte, error) {
	w, h := f.size()
	c := newSVG(w, h)
	if err := f.drawOn(draw.New(c)); err != nil {
		return nil, err
	}
	return c.Bytes(strings.TrimPrefix(f.String(), "Figure: ")), nil
}

// MustSVG is [Figure.SVG], but panics on an error.
func (f *Figure) MustSVG() []byte {
	b, err := f.SVG()
	if err != nil {
		panic(err)
	}
	return b
}

// PNG returns the figure as a PNG picture with two pixels per CSS pixel, on
// white.
func (f *Figure) PNG() ([]byte, error) {
	const pixelsPerUnit = 2
	w, h := f.size()
	c := vgimg.PngCanvas{Canvas: vgimg.NewWith(vgimg.UseWH(w, h), vgimg.UseDPI(72*pixelsPerUnit), vgimg.UseBackgroundColor(color.White))}
	if err := f.drawOn(draw.New(c)); err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if _, err := c.WriteTo(&b); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// MustPNG is [Figure.PNG], but panics on an error.
func (f *Figure) MustPNG() []byte {
	b, err := f.PNG()
	if err != nil {
		panic(err)
	}
	return b
}

// Save writes the figure to a file, as SVG or PNG by the ending of its name.
func (f *Figure) Save(path string) error {
	var content []byte
	var err error
	switch ending := strings.ToLower(filepath.Ext(path)); ending {
	case ".svg":
		content, err = f.SVG()
	case ".png":
		content, err = f.PNG()
	default:
		return fmt.Errorf("plots: Save %q: want a name that ends in .svg or .png, got %q", path, ending)
	}
	if err != nil {
		return err
	}
	return os.WriteFile(path, content, 0o666)
}

// MustSave is [Figure.Save], but panics on an error.
func (f *Figure) MustSave(path string) {
	if err := f.Save(path); err != nil {
		panic(err)
	}
}

// drawOn draws the figure on a canvas of any kind. gonum reports what it cannot
// draw by panicking; here that becomes an error.
func (f *Figure) drawOn(c draw.Canvas) (err error) {
	if f.err != nil {
		return f.err
	}
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("plots: %s cannot be drawn: %v", f.summary, r)
		}
	}()
	return f.layout(c)
}
