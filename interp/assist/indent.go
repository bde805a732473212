// This file says how the next line of an unfinished cell is indented.

package assist

import (
	"go/token"
	"strings"
)

// indent returns the indentation of the line that follows the text: one step
// more than the line of the innermost open bracket, as gofmt has it. The cases
// of a switch stand under it, and their statements one step further in. An
// expression that goes on is one step further in than its statement.
func indent(text string, lexemes, brackets []lexeme) string {
	step := indentStep(text)
	if len(brackets) == 0 {
		return indentAt(text, statement(lexemes)) + step
	}
	innermost := brackets[len(brackets)-1]
	base := indentAt(text, innermost.start)
	if innermost.tok != token.LBRACE || !isSwitch(lexemes, innermost) {
		return base + step
	}
	if at, ok := lastCase(lexemes, innermost); ok {
		return indentAt(text, at) + step
	}
	return base
}

// indentInside returns the indentation within an open comment or raw string.
func indentInside(text string, x lexeme) string {
	if x.tok == token.COMMENT {
		return indentAt(text, x.start)
	}
	return ""
}

// indentAt returns what the line with the given offset starts with.
func indentAt(text string, offset int) string {
	line := text[strings.LastIndexByte(text[:offset], '\n')+1:]
	return line[:len(line)-len(strings.TrimLeft(line, " \t"))]
}

// indentStep returns the text's unit of indentation: a tab, unless it uses
// spaces.
func indentStep(text string) string {
	step := ""
	for line := range strings.Lines(text) {
		if strings.TrimSpace(line) == "" {
			continue
		}
		lead := line[:len(line)-len(strings.TrimLeft(line, " "))]
		if strings.HasPrefix(line, "\t") {
			return "\t"
		}
		if lead != "" && (step == "" || len(lead) < len(step)) {
			step = lead
		}
	}
	if step == "" {
		return "\t"
	}
	return step
}

// statement returns where the last statement starts.
func statement(lexemes []lexeme) int {
	start, depth := 0, 0
	fresh := true
	for _, x := range lexemes {
		if x.tok == token.COMMENT {
			continue
		}
		if fresh {
			start, fresh = x.start, false
		}
		switch x.tok {
		case token.LPAREN, token.LBRACK, token.LBRACE:
			depth++
		case token.RPAREN, token.RBRACK, token.RBRACE:
			depth--
		case token.SEMICOLON:
			fresh = depth == 0
		}
	}
	return start
}

// isSwitch reports whether a brace opens the block of a switch or select.
func isSwitch(lexemes []lexeme, brace lexeme) bool {
	headers := []token.Token{0} // for each open bracket, the keyword whose block has not begun
	for _, x := range lexemes {
		top := &headers[len(headers)-1]
		switch x.tok {
		case token.IF, token.FOR, token.SWITCH, token.SELECT, token.FUNC, token.STRUCT, token.INTERFACE:
			*top = x.tok
		case token.LPAREN, token.LBRACK, token.LBRACE:
			if x == brace {
				return *top == token.SWITCH || *top == token.SELECT
			}
			if x.tok == token.LBRACE {
				*top = 0
			}
			headers = append(headers, 0)
		case token.RPAREN, token.RBRACK, token.RBRACE:
			if len(headers) > 1 {
				headers = headers[:len(headers)-1]
			}
		}
	}
	return false
}

// lastCase returns where the last case of the block that a brace opens stands.
func lastCase(lexemes []lexeme, brace lexeme) (at int, ok bool) {
	depth := 0
	for _, x := range lexemes {
		if x.start <= brace.start {
			continue
		}
		switch x.tok {
		case token.LBRACE:
			depth++
		case token.RBRACE:
			depth--
		case token.CASE, token.DEFAULT:
			if depth == 0 {
				at, ok = x.start, true
			}
		}
	}
	return at, ok
}
