package display

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// Align says where a column's cells stand.
type Align int

// The alignments. Auto puts columns of numbers to the right.
const (
	Auto Align = iota
	Left
	Right
	Center
)

// A Table is rows of text under column headings.
type Table struct {
	Columns []string   // headings; may be nil
	Rows    [][]string // each as long as Columns, or shorter
	Align   []Align    // by column; missing ones are Auto
	Caption string     // above the table; "": none
	Note    string     // below the table; "": none
	RowHead bool       // the first column names the row
}

// Display implements Displayer: HTML that looks the same in a light and a dark
// page, and aligned text.
func (t Table) Display() Bundle {
	return Bundle{Data: map[string]any{MIMEHTML: t.html(), MIMEText: t.String()}}
}

func (t Table) width() int {
	n := len(t.Columns)
	for _, r := range t.Rows {
		n = max(n, len(r))
	}
	return n
}

func (t Table) align(col int) Align {
	if col < len(t.Align) && t.Align[col] != Auto {
		return t.Align[col]
	}
	if col == 0 && t.RowHead {
		return Left
	}
	numbers := 0
	for _, r := range t.Rows {
		if col >= len(r) || r[col] == "" {
			continue
		}
		if !isNumeric(r[col]) {
			return Left
		}
		numbers++
	}
	if numbers > 0 {
		return Right
	}
	return Left
}

// isNumeric is true for what a person reads as a number: 12, -0.5, 3 %, NaN, –.
func isNumeric(s string) bool {
	s = strings.TrimSpace(s)
	if s == "NaN" || s == "–" || s == "…" || s == "+Inf" || s == "-Inf" {
		return true
	}
	digits := false
	for _, r := range s {
		switch {
		case '0' <= r && r <= '9':
			digits = true
		case strings.ContainsRune("+-−.,eE %±×xns µm_", r):
		default:
			return false
		}
	}
	return digits
}

func (t Table) html() string {
	const (
		line = "border-bottom:1px solid rgba(128,128,128,.35)"
		cell = "padding:.25em .75em;font-variant-numeric:tabular-nums;background:none;border:0"
	)
	side := map[Align]string{Left: "left", Right: "right", Center: "center"}
	cols := make([]string, t.width())
	for i := range cols {
		cols[i] = cell + ";text-align:" + side[t.align(i)]
	}
	var b strings.Builder
	b.WriteString(`<table style="border-collapse:collapse;font-size:.9em;border:0;margin:.5em 0">`)
	if t.Caption != "" {
		fmt.Fprintf(&b, `<caption style="caption-side:top;text-align:left;font-weight:600;padding:.25em .75em">%s</caption>`, escape(t.Caption))
	}
	if len(t.Columns) > 0 {
		fmt.Fprintf(&b, `<thead><tr style="%s">`, line)
		for i := range cols {
			fmt.Fprintf(&b, `<th style="%s;font-weight:600">%s</th>`, cols[i], escape(at(t.Columns, i)))
		}
		b.WriteString(`</tr></thead>`)
	}
	b.WriteString(`<tbody>`)
	for _, r := range t.Rows {
		b.WriteString(`<tr style="background:none">`)
		for i := range cols {
			tag := "td"
			if i == 0 && t.RowHead {
				tag = "th"
			}
			style := cols[i]
			if tag == "th" {
				style += ";font-weight:600"
			}
			fmt.Fprintf(&b, `<%s style="%s">%s</%s>`, tag, style, escape(at(r, i)), tag)
		}
		b.WriteString(`</tr>`)
	}
	b.WriteString(`</tbody></table>`)
	if t.Note != "" {
		fmt.Fprintf(&b, `<div style="font-size:.85em;opacity:.75;padding:0 .85em">%s</div>`, escape(t.Note))
	}
	return b.String()
}

// String is the table as aligned text.
func (t Table) String() string {
	n := t.width()
	widths := make([]int, n)
	measure := func(r []string) {
		for i, s := range r {
			widths[i] = max(widths[i], utf8.RuneCountInString(s))
		}
	}
	measure(t.Columns)
	for _, r := range t.Rows {
		measure(r)
	}
	var b strings.Builder
	if t.Caption != "" {
		b.WriteString(t.Caption + "\n")
	}
	row := func(r []string) {
		var line strings.Builder
		for i := range n {
			s := at(r, i)
			gap := widths[i] - utf8.RuneCountInString(s)
			before, after := 0, gap
			switch t.align(i) {
			case Right:
				before, after = gap, 0
			case Center:
				before, after = gap/2, gap-gap/2
			}
			if i > 0 {
				line.WriteString("  ")
			}
			line.WriteString(strings.Repeat(" ", before) + s + strings.Repeat(" ", after))
		}
		b.WriteString(strings.TrimRight(line.String(), " ") + "\n")
	}
	if len(t.Columns) > 0 {
		row(t.Columns)
		total := 2 * (n - 1)
		for _, w := range widths {
			total += w
		}
		b.WriteString(strings.Repeat("─", total) + "\n")
	}
	for _, r := range t.Rows {
		row(r)
	}
	if t.Note != "" {
		b.WriteString(t.Note + "\n")
	}
	return strings.TrimSuffix(b.String(), "\n")
}

func at(list []string, i int) string {
	if i < len(list) {
		return list[i]
	}
	return ""
}
