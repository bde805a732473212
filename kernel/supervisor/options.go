// What a supervisor is told when it starts.

package supervisor

import (
	"fmt"
	"log/slog"
	"os"
	"time"
)

// Options configure a supervisor. The zero value starts this program's own
// worker.
type Options struct {
	// Command starts a worker, which gets its own arguments after these;
	// default: this program, "worker".
	Command []string
	// Dir is the worker's working directory; default: the current one.
	Dir string
	// Env is the worker's environment; default: our own.
	Env []string
	// Grace is how long an interrupted cell has to end before its process is
	// ended; default 1 s.
	Grace time.Duration
	// Log gets what a maintainer wants to know; default: nowhere.
	Log *slog.Logger
}

func (o Options) withDefaults() (Options, error) {
	if len(o.Command) == 0 {
		program, err := os.Executable()
		if err != nil {
			return o, fmt.Errorf("supervisor: which program this is, to start its worker: %w", err)
		}
		o.Command = []string{program, "worker"}
	}
	if o.Env == nil {
		o.Env = os.Environ()
	}
	if o.Grace == 0 {
		o.Grace = time.Second
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return o, nil
}
