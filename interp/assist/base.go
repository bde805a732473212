// This file remembers what is above the statement that is being typed.
//
// While a person types, the statements above stay as they are. Those of a long
// cell are typed once, and what they define is known from then on as if they were
// a cell that ran.

package assist

import (
	"go/ast"
	"go/token"
	"go/types"
	"maps"
	"slices"

	"github.com/gorgolab/gorgo/interp/check"
)

// worthwhile is the size in bytes from which on the statements above are
// remembered.
const worthwhile = 4 << 10

// base is what stands above a statement of a cell.
type base struct {
	text       string
	generation int64 // of the session's scope
	// sketch is nil if the text cannot stand alone. scope is the session's with
	// what the text defines.
	sketch *check.Sketch
	scope  *check.Scope
	// mentioned are the identifiers of the text.
	mentioned map[string]bool
}

// baseOf returns what is known of a text that stands above a statement, nil if it
// cannot stand alone.
func (a *Assistant) baseOf(text string) *base {
	b := &base{text: text, generation: a.scope.Generation()}
	if last := a.last.Load(); last != nil && last.text == text && last.generation == b.generation {
		b = last
	} else {
		if check.SyntaxErrors(text) == nil {
			b.sketch = a.scope.Sketch(text)
			b.scope = b.sketch.Extended()
			b.mentioned = map[string]bool{}
			for _, x := range lex(text) {
				if x.tok == token.IDENT {
					b.mentioned[text[x.start:x.end]] = true
				}
			}
		}
		a.last.Store(b)
	}
	if b.sketch == nil || b.sketch.Whole() {
		return nil
	}
	return b
}

// statement returns where the statement of the cell's top level begins that the
// cursor is in.
func (s *spot) statement(lexemes []lexeme) (offset int) {
	depth := 0
	for _, x := range lexemes {
		if x.start >= s.start {
			break
		}
		switch x.tok {
		case token.LPAREN, token.LBRACK, token.LBRACE:
			depth++
		case token.RPAREN, token.RBRACK, token.RBRACE:
			if depth--; depth < 0 {
				return 0
			}
		case token.SEMICOLON:
			if depth == 0 {
				offset = x.end
			}
		}
	}
	return offset
}

// lookBelow finds what the cursor stands on in what follows a part of a cell. It
// returns nil if the two cannot be told apart: what is declared below means
// something above.
func (a *Assistant) lookBelow(s *spot, text string, lexemes []lexeme, from int) *place {
	b := a.baseOf(text[:from])
	if b == nil {
		return nil
	}
	for len(lexemes) > 0 && lexemes[0].start < from {
		lexemes = lexemes[1:]
	}
	p := lookAt(s, b.scope, blank(text, 0, from), lexemes)
	if p.sketch.DeclaresTypes() {
		return nil
	}
	for name := range p.sketch.Defined() {
		if p.sketch.DefinedFrom(name) == 0 && b.mentioned[name] {
			return nil
		}
	}
	p.base = b.sketch
	return p
}

// offset returns the byte of the cell that a position stands for, and whether it
// is in the cell at all.
func (p *place) offset(pos token.Pos) (int, bool) {
	if offset, ok := p.sketch.Offset(pos); ok || p.base == nil {
		return offset, ok
	}
	return p.base.Offset(pos)
}

// topLevel is what the cell itself says about the names of its top level.
type topLevel struct {
	// objects has nil where go/types could make none.
	objects map[string]types.Object
	imports map[string]*types.Package
	below   map[string]types.Object // those of objects that are not of the base
}

// top returns what the cell says about the names of its top level.
func (p *place) top() *topLevel {
	if p.names == nil {
		below := p.sketch.Defined()
		p.names = &topLevel{below, p.sketch.Imports(), below}
		if p.base != nil {
			p.names.objects, p.names.imports = p.base.Defined(), maps.Clone(p.base.Imports())
			maps.Copy(p.names.objects, below)
			maps.Copy(p.names.imports, p.sketch.Imports())
		}
	}
	return p.names
}

// definedFrom returns the offset from which statements of the top level can use a
// name that the cell defines.
func (p *place) definedFrom(name string) int {
	if _, below := p.top().below[name]; below || p.base == nil {
		return p.sketch.DefinedFrom(name)
	}
	return p.base.DefinedFrom(name)
}

// dots returns the packages that the cell imports with a dot.
func (p *place) dots() []*types.Package {
	if p.base == nil {
		return p.sketch.Dots()
	}
	return slices.Concat(p.base.Dots(), p.sketch.Dots())
}

// roots returns the statements and declarations of the cell's top level.
func (p *place) roots() []ast.Node {
	if p.base == nil {
		return p.sketch.Roots
	}
	return slices.Concat(p.base.Roots, p.sketch.Roots)
}
