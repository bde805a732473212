package zmtp

// queue.go: what waits to be written to one peer, bounded in bytes.

import (
	"sync"
	"time"
)

// item is a message or, when name is set, a command.
type item struct {
	frames [][]byte
	name   string
}

func (it item) cost() int64 {
	n := int64(0)
	for _, f := range it.frames {
		n += int64(len(f)) + frameCost
	}
	return n
}

// queue is a first-in, first-out queue with one taker and any number of
// putters. What was taken counts until it is done.
type queue struct {
	limit int64

	mu     sync.Mutex
	items  []item
	bytes  int64
	closed bool
	since  time.Time     // when the queue last went from empty to not empty
	full   time.Time     // since when it has been full and never half empty again
	ready  chan struct{} // one token when there is something to take
	space  chan struct{} // closed and replaced when bytes go down
}

func newQueue(limit int64) *queue {
	return &queue{limit: limit, ready: make(chan struct{}, 1), space: make(chan struct{})}
}

// put appends it and reports true. When it has no room, put reports false and
// returns a channel that is closed as soon as there may be some. A message
// longer than the limit has room in an empty queue. A closed queue takes
// nothing and says so.
func (q *queue) put(it item) (ok bool, space <-chan struct{}, closed bool) {
	cost := it.cost()
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.closed {
		return false, nil, true
	}
	if q.bytes > 0 && q.bytes+cost > q.limit {
		if q.full.IsZero() {
			q.full = time.Now()
		}
		return false, q.space, false
	}
	if q.bytes == 0 {
		q.since = time.Now()
	}
	q.bytes += cost
	q.items = append(q.items, it)
	q.wake()
	return true, nil, false
}

// take returns everything that waits, without waiting itself; more reports
// whether anything can still come.
func (q *queue) take() (items []item, more bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	items, q.items = q.items, nil
	return items, !q.closed
}

// done says that an item has left for good.
func (q *queue) done(it item) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.bytes -= it.cost()
	if q.bytes <= q.limit/2 {
		q.full = time.Time{}
	}
	close(q.space)
	q.space = make(chan struct{})
}

// close lets the taker finish what waits, and refuses more.
func (q *queue) close() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.closed = true
	q.wake()
}

func (q *queue) wake() {
	select {
	case q.ready <- struct{}{}:
	default:
	}
}

// times returns since when the queue has not been empty, and since when it has
// been full without being half empty in between.
func (q *queue) times() (waiting, full time.Time) {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.since, q.full
}
