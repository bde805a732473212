// This file runs a cell: its magics one by one, then its Go.

package magic

import (
	"context"
	"errors"
	"fmt"
	"go/types"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/gorgolab/gorgo/display"
	"github.com/gorgolab/gorgo/interp"
	"github.com/gorgolab/gorgo/interp/assist"
	"github.com/gorgolab/gorgo/interp/check"
)

// Session is what magics need of a session. An *interp.Session is one.
type Session interface {
	Run(ctx context.Context, c interp.Cell) (interp.Result, error)
	Do(ctx context.Context, cell int, f func()) error
	Lowered(c interp.Cell) (string, error)
	Declared() []interp.Declared
	AddedImports() []interp.AddedImport
	Scope() *check.Scope
	Require(ctx context.Context, spec string) (path, version string, err error)
	Modules() [][2]string
	Assistant() *assist.Assistant
	Reset() error
}

// Runner runs the cells of one session.
type Runner struct {
	Session Session
	// Out and Err are where commands and magics print: by default what
	// os.Stdout and os.Stderr are at the time.
	Out, Err *os.File
	// Batch is how long %timeit aims to run between two looks at the clock.
	// Default: 100 ms.
	Batch time.Duration

	oldDir string // the directory before the last %cd
}

// call is a magic at work.
type call struct {
	*Runner
	Directive
	cell interp.Cell
	// code is the Go that the magic works on: its argument or the rest of the
	// cell. It is empty for a magic that takes none.
	code interp.Cell
}

// Run runs a cell with its magics. What a step shows is the cell's result if it
// is the last one that shows something, and displayed at once otherwise. The
// error is one of Session.Run's, a *check.Errors too for a magic that is not
// right, or says why a magic failed.
func (r *Runner) Run(ctx context.Context, cell interp.Cell) (interp.Result, error) {
	parsed := Parse(cell.Source, r.known)
	if len(parsed.Directives) == 0 {
		res, err := r.Session.Run(ctx, cell)
		return res, r.explain(err, cell, parsed)
	}
	steps, err := r.plan(cell, parsed)
	if err != nil {
		return interp.Result{}, err
	}
	var all interp.Result
	for _, step := range steps {
		if ctx.Err() != nil {
			return all, interp.ErrInterrupted
		}
		if all.Shown {
			display.Show(all.Values...)
			all.Shown = false
		}
		res, err := step(ctx)
		all.Defined = append(all.Defined, res.Defined...)
		all.AddedImports = append(all.AddedImports, res.AddedImports...)
		all.Prepared += res.Prepared
		all.Ran += res.Ran
		all.Values, all.Shown = res.Values, res.Shown
		if err != nil {
			return all, r.explain(err, cell, parsed)
		}
	}
	return all, nil
}

// plan makes the steps of a cell. A cell with a magic that cannot be right runs
// none.
func (r *Runner) plan(cell interp.Cell, parsed Cell) (steps []func(context.Context) (interp.Result, error), err error) {
	rest := parsed.HasGo
	var errs check.Errors
	for i, d := range parsed.Directives {
		c := &call{Runner: r, Directive: d, cell: cell, code: cell}
		m := find(d.Name)
		var wrong error
		switch {
		case m == nil:
			wrong = unknown(d)
		case d.Whole && !m.code:
			wrong = fmt.Errorf("%%%%%s: %s takes no code: write %%%s", d.Name, d.Name, d.Name)
		case d.Whole && d.Arg != "":
			wrong = fmt.Errorf("%%%%%s takes the rest of the cell, nothing on its own line", d.Name)
		case m.args == "" && d.Arg != "":
			wrong = fmt.Errorf("%%%s takes no argument", d.Name)
		case m.code && d.Arg != "":
			c.code.Source = d.only(cell.Source)
		case m.code && !rest:
			wrong = fmt.Errorf("%%%s: there is no Go for it, neither on its line nor below", d.Name)
		case m.code && i < len(parsed.Directives)-1:
			wrong = fmt.Errorf("%%%s takes the rest of the cell: put it last among the magics", d.Name)
		case m.code:
			c.code.Source, rest = parsed.Code, false
		}
		if wrong != nil {
			errs.List = append(errs.List, mistake(cell, d, wrong))
			continue
		}
		steps = append(steps, func(ctx context.Context) (interp.Result, error) { return m.run(ctx, c) })
	}
	if len(errs.List) > 0 {
		return nil, &errs
	}
	if rest {
		code := cell
		code.Source = parsed.Code
		steps = append(steps, func(ctx context.Context) (interp.Result, error) { return r.Session.Run(ctx, code) })
	}
	return steps, nil
}

