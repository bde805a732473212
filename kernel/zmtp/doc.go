// Package zmtp is ZeroMQ's side of the kernel and of its client: listeners,
// queues and socket patterns over connections that zmq4 opens.
//
// Only the handshake and the framing come from github.com/go-zeromq/zmq4
// (zmq4.Open and zmq4.Conn). Its sockets are not used: measured at v0.17.0,
// one idle connection blocks every later one, a frame that announces 2^40
// bytes or a malformed READY ends the process, a subscriber that stops reading
// stops the others, subscriptions are not delivered, and what was sent just
// before the end is lost. Here, therefore:
//
//   - every connection has goroutines, a handshake deadline and a recover of
//     its own (peer.go);
//   - lengths are checked before anything is allocated, and commands such as
//     PING are answered below zmq4 (guard.go);
//   - every peer has a queue that is bounded in bytes; a full one slows the
//     sender down, and a peer that stopped reading is evicted (queue.go);
//   - closing sends what is queued first (hub.go).
//
// The package knows nothing of Jupyter: frames go in and out. Package kernel
// listens with [Router], [Publisher] and [Heartbeat], package kernel/client
// calls with [Dial].
//
// Read guard.go, queue.go, peer.go, hub.go, then the patterns: router.go,
// publisher.go, heartbeat.go, dial.go.
package zmtp
