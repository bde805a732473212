// This file loads and runs lowered programs.

package engine

import (
	"context"
	"fmt"
	"go/parser"
	"io"
	"reflect"

	yaegi "github.com/traefik/yaegi/interp"

	"github.com/gorgolab/gorgo/interp/lower"
	"github.com/gorgolab/gorgo/interp/runtime"
)

// Engine runs the programs of one session.
type Engine struct {
	yaegi *yaegi.Interpreter
	run   *runtime.Runtime
	files int
}

// prelude declares what every program uses.
const prelude = `package main

import "rt"

var stop *bool

func init() { stop = rt.Stop }
`

// New returns an engine whose programs call the run time.
func New(run *runtime.Runtime) (*Engine, error) {
	e := &Engine{run: run}
	tracer := newTracer(run)
	run.SetTracer(tracer)
	e.yaegi = yaegi.New(yaegi.Options{Stdout: io.Discard, Stderr: tracer, Unrestricted: true})
	if err := e.use(run.Symbols()); err != nil {
		return nil, err
	}
	if err := e.eval(prelude); err != nil {
		return nil, fmt.Errorf("engine: yaegi does not start: %w", err)
	}
	return e, nil
}

func (e *Engine) use(symbols map[string]reflect.Value) error {
	return e.yaegi.Use(yaegi.Exports{"rt/rt": symbols})
}

// eval compiles and executes a file of declarations.
func (e *Engine) eval(text string) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%v", r)
		}
	}()
	// Imports belong to a file, by its name.
	e.files++
	f, err := parser.ParseFile(e.yaegi.FileSet(), fmt.Sprintf("lowered%d.go", e.files), text, parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	p, err := e.yaegi.CompileAST(f)
	if err != nil {
		return err
	}
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
	l := &Loaded{program: p}
	var load func()
	hook := fmt.Sprintf("Loaded%d", e.files)
	p.Symbols[hook] = reflect.ValueOf(func(f, g func()) { load, l.main = f, g })
	text := p.Text + fmt.Sprintf("\nfunc init() { rt.%s(%s, %s) }\n", hook, p.Load, p.Run)
	if err := e.use(p.Symbols); err != nil {
		return nil, &LoadError{err, text}
	}
	if err := e.eval(text); err != nil {
		return nil, &LoadError{err, text}
	}
	if load == nil {
		return nil, &LoadError{fmt.Errorf("its functions did not arrive"), text}
	}
	if err := protected(load); err != nil {
		return nil, &LoadError{err, text}
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
