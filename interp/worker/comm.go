// Comms: events between front ends and the code of cells.

package worker

import (
	"github.com/gorgolab/gorgo/display/comm"
	"github.com/gorgolab/gorgo/interp/frame"
)

// Send implements comm.Transport.
func (w *worker) Send(e comm.Event) error {
	return w.out.place(&frame.Response{Comm: &frame.CommEvent{
		Kind: e.Kind, ID: e.ID, Target: e.Target, Data: e.Data, Metadata: e.Metadata, Buffers: e.Buffers,
	}})
}

// event hands an event to the code that waits for it, and answers when that has
// ended.
func (w *worker) event(x *execution, id int64, e *frame.CommEvent) {
	done := frame.CommDone{}
	var err error
	failed := guard(func() {
		err = w.session.Do(x.ctx, e.Number, func() {
			done.Unknown = !comm.Deliver(comm.Event{
				Kind: e.Kind, ID: e.ID, Target: e.Target, Data: e.Data, Metadata: e.Metadata, Buffers: e.Buffers,
			})
		})
	})
	if failed != nil {
		err = failed
	}
	if err != nil {
		done.Error = w.failure(err)
	}
	w.ended(id, x)
	_ = w.out.place(&frame.Response{ID: id, CommDone: &done}) // an error means that the kernel is gone
}
