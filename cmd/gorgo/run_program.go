// gorgo run for Go programs: one file, interpreted in this very process, so that
// input, output, signals and the exit status are the program's own.

package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/gorgolab/gorgo/display"
	"github.com/gorgolab/gorgo/interp"
	"github.com/gorgolab/gorgo/interp/runtime"
)

// exitPanic is the status with which a compiled Go program ends after a panic.
const exitPanic = 2

func runProgram(io stdio, file, src string, args []string) int {
	dir, err := filepath.Abs(filepath.Dir(file))
	if err != nil {
		fmt.Fprintf(io.err, "gorgo run: %v\n", err)
		return exitFailed
	}
	s, err := interp.New(interp.Options{Dir: dir, Log: func(text string) { fmt.Fprintln(io.err, text) }})
	if err != nil {
		fmt.Fprintf(io.err, "gorgo run: %v\n", err)
		return exitFailed
	}
	os.Args = append([]string{file}, args...)
	result, err := s.Run(context.Background(), interp.Cell{Name: filepath.Base(file), Source: src})
	var p *runtime.Panic
	switch {
	case errors.As(err, &p):
		fmt.Fprintf(io.err, "%v\n\n%s", p, stack(p))
		return exitPanic
	case err != nil:
		fmt.Fprintf(io.err, "%v\n", err)
		return exitFailed
	}
	if result.Shown {
		fmt.Fprintln(io.out, display.Values(result.Values...).Data["text/plain"])
	}
	return exitOK
}

// stack lists the functions that were active, in the form of a compiled program.
func stack(p *runtime.Panic) string {
	if len(p.Stack) == 0 {
		return ""
	}
	var b strings.Builder
	b.WriteString("goroutine [running]:\n")
	name := ""
	for _, s := range p.Stack {
		if s.Func == "cell" && name == "main" {
			break // what calls main is ours
		}
		name = strings.TrimPrefix(s.Func, "cell.")
		if s.Func == "cell" {
			name = "init" // of the package's variables
		}
		fmt.Fprintf(&b, "main.%s(...)\n\t%s:%d\n", name, s.Pos.Filename, s.Pos.Line)
	}
	return b.String()
}
