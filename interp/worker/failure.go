// How errors read: a name, a value, and a traceback with the lines of the cells.

package worker

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/gorgolab/gorgo/interp/check"
	"github.com/gorgolab/gorgo/interp/frame"
	"github.com/gorgolab/gorgo/interp/lower"
)

// Colours that are legible on light and dark pages, and that JupyterLab, VS Code
// and our reports know.
const (
	bold  = "\x1b[1m"
	red   = "\x1b[1;31m"
	blue  = "\x1b[34m"
	grey  = "\x1b[90m"
	reset = "\x1b[0m"
)

// shownAround is how many lines before and after the failing one are shown.
const shownAround = 2

// shownPlaces is how many of the active functions are shown.
const shownPlaces = 10

// longestLine is how many characters of a line are shown.
const longestLine = 200

// failure is an error as clients show it.
func (w *worker) failure(err error) *frame.Failure {
	var compile *check.Errors
	var refused *lower.Error
	var panicked *Panic
	switch {
	case errors.As(err, &compile):
		return compileFailure(compile)
	case errors.As(err, &refused):
		f := plain("not supported", err.Error())
		at := Place{Name: refused.Pos.Filename, Line: refused.Pos.Line}
		f.Traceback = append(f.Traceback, w.place(at, shownAround)...)
		return f
	case errors.As(err, &panicked):
		return w.panicFailure(panicked)
	case errors.Is(err, ErrInterrupted), errors.Is(err, context.Canceled):
		return plain("Interrupted", "the cell was interrupted; what it did before stays")
	}
	return plain("error", err.Error())
}

// plain is a failure that has no place in a cell.
func plain(name, value string) *frame.Failure {
	return &frame.Failure{Name: name, Value: value, Traceback: []string{red + name + ": " + reset + value}}
}

// compileFailure lists what is wrong with a cell, each with its line and a
// caret.
func compileFailure(errs *check.Errors) *frame.Failure {
	f := &frame.Failure{Name: "compile error"}
	for i, e := range errs.List {
		if i == 0 {
			f.Value = fmt.Sprintf("%s:%d:%d: %s", e.Name, e.Line, e.Column, e.Msg)
			if more := len(errs.List) - 1; more > 0 {
				f.Value += fmt.Sprintf(" (and %d more)", more)
			}
			f.Traceback = append(f.Traceback, red+"compile error"+reset)
		}
		f.Traceback = append(f.Traceback, fmt.Sprintf("%s%s:%d:%d%s: %s", blue, e.Name, e.Line, e.Column, reset, e.Msg))
		for _, r := range e.Related {
			f.Traceback = append(f.Traceback, fmt.Sprintf("    %s%s:%d:%d%s: %s", blue, r.Name, r.Line, r.Column, reset, r.Msg))
		}
		if e.SourceLine != "" {
			line, marker := e.Excerpt()
			f.Traceback = append(f.Traceback, "    "+line, "    "+red+marker+reset)
		}
		if e.Hint != "" {
			f.Traceback = append(f.Traceback, "    "+grey+"hint: "+reset+e.Hint)
		}
	}
	if errs.More {
		f.Traceback = append(f.Traceback, "too many errors")
	}
	return f
}

// panicFailure shows a panic with the user's functions that were active.
func (w *worker) panicFailure(p *Panic) *frame.Failure {
	f := &frame.Failure{Name: "panic", Value: p.Text}
	for i, q := range chain(p) {
		indent := ""
		if i > 0 {
			indent = "\t" // as Go has it
		}
		f.Traceback = append(f.Traceback, indent+red+"panic: "+reset+q.Text)
	}
	if p.Goroutine {
		where := "in a goroutine that a cell started"
		if p.Cell > 0 {
			where = fmt.Sprintf("in a goroutine that cell[%d] started", p.Cell)
		}
		f.Traceback = append(f.Traceback, where)
	}
	shown := 0
	for i := 0; i < len(p.Stack); {
		if shown == shownPlaces {
			f.Traceback = append(f.Traceback, fmt.Sprintf("%s… and %d more%s", grey, len(p.Stack)-i, reset))
			break
		}
		around := 0
		if i == 0 {
			around = shownAround
		}
		f.Traceback = append(f.Traceback, w.place(p.Stack[i], around)...)
		// Recursion: the same line again and again.
		same := i + 1
		for same < len(p.Stack) && p.Stack[same] == p.Stack[i] {
			same++
		}
		if again := same - i - 1; again > 0 {
			times := fmt.Sprintf("%d times", again)
			if again == 1 {
				times = "once"
			}
			f.Traceback = append(f.Traceback, fmt.Sprintf("%s… %s more%s", grey, times, reset))
		}
		i = same
		shown++
	}
	if p.Hint != "" {
		f.Traceback = append(f.Traceback, grey+"hint: "+reset+p.Hint)
	}
	return f
}

// chain is the panics that led to p, oldest first.
func chain(p *Panic) []*Panic {
	var all []*Panic
	for ; p != nil; p = p.Previous {
		all = append([]*Panic{p}, all...)
	}
	return all
}

// place shows a line of a cell with the lines around it.
func (w *worker) place(at Place, around int) []string {
	head := fmt.Sprintf("%s%s:%d%s", blue, at.Name, at.Line, reset)
	if at.Func != "" {
		head += " in " + bold + at.Func + reset
	}
	out := []string{head}
	lines := w.lines(at.Name)
	if at.Line < 1 || at.Line > len(lines) {
		return out
	}
	first, last := max(at.Line-around, 1), min(at.Line+around, len(lines))
	width := len(fmt.Sprint(last))
	for n := first; n <= last; n++ {
		text := strings.TrimRight(lines[n-1], " \t\r")
		if runes := []rune(text); len(runes) > longestLine {
			text = string(runes[:longestLine]) + "…"
		}
		if n == at.Line {
			out = append(out, fmt.Sprintf("%s→ %*d%s %s", red, width, n, reset, text))
		} else {
			out = append(out, fmt.Sprintf("  %s%*d%s %s", grey, width, n, reset, text))
		}
	}
	return out
}
