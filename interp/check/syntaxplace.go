// This file finds out what stands around a syntax error. The compiler's messages
// name it ("after if clause"), go/parser's often do not.

package check

import (
	"go/token"
	"strings"
	"unicode"
	"unicode/utf8"
)

// syntaxPlace is a place in a text.
type syntaxPlace struct {
	text   string
	offset int
	// found is the token at the place, prev and prev2 are those before it.
	found, prev, prev2 lexeme
	// header is IF, FOR, SWITCH or SELECT in the part of such a statement before
	// its block, and TYPE in the specification of a type.
	header     token.Token
	semicolons bool // the header has some
	ranged     bool // it has a range clause
	// cases says that the innermost block is that of a switch or select statement.
	cases bool
}

// placeAt reads a text up to the token at an offset.
func placeAt(text string, offset int) syntaxPlace {
	p := syntaxPlace{text: text, offset: offset}
	lexemes, _ := scan(text)
	var blocks []bool // the open braces: whether they hold cases
	brackets := 0
	for _, x := range lexemes {
		if x.start >= offset {
			p.found = x
			break
		}
		p.prev2, p.prev = p.prev, x
		switch x.tok {
		case token.IF, token.FOR, token.SWITCH, token.SELECT, token.TYPE:
			p.header, p.semicolons, p.ranged, brackets = x.tok, false, false, 0
		case token.RANGE:
			p.ranged = true
		case token.LPAREN, token.LBRACK:
			brackets++
		case token.RPAREN, token.RBRACK:
			brackets--
		case token.SEMICOLON:
			p.semicolons = p.header != token.TYPE
			if x.end == x.start && p.header != token.FOR {
				p.header = token.ILLEGAL
			}
		case token.LBRACE:
			blocks = append(blocks, brackets <= 0 && (p.header == token.SWITCH || p.header == token.SELECT))
			if brackets <= 0 {
				p.header = token.ILLEGAL
			}
		case token.RBRACE:
			if n := len(blocks); n > 0 {
				blocks = blocks[:n-1]
			}
		}
	}
	p.cases = len(blocks) > 0 && blocks[len(blocks)-1]
	return p
}

// isNewline tells whether a line's end stands at the place.
func (p syntaxPlace) isNewline() bool {
	return p.found.tok == token.SEMICOLON && p.found.start == p.found.end
}

// word is the token at the place, as it is written.
func (p syntaxPlace) word() string { return p.text[p.found.start:p.found.end] }

// rest is what stands from the place to the statement's block or semicolon.
func (p syntaxPlace) rest() string {
	rest, _, _ := strings.Cut(p.text[min(p.offset, len(p.text)):], "\n")
	if i := strings.IndexAny(rest, "{;"); i >= 0 {
		rest = rest[:i]
	}
	return strings.TrimSpace(rest)
}

// clause words that something else than a block's brace follows a header.
func (p syntaxPlace) clause(found string) string {
	name := p.header.String()
	switch {
	case p.header == token.SWITCH && p.semicolons:
		return "missing { after switch clause"
	case p.semicolons || p.ranged || p.isNewline():
		return "unexpected " + found + ", expected { after " + name + " clause"
	}
	return "unexpected " + found + ", expected {"
}

// illegalCharacter words a character that is in no token. found is go/scanner's
// word for it.
func (p syntaxPlace) illegalCharacter(found string) string {
	r, _ := utf8.DecodeRuneInString(p.text[min(p.offset, len(p.text)):])
	before, _ := utf8.DecodeLastRuneInString(p.text[:min(p.offset, len(p.text))])
	switch {
	case before == '_' || unicode.IsLetter(before) || unicode.IsDigit(before):
		return "invalid character" + found + " in identifier"
	case unicode.IsDigit(r):
		return "identifier cannot begin with digit" + found
	}
	return "invalid character" + found
}
