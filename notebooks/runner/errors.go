// The ways in which a run fails. A caller tells them apart by type: a cell's
// own failure, a time limit, an interrupt, a kernel that went away.

package runner

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// ErrInterrupted is why a run ended whose context was cancelled.
var ErrInterrupted = errors.New("interrupted")

// A CellError is the failure of a cell.
type CellError struct {
	Index     int // of the cell in the document, from 0
	Number    int // of the cell among the code cells, from 1: its execution count
	EName     string
	EValue    string
	Traceback []string // lines with ANSI colours; they name cell and line
}

func (e *CellError) Error() string {
	return fmt.Sprintf("cell %d: %s: %s", e.Number, e.EName, e.EValue)
}

// Text is the traceback as one text, "" when the kernel sent none.
func (e *CellError) Text() string {
	return strings.TrimRight(strings.Join(e.Traceback, "\n"), "\n")
}

// A TimeoutError is a cell that took longer than it may.
type TimeoutError struct {
	Index, Number int
	Limit         time.Duration
}

func (e *TimeoutError) Error() string {
	return fmt.Sprintf("cell %d: stopped after the time limit of %v (--timeout)", e.Number, e.Limit)
}

// A DeadKernelError is a kernel process that ended, or that no longer answers,
// while a cell ran.
type DeadKernelError struct {
	Index, Number int
	Cause         error
}

func (e *DeadKernelError) Error() string {
	return fmt.Sprintf("cell %d: the kernel is gone: %v", e.Number, e.Cause)
}

func (e *DeadKernelError) Unwrap() error { return e.Cause }
