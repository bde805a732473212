package kernel

// options.go: what a kernel is told when it starts.

import (
	"log/slog"
	"time"

	"github.com/gorgolab/gorgo/kernel/history"
	"github.com/gorgolab/gorgo/kernel/wire"
	"github.com/gorgolab/gorgo/kernel/zmtp"
)

// Options configure a kernel. Serve needs ConnectionFile and Interpreter.
type Options struct {
	// ConnectionFile is the path of the file that a client wrote for us.
	ConnectionFile string
	// Interpreter runs the cells.
	Interpreter Interpreter
	// History keeps the code of the cells; default: as long as the kernel runs.
	History history.Keeper
	// Version is gorgo's own, shown to clients; default "devel".
	Version string
	// Log gets what a maintainer wants to know; default: nowhere.
	Log *slog.Logger
	// Patience is how long completion, inspection and the like may take;
	// default 10 s.
	Patience time.Duration
	// Listen is how long an address that is in use is tried again; default 5 s.
	Listen time.Duration
	// Linger is how long the end may take: the last messages, and the
	// interpreter's end; default 3 s.
	Linger time.Duration
	// Sockets are the limits of the sockets.
	Sockets zmtp.Options

	connection wire.Connection
	session    wire.Session
}

func (o Options) withDefaults() Options {
	if o.session == (wire.Session{}) {
		o.session = wire.NewSession("kernel")
	}
	if o.History == nil {
		o.History = &history.Memory{}
	}
	if o.Version == "" {
		o.Version = "devel"
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Patience == 0 {
		o.Patience = 10 * time.Second
	}
	if o.Listen == 0 {
		o.Listen = 5 * time.Second
	}
	if o.Linger == 0 {
		o.Linger = 3 * time.Second
	}
	if o.Sockets.Log == nil {
		o.Sockets.Log = o.Log
	}
	return o
}
