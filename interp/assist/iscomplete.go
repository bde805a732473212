// This file answers whether a cell is whole.

package assist

import (
	"go/token"

	"github.com/gorgolab/gorgo/interp/check"
)

// Jupyter's words for what a text is.
const (
	complete   = "complete"   // it can run
	incomplete = "incomplete" // it goes on
	invalid    = "invalid"    // it is wrong whatever follows
)

// Completeness says whether a text is a whole cell, in Jupyter's words: complete,
// incomplete or invalid. If it is incomplete, Indent is what the next line
// should start with.
type Completeness struct {
	Status string
	Indent string
}

// IsComplete judges a text by its syntax alone: what the type checker would
// refuse is complete all the same.
//
// A text is incomplete if a bracket, raw string or comment is open at its end, or
// if it ends where Go does not let a line end a statement: behind an operator, a
// dot, a comma, a keyword that wants more.
func IsComplete(text string) Completeness {
	lexemes := lex(text)
	var brackets []lexeme
	last := lexeme{tok: token.SEMICOLON}
	for _, x := range lexemes {
		switch {
		case x.open && (x.tok == token.COMMENT || x.tok == token.STRING && text[x.start] == '`'):
			if wrong(text[:x.start], last.end) {
				return Completeness{Status: invalid}
			}
			return Completeness{incomplete, indentInside(text, x)}
		case x.tok == token.COMMENT:
			continue
		case x.bad:
			return Completeness{Status: invalid}
		}
		switch x.tok {
		case token.LPAREN, token.LBRACK, token.LBRACE:
			brackets = append(brackets, x)
		case token.RPAREN, token.RBRACK, token.RBRACE:
			n := len(brackets) - 1
			if n < 0 || !pair(brackets[n].tok, x.tok) {
				return Completeness{Status: invalid}
			}
			brackets = brackets[:n]
		}
		if !x.inserted {
			last = x
		}
	}
	open := len(brackets) > 0 || goesOn(last.tok)
	end := len(text) + 1
	if open {
		end = last.end
		if last.tok == token.COMMA && len(brackets) == 0 {
			// The parser says of a list without an = that it begins wrong.
			end = statement(lexemes)
		}
	}
	switch {
	case wrong(text, end):
		return Completeness{Status: invalid}
	case open:
		return Completeness{incomplete, indent(text, lexemes, brackets)}
	}
	return Completeness{Status: complete}
}

// wrong reports whether a text has a syntax error before the given offset.
func wrong(text string, end int) bool {
	for _, e := range check.SyntaxErrors(text) {
		if e.Offset() < end {
			return true
		}
	}
	return false
}

func pair(open, closed token.Token) bool {
	switch open {
	case token.LPAREN:
		return closed == token.RPAREN
	case token.LBRACK:
		return closed == token.RBRACK
	}
	return closed == token.RBRACE
}

// goesOn reports whether a line that ends in a token does not end a statement,
// and no statement ends in it. These are the tokens after which the scanner
// inserts no semicolon (spec, Semicolons), but for the semicolon itself and for
// the colon of a label.
func goesOn(last token.Token) bool {
	switch last {
	case token.IDENT, token.INT, token.FLOAT, token.IMAG, token.CHAR, token.STRING,
		token.BREAK, token.CONTINUE, token.FALLTHROUGH, token.RETURN, token.INC, token.DEC,
		token.RPAREN, token.RBRACK, token.RBRACE, token.SEMICOLON, token.COLON:
		return false
	}
	return true
}
