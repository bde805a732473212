package history

// history.go: what a keeper is asked.

import "context"

// A Keeper keeps the code of cells. Its methods may be called from any
// goroutine.
type Keeper interface {
	// Add notes a cell that begins to run; numbers grow within a session. It does
	// not wait.
	Add(number int, input string)
	// Result notes the text of a cell's result. It does not wait.
	Result(number int, text string)
	// Find returns what was asked for, oldest first, and nothing when ctx ends
	// before.
	Find(ctx context.Context, q Query) []Line
	// Close writes what is left to write, at most until ctx ends.
	Close(ctx context.Context) error
}

// A Line is a cell that ran.
type Line struct {
	Session int
	Number  int
	Input   string
	Output  *string // text of the result; nil when there was none, or none was asked for
}

// The ways to ask.
const (
	Range  = "range"  // Session, Start, Stop
	Tail   = "tail"   // N
	Search = "search" // Pattern, Unique, N
)

// A Query says which lines are wanted.
type Query struct {
	Access  string // Range, Tail or Search
	Output  bool   // with the results
	Session int    // 0 is this one, negative ones count back from it
	Start   int    // first number
	Stop    int    // the number after the last; 0: up to the end
	N       int    // only the last n; 0: all, up to MaxLines
	Pattern string // of the whole input: * is any text, ? any character; "": all
	Unique  bool   // of equal inputs only the last
}

// MaxLines is how many lines one query finds at most: the last ones.
const MaxLines = 10_000

// limit is how many lines the query wants.
func (q Query) limit() int {
	if q.N <= 0 || q.N > MaxLines || q.Access == Range {
		return MaxLines
	}
	return q.N
}
