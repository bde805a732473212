// What a person sees while a notebook runs: a line per cell with its time, and,
// on a terminal, a bar while a cell reports progress.

package main

import (
	"fmt"
	"io"
	"os"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/term"

	"github.com/gorgolab/gorgo/notebooks/runner"
)

type console struct {
	w      io.Writer
	width  int // columns of the terminal, 0 when w is none
	drawn  bool
	quoted int // quarter of the progress last told, where there is no terminal
}

func newConsole(w io.Writer) *console {
	c := &console{w: w}
	if f, ok := w.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		c.width = 80
		if width, _, err := term.GetSize(int(f.Fd())); err == nil && width > 0 {
			c.width = width
		}
	}
	return c
}

func (c *console) observer() runner.Observer {
	return runner.Observer{
		Start: func(cell runner.Cell) {
			c.quoted = 0
			if c.width > 0 {
				c.draw(head(cell) + "  …       " + summary(cell.Source))
			}
		},
		Progress: c.progress,
		Done: func(cell runner.Cell, d time.Duration, err error) {
			mark := " "
			if err != nil {
				mark = "✗"
			}
			c.erase()
			line := fmt.Sprintf("%s %s %8s  %s", head(cell), mark, seconds(d), summary(cell.Source))
			if c.width > 0 {
				line = cut(line, c.width)
			}
			fmt.Fprintln(c.w, line)
		},
	}
}

func (c *console) progress(cell runner.Cell, p runner.Progress) {
	left := ""
	if p.Left > 0 {
		left = " · " + seconds(p.Left) + " left"
	}
	note := strings.TrimSpace(p.Label + " " + p.Note)
	if c.width > 0 {
		const size = 16
		full := int(min(max(p.Fraction, 0), 1)*size + 0.5)
		bar := strings.Repeat("━", full) + strings.Repeat("─", size-full)
		// The time left comes first: a narrow terminal cuts the end.
		c.draw(fmt.Sprintf("%s  %s %3.0f %%%s · %s", head(cell), bar, p.Fraction*100, left, note))
		return
	}
	if quarter := int(p.Fraction * 4); quarter > c.quoted && quarter < 4 {
		c.quoted = quarter
		fmt.Fprintf(c.w, "%s   %3.0f %%      %s%s\n", head(cell), p.Fraction*100, note, left)
	}
}

// draw writes a line that the next one replaces.
func (c *console) draw(line string) {
	c.erase()
	fmt.Fprint(c.w, cut(line, c.width-1))
	c.drawn = true
}

func (c *console) erase() {
	if c.drawn {
		fmt.Fprint(c.w, "\r\x1b[K")
		c.drawn = false
	}
}

func (c *console) close() { c.erase() }

var ansi = regexp.MustCompile("\x1b\\[[0-9;]*m")

// plain takes the colours out of text that does not go to a terminal.
func (c *console) plain(text string, w io.Writer) string {
	if f, ok := w.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		return text
	}
	return ansi.ReplaceAllString(text, "")
}

func head(c runner.Cell) string { return fmt.Sprintf("[%2d/%d]", c.Number, c.Of) }

// summary is the first line of a cell that is code.
func summary(source string) string {
	for line := range strings.Lines(source) {
		line = strings.TrimSpace(line)
		if line != "" && !strings.HasPrefix(line, "//") {
			return cut(line, 60)
		}
	}
	return "(no code)"
}

func cut(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	return string([]rune(s)[:max(n-1, 0)]) + "…"
}

// seconds writes a duration the way a person reads it.
func seconds(d time.Duration) string {
	switch {
	case d < time.Second:
		return fmt.Sprintf("%d ms", d.Milliseconds())
	case d < time.Minute:
		return fmt.Sprintf("%.1f s", d.Seconds())
	}
	return d.Round(time.Second).String()
}
