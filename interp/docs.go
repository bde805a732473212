// This file finds the documentation of what cells import.

package interp

import (
	"go/token"

	"github.com/gorgolab/gorgo/interp/packages"
	"github.com/gorgolab/gorgo/interp/packages/comments"
)

// Doc is the documentation comment of an exported name of a package, as
// packages.Doc has it: "Name", "Type.Member", or "" for the package's own. Of
// packages from source it knows those that a cell has imported.
func (s *Session) Doc(path, name string) string {
	if text := packages.Doc(path, name); text != "" {
		return text
	}
	return s.state.Load().lib.doc(path, name)
}

func (l *library) doc(path, name string) string {
	s, ok := l.known.Load(path)
	if !ok {
		return ""
	}
	return s.(*sourced).docs()[name]
}

// comments are the comments of a package from source.
func (s *sourced) comments(path string, fset *token.FileSet) map[string]string {
	all, err := comments.Of(path, fset, s.files, true)
	if err != nil {
		return nil
	}
	return all
}
