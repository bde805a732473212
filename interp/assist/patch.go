// This file mends a cell at the cursor, so that the parser finds its way.
//
// At the cursor stands an identifier, be it a stand-in: `x.` and a line break
// become `x.ǃ`. If the text does not parse even so, what follows the cursor is
// cut off and what is open there is closed: brackets, the blocks of if, for and
// switch, the colon of a case. Declarations that start a line further down stay.

package assist

import (
	"go/token"
	"regexp"
	"strings"

	"github.com/gorgolab/gorgo/interp/check"
)

// standIn is a letter that hardly anybody uses as a name.
const standIn = "ǃ"

// mended returns a text that parses better, with an identifier at s.start.
func (s *spot) mended() string {
	name := s.word()
	if !token.IsIdentifier(name) {
		name = standIn
	}
	head := s.text[:s.start] + name
	if whole := head + s.text[s.end:]; check.SyntaxErrors(whole) == nil {
		return whole
	}
	return head + closers(lex(head)) + declarations(s.text[s.end:])
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
		case token.LPAREN:
			top.call = false
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
	case o.header == token.FOR && (o.assigns || o.semicolons > 0) && !o.ranges:
		return strings.Repeat(";", max(0, 2-o.semicolons)) + "{}"
	case o.header == token.IF && o.assigns && o.semicolons == 0:
		return ";true{}"
	case o.header == token.SWITCH && o.assigns && o.semicolons == 0:
		return ";{}"
	}
	return "{}"
}
