// Package help is the compiled part of the generic functions in the folders
// beside it: each does for one fixed type what the generic one does for all.
package help

import (
	"crypto/hkdf"
	"crypto/pbkdf2"
	"hash"
	"hash/maphash"
	"iter"
	"reflect"
	"runtime"
	"sync"
	"unsafe"
	"weak"
)

// Pull is iter.Pull.
func Pull(seq func(yield func(any) bool)) (next func() (any, bool), stop func()) {
	return iter.Pull(iter.Seq[any](seq))
}

// Pull2 is iter.Pull2.
func Pull2(seq func(yield func(k, v any) bool)) (next func() (k, v any, ok bool), stop func()) {
	return iter.Pull2(iter.Seq2[any, any](seq))
}

// AddCleanup is runtime.AddCleanup; cleanup carries its argument.
func AddCleanup(ptr unsafe.Pointer, cleanup func()) runtime.Cleanup {
	return runtime.AddCleanup((*byte)(ptr), func(f func()) { f() }, cleanup)
}

// WeakPointer is a weak.Pointer to anything.
type WeakPointer struct{ p weak.Pointer[byte] }

// MakeWeak is weak.Make.
func MakeWeak(p unsafe.Pointer) WeakPointer { return WeakPointer{weak.Make((*byte)(p))} }

// Value is the pointer, or nil when its target is gone.
func (w WeakPointer) Value() unsafe.Pointer { return unsafe.Pointer(w.p.Value()) }

// Comparable is maphash.Comparable.
func Comparable(seed maphash.Seed, v any) uint64 { return maphash.Comparable(seed, v) }

// WriteComparable is maphash.WriteComparable.
func WriteComparable(h *maphash.Hash, v any) { maphash.WriteComparable(h, v) }

type handle struct {
	typ   reflect.Type
	value any
}

var handles sync.Map // handle → unsafe.Pointer

// Unique returns the pointer that was given first for a value of a type, as
// unique.Make needs it. Unlike there, values are kept for ever.
func Unique(t reflect.Type, value any, p unsafe.Pointer) unsafe.Pointer {
	first, _ := handles.LoadOrStore(handle{t, value}, p)
	return first.(unsafe.Pointer)
}

// Extract is hkdf.Extract.
func Extract(h func() hash.Hash, secret, salt []byte) ([]byte, error) {
	return hkdf.Extract(h, secret, salt)
}

// Expand is hkdf.Expand.
func Expand(h func() hash.Hash, key []byte, info string, length int) ([]byte, error) {
	return hkdf.Expand(h, key, info, length)
}

// HKDF is hkdf.Key.
func HKDF(h func() hash.Hash, secret, salt []byte, info string, length int) ([]byte, error) {
	return hkdf.Key(h, secret, salt, info, length)
}

// PBKDF2 is pbkdf2.Key.
func PBKDF2(h func() hash.Hash, password string, salt []byte, iterations, length int) ([]byte, error) {
	return pbkdf2.Key(h, password, salt, iterations, length)
}
