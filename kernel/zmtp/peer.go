package zmtp

// peer.go: one connection: handshake, one goroutine that reads, one that
// writes, and the judgement whether it still reads what it is sent.

import (
	"errors"
	"fmt"
	"net"
	"sync"
	"time"

	"github.com/go-zeromq/zmq4"
	"github.com/go-zeromq/zmq4/security/null"
)

// PeerID names a connection of a socket. It is never used again.
type PeerID uint64

// ErrGone is returned when a message is sent to a peer that is not connected
// any more, or was just disconnected because it had stopped reading.
var ErrGone = errors.New("zmtp: the peer is gone")

// minProgress is how much a peer with a full queue must read in the time
// Options.Stall, in bytes.
const minProgress = 256 << 10

type peer struct {
	id       PeerID
	identity string // as the peer says; may be empty, need not be unique
	opts     Options

	g     *guard
	zc    *zmq4.Conn
	queue *queue
	gone  chan struct{} // closed when the connection is
	once  sync.Once
	wrote chan struct{} // closed when the writing goroutine has ended

	mu       sync.Mutex
	slowFrom time.Time // start of the stretch of slowness that is being judged
	slowAt   int64     // what had been written then
}

// handshake opens a connection; server says which end of it we are.
func handshake(c net.Conn, id PeerID, kind zmq4.SocketType, identity string, server bool, opts Options) (p *peer, err error) {
	// zmq4 panics on some malformed properties.
	defer func() {
		if r := recover(); r != nil {
			p, err = nil, fmt.Errorf("zmtp: malformed handshake: %v", r)
		}
	}()
	g := newGuard(c, opts.MaxMessage)
	if err := c.SetDeadline(time.Now().Add(opts.Handshake)); err != nil {
		return nil, err
	}
	zc, err := zmq4.Open(g, null.Security(), kind, zmq4.SocketIdentity(identity), server, nil)
	if err != nil {
		return nil, err
	}
	if err := c.SetDeadline(time.Time{}); err != nil {
		return nil, err
	}
	p = &peer{id: id, identity: zc.Peer.Meta["Identity"], opts: opts, g: g, zc: zc,
		queue: newQueue(opts.Queue), gone: make(chan struct{}), wrote: make(chan struct{})}
	g.command = p.command
	g.open = true
	go p.write()
	return p, nil
}

// command answers a PING with its own context. Other commands say nothing that
// we need: subscriptions of ZMTP 3.0, which we announce, are messages.
func (p *peer) command(c command) error {
	if c.name != zmq4.CmdPing {
		return nil
	}
	if len(c.body) < 2 {
		return fmt.Errorf("zmtp: PING without a time to live")
	}
	context := c.body[2:] // after the time to live
	if ok, _, _ := p.queue.put(item{name: zmq4.CmdPong, frames: [][]byte{context}}); !ok {
		return nil // it will see our messages instead, once it reads them
	}
	return nil
}

// read hands every message to f until the connection ends or f reports an
// error, and returns why it ended.
func (p *peer) read(f func(frames [][]byte) error) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("zmtp: %v", r)
		}
	}()
	for {
		m, err := p.zc.RecvMsg()
		if err != nil {
			return err
		}
		if err := f(m.Frames); err != nil {
			return err
		}
	}
}

func (p *peer) write() {
	defer close(p.wrote)
	defer func() {
		if r := recover(); r != nil {
			p.opts.Log.Error("connection dropped", "peer", p.g.RemoteAddr(), "panic", r)
			p.close()
		}
	}()
	for more := true; more; {
		select {
		case <-p.gone:
			return
		case <-p.queue.ready:
		}
		var items []item
		items, more = p.queue.take()
		for len(items) > 0 {
			for _, it := range items {
				if err := p.writeItem(it); err != nil {
					p.close()
					return
				}
				p.queue.done(it)
			}
			items, more = p.queue.take()
		}
		if err := p.g.w.Flush(); err != nil {
			p.close()
			return
		}
	}
	// Nothing more comes: say so, and let the peer close, so that what is on
	// its way arrives. Closing with unread bytes would discard it.
	if c, ok := p.g.Conn.(interface{ CloseWrite() error }); ok {
		if c.CloseWrite() == nil {
			return
		}
	}
	p.close()
}

func (p *peer) writeItem(it item) error {
	if it.name != "" {
		return p.zc.SendCmd(it.name, it.frames[0])
	}
	return p.zc.SendMsg(zmq4.NewMsgFrom(it.frames...))
}

// send queues a message. While the queue is full it waits, and when the peer
// reads too little in that time it is disconnected: ErrGone.
func (p *peer) send(frames [][]byte) error {
	it := item{frames: frames}
	for {
		ok, space, closed := p.queue.put(it)
		if closed {
			return ErrGone
		}
		if ok {
			return nil
		}
		patience, evict := p.patience()
		if evict {
			p.opts.Log.Warn("peer disconnected: it stopped reading", "peer", p.g.RemoteAddr())
			p.close()
			return ErrGone
		}
		timer := time.NewTimer(patience)
		select {
		case <-p.gone:
			timer.Stop()
			return ErrGone
		case <-space:
			timer.Stop()
		case <-timer.C:
		}
	}
}

// patience returns how much longer to wait for a peer whose queue is full, and
// whether to stop waiting: it took nothing for the time Options.Stall, or less
// than minProgress in each such time. The second rule is there because a peer
// that reads a byte a second would slow everybody down for ever.
func (p *peer) patience() (left time.Duration, evict bool) {
	now, written := time.Now(), p.g.written.Load()
	waiting, full := p.queue.times()
	if last := p.g.lastWrite(); last.After(waiting) {
		waiting = last
	}
	idle := p.opts.Stall - now.Sub(waiting)

	p.mu.Lock()
	defer p.mu.Unlock()
	if p.slowFrom.Before(full) {
		p.slowFrom, p.slowAt = full, written
	}
	slow := p.opts.Stall - now.Sub(p.slowFrom)
	if slow <= 0 && written-p.slowAt >= min(minProgress, p.opts.Queue/2) {
		p.slowFrom, p.slowAt, slow = now, written, p.opts.Stall
	}
	left = min(idle, slow)
	return left, left <= 0
}

// close ends the connection at once.
func (p *peer) close() {
	p.once.Do(func() {
		close(p.gone)
		p.zc.SetClosed()
		p.g.Close()
	})
}