// mistake is an error at a directive, as those of Go look.
func mistake(cell interp.Cell, d Directive, err error) *check.Error {
	e := &check.Error{
		Cell: cell.Number, Name: cell.Name, Line: d.Line, Column: d.Column, EndColumn: d.EndColumn,
		Msg: err.Error(), SourceLine: sourceLine(cell.Source, d.Line),
	}
	var u *unknownError
	if errors.As(err, &u) {
		e.Hint = u.hint
	}
	return e
}

// sourceLine is a line of a text, which counts from 1.
func sourceLine(text string, number int) string {
	lines := strings.Split(text, "\n")
	if number < 1 || number > len(lines) {
		return ""
	}
	return strings.TrimSuffix(lines[number-1], "\r")
}

// explain gives errors of Go the lines that the user typed, and tells those who
// wrote a magic below Go where magics stand.
func (r *Runner) explain(err error, cell interp.Cell, parsed Cell) error {
	var errs *check.Errors
	if !errors.As(err, &errs) {
		return err
	}
	for _, e := range errs.List {
		if e.Name != cell.Name || e.Cell != cell.Number {
			continue
		}
		e.SourceLine = sourceLine(cell.Source, e.Line)
		if slices.ContainsFunc(parsed.Directives, func(d Directive) bool { return d.Line == e.Line }) {
			continue
		}
		if asked.MatchString(strings.TrimSpace(e.SourceLine)) {
			e.Hint = "a question stands alone, or before a cell's first line of Go"
			continue
		}
		name, isMagic := strings.CutPrefix(strings.TrimSpace(e.SourceLine), "%")
		name, _, _ = strings.Cut(strings.TrimPrefix(name, "%"), " ")
		if isMagic && e.Hint == "" && find(name) != nil {
			e.Hint = fmt.Sprintf("magics such as %%%s stand before a cell's first line of Go", name)
		}
	}
	return err
}

// known tells the names that mean something in a cell. Those of packages and
// predeclared ones mean nothing by themselves that could follow a "!".
func (r *Runner) known(name string, bare bool) bool {
	scope := r.Session.Scope()
	if b, ok := scope.Lookup(name); ok && (b.Import == nil || !bare) {
		return true
	}
	return !bare && (types.Universe.Lookup(name) != nil || len(scope.Packages().ByName(name)) > 0)
}

func (r *Runner) out() *os.File {
	if r.Out != nil {
		return r.Out
	}
	return os.Stdout
}

func (r *Runner) err() *os.File {
	if r.Err != nil {
		return r.Err
	}
	return os.Stderr
}

// printf prints for a magic.
func (c *call) printf(format string, args ...any) {
	fmt.Fprintf(c.out(), format, args...)
}

// words are the words of the argument.
func (c *call) words() []string { return strings.Fields(c.Arg) }

// value is a result that shows one value.
func value(v any) (interp.Result, error) {
	return interp.Result{Values: []any{v}, Shown: true}, nil
}

// nothing is the result of a magic that shows nothing.
func nothing(err error) (interp.Result, error) { return interp.Result{}, err }

// find is the magic of a name, nil when there is none.
func find(name string) *magic {
	i := slices.IndexFunc(table, func(m *magic) bool { return m.name == name })
	if i < 0 {
		return nil
	}
	return table[i]
}
