// Formulas in Markdown: $…$, $$…$$, \\(…\\), \\[…\\] and bare environments, as
// Jupyter takes them.

package report

import (
	"bytes"
	"html"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// formula is TeX as MathML, or as its source where it can't be converted.
func (m *markdown) formula(tex string, display bool) string {
	markup, err := m.math.Convert(tex, display)
	switch {
	case err != nil && display:
		return `<pre class="tex" title="` + html.EscapeString(err.Error()) + `">` + html.EscapeString(strings.TrimSpace(tex)) + "</pre>"
	case err != nil:
		return `<code class="tex" title="` + html.EscapeString(err.Error()) + `">` + html.EscapeString(tex) + "</code>"
	case display:
		return `<div class="formula">` + markup + "</div>"
	}
	return markup
}

// latex is an output of type text/latex, with or without its dollar signs.
func (m *markdown) latex(source string) string {
	tex := strings.TrimSpace(source)
	for _, d := range delimiters {
		if inner, ok := strings.CutPrefix(tex, d.open); ok && strings.HasSuffix(inner, d.close) {
			return m.formula(strings.TrimSuffix(inner, d.close), true)
		}
	}
	return m.formula(tex, true)
}

type delimiter struct {
	open, close string
	display     bool
	limit       int // bytes between them
}

// delimiters, longer ones before their beginnings.
var delimiters = []delimiter{
	{"$$", "$$", true, 20_000},
	{"$", "$", false, 1000},
	{`\\[`, `\\]`, true, 20_000},
	{`\\(`, `\\)`, false, 1000},
	{`\[`, `\]`, true, 20_000},
	{`\(`, `\)`, false, 1000},
}

var (
	kindInlineMath = ast.NewNodeKind("InlineMath")
	kindBlockMath  = ast.NewNodeKind("BlockMath")
)

type inlineMath struct {
	ast.BaseInline
	tex     string
	display bool
}

func (*inlineMath) Kind() ast.NodeKind { return kindInlineMath }

func (n *inlineMath) Dump(source []byte, level int) { ast.DumpHelper(n, source, level, nil, nil) }

type blockMath struct {
	ast.BaseBlock
	open, close string
	closed      bool
}

func (*blockMath) Kind() ast.NodeKind { return kindBlockMath }

// IsRaw keeps Markdown out of the lines.
func (*blockMath) IsRaw() bool { return true }

func (n *blockMath) Dump(source []byte, level int) { ast.DumpHelper(n, source, level, nil, nil) }

// mathExtension teaches goldmark the two.
type mathExtension struct{}

func (mathExtension) Extend(m goldmark.Markdown) {
	m.Parser().AddOptions(
		parser.WithInlineParsers(util.Prioritized(inlineMathParser{}, 150)),
		parser.WithBlockParsers(util.Prioritized(blockMathParser{}, 650)),
	)
}

type inlineMathParser struct{}

func (inlineMathParser) Trigger() []byte { return []byte{'$', '\\'} }

func (inlineMathParser) Parse(_ ast.Node, block text.Reader, _ parser.Context) ast.Node {
	line, _ := block.PeekLine()
	for _, d := range delimiters {
		if bytes.HasPrefix(line, []byte(d.open)) {
			if n := between(block, d); n != nil {
				return n
			}
		}
	}
	return nil
}

// between reads a formula over the lines of its paragraph; nil when it does not
// end, or is no formula but money.
func between(block text.Reader, d delimiter) ast.Node {
	row, position := block.Position()
	block.Advance(len(d.open))
	var tex strings.Builder
	for tex.Len() < d.limit {
		line, _ := block.PeekLine()
		if line == nil {
			break
		}
		if i := closing(line, d.close); i >= 0 {
			tex.Write(line[:i])
			after := byte(0)
			if rest := line[i+len(d.close):]; len(rest) > 0 {
				after = rest[0]
			}
			if s := tex.String(); d.open == "$" && !isFormula(s, after) || strings.TrimSpace(s) == "" {
				break
			}
			block.Advance(i + len(d.close))
			return &inlineMath{tex: tex.String(), display: d.display}
		}
		tex.Write(line)
		block.AdvanceLine()
	}
	block.SetPosition(row, position)
	return nil
}

// closing is where a line has the closing delimiter; -1: nowhere.
func closing(line []byte, mark string) int {
	for i := 0; i < len(line); i++ {
		if bytes.HasPrefix(line[i:], []byte(mark)) {
			return i
		}
		if line[i] == '\\' {
			i++
		}
	}
	return -1
}

// isFormula tells $x$ from "$5 and $6": no blank inside the signs and no digit
// after them, or something that only TeX has.
func isFormula(tex string, after byte) bool {
	blank := strings.TrimSpace(tex) != tex
	digit := '0' <= after && after <= '9'
	return !digit && (!blank || strings.ContainsAny(tex, `\^_{}=`))
}

type blockMathParser struct{}

func (blockMathParser) Trigger() []byte { return []byte{'$', '\\'} }

var bareEnvironments = []string{"align", "align*", "equation", "equation*", "gather", "gather*", "eqnarray", "eqnarray*", "multline", "multline*", "alignat", "alignat*", "displaymath"}

func (blockMathParser) Open(_ ast.Node, reader text.Reader, _ parser.Context) (ast.Node, parser.State) {
	line, segment := reader.PeekLine()
	trimmed := strings.TrimSpace(string(line))
	n := &blockMath{}
	for _, d := range delimiters {
		if d.display && strings.HasPrefix(trimmed, d.open) {
			n.open, n.close = d.open, d.close
		}
	}
	for _, e := range bareEnvironments {
		if strings.HasPrefix(trimmed, `\begin{`+e+"}") {
			n.close = `\end{` + e + "}"
		}
	}
	if n.close == "" {
		return nil, parser.NoChildren
	}
	rest := trimmed[len(n.open):]
	if i := strings.Index(rest, n.close); i >= 0 {
		if i+len(n.close) != len(rest) || strings.TrimSpace(rest[:i]) == "" {
			return nil, parser.NoChildren // more follows on the line: a paragraph
		}
		n.closed = true
	}
	n.Lines().Append(segment)
	reader.AdvanceToEOL()
	return n, parser.NoChildren
}

func (blockMathParser) Continue(node ast.Node, reader text.Reader, _ parser.Context) parser.State {
	n := node.(*blockMath)
	if n.closed {
		return parser.Close
	}
	line, segment := reader.PeekLine()
	n.Lines().Append(segment)
	n.closed = strings.HasSuffix(strings.TrimSpace(string(line)), n.close)
	reader.AdvanceToEOL()
	return parser.Continue | parser.NoChildren
}

func (blockMathParser) Close(ast.Node, text.Reader, parser.Context) {}

func (blockMathParser) CanInterruptParagraph() bool { return true }

func (blockMathParser) CanAcceptIndentedLine() bool { return false }

func (o ownNodes) inlineMath(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	n := node.(*inlineMath)
	own := o.m.formula(n.tex, n.display)
	if n.display { // a <div> can't stand in a paragraph
		own = strings.NewReplacer(`<div class="formula">`, `<span class="formula">`, "</div>", "</span>").Replace(own)
	}
	_, err := w.WriteString(o.m.trust(own))
	return ast.WalkContinue, err
}

func (o ownNodes) blockMath(w util.BufWriter, source []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	n := node.(*blockMath)
	tex := strings.TrimSpace(string(n.Lines().Value(source)))
	if n.open != "" {
		tex = strings.TrimSuffix(strings.TrimPrefix(tex, n.open), n.close)
	}
	_, err := w.WriteString("<div>" + o.m.trust(o.m.formula(tex, true)) + "</div>\n")
	return ast.WalkContinue, err
}
