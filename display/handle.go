// Displays that change in place.

package display

import (
	"crypto/rand"
	"sync"
	"time"
)

// A Handle is a display that can be replaced, wherever the front end shows it.
type Handle struct{ id string }

// NewHandle displays v and returns a handle on it.
func NewHandle(v any) *Handle {
	h := &Handle{id: rand.Text()}
	_ = sink().Display(Of(v), h.id, false)
	return h
}

// Update replaces what is shown by v.
func (h *Handle) Update(v any) { _ = sink().Display(Of(v), h.id, true) }

// liveInterval is the shortest time between two states of a live figure: ten a
// second is as much as an eye and a browser follow with ease.
const liveInterval = 100 * time.Millisecond

// A Live is a figure that changes while a computation goes on. Updates may come
// as fast as they like: at most ten a second are drawn, and the last one always
// is. Without a notebook only the last is shown, by Done.
type Live struct {
	mu      sync.Mutex
	handle  *Handle
	last    time.Time
	pending func() any
	timer   *time.Timer
	done    bool
}

// NewLive returns a figure that shows nothing until its first Update.
func NewLive() *Live { return &Live{} }

// Update shows what draw returns, now or soon. draw is called at most once, and
// not at all when a later Update comes first; it may be called from another
// goroutine.
func (l *Live) Update(draw func() any) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.done {
		return
	}
	l.pending = draw
	if !Interactive() || l.timer != nil {
		return
	}
	if wait := liveInterval - time.Since(l.last); wait > 0 {
		l.timer = time.AfterFunc(wait, l.tick)
		return
	}
	l.flush()
}

func (l *Live) tick() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.timer = nil
	if !l.done {
		l.flush()
	}
}

// flush draws the pending state. The caller holds mu.
func (l *Live) flush() {
	if l.pending == nil {
		return
	}
	v := l.pending()
	l.pending = nil
	if l.handle == nil {
		l.handle = NewHandle(v)
	} else {
		l.handle.Update(v)
	}
	l.last = time.Now()
}

// Done shows the last state, if it was not shown yet. Later updates are ignored.
func (l *Live) Done() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.done {
		return
	}
	if l.timer != nil {
		l.timer.Stop()
		l.timer = nil
	}
	l.flush()
	l.done = true
}
