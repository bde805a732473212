package kernel

// The conformance suite: testdata/exchange has one behaviour a file, as a
// scripted exchange (script_test.go). Each is run against the core and against a
// served kernel over ZeroMQ, both with an interpreter that is none, and against a
// served kernel whose worker is a process with the interpreter that counts. In the
// folder core are those that make sense with the first interpreter alone, in go
// with the last; those in sockets are about connections.

import (
	"context"
	_ "embed"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/gorgolab/gorgo/interp/worker"
	"github.com/gorgolab/gorgo/kernel/supervisor"
	"github.com/gorgolab/gorgo/kernel/wire"
	"github.com/gorgolab/gorgo/kernel/zmtp"
)

const longest = 20 * time.Second // for what must happen; reached only on failure

// peer is a client as a script sees it.
type peer interface {
	send(t *testing.T, c wire.Channel, m *wire.Message)
	next(t *testing.T, c wire.Channel) *wire.Message
	subscribe(t *testing.T, topic string) // once more to iopub, which then is this
	ends(t *testing.T)                    // waits for the kernel's end
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

func (d *direct) subscribe(t *testing.T, _ string) { t.Fatal("there is nothing to connect to") }

func (d *direct) ends(t *testing.T) {
	select {
	case <-d.k.Down():
	case <-time.After(longest):
		t.Fatal("the kernel goes on")
	}
}

// remote is a client of a served kernel.
type remote struct {
	conns      map[wire.Channel]*zmtp.Conn
	signer     wire.Signer
	connection wire.Connection
	ended      <-chan error
}

func (r *remote) ends(t *testing.T) {
	select {
	case err := <-r.ended:
		if err != nil {
			t.Fatal(err)
		}
	case <-time.After(longest):
		t.Fatal("the kernel goes on")
	}
}

func (r *remote) subscribe(t *testing.T, topic string) {
	t.Helper()
	r.dial(t, wire.IOPub, zmtp.Sub, r.connection.IOPubPort)
	if err := r.conns[wire.IOPub].Subscribe(topic); err != nil {
		t.Fatal(err)
	}
}

func (r *remote) dial(t *testing.T, channel wire.Channel, kind zmtp.Kind, port int) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), longest)
	defer cancel()
	at := r.connection.Endpoint(port)
	conn, err := zmtp.Dial(ctx, kind, at.Network, at.Address, "client", zmtp.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close(context.Background()) })
	r.conns[channel] = conn
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
	r := &remote{conns: map[wire.Channel]*zmtp.Conn{}, signer: wire.NewSigner(c.Key), connection: c}
	r.dial(t, wire.Shell, zmtp.Dealer, c.ShellPort)
	r.dial(t, wire.Control, zmtp.Dealer, c.ControlPort)
	r.dial(t, wire.Stdin, zmtp.Dealer, c.StdinPort)
	r.dial(t, wire.IOPub, zmtp.Sub, c.IOPubPort)
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

// scripts calls f with each script of some folders, in a test of its own.
func scripts(t *testing.T, f func(t *testing.T, file string), folders ...string) {
	t.Helper()
	for _, folder := range folders {
		files, err := filepath.Glob(filepath.Join("testdata/exchange", folder, "*.txt"))
		if err != nil || len(files) == 0 {
			t.Fatalf("no scripts in %q: %v", folder, err)
		}
		for _, file := range files {
			t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) { f(t, file) })
		}
	}
}

// TestExchanges plays the scripts to the core.
func TestExchanges(t *testing.T) {
	scripts(t, func(t *testing.T, file string) {
		f := newFake()
		play(t, file, newDirect(t, f), f)
	}, "", "core")
}

// TestExchangesServed plays the scripts over sockets.
func TestExchangesServed(t *testing.T) {
	scripts(t, func(t *testing.T, file string) {
		f := newFake()
		c, ended := serve(t, f)
		r := newRemote(t, c)
		r.ended = ended
		play(t, file, r, f)
	}, "", "core", "sockets")
}

// TestExchangesGo plays the scripts over sockets to a kernel that runs Go.
func TestExchangesGo(t *testing.T) {
	if raceEnabled {
		t.Skip("the flag that interrupts cells is a race by intent, see interp/runtime")
	}
	scripts(t, func(t *testing.T, file string) {
		g := doorway{filepath.Join(t.TempDir(), "gate")}
		s, err := supervisor.Start(supervisor.Options{
			Command: []string{os.Args[0], "worker"}, Env: append(os.Environ(), "GORGO_GATE="+g.file),
		})
		if err != nil {
			t.Fatal(err)
		}
		c, ended := serve(t, s)
		r := newRemote(t, c)
		r.ended = ended
		r.prepare(t)
		play(t, file, r, g)
	}, "", "sockets", "go")
}

// TestMain makes the test binary a worker, too.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == "worker" {
		os.Exit(worker.Main(os.Args[2:]))
	}
	os.Exit(m.Run())
}

// doorway is a gate for cells in another process: a file that they take away.
type doorway struct{ file string }

func (g doorway) release(t *testing.T) {
	if err := os.WriteFile(g.file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for end := time.Now().Add(longest); ; time.Sleep(time.Millisecond) {
		if _, err := os.Stat(g.file); errors.Is(err, os.ErrNotExist) {
			return
		}
		if time.Now().After(end) {
			t.Fatal("no cell waits")
		}
	}
}

func (g doorway) released(*testing.T) {} // what it does is seen

// prelude defines what the scripts' cells call.
//
//go:embed testdata/exchange/prelude.cell
var prelude string

// prepare runs the prelude, of which the script knows nothing.
func (r *remote) prepare(t *testing.T) {
	t.Helper()
	m := wire.NewSession("client").New(wire.Header{}, &wire.ExecuteRequest{Code: prelude, Silent: true})
	r.send(t, wire.Shell, m)
	if reply := r.next(t, wire.Shell).Content.(*wire.ExecuteReply); reply.Status != wire.StatusOK {
		t.Fatalf("the prelude: %s: %s", reply.EName, reply.EValue)
	}
	for {
		if s, ok := r.next(t, wire.IOPub).Content.(*wire.Status); ok && s.ExecutionState == wire.Idle {
			return
		}
	}
}
