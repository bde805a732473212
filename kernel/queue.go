package kernel

// queue.go: requests that wait for their turn.

import "sync"

// queue is a first-in, first-out queue of requests with one taker.
type queue struct {
	mu     sync.Mutex
	items  []*request
	closed bool
	last   bool          // nothing more is taken in, what waits is taken out
	ready  chan struct{} // one token when there is something to take
}

func newQueue() *queue { return &queue{ready: make(chan struct{}, 1)} }

// maxQueued is how many requests may wait. A person never has that many.
const maxQueued = 10_000

// put appends r, and reports whether the queue still takes requests.
func (q *queue) put(r *request) bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.closed || q.last || len(q.items) >= maxQueued {
		return false
	}
	q.items = append(q.items, r)
	q.wake()
	return true
}

// take waits for a request; ok is false once the queue is closed, or has nothing
// more after finish.
func (q *queue) take() (r *request, ok bool) {
	for {
		q.mu.Lock()
		switch {
		case q.closed:
			q.mu.Unlock()
			return nil, false
		case len(q.items) > 0:
			r, q.items = q.items[0], q.items[1:]
			if len(q.items) > 0 {
				q.wake()
			}
			q.mu.Unlock()
			return r, true
		case q.last:
			q.mu.Unlock()
			return nil, false
		}
		q.mu.Unlock()
		<-q.ready
	}
}

// each calls f for every request that waits.
func (q *queue) each(f func(*request)) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for _, r := range q.items {
		f(r)
	}
}

// finish ends the taker after what waits.
func (q *queue) finish() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.last = true
	q.wake()
}

// close drops what waits and ends the taker.
func (q *queue) close() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.closed = true
	q.items = nil
	q.wake()
}

func (q *queue) wake() {
	select {
	case q.ready <- struct{}{}:
	default:
	}
}
