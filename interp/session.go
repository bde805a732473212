// This file takes cells through the stages.

package interp

import (
	"context"
	"errors"
	"io"
	"os"

	"github.com/gorgolab/gorgo/interp/check"
	"github.com/gorgolab/gorgo/interp/engine"
	"github.com/gorgolab/gorgo/interp/lower"
	"github.com/gorgolab/gorgo/interp/packages"
	"github.com/gorgolab/gorgo/interp/rtype"
	"github.com/gorgolab/gorgo/interp/runtime"
)

// ErrInterrupted is returned by Run when its context was cancelled and the cell
// stopped. The session's variables are as the cell left them, and nothing of the
// cell runs any more.
var ErrInterrupted = runtime.ErrInterrupted

// Options of a session. The zero value is a complete session.
type Options struct {
	// Background receives the panic of a goroutine whose cell has finished. It
	// is called on that goroutine. Default: such panics are dropped.
	Background func(*runtime.Panic)
	// Prints returns what to write to in place of a file when a cell prints. It
	// is called, and written to, on the goroutine that prints. Default: the file.
	Prints func(*os.File) io.Writer
}

// Session is a sequence of cells with the names that they define.
type Session struct {
	scope *check.Scope
	lower *lower.Lowerer
	eng   *engine.Engine
}

// New starts an empty session. The error says why this machine or this build of
// the program cannot run cells.
func New(opts Options) (*Session, error) {
	if err := rtype.SelfTest(); err != nil {
		return nil, err
	}
	run := runtime.New(runtime.Options{Background: opts.Background, Prints: opts.Prints})
	eng, err := engine.New(run)
	if err != nil {
		return nil, err
	}
	scope := check.NewScope(packages.Universe{})
	return &Session{scope: scope, eng: eng, lower: lower.New(bundled{}, run, scope.FileSet())}, nil
}

// bundled gives the lowering the bundled packages.
type bundled struct{ packages.Universe }

// Cell is a piece of Go to run.
type Cell struct {
	// Number is the cell's execution number.
	Number int
	// Name stands in positions: "cell[3]", or a file's name.
	Name string
	// Source is what the user typed.
	Source string
}

// Result is what a cell gave.
type Result struct {
	// Values are those of the last expression, with their own types.
	Values []any
	// Shown tells whether there was an expression to show.
	Shown bool
	// Defined lists the names that the cell gave the session.
	Defined []string
	// AddedImports lists the packages that the cell named without importing
	// them.
	AddedImports []string
}

// Run checks and runs a cell. Its goroutines, and those that they start, have the
// labels of ctx (runtime/pprof) and one more, "cell", its number. A cancelled ctx interrupts it: Run returns
// ErrInterrupted once no code of the cell runs any more. Compiled code that the
// cell called cannot be stopped, so Run may take as long as that does; the
// caller gives up when it has to.
//
// The error is *check.Errors (the cell did not compile and nothing changed),
// *lower.Error (it uses something that gorgo cannot run yet, and nothing
// changed), *engine.LoadError, *runtime.Panic or ErrInterrupted. Run must not be
// called concurrently; all other methods may be called while it runs.
func (s *Session) Run(ctx context.Context, c Cell) (Result, error) {
	u, err := s.scope.Check(check.Source{Name: c.Name, Number: c.Number, Text: c.Source})
	if err != nil {
		return Result{}, err
	}
	p, err := s.lower.Lower(u)
	if err != nil {
		return Result{}, err
	}
	loaded, err := s.eng.Load(p)
	if err != nil {
		p.Undo()
		return Result{}, err
	}
	s.scope.Commit(u)
	res := Result{}
	for _, g := range u.Defines {
		res.Defined = append(res.Defined, g.Name)
	}
	for _, i := range u.Imports {
		res.AddedImports = append(res.AddedImports, i.Path)
	}
	for _, st := range u.Steps {
		res.Shown = res.Shown || st.Show != nil
	}
	if err := ctx.Err(); err != nil {
		return res, ErrInterrupted
	}
	res.Values, err = s.eng.Run(ctx, loaded, c.Number)
	if err != nil {
		res.Shown = false
	}
	return res, err
}

// Scope is what the session knows about names and types, for package assist. It
// may be read while Run runs.
func (s *Session) Scope() *check.Scope { return s.scope }

// Names lists the names that the session has, imports left out.
func (s *Session) Names() []string {
	var names []string
	for _, n := range s.scope.Names() {
		if b, ok := s.scope.Lookup(n); ok && b.Global != nil {
			names = append(names, n)
		}
	}
	return names
}

// IsInterrupted tells whether err is that of an interrupted cell.
func IsInterrupted(err error) bool { return errors.Is(err, ErrInterrupted) }
