// Prints of goroutines whose cell is not the one that runs.
//
// What comes through the pipes belongs to the execution that began last, unless
// it stands between two markers that say otherwise. Code of cells prints through
// a printer, which knows whose goroutine it is in. Compiled code that prints to
// os.Stdout by itself does not, and counts as the running cell's.

package worker

import (
	"bytes"
	"io"
	"os"

	"github.com/gorgolab/gorgo/interp/frame"
)

// begin notes that what is printed from now on belongs to another execution,
// unless a printer knows better.
func (o *output) begin(run int64) {
	o.printing.Lock()
	defer o.printing.Unlock()
	o.run = run
	for _, s := range o.streams {
		// A pipe that is closed is nobody's.
		_, _ = s.pipe.Write(frame.Mark{Kind: frame.Origin, Number: run}.Bytes(o.nonce))
	}
}

// current is the execution that began last.
func (o *output) current() int64 {
	o.printing.RLock()
	defer o.printing.RUnlock()
	return o.run
}

// printer is what to write to in place of a file.
func (o *output) printer(f *os.File) io.Writer {
	for _, s := range o.streams {
		if f == s.own {
			return printer{o, s}
		}
	}
	return f
}

// printer writes to a stream on behalf of the current goroutine.
type printer struct {
	o *output
	s *stream
}

// Write implements io.Writer.
func (p printer) Write(b []byte) (int, error) {
	run := goroutineRun()
	o := p.o
	o.printing.RLock()
	if run == 0 || run == o.run {
		defer o.printing.RUnlock()
		return p.s.own.Write(b)
	}
	o.printing.RUnlock()
	o.printing.Lock()
	defer o.printing.Unlock()
	n := 0
	for len(b) > 0 {
		part := piece(b)
		var buf bytes.Buffer
		buf.Write(frame.Mark{Kind: frame.Origin, Number: run}.Bytes(o.nonce))
		buf.Write(part)
		buf.Write(frame.Mark{Kind: frame.Origin, Number: o.run}.Bytes(o.nonce))
		if _, err := p.s.own.Write(buf.Bytes()); err != nil {
			return n, err
		}
		n += len(part)
		b = b[len(part):]
	}
	return n, nil
}

// piece is the first part of b that a pipe takes in one piece together with two
// markers, so that no other print gets between them; whole lines if possible.
func piece(b []byte) []byte {
	const most = atomicWrite - 2*frame.MarkerSize
	if len(b) <= most {
		return b
	}
	if i := bytes.LastIndexByte(b[:most], '\n'); i >= 0 {
		return b[:i+1]
	}
	return b[:most]
}
