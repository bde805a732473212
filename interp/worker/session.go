// What the worker needs of an interpreter.

package worker

import (
	"context"
	"errors"
	"io"
	"os"

	"github.com/gorgolab/gorgo/interp/frame"
)

// A Session runs cells. The one that counts is package interp's; it is an
// interface here so that processes are tested without an interpreter.
type Session interface {
	// Run runs a cell and returns when it has ended. Cells may run beside one
	// another. Their goroutines have ctx's labels (runtime/pprof). When ctx is
	// cancelled it ends the cell. The error is a *check.Errors, a *Panic,
	// ErrInterrupted or something else with a text.
	Run(ctx context.Context, c Cell) (Result, error)
	// Do runs f, which calls functions of the user's, as Run runs a cell, on a
	// goroutine with ctx's labels; number is that of the last one. The error is a *Panic or ErrInterrupted.
	Do(ctx context.Context, number int, f func()) error
	// Names lists the names that the session has.
	Names() []string
	// Complete, Inspect and IsComplete are called while Run runs, too. Cursors
	// are byte offsets.
	Complete(q frame.Complete) frame.Completion
	Inspect(q frame.Inspect) frame.Inspection
	IsComplete(q frame.IsComplete) frame.Completeness
}

// A Cell is the source of a cell, and what positions call it.
type Cell struct {
	Number int
	Name   string // as in "cell[3]"
	Source string
}

// A Result is what a cell came to.
type Result struct {
	Values   []any // of the last expression
	Shown    bool  // whether Values are to be shown
	Page     bool  // whether they are for a pager
	Defined  []string
	Imported []string
}

// ErrInterrupted is the error of a cell that ctx ended. What it had done stays.
var ErrInterrupted = errors.New("the cell was interrupted")

// A Panic is a panic that nobody recovered.
type Panic struct {
	Text      string  // as Go prints it after "panic: "
	Stack     []Place // the user's functions that were active, innermost first
	Hint      string  // what to do about it, if that is known
	Previous  *Panic  // the panic that was handled when this one happened
	Cell      int     // number of the cell that ran, or that started the goroutine
	Goroutine bool    // in a goroutine that a cell started
}

// Error is Go's first line.
func (p *Panic) Error() string { return "panic: " + p.Text }

// A Place is a line of a cell.
type Place struct {
	Name string // the cell's, or a file's
	Line int    // from 1
	Func string // "" for the cell's top level
}

// Hooks are what a session reports by itself.
type Hooks struct {
	// Background is called with the panic of a goroutine whose cell has ended.
	Background func(*Panic)
	// Prints returns what to write to in place of a file when a cell prints. It
	// is called, and written to, on the goroutine that prints.
	Prints func(*os.File) io.Writer
}
