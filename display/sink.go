// Where displays go.

package display

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"sync"
)

// A Sink takes what a program displays to whoever looks. Its methods may be
// called from many goroutines.
type Sink interface {
	// Display shows b. With an id it can be updated: an update replaces every
	// display of that id.
	Display(b Bundle, id string, update bool) error
	// Clear removes what the cell has shown; with wait, only once something new
	// comes.
	Clear(wait bool) error
	// Input asks the person for a line; a password is not echoed.
	Input(prompt string, password bool) (string, error)
}

var current struct {
	sync.RWMutex
	sink        Sink
	interactive bool
}

// SetSink makes s take everything that is displayed from now on, until restore
// is called. A program that has a person with a notebook before it calls it.
func SetSink(s Sink) (restore func()) {
	current.Lock()
	defer current.Unlock()
	oldSink, oldInteractive := current.sink, current.interactive
	current.sink, current.interactive = s, true
	return func() {
		current.Lock()
		defer current.Unlock()
		current.sink, current.interactive = oldSink, oldInteractive
	}
}

func sink() Sink {
	current.RLock()
	defer current.RUnlock()
	if current.sink == nil {
		return terminal{os.Stdout, os.Stdin}
	}
	return current.sink
}

// Interactive tells whether a notebook takes what is displayed, so that live
// figures are worth drawing.
func Interactive() bool {
	current.RLock()
	defer current.RUnlock()
	return current.interactive
}

// Show displays values in the running cell, one after the other.
func Show(vs ...any) {
	for _, v := range vs {
		// An error means that nobody looks any more: the program goes on.
		_ = sink().Display(Of(v), "", false)
	}
}

// Clear removes what the running cell has shown; with wait, only once something
// new comes, so that an animation does not flicker.
func Clear(wait bool) { _ = sink().Clear(wait) }

// Input asks the person at the notebook for a line of text.
func Input(prompt string) (string, error) { return sink().Input(prompt, false) }

// Password is Input without an echo.
func Password(prompt string) (string, error) { return sink().Input(prompt, true) }

// terminal is the sink of a compiled program: text on standard output. What
// updates itself is shown once, by whoever updates it, at its end.
type terminal struct {
	w io.Writer
	r io.Reader
}

func (t terminal) Display(b Bundle, id string, update bool) error {
	_, err := fmt.Fprintln(t.w, b.Data[MIMEText])
	return err
}

func (t terminal) Clear(bool) error { return nil }

func (t terminal) Input(prompt string, password bool) (string, error) {
	if password {
		return "", errors.New("display: a password can only be asked for in a notebook")
	}
	fmt.Fprint(t.w, prompt)
	line, err := bufio.NewReader(t.r).ReadString('\n')
	if err != nil && (line == "" || err != io.EOF) {
		return "", err
	}
	for len(line) > 0 && (line[len(line)-1] == '\n' || line[len(line)-1] == '\r') {
		line = line[:len(line)-1]
	}
	return line, nil
}
