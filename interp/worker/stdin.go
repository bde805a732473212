// Cells that read standard input: fmt.Scan, bufio.NewScanner(os.Stdin).
//
// os.Stdin is a pipe that we feed. Nothing says that somebody reads from an
// empty pipe, but an os.File knows: its first word leads to its lock, in which a
// bit is set while a read is under way. So while a cell runs we look at that
// bit, and at whether the pipe is empty; when both hold, the person is asked for
// a line. A self-test at the start makes sure that the bit is where Go 1.26 has
// it (internal/poll, fdMutex); where it is not, os.Stdin is empty, and
// display.Input remains.
//
// What works: every read through os.Stdin, in any goroutine, also when the
// variable was copied. What does not: a program that a cell starts with os.Stdin
// as its own; it reads an empty pipe until the cell is interrupted.

package worker

import (
	"context"
	"errors"
	"io"
	"os"
	"sync/atomic"
	"time"
	"unsafe"
)

// lookEvery is how often a running cell's standard input is looked at.
const lookEvery = 20 * time.Millisecond

// readLock is the bit of a file's lock that is set during a read.
const readLock = 1 << 1

type stdin struct {
	r     *os.File // what os.Stdin is, unless a cell changes the variable
	w     *os.File // the pipe's other end; nil after the end of the input
	blind bool     // the self-test failed
}

// open replaces os.Stdin by the pipe.
func (s *stdin) open() error {
	seen, err := selfTest()
	if err != nil {
		return err
	}
	s.blind = !seen
	r, w, err := os.Pipe()
	if err != nil {
		return err
	}
	os.Stdin, s.r, s.w = r, r, w
	if s.blind {
		s.end()
	}
	return nil
}

// reopen begins a new input after the end of one, and when an earlier cell left
// something unread: what a person typed for one cell is no answer to another.
// Copies of os.Stdin, in a bufio.Reader of an earlier cell say, lead to it too.
func (s *stdin) reopen() {
	if s.blind {
		return
	}
	if s.w != nil && !isEmpty(s.r) {
		s.end()
	}
	if s.w != nil {
		return
	}
	r, w, err := os.Pipe()
	if err != nil {
		return // it stays at its end
	}
	*s.r, s.w = *r, w
}

// end is the end of the input: reads return io.EOF.
func (s *stdin) end() {
	_ = s.w.Close()
	s.w = nil
}

// serve gives the cell lines that ask returns whenever it reads, until stop is
// closed. After an error the input is at its end.
func (s *stdin) serve(stop <-chan struct{}, ask func() (string, error)) {
	ticker := time.NewTicker(lookEvery)
	defer ticker.Stop()
	for s.w != nil {
		select {
		case <-stop:
			return
		case <-ticker.C:
		}
		if !reading(s.r) || !isEmpty(s.r) || !reading(s.r) {
			continue
		}
		line, err := ask()
		if err != nil {
			s.end()
			return
		}
		// A line longer than the pipe waits for its reader, and only as long as
		// the cell runs.
		go func(w *os.File) {
			_, _ = io.WriteString(w, line+"\n")
		}(s.w)
	}
}

// reading reports whether a read of f is under way.
func reading(f *os.File) bool {
	// *os.File → *os.file → poll.FD → fdMutex → state
	state := *(**uint64)(unsafe.Pointer(f))
	return atomic.LoadUint64(state)&readLock != 0
}

// selfTest reports whether reading tells the truth about a pipe.
func selfTest() (bool, error) {
	r, w, err := os.Pipe()
	if err != nil {
		return false, err
	}
	defer r.Close()
	if reading(r) || !isEmpty(r) {
		_ = w.Close()
		return false, nil
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		var b [1]byte
		_, _ = r.Read(b[:])
	}()
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	for !reading(r) && ctx.Err() == nil {
		time.Sleep(10 * time.Microsecond) // until the goroutine is there
	}
	seen := reading(r)
	_, err = w.Write([]byte("x"))
	<-done
	again := reading(r)
	return seen && !again, errors.Join(err, w.Close())
}
