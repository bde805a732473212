// Package iter has Pull and Pull2, whose coroutines are the runtime's.
package iter

import "github.com/gorgolab/gorgo/interp/packages/generic/help"

type (
	// Seq is iter.Seq.
	Seq[V any] func(yield func(V) bool)
	// Seq2 is iter.Seq2.
	Seq2[K, V any] func(yield func(K, V) bool)
)

// Pull is iter.Pull.
func Pull[V any](seq Seq[V]) (next func() (V, bool), stop func()) {
	n, stop := help.Pull(func(yield func(any) bool) {
		seq(func(v V) bool { return yield(v) })
	})
	next = func() (V, bool) {
		x, ok := n()
		v, _ := x.(V) // x is nil at the end, and where V is an interface
		return v, ok
	}
	return next, stop
}

// Pull2 is iter.Pull2.
func Pull2[K, V any](seq Seq2[K, V]) (next func() (K, V, bool), stop func()) {
	n, stop := help.Pull2(func(yield func(k, v any) bool) {
		seq(func(k K, v V) bool { return yield(k, v) })
	})
	next = func() (K, V, bool) {
		x, y, ok := n()
		k, _ := x.(K)
		v, _ := y.(V)
		return k, v, ok
	}
	return next, stop
}
