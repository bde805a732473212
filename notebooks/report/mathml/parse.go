// Groups, scripts and fences.

package mathml

import (
	"html"
	"strings"
)

type parser struct {
	lexer
	display  bool // operators are large, their limits above and below
	depth    int
	size     int // of the markup so far
	alphabet alphabet
}

// A node is a piece of MathML: one element, or none.
type node struct {
	markup   string
	limits   bool // scripts go below and above
	function bool // a name such as sin, with room around it
}

func element(name, attrs, content string) node {
	if attrs != "" {
		attrs = " " + attrs
	}
	return node{markup: "<" + name + attrs + ">" + content + "</" + name + ">"}
}

func mo(s, attrs string) node { return element("mo", attrs, html.EscapeString(s)) }

// mrow makes one element of many.
func mrow(nodes []node) string {
	var b strings.Builder
	n := 0
	for _, node := range nodes {
		if node.markup != "" {
			n++
		}
		b.WriteString(node.markup)
	}
	if n == 1 {
		return b.String()
	}
	return "<mrow>" + b.String() + "</mrow>"
}

// enter guards against depth and size; the caller defers leave.
func (p *parser) enter() {
	if p.depth++; p.depth > maxDepth {
		p.fail("groups are nested more than %d deep", maxDepth)
	}
}

func (p *parser) leave() { p.depth-- }

