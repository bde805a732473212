// Standard output and standard error, whatever cells do to them.

package worker

import (
	"errors"
	"os"
)

// stream is one of the two.
type stream struct {
	name string
	pipe *os.File  // a descriptor of our own for the pipe, which no cell knows
	std  **os.File // the variable of package os
	own  *os.File  // what it is unless a cell changes it
}

// openStreams makes the streams of the process.
func openStreams() (streams [2]*stream, err error) {
	pipes, err := ownPipes()
	if err != nil {
		return streams, err
	}
	for i, std := range []**os.File{&os.Stdout, &os.Stderr} {
		streams[i] = &stream{name: (*std).Name(), pipe: pipes[i], std: std, own: *std}
	}
	return streams, nil
}

// reopen opens the stream again when a cell has closed it, and reports whether
// one had. A variable that a cell has set to a file of its own stays as it is,
// until that file is closed.
func (s *stream) reopen(number int) (closed bool, err error) {
	f := *s.std
	if f != nil {
		if _, statErr := f.Stat(); statErr == nil {
			return false, nil
		} else if !errors.Is(statErr, os.ErrClosed) && f == s.own {
			// The descriptor was closed beneath the file.
			return true, restoreDescriptor(s.pipe, number)
		}
	}
	own, err := reopened(s.pipe, number, s.name)
	if err != nil {
		return true, err
	}
	s.own, *s.std = own, own
	return true, nil
}
