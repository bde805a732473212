// Markdown: goldmark, then the sanitizer, then what we made ourselves.

package report

import (
	"bytes"
	"crypto/rand"
	"fmt"
	"html"
	"html/template"
	"io/fs"
	"strings"
	"unicode"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	ghtml "github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"github.com/gorgolab/gorgo/notebooks/nbformat"
	"github.com/gorgolab/gorgo/notebooks/report/highlight"
	"github.com/gorgolab/gorgo/notebooks/report/mathml"
)

// markdown renders all Markdown of one notebook: identifiers of headings and
// footnotes are unique in it, and formulas share their macros.
type markdown struct {
	engine   goldmark.Markdown
	ids      *headingIDs
	math     mathml.Converter
	files    fs.FS
	cells    map[int]*document
	headings []heading
	hasTitle bool // there is a heading of the first level

	// What we make ourselves stands as a mark in the text that the sanitizer
	// sees. A notebook can't guess the marks.
	nonce   string
	trusted []string
}

// A document is one Markdown text, parsed.
type document struct {
	root        ast.Node
	source      []byte
	attachments map[string]nbformat.Object
}

// newMarkdown parses the notebook's Markdown cells, so that a link may lead to a
// heading that comes later.
func newMarkdown(nb *nbformat.Notebook, files fs.FS) *markdown {
	m := &markdown{ids: &headingIDs{taken: map[string]bool{}}, files: files, cells: map[int]*document{}, nonce: rand.Text()}
	m.engine = goldmark.New(
		goldmark.WithExtensions(extension.GFM, extension.DefinitionList, mathExtension{},
			extension.NewFootnote(extension.WithFootnoteIDPrefixFunction(footnotePrefix))),
		goldmark.WithParserOptions(parser.WithAutoHeadingID()),
		goldmark.WithRendererOptions(ghtml.WithUnsafe(), // the sanitizer comes after
			renderer.WithNodeRenderers(util.Prioritized(ownNodes{m}, 10))),
	)
	for i, c := range nb.Cells {
		if c.Type != nbformat.Markdown {
			continue
		}
		d := m.parse(c.Source, fmt.Sprintf("n%d-", i+1))
		d.attachments = c.Attachments
		m.cells[i] = d
		for n := d.root.FirstChild(); n != nil; n = n.NextSibling() {
			if h, ok := n.(*ast.Heading); ok {
				m.addHeading(h, d.source)
			}
		}
	}
	return m
}

func (m *markdown) parse(source, prefix string) *document {
	d := &document{source: []byte(strings.ToValidUTF8(strings.ReplaceAll(source, "\x00", ""), "\uFFFD"))}
	d.root = m.engine.Parser().Parse(text.NewReader(d.source), parser.WithContext(parser.NewContext(parser.WithIDs(m.ids))))
	d.root.OwnerDocument().AddMeta("prefix", prefix)
	return d
}

func footnotePrefix(n ast.Node) []byte {
	prefix, _ := n.OwnerDocument().Meta()["prefix"].(string)
	return []byte(prefix)
}

// cell renders the Markdown cell at an index.
func (m *markdown) cell(i int) string { return m.render(m.cells[i]) }

// output renders Markdown that a cell put out.
func (m *markdown) output(source string) string {
	return m.render(m.parse(source, fmt.Sprintf("o%d-", len(m.trusted))))
}

// render never fails: what goldmark can't render is shown as it was written.
func (m *markdown) render(d *document) (out string) {
	defer func() {
		if recover() != nil {
			out = "<pre>" + html.EscapeString(string(d.source)) + "</pre>"
		}
	}()
	m.links(d)
	var b bytes.Buffer
	if err := m.engine.Renderer().Render(&b, d.source, d.root); err != nil {
		return "<pre>" + html.EscapeString(string(d.source)) + "</pre>"
	}
	safe := sanitizeMarkdown(b.String())
	for i, own := range m.trusted {
		safe = strings.ReplaceAll(safe, m.mark(i), own)
	}
	m.trusted = m.trusted[:0]
	return safe
}

