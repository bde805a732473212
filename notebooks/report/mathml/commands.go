// What commands mean.

package mathml

import (
	"html"
	"regexp"
	"strings"
)

// command is the node of \name, which was just read. Tables come first, then the
// commands with arguments.
func (p *parser) command(t token) node {
	name := t.text
	if s, ok := letters[name]; ok {
		return p.alphabet.identifier(s)
	}
	if s, ok := operators[name]; ok {
		return mo(s, "")
	}
	if s, ok := largeOperators[name]; ok {
		return node{markup: mo(s, "").markup, limits: true}
	}
	if s, ok := integrals[name]; ok {
		return mo(s, "")
	}
	if s, ok := fences[name]; ok {
		return mo(s, `stretchy="false"`)
	}
	if limits, ok := functions[name]; ok {
		if s, ok := twoWords[name]; ok {
			name = s
		}
		return functionName(name, limits)
	}
	if width, ok := spaces[name]; ok {
		return space(width)
	}
	if a, ok := alphabets[name]; ok {
		return p.inAlphabet(a, t)
	}
	if s, ok := accents[name]; ok {
		return p.accent(s, t)
	}
	if size, ok := sizes[strings.TrimRight(name, "lrm")]; ok && strings.HasPrefix(strings.ToLower(name), "big") {
		return mo(p.delimiter(t), `stretchy="true" minsize="`+size+`" maxsize="`+size+`"`)
	}
	return p.structure(t)
}

func functionName(s string, limits bool) node {
	return node{markup: `<mi mathvariant="normal">` + html.EscapeString(s) + `</mi>`, limits: limits, function: true}
}

// operatorName is the argument of \operatorname: letters and spaces.
func (p *parser) operatorName(t token) string {
	s := strings.NewReplacer(`\,`, "\u2009", `\ `, " ", "~", " ").Replace(p.word(t))
	if strings.ContainsAny(s, `\^_{}`) {
		p.fail("%s wants letters, got %s", t, s)
	}
	return s
}

func (p *parser) structure(t token) node {
	switch name := t.text; name {
	case "frac", "dfrac", "tfrac", "cfrac":
		return p.fraction(t, "")
	case "binom", "dbinom", "tbinom":
		return parenthesized(p.fraction(t, `linethickness="0"`).markup)
	case "sqrt":
		index, ok := p.optional()
		if !ok {
			return element("msqrt", "", p.argument(t).markup)
		}
		return element("mroot", "", p.argument(t).markup+p.within(index))
	case "left":
		return p.fenced(t)
	case "middle":
		return mo(p.delimiter(t), `stretchy="true"`)
	case "begin":
		return p.environment(t)
	case "text", "textrm", "textup", "mbox", "textnormal", "hbox":
		return p.text(t, "")
	case "textbf":
		return p.text(t, "font-weight:bold")
	case "textit", "emph":
		return p.text(t, "font-style:italic")
	case "texttt":
		return p.text(t, "font-family:monospace")
	case "textsf":
		return p.text(t, "font-family:sans-serif")
	case "operatorname", "operatorname*":
		return functionName(p.operatorName(t), strings.HasSuffix(name, "*"))
	case "overline":
		return element("mover", "", p.argument(t).markup+`<mo stretchy="true">‾</mo>`)
	case "underline":
		return element("munder", "", p.argument(t).markup+`<mo stretchy="true">_</mo>`)
	case "overbrace":
		return node{markup: element("mover", "", p.argument(t).markup+`<mo stretchy="true">⏞</mo>`).markup, limits: true}
	case "underbrace":
		return node{markup: element("munder", "", p.argument(t).markup+`<mo stretchy="true">⏟</mo>`).markup, limits: true}
	case "overset", "stackrel":
		above := p.script()
		return element("mover", "", p.argument(t).markup+above.markup)
	case "underset":
		below := p.script()
		return element("munder", "", p.argument(t).markup+below.markup)
	case "xrightarrow", "xleftarrow":
		arrow := map[string]string{"xrightarrow": "→", "xleftarrow": "←"}[name]
		below, ok := p.optional()
		above := p.script().markup
		if ok {
			return element("munderover", "", mo(arrow, `stretchy="true"`).markup+p.within(below)+above)
		}
		return element("mover", "", mo(arrow, `stretchy="true"`).markup+above)
	case "substack":
		return p.stack(t)
	case "phantom", "hphantom", "vphantom":
		return element("mphantom", "", p.argument(t).markup)
	case "boxed":
		return element("mrow", `style="border:1px solid;padding:.3em"`, p.argument(t).markup)
	case "not":
		return p.negated(t)
	case "pmod":
		return node{markup: space("1em").markup + parenthesized(`<mi mathvariant="normal">mod</mi>`+space("0.33em").markup+p.argument(t).markup).markup}
	case "bmod", "mod":
		return mo("mod", `lspace="0.22em" rspace="0.22em"`)
	case "textcolor":
		color := p.color(t)
		return element("mrow", `style="color:`+color+`"`, p.argument(t).markup)
	case "hspace", "hskip", "mspace", "kern":
		return p.length(t)
	case "newcommand", "renewcommand", "providecommand", "def", "DeclareMathOperator":
		p.define(t)
		return node{}
	case "label", "tag", "notag", "nonumber", "mathstrut", "strut", "relax", "allowbreak", "displaylimits", "eqref", "ref":
		switch name {
		case "label":
			p.word(t)
		case "tag", "eqref", "ref":
			return node{markup: space("2em").markup + element("mtext", "", html.EscapeString("("+p.word(t)+")")).markup}
		}
		return node{}
	}
	p.fail("%s is not known", t)
	return node{}
}

