// Package hkdf has the key derivation functions of crypto/hkdf.
package hkdf

import (
	"hash"

	"github.com/gorgolab/gorgo/interp/packages/generic/help"
)

// Extract is hkdf.Extract.
func Extract[H hash.Hash](h func() H, secret, salt []byte) ([]byte, error) {
	return help.Extract(func() hash.Hash { return h() }, secret, salt)
}

// Expand is hkdf.Expand.
func Expand[H hash.Hash](h func() H, pseudorandomKey []byte, info string, keyLength int) ([]byte, error) {
	return help.Expand(func() hash.Hash { return h() }, pseudorandomKey, info, keyLength)
}

// Key is hkdf.Key.
func Key[Hash hash.Hash](h func() Hash, secret, salt []byte, info string, keyLength int) ([]byte, error) {
	return help.HKDF(func() hash.Hash { return h() }, secret, salt, info, keyLength)
}
