// Package weak has pointers that do not keep their target alive.
package weak

import (
	"unsafe"

	"github.com/gorgolab/gorgo/interp/packages/generic/help"
)

// Pointer is weak.Pointer.
type Pointer[T any] struct {
	_ [0]*T // pointers to different types can't be converted
	p help.WeakPointer
}

// Make is weak.Make.
func Make[T any](ptr *T) Pointer[T] {
	if ptr == nil {
		return Pointer[T]{}
	}
	return Pointer[T]{p: help.MakeWeak(unsafe.Pointer(ptr))}
}

// Value is the pointer, or nil when its target is gone.
func (p Pointer[T]) Value() *T { return (*T)(p.p.Value()) }