func parenthesized(content string) node {
	return element("mrow", "", `<mo stretchy="true">(</mo>`+content+`<mo stretchy="true">)</mo>`)
}

func (p *parser) fraction(t token, attrs string) node {
	display := p.display
	p.display = false
	top := p.argument(t).markup
	bottom := p.argument(t).markup
	p.display = display
	f := element("mfrac", attrs, top+bottom)
	switch t.text[0] {
	case 'd', 'c':
		return element("mstyle", `displaystyle="true"`, f.markup)
	case 't':
		return element("mstyle", `displaystyle="false"`, f.markup)
	}
	return f
}

// within converts tokens that were read raw.
func (p *parser) within(tokens []token) string {
	rest := p.tokens
	p.tokens = append([]token(nil), tokens...)
	row := p.expression(nil)
	if t := p.peek(); t.kind != tokenEnd {
		p.fail("%s stands where it can't", t)
	}
	p.tokens = rest
	return mrow(row)
}

func (p *parser) inAlphabet(a alphabet, t token) node {
	before := p.alphabet
	p.alphabet = a
	defer func() { p.alphabet = before }()
	return p.argument(t)
}

// accent puts a mark over its argument.
func (p *parser) accent(mark string, t token) node {
	stretchy := "false"
	if strings.HasPrefix(t.text, "wide") || strings.HasPrefix(t.text, "over") {
		stretchy = "true"
	}
	return element("mover", `accent="true"`, p.argument(t).markup+mo(mark, `stretchy="`+stretchy+`"`).markup)
}