// ends says which tokens end an expression: those that only the caller understands.
func ends(t token, more func(token) bool) bool {
	switch {
	case t.kind == tokenEnd, t.is("}"), t.is("&"):
		return true
	case t.kind == tokenCommand:
		switch t.text {
		case `\`, "cr", "right", "end":
			return true
		}
	}
	return more != nil && more(t)
}

// expression reads up to a token that ends it, and leaves that one.
func (p *parser) expression(stop func(token) bool) []node {
	p.enter()
	defer p.leave()
	alphabet, display := p.alphabet, p.display
	defer func() { p.alphabet, p.display = alphabet, display }()
	var row []node
	for {
		t := p.peek()
		switch {
		case ends(t, stop):
			return row
		case t.kind == tokenCommand && infix[t.text] != nil:
			p.next()
			below := p.expression(stop)
			return []node{infix[t.text](mrow(row), mrow(below))}
		case t.kind == tokenCommand && switches[t.text]:
			p.next()
			if n := p.switched(t, stop); n.markup != "" {
				row = append(row, n)
			}
			return row
		}
		n := p.scripted()
		if n.function {
			row = append(row, p.spaced(row, n)...)
			continue
		}
		if p.size += len(n.markup); p.size > maxMarkup {
			p.fail("the formula is too long")
		}
		row = append(row, n)
	}
}

// scripted is an atom with what stands below and above it.
func (p *parser) scripted() node {
	t := p.peek()
	var base node
	if !t.is("^") && !t.is("_") && !t.is("'") {
		base = p.atom()
	}
	limits := base.limits && p.display
	for {
		t := p.peek()
		if t.isCommand("limits") || t.isCommand("nolimits") || t.isCommand("displaylimits") {
			p.next()
			limits = t.text == "limits" || t.text == "displaylimits" && p.display
			continue
		}
		break
	}
	var sub, sup []node
	var hasSub, hasSup bool
	for {
		switch {
		case p.accept("_"):
			if hasSub {
				p.fail("two subscripts: put braces around the first part")
			}
			hasSub, sub = true, append(sub, p.script())
		case p.accept("^"):
			if hasSup {
				p.fail("two superscripts: put braces around the first part")
			}
			hasSup, sup = true, append(sup, p.script())
		case p.peek().is("'"):
			primes := 0
			for p.accept("'") {
				primes++
			}
			sup = append(sup, primed(primes))
		default:
			return attach(base, sub, sup, limits)
		}
	}
}

// spaced is a function's name with the room that TeX gives it: none beside
// parentheses and operators, which have their own.
func (p *parser) spaced(before []node, n node) []node {
	thin := space("0.167em")
	var out []node
	if len(before) > 0 {
		last := before[len(before)-1].markup
		if !strings.HasSuffix(last, "</mo>") && !strings.HasSuffix(last, "</mspace>") {
			out = append(out, thin)
		}
	}
	out = append(out, n, mo("\u2061", ""))
	switch t := p.peek(); {
	case ends(t, nil):
	case t.kind == tokenChar && (t.is("{") || isWordRune([]rune(t.text)[0])):
		out = append(out, thin)
	case t.kind == tokenCommand:
		_, letter := letters[t.text]
		_, other := alphabets[t.text]
		if letter || other || t.text == "frac" || t.text == "sqrt" || t.text == "text" {
			out = append(out, thin)
		}
	}
	return out
}

func primed(n int) node {
	marks := []string{"′", "″", "‴", "⁗"}
	if n <= len(marks) {
		return mo(marks[n-1], `lspace="0" rspace="0"`)
	}
	return mo(strings.Repeat("′", n), `lspace="0" rspace="0"`)
}

// script is an argument in the smaller size of scripts.
func (p *parser) script() node {
	display := p.display
	p.display = false
	defer func() { p.display = display }()
	return p.argument(token{tokenChar, "a script"})
}

func attach(base node, sub, sup []node, limits bool) (n node) {
	if base.markup == "" {
		base.markup = "<mrow></mrow>"
	}
	defer func() { n.function = base.function }()
	names := [3]string{"msub", "msup", "msubsup"}
	if limits {
		names = [3]string{"munder", "mover", "munderover"}
	}
	switch {
	case sub != nil && sup != nil:
		return element(names[2], "", base.markup+mrow(sub)+mrow(sup))
	case sub != nil:
		return element(names[0], "", base.markup+mrow(sub))
	case sup != nil:
		return element(names[1], "", base.markup+mrow(sup))
	}
	return base
}

// argument is a group, or one atom.
func (p *parser) argument(of token) node {
	t := p.peek()
	if t.is("{") {
		return p.group()
	}
	if ends(t, nil) {
		p.fail("%s lacks an argument", of)
	}
	if t.kind == tokenChar && isDigit(t.text) { // \frac12 is a half
		p.next()
		return element("mn", "", p.alphabet.letters(t.text))
	}
	p.enter()
	defer p.leave()
	return p.atom()
}

// group is { … }.
func (p *parser) group() node {
	p.next()
	row := p.expression(nil)
	if !p.accept("}") {
		p.fail("a { is not closed: found %s", p.peek())
	}
	if len(row) == 1 {
		return row[0]
	}
	return node{markup: mrow(row)}
}

// atom is the smallest thing that can have a script.
func (p *parser) atom() node {
	t := p.peek()
	switch {
	case t.is("{"):
		return p.group()
	case t.kind == tokenParam:
		p.fail("#%s stands outside a macro", t.text)
	case t.kind == tokenChar && isDigit(t.text):
		return p.number()
	}
	p.next()
	if t.kind == tokenCommand {
		return p.command(t)
	}
	return p.char(t.text)
}

func isDigit(s string) bool { return len(s) == 1 && s[0] >= '0' && s[0] <= '9' }

// number joins digits and a decimal point.
func (p *parser) number() node {
	var b strings.Builder
	for {
		t := p.peekAny()
		switch {
		case t.kind == tokenChar && isDigit(t.text):
		case t.is(".") && len(p.tokens) > 1 && p.tokens[1].kind == tokenChar && isDigit(p.tokens[1].text):
		default:
			return element("mn", "", p.alphabet.letters(b.String()))
		}
		b.WriteString(t.text)
		p.tokens = p.tokens[1:]
	}
}

// char is a character as it stands.
func (p *parser) char(s string) node {
	switch s {
	case "-":
		return mo("−", "")
	case "*":
		return mo("∗", "")
	case "(", ")", "[", "]":
		return mo(s, `stretchy="false"`)
	case "|":
		return mo("|", `stretchy="false" lspace="0" rspace="0"`)
	case "/":
		return mo("/", `lspace="0" rspace="0"`)
	case ":":
		return mo(":", "")
	case "~":
		return space("0.25em")
	case "+", "=", "<", ">", "!", "?", ",", ";", ".", "@", "\"", "`":
		return mo(s, "")
	case "$":
		p.fail("a $ stands inside the formula")
	}
	r := []rune(s)[0]
	if r > 0x7f && !isWordRune(r) {
		return mo(s, "")
	}
	return p.alphabet.identifier(s)
}

func space(width string) node { return node{markup: `<mspace width="` + width + `"></mspace>`} }
