// This file finds the declarations that go/parser does not accept among
// statements: functions, imports and the package clause.

package check

import (
	"go/scanner"
	"go/token"
	"strings"
)

// chunk is a top-level declaration, as a range of bytes of the cell.
type chunk struct {
	kind       token.Token // FUNC, IMPORT or PACKAGE
	start, end int
}

// layout is what a pass over the tokens of a cell tells.
type layout struct {
	chunks []chunk
	// quiet: the last token is a semicolon that the user typed.
	quiet bool
	// comments are the ranges of all comments.
	comments []chunk
	// directives are the offsets of comments that would change positions.
	directives []int
	// extra is the offset of a closing brace that nothing opened, or -1.
	extra int
	// list is the offset where the last statement ends, if it is a bare list of
	// expressions, or -1.
	list int
}

// lexeme is a token and where it starts and ends.
type lexeme struct {
	tok        token.Token
	start, end int
}

// scan splits a cell into lexemes and comments. Errors are left to the parser.
func scan(text string) (lexemes []lexeme, comments []chunk) {
	file := token.NewFileSet().AddFile("", -1, len(text))
	lexemes = make([]lexeme, 0, len(text)/3)
	var s scanner.Scanner
	s.Init(file, []byte(text), func(token.Position, string) {}, scanner.ScanComments)
	for {
		pos, tok, lit := s.Scan()
		start := file.Offset(pos)
		if tok == token.COMMENT {
			comments = append(comments, chunk{tok, start, commentEnd(text, start)})
			continue
		}
		end := start + len(lit)
		switch {
		case tok == token.SEMICOLON && lit == "\n", tok == token.EOF:
			end = start
		case tok == token.SEMICOLON, lit == "":
			end = start + len(tok.String())
		}
		lexemes = append(lexemes, lexeme{tok, start, min(end, len(text))})
		if tok == token.EOF {
			return lexemes, comments
		}
	}
}

// commentEnd returns where the comment at the given offset ends. (The scanner's
// literal is no measure: it has no carriage returns.)
func commentEnd(text string, start int) int {
	mark, size := "\n", 0
	if strings.HasPrefix(text[start:], "/*") {
		mark, size = "*/", 2
	}
	if i := strings.Index(text[min(start+2, len(text)):], mark); i >= 0 {
		return start + 2 + i + size
	}
	return len(text)
}

// split finds the declarations of a cell. A declaration starts where a
// statement could start outside all brackets, and ends with the next semicolon
// outside all brackets.
func split(text string) layout {
	lexemes, comments := scan(text)
	l := layout{comments: comments, extra: -1, list: -1}
	for _, c := range comments {
		if strings.HasPrefix(text[c.start+2:c.end], "line ") {
			l.directives = append(l.directives, c.start+2)
		}
	}
	depth := 0
	start := true // a statement can start here
	var last bareList
	for i := 0; i < len(lexemes); i++ {
		x := lexemes[i]
		if start && depth == 0 && startsDecl(lexemes[i:]) {
			end, next := declEnd(lexemes, i)
			l.chunks = append(l.chunks, chunk{x.tok, x.start, end})
			i = next
			continue
		}
		last.add(x, depth, start)
		start = false
		switch x.tok {
		case token.LPAREN, token.LBRACK, token.LBRACE:
			depth++
		case token.RPAREN, token.RBRACK:
			depth = max(depth-1, 0)
		case token.RBRACE:
			if depth--; depth < 0 {
				if l.extra < 0 {
					l.extra = x.start
				}
				depth = 0
			}
		case token.SEMICOLON:
			start = true
		}
	}
	l.list = last.end()
	if n := len(lexemes) - 2; n >= 0 && lexemes[n].tok == token.SEMICOLON && lexemes[n].end > lexemes[n].start {
		l.quiet = true
	}
	return l
}

// bareList tells whether a statement is nothing but several expressions, which
// is no statement of Go's.
type bareList struct {
	commas int
	other  bool // a token that expressions have in brackets only
	last   lexeme
}

// add takes the statement's next token, in brackets of a depth.
func (b *bareList) add(x lexeme, depth int, first bool) {
	switch {
	case depth == 0 && (x.tok == token.SEMICOLON || x.tok == token.EOF):
		return
	case first && depth == 0:
		*b = bareList{}
	}
	b.last = x
	if depth > 0 {
		return
	}
	switch x.tok {
	case token.COMMA:
		b.commas++
	case token.ASSIGN, token.DEFINE, token.COLON, token.INC, token.DEC, token.ELLIPSIS:
		b.other = true
	case token.CHAN, token.FUNC, token.INTERFACE, token.MAP, token.STRUCT: // types have them
	default:
		b.other = b.other || x.tok.IsKeyword() || token.ADD_ASSIGN <= x.tok && x.tok <= token.AND_NOT_ASSIGN
	}
}

// end is where the list ends, -1 if it is none.
func (b bareList) end() int {
	if b.commas == 0 || b.other || b.last.tok == token.COMMA {
		return -1
	}
	return b.last.end
}

// startsDecl reports whether the lexemes open a declaration that has to be
// parsed apart. A function literal that is called at once does not.
func startsDecl(x []lexeme) bool {
	at := func(i int) token.Token {
		if i < len(x) {
			return x[i].tok
		}
		return token.EOF
	}
	switch at(0) {
	case token.IMPORT, token.PACKAGE:
		return true
	case token.FUNC:
		if at(1) == token.IDENT {
			return true
		}
		if at(1) != token.LPAREN {
			return false
		}
		i := matching(x, 1)
		if at(i+1) != token.IDENT {
			return false
		}
		i += 2
		if at(i) == token.LBRACK { // a method with type parameters, or a generic result
			i = matching(x, i) + 1
		}
		return at(i) == token.LPAREN
	}
	return false
}

// matching returns the index of the bracket that closes the one at x[i], or
// len(x).
func matching(x []lexeme, i int) int {
	depth := 0
	for ; i < len(x); i++ {
		switch x[i].tok {
		case token.LPAREN, token.LBRACK, token.LBRACE:
			depth++
		case token.RPAREN, token.RBRACK, token.RBRACE:
			if depth--; depth == 0 {
				return i
			}
		}
	}
	return i
}

// declEnd returns where the declaration that starts at x[i] ends, in bytes,
// and the index of its last lexeme.
func declEnd(x []lexeme, i int) (end, last int) {
	depth := 0
	for ; i < len(x); i++ {
		switch x[i].tok {
		case token.LPAREN, token.LBRACK, token.LBRACE:
			depth++
		case token.RPAREN, token.RBRACK, token.RBRACE:
			depth = max(depth-1, 0)
		case token.SEMICOLON:
			if depth == 0 {
				return x[i].end, i
			}
		case token.EOF:
			return x[i].end, i
		}
	}
	return x[len(x)-1].end, len(x) - 1
}
