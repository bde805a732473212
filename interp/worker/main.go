// The worker with its interpreter.

package worker

import (
	"context"
	"errors"
	"fmt"
	"os"
	goruntime "runtime"
	"strings"

	"github.com/gorgolab/gorgo/interp"
	"github.com/gorgolab/gorgo/interp/magic"
	"github.com/gorgolab/gorgo/interp/runtime"
)

// heapFloor is memory that is never touched, and so takes none. The collector
// runs when the heap has doubled; without it, that would be every 30 MB in a small
// session, at a third of the interpreter's time.
const heapFloor = 64 << 20

// Main is the command "gorgo worker". It returns the status to exit with.
func Main(args []string) int {
	floor := make([]byte, heapFloor)
	defer goruntime.KeepAlive(floor)
	return Run(args, open)
}

// open starts an empty session.
func open(h Hooks) (Session, error) {
	s, err := interp.New(interp.Options{
		Background: func(p *runtime.Panic) { h.Background(panicked(p)) },
		Prints:     h.Prints,
		Log:        func(text string) { fmt.Fprintln(os.Stderr, text) },
	})
	if err != nil {
		return nil, err
	}
	return session{s, &magic.Runner{Session: s}}, nil
}

// session is package interp's Session as the worker wants it.
type session struct {
	s      *interp.Session
	magics *magic.Runner
}

func (s session) Run(ctx context.Context, c Cell) (Result, error) {
	r, err := s.magics.Run(ctx, interp.Cell{Number: c.Number, Name: c.Name, Source: c.Source})
	result := Result{Values: r.Values, Shown: r.Shown, Page: magic.IsQuestion(c.Source), Defined: r.Defined, Imported: r.AddedImports}
	var p *runtime.Panic
	switch {
	case errors.As(err, &p):
		return result, panicked(p)
	case interp.IsInterrupted(err):
		return result, ErrInterrupted
	}
	return result, err
}

func (s session) Do(ctx context.Context, number int, f func()) error {
	err := s.s.Do(ctx, number, f)
	var p *runtime.Panic
	switch {
	case errors.As(err, &p):
		return panicked(p)
	case interp.IsInterrupted(err):
		return ErrInterrupted
	}
	return err
}

// topLevel is what the run time calls a cell's statements outside of functions.
const topLevel = "cell"

func panicked(p *runtime.Panic) *Panic {
	out := &Panic{Text: p.Text, Hint: p.Hint, Cell: p.Cell, Goroutine: p.Goroutine}
	for _, s := range p.Stack {
		if interp.IsBundled(s.Package) {
			continue // generic code that runs from source, as slices.SortFunc does
		}
		at := Place{Name: s.Pos.Filename, Line: s.Pos.Line}
		if s.Func != topLevel {
			at.Func = strings.TrimPrefix(s.Func, topLevel+".")
		}
		out.Stack = append(out.Stack, at)
	}
	if p.Previous != nil {
		out.Previous = panicked(p.Previous)
	}
	return out
}

func (s session) Names() []string { return s.s.Names() }