// delimiter is what stands after \left, \big and the like.
func (p *parser) delimiter(of token) string {
	t := p.next()
	switch {
	case t.is("."):
		return ""
	case t.is("<"):
		return "⟨"
	case t.is(">"):
		return "⟩"
	case t.kind == tokenChar && strings.Contains("()[]|/", t.text):
		return t.text
	case t.kind == tokenCommand:
		if s, ok := fences[t.text]; ok {
			return s
		}
		if s, ok := operators[t.text]; ok && strings.HasSuffix(t.text, "arrow") {
			return s
		}
		if t.text == "backslash" {
			return `\`
		}
	}
	p.fail("%s wants a delimiter such as ( or \\{, got %s", of, t)
	return ""
}

// fenced is \left( … \right).
func (p *parser) fenced(t token) node {
	left := p.delimiter(t)
	row := p.expression(nil)
	if !p.peek().isCommand("right") {
		p.fail("a \\left%s has no \\right", left)
	}
	right := p.delimiter(p.next())
	return element("mrow", "", mo(left, `stretchy="true" form="prefix"`).markup+mrow(row)+mo(right, `stretchy="true" form="postfix"`).markup)
}

// text is an argument in the font of the text around, with formulas in $ $.
func (p *parser) text(t token, style string) node {
	attrs := ""
	if style != "" {
		attrs = `style="` + style + `"`
	}
	var out []node
	var b strings.Builder
	flush := func() {
		if b.Len() > 0 {
			// A space at the edge of an element is dropped; a no-break space is not.
			s := strings.TrimSpace(b.String())
			if strings.HasPrefix(b.String(), " ") {
				s = "\u00a0" + s
			}
			if strings.HasSuffix(b.String(), " ") && s != "\u00a0" {
				s += "\u00a0"
			}
			out = append(out, element("mtext", attrs, html.EscapeString(s)))
			b.Reset()
		}
	}
	tokens := p.rawArgument(t)
	for i := 0; i < len(tokens); i++ {
		switch tok := tokens[i]; {
		case tok.is("$"):
			end := i + 1
			for end < len(tokens) && !tokens[end].is("$") {
				end++
			}
			if end == len(tokens) {
				p.fail("a $ in %s is not closed", t)
			}
			flush()
			out = append(out, node{markup: p.within(tokens[i+1 : end])})
			i = end
		case tok.is("{"), tok.is("}"):
		case tok.is("~"):
			b.WriteString("\u00a0")
		case tok.kind != tokenCommand:
			b.WriteString(tok.text)
		case strings.Contains("{}$%&#_", tok.text):
			b.WriteString(tok.text)
		case tok.text == " " || tok.text == "," || tok.text == `\`:
			b.WriteString(" ")
		case letters[tok.text]+operators[tok.text] != "":
			b.WriteString(letters[tok.text] + operators[tok.text])
		case strings.HasPrefix(tok.text, "text") || tok.text == "emph":
			// Its argument is shown as the text around it.
		default:
			p.fail("%s can't stand in %s: put it between $ signs", tok, t)
		}
	}
	flush()
	return node{markup: mrow(out)}
}

// negated is \not and the relation that it strikes out.
func (p *parser) negated(t token) node {
	next := p.next()
	s := next.text
	if next.kind == tokenCommand {
		s = operators[next.text]
	}
	if s == "" || next.kind == tokenEnd {
		p.fail("%s wants a relation, got %s", t, next)
	}
	if n, ok := negations[s]; ok {
		return mo(n, "")
	}
	return mo(s+"\u0338", "")
}

// switches hold until the end of their group.
var switches = map[string]bool{
	"displaystyle": true, "textstyle": true, "scriptstyle": true, "scriptscriptstyle": true,
	"color": true, "rm": true, "bf": true, "it": true, "cal": true, "tt": true, "sf": true,
}

func (p *parser) switched(t token, stop func(token) bool) node {
	switch t.text {
	case "displaystyle":
		p.display = true
		return element("mstyle", `displaystyle="true" scriptlevel="0"`, mrow(p.expression(stop)))
	case "textstyle":
		p.display = false
		return element("mstyle", `displaystyle="false" scriptlevel="0"`, mrow(p.expression(stop)))
	case "scriptstyle", "scriptscriptstyle":
		p.display = false
		level := map[string]string{"scriptstyle": "1", "scriptscriptstyle": "2"}[t.text]
		return element("mstyle", `displaystyle="false" scriptlevel="`+level+`"`, mrow(p.expression(stop)))
	case "color":
		color := p.color(t)
		return element("mrow", `style="color:`+color+`"`, mrow(p.expression(stop)))
	}
	p.alphabet = map[string]alphabet{"rm": upright, "bf": bold, "it": italic, "cal": script, "tt": monospace, "sf": sansSerif}[t.text]
	return node{markup: mrow(p.expression(stop))}
}

var colorForm = regexp.MustCompile(`^(#[0-9a-fA-F]{3,8}|[a-zA-Z]{3,20})$`)

func (p *parser) color(t token) string {
	s := p.word(t)
	if !colorForm.MatchString(s) {
		p.fail("%s wants a colour such as red or #c02020, got %q", t, s)
	}
	return s
}

var lengthForm = regexp.MustCompile(`^(-?[0-9]{0,3}(?:\.[0-9]{1,3})?)(em|ex|mu|pt|px|cm|mm)$`)

// length is \hspace{1em}.
func (p *parser) length(t token) node {
	m := lengthForm.FindStringSubmatch(strings.ReplaceAll(p.word(t), " ", ""))
	if m == nil || m[1] == "" || m[1] == "-" {
		p.fail("%s wants a length such as 1em", t)
	}
	if m[2] == "mu" {
		return node{markup: `<mspace style="width:calc(` + m[1] + `em / 18)"></mspace>`}
	}
	return space(m[1] + m[2])
}

// infix commands stand between what they work on.
var infix = map[string]func(above, below string) node{
	"over":   func(a, b string) node { return element("mfrac", "", a+b) },
	"atop":   func(a, b string) node { return element("mfrac", `linethickness="0"`, a+b) },
	"choose": func(a, b string) node { return parenthesized(element("mfrac", `linethickness="0"`, a+b).markup) },
}
