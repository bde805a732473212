// Prints and displays in their order.
//
// Before a frame that has a place among the prints, the worker writes a marker
// with the frame's number into both of its streams. Whoever gets to the place
// first waits for the others: the frame until both streams were read up to
// their markers, a stream at its marker until the frame was passed on.

package supervisor

import (
	"sync"
	"time"
)

// patience is how long a frame waits for a stream from which nothing comes. The
// marker was written before the frame, so it is there, unless the cell closed
// the stream in a way of its own.
const patience = time.Second

// drainFor is how long the streams of a worker that has ended may stay silent
// before they are closed.
const drainFor = 250 * time.Millisecond

// order is the place that the frames and the two streams of one worker have
// reached.
type order struct {
	mu      sync.Mutex
	changed chan struct{} // closed and replaced at every change
	streams [2]place
	shown   int64 // the last frame that was passed on
	over    bool  // no frames come any more
}

type place struct {
	reached int64     // the last marker that was read
	waiting time.Time // since when we wait for it to bring something; zero while we work
	over    bool      // nothing comes any more
}

func newOrder() *order { return &order{changed: make(chan struct{})} }

func (o *order) update(f func()) {
	o.mu.Lock()
	defer o.mu.Unlock()
	f()
	close(o.changed)
	o.changed = make(chan struct{})
}

// waits notes that a stream is read from, works that it brought something.
func (o *order) waits(i int) { o.update(func() { o.streams[i].waiting = time.Now() }) }
func (o *order) works(i int) { o.update(func() { o.streams[i].waiting = time.Time{} }) }

// streamEnds and framesEnd note that nothing comes any more.
func (o *order) streamEnds(i int) { o.update(func() { o.streams[i].over = true }) }
func (o *order) framesEnd()       { o.update(func() { o.over = true }) }

// frame waits until both streams have reached seq.
func (o *order) frame(seq int64) {
	o.wait(func(p place) bool { return p.reached >= seq || p.over || p.silent(patience) })
}

// drain waits until the streams of a worker that has ended bring nothing any
// more. They may stay open: a program that a cell started may hold them.
func (o *order) drain() {
	o.wait(func(p place) bool { return p.over || p.silent(drainFor) })
}

// wait waits until f holds for both streams.
func (o *order) wait(f func(place) bool) {
	for {
		o.mu.Lock()
		changed, there := o.changed, f(o.streams[0]) && f(o.streams[1])
		o.mu.Unlock()
		if there {
			return
		}
		timer := time.NewTimer(drainFor / 4) // silence is no change
		select {
		case <-changed:
		case <-timer.C:
		}
		timer.Stop()
	}
}

// silent reports whether nothing came for d, though we waited for it.
func (p place) silent(d time.Duration) bool {
	return !p.waiting.IsZero() && time.Since(p.waiting) >= d
}

// passed notes that frame seq was passed on.
func (o *order) passed(seq int64) { o.update(func() { o.shown = max(o.shown, seq) }) }

// marker notes that a stream has reached seq, and waits until that frame was
// passed on.
func (o *order) marker(i int, seq int64) {
	o.update(func() { o.streams[i].reached = seq })
	for {
		o.mu.Lock()
		changed, there := o.changed, o.shown >= seq || o.over
		o.mu.Unlock()
		if there {
			return
		}
		<-changed
	}
}
