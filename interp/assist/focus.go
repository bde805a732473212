// This file leaves out of a cell what means nothing at the cursor, so that a
// question takes no longer in a long cell.
//
// What is declared between braces is known only there (spec, Declarations and
// scope), and neither a function's body, a block, nor the elements of a composite
// literal have a say in the types of what stands around them. So what stands
// between braces that the cursor is not between can go. Two kinds of braces are
// different: those of a struct or interface type, whose contents are the type,
// and those of an array literal whose length its elements tell.

package assist

import "go/token"

// group is an open bracket.
type group struct {
	tok   token.Token
	start int
	// keep: what stands in it matters outside. counts: a [...] stands in front of
	// what may follow in it.
	keep, counts bool
	inner        int // how many ranges had been found when it opened
}

// focused returns the text with what means nothing at the cursor blanked out, and
// its lexemes.
func (s *spot) focused() (string, []lexeme) {
	var ranges [][2]int
	stack := []group{{}}
	last, before := token.SEMICOLON, token.SEMICOLON
	for _, x := range s.lexemes {
		top := &stack[len(stack)-1]
		switch x.tok {
		case token.COMMENT:
			continue
		case token.LPAREN, token.LBRACK, token.LBRACE:
			keep := last == token.STRUCT || last == token.INTERFACE || top.counts
			stack = append(stack, group{tok: x.tok, start: x.start, keep: keep, inner: len(ranges)})
		case token.RPAREN:
			if top.tok == token.LPAREN {
				stack = stack[:len(stack)-1]
			}
		case token.RBRACK:
			if top.tok == token.LBRACK {
				stack = stack[:len(stack)-1]
				if last == token.ELLIPSIS && before == token.LBRACK {
					stack[len(stack)-1].counts = true
				}
			}
		case token.RBRACE:
			n := len(stack) - 1
			for n > 0 && stack[n].tok != token.LBRACE {
				n-- // something in it is not closed
			}
			if n == 0 {
				break
			}
			g := stack[n]
			stack = stack[:n]
			if !g.keep && (x.end <= s.start || s.end <= g.start) {
				ranges = append(ranges[:g.inner], [2]int{g.start + 1, x.start})
			}
		case token.SEMICOLON:
			top.counts = false
		}
		before, last = last, x.tok
	}
	text := []byte(s.text)
	var lexemes []lexeme
	next := 0
	for _, r := range ranges {
		for ; s.lexemes[next].end < r[0]; next++ {
			lexemes = append(lexemes, s.lexemes[next])
		}
		lexemes = append(lexemes, s.lexemes[next]) // the brace
		for next++; s.lexemes[next].start < r[1]; next++ {
			continue
		}

		for i := r[0]; i < r[1]; i++ {
			if text[i] != '\n' {
				text[i] = ' '
			}
		}
	}
	return string(text), append(lexemes, s.lexemes[next:]...)
}

// typed returns the mended text with what the focus left out.
func (p *place) typed() string {
	text := []byte(p.sketch.Text())
	head := min(p.start, len(text), len(p.lean))
	for i := range head {
		if text[i] == p.lean[i] {
			text[i] = p.text[i]
		}
	}
	for i, j := len(text)-1, len(p.lean)-1; i >= head && j >= p.end && text[i] == p.lean[j]; i, j = i-1, j-1 {
		text[i] = p.text[j]
	}
	return string(text)
}
