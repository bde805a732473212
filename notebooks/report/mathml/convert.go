package mathml

import (
	"fmt"
	"html"
	"strings"
	"unicode"
)

// A Converter converts the formulas of one document, from first to last: macros
// that one defines hold in those after it. It is not for concurrent use. The zero
// value is ready.
type Converter struct {
	macros map[string]macro
}

// Limits against formulas that were written to be a burden.
const (
	maxSource    = 20_000  // bytes of one formula's source
	maxDepth     = 60      // groups in groups
	maxExpansion = 10_000  // tokens that macros may bring into one formula
	maxMacros    = 1000    // in one document
	maxMarkup    = 1 << 20 // bytes of one formula
)

// Convert returns a <math> element for a formula without its dollar signs.
// Display is true for a formula on a line of its own. The error names what is not
// known or not closed.
func (c *Converter) Convert(tex string, display bool) (markup string, err error) {
	if len(tex) > maxSource {
		return "", fmt.Errorf("mathml: a formula of more than %d bytes", maxSource)
	}
	tex = strings.Map(printable, tex)
	if c.macros == nil {
		c.macros = map[string]macro{}
	}
	p := &parser{lexer: lexer{tokens: tokenize(tex), macros: c.macros}, display: display}
	defer func() {
		switch e := recover().(type) {
		case nil:
		case failure:
			err = fmt.Errorf("mathml: %s", e)
		default:
			panic(e)
		}
	}()
	rows := p.rows()
	if t := p.peek(); t.kind != tokenEnd {
		p.fail("%s without its beginning", t)
	}
	row := "<mrow></mrow>"
	switch {
	case len(rows) == 1 && len(rows[0]) == 1:
		row = rows[0][0]
	case len(rows[0]) > 0: // lines without an environment, as MathJax takes them
		row = environments["aligned"].table(rows)
	}
	open := `<math>`
	if display {
		open = `<math display="block">`
	}
	// The source goes along, so that a reader can copy it.
	return open + `<semantics>` + row + `<annotation encoding="application/x-tex">` + html.EscapeString(tex) + `</annotation></semantics></math>`, nil
}

// printable leaves out what neither XML nor a reader knows.
func printable(r rune) rune {
	if r != '\n' && r != '\t' && unicode.IsControl(r) || r == '\uFFFE' || r == '\uFFFF' {
		return ' '
	}
	return r
}

// failure is how the parser gives up; Convert makes an error of it.
type failure string

func (p *parser) fail(format string, args ...any) {
	panic(failure(fmt.Sprintf(format, args...)))
}
