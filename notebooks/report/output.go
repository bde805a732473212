// What a cell put out: each in the richest form that is safe.

package report

import (
	"fmt"
	"html"
	"strings"

	"github.com/gorgolab/gorgo/notebooks/nbformat"
	"github.com/gorgolab/gorgo/notebooks/report/highlight"
	"github.com/gorgolab/gorgo/notebooks/widgetstate"
)

func (r *reporter) outputs(c *nbformat.Cell) string { return r.list(c.Outputs) }

func (r *reporter) list(outputs []*nbformat.Output) string {
	var b strings.Builder
	for i := 0; i < len(outputs); i++ {
		switch o := outputs[i]; o.Type {
		case nbformat.Stream:
			// What was printed piece by piece is one text: a carriage return in one
			// piece overwrites what came before it.
			text := o.Text
			for i+1 < len(outputs) && outputs[i+1].Type == nbformat.Stream && outputs[i+1].Name == o.Name {
				i++
				text += outputs[i].Text
			}
			class := "stdout"
			if o.Name == "stderr" {
				class = "stderr"
			}
			b.WriteString(terminal(class, text))
		case nbformat.ErrorOutput:
			b.WriteString(errorText(o))
		default:
			b.WriteString(r.bundle(o))
		}
	}
	return b.String()
}

// errorText is never folded.
func errorText(o *nbformat.Output) string {
	text := strings.Join(o.Traceback, "\n")
	if strings.TrimSpace(text) == "" {
		text = strings.TrimSuffix(o.EName+": "+o.EValue, ": ")
	}
	return `<pre class="error" role="alert">` + strings.Join(terminalLines(text), "\n") + "</pre>\n"
}

// A form shows one MIME type of an output; ok is false when it can't, and the next
// richest is tried.
type form struct {
	mime string
	show func(r *reporter, o *nbformat.Output, mime string) (html string, ok bool)
}

// forms, richest first.
func forms() []form {
	return []form{
		{widgetstate.ViewMIME, (*reporter).widgetForm},
		{"text/html", (*reporter).htmlForm},
		{"text/markdown", (*reporter).markdownForm},
		{"image/svg+xml", (*reporter).svgForm},
		{"image/png", (*reporter).imageForm},
		{"image/jpeg", (*reporter).imageForm},
		{"image/webp", (*reporter).imageForm},
		{"image/gif", (*reporter).imageForm},
		{"text/latex", (*reporter).latexForm},
		{"application/json", (*reporter).jsonForm},
		{"text/plain", (*reporter).plainForm},
	}
}

func (r *reporter) bundle(o *nbformat.Output) string {
	for _, f := range forms() {
		if _, ok := o.Data[f.mime]; !ok {
			continue
		}
		if s, ok := f.show(r, o, f.mime); ok {
			return s
		}
	}
	if len(o.Data) == 0 {
		return ""
	}
	return `<p class="missing">An output that a report can't show.</p>` + "\n"
}

// textOf is a form that is text; anything else is "", which no form shows.
func textOf(o *nbformat.Output, mime string) string {
	s, _ := o.Data[mime].(string)
	return s
}

func (r *reporter) htmlForm(o *nbformat.Output, mime string) (string, bool) {
	safe, ok := sanitizeOutput(textOf(o, mime))
	if !ok {
		return "", false
	}
	if rows := strings.Count(safe, "<tr"); rows > maxRows {
		safe = folded(fmt.Sprintf("A table of %d rows", rows), safe)
	}
	return `<div class="html">` + safe + "</div>\n", true
}

func (r *reporter) markdownForm(o *nbformat.Output, mime string) (string, bool) {
	text := textOf(o, mime)
	return `<div class="prose">` + r.markdown.output(text) + "</div>\n", text != ""
}

func (r *reporter) svgForm(o *nbformat.Output, mime string) (string, bool) {
	text := textOf(o, mime)
	src, ok := svgSource(text)
	if !ok {
		return "", false
	}
	class := "figure"
	if strings.Contains(text, `class="gorgo-figure`) {
		class = "figure own" // drawn to be read on any background
	}
	return figure(class, src, o, mime), true
}

func (r *reporter) imageForm(o *nbformat.Output, mime string) (string, bool) {
	src, ok := imageSource(mime, textOf(o, mime))
	if !ok {
		return "", false
	}
	return figure("figure", src, o, mime), true
}

func figure(class, src string, o *nbformat.Output, mime string) string {
	alt, _ := o.Data["text/plain"].(string)
	if alt = strings.TrimSpace(alt); alt == "" || len(alt) > 500 {
		alt = "Figure"
	}
	size := ""
	if m, ok := o.Metadata[mime].(map[string]any); ok {
		for _, side := range []string{"width", "height"} {
			if n := pixels(m[side]); n > 0 {
				size += fmt.Sprintf(` %s="%d"`, side, n)
			}
		}
	}
	return fmt.Sprintf(`<figure class="%s"><img src="%s" alt="%s"%s></figure>`+"\n", class, src, html.EscapeString(alt), size)
}

// pixels is a number from metadata, whatever type it was read as.
func pixels(v any) int {
	var n float64
	if _, err := fmt.Sscan(fmt.Sprint(v), &n); err != nil || n < 1 || n > 10_000 {
		return 0
	}
	return int(n)
}

func (r *reporter) latexForm(o *nbformat.Output, mime string) (string, bool) {
	text := textOf(o, mime)
	return r.markdown.latex(text), strings.TrimSpace(text) != ""
}

func (r *reporter) jsonForm(o *nbformat.Output, mime string) (string, bool) {
	text, err := indented(o.Data[mime])
	if err != nil {
		return "", false
	}
	return foldedLines("json", strings.Split(highlight.HTML(text, "json"), "\n")), true
}

func (r *reporter) plainForm(o *nbformat.Output, mime string) (string, bool) {
	text, ok := o.Data[mime].(string)
	return terminal("text", text), ok
}
