// Questions about code, which are answered while a cell runs.

package supervisor

import (
	"context"
	"errors"

	"github.com/gorgolab/gorgo/interp/frame"
)

var errNoAnswer = errors.New("supervisor: the worker ended before it answered")

// Complete asks how code may go on.
func (s *Supervisor) Complete(ctx context.Context, q frame.Complete) (frame.Completion, error) {
	return question(s, ctx, &frame.Request{Complete: &q}, func(r *frame.Response) *frame.Completion { return r.Completion })
}

// Inspect asks what stands in code.
func (s *Supervisor) Inspect(ctx context.Context, q frame.Inspect) (frame.Inspection, error) {
	return question(s, ctx, &frame.Request{Inspect: &q}, func(r *frame.Response) *frame.Inspection { return r.Inspection })
}

// IsComplete asks whether code can run as it is.
func (s *Supervisor) IsComplete(ctx context.Context, q frame.IsComplete) (frame.Completeness, error) {
	return question(s, ctx, &frame.Request{IsComplete: &q}, func(r *frame.Response) *frame.Completeness { return r.Completeness })
}

// Comms asks which comms are open: their targets by ID.
func (s *Supervisor) Comms(ctx context.Context) (map[string]string, error) {
	open, err := question(s, ctx, &frame.Request{CommInfo: &frame.CommInfo{}}, func(r *frame.Response) *frame.CommsOpen { return r.CommsOpen })
	return open.Targets, err
}

func question[T any](s *Supervisor, ctx context.Context, m *frame.Request, of func(*frame.Response) *T) (T, error) {
	var none T
	w, err := s.ready(ctx, nil)
	if err != nil {
		return none, err
	}
	answer, forget := w.ask(m)
	defer forget()
	select {
	case a := <-answer:
		if v := of(a); v != nil {
			return *v, nil
		}
		return none, errNoAnswer
	case <-w.dead:
		return none, errNoAnswer
	case <-ctx.Done():
		return none, ctx.Err()
	}
}
