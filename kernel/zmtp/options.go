package zmtp

// options.go: the limits that every socket keeps.

import (
	"log/slog"
	"time"
)

// Options are the limits of a socket. The zero value has the defaults.
type Options struct {
	// Handshake is how long a connection may take to say who it is; default 10 s.
	Handshake time.Duration
	// MaxMessage is the longest message accepted, all its frames together, in
	// bytes; default 256 MiB. A peer that announces more is disconnected
	// before anything is allocated.
	MaxMessage int64
	// Queue is how many bytes may wait for one peer; default 32 MiB. A message
	// that is longer is still sent, alone.
	Queue int64
	// Stall is how long a peer with a full queue may read nothing (or less
	// than 256 KiB) before it is evicted; default 10 s. Senders wait that long.
	Stall time.Duration
	// MaxPeers is how many connections a socket holds at once; default 4096.
	MaxPeers int
	// Log gets a line for every connection that ends badly; default: nowhere.
	Log *slog.Logger
}

func (o Options) withDefaults() Options {
	if o.Handshake == 0 {
		o.Handshake = 10 * time.Second
	}
	if o.MaxMessage == 0 {
		o.MaxMessage = 256 << 20
	}
	if o.Queue == 0 {
		o.Queue = 32 << 20
	}
	if o.Stall == 0 {
		o.Stall = 10 * time.Second
	}
	if o.MaxPeers == 0 {
		o.MaxPeers = 4096
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return o
}
