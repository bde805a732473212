// Interrupts, in two steps: the worker is asked to end the cell, and has a
// moment for it; then its process is ended.

package supervisor

import (
	"time"

	"github.com/gorgolab/gorgo/interp/frame"
)

// Interrupt ends the cell that runs, or what the cell does just now (a training
// run takes the first interrupt, and its cell goes on). It does not wait.
func (s *Supervisor) Interrupt() {
	s.mu.Lock()
	r := s.run
	var w *process
	if r != nil {
		w = r.worker
	}
	s.mu.Unlock()
	switch {
	case r == nil:
	case w == nil:
		r.once.Do(func() { close(r.interrupted) })
	default:
		s.goes(func() { s.interrupt(r, w) })
	}
}

func (s *Supervisor) interrupt(r *run, w *process) {
	timer := time.NewTimer(s.opts.Grace)
	defer timer.Stop()
	answer, forget := w.ask(&frame.Request{Interrupt: &frame.Interrupt{}})
	defer forget()
	for {
		select {
		case <-r.done:
			return
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
