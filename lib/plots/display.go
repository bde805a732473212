package plots

// How a figure shows itself in a notebook and in a terminal.

import (
	"html"

	"github.com/gorgolab/gorgo/display"
)

// Display shows the figure as SVG, and as one line of text where there are no
// pictures. A figure that could not be made shows why, in its place.
func (f *Figure) Display() display.Bundle {
	svg, err := f.SVG()
	if err != nil {
		text := err.Error()
		return display.Bundle{Data: map[string]any{
			display.MIMEHTML: `<div style="border-left:3px solid ` + hex(wrongColor) + `;padding:.3em .8em;white-space:pre-wrap">` + html.EscapeString(text) + `</div>`,
			display.MIMEText: text,
		}}
	}
	return display.Bundle{Data: map[string]any{
		display.MIMESVG:  string(svg),
		display.MIMEText: f.String(),
	}}
}
