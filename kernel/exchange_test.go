package kernel

// The conformance suite: testdata/exchange has one behaviour a file, as a
// scripted exchange (script_test.go), and each is run twice: against the core,
// and against a served kernel over ZeroMQ.

import (
	"context"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/gorgolab/gorgo/kernel/wire"
	"github.com/gorgolab/gorgo/kernel/zmtp"
)

const longest = 20 * time.Second // for what must happen; reached only on failure

// peer is a client as a script sees it.
type peer interface {
	send(t *testing.T, c wire.Channel, m *wire.Message)
	next(t *testing.T, c wire.Channel) *wire.Message
}

// direct is a client of the core.
type direct struct {
	k   *Kernel
	got map[wire.Channel]chan *wire.Message
}

func newDirect(t *testing.T, f *fake) *direct {
	d := &direct{got: map[wire.Channel]chan *wire.Message{}}
	for _, c := range []wire.Channel{wire.Shell, wire.Control, wire.IOPub, wire.Stdin} {
		d.got[c] = make(chan *wire.Message, 10_000)
	}
	d.k = New(f, d, Options{})
	t.Cleanup(func() { d.k.Close(context.Background()) })
	if m := d.next(t, wire.IOPub).Content; m.(*wire.Status).ExecutionState != wire.Starting {
		t.Fatalf("first message is %+v", m)
	}
	return d
}

func (d *direct) Send(c wire.Channel, to Address, m *wire.Message) bool {
	d.got[c] <- reread(m)
	return true
}
func (d *direct) Publish(m *wire.Message) { d.got[wire.IOPub] <- reread(m) }

// reread sends a message through its bytes, as a client sees it.
func reread(m *wire.Message) *wire.Message {
	frames, err := wire.Encode(m, wire.Signer{})
	if err != nil {
		panic(err)
	}
	m, err = wire.Decode(frames, wire.Signer{})
	if err != nil {
		panic(err)
	}
	return m
}

func (d *direct) send(t *testing.T, c wire.Channel, m *wire.Message) {
	d.k.Handle(c, Address{Peer: 1, Identity: "client"}, reread(m))
}

func (d *direct) next(t *testing.T, c wire.Channel) *wire.Message {
	t.Helper()
	select {
	case m := <-d.got[c]:
		return m
	case <-time.After(longest):
		t.Fatalf("nothing more on %s", c)
		return nil
	}
}

// remote is a client of a served kernel.
type remote struct {
	conns  map[wire.Channel]*zmtp.Conn
	signer wire.Signer
}

// serve starts a kernel on sockets of its own and returns its connection.
func serve(t *testing.T, f Interpreter) (c wire.Connection, ended <-chan error) {
	t.Helper()
	dir := t.TempDir()
	c = wire.Connection{Transport: wire.IPC, IP: filepath.Join(dir, "k"), ShellPort: 1, IOPubPort: 2, StdinPort: 3, ControlPort: 4, HBPort: 5,
		Key: "secret", SignatureScheme: wire.Scheme}
	if runtime.GOOS == "windows" {
		t.Skip("this suite uses Unix sockets, which connection files do not name on Windows")
	}
	file := filepath.Join(dir, "connection.json")
	if err := wire.WriteConnection(file, c); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	over := make(chan struct{})
	go func() {
		done <- Serve(ctx, Options{ConnectionFile: file, Interpreter: f})
		close(over)
	}()
	t.Cleanup(func() {
		cancel()
		<-over
	})
	return c, done
}

func newRemote(t *testing.T, c wire.Connection) *remote {
	t.Helper()
	r := &remote{conns: map[wire.Channel]*zmtp.Conn{}, signer: wire.NewSigner(c.Key)}
	ctx, cancel := context.WithTimeout(context.Background(), longest)
	defer cancel()
	for channel, to := range map[wire.Channel]struct {
		kind zmtp.Kind
		port int
	}{
		wire.Shell: {zmtp.Dealer, c.ShellPort}, wire.Control: {zmtp.Dealer, c.ControlPort},
		wire.Stdin: {zmtp.Dealer, c.StdinPort}, wire.IOPub: {zmtp.Sub, c.IOPubPort},
	} {
		at := c.Endpoint(to.port)
		conn, err := zmtp.Dial(ctx, to.kind, at.Network, at.Address, "client", zmtp.Options{})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { conn.Close(context.Background()) })
		r.conns[channel] = conn
	}
	if err := r.conns[wire.IOPub].Subscribe(""); err != nil {
		t.Fatal(err)
	}
	if m, ok := r.next(t, wire.IOPub).Content.(*wire.IOPubWelcome); !ok || m.Subscription != "" {
		t.Fatalf("no welcome but %+v", m)
	}
	return r
}

func (r *remote) send(t *testing.T, c wire.Channel, m *wire.Message) {
	t.Helper()
	frames, err := wire.Encode(m, r.signer)
	if err == nil {
		err = r.conns[c].Send(frames)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func (r *remote) next(t *testing.T, c wire.Channel) *wire.Message {
	t.Helper()
	select {
	case frames, ok := <-r.conns[c].Messages():
		if !ok {
			t.Fatalf("%s was closed: %v", c, r.conns[c].Err())
		}
		m, err := wire.Decode(frames, r.signer)
		if err != nil {
			t.Fatal(err)
		}
		if s, ok := m.Content.(*wire.Status); ok && s.ExecutionState == wire.Starting {
			return r.next(t, c) // heard by whoever subscribed early enough
		}
		return m
	case <-time.After(longest):
		t.Fatalf("nothing more on %s", c)
	}
	return nil
}

func TestExchanges(t *testing.T) {
	files, err := filepath.Glob("testdata/exchange/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no scripts: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			t.Run("core", func(t *testing.T) {
				f := newFake()
				play(t, file, newDirect(t, f), f)
			})
			t.Run("sockets", func(t *testing.T) {
				f := newFake()
				c, _ := serve(t, f)
				play(t, file, newRemote(t, c), f)
			})
		})
	}
}
