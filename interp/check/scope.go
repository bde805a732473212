// This file holds the session's side of checking: the names defined so far.

package check

import "go/types"

// Packages finds the packages that cells can import.
type Packages interface {
	types.Importer
	// ByName lists the import paths whose package has the given name, best
	// first.
	ByName(name string) []string
}

// Scope is the set of names that a session has so far.
type Scope struct {
	packages Packages
}

// NewScope returns the empty scope of a new session.
func NewScope(packages Packages) *Scope {
	return &Scope{packages: packages}
}

// delta is the change that committing a unit makes to its scope.
type delta struct{}
