package history

// memory.go: the session that runs, as long as it runs.

import (
	"context"
	"sync"
)

// maxKept bounds how many cells are kept in memory.
const maxKept = 100_000

// Memory keeps one session. The zero value is empty, and its session has the
// number 1.
type Memory struct {
	mu      sync.Mutex
	lines   []Line
	session int // 0: not known yet, which counts as 1
}

var _ Keeper = (*Memory)(nil)

// Add implements Keeper.
func (m *Memory) Add(number int, input string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.lines) >= maxKept {
		m.lines = append(m.lines[:0], m.lines[maxKept/10:]...)
	}
	m.lines = append(m.lines, Line{Number: number, Input: input})
}

// Result implements Keeper.
func (m *Memory) Result(number int, text string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for i := len(m.lines) - 1; i >= 0; i-- {
		if m.lines[i].Number == number {
			m.lines[i].Output = &text
			return
		}
	}
}

// setSession gives the session a number.
func (m *Memory) setSession(n int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.session = n
}

// Close implements Keeper.
func (m *Memory) Close(context.Context) error { return nil }

// Find implements Keeper.
func (m *Memory) Find(_ context.Context, q Query) []Line {
	m.mu.Lock()
	defer m.mu.Unlock()
	session := max(m.session, 1)
	var found []Line
	switch q.Access {
	case Range:
		if q.Session == 0 || q.Session == session {
			found = between(m.lines, q.Start, q.Stop)
		}
	case Tail:
		found = m.lines
	case Search:
		found = matching(m.lines, q.Pattern, q.Unique)
	}
	found = found[max(len(found)-q.limit(), 0):]
	out := make([]Line, len(found))
	for i, l := range found {
		l.Session = session
		if !q.Output {
			l.Output = nil
		}
		out[i] = l
	}
	return out
}

// between returns the lines from start up to and without stop; 0 is the end.
func between(lines []Line, start, stop int) []Line {
	var found []Line
	for _, l := range lines {
		if l.Number >= start && (stop <= 0 || l.Number < stop) {
			found = append(found, l)
		}
	}
	return found
}

// matching returns the lines whose input matches a pattern; with unique, of
// equal ones only the last.
func matching(lines []Line, pattern string, unique bool) []Line {
	var found []Line
	for _, l := range lines {
		if glob(pattern, l.Input) {
			found = append(found, l)
		}
	}
	if !unique {
		return found
	}
	latest := map[string]int{}
	for i, l := range found {
		latest[l.Input] = i
	}
	kept := found[:0]
	for i, l := range found {
		if latest[l.Input] == i {
			kept = append(kept, l)
		}
	}
	return kept
}
