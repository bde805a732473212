package kernel

// interpreter.go: what runs the cells, as the kernel sees it.

import (
	"context"

	"github.com/gorgolab/gorgo/display"
	"github.com/gorgolab/gorgo/interp/frame"
)

// Interpreter runs cells. Package kernel/supervisor has the one that counts; it
// is an interface here so that the kernel is tested without processes.
type Interpreter interface {
	// Execute runs a cell and returns when it has ended; it is not called again
	// before that, but with cells that say Beside. The answer's Error says why the
	// cell failed, the error that there is no answer.
	Execute(ctx context.Context, cell frame.Execute, out Output) (frame.ExecuteDone, error)
	// Comm hands an event of a comm to the cells' code, and returns when that has
	// ended. What it prints and shows goes to out.
	Comm(ctx context.Context, e frame.CommEvent, out Output) (frame.CommDone, error)
	// Comms are the targets of the comms that are open, by ID.
	Comms(ctx context.Context) (map[string]string, error)
	// Interrupt ends the cells that run, if any do, and does not wait for them. They
	// hear of it before they get an answer to Input that is returned later.
	Interrupt()
	// Complete, Inspect and IsComplete are called while a cell runs, too.
	// Cursors are byte offsets.
	Complete(ctx context.Context, q frame.Complete) (frame.Completion, error)
	Inspect(ctx context.Context, q frame.Inspect) (frame.Inspection, error)
	IsComplete(ctx context.Context, q frame.IsComplete) (frame.Completeness, error)
	// Shutdown ends the interpreter, and with it a cell that runs.
	Shutdown(ctx context.Context) error
}

// Output takes what a cell prints, shows and asks, from any goroutine; also
// after the cell has ended, because goroutines outlive cells.
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
