// This file takes cells through the stages.

package interp

import (
	"context"
	"errors"
	"fmt"
	"go/types"
	"io"
	"os"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gorgolab/gorgo/interp/assist"
	"github.com/gorgolab/gorgo/interp/bytecode"
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
	// Dir is the notebook's folder: its go.mod, or one above it, says which
	// modules cells import, and packages below it are local ones. Default: the
	// current directory.
	Dir string
	// Log is told what takes long: downloads of modules. Default: nothing is.
	Log func(string)
}

// Session is a sequence of cells with the names that they define.
type Session struct {
	opts  Options
	state atomic.Pointer[state]
}

// state is everything that Reset replaces.
type state struct {
	prepare sync.Mutex // held while a cell is checked, lowered and loaded

	scope *check.Scope
	lib   *library
	lower *lower.Lowerer
	run   *runtime.Runtime
	eng   *engine.Engine
	added []AddedImport

	assistant *assist.Assistant
}

// New starts an empty session. The error says why this machine or this build of
// the program cannot run cells.
func New(opts Options) (*Session, error) {
	if err := rtype.SelfTest(); err != nil {
		return nil, err
	}
	s := &Session{opts: opts}
	return s, s.Reset()
}

// Reset makes the session a new one: no names, no imports, no values. Goroutines
// of earlier cells go on with what they hold. It must not be called while Run
// runs.
func (s *Session) Reset() error {
	run := runtime.New(runtime.Options{Background: s.opts.Background, Prints: s.opts.Prints})
	eng, err := engine.New(run)
	if err != nil {
		return err
	}
	lib := newLibrary(s.opts)
	scope := check.NewScope(lib)
	lib.scope = scope
	low := lower.New(packages.Universe{}, run, scope.FileSet())
	if os.Getenv(bytecode.Env) != "off" {
		low.SetBackend(bytecode.New(run))
	}
	old := s.state.Load()
	s.state.Store(&state{
		scope: scope, lib: lib, run: run, eng: eng, lower: low,
		assistant: assist.New(scope, documented{s: s}),
	})
	if old != nil { // its types are kept for ever, and would keep its values
		old.lower.Close()
		old.eng.Close()
		old.run.Close()
	}
	return nil
}

// Cell is a piece of Go to run.
type Cell struct {
	// Number is the cell's execution number.
	Number int
	// Name stands in positions: "cell[3]", or a file's name.
	Name string
	// Source is what the user typed.
	Source string
	// Head and Tail are Go around the source's statements that the user does
	// not see; see check.Source.
	Head, Tail string
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
	// Prepared is how long checking and lowering took, Ran how long the cell ran.
	Prepared, Ran time.Duration
}

// Run checks and runs a cell. Its goroutines, and those that they start, have the
// labels of ctx (runtime/pprof) and one more, "cell", its number. A cancelled ctx
// interrupts it: Run returns ErrInterrupted once no code of the cell runs any
// more. Compiled code that the cell called cannot be stopped, so Run may take as
// long as that does; the caller gives up when it has to.
//
// The error is *check.Errors (the cell did not compile and nothing changed),
// *lower.Error (it uses something that gorgo cannot run yet, and nothing
// changed), *engine.LoadError, *runtime.Panic or ErrInterrupted. Cells may run
// beside one another, as goroutines do: what they share, they guard.
func (s *Session) Run(ctx context.Context, c Cell) (Result, error) {
	st := s.state.Load()
	loaded, u, res, err := st.load(ctx, c)
	if err != nil {
		return Result{}, err
	}
	if err := ctx.Err(); err != nil {
		return res, ErrInterrupted
	}
	start := time.Now()
	res.Values, err = st.eng.Run(ctx, loaded, c.Number)
	res.Ran = time.Since(start)
	if err != nil {
		res.Shown = false
		st.explain(err)
		st.withdraw(u, err, &res)
	}
	return res, err
}

// withdraw takes back the variables that a cell which panicked did not get to.
func (st *state) withdraw(u *check.Unit, err error, res *Result) {
	var p *runtime.Panic
	if !errors.As(err, &p) || p.Goroutine {
		return
	}
	for p.Previous != nil {
		p = p.Previous // what the cell's own statements ended with
	}
	for _, site := range p.Stack {
		if site.Func != "cell" || site.Package != "" || site.Pos.Filename != u.Source.Name {
			continue
		}
		st.prepare.Lock()
		defer st.prepare.Unlock()
		for _, name := range st.scope.Withdraw(u, site.Pos) {
			res.Defined = slices.DeleteFunc(res.Defined, func(n string) bool { return n == name })
		}
		return
	}
}

