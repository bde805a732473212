//go:build !amd64

package vec

import "github.com/gorgolab/gorgo/lib/internal/cpu"

// forLevel returns the implementation of a level: there is no assembly but for
// amd64.
func forLevel(l cpu.Level) (table, bool) { return generic, l == cpu.Generic }
