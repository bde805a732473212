// Environments: matrices, aligned equations, cases.

package mathml

import "strings"

// An environment is a table between fences.
type environment struct {
	left, right string
	columns     string // alignment: letters l, c, r, repeated for more columns
	display     bool   // cells are as large as displayed formulas
	tight       bool   // no room between the first and the second column, and so on
}

var environments = map[string]environment{
	"matrix":      {columns: "c"},
	"smallmatrix": {columns: "c"},
	"pmatrix":     {left: "(", right: ")", columns: "c"},
	"bmatrix":     {left: "[", right: "]", columns: "c"},
	"Bmatrix":     {left: "{", right: "}", columns: "c"},
	"vmatrix":     {left: "|", right: "|", columns: "c"},
	"Vmatrix":     {left: "‖", right: "‖", columns: "c"},
	"cases":       {left: "{", columns: "l"},
	"dcases":      {left: "{", columns: "l", display: true},
	"rcases":      {right: "}", columns: "l"},
	"array":       {columns: "c"},
	"align":       {columns: "rl", display: true, tight: true},
	"aligned":     {columns: "rl", display: true, tight: true},
	"alignat":     {columns: "rl", display: true, tight: true},
	"alignedat":   {columns: "rl", display: true, tight: true},
	"split":       {columns: "rl", display: true, tight: true},
	"eqnarray":    {columns: "rcl", display: true, tight: true},
	"gather":      {columns: "c", display: true},
	"gathered":    {columns: "c", display: true},
	"multline":    {columns: "c", display: true},
	"equation":    {columns: "c", display: true},
	"displaymath": {columns: "c", display: true},
	"math":        {columns: "c"},
	"subarray":    {columns: "c"},
}

// environment is \begin{name} … \end{name}.
func (p *parser) environment(t token) node {
	name := p.word(t)
	e, ok := environments[strings.TrimSuffix(name, "*")]
	if !ok {
		p.fail("the environment %s is not known", name)
	}
	switch strings.TrimSuffix(name, "*") {
	case "array", "subarray":
		if columns := strings.Map(columnLetter, p.word(t)); columns != "" {
			e.columns = columns
		}
	case "alignat", "alignedat":
		p.word(t)
	}
	display := p.display
	p.display = e.display
	rows := p.rows()
	p.display = display
	if end := p.next(); !end.isCommand("end") {
		p.fail("\\begin{%s} has no \\end: found %s", name, end)
	}
	if end := p.word(t); end != name {
		p.fail("\\begin{%s} is ended by \\end{%s}", name, end)
	}
	if len(rows) == 1 && len(rows[0]) == 1 && e.left == "" && e.right == "" && e.display {
		return node{markup: rows[0][0]} // one equation
	}
	content := e.table(rows)
	if name == "smallmatrix" {
		content = `<mstyle scriptlevel="1">` + content + `</mstyle>`
	}
	if e.left == "" && e.right == "" {
		return node{markup: content}
	}
	return element("mrow", "", mo(e.left, `stretchy="true" form="prefix"`).markup+content+mo(e.right, `stretchy="true" form="postfix"`).markup)
}

func columnLetter(r rune) rune {
	if strings.ContainsRune("lcr", r) {
		return r
	}
	return -1
}

// rows reads cells up to what ends the table, and leaves that.
func (p *parser) rows() [][]string {
	p.enter()
	defer p.leave()
	rows := [][]string{nil}
	add := func(cell string) { rows[len(rows)-1] = append(rows[len(rows)-1], cell) }
	for {
		for p.peek().isCommand("hline") {
			p.next()
		}
		cell := mrow(p.expression(nil))
		switch t := p.peek(); {
		case t.is("&"):
			p.next()
			add(cell)
		case t.isCommand(`\`) || t.isCommand("cr"):
			p.next()
			add(cell)
			p.optional() // extra room below the row
			rows = append(rows, nil)
		default:
			if cell != "<mrow></mrow>" || len(rows[len(rows)-1]) > 0 {
				add(cell)
			} else if len(rows) > 1 {
				rows = rows[:len(rows)-1] // a last \\ begins no row
			}
			return rows
		}
	}
}

func (e environment) table(rows [][]string) string {
	var b strings.Builder
	attrs := ""
	if e.display {
		attrs = ` displaystyle="true"`
	}
	b.WriteString("<mtable" + attrs + ">")
	for _, row := range rows {
		b.WriteString("<mtr>")
		for i, cell := range row {
			class := "m" + string(e.columns[i%len(e.columns)])
			if e.tight && i%len(e.columns) > 0 {
				class += " mt"
			} else if e.tight && i > 0 {
				class += " mg"
			}
			b.WriteString(`<mtd class="` + class + `">` + cell + `</mtd>`)
		}
		b.WriteString("</mtr>")
	}
	b.WriteString("</mtable>")
	return b.String()
}

// stack is \substack{a \\ b}: lines below each other, small.
func (p *parser) stack(t token) node {
	if !p.accept("{") {
		p.fail("%s wants { … }", t)
	}
	rows := p.rows()
	if !p.accept("}") {
		p.fail("a { is not closed: found %s", p.peek())
	}
	return node{markup: environment{columns: "c"}.table(rows)}
}
