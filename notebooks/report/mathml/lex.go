// Formulas as tokens, and macros, which put tokens in the place of others.

package mathml

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

type tokenKind int

const (
	tokenEnd     tokenKind = iota
	tokenChar              // one character
	tokenSpace             // matters in text only
	tokenCommand           // \name, without its backslash
	tokenParam             // #1 in a macro's body
)

type token struct {
	kind tokenKind
	text string
}

func (t token) String() string {
	switch t.kind {
	case tokenEnd:
		return "the end of the formula"
	case tokenCommand:
		return `\` + t.text
	}
	return t.text
}

func (t token) is(char string) bool { return t.kind == tokenChar && t.text == char }

func (t token) isCommand(name string) bool { return t.kind == tokenCommand && t.text == name }

func tokenize(tex string) []token {
	var out []token
	for len(tex) > 0 {
		r, size := utf8.DecodeRuneInString(tex)
		switch {
		case r == '\\':
			n := 1
			for n < len(tex) && isLetter(tex[n]) {
				n++
			}
			if n == 1 { // \, or \{ or \\
				_, size := utf8.DecodeRuneInString(tex[1:])
				n += size
				out = append(out, token{tokenCommand, tex[1:n]})
				tex = tex[n:]
				continue
			}
			name := tex[1:n]
			if strings.HasPrefix(tex[n:], "*") && name == "operatorname" {
				name, n = name+"*", n+1
			}
			out = append(out, token{tokenCommand, name})
			tex = tex[n:]
			if rest := strings.TrimLeft(tex, " \t\n\r"); rest != tex {
				tex = rest
				out = append(out, token{tokenSpace, " "})
			}
		case r == '%':
			_, tex, _ = strings.Cut(tex, "\n")
		case unicode.IsSpace(r):
			tex = strings.TrimLeftFunc(tex, unicode.IsSpace)
			out = append(out, token{tokenSpace, " "})
		case r == '#' && len(tex) > 1 && '1' <= tex[1] && tex[1] <= '9':
			out = append(out, token{tokenParam, tex[1:2]})
			tex = tex[2:]
		default:
			out = append(out, token{tokenChar, string(r)})
			tex = tex[size:]
		}
	}
	return out
}

func isLetter(c byte) bool { return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' }

// A macro is \newcommand{\name}[params]{body}.
type macro struct {
	params int
	body   []token
}

// lexer gives the tokens one by one, macros expanded.
type lexer struct {
	tokens   []token
	macros   map[string]macro
	expanded int
}

// peekAny is the next token, spaces included.
func (p *parser) peekAny() token {
	for len(p.tokens) > 0 {
		t := p.tokens[0]
		if t.kind != tokenCommand {
			return t
		}
		m, ok := p.macros[t.text]
		if !ok {
			return t
		}
		p.tokens = p.tokens[1:]
		p.expand(t, m)
	}
	return token{}
}

func (p *parser) expand(t token, m macro) {
	args := make([][]token, m.params)
	for i := range args {
		args[i] = p.rawArgument(t)
	}
	var body []token
	for _, b := range m.body {
		if b.kind == tokenParam {
			if i := int(b.text[0] - '1'); i < len(args) {
				body = append(body, args[i]...)
			}
			continue
		}
		body = append(body, b)
	}
	if p.expanded += len(body) + 1; p.expanded > maxExpansion {
		p.fail("%s expands without end", t)
	}
	p.tokens = append(body, p.tokens...)
}

// peek is the next token that is no space.
func (p *parser) peek() token {
	for p.peekAny().kind == tokenSpace {
		p.tokens = p.tokens[1:]
	}
	return p.peekAny()
}

func (p *parser) next() token {
	t := p.peek()
	if t.kind != tokenEnd {
		p.tokens = p.tokens[1:]
	}
	return t
}

// accept takes a character if it is the next.
func (p *parser) accept(char string) bool {
	if p.peek().is(char) {
		p.tokens = p.tokens[1:]
		return true
	}
	return false
}

// rawArgument is a group without its braces, or one token, nothing expanded.
func (p *parser) rawArgument(of token) []token {
	for len(p.tokens) > 0 && p.tokens[0].kind == tokenSpace {
		p.tokens = p.tokens[1:]
	}
	if len(p.tokens) == 0 {
		p.fail("%s lacks an argument", of)
	}
	if !p.tokens[0].is("{") {
		t := p.tokens[:1]
		p.tokens = p.tokens[1:]
		return t
	}
	depth := 0
	for i, t := range p.tokens {
		switch {
		case t.is("{"):
			depth++
		case t.is("}"):
			if depth--; depth == 0 {
				group := p.tokens[1:i]
				p.tokens = p.tokens[i+1:]
				return group
			}
		}
	}
	p.fail("a { after %s is not closed", of)
	return nil
}

// word is a raw argument as text, such as an environment's name.
func (p *parser) word(of token) string {
	var b strings.Builder
	for _, t := range p.rawArgument(of) {
		if t.kind == tokenCommand {
			b.WriteString(`\`)
		}
		b.WriteString(t.text)
	}
	return b.String()
}

// optional is what stands in [ ], raw; ok is false without.
func (p *parser) optional() (tokens []token, ok bool) {
	if !p.accept("[") {
		return nil, false
	}
	depth := 0
	for i, t := range p.tokens {
		switch {
		case t.is("{"):
			depth++
		case t.is("}"):
			depth--
		case t.is("]") && depth == 0:
			tokens, p.tokens = p.tokens[:i], p.tokens[i+1:]
			return tokens, true
		}
	}
	p.fail("a [ is not closed")
	return nil, false
}

// define obeys \newcommand and its relatives.
func (p *parser) define(by token) {
	if len(p.macros) >= maxMacros {
		p.fail("more than %d macros", maxMacros)
	}
	star := ""
	if by.text != "def" && p.accept("*") {
		star = "*"
	}
	var name []token
	if by.text == "def" {
		for len(p.tokens) > 0 && p.tokens[0].kind == tokenSpace {
			p.tokens = p.tokens[1:]
		}
		if len(p.tokens) > 0 {
			name, p.tokens = p.tokens[:1], p.tokens[1:]
		}
	} else {
		name = p.rawArgument(by)
	}
	if len(name) != 1 || name[0].kind != tokenCommand {
		p.fail("%s wants a command's name, such as \\R", by)
	}
	var m macro
	if by.text == "def" {
		for len(p.tokens) > 0 && p.tokens[0].kind == tokenParam {
			m.params++
			p.tokens = p.tokens[1:]
		}
	} else if count, ok := p.optional(); ok {
		if len(count) != 1 || len(count[0].text) != 1 || count[0].text < "0" || count[0].text > "9" {
			p.fail("%s: the number of parameters is one digit", by)
		}
		m.params = int(count[0].text[0] - '0')
	}
	if by.text == "DeclareMathOperator" {
		m.body = append([]token{{tokenCommand, "operatorname" + star}, {tokenChar, "{"}}, p.rawArgument(by)...)
		m.body = append(m.body, token{tokenChar, "}"})
	} else {
		m.body = append([]token(nil), p.rawArgument(by)...)
	}
	p.macros[name[0].text] = m
}
