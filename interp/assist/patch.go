// This file mends a cell at the cursor, so that the parser finds its way.
//
// At the cursor stands an identifier, be it a stand-in: `x.` and a line break
// become `x.ǃ`. If the text does not parse even so, what follows the cursor is
// cut off and what is open there is closed: brackets, the blocks of if, for and
// switch, the colon of a case. Declarations that start a line further down stay,
// and lines before the cursor that are broken, too, are left out.

package assist

import (
	"go/token"
	"regexp"
	"strings"

	"github.com/gorgolab/gorgo/interp/check"
)

// standIn is a letter that hardly anybody uses as a name.
const standIn = "ǃ"

// mended returns a text that parses better than the given one, which is as long
// as the cell: with an identifier at s.start.
func (s *spot) mended(text string, lexemes []lexeme) string {
	name := s.word()
	if !token.IsIdentifier(name) {
		name = standIn
	}
	head := text[:s.start] + name
	if open, stray := unmatched(lexemes); len(open)+len(stray) == 0 {
		if whole := head + text[s.end:]; check.SyntaxErrors(whole) == nil {
			return whole
		}
	}
	rest := declarations(text[s.end:])
	n := 0
	for n < len(lexemes) && lexemes[n].start < s.start {
		n++
	}
	lexemes = append(lexemes[:n:n], lexeme{tok: token.IDENT, start: s.start, end: len(head)})
	for range maxRepairs {
		text := head + closers(lexemes) + rest
		from, to, ok := broken(text, lexemes, s.start)
		if !ok || strings.TrimSpace(head[from:to]) == "" {
			return text
		}
		head = blank(head, from, to)
		lexemes = lex(head)
	}
	return head + closers(lexemes) + rest
}

// maxRepairs is how many mistakes before the cursor are overlooked.
const maxRepairs = 5

// broken returns the part of a text that keeps the lines before the cursor's from
// parsing. It is a closing bracket that nothing opened; or, if a function begins
// where none can, all that is open there; or the line of a bracket that is open
// in front of the first error; or the line of the error.
func broken(text string, lexemes []lexeme, cursor int) (from, to int, ok bool) {
	first := cursor
	for _, e := range check.SyntaxErrors(text) {
		first = min(first, e.Offset())
	}
	open, stray := unmatched(lexemes)
	line := lineStart(text, first)
	beginsFunction := function.MatchString(text[line:cursor])
	last := lineStart(text, cursor)
	switch {
	case first >= cursor:
		return 0, 0, false
	case len(stray) > 0:
		return stray[0].start, stray[0].end, true
	case len(open) > 0 && open[0].start < line && beginsFunction:
		return lineStart(text, open[0].start), line, true
	case line == last:
		return 0, 0, false
	}
	at := first
	for _, x := range open {
		if x.tok != token.LBRACE && x.start <= first {
			at = x.start
			break
		}
	}
	from = lineStart(text, at)
	return from, from + strings.IndexByte(text[from:], '\n'), true
}

var function = regexp.MustCompile(`^[ \t]*func[ \t]+(\([^)]*\)[ \t]*)?[\pL_]`)

// unmatched returns the brackets that are still open at the end, and those that
// close nothing.
func unmatched(lexemes []lexeme) (open, stray []lexeme) {
	for _, x := range lexemes {
		switch x.tok {
		case token.LPAREN, token.LBRACK, token.LBRACE:
			open = append(open, x)
		case token.RPAREN, token.RBRACK, token.RBRACE:
			if n := len(open) - 1; n >= 0 && pair(open[n].tok, x.tok) {
				open = open[:n]
			} else {
				stray = append(stray, x)
			}
		}
	}
	return open, stray
}

func lineStart(text string, offset int) int { return strings.LastIndexByte(text[:offset], '\n') + 1 }

// blank replaces a part of a text by spaces and keeps the lines.
func blank(text string, from, to int) string {
	b := []byte(text)
	for i := from; i < to; i++ {
		if b[i] != '\n' {
			b[i] = ' '
		}
	}
	return string(b)
}

var declaration = regexp.MustCompile(`\n(func|type|var|const|import)[ (]`)

// declarations returns the text from the first line on that starts a
// declaration.
func declarations(text string) string {
	if m := declaration.FindStringIndex(text); m != nil {
		return text[m[0]:]
	}
	return ""
}

// opening is an open bracket, or the text as a whole, and what is unfinished
// directly in it.
type opening struct {
	close string
	// header is the keyword whose block has not begun.
	header                 token.Token
	assigns, ranges, calls bool // what the header has; calls: it follows go or defer
	semicolons             int
	label                  bool // a case has no colon yet
	call                   bool // what follows go or defer is no call yet
	called                 bool // a function literal that go or defer calls
	// declares: the header is of a declared function. named and params tell whether
	// its name and its parameters have begun.
	declares, named, params bool
}

// closers returns what finishes the text that the lexemes are of.
func closers(lexemes []lexeme) string {
	if n := len(lexemes) - 1; n >= 0 && lexemes[n].inserted {
		lexemes = lexemes[:n] // the line goes on
	}
	stack := []opening{{}}
	last := token.SEMICOLON
	for _, x := range lexemes {
		top := &stack[len(stack)-1]
		switch x.tok {
		case token.COMMENT:
			continue
		case token.IDENT:
			top.named = true
		case token.LPAREN:
			top.call, top.params = false, top.named
			stack = append(stack, opening{close: ")"})
		case token.LBRACK:
			stack = append(stack, opening{close: "]"})
		case token.LBRACE:
			called := top.header == token.FUNC && top.calls
			top.header, top.call = 0, false
			stack = append(stack, opening{close: "}", called: called})
		case token.RPAREN, token.RBRACK, token.RBRACE:
			if top.close == x.tok.String() {
				stack = stack[:len(stack)-1]
			}
		case token.IF, token.FOR, token.SWITCH, token.SELECT, token.FUNC:
			top.header, top.assigns, top.ranges, top.semicolons = x.tok, false, false, 0
			top.calls = last == token.GO || last == token.DEFER
			top.declares, top.named, top.params = x.tok == token.FUNC && last == token.SEMICOLON && len(stack) == 1, false, false
		case token.GO, token.DEFER:
			top.call = true
		case token.CASE, token.DEFAULT:
			top.label = true
		case token.COLON:
			top.label = false
		case token.DEFINE, token.ASSIGN:
			top.assigns = true
		case token.RANGE:
			top.ranges = true
		case token.SEMICOLON:
			top.semicolons++
			top.call = false
			if x.inserted || top.header == token.FUNC {
				top.header = 0
			}
		}
		last = x.tok
	}
	var b strings.Builder
	for i := len(stack) - 1; i >= 0; i-- {
		o := stack[i]
		if o.call {
			b.WriteString("()")
		}
		if o.label {
			b.WriteByte(':')
		}
		b.WriteString(o.block())
		b.WriteString(o.close)
		if o.called {
			b.WriteString("()")
		}
	}
	return b.String()
}

// block returns the block that a header lacks. The parser drops a header's
// assignment unless what has to follow it is there.
func (o opening) block() string {
	switch {
	case o.header == 0:
		return ""
	case o.declares && o.named && !o.params:
		return "(){}"
	case o.header == token.FOR && (o.assigns || o.semicolons > 0) && !o.ranges:
		return strings.Repeat(";", max(0, 2-o.semicolons)) + "{}"
	case o.header == token.IF && o.assigns && o.semicolons == 0:
		return ";true{}"
	case o.header == token.SWITCH && o.assigns && o.semicolons == 0:
		return ";{}"
	}
	return "{}"
}
