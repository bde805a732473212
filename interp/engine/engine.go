// This file loads and runs lowered programs.

package engine

import (
	"context"
	"fmt"
	"go/ast"
	"go/parser"
	"io"
	"reflect"
	"sync"

	yaegi "github.com/traefik/yaegi/interp"

	"github.com/gorgolab/gorgo/interp/lower"
	"github.com/gorgolab/gorgo/interp/runtime"
)

// Engine runs the programs of one session.
type Engine struct {
	yaegi *yaegi.Interpreter
	run   *runtime.Runtime

	mu     sync.Mutex // held while yaegi compiles
	tables *tables
	rt     map[string]reflect.Value // what yaegi knows as package rt
	decls  map[string]*decl         // what programs may mention, by name
}

// prelude declares what every program uses.
const prelude = "package main; var stop *bool"

// New returns an engine whose programs call the run time.
func New(run *runtime.Runtime) (*Engine, error) {
	e := &Engine{run: run, decls: map[string]*decl{}}
	tracer := newTracer(run)
	run.SetTracer(tracer)
	e.yaegi = yaegi.New(yaegi.Options{Stdout: io.Discard, Stderr: tracer, Unrestricted: true})
	if err := e.yaegi.Use(yaegi.Exports{"rt/rt": run.Symbols()}); err != nil {
		return nil, err
	}
	e.yaegi.ImportUsed() // lowered text need not import rt
	e.rt = e.yaegi.Symbols("rt")["rt"]
	var err error
	if e.tables, err = newTables(e.yaegi); err != nil {
		return nil, err
	}
	stop := &decl{name: "stop", init: &lower.Var{Value: run.Symbols()["Stop"]}}
	if err := e.declare(prelude, nil, []*decl{stop}); err != nil {
		return nil, fmt.Errorf("engine: yaegi does not start: %w", err)
	}
	return e, nil
}

func (e *Engine) parse(text string) (*ast.File, error) {
	return parser.ParseFile(e.yaegi.FileSet(), "lowered.go", text, parser.SkipObjectResolution)
}

// eval compiles and executes declarations: a text's, and others. What yaegi keeps
// of them are the names.
func (e *Engine) eval(text string, more []ast.Decl) (err error) {
	f, err := e.parse(text)
	if err != nil {
		return err
	}
	defer e.forgetFile(f)
	f.Decls = append(f.Decls, more...)
	if len(f.Decls) == 0 {
		return nil
	}
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%v", r)
		}
	}()
	p, err := e.yaegi.CompileAST(f)
	defer e.tables.trim()
	if err != nil {
		return err
	}
	defer e.tables.cut(p)
	_, err = e.yaegi.Execute(p)
	return err
}

// Loaded is a program that can run.
type Loaded struct {
	program *lower.Program
	main    func()
}

// LoadError says that yaegi did not take a lowered program, which is a fault of
// the lowering.
type LoadError struct {
	Err  error
	Text string // the lowered program
}

// Error tells the user what they can do about it.
func (e *LoadError) Error() string {
	return fmt.Sprintf("gorgo could not prepare this cell, although it is correct Go; please report it with the cell's text (%v)", e.Err)
}

// Unwrap is yaegi's error.
func (e *LoadError) Unwrap() error { return e.Err }

// Load makes a program's declarations known. Nothing of the user's runs. The
// error is a *LoadError.
func (e *Engine) Load(p *lower.Program) (*Loaded, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	l := &Loaded{program: p}
	if err := e.link(p, l); err != nil {
		return nil, &LoadError{err, p.Text}
	}
	return l, nil
}

func protected(f func()) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%v", r)
		}
	}()
	f()
	return nil
}

// Run runs a program as cell number cell, and returns the values of the cell's
// last expression. A cancelled ctx interrupts it. The error is a *runtime.Panic
// or runtime.ErrInterrupted.
func (e *Engine) Run(ctx context.Context, l *Loaded, cell int) ([]any, error) {
	if err := e.run.Do(ctx, cell, l.main); err != nil {
		return nil, err
	}
	return *l.program.Results, nil
}
