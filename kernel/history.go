package kernel

// history.go: the code of this session's cells, by line, from the end, or by
// pattern. It lives as long as the kernel.

import (
	"sync"

	"github.com/gorgolab/gorgo/kernel/wire"
)

// thisSession is the number of the session that runs. Requests may also say 0.
const thisSession = 1

// maxLines bounds how many cells are kept.
const maxLines = 100_000

type line struct {
	number int
	input  string
	output *string // text/plain of the result, nil when there was none
}

type history struct {
	mu    sync.Mutex
	lines []line
}

// add notes a cell that begins to run.
func (h *history) add(number int, input string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if len(h.lines) >= maxLines {
		h.lines = append(h.lines[:0], h.lines[maxLines/10:]...)
	}
	h.lines = append(h.lines, line{number: number, input: input})
}

// result notes what the cell with this number had as its result.
func (h *history) result(number int, text string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for i := len(h.lines) - 1; i >= 0; i-- {
		if h.lines[i].number == number {
			h.lines[i].output = &text
			return
		}
	}
}

// find answers a request, oldest first.
func (h *history) find(r *wire.HistoryRequest) []wire.HistoryEntry {
	h.mu.Lock()
	defer h.mu.Unlock()
	var found []line
	switch r.AccessType {
	case wire.HistoryRange:
		if r.Session == 0 || r.Session == thisSession {
			found = between(h.lines, r.Start, r.Stop)
		}
	case wire.HistoryTail:
		found = last(h.lines, r.N)
	case wire.HistorySearch:
		found = last(matching(h.lines, r.Pattern, r.Unique), r.N)
	}
	entries := make([]wire.HistoryEntry, 0, len(found))
	for _, l := range found {
		e := wire.HistoryEntry{Session: thisSession, Line: l.number, Input: l.input}
		if r.Output {
			e.WithOutput, e.Output = true, l.output
		}
		entries = append(entries, e)
	}
	return entries
}

// between returns the lines from start up to and without stop; 0 is the end.
func between(lines []line, start, stop int) []line {
	var found []line
	for _, l := range lines {
		if l.number >= start && (stop <= 0 || l.number < stop) {
			found = append(found, l)
		}
	}
	return found
}

// last returns the last n lines, all when n is 0.
func last(lines []line, n int) []line {
	if n > 0 && n < len(lines) {
		return lines[len(lines)-n:]
	}
	return lines
}

// matching returns the lines whose input matches a pattern; with unique, of
// equal ones only the last.
func matching(lines []line, pattern string, unique bool) []line {
	var found []line
	for _, l := range lines {
		if glob(pattern, l.input) {
			found = append(found, l)
		}
	}
	if !unique {
		return found
	}
	latest := map[string]int{}
	for i, l := range found {
		latest[l.input] = i
	}
	kept := found[:0]
	for i, l := range found {
		if latest[l.input] == i {
			kept = append(kept, l)
		}
	}
	return kept
}

// glob reports whether the whole text matches a pattern in which * stands for
// any text and ? for any one character. An empty pattern matches everything.
func glob(pattern, text string) bool {
	if pattern == "" {
		return true
	}
	p, t := []rune(pattern), []rune(text)
	star, mark := -1, 0 // the last *, and how much of the text it has taken
	i, j := 0, 0
	for j < len(t) {
		switch {
		case i < len(p) && p[i] == '*':
			star, mark = i, j
			i++
		case i < len(p) && (p[i] == '?' || p[i] == t[j]):
			i, j = i+1, j+1
		case star >= 0: // let the last * take one character more
			mark++
			i, j = star+1, mark
		default:
			return false
		}
	}
	for i < len(p) && p[i] == '*' {
		i++
	}
	return i == len(p)
}
