// Package runtime has AddCleanup.
package runtime

import (
	compiled "runtime"
	"unsafe"

	"github.com/gorgolab/gorgo/interp/packages/generic/help"
)

// Cleanup is runtime.Cleanup.
type Cleanup = compiled.Cleanup

// AddCleanup is runtime.AddCleanup.
func AddCleanup[T, S any](ptr *T, cleanup func(S), arg S) Cleanup {
	return help.AddCleanup(unsafe.Pointer(ptr), func() { cleanup(arg) })
}
