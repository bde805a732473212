// The percent format: a notebook as a Go source file. Each cell begins with a
// line "// %%", as Jupytext and most editors know it.
//
//	// %% [markdown]
//	// # A title
//
//	// %% tags=["parameters"]
//	epochs := 20

package nbformat

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
)

const (
	percentMark   = "// %%"
	percentHeader = "// ---"
)

// IsPercent tells whether a Go source is a script of "// %%" cells.
func IsPercent(src string) bool {
	for line := range strings.Lines(src) {
		if isMark(line) {
			return true
		}
	}
	return false
}

// isMark tells a cell's first line from a comment that merely looks alike:
// "// %%" is followed by a space or by nothing, as Jupytext has it.
func isMark(line string) bool {
	rest, ok := strings.CutPrefix(strings.TrimRight(line, " \t\r\n"), percentMark)
	return ok && (rest == "" || rest[0] == ' ')
}

// ReadPercent reads a script. It cannot fail: whatever stands before the first
// mark, but for Jupytext's YAML header, is a code cell.
func ReadPercent(src string) *Notebook {
	nb := New("gorgo", "Go (gorgo)", "go")
	src = strings.ReplaceAll(src, "\r\n", "\n")
	var cell *Cell
	var body strings.Builder
	flush := func() {
		text := strings.Trim(body.String(), "\n")
		body.Reset()
		switch {
		case cell == nil && strings.TrimSpace(text) == "":
		case cell == nil:
			nb.Add(Code, text)
		default:
			if cell.Type != Code {
				text = uncomment(text)
			}
			cell.Source = text
			nb.Insert(len(nb.Cells), cell)
		}
	}
	for line := range strings.Lines(withoutHeader(src)) {
		if isMark(line) {
			flush()
			cell = parseMark(strings.TrimPrefix(strings.TrimSpace(line), percentMark))
			continue
		}
		body.WriteString(line)
	}
	flush()
	return nb
}

// withoutHeader cuts Jupytext's YAML header, which stands between two "// ---".
func withoutHeader(src string) string {
	trimmed := strings.TrimLeft(src, "\n")
	if !strings.HasPrefix(trimmed, percentHeader+"\n") {
		return src
	}
	offset := len(percentHeader) + 1
	for line := range strings.Lines(trimmed[offset:]) {
		offset += len(line)
		if strings.TrimRight(line, "\n") == percentHeader {
			return trimmed[offset:]
		}
		if !strings.HasPrefix(line, "//") {
			break
		}
	}
	return src
}

// parseMark reads what follows "// %%": a title, the type in brackets, and
// key=value metadata with JSON values.
func parseMark(s string) *Cell {
	c := &Cell{Type: Code, Metadata: Object{}}
	s = strings.TrimSpace(s)
	for _, t := range []CellType{Markdown, Raw} {
		mark := "[" + string(t) + "]"
		if i := strings.Index(s, mark); i >= 0 {
			c.Type = t
			s = strings.TrimSpace(s[:i] + s[i+len(mark):])
		}
	}
	title := s
	for i := 0; i < len(s); i++ {
		if s[i] != '=' {
			continue
		}
		start := strings.LastIndexByte(s[:i], ' ') + 1
		if meta, ok := parsePairs(s[start:]); ok && start < i {
			title = strings.TrimSpace(s[:start])
			maps.Copy(c.Metadata, meta)
			break
		}
	}
	if title != "" {
		c.Metadata["title"] = title
	}
	return c
}

// parsePairs reads key=JSON pairs, separated by spaces, up to the end of s.
func parsePairs(s string) (Object, bool) {
	out := Object{}
	for s = strings.TrimSpace(s); s != ""; s = strings.TrimSpace(s) {
		key, rest, ok := strings.Cut(s, "=")
		if !ok || key == "" || strings.ContainsAny(key, " \"[]{}") {
			return nil, false
		}
		dec := json.NewDecoder(strings.NewReader(rest))
		dec.UseNumber()
		var v any
		if dec.Decode(&v) != nil {
			return nil, false
		}
		out[key] = v
		s = rest[dec.InputOffset():]
	}
	return out, true
}

// uncomment takes the comment marks off a markdown cell's lines.
func uncomment(text string) string {
	if inner, ok := strings.CutPrefix(text, "/*"); ok && strings.HasSuffix(inner, "*/") {
		return strings.Trim(strings.TrimSuffix(inner, "*/"), "\n")
	}
	var b strings.Builder
	for line := range strings.Lines(text) {
		line = strings.TrimPrefix(line, "//")
		b.WriteString(strings.TrimPrefix(line, " "))
	}
	return b.String()
}

// WritePercent writes a notebook as a script: sources and cell metadata, no
// outputs.
func WritePercent(nb *Notebook) string {
	var b strings.Builder
	for i, c := range nb.Cells {
		if i > 0 {
			b.WriteString("\n")
		}
		b.WriteString(percentMark)
		if title, ok := c.Metadata["title"].(string); ok {
			b.WriteString(" " + title)
		}
		if c.Type != Code {
			b.WriteString(" [" + string(c.Type) + "]")
		}
		for _, key := range slices.Sorted(maps.Keys(c.Metadata)) {
			if key == "title" {
				continue
			}
			if v, err := json.Marshal(c.Metadata[key]); err == nil {
				b.WriteString(" " + key + "=" + string(v))
			}
		}
		b.WriteString("\n")
		for line := range strings.Lines(c.Source) {
			if c.Type != Code {
				if line = "// " + line; strings.TrimSpace(line) == "//" {
					line = "//\n"
				}
			}
			b.WriteString(line)
		}
		if c.Source != "" && !strings.HasSuffix(c.Source, "\n") {
			b.WriteString("\n")
		}
	}
	return b.String()
}
