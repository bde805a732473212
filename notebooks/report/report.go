package report

import (
	"bytes"
	_ "embed"
	"encoding/base64"
	"errors"
	"fmt"
	"html/template"
	"io"
	"io/fs"
	"maps"
	"strings"
	"time"

	"github.com/gorgolab/gorgo/notebooks/nbformat"
	"github.com/gorgolab/gorgo/notebooks/widgetstate"
)

// A Theme says on which background the report stands.
type Theme string

// The themes. Paper is always light.
const (
	Auto  Theme = "" // as the reader's system has it
	Light Theme = "light"
	Dark  Theme = "dark"
)

// Options say how a report is made. The zero value is a good report.
type Options struct {
	Title    string    // Default: the notebook's title, else its name.
	Name     string    // The notebook's file name, for the footer and the download. Default: "notebook.ipynb".
	Theme    Theme     // Default: Auto.
	Date     time.Time // Of the report, for the footer. Default: now.
	Files    fs.FS     // Where Markdown's pictures with a relative path are. Default: they are left out.
	FoldCode bool      // Code is folded away, for readers who want the results.
}

//go:embed page.html
var pageText string

//go:embed style.css
var style string

//go:embed widget.css
var widgetStyle string

//go:embed dark.css
var darkColors string

var page = template.Must(template.New("page").Parse(pageText))

// HTML writes the report of a notebook. It fails when nb is nil, when an option is
// none of its values, or when w does.
func HTML(w io.Writer, nb *nbformat.Notebook, opts Options) error {
	if nb == nil {
		return errors.New("report: no notebook")
	}
	css, err := opts.Theme.css()
	if err != nil {
		return err
	}
	if opts.Name == "" {
		opts.Name = "notebook.ipynb"
	}
	if opts.Date.IsZero() {
		opts.Date = time.Now()
	}
	source, err := download(nb)
	if err != nil {
		return err
	}
	r := newReporter(nb, opts)
	head, body := splitTitle(r.cells())
	title := firstOf(opts.Title, nb.Title(), strings.TrimSuffix(opts.Name, ".ipynb"))
	var b bytes.Buffer
	err = page.Execute(&b, map[string]any{
		"Title":     title,
		"Head":      template.HTML(head),
		"ShowTitle": !r.markdown.hasTitle,
		"CSS":       template.CSS(css),
		"Contents":  r.markdown.contents(),
		"Failures":  r.failures,
		"Body":      template.HTML(body),
		"Name":      opts.Name,
		"Kernel":    kernel(nb),
		"Date":      opts.Date.Format("2 January 2006, 15:04"),
		"ISODate":   opts.Date.Format(time.RFC3339),
		"Source":    template.URL("data:application/x-ipynb+json;base64," + base64.StdEncoding.EncodeToString(source)),
	})
	if err != nil {
		return fmt.Errorf("report: %w", err)
	}
	_, err = w.Write(b.Bytes())
	return err
}

// splitTitle parts the heading that a notebook begins with from the rest: what the
// report adds at its beginning stands between them.
func splitTitle(body string) (head, rest string) {
	const open = `<section class="prose">`
	if head, rest, ok := strings.Cut(body, "</h1>"); ok && strings.HasPrefix(body, open+"<h1") {
		return head + "</h1></section>\n", open + strings.TrimLeft(rest, "\n")
	}
	return "", body
}

func (t Theme) css() (string, error) {
	switch t {
	case Auto:
		return style + widgetStyle + "\n@media screen and (prefers-color-scheme: dark) {\n" + darkColors + "}\n", nil
	case Light:
		return style + widgetStyle, nil
	case Dark:
		return style + widgetStyle + "\n@media screen {\n" + darkColors + "}\n", nil
	}
	return "", fmt.Errorf("report: theme %q: want %q, %q or none", string(t), Light, Dark)
}

// download is the notebook for readers who want to run it: without outputs, which
// the report shows.
func download(nb *nbformat.Notebook) ([]byte, error) {
	bare := *nb
	bare.Metadata = maps.Clone(nb.Metadata)
	delete(bare.Metadata, widgetstate.Key)
	bare.Cells = make([]*nbformat.Cell, len(nb.Cells))
	for i, c := range nb.Cells {
		cell := *c
		cell.Outputs, cell.ExecutionCount = nil, nil
		bare.Cells[i] = &cell
	}
	data, err := nbformat.Marshal(&bare)
	if err != nil {
		return nil, fmt.Errorf("report: the notebook for download: %w", err)
	}
	return data, nil
}

// kernel names what ran the notebook, as far as its metadata says.
func kernel(nb *nbformat.Notebook) string {
	field := func(object, name string) string {
		m, _ := nb.Metadata[object].(map[string]any)
		s, _ := m[name].(string)
		return s
	}
	name := firstOf(field("kernelspec", "display_name"), field("kernelspec", "name"), field("language_info", "name"))
	version := strings.TrimPrefix(field("language_info", "version"), "go")
	if name == "" || version == "" || strings.Contains(name, version) {
		return name
	}
	return name + ", " + field("language_info", "name") + " " + version
}

func firstOf(list ...string) string {
	for _, s := range list {
		if strings.TrimSpace(s) != "" {
			return s
		}
	}
	return "Notebook"
}
