package zmtp

import (
	"testing"
)

func sized(n int) item { return item{frames: [][]byte{make([]byte, n-frameCost)}} }

func TestQueueBounds(t *testing.T) {
	q := newQueue(1000)
	put := func(n int, want bool) <-chan struct{} {
		t.Helper()
		ok, space, closed := q.put(sized(n))
		if ok != want || closed {
			t.Fatalf("put of %d bytes: ok %t, closed %t", n, ok, closed)
		}
		return space
	}
	put(5000, true) // longer than the limit, but alone
	space := put(100, false)
	items, more := q.take()
	if len(items) != 1 || !more {
		t.Fatalf("took %d items, more %t", len(items), more)
	}
	put(100, false) // taken is not yet done
	select {
	case <-space:
		t.Fatal("space before anything was done")
	default:
	}
	q.done(items[0])
	<-space
	put(600, true)
	put(400, true)
	put(100, false)
	if waiting, full := q.times(); waiting.IsZero() || full.IsZero() {
		t.Error("a full queue does not say since when")
	}
	items, _ = q.take()
	q.done(items[0])
	if _, full := q.times(); !full.IsZero() {
		t.Error("half empty, and still called full")
	}
	q.close()
	if _, _, closed := q.put(sized(100)); !closed {
		t.Error("a closed queue took a message")
	}
	if _, more := q.take(); more {
		t.Error("a closed queue promises more")
	}
}
