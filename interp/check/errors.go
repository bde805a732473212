// This file defines the errors of a cell and how they read.

package check

import (
	"cmp"
	"fmt"
	"go/token"
	"slices"
	"strings"
	"unicode/utf8"
)

// maxErrors is how many errors a cell reports, as with the compiler.
const maxErrors = 10

// Error is one thing wrong with a cell.
type Error struct {
	// Cell is the number of the cell and Name its name or file. They belong
	// to an earlier cell when a redefinition broke something there.
	Cell int
	Name string
	// Line and Column count from 1; Column counts characters. EndColumn is
	// where the offending text ends, exclusive; it is Column or less when only
	// a point is known.
	Line, Column, EndColumn int
	// Msg is the message, in the compiler's words.
	Msg string
	// Code is the code that go/types gives the error, 0 for errors of other
	// origin. See the list in go/types' internal/types/errors.
	Code int
	// Hint says what to do about it, if that is known.
	Hint string
	// SourceLine is the line as the user typed it.
	SourceLine string
	// Related are other places that the error is about.
	Related []Related

	offset int       // in the text, in bytes
	pos    token.Pos // of an error of go/types
}

// Related is another place that an error is about.
type Related struct {
	Name         string
	Line, Column int
	Msg          string
}

// Errors is what is wrong with a cell: at least one error, sorted by place, at
// most one a line.
type Errors struct {
	List []*Error
	// More: there were too many errors to list.
	More bool

	all []*Error // before the list was cut, for tests
}

// newError makes an error about the bytes from start to end of a text.
func newError(t *text, start, end int, msg string) *Error {
	start = t.clamp(start)
	line, first := t.line(start)
	e := &Error{
		Cell: t.Number, Name: t.Name,
		Line: line, Column: t.column(start),
		Msg:        msg,
		SourceLine: t.lineText(line),
		offset:     start,
	}
	if end = min(end, first+len(e.SourceLine)); end > start {
		e.EndColumn = t.column(end)
	}
	return e
}

// Offset is where the error stands in its text, in bytes.
func (e *Error) Offset() int { return e.offset }

// Error is the error as the compiler prints it.
func (e *Error) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s:%d:%d: %s", e.Name, e.Line, e.Column, e.Msg)
	for _, r := range e.Related {
		fmt.Fprintf(&b, "\n\t%s:%d:%d: %s", r.Name, r.Line, r.Column, r.Msg)
	}
	return b.String()
}

// Marker is the line to print below SourceLine, in a fixed-width font: carets
// under the offending text.
func (e *Error) Marker() string {
	var b strings.Builder
	width := 0
	i := 1
	for _, r := range e.SourceLine {
		switch {
		case i < e.Column && r == '\t':
			b.WriteByte('\t')
		case i < e.Column:
			b.WriteString(strings.Repeat(" ", cells(r)))
		case i < e.EndColumn:
			width += cells(r)
		}
		i++
	}
	return b.String() + strings.Repeat("^", max(1, width))
}

// Lines of at most shownLine characters are shown whole, and of longer ones that many
// from shownBefore before the error on.
const (
	shownLine   = 160
	shownBefore = 60
)

// Excerpt is SourceLine as it is shown, with the line to print below it; of a long line
// what is around the error.
func (e *Error) Excerpt() (line, marker string) {
	runes := []rune(e.SourceLine)
	if len(runes) <= shownLine {
		return e.SourceLine, e.Marker()
	}
	from := max(0, min(e.Column-1-shownBefore, len(runes)-shownLine))
	to := min(len(runes), from+shownLine)
	cut := *e
	cut.SourceLine = string(runes[from:to])
	cut.Column, cut.EndColumn = e.Column-from, min(e.EndColumn, to+1)-from
	if from > 0 {
		cut.SourceLine = "…" + cut.SourceLine
		cut.Column, cut.EndColumn = cut.Column+1, cut.EndColumn+1
	}
	if to < len(runes) {
		return cut.SourceLine + "…", cut.Marker()
	}
	return cut.SourceLine, cut.Marker()
}

// cells is the number of columns that a character takes on a terminal.
func cells(r rune) int {
	switch {
	case r == utf8.RuneError || r < 0x300:
		return 1
	case r < 0x370, r >= 0x200b && r <= 0x200f, r >= 0xfe00 && r <= 0xfe0f: // marks, joiners, variation selectors
		return 0
	case r >= 0x1100 && r <= 0x115f, r >= 0x2e80 && r <= 0xa4cf, r >= 0xac00 && r <= 0xd7a3,
		r >= 0xf900 && r <= 0xfaff, r >= 0xfe30 && r <= 0xfe6f, r >= 0xff00 && r <= 0xff60,
		r >= 0xffe0 && r <= 0xffe6, r >= 0x1f300 && r <= 0x1faff, r >= 0x20000 && r <= 0x3fffd:
		return 2
	}
	return 1
}

// Error lists the errors, one a line, as the compiler does.
func (l *Errors) Error() string {
	var b strings.Builder
	for i, e := range l.List {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(e.Error())
	}
	if l.More {
		b.WriteString("\ntoo many errors")
	}
	return b.String()
}

// Render is the errors with their source lines, carets and hints, as plain
// text.
func (l *Errors) Render() string {
	var b strings.Builder
	for i, e := range l.List {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(e.Error())
		if e.SourceLine != "" {
			line, marker := e.Excerpt()
			fmt.Fprintf(&b, "\n    %s\n    %s", line, marker)
		}
		if e.Hint != "" {
			fmt.Fprintf(&b, "\n    hint: %s", e.Hint)
		}
	}
	if l.More {
		b.WriteString("\ntoo many errors")
	}
	return b.String()
}

// Unwrap makes each error reachable for errors.As.
func (l *Errors) Unwrap() []error {
	errs := make([]error, len(l.List))
	for i, e := range l.List {
		errs[i] = e
	}
	return errs
}

// newErrors sorts errors, keeps the first of each line and cuts the list. The
// errors of the cell itself come before those of earlier cells.
func newErrors(cell *text, list []*Error) *Errors {
	foreign := func(e *Error) int {
		if e.Cell == cell.Number && e.Name == cell.Name {
			return 0
		}
		return 1
	}
	slices.SortStableFunc(list, func(a, b *Error) int {
		return cmp.Or(foreign(a)-foreign(b), cmp.Compare(a.Cell, b.Cell), cmp.Compare(a.Name, b.Name), cmp.Compare(a.offset, b.offset))
	})
	errs := &Errors{all: slices.Clone(list)}
	list = slices.CompactFunc(list, func(a, b *Error) bool {
		return a.Cell == b.Cell && a.Name == b.Name && a.Line == b.Line
	})
	errs.List = list
	if len(list) > maxErrors {
		errs.List, errs.More = list[:maxErrors], true
	}
	return errs
}
