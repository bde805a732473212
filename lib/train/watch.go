package train

import (
	"fmt"
	"slices"

	"github.com/gorgolab/gorgo/display"
)

// watcher shows a training to the person: a bar and growing curves in a
// notebook, a line for each epoch in a program.
type watcher struct {
	quiet    bool
	progress *display.Progress
	live     *display.Live
}

func newWatcher(r *Run) *watcher {
	w := &watcher{quiet: r.opts.Quiet}
	if !w.quiet && display.Interactive() {
		w.progress = display.NewProgress("Training", r.opts.Epochs*r.batches.Len())
		w.live = display.NewLive()
	}
	return w
}

// batch is called after every step.
func (w *watcher) batch(r *Run) {
	if w.progress != nil {
		w.progress.Set((r.epoch-1)*r.batches.Len()+r.batch, fmt.Sprintf("epoch %d/%d, loss %s", r.epoch, r.opts.Epochs, number(r.Loss())))
	}
}

// epoch is called after every epoch.
func (w *watcher) epoch(r *Run) {
	switch {
	case w.live != nil:
		// Drawn later, on another goroutine: it needs a copy.
		h := *r.History
		h.Epochs = slices.Clone(h.Epochs)
		w.live.Update(func() any { return h.growing() })
	case !w.quiet:
		e := r.History.Last()
		fmt.Printf("%s  (%d/%d, %s)\n", e, e.Number, r.opts.Epochs, seconds(e.Duration))
	}
}

// done is called when the training has ended.
func (w *watcher) done(r *Run) {
	h := r.History
	switch {
	case w.live != nil:
		w.progress.Done()
		if len(h.Epochs) > 0 {
			w.live.Update(func() any { return h })
		}
		w.live.Done()
		if len(h.Epochs) == 0 {
			fmt.Println(h)
		}
	case !w.quiet && (h.Stopped != "" || h.Best != 0):
		fmt.Println(h.ending())
	}
}
