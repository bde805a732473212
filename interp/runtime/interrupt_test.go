package runtime

import (
	"context"
	"testing"
	"time"
)

// TestInterruptAtTheEnd: an interrupt that comes as a cell ends by itself leaves
// nothing that slows later cells down.
func TestInterruptAtTheEnd(t *testing.T) {
	r := New(Options{})
	run := &Run{r: r, labels: context.Background(), done: make(chan struct{}), ended: make(chan struct{})}
	run.live.Add(1)
	r.leave(run)
	run.interrupt()
	left := func() int {
		r.mu.Lock()
		defer r.mu.Unlock()
		return len(r.stopped)
	}
	for end := time.Now().Add(time.Minute); left() > 0; time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("%d interrupts are still under way", left())
		}
	}
	if r.stop {
		t.Error("lowered code still looks for interrupts")
	}
}
