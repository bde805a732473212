// How prints and displays keep their order.
//
// What a cell prints goes through pipes of its own, whoever prints it; what it
// shows goes through frames. Before a frame that has a place among the prints,
// the same marker is written into both pipes; the kernel holds the frame until
// it has read that far, and the pipes until it has the frame.

package worker

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"sync"

	"github.com/gorgolab/gorgo/display"
	"github.com/gorgolab/gorgo/interp/frame"
)

type output struct {
	nonce string

	mu      sync.Mutex
	w       io.Writer
	streams []*stream // standard output and standard error
	seq     int64

	printing sync.RWMutex // see print.go
	run      int64        // the execution that began last
}

// send sends a response that has no place among the prints.
func (o *output) send(m *frame.Response) error {
	buf, err := frame.Encode(m)
	if err != nil {
		return err
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	_, err = o.w.Write(buf)
	return err
}

// place sends a response that comes after everything printed so far.
func (o *output) place(m *frame.Response) error {
	if m.Run = goroutineRun(); m.Run == 0 {
		m.Run = o.current()
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	m.Seq = o.seq + 1
	buf, err := frame.Encode(m)
	if err != nil {
		return err
	}
	o.seq++
	for _, s := range o.streams {
		// A pipe that is closed has nothing that this must wait for.
		_, _ = s.pipe.Write(frame.Mark{Kind: frame.Place, Number: o.seq}.Bytes(o.nonce))
	}
	_, err = o.w.Write(buf)
	return err
}

// sealed is a bundle whose values are texts and finished JSON: writing it calls
// no method of the user's any more, so that it can be written under a lock.
func sealed(b display.Bundle) (display.Bundle, error) {
	out := display.Bundle{}
	for _, m := range []struct {
		from map[string]any
		to   *map[string]any
	}{{b.Data, &out.Data}, {b.Metadata, &out.Metadata}} {
		for key, v := range m.from {
			if *m.to == nil {
				*m.to = make(map[string]any, len(m.from))
			}
			if _, ok := v.(string); ok {
				(*m.to)[key] = v
				continue
			}
			var text bytes.Buffer
			e := json.NewEncoder(&text)
			e.SetEscapeHTML(false)
			var err error
			if p := guard(func() { err = e.Encode(v) }); p != nil {
				err = p
			}
			if err != nil {
				return out, fmt.Errorf("the form %s can't be written as JSON: %w", key, err)
			}
			(*m.to)[key] = json.RawMessage(bytes.TrimSpace(text.Bytes()))
		}
	}
	return out, nil
}

// Display implements display.Sink.
func (w *worker) Display(b display.Bundle, id string, update bool) error {
	b, err := sealed(b)
	if err != nil {
		return fmt.Errorf("display: %w", err)
	}
	return w.out.place(&frame.Response{Display: &frame.Display{Bundle: b, DisplayID: id, Update: update}})
}

// Clear implements display.Sink.
func (w *worker) Clear(wait bool) error {
	return w.out.place(&frame.Response{Clear: &frame.Clear{Wait: wait}})
}
