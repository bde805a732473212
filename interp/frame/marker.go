// Markers say what plain text can't: where among the prints, which come through
// pipes, a frame belongs that shows something; and which cell printed what
// follows.

package frame

import (
	"bytes"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"strconv"
)

// MarkerSize is the length of a marker in bytes: less than what a pipe takes in
// one piece (PIPE_BUF, at least 512), so that nothing gets inside one.
const MarkerSize = 1 + nonceSize + 1 + numberSize

const (
	nonceSize  = 32
	numberSize = 16
)

// A Mark is what a marker says.
type Mark struct {
	Kind   MarkKind
	Number int64
}

// A MarkKind says what a marker's number is.
type MarkKind byte

const (
	// Place is the place of the response whose Seq is the number.
	Place MarkKind = 'p'
	// Origin says that what follows was printed by the execution whose request's
	// ID is the number.
	Origin MarkKind = 'o'
)

// NewNonce returns what tells a worker's markers from everything that a program
// prints by chance: 32 hexadecimal digits.
func NewNonce() string {
	var b [nonceSize / 2]byte
	// It never fails: see its documentation.
	_, _ = rand.Read(b[:])
	return hex.EncodeToString(b[:])
}

// Bytes are the marker itself.
func (m Mark) Bytes(nonce string) []byte {
	return fmt.Appendf(nil, "%s%c%016x", lead(nonce), m.Kind, uint64(m.Number))
}

// lead is how all markers of a worker begin. Text seldom has a zero byte, so
// seldom waits for its next byte to tell whether it is a marker.
func lead(nonce string) string { return "\x00" + nonce }

// A Splitter takes the markers out of one of the worker's streams.
type Splitter struct {
	lead string
	held []byte // the end of what came, when it may begin a marker
}

// NewSplitter returns a Splitter for a worker that was given nonce.
func NewSplitter(nonce string) *Splitter { return &Splitter{lead: lead(nonce)} }

// Split takes the next bytes of the stream, and calls text and mark for what
// they hold, in order. Bytes at the end that may begin a marker wait for the
// next call. The text is only valid during the call.
func (s *Splitter) Split(p []byte, text func([]byte), mark func(Mark)) {
	b := p
	if len(s.held) > 0 {
		b = append(s.held, p...)
		s.held = nil
	}
	from := 0 // where the lead is looked for
	for {
		i := bytes.Index(b[from:], []byte(s.lead))
		if i < 0 {
			break
		}
		i += from
		if len(b) < i+MarkerSize {
			s.emit(b[:i], text)
			s.held = bytes.Clone(b[i:])
			return
		}
		m, ok := parse(b[i+len(s.lead) : i+MarkerSize])
		if !ok {
			from = i + len(s.lead) // text after all
			continue
		}
		s.emit(b[:i], text)
		mark(m)
		b, from = b[i+MarkerSize:], 0
	}
	n := s.partial(b)
	s.emit(b[:len(b)-n], text)
	s.held = bytes.Clone(b[len(b)-n:])
}

// parse reads a marker without its lead.
func parse(b []byte) (Mark, bool) {
	k := MarkKind(b[0])
	n, err := strconv.ParseUint(string(b[1:]), 16, 64)
	return Mark{k, int64(n)}, err == nil && (k == Place || k == Origin)
}

// Rest returns what waited for a next call that does not come.
func (s *Splitter) Rest() []byte {
	b := s.held
	s.held = nil
	return b
}

func (s *Splitter) emit(b []byte, text func([]byte)) {
	if len(b) > 0 {
		text(b)
	}
}

// partial is how many bytes at the end of b begin a lead.
func (s *Splitter) partial(b []byte) int {
	for n := min(len(s.lead)-1, len(b)); n > 0; n-- {
		if string(b[len(b)-n:]) == s.lead[:n] {
			return n
		}
	}
	return 0
}
