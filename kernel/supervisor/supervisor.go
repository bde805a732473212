// A cell, from the kernel's side.

package supervisor

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/gorgolab/gorgo/display"
	"github.com/gorgolab/gorgo/interp/frame"
)

// ErrClosed is returned after Shutdown.
var ErrClosed = errors.New("supervisor: shut down")

// Output takes what a cell prints, shows and asks, from any goroutine; also
// after the cell has ended, because goroutines outlive cells. It is the
// kernel's; a slow one slows the cell down.
type Output = interface {
	// Stream takes text that was printed; it may end inside a character.
	Stream(name, text string)
	// Display shows a bundle. A display with an id may be updated later.
	Display(b display.Bundle, id string, update bool)
	// Clear clears what the cell showed; with wait, once something new comes.
	Clear(wait bool)
	// Input asks the person for a line, and waits for it.
	Input(prompt string, password bool) (string, error)
	// Comm passes an event of a comm on to the front ends.
	Comm(e frame.CommEvent)
}

// Supervisor runs cells in a worker process.
type Supervisor struct {
	opts Options
	work sync.WaitGroup // of all workers

	executing sync.Mutex // held while a cell runs that is in no subshell

	mu     sync.Mutex
	worker *process
	out    Output // of the cell that began last and is in no subshell
	runs   map[*run]bool
	names  []string // that the worker's session has
	missed missed
	ran    []ran // the cells that the session is made of
	closed bool
}

// run is a cell between Execute's call and its return, or an event of a comm.
type run struct {
	worker      *process      // nil until the cell was sent
	interrupted chan struct{} // closed by an interrupt that came before that
	done        chan struct{} // closed when it has ended
	once        sync.Once
}

// Start starts a worker. It does not wait until the worker is ready: the first
// cell does.
func Start(opts Options) (*Supervisor, error) {
	opts, err := opts.withDefaults()
	if err != nil {
		return nil, err
	}
	s := &Supervisor{opts: opts, runs: map[*run]bool{}}
	if s.worker, err = s.start(); err != nil {
		return nil, err
	}
	return s, nil
}

// Execute runs a cell and returns when it has ended and everything that it
// printed and showed went to out. A cell that ends its process is a cell with an
// error; Execute's own error means that there is no process to run it, or that
// ctx ended, which ends the process. Only cells with Beside run beside others.
func (s *Supervisor) Execute(ctx context.Context, req frame.Execute, out Output) (frame.ExecuteDone, error) {
	if !req.Beside {
		s.executing.Lock()
		defer s.executing.Unlock()
		s.mu.Lock()
		s.out = out
		s.mu.Unlock()
	}
	if strings.TrimSpace(req.Code) == Restore {
		return s.restore(ctx, out)
	}
	answer, failed, err := s.perform(ctx, req.Number, &frame.Request{Execute: &req}, out)
	if failed != nil || err != nil {
		return frame.ExecuteDone{Error: failed}, err
	}
	done := s.finished(answer.ExecuteDone)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.remember(&req, &done)
	return done, nil
}

// Comm hands an event of a comm from a front end to the cells' code, and returns
// when that has ended. What it prints and shows goes to out.
func (s *Supervisor) Comm(ctx context.Context, e frame.CommEvent, out Output) (frame.CommDone, error) {
	answer, failed, err := s.perform(ctx, e.Number, &frame.Request{Comm: &e}, out)
	if failed != nil || err != nil {
		return frame.CommDone{Error: failed}, err
	}
	if answer.CommDone == nil {
		return frame.CommDone{}, errNoAnswer
	}
	return *answer.CommDone, nil
}

// perform has the worker run code of the user's, and returns its answer, or why
// it has none: failed when that is for the user to know.
func (s *Supervisor) perform(ctx context.Context, number int, m *frame.Request, out Output) (_ *frame.Response, failed *frame.Failure, _ error) {
	r := &run{interrupted: make(chan struct{}), done: make(chan struct{})}
	s.mu.Lock()
	s.runs[r] = true
	s.mu.Unlock()
	defer func() {
		s.mu.Lock()
		delete(s.runs, r)
		s.mu.Unlock()
		close(r.done)
	}()
	for again := false; ; again = true {
		answer, w, failed, err := s.attempt(ctx, r, m, out)
		if answer != nil || failed != nil || err != nil {
			return answer, failed, err
		}
		// The worker is dead. If it was so before the cell began, as one is that
		// was killed from outside a moment ago, the cell is its successor's.
		if again || w.began(m) || w.death.ours {
			return nil, w.death.failure(number, w.lost), nil
		}
		out.Stream("stderr", w.death.notice(w.lost))
	}
}

