// The runtime's last words.
//
// When Go's runtime ends a process it writes why to standard error: a line, and
// the stacks of goroutines, which tell a user of notebooks nothing. So text that
// begins like that is held back: if the process ends, it is the reason; if the
// process lives on, it was something that the cell printed, and goes out.

package supervisor

import (
	"bytes"
	"regexp"
	"sync"
	"time"
)

// beginnings are how the lines begin with which last words begin (runtime:
// panic.go, signal_unix.go, stack.go).
var beginnings = []string{"panic: ", "fatal error: ", "runtime: ", "SIG", "unexpected fault address "}

// dump is what nothing but the runtime writes, or the worker in its place: a
// process that has a million goroutines takes its time to end.
var dump = regexp.MustCompile(`(?m)^(fatal error: memory limit exceeded: |runtime: goroutine stack exceeds|goroutine \d+ .*\[.*\]:$|runtime stack:$)`)

const (
	// holdFor is how long such text waits after its last byte for the end of
	// the process; holdDump, when it is certainly the runtime's: unwinding a
	// stack of 256 MB takes seconds.
	holdFor  = 500 * time.Millisecond
	holdDump = 30 * time.Second
	// holdAtMost bounds it: beyond, it is no last words.
	holdAtMost = 4 << 20
)

// words passes standard error on, and holds back what may be last words.
type words struct {
	out func([]byte)

	mu    sync.Mutex
	line  []byte // beginning of the current line, while it may become one of beginnings
	held  []byte
	mid   bool // we are inside a line that went out
	timer *time.Timer
	ended bool
}

// write takes the next bytes.
func (w *words) write(b []byte) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.held == nil {
		b = append(w.line, b...)
		w.line = nil
		n := w.plain(b)
		if n > 0 {
			w.out(b[:n])
			w.mid = b[n-1] != '\n'
		}
		rest := bytes.Clone(b[n:])
		switch {
		case len(rest) == 0:
			return
		case begins(rest):
			w.held = rest
		default:
			w.line = rest
		}
	} else {
		w.held = append(w.held, b...)
	}
	if len(w.held) > holdAtMost {
		w.release()
		return
	}
	if w.timer != nil {
		w.timer.Stop()
	}
	wait := holdFor
	if dump.Match(w.held) {
		wait = holdDump
	}
	var timer *time.Timer
	timer = time.AfterFunc(wait, func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		if w.timer == timer && !w.ended {
			w.release()
		}
	})
	w.timer = timer
}

// plain returns how many bytes of b are certainly no last words: up to the first
// line that begins like them, or that may still begin like them.
func (w *words) plain(b []byte) int {
	at := 0
	if w.mid {
		i := bytes.IndexByte(b, '\n')
		if i < 0 {
			return len(b)
		}
		at = i + 1
	}
	for at < len(b) {
		if begins(b[at:]) || mayBegin(b[at:]) {
			return at
		}
		i := bytes.IndexByte(b[at:], '\n')
		if i < 0 {
			return len(b)
		}
		at += i + 1
	}
	return at
}

func begins(line []byte) bool {
	for _, s := range beginnings {
		if bytes.HasPrefix(line, []byte(s)) {
			return true
		}
	}
	return false
}

// mayBegin reports whether what there is of a line is the first part of a
// beginning.
func mayBegin(line []byte) bool {
	for _, s := range beginnings {
		if len(line) < len(s) && s[:len(line)] == string(line) {
			return true
		}
	}
	return false
}

// flush passes on what is held: the process lives, and has come to a marker.
func (w *words) flush() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.release()
}

// dump reports whether what is held is certainly the runtime's: somebody prints
// while the process ends.
func (w *words) dump() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return dump.Match(w.held)
}

func (w *words) release() {
	b := append(w.line, w.held...)
	w.line, w.held = nil, nil
	if w.timer != nil {
		w.timer.Stop()
		w.timer = nil
	}
	if len(b) > 0 {
		w.out(b)
		w.mid = b[len(b)-1] != '\n'
	}
}

// last returns what is held now that the process has ended. When that was not
// the runtime's doing, it was print like any other.
func (w *words) last(fatal bool) string {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.ended = true
	if !fatal {
		w.release()
		return ""
	}
	s := string(w.held)
	w.held = nil
	w.release()
	return s
}
