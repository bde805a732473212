package kernel

// transport.go: how the core reaches its clients, without knowing of sockets.

import "github.com/gorgolab/gorgo/kernel/wire"

// Address says where a request came from. Its reply goes to Peer; a request
// for input goes to the stdin connection of the client with that Identity.
type Address struct {
	Peer     uint64
	Identity string
}

// Transport sends what the kernel says. Its methods are called from several
// goroutines, return when the message is queued, and report nothing: a client
// that is gone misses its messages.
type Transport interface {
	// Send sends m on a channel to one client. On wire.Stdin it reports
	// whether that client has a stdin connection.
	Send(c wire.Channel, to Address, m *wire.Message) bool
	// Publish sends m to every client on iopub.
	Publish(m *wire.Message)
}
