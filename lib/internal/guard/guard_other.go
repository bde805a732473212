//go:build !unix

package guard

import "testing"

// Floats returns n zeros.
func Floats(t testing.TB, n int) []float32 {
	t.Helper()
	return make([]float32, n)
}
