package supervisor

import (
	"testing"
	"testing/synctest"
	"time"
)

// TestOrderWaits: a frame waits for both streams, a stream for its frame.
func TestOrderWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := newOrder()
		events := make(chan string, 3)
		go func() { o.frame(1); events <- "frame"; o.passed(1) }()
		synctest.Wait()
		go func() { o.marker(0, 1); events <- "stdout" }()
		synctest.Wait()
		if len(events) != 0 {
			t.Fatalf("%s did not wait", <-events)
		}
		go func() { o.marker(1, 1); events <- "stderr" }()
		synctest.Wait()
		if first := <-events; first != "frame" || len(events) != 2 {
			t.Errorf("first came %s, and %d after it", first, len(events))
		}
	})
}

// TestOrderPatience: a stream that brings nothing holds a frame up for a moment
// only; one that is busy, as long as it is.
func TestOrderPatience(t *testing.T) {
	for _, tt := range []struct {
		name string
		do   func(o *order)
		want time.Duration // at least, and not a second more
	}{
		{"silent", func(o *order) { o.waits(0); o.waits(1) }, patience},
		{"ended", func(o *order) { o.streamEnds(0); o.streamEnds(1) }, 0},
		{"busy", func(o *order) {
			o.waits(0)
			o.works(1)
			go func() {
				time.Sleep(10 * patience)
				o.streamEnds(1)
			}()
		}, 10 * patience},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				o := newOrder()
				began := time.Now()
				tt.do(o)
				o.frame(1)
				if took := time.Since(began); took < tt.want || took > tt.want+time.Second {
					t.Errorf("took %v, want %v", took, tt.want)
				}
			})
		})
	}
}

// TestOrderEnds: when no frames come any more, no stream waits for one.
func TestOrderEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := newOrder()
		passed := make(chan bool, 1)
		go func() { o.marker(0, 5); passed <- true }()
		synctest.Wait()
		if len(passed) > 0 {
			t.Fatal("it did not wait")
		}
		o.framesEnd()
		synctest.Wait()
		if len(passed) == 0 {
			t.Error("it waits for ever")
		}
	})
}
