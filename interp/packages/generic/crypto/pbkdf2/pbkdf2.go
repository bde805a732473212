// Package pbkdf2 has the key derivation function of crypto/pbkdf2.
package pbkdf2

import (
	"hash"

	"github.com/gorgolab/gorgo/interp/packages/generic/help"
)

// Key is pbkdf2.Key.
func Key[Hash hash.Hash](h func() Hash, password string, salt []byte, iter, keyLength int) ([]byte, error) {
	return help.PBKDF2(func() hash.Hash { return h() }, password, salt, iter, keyLength)
}
