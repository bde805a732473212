// This file reads the text around the cursor.

package assist

import (
	"go/scanner"
	"go/token"
	"strings"
	"unicode"
	"unicode/utf8"
)

// lexeme is a token, or a comment, and where it starts and ends.
type lexeme struct {
	tok        token.Token
	start, end int
	// inserted: a semicolon that a line break stands for.
	inserted bool
	// open: a string, character or comment without an end.
	open bool
	// bad: something that is no token.
	bad bool
}

// lex splits a text into lexemes, the end of the file left out.
func lex(text string) []lexeme {
	file := token.NewFileSet().AddFile("", -1, len(text))
	failed := map[int]string{}
	var s scanner.Scanner
	s.Init(file, []byte(text), func(p token.Position, msg string) { failed[p.Offset] = msg }, scanner.ScanComments)
	list := make([]lexeme, 0, len(text)/3)
	for {
		pos, tok, lit := s.Scan()
		if tok == token.EOF {
			return list
		}
		x := lexeme{tok: tok, start: file.Offset(pos)}
		msg := failed[x.start]
		x.open = strings.HasSuffix(msg, "not terminated")
		x.bad = msg != ""
		switch {
		case tok == token.SEMICOLON && lit == "\n":
			x.inserted, x.end = true, x.start
		case tok == token.COMMENT && strings.HasPrefix(text[x.start:], "/*"):
			x.end = closing(text, x.start+2, "*/")
		case tok == token.COMMENT:
			x.end = closing(text, x.start, "\n")
			if strings.HasSuffix(text[x.start:x.end], "\n") {
				x.end--
			}
		case tok == token.STRING && text[x.start] == '`':
			x.end = closing(text, x.start+1, "`")
		case tok == token.SEMICOLON, lit == "":
			x.end = x.start + len(tok.String())
		default:
			x.end = x.start + len(lit)
		}
		x.end = min(x.end, len(text))
		list = append(list, x)
	}
}

// closing returns where the mark ends that comes next, or the text's end.
func closing(text string, from int, mark string) int {
	if i := strings.Index(text[from:], mark); i >= 0 {
		return from + i + len(mark)
	}
	return len(text)
}

// spot is a place in a text.
type spot struct {
	text   string
	cursor int
	// start and end are those of the word around the cursor, equal if there is
	// none.
	start, end int
	lexemes    []lexeme
}

// newSpot reads the text around the cursor, which is moved to the start of a
// character of the text.
func newSpot(text string, cursor int) *spot {
	cursor = max(0, min(cursor, len(text)))
	for cursor > 0 && cursor < len(text) && !utf8.RuneStart(text[cursor]) {
		cursor--
	}
	s := &spot{text: text, cursor: cursor, start: cursor, end: cursor, lexemes: lex(text)}
	for s.start > 0 {
		r, n := utf8.DecodeLastRuneInString(text[:s.start])
		if !inWord(r) {
			break
		}
		s.start -= n
	}
	for s.end < len(text) {
		r, n := utf8.DecodeRuneInString(text[s.end:])
		if !inWord(r) {
			break
		}
		s.end += n
	}
	return s
}

func inWord(r rune) bool { return r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) }

func (s *spot) word() string   { return s.text[s.start:s.end] }
func (s *spot) prefix() string { return s.text[s.start:s.cursor] }

// before returns the token in front of the word at the cursor.
func (s *spot) before() token.Token {
	last := token.ILLEGAL
	for _, x := range s.lexemes {
		if x.start >= s.start {
			break
		}
		if x.tok != token.COMMENT {
			last = x.tok
		}
	}
	return last
}

// inside returns the index of the comment, string, character or number that the
// cursor stands in, or -1.
func (s *spot) inside() int {
	for i, x := range s.lexemes {
		if x.start >= s.cursor {
			break
		}
		in := false
		switch x.tok {
		case token.COMMENT:
			in = s.cursor < x.end || s.cursor == x.end && (x.open || strings.HasPrefix(s.text[x.start:], "//"))
		case token.STRING, token.CHAR:
			in = s.cursor < x.end || s.cursor == x.end && x.open
		case token.INT, token.FLOAT, token.IMAG:
			in = s.cursor <= x.end
		}
		if in {
			return i
		}
	}
	return -1
}

// importLiteral returns the range of the import path that the cursor stands in,
// without its quotes.
func (s *spot) importLiteral() (from, to int, ok bool) {
	i := s.inside()
	if i < 0 || s.lexemes[i].tok != token.STRING || !imports(s.lexemes[:i]) {
		return 0, 0, false
	}
	x := s.lexemes[i]
	from, to = x.start+1, x.end
	if !x.open {
		to--
	}
	return from, max(from, to), true
}

// imports reports whether a string that follows the lexemes is an import path.
func imports(before []lexeme) bool {
	declaration, group := false, false
	for _, x := range before {
		switch x.tok {
		case token.IMPORT:
			declaration, group = true, false
		case token.LPAREN:
			group = declaration
		case token.SEMICOLON:
			declaration = declaration && group
		case token.COMMENT, token.STRING, token.IDENT, token.PERIOD:
		default:
			declaration = false
		}
	}
	return declaration
}
