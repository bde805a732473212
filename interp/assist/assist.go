// This file holds what all requests need.

package assist

import (
	"go/types"
	"sync/atomic"

	"github.com/gorgolab/gorgo/interp/check"
)

// Library is what is known of packages besides their types.
type Library interface {
	// Paths lists the import paths that may go on from what was typed, others
	// perhaps among them; it fetches nothing.
	Paths(typed string) []string
	// Names lists the names of all packages, each once.
	Names() []string
	// Doc is the documentation comment of an exported name of a package: a
	// function, type, variable or constant; a method or field as "Type.Member";
	// "" is the package itself. It is empty where there is none.
	Doc(path, name string) string
	// Source returns Go files with the source of some declarations of a package,
	// by name; ok is false where there are none.
	Source(path string) (files map[string][]byte, ok bool)
}

// Assistant answers questions about the cells of one session. Its methods may be
// called at any moment, from any goroutine.
type Assistant struct {
	scope *check.Scope
	lib   Library
	last  atomic.Pointer[base] // what stood above the cursor in the last question
	// reuse is the size from which on that is remembered; see base.go.
	reuse int
}

// New returns the assistant of a session.
func New(scope *check.Scope, lib Library) *Assistant {
	return &Assistant{scope: scope, lib: lib, reuse: worthwhile}
}

// ours reports whether a package is that of the session's cells.
func ours(pkg *types.Package) bool { return pkg != nil && pkg.Path() == "main" }

// qualify names packages as a cell does.
func qualify(pkg *types.Package) string {
	if ours(pkg) {
		return ""
	}
	return pkg.Name()
}

func typeString(t types.Type) string { return types.TypeString(t, qualify) }
