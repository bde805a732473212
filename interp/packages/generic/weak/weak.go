// Package weak has pointers that do not keep their target alive.
package weak

import (
	"unsafe"

	"github.com/gorgolab/gorgo/interp/packages/generic/help"
)

// Pointer is weak.Pointer. It has the fields of Go's, whose types cells see.
type Pointer[T any] struct {
	_ [0]*T          // pointers to different types can't be converted
	u unsafe.Pointer // what a help.WeakPointer has
}

// Make is weak.Make.
func Make[T any](ptr *T) Pointer[T] {
	if ptr == nil {
		return Pointer[T]{}
	}
	w := help.MakeWeak(unsafe.Pointer(ptr))
	return Pointer[T]{u: *(*unsafe.Pointer)(unsafe.Pointer(&w))}
}

// Value is the pointer, or nil when its target is gone.
func (p Pointer[T]) Value() *T {
	u := p.u
	w := (*help.WeakPointer)(unsafe.Pointer(&u))
	return (*T)(w.Value())
}
