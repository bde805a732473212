// Markers keep prints and displays in order: what a cell prints comes through
// pipes, what it shows through frames, and a marker in the pipes says where
// among the prints a frame belongs.

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
const MarkerSize = 2 + nonceSize + seqSize

const (
	nonceSize = 32
	seqSize   = 16
)

// NewNonce returns what tells a worker's markers from everything that a program
// prints by chance: 32 hexadecimal digits.
func NewNonce() string {
	var b [nonceSize / 2]byte
	// It never fails: see its documentation.
	_, _ = rand.Read(b[:])
	return hex.EncodeToString(b[:])
}

// Marker is the marker of the response with the number seq.
func Marker(nonce string, seq int64) []byte {
	return fmt.Appendf(nil, "%s%016x", lead(nonce), uint64(seq))
}

// lead is how all markers of a worker begin. Text seldom has a zero byte, so
// seldom waits for its next byte to tell whether it is a marker.
func lead(nonce string) string { return "\x00m" + nonce }

// A Splitter takes the markers out of one of the worker's streams.
type Splitter struct {
	lead string
	held []byte // the end of what came, when it may begin a marker
}

// NewSplitter returns a Splitter for a worker that was given nonce.
func NewSplitter(nonce string) *Splitter { return &Splitter{lead: lead(nonce)} }

// Split takes the next bytes of the stream, and calls text and marker for what
// they hold, in order. Bytes at the end that may begin a marker wait for the
// next call. The text is only valid during the call.
func (s *Splitter) Split(p []byte, text func([]byte), marker func(seq int64)) {
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
		seq, err := strconv.ParseUint(string(b[i+len(s.lead):i+MarkerSize]), 16, 64)
		if err != nil {
			from = i + len(s.lead) // text after all
			continue
		}
		s.emit(b[:i], text)
		marker(int64(seq))
		b, from = b[i+MarkerSize:], 0
	}
	n := s.partial(b)
	s.emit(b[:len(b)-n], text)
	s.held = bytes.Clone(b[len(b)-n:])
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
