// One cell, from its request to its answer.

package worker

import (
	"context"
	"errors"
	"fmt"
	"go/parser"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/gorgolab/gorgo/display"
	"github.com/gorgolab/gorgo/interp/frame"
)

// execute runs a cell and sends what it came to.
func (w *worker) execute(x *execution, id int64, req *frame.Execute) {
	if !req.Beside {
		w.out.begin(id)
	}
	done := w.run(x.ctx, req)
	w.ended(id, x)
	guard(func() { done.Names = w.session.Names() })
	w.reopenStreams()
	err := w.out.place(&frame.Response{ID: id, ExecuteDone: &done})
	if err == nil {
		return
	}
	// Too much to send, then; or the kernel is gone, and this is lost too.
	_ = w.out.place(&frame.Response{ID: id, ExecuteDone: &frame.ExecuteDone{
		Error: plain("display error", fmt.Sprintf("the cell ran, but its result can't be shown: %v", err)),
		Names: done.Names, Defined: done.Defined, Imported: done.Imported,
	}})
}

func (w *worker) run(ctx context.Context, req *frame.Execute) frame.ExecuteDone {
	if !req.Beside {
		defer w.serveInput(ctx, req.AllowInput)()
	}
	cell := Cell{Number: req.Number, Name: fmt.Sprintf("cell[%d]", req.Number), Source: req.Code}
	w.remember(cell)
	result, bundle, err := w.value(ctx, cell)
	done := frame.ExecuteDone{Result: bundle, Page: result.Page && bundle != nil, Defined: result.Defined, Imported: result.Imported}
	if err != nil {
		done.Error = w.failure(err)
		return done
	}
	done.Expressions = w.expressions(ctx, req)
	return done
}

// reopenStreams makes sure that what the next cell prints is seen.
func (w *worker) reopenStreams() {
	w.out.printing.Lock()
	defer w.out.printing.Unlock()
	for i, s := range w.out.streams {
		if closed, err := s.reopen(i + 1); err != nil {
			fmt.Fprintf(os.Stderr, "gorgo: %s was closed and can't be opened again: %v\n", s.name, err)
		} else if closed {
			fmt.Fprintf(os.Stderr, "gorgo: the cell closed %s; what it printed after that is lost; it is open again now\n", s.name)
		}
	}
}

// serveInput gives a cell that reads standard input what a person types, until
// stop is called. Cells in subshells do not get any: there is one input.
func (w *worker) serveInput(ctx context.Context, allowed bool) (stop func()) {
	w.stdin.reopen()
	end, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		w.stdin.serve(end, func() (string, error) {
			if !allowed {
				return "", errNoInput
			}
			return w.ask(ctx, "", false)
		})
	}()
	return func() {
		close(end)
		<-ended
	}
}

// value runs a cell and forms the bundle of its values, nil when there is
// nothing to show. Making the bundle calls methods of the user's, so it belongs
// to the running of the cell.
func (w *worker) value(ctx context.Context, cell Cell) (result Result, bundle *display.Bundle, err error) {
	failed := guard(func() {
		if result, err = w.session.Run(ctx, cell); err != nil || !result.Shown {
			return
		}
		b, sealErr := sealed(display.Values(result.Values...))
		if sealErr != nil {
			err = fmt.Errorf("the cell ran, but its result can't be shown: %w", sealErr)
			return
		}
		bundle = &b
	})
	if failed != nil {
		failed.Cell = cell.Number
		err = failed
	}
	if err != nil && ctx.Err() != nil && errors.Is(err, ctx.Err()) {
		err = ErrInterrupted
	}
	return result, bundle, err
}

// expressions evaluates a request's expressions, each by itself.
func (w *worker) expressions(ctx context.Context, req *frame.Execute) map[string]frame.Evaluated {
	if len(req.Expressions) == 0 {
		return nil
	}
	out := make(map[string]frame.Evaluated, len(req.Expressions))
	for _, key := range slices.Sorted(maps.Keys(req.Expressions)) {
		out[key] = w.evaluate(ctx, req.Number, req.Expressions[key])
	}
	return out
}

// evaluate evaluates an expression. It must be one: a statement would change
// the session, and nobody sees it.
func (w *worker) evaluate(ctx context.Context, number int, source string) frame.Evaluated {
	if _, err := parser.ParseExpr(source); err != nil {
		return frame.Evaluated{Error: plain("compile error", fmt.Sprintf("%q is not an expression: %s", source, withoutPosition(err.Error())))}
	}
	_, bundle, err := w.value(ctx, Cell{Number: number, Name: "expression", Source: source})
	if err != nil {
		return frame.Evaluated{Error: w.failure(err)}
	}
	if bundle == nil {
		return frame.Evaluated{Error: plain("compile error", fmt.Sprintf("%s has no value", source))}
	}
	return frame.Evaluated{Result: *bundle}
}

// withoutPosition takes "1:2: " from the text of a parser's error.
func withoutPosition(s string) string {
	if _, rest, ok := strings.Cut(s, ": "); ok {
		return rest
	}
	return s
}

// background reports a panic that no cell waits for.
func (w *worker) background(p *Panic) {
	p.Goroutine = true
	fmt.Fprintln(w.out.printer(os.Stderr), strings.Join(w.failure(p).Traceback, "\n"))
}

// remember keeps the source of a cell for the lines that errors show.
func (w *worker) remember(c Cell) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.sources[c.Name] = c.Source
}

// lines are the lines of a cell, nil when it is not known.
func (w *worker) lines(name string) []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	s, ok := w.sources[name]
	if !ok {
		return nil
	}
	return strings.Split(s, "\n")
}
