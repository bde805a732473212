package kernel

// outputs.go: what goes out on iopub, in order. Text that is printed is
// collected, because a message for every line costs a client more than the
// line; everything else pushes the collected text out before it.

import (
	"sync"
	"time"
	"unicode/utf8"

	"github.com/gorgolab/gorgo/kernel/wire"
)

const (
	maxDelay = 50 * time.Millisecond // how long printed text may wait
	maxBatch = 64 << 10              // bytes of text in one message
)

// outputs publishes for all cells, because a cell's goroutines may print while
// another cell runs.
type outputs struct {
	publish func(parent wire.Header, content any)

	mu     sync.Mutex
	name   string      // stream of the collected text
	parent wire.Header // cell of the collected text
	text   []byte
	timer  *time.Timer // runs while there is collected text
	run    int         // counts batches, so that a timer does not end a later one
}

// stream collects text that was printed.
func (o *outputs) stream(parent wire.Header, name, text string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if len(o.text) > 0 && (o.name != name || o.parent.MsgID != parent.MsgID) {
		o.flush(true)
	}
	o.name, o.parent = name, parent
	for len(o.text)+len(text) >= maxBatch {
		n := maxBatch - len(o.text)
		o.text, text = append(o.text, text[:n]...), text[n:]
		o.flush(false)
	}
	o.text = append(o.text, text...)
	if len(o.text) > 0 && o.timer == nil {
		run := o.run
		o.timer = time.AfterFunc(maxDelay, func() {
			o.mu.Lock()
			defer o.mu.Unlock()
			if o.run == run {
				o.flush(false)
			}
		})
	}
}

// send publishes content after the text that was printed before it.
func (o *outputs) send(parent wire.Header, content any) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.flush(true)
	o.publish(parent, content)
}

// sendIf is send, when the condition holds at the moment of sending.
func (o *outputs) sendIf(parent wire.Header, content any, holds func() bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if holds() {
		o.publish(parent, content)
	}
}

// flush publishes the collected text. Unless all is set, bytes at its end that
// begin a character wait for the rest of it: JSON has no half characters.
func (o *outputs) flush(all bool) {
	if o.timer != nil {
		o.timer.Stop()
		o.timer = nil
	}
	o.run++
	n := len(o.text)
	if !all {
		n -= partial(o.text)
	}
	if n > 0 {
		o.publish(o.parent, &wire.Stream{Name: o.name, Text: string(o.text[:n])})
	}
	o.text = append(o.text[:0], o.text[n:]...)
}

// partial returns how many bytes at the end of b are the beginning of a
// character whose end is missing.
func partial(b []byte) int {
	for n := 1; n < utf8.UTFMax && n <= len(b); n++ {
		if c := b[len(b)-n]; utf8.RuneStart(c) {
			if utf8.FullRune(b[len(b)-n:]) {
				return 0
			}
			return n
		}
	}
	return 0
}

// pushOut publishes the text that was printed so far.
func (o *outputs) pushOut() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.flush(true)
}