// attempt has a worker run code. Without an answer, a failure and an error the
// worker died.
func (s *Supervisor) attempt(ctx context.Context, r *run, m *frame.Request, out Output) (_ *frame.Response, _ *process, failed *frame.Failure, _ error) {
	w, err := s.ready(ctx, r.interrupted)
	if errors.Is(err, errInterrupted) {
		return nil, nil, failure(interrupted, "the cell was interrupted before it ran"), nil
	}
	if err != nil {
		return nil, nil, nil, err
	}
	if early := w.takeEarly(); len(early) > 0 {
		out.Stream("stderr", string(early))
	}
	s.mu.Lock()
	// Together, so that an interrupt is sent after the cell.
	r.worker = w
	answer, forget := w.perform(m, out)
	s.mu.Unlock()
	defer forget()
	w.used.Store(true)
	// An interrupt that came after ready had looked, and before that.
	select {
	case <-r.interrupted:
		s.interrupt(w, []*run{r})
	default:
	}
	select {
	case a := <-answer:
		return a, w, nil, nil
	case <-w.dead:
	case <-ctx.Done():
		w.end(endedByUs)
		<-w.dead // the next cell is for its successor
		return nil, w, nil, ctx.Err()
	}
	select {
	case a := <-answer: // the last thing that the worker did
		return a, w, nil, nil
	default:
		return nil, w, nil, nil
	}
}

// finished notes the names that the session has now.
func (s *Supervisor) finished(done *frame.ExecuteDone) frame.ExecuteDone {
	if done == nil {
		return frame.ExecuteDone{Error: failure("KernelError", "the worker's answer makes no sense: please report this")}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.names = slices.Clone(done.Names)
	s.missed.explain(done)
	return *done
}

var errInterrupted = errors.New("interrupted")

// ready waits for a worker that can run a cell. It starts one when there is
// none, and gives up when that ends too.
func (s *Supervisor) ready(ctx context.Context, interrupted <-chan struct{}) (*process, error) {
	mine := false // started here
	for {
		s.mu.Lock()
		w, closed := s.worker, s.closed
		s.mu.Unlock()
		if closed {
			return nil, ErrClosed
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-interrupted:
			return nil, errInterrupted
		case <-w.ready:
			select {
			case <-w.dead:
			default:
				return w, nil
			}
		case <-w.dead:
		}
		// It is dead. Its successor, if there is one, was put into its place
		// before that became known.
		s.mu.Lock()
		var err error
		if s.worker == w && !s.closed {
			if mine {
				err = fmt.Errorf("supervisor: the process that runs cells does not start: %s", w.death.reason())
			} else {
				mine = true
				if next, startErr := s.start(); startErr != nil {
					err = startErr
				} else {
					s.worker = next
				}
			}
		}
		s.mu.Unlock()
		if err != nil {
			return nil, err
		}
	}
}

// ended is called once for each worker, when it has ended and before its dead
// is closed: it starts the next one, and says so when no cell is there to say it.
func (s *Supervisor) ended(w *process) {
	s.mu.Lock()
	w.lost, s.names = s.names, nil
	s.missed.add(w.lost)
	running := false
	for r := range s.runs {
		running = running || r.worker == w
	}
	out := s.out
	closed := s.closed
	// One that ended unused would have successors for ever.
	if !closed && s.worker == w && w.used.Load() {
		if next, err := s.start(); err != nil {
			s.opts.Log.Error("the next worker did not start", "error", err)
		} else {
			s.worker = next
		}
	}
	s.mu.Unlock()
	if closed {
		return
	}
	s.opts.Log.Info("the worker ended", "why", w.death.reason(), "cell runs", running)
	if !running && out != nil && w.used.Load() {
		out.Stream("stderr", w.death.notice(w.lost))
	}
}

// goes runs f in a goroutine that Shutdown waits for.
func (s *Supervisor) goes(f func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.closed {
		s.work.Go(f)
	}
}

// output is where the worker's output goes.
func (s *Supervisor) output() Output {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.out
}

// Shutdown ends the worker, and with it a cell that runs; when ctx ends, by
// force.
func (s *Supervisor) Shutdown(ctx context.Context) error {
	s.mu.Lock()
	s.closed = true
	w := s.worker
	s.mu.Unlock()
	w.shutdown(ctx)
	s.work.Wait()
	return nil
}
