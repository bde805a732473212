package widgets

// show.go: what is only looked at: progress, text, HTML, pictures.

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
)

// ProgressOptions are what a progress bar is made with.
type ProgressOptions struct {
	Label string
	Max   float64 // default 100
	Style string  // "success", "info", "warning" or "danger"; default plain
}

// Progress is a bar that fills up, from 0.
type Progress struct{ *Model }

// NewProgress makes an empty bar. It panics when Max is below 0.
func NewProgress(o ProgressOptions) *Progress {
	if o.Max == 0 {
		o.Max = 100
	}
	if !(o.Max > 0) {
		panic(fmt.Sprintf("widgets: Progress %q: want a Max above 0, got %g", o.Label, o.Max))
	}
	p := &Progress{newModel(kind{"FloatProgressModel", "ProgressView", controls, controlVersion}, "Progress", map[string]any{
		"description": o.Label, "min": 0.0, "max": o.Max, "value": 0.0, "bar_style": o.Style,
	})}
	p.text = func() string { return labelled(o.Label, fmt.Sprintf("%g of %g", p.Value(), o.Max)) }
	return p
}

// Value is how far the bar is.
func (p *Progress) Value() float64 { return p.get("value").(float64) }

// SetValue says how far the bar is: at most Max.
func (p *Progress) SetValue(v float64) {
	p.set(map[string]any{"value": min(max(v, 0), p.get("max").(float64))})
}

// Label is a line of text.
type Label struct{ *Model }

// NewLabel makes a label.
func NewLabel(text string) *Label {
	l := &Label{newModel(control("Label"), "Label", map[string]any{"value": text, "description": "", "placeholder": "\u200b"})}
	l.text = l.Value
	return l
}

// Value is the text.
func (l *Label) Value() string { return l.get("value").(string) }

// SetValue changes the text.
func (l *Label) SetValue(text string) { l.set(map[string]any{"value": text}) }

// HTML is a piece of HTML. Front ends remove scripts.
type HTML struct{ *Model }

// NewHTML makes one.
func NewHTML(html string) *HTML {
	h := &HTML{newModel(control("HTML"), "HTML", map[string]any{"value": html, "description": "", "placeholder": "\u200b"})}
	h.text = h.Value
	return h
}

// Value is the HTML.
func (h *HTML) Value() string { return h.get("value").(string) }

// SetValue changes the HTML.
func (h *HTML) SetValue(html string) { h.set(map[string]any{"value": html}) }

// Image is a picture.
type Image struct{ *Model }

// NewImage makes one. The error says that img can't be written as PNG, because
// it is empty or too large.
func NewImage(img image.Image) (*Image, error) {
	b, err := pngOf(img)
	if err != nil {
		return nil, err
	}
	i := &Image{newModel(control("Image"), "", map[string]any{"format": "png", "value": b, "width": "", "height": ""})}
	i.layout.set(map[string]any{"align_self": "flex-start", "max_width": "100%"}) // as large as it is
	i.text = func() string { return "Image" }
	return i, nil
}

// SetValue changes the picture. The error is that of NewImage, and changes
// nothing.
func (i *Image) SetValue(img image.Image) error {
	b, err := pngOf(img)
	if err == nil {
		i.set(map[string]any{"value": b})
	}
	return err
}

func pngOf(img image.Image) ([]byte, error) {
	if img == nil {
		return nil, fmt.Errorf("widgets: Image: there is no image")
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		return nil, fmt.Errorf("widgets: Image: %w", err)
	}
	return b.Bytes(), nil
}