func (m *markdown) mark(i int) string { return fmt.Sprintf("%s-%d-", m.nonce, i) }

// trust puts a mark in the place of HTML of our own.
func (m *markdown) trust(own string) string {
	m.trusted = append(m.trusted, own)
	return m.mark(len(m.trusted) - 1)
}

// ownNodes renders code and formulas.
type ownNodes struct{ m *markdown }

func (o ownNodes) RegisterFuncs(r renderer.NodeRendererFuncRegisterer) {
	r.Register(ast.KindFencedCodeBlock, o.code)
	r.Register(ast.KindCodeBlock, o.code)
	r.Register(kindInlineMath, o.inlineMath)
	r.Register(kindBlockMath, o.blockMath)
}

func (o ownNodes) code(w util.BufWriter, source []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	language := ""
	if f, ok := n.(*ast.FencedCodeBlock); ok {
		language = string(f.Language(source))
	}
	code := strings.TrimRight(string(n.Lines().Value(source)), "\n")
	if language == "math" {
		_, err := w.WriteString("<div>" + o.m.trust(o.m.formula(code, true)) + "</div>\n")
		return ast.WalkContinue, err
	}
	_, err := w.WriteString("<div>" + o.m.trust(`<pre class="source"><code>`+highlight.HTML(code, language)+"</code></pre>") + "</div>\n")
	return ast.WalkContinue, err
}

// A heading is a line of the table of contents.
type heading struct {
	Level int
	ID    template.URL
	Text  string
}

func (m *markdown) addHeading(h *ast.Heading, source []byte) {
	id, _ := h.AttributeString("id")
	name, _ := id.([]byte)
	if h.Level == 1 {
		m.hasTitle = true
	}
	if title := strings.TrimSpace(plainText(h, source)); title != "" && h.Level <= 3 && len(name) > 0 {
		m.headings = append(m.headings, heading{h.Level, template.URL(name), title})
	}
}

// plainText is what a reader reads of a node.
func plainText(n ast.Node, source []byte) string {
	var b strings.Builder
	_ = ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering {
			switch n := n.(type) {
			case *ast.Text:
				b.Write(n.Value(source))
				if n.SoftLineBreak() || n.HardLineBreak() {
					b.WriteByte(' ')
				}
			case *ast.String:
				b.Write(n.Value)
			case *inlineMath:
				b.WriteString(n.tex)
			}
		}
		return ast.WalkContinue, nil
	})
	return html.UnescapeString(b.String())
}

// contents is the table of contents; none for a notebook with hardly a heading. A
// single heading of the first level is the title, and left out.
func (m *markdown) contents() []heading {
	list, top := []heading(nil), 0
	for _, h := range m.headings {
		if h.Level == 1 {
			top++
		}
	}
	for _, h := range m.headings {
		if h.Level == 1 && top == 1 {
			continue
		}
		if top == 1 {
			h.Level--
		}
		list = append(list, h)
	}
	if len(list) < 3 {
		return nil
	}
	return list
}

// headingIDs makes identifiers as JupyterLab does, so that a notebook's own links
// work: the heading's text, its spaces as hyphens.
type headingIDs struct{ taken map[string]bool }

func (h *headingIDs) Generate(value []byte, _ ast.NodeKind) []byte {
	base := strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return '-'
		case unicode.IsLetter(r), unicode.IsDigit(r), strings.ContainsRune("-_.", r):
			return r
		}
		return -1
	}, strings.TrimSpace(string(value)))
	if base == "" {
		base = "section"
	}
	id := base
	for n := 2; h.taken[id]; n++ {
		id = fmt.Sprintf("%s-%d", base, n)
	}
	h.taken[id] = true
	return []byte(id)
}

func (h *headingIDs) Put(value []byte) { h.taken[string(value)] = true }