// explain adds to a panic what the session knows about it: a value of a type that was
// redefined since looks like one of the present type.
func (st *state) explain(err error) {
	var p *runtime.Panic
	if !errors.As(err, &p) {
		return
	}
	held, asserted := st.run.Asserted(p.Value)
	old, now := declaration(held), declaration(asserted)
	if old == nil || now == nil || old == now || old.Name() != now.Name() {
		return
	}
	from, _, ok := st.scope.Text(old.Pos())
	to, _, ok2 := st.scope.Text(now.Pos())
	switch {
	case !ok || !ok2:
	case from.Number != to.Number:
		p.Hint = fmt.Sprintf("the value has the %s of cell %d, the assertion wants that of cell %d: make the value again", old.Name(), from.Number, to.Number)
	default:
		p.Hint = fmt.Sprintf("the value was made before %s got its present form: make it again", old.Name())
	}
}

// declaration is the name of a type of the session, or of what it points to.
func declaration(t types.Type) *types.TypeName {
	if p, ok := t.(*types.Pointer); ok {
		t = p.Elem()
	}
	if n, ok := t.(*types.Named); ok {
		return n.Origin().Obj()
	}
	return nil
}

// initialise runs the packages from source that a unit needs and that have not
// run yet. Those that ran stay, whatever becomes of the cell.
func (st *state) initialise(ctx context.Context, u *check.Unit, cell int) error {
	for _, s := range st.lib.pending(u.Packages) {
		p, err := st.lower.Package(s.unit)
		if err != nil {
			return err
		}
		loaded, err := st.eng.Load(p)
		if err != nil {
			p.Undo()
			return err
		}
		if _, err := st.eng.Run(ctx, loaded, cell); err != nil {
			return err
		}
		s.ready = true
	}
	return nil
}

func (c Cell) source() check.Source {
	return check.Source{Name: c.Name, Number: c.Number, Text: c.Source, Head: c.Head, Tail: c.Tail}
}

// Do runs f, compiled code that calls functions which cells have defined, as Run
// runs a cell: its panics and a cancelled ctx end it and nothing else. number is
// that of the cell it belongs to. The error is *runtime.Panic or ErrInterrupted.
func (s *Session) Do(ctx context.Context, number int, f func()) error {
	return s.state.Load().run.Do(ctx, number, f)
}

// load prepares a cell, and makes its names the session's.
func (st *state) load(ctx context.Context, c Cell) (*engine.Loaded, *check.Unit, Result, error) {
	st.prepare.Lock()
	defer st.prepare.Unlock()
	start := time.Now()
	st.lib.begin(ctx)
	st.lib.fetch(c.Source)
	u, err := st.scope.Check(c.source())
	if ctx.Err() != nil {
		return nil, nil, Result{}, ErrInterrupted // an import may have failed for that reason
	}
	if err != nil {
		return nil, nil, Result{}, err
	}
	if err := st.initialise(ctx, u, c.Number); err != nil {
		return nil, nil, Result{}, err
	}
	p, err := st.lower.Lower(u)
	if err != nil {
		return nil, nil, Result{}, err
	}
	loaded, err := st.eng.Load(p)
	if err != nil {
		p.Undo()
		return nil, nil, Result{}, err
	}
	st.scope.Commit(u)
	res := Result{Prepared: time.Since(start)}
	for _, g := range u.Defines {
		res.Defined = append(res.Defined, g.Name)
	}
	for _, i := range u.Imports {
		res.AddedImports = append(res.AddedImports, i.Path)
		st.added = append(st.added, AddedImport{Import: i, Cell: c.Number})
	}
	for _, step := range u.Steps {
		res.Shown = res.Shown || step.Show != nil
	}
	return loaded, u, res, nil
}

// Scope is what the session knows about names and types, for package assist. It
// may be read while Run runs.
func (s *Session) Scope() *check.Scope { return s.state.Load().scope }

// IsInterrupted tells whether err is that of an interrupted cell.
func IsInterrupted(err error) bool { return errors.Is(err, ErrInterrupted) }
