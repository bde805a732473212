package zmtp

// hub.go: what all listening sockets share: a listener, its connections, and
// their end.

import (
	"cmp"
	"context"
	"errors"
	"net"
	"slices"
	"sync"
	"time"

	"github.com/go-zeromq/zmq4"
)

// hub accepts connections and runs each in a goroutine of its own.
type hub struct {
	kind     zmq4.SocketType
	opts     Options
	listener net.Listener
	received func(p *peer, frames [][]byte) error // an error ends the connection
	ended    func(p *peer)                        // may be nil
	running  sync.WaitGroup                       // connections, and the accepting goroutine

	mu      sync.Mutex
	peers   map[PeerID]*peer
	raw     map[net.Conn]bool // still in their handshake
	last    PeerID
	joined  chan struct{} // closed and replaced when a peer has connected
	closing bool
}

func newHub(kind zmq4.SocketType, network, address string, opts Options, received func(*peer, [][]byte) error) (*hub, error) {
	l, err := listen(network, address)
	if err != nil {
		return nil, err
	}
	h := &hub{kind: kind, opts: opts.withDefaults(), listener: l, received: received,
		peers: map[PeerID]*peer{}, raw: map[net.Conn]bool{}, joined: make(chan struct{})}
	return h, nil
}

// start begins to accept connections.
func (h *hub) start() { h.running.Go(h.accept) }

// Addr returns where the socket listens.
func (h *hub) Addr() net.Addr { return h.listener.Addr() }

func (h *hub) accept() {
	for {
		c, err := h.listener.Accept()
		if errors.Is(err, net.ErrClosed) {
			return
		}
		if err != nil { // no descriptors left, say: others will close theirs
			h.opts.Log.Warn("accept", "error", err)
			time.Sleep(20 * time.Millisecond)
			continue
		}
		if !h.admit(c) {
			c.Close()
		}
	}
}

// admit starts a connection unless there are too many.
func (h *hub) admit(c net.Conn) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.closing || len(h.peers)+len(h.raw) >= h.opts.MaxPeers {
		return false
	}
	h.raw[c] = true
	h.last++
	id := h.last
	h.running.Go(func() { h.run(c, id) })
	return true
}

func (h *hub) run(c net.Conn, id PeerID) {
	p, err := handshake(c, id, h.kind, "", true, h.opts)
	h.mu.Lock()
	delete(h.raw, c)
	if err == nil && h.closing {
		err = net.ErrClosed
		p.close()
	}
	if err != nil {
		h.mu.Unlock()
		h.opts.Log.Debug("handshake", "peer", c.RemoteAddr(), "error", err)
		c.Close()
		return
	}
	h.peers[id] = p
	close(h.joined)
	h.joined = make(chan struct{})
	h.mu.Unlock()

	err = p.read(func(frames [][]byte) error { return h.received(p, frames) })
	h.opts.Log.Debug("connection ended", "peer", c.RemoteAddr(), "error", err)
	p.close()
	h.mu.Lock()
	delete(h.peers, id)
	h.mu.Unlock()
	if h.ended != nil {
		h.ended(p)
	}
}

// all returns the connected peers, oldest first, and a channel that is closed
// when another one has connected.
func (h *hub) all() (peers []*peer, joined <-chan struct{}) {
	h.mu.Lock()
	defer h.mu.Unlock()
	peers = make([]*peer, 0, len(h.peers))
	for _, p := range h.peers {
		peers = append(peers, p)
	}
	slices.SortFunc(peers, func(a, b *peer) int { return cmp.Compare(a.id, b.id) })
	return peers, h.joined
}

func (h *hub) peer(id PeerID) *peer {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.peers[id]
}

// Close stops listening, sends what is queued, waits until every peer has
// read it and closed its side, and closes the rest when ctx ends.
func (h *hub) Close(ctx context.Context) error {
	h.mu.Lock()
	h.closing = true
	for c := range h.raw {
		c.Close()
	}
	h.mu.Unlock()
	err := h.listener.Close()
	peers, _ := h.all() // no more join: closing is set
	for _, p := range peers {
		p.queue.close()
	}
	ended := make(chan struct{})
	go func() {
		h.running.Wait()
		close(ended)
	}()
	select {
	case <-ended:
	case <-ctx.Done():
		for _, p := range peers {
			p.close()
		}
		<-ended
	}
	return err
}
