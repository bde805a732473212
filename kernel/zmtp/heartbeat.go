package zmtp

// heartbeat.go: every message goes back as it came. A ROUTER rather than a
// REP, because clients exist that send without the delimiter a REP wants.

import (
	"context"
	"net"

	"github.com/go-zeromq/zmq4"
)

// Heartbeat answers pings without anybody's help, so that a kernel that is busy
// is not taken for dead.
type Heartbeat struct{ hub *hub }

// ListenHeartbeat listens as ListenRouter does.
func ListenHeartbeat(network, address string, opts Options) (*Heartbeat, error) {
	h, err := newHub(zmq4.Router, network, address, opts, func(p *peer, frames [][]byte) error {
		return p.send(frames)
	})
	if err != nil {
		return nil, err
	}
	h.start()
	return &Heartbeat{h}, nil
}

// Addr returns where the socket listens.
func (h *Heartbeat) Addr() net.Addr { return h.hub.Addr() }

// Close closes the socket.
func (h *Heartbeat) Close(ctx context.Context) error { return h.hub.Close(ctx) }
