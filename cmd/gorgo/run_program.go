// gorgo run for Go programs: one file, interpreted in this very process, so that
// input, output, signals and the exit status are the program's own.

package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/gorgolab/gorgo/display"
	"github.com/gorgolab/gorgo/interp"
	"github.com/gorgolab/gorgo/interp/runtime"
)

// exitPanic is the status with which a compiled Go program ends after a panic.
const exitPanic = 2

func runProgram(io stdio, file, src string, args []string) int {
	s, err := interp.New(interp.Options{})
	if err != nil {
		fmt.Fprintf(io.err, "gorgo run: %v\n", err)
		return exitFailed
	}
	os.Args = append([]string{file}, args...)
	result, err := s.Run(context.Background(), interp.Cell{Name: filepath.Base(file), Source: src})
	var p *runtime.Panic
	switch {
	case errors.As(err, &p):
		fmt.Fprintf(io.err, "%v\n", p)
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
