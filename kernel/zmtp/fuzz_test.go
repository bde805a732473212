package zmtp

import (
	"bytes"
	"io"
	"net"
	"testing"
	"time"

	"github.com/go-zeromq/zmq4"
)

// replay is a connection whose peer said everything beforehand and reads all.
type replay struct {
	net.Conn // nil: what is not below is not called
	in       *bytes.Reader
}

func (r replay) Read(p []byte) (int, error)       { return r.in.Read(p) }
func (r replay) Write(p []byte) (int, error)      { return len(p), nil }
func (r replay) Close() error                     { return nil }
func (r replay) SetDeadline(time.Time) error      { return nil }
func (r replay) SetReadDeadline(time.Time) error  { return nil }
func (r replay) SetWriteDeadline(time.Time) error { return nil }
func (r replay) RemoteAddr() net.Addr             { return &net.TCPAddr{} }

// Whatever a peer says, the connection ends, and no message is longer than the
// limit or than what was said.
func FuzzConnection(f *testing.F) {
	open := append(greeting(), ready("DEALER")...)
	f.Add(open)
	f.Add(append(append([]byte{}, open...), frame(0, []byte("hello"))...))
	f.Add(append(append([]byte{}, open...), append(frame(flagMore, nil), frame(0, bytes.Repeat([]byte{1}, 300))...)...))
	f.Add(append(append([]byte{}, open...), commandFrame("PING", []byte{0, 1, 2})...))
	f.Add(append(append([]byte{}, open...), flagLong, 0x40, 0, 0, 0, 0, 0, 0, 0))
	f.Add(append(greeting(), commandFrame("READY", []byte{11, 'S'})...))
	opts := Options{MaxMessage: 4 << 10}.withDefaults()
	f.Fuzz(func(t *testing.T, said []byte) {
		p, err := handshake(replay{in: bytes.NewReader(said)}, 1, zmq4.Router, "", true, opts)
		if err != nil {
			return
		}
		defer p.close()
		total := 0
		err = p.read(func(frames [][]byte) error {
			size := 0
			for _, fr := range frames {
				size += len(fr)
			}
			if size > 4<<10 {
				t.Fatalf("message of %d bytes got through", size)
			}
			total += size
			return nil
		})
		if err == nil || total > len(said) {
			t.Fatalf("ended with %v after %d of %d bytes", err, total, len(said))
		}
	})
}

func FuzzCommand(f *testing.F) {
	f.Add([]byte("\x04PING\x00\x0actx"))
	f.Add([]byte{})
	f.Add([]byte{200, 'x'})
	f.Fuzz(func(t *testing.T, b []byte) {
		c, err := parseCommand(b)
		if err != nil {
			return
		}
		again := append(append([]byte{byte(len(c.name))}, c.name...), c.body...)
		if !bytes.Equal(again, b) || c.name == "" {
			t.Fatalf("%q was read as %q and %q", b, c.name, c.body)
		}
	})
}

// Every prefix of a right conversation ends as an error, never as a message
// that was not sent whole.
func TestPrefixes(t *testing.T) {
	opts := Options{}.withDefaults()
	said := append(greeting(), ready("DEALER")...)
	hello := len(said)
	said = append(said, append(frame(flagMore, []byte("one")), frame(0, bytes.Repeat([]byte{2}, 300))...)...)
	for n := range len(said) + 1 {
		p, err := handshake(replay{in: bytes.NewReader(said[:n])}, 1, zmq4.Router, "", true, opts)
		if (err == nil) != (n >= hello) {
			t.Fatalf("handshake with %d of %d bytes: %v", n, hello, err)
		}
		if err != nil {
			continue
		}
		got := 0
		if err := p.read(func([][]byte) error { got++; return nil }); err == nil || err == io.EOF && n < len(said) && n > hello {
			t.Errorf("%d of %d bytes: %v", n, len(said), err)
		}
		p.close()
		if want := n / len(said); got != want {
			t.Errorf("%d of %d bytes gave %d messages", n, len(said), got)
		}
	}
}
