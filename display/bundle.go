package display

import (
	"fmt"
	"image"
	"maps"
	"strings"

	"gonum.org/v1/plot"
)

// The MIME types that gorgo itself produces.
const (
	MIMEText     = "text/plain"
	MIMEHTML     = "text/html"
	MIMEMarkdown = "text/markdown"
	MIMESVG      = "image/svg+xml"
	MIMEPNG      = "image/png"
	MIMEJSON     = "application/json"
	MIMELaTeX    = "text/latex"
)

// A Bundle is one value in several forms.
type Bundle struct {
	// Data has, by MIME type, a string (text, SVG, HTML; base64 for binary
	// images) or, for JSON types, any value that encoding/json writes.
	Data map[string]any
	// Metadata says more about a form, by MIME type, such as an image's width;
	// may be nil.
	Metadata map[string]any
}

// A Displayer shows itself. The bundle needs no text/plain: Of adds one.
type Displayer interface {
	Display() Bundle
}

// Of is the bundle of any value. A panic in a method of the value becomes text.
func Of(v any) Bundle {
	b, ok := formatted(v)
	if !ok {
		b = Bundle{}
	}
	data := maps.Clone(b.Data)
	if data == nil {
		data = map[string]any{}
	}
	if _, ok := data[MIMEText]; !ok {
		data[MIMEText] = plain(v, data)
	}
	b.Data = data
	return b
}

// plain is the text of a value whose own bundle has none.
func plain(v any, data map[string]any) string {
	for _, mime := range []string{MIMEMarkdown, MIMELaTeX} {
		if s, ok := data[mime].(string); ok {
			return s
		}
	}
	if len(data) > 0 {
		return fmt.Sprintf("<%T>", v)
	}
	return Text(v)
}

// formatted looks up how a value shows itself beyond text.
func formatted(v any) (b Bundle, ok bool) {
	defer func() {
		if r := recover(); r != nil {
			b, ok = Bundle{Data: map[string]any{MIMEText: panicText("Display", r)}}, true
		}
	}()
	switch v := v.(type) {
	case nil:
		return b, false
	case Bundle:
		return v, true
	case Displayer:
		if isNilPointer(v) {
			return b, false
		}
		return v.Display(), true
	case *plot.Plot:
		if v == nil {
			return b, false
		}
		return plotBundle(v), true
	case image.Image:
		if isNilPointer(v) {
			return b, false
		}
		return imageBundle(v), true
	case []image.Image:
		return Values(boxed(v)...), true
	case []Bundle:
		return Values(boxed(v)...), true
	}
	return b, false
}

func boxed[T any](list []T) []any {
	out := make([]any, len(list))
	for i, v := range list {
		out[i] = v
	}
	return out
}

// Values is the bundle of a cell's result: of its one value, or of several, one
// below the other.
func Values(vs ...any) Bundle {
	if len(vs) == 1 {
		return Of(vs[0])
	}
	var text, html []string
	rich := false
	for _, v := range vs {
		b := Of(v)
		t, _ := b.Data[MIMEText].(string)
		text = append(text, t)
		h, isRich := htmlOf(b)
		rich = rich || isRich
		html = append(html, h)
	}
	data := map[string]any{MIMEText: strings.Join(text, "\n")}
	if rich {
		data[MIMEHTML] = strings.Join(html, "\n")
	}
	return Bundle{Data: data}
}

// htmlOf is a bundle as HTML; rich is false when it is no more than text.
func htmlOf(b Bundle) (html string, rich bool) {
	if s, ok := b.Data[MIMEHTML].(string); ok {
		return s, true
	}
	if s, ok := b.Data[MIMESVG].(string); ok {
		return "<div>" + s + "</div>", true
	}
	if s, ok := b.Data[MIMEPNG].(string); ok {
		return `<div><img alt="" src="data:image/png;base64,` + s + `"></div>`, true
	}
	t, _ := b.Data[MIMEText].(string)
	return "<pre>" + escape(t) + "</pre>", false
}

func panicText(method string, r any) string {
	return fmt.Sprintf("(panic in %s method: %s)", method, safe(func() string { return fmt.Sprint(r) }))
}

// safe calls f; a panic gives a text that says so.
func safe(f func() string) (s string) {
	defer func() {
		if recover() != nil {
			s = "a value whose text panics"
		}
	}()
	return f()
}
