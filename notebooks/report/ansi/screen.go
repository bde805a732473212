package ansi

import (
	"html"
	"strings"
	"unicode/utf8"
)

// Lines is s as a terminal shows it, a line of HTML each, without the line ends.
// Each line stands alone: its spans are closed. A final newline adds no line.
//
// The spans have the classes a0 to a15 (the terminal's colours as text colour),
// g0 to g15 (as background), ab, af, ai, au, as, ar (bold, faint, italic,
// underlined, struck out, reversed), or a style attribute for other colours.
func Lines(s string) []string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	if !strings.ContainsFunc(s, isControl) {
		return strings.Split(strings.TrimSuffix(html.EscapeString(s), "\n"), "\n")
	}
	sc := &screen{lines: [][]cell{nil}}
	sc.write(s)
	out := make([]string, len(sc.lines))
	for i, line := range sc.lines {
		out[i] = render(line)
	}
	if n := len(out); n > 1 && out[n-1] == "" {
		out = out[:n-1]
	}
	return out
}

// HTML is Lines, joined by newlines.
func HTML(s string) string { return strings.Join(Lines(s), "\n") }

// isControl is true for what is neither text nor a line end or tab.
func isControl(r rune) bool {
	return r < ' ' && r != '\n' && r != '\t' || 0x7f <= r && r <= 0x9f
}

// A cell is one character and how it looks.
type cell struct {
	r     rune
	style style
}

// The cursor stays near the text, so that a few bytes can't ask for a large screen.
const maxMove = 200

type screen struct {
	lines    [][]cell
	row, col int
	style    style
}

func (sc *screen) write(s string) {
	for len(s) > 0 {
		if s[0] == escape {
			s = s[sc.escape(s):]
			continue
		}
		r, size := utf8.DecodeRuneInString(s)
		s = s[size:]
		switch {
		case r == '\n':
			sc.row, sc.col = sc.row+1, 0
			if sc.row == len(sc.lines) {
				sc.lines = append(sc.lines, nil)
			}
		case r == '\r':
			sc.col = 0
		case r == '\b':
			sc.col = max(sc.col-1, 0)
		case !isControl(r):
			sc.put(r)
		}
	}
}

func (sc *screen) put(r rune) {
	line := sc.lines[sc.row]
	for len(line) < sc.col {
		line = append(line, cell{r: ' '})
	}
	if sc.col < len(line) {
		line[sc.col] = cell{r, sc.style}
	} else {
		line = append(line, cell{r, sc.style})
	}
	sc.lines[sc.row] = line
	sc.col++
}

// erase clears a part of the line: 0 from the cursor on, 1 up to it, 2 all.
func (sc *screen) erase(part int) {
	line := sc.lines[sc.row]
	switch part {
	case 0:
		sc.lines[sc.row] = line[:min(sc.col, len(line))]
	case 1:
		for i := range line[:min(sc.col+1, len(line))] {
			line[i] = cell{r: ' '}
		}
	case 2:
		sc.lines[sc.row] = nil
	}
}

// move puts the cursor elsewhere, among lines that there are.
func (sc *screen) move(rows, cols int) {
	sc.row = min(max(sc.row+rows, 0), len(sc.lines)-1)
	sc.col = max(sc.col+min(cols, maxMove), 0)
	sc.col = min(sc.col, len(sc.lines[sc.row])+maxMove)
}

func render(line []cell) string {
	for len(line) > 0 && line[len(line)-1] == (cell{r: ' '}) {
		line = line[:len(line)-1]
	}
	var b strings.Builder
	for i := 0; i < len(line); {
		end := i
		var run strings.Builder
		for end < len(line) && line[end].style == line[i].style {
			run.WriteRune(line[end].r)
			end++
		}
		if open := line[i].style.tag(); open != "" {
			b.WriteString(open + html.EscapeString(run.String()) + "</span>")
		} else {
			b.WriteString(html.EscapeString(run.String()))
		}
		i = end
	}
	return b.String()
}
