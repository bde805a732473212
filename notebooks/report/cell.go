// Cells, in order.

package report

import (
	"encoding/json"
	"fmt"
	"html"
	"html/template"
	"strings"

	"github.com/gorgolab/gorgo/notebooks/nbformat"
	"github.com/gorgolab/gorgo/notebooks/report/highlight"
	"github.com/gorgolab/gorgo/notebooks/widgetstate"
)

// A reporter makes the body of one report.
type reporter struct {
	nb       *nbformat.Notebook
	opts     Options
	language string
	markdown *markdown
	failures []failure
	widgets  *widgetstate.Set
	tabs     int // numbers the groups of tabs
}

// A failure is a cell that ended with an error.
type failure struct {
	Label  string // as the reader sees the cell: [3]
	Text   string
	Anchor template.URL
}

func newReporter(nb *nbformat.Notebook, opts Options) *reporter {
	language := nb.Language()
	if language == "" {
		language = "go"
	}
	return &reporter{nb: nb, opts: opts, language: language, markdown: newMarkdown(nb, opts.Files), widgets: widgetstate.Load(nb)}
}

func (r *reporter) cells() string {
	var b strings.Builder
	for i, c := range r.nb.Cells {
		if c.HasTag("remove-cell") || c.HasTag("remove_cell") {
			continue
		}
		content := r.cell(i, c)
		if content != "" && hidden(c, "hide-cell") {
			content = folded("Hidden cell", content)
		}
		b.WriteString(content)
	}
	return b.String()
}

func (r *reporter) cell(i int, c *nbformat.Cell) string {
	switch c.Type {
	case nbformat.Markdown:
		return section("prose", "", r.markdown.cell(i))
	case nbformat.Raw:
		return r.raw(c)
	}
	return r.code(i, c)
}

// raw cells are meant for a converter; HTML is what this one can take.
func (r *reporter) raw(c *nbformat.Cell) string {
	for _, key := range []string{"raw_mimetype", "format"} {
		if mime, _ := c.Metadata[key].(string); mime == "text/html" {
			safe, ok := sanitizeOutput(c.Source)
			if ok {
				return section("html", "", safe)
			}
			return ""
		}
	}
	if strings.TrimSpace(c.Source) == "" {
		return ""
	}
	return section("raw", "", "<pre>"+html.EscapeString(c.Source)+"</pre>")
}

func (r *reporter) code(i int, c *nbformat.Cell) string {
	var b strings.Builder
	if strings.TrimSpace(c.Source) != "" && !c.HasTag("remove-input") && !c.HasTag("remove_input") {
		source := `<pre class="source"><code>` + highlight.HTML(strings.TrimRight(c.Source, "\n"), r.language) + "</code></pre>"
		if r.opts.FoldCode || hidden(c, "hide-input") || jupyterHides(c, "source_hidden") {
			source = folded("Code", source)
		}
		b.WriteString(source)
	}
	if !c.HasTag("remove-output") && !c.HasTag("remove_output") {
		outputs := r.outputs(c)
		collapsed, _ := c.Metadata["collapsed"].(bool)
		if outputs != "" && (hidden(c, "hide-output") || jupyterHides(c, "outputs_hidden") || collapsed) {
			outputs = folded("Output", outputs)
		}
		if outputs != "" {
			b.WriteString(`<div class="outputs">` + outputs + "</div>")
		}
	}
	failed := c.Failed()
	if b.Len() == 0 && !failed {
		return ""
	}
	anchor := fmt.Sprintf("cell-%d", i+1)
	label, count := fmt.Sprintf("number %d", i+1), ""
	if c.ExecutionCount != nil {
		label = fmt.Sprintf("[%d]", *c.ExecutionCount)
		count = fmt.Sprintf(`<span class="count" title="The cell that ran as number %d">%[1]d</span>`, *c.ExecutionCount)
	}
	class := "code"
	if failed {
		class = "code failed"
		r.failures = append(r.failures, failure{Label: label, Text: reason(c), Anchor: template.URL(anchor)})
	}
	return section(class, anchor, count+b.String())
}

// reason is the first error of a cell, in a line.
func reason(c *nbformat.Cell) string {
	for _, o := range c.Outputs {
		if o.Type == nbformat.ErrorOutput {
			line, _, _ := strings.Cut(strings.TrimSpace(o.EValue), "\n")
			if o.EName != "" && line != "" {
				line = o.EName + ": " + line
			} else {
				line = o.EName + line
			}
			if len(line) > 300 {
				line = strings.ToValidUTF8(line[:300], "") + "…"
			}
			return line
		}
	}
	return ""
}

func section(class, id, content string) string {
	if id != "" {
		id = ` id="` + id + `"`
	}
	return `<section class="` + class + `"` + id + ">" + content + "</section>\n"
}

// folded is content behind a line that opens it.
func folded(summary, content string) string {
	return "<details><summary>" + html.EscapeString(summary) + "</summary>" + content + "</details>\n"
}

// hidden tells of the tags that jupyter-book reads, in both spellings.
func hidden(c *nbformat.Cell, tag string) bool {
	return c.HasTag(tag) || c.HasTag(strings.ReplaceAll(tag, "-", "_"))
}

// jupyterHides tells of JupyterLab's own way to say that something is folded.
func jupyterHides(c *nbformat.Cell, key string) bool {
	m, _ := c.Metadata["jupyter"].(map[string]any)
	hide, _ := m[key].(bool)
	return hide
}

// indented is a JSON value for a reader.
func indented(v any) (string, error) {
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	err := enc.Encode(v)
	return strings.TrimSuffix(b.String(), "\n"), err
}
