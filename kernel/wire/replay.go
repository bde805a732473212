package wire

// replay.go: a message that was recorded and is sent again has a right signature,
// and must not run a second time.

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"sync"
)

// ErrReplayed is returned for a message whose signature was seen before: every
// honest one has an ID of its own.
var ErrReplayed = errors.New("wire: the message's signature was seen before: message refused")

// maxSeen is how many signatures are remembered at least; older ones are
// forgotten.
const maxSeen = 1 << 16

type digest [sha256.Size]byte

// Seen remembers the signatures of messages. The zero value has seen none. It may
// be used from any goroutine.
type Seen struct {
	mu       sync.Mutex
	new, old map[digest]struct{} // old is what new was when it was full
}

// Check returns ErrReplayed when a message with this signature was seen before,
// however its digits are written. One that is no signature, as on a connection
// without a key, says nothing.
func (s *Seen) Check(signature []byte) error {
	var key digest
	if n, err := hex.Decode(key[:], signature[:min(len(signature), hex.EncodedLen(len(key)))]); err != nil || n < len(key) {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	_, inNew := s.new[key]
	_, inOld := s.old[key]
	if inNew || inOld {
		return ErrReplayed
	}
	if s.new == nil || len(s.new) >= maxSeen {
		s.old, s.new = s.new, map[digest]struct{}{}
	}
	s.new[key] = struct{}{}
	return nil
}
