// This file adds modules to a session.

package interp

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/gorgolab/gorgo/interp/packages"
)

// Require adds a module at a version, as in "example.com/m@v1.2.3", and returns
// the version that is in use from now on. Without a version it is the newest.
// Cells that import a package of a module need not require it first.
func (s *Session) Require(ctx context.Context, spec string) (path, version string, err error) {
	path, _, _ = strings.Cut(spec, "@")
	if slices.ContainsFunc(packages.Paths(), func(p string) bool { return p == path || strings.HasPrefix(p, path+"/") }) {
		return "", "", fmt.Errorf("%s is compiled into gorgo, whose version of it cells use", path)
	}
	m, err := s.state.Load().lib.loader.Require(ctx, spec)
	if ctx.Err() != nil {
		err = ErrInterrupted
	}
	return m.Path, m.Version, err
}

// Modules lists the modules that packages have come from, as path and version.
func (s *Session) Modules() [][2]string {
	var list [][2]string
	for _, m := range s.state.Load().lib.loader.Modules() {
		list = append(list, [2]string{m.Path, m.Version})
	}
	return list
}
