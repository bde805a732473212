// Package unique has handles that are kept for ever, where Go's go when nobody
// has them any more.
package unique

import (
	"reflect"
	"unsafe"

	"github.com/gorgolab/gorgo/interp/packages/generic/help"
)

// Handle is unique.Handle.
type Handle[T comparable] struct{ value *T }

// Value is the value that the handle was made from.
func (h Handle[T]) Value() T { return *h.value }

// Make is unique.Make.
func Make[T comparable](value T) Handle[T] {
	own := new(T)
	*own = value
	return Handle[T]{(*T)(help.Unique(reflect.TypeOf(own), value, unsafe.Pointer(own)))}
}
