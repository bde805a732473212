package zmtp

// guard.go: what stands between the network and zmq4. It parses every frame
// header before zmq4 sees it, so that zmq4 allocates only what has a right
// length, and it keeps the commands of an open connection for itself: zmq4
// would answer a PING from the reading goroutine, in the middle of whatever
// is being written, and without the context that a PONG must repeat.

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"sync/atomic"
	"time"
)

const (
	greetingSize = 64
	maxCommand   = 4096    // bytes; a READY has a few dozen, a PING at most 25
	bulk         = 1 << 20 // frames from this size on are read before zmq4 allocates for them
	frameCost    = 64      // what a frame counts beside its bytes: empty ones cost memory too

	flagMore    = 1
	flagLong    = 2
	flagCommand = 4
)

// guard is the net.Conn that zmq4 reads from and writes to.
type guard struct {
	net.Conn
	r       *bufio.Reader
	w       *bufio.Writer
	written atomic.Int64 // bytes that the network took
	last    atomic.Int64 // when it took the last, in nanoseconds of Unix time

	// For the reading goroutine only.
	open       bool                // handshake done: commands are ours
	maxMessage int64               //
	message    int64               // cost so far of the message that is being read
	skip       int64               // bytes until the next frame header
	pending    []byte              // bytes read ahead, to be handed out first
	command    func(command) error // called for each command once open
}

// command is a ZMTP command: a name and what belongs to it.
type command struct {
	name string
	body []byte
}

func newGuard(c net.Conn, maxMessage int64) *guard {
	g := &guard{Conn: c, skip: greetingSize, maxMessage: maxMessage}
	g.r = bufio.NewReaderSize(c, 32<<10)
	g.w = bufio.NewWriterSize(counter{g}, 32<<10)
	return g
}

// Read implements net.Conn. It never returns bytes of two frames.
func (g *guard) Read(p []byte) (int, error) {
	for len(g.pending) == 0 && g.skip == 0 {
		if err := g.next(); err != nil {
			return 0, err
		}
	}
	if len(g.pending) > 0 {
		n := copy(p, g.pending)
		g.pending = g.pending[n:]
		return n, nil
	}
	if int64(len(p)) > g.skip {
		p = p[:g.skip]
	}
	n, err := g.r.Read(p)
	g.skip -= int64(n)
	return n, err
}

// next looks at the header of the frame that begins here. A command of an open
// connection is consumed; anything else is left for Read.
func (g *guard) next() error {
	h, err := g.r.Peek(2)
	if err != nil {
		return err
	}
	flags, size, header := h[0], uint64(h[1]), int64(2)
	if flags&flagLong != 0 {
		if h, err = g.r.Peek(9); err != nil {
			return err
		}
		size, header = binary.BigEndian.Uint64(h[1:]), 9
	}
	if flags&flagCommand != 0 || !g.open {
		if flags&flagCommand == 0 {
			return fmt.Errorf("zmtp: a message before the handshake was done")
		}
		if size > maxCommand {
			return fmt.Errorf("zmtp: command of %d bytes, at most %d are accepted", size, maxCommand)
		}
		if !g.open {
			g.skip = header + int64(size)
			return nil
		}
		return g.takeCommand(header, int64(size))
	}
	if size > uint64(g.maxMessage) || g.message+int64(size) > g.maxMessage {
		return fmt.Errorf("zmtp: message of more than %d bytes", g.maxMessage)
	}
	g.message += int64(size) + frameCost
	if flags&flagMore == 0 {
		g.message = 0
	}
	if size < bulk {
		g.skip = header + int64(size)
		return nil
	}
	// The buffer grows with what arrives, so that announcing a long frame
	// costs the peer as much as it costs us.
	var whole bytes.Buffer
	if _, err := io.CopyN(&whole, g.r, header+int64(size)); err != nil {
		return err
	}
	g.pending = whole.Bytes()
	return nil
}

func (g *guard) takeCommand(header, size int64) error {
	frame := make([]byte, header+size)
	if _, err := io.ReadFull(g.r, frame); err != nil {
		return err
	}
	c, err := parseCommand(frame[header:])
	if err != nil {
		return err
	}
	return g.command(c)
}

// parseCommand reads the body of a command frame: a length, a name, the rest.
func parseCommand(b []byte) (command, error) {
	if len(b) == 0 || len(b) < 1+int(b[0]) || b[0] == 0 {
		return command{}, fmt.Errorf("zmtp: malformed command %q", b)
	}
	n := int(b[0])
	return command{name: string(b[1 : 1+n]), body: b[1+n:]}, nil
}

// Write implements net.Conn. During the handshake it goes out at once, later
// when the writing goroutine has nothing more to send.
func (g *guard) Write(p []byte) (int, error) {
	n, err := g.w.Write(p)
	if err == nil && !g.open {
		err = g.w.Flush()
	}
	return n, err
}

// lastWrite returns when the network last took something.
func (g *guard) lastWrite() time.Time { return time.Unix(0, g.last.Load()) }

// counter writes to the network and notes how much it took, and when.
type counter struct{ g *guard }

func (c counter) Write(p []byte) (int, error) {
	n, err := c.g.Conn.Write(p)
	if n > 0 {
		c.g.written.Add(int64(n))
		c.g.last.Store(time.Now().UnixNano())
	}
	return n, err
}
