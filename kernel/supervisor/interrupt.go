// Interrupts, in two steps: the worker is asked to end the cells that run, and
// has a moment for it; then its process is ended.

package supervisor

import (
	"time"

	"github.com/gorgolab/gorgo/interp/frame"
)

// Interrupt ends the cells that run, or what they do just now (a training run
// takes the first interrupt, and its cell goes on). It does not wait.
func (s *Supervisor) Interrupt() {
	s.mu.Lock()
	sent := map[*process][]*run{}
	var waiting []*run
	for r := range s.runs {
		if r.worker == nil {
			waiting = append(waiting, r)
		} else {
			sent[r.worker] = append(sent[r.worker], r)
		}
	}
	s.mu.Unlock()
	for _, r := range waiting {
		r.once.Do(func() { close(r.interrupted) })
	}
	for w, runs := range sent {
		s.interrupt(w, runs)
	}
}

// interrupt interrupts runs, which are all of a worker's. When it returns the
// interrupt is on its way, before whatever is sent next.
func (s *Supervisor) interrupt(w *process, runs []*run) {
	answer, forget := w.ask(&frame.Request{Interrupt: &frame.Interrupt{}})
	s.goes(func() {
		defer forget()
		s.insist(w, runs, answer)
	})
}

// insist ends the worker if the runs do not end in time.
func (s *Supervisor) insist(w *process, runs []*run, answer <-chan *frame.Response) {
	timer := time.NewTimer(s.opts.Grace)
	defer timer.Stop()
	for len(runs) > 0 {
		select {
		case <-runs[0].done:
			runs = runs[1:]
		case <-w.dead:
			return
		case a := <-answer:
			if a.Interrupted != nil && a.Interrupted.Consumed {
				return
			}
			answer = nil
		case <-timer.C:
			s.opts.Log.Info("an interrupted cell did not end, its process does", "grace", s.opts.Grace)
			w.end(endedByInterrupt)
			return
		}
	}
}
