package wire

// sign.go: signatures. Buffers and identities are not covered: the protocol
// says so.

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
)

// ErrSignature is returned for a message whose signature is not its sender's:
// somebody without the connection file's key wrote it, or the key differs.
var ErrSignature = errors.New("wire: the message's signature does not match the connection file's key: message refused")

// Scheme is the one signature scheme that connection files may name.
const Scheme = "hmac-sha256"

// Signer signs and checks messages with the key of a connection file. The
// zero value has no key: it signs nothing and accepts everything, as the
// protocol defines an empty key.
type Signer struct{ key []byte }

// NewSigner returns the signer for a connection file's key.
func NewSigner(key string) Signer { return Signer{key: []byte(key)} }

// Sign returns the signature of the parts in hexadecimal, empty without a key.
func (s Signer) Sign(p Parts) []byte {
	if len(s.key) == 0 {
		return nil
	}
	sum := s.sum(p)
	return hex.AppendEncode(make([]byte, 0, hex.EncodedLen(len(sum))), sum)
}

// Verify returns ErrSignature unless the signature of the parts is right. The
// comparison takes the same time whatever the difference is.
func (s Signer) Verify(p Parts) error {
	if len(s.key) == 0 {
		return nil
	}
	got := make([]byte, hex.DecodedLen(len(p.Signature)))
	if _, err := hex.Decode(got, p.Signature); err != nil {
		return ErrSignature
	}
	if !hmac.Equal(got, s.sum(p)) {
		return ErrSignature
	}
	return nil
}

func (s Signer) sum(p Parts) []byte {
	mac := hmac.New(sha256.New, s.key)
	for _, part := range p.signed() {
		mac.Write(part)
	}
	return mac.Sum(nil)
}
