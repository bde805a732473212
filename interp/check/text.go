// This file maps positions of go/token back to what the user typed.

package check

import (
	"go/token"
	"slices"
	"sort"
	"strings"
	"unicode/utf8"
)

// text is the source of a cell with the files that its parts were parsed as.
type text struct {
	Source
	lines []int // offsets of the first byte of each line
	files []parsedFile
}

// parsedFile is a token.File that holds a part of a cell at its own offsets,
// after a prefix that the user does not see.
type parsedFile struct {
	file   *token.File
	prefix int
}

func newText(src Source) *text {
	t := &text{Source: src, lines: []int{0}}
	for i := 0; i < len(src.Text); i++ {
		if src.Text[i] == '\n' {
			t.lines = append(t.lines, i+1)
		}
	}
	return t
}

// add records a file of the text, and makes fset.Position show positions in it
// as the user counts them.
func (t *text) add(file *token.File, prefix int) {
	t.files = append(t.files, parsedFile{file, prefix})
	file.AddLineColumnInfo(prefix, t.Name, 1, 1)
}

// offset returns the byte that pos stands for, and whether pos is in the text
// at all.
func (t *text) offset(pos token.Pos) (int, bool) {
	for _, f := range t.files {
		if base := f.file.Base(); int(pos) >= base && int(pos) <= base+f.file.Size() {
			return t.clamp(int(pos) - base - f.prefix), true
		}
	}
	return 0, false
}

// clamp moves an offset that stands in synthetic code to the nearest place
// that the user typed.
func (t *text) clamp(offset int) int {
	end := len(strings.TrimRight(t.Text, " \t\r\n"))
	return max(0, min(offset, end))
}

// line returns the number of the line with the given byte, from 1, and the
// offset of its start.
func (t *text) line(offset int) (number, start int) {
	number = sort.SearchInts(t.lines, offset+1)
	return number, t.lines[number-1]
}

// lineText returns a line without its line break.
func (t *text) lineText(number int) string {
	start, end := t.lines[number-1], len(t.Text)
	if number < len(t.lines) {
		end = t.lines[number] - 1
	}
	return strings.TrimSuffix(t.Text[start:end], "\r")
}

// column counts characters from 1.
func (t *text) column(offset int) int {
	_, start := t.line(offset)
	return utf8.RuneCountInString(t.Text[start:offset]) + 1
}

// only returns the text with everything but the given chunks and all comments
// replaced by spaces, so that offsets and lines stay what they are.
func (t *text) only(chunks []chunk, l layout) []byte {
	keep := slices.Concat(chunks, l.comments)
	slices.SortFunc(keep, func(a, b chunk) int { return a.start - b.start })
	b := t.plain(l)
	from := 0
	for _, c := range keep {
		wipe(b, from, c.start)
		from = max(from, c.end)
	}
	wipe(b, from, len(b))
	return b
}

// without returns the text with the chunks replaced by spaces.
func (t *text) without(chunks []chunk, l layout) []byte {
	b := t.plain(l)
	for _, c := range chunks {
		wipe(b, c.start, c.end)
	}
	return b
}

// plain returns the text without the comments that would move positions.
func (t *text) plain(l layout) []byte {
	b := []byte(t.Text)
	for _, at := range l.directives {
		b[at] = ' '
	}
	return b
}

// wipe replaces bytes by spaces and keeps the lines.
func wipe(b []byte, from, to int) {
	for i := from; i < to; i++ {
		if b[i] != '\n' {
			b[i] = ' '
		}
	}
}
