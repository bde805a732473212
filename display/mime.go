// Values that are a form already: the user wrote HTML, Markdown, an SVG.

package display

import (
	"encoding/base64"
	"encoding/json"
	"html"
	"regexp"
	"strings"
)

func escape(s string) string { return html.EscapeString(s) }

// HTML is shown as HTML.
type HTML string

// Display implements Displayer.
func (h HTML) Display() Bundle {
	return Bundle{Data: map[string]any{MIMEHTML: string(h), MIMEText: stripTags(string(h))}}
}

// Markdown is shown as Markdown, formulas between dollar signs included.
type Markdown string

// Display implements Displayer.
func (m Markdown) Display() Bundle {
	return Bundle{Data: map[string]any{MIMEMarkdown: string(m), MIMEText: string(m)}}
}

// LaTeX is a formula, with its dollar signs.
type LaTeX string

// Display implements Displayer.
func (l LaTeX) Display() Bundle {
	return Bundle{Data: map[string]any{MIMELaTeX: string(l), MIMEText: string(l)}}
}

// SVG is a drawing, an <svg> element.
type SVG string

// Display implements Displayer.
func (s SVG) Display() Bundle {
	return Bundle{Data: map[string]any{MIMESVG: string(s), MIMEText: "<SVG drawing>"}}
}

// PNG is the bytes of a PNG file.
type PNG []byte

// Display implements Displayer.
func (p PNG) Display() Bundle {
	return Bundle{Data: map[string]any{MIMEPNG: base64.StdEncoding.EncodeToString(p), MIMEText: "<PNG image>"}}
}

// JSON is a value that is shown as a tree.
type JSON struct{ Value any }

// Display implements Displayer.
func (j JSON) Display() Bundle {
	text, err := json.MarshalIndent(j.Value, "", "  ")
	if err != nil {
		return Bundle{Data: map[string]any{MIMEText: "this value can't be written as JSON: " + err.Error()}}
	}
	return Bundle{Data: map[string]any{MIMEJSON: json.RawMessage(text), MIMEText: string(text)}}
}

var (
	tags   = regexp.MustCompile(`(?s)<(?:script|style)\b.*?</(?:script|style)>|<[^>]*>`)
	blanks = regexp.MustCompile(`[ \t]+`)
	breaks = regexp.MustCompile(`(?i)<(?:br|/p|/div|/tr|/h[1-6]|/li)\b[^>]*>`)
	lines  = regexp.MustCompile(`\n{2,}`)
)

// stripTags is what is left of HTML for a reader of text.
func stripTags(s string) string {
	s = breaks.ReplaceAllString(s, "\n")
	s = html.UnescapeString(tags.ReplaceAllString(s, ""))
	s = lines.ReplaceAllString(blanks.ReplaceAllString(s, " "), "\n")
	return strings.TrimSpace(s)
}
