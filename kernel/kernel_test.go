package kernel

// What a script cannot say: order between channels, time, amounts.

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gorgolab/gorgo/kernel/wire"
	"github.com/gorgolab/gorgo/kernel/zmtp"
)

// Every message type that the table sends to the kernel has a handler, every
// handler's reply is the table's, and none handles what is not in it.
func TestHandlersMatchTable(t *testing.T) {
	for _, e := range wire.Table {
		_, handled := handlers[e.Type]
		want := e.Direction&wire.ToKernel != 0 && e.Channels[0] != wire.Stdin
		if handled != want {
			t.Errorf("%s: has a handler: %t, want %t", e.Type, handled, want)
		}
	}
	for typ := range handlers {
		if _, ok := wire.Lookup(typ); !ok {
			t.Errorf("%s is not in the table", typ)
		}
	}
	for _, e := range wire.Table {
		if e.Reply == "" {
			continue
		}
		reply := failedReply(e.Type, "why")
		if reply == nil {
			continue
		}
		if got, _ := wire.TypeOf(reply); got != e.Reply {
			t.Errorf("a failed %s is answered with %s", e.Type, got)
		}
	}
}

// client sends requests to a core and collects what it says, by request.
type client struct {
	t *testing.T
	d *direct
	s wire.Session
}

func newClient(t *testing.T, f *fake) client {
	return client{t, newDirect(t, f), wire.NewSession("client")}
}

func (c client) ask(channel wire.Channel, content any) *wire.Message {
	m := c.s.New(wire.Header{}, content)
	c.d.send(c.t, channel, m)
	return m
}

// until returns what comes on iopub up to and with the idle of a request.
func (c client) until(request *wire.Message) []*wire.Message {
	var all []*wire.Message
	for {
		m := c.d.next(c.t, wire.IOPub)
		all = append(all, m)
		if s, ok := m.Content.(*wire.Status); ok && s.ExecutionState == wire.Idle && m.Parent.MsgID == request.Header.MsgID {
			return all
		}
	}
}

// An interrupt ends the cell that runs, and what is queued behind it. Whether
// the cell or the request is heard first is not said.
func TestInterrupt(t *testing.T) {
	c := newClient(t, newFake())
	running := c.ask(wire.Shell, &wire.ExecuteRequest{Code: "wait()", StopOnError: true})
	c.d.next(t, wire.IOPub)
	c.d.next(t, wire.IOPub) // execute_input
	queued := c.ask(wire.Shell, &wire.ExecuteRequest{Code: `fmt.Print("b")`})
	c.ask(wire.Control, &wire.InterruptRequest{})
	if m := c.d.next(t, wire.Control); m.Content.(*wire.InterruptReply).Status != wire.StatusOK {
		t.Errorf("interrupt_reply: %+v", m.Content)
	}
	first := c.d.next(t, wire.Shell)
	if r := first.Content.(*wire.ExecuteReply); first.Parent.MsgID != running.Header.MsgID || r.EName != "Interrupted" {
		t.Errorf("first reply: %+v", r)
	}
	second := c.d.next(t, wire.Shell)
	if r := second.Content.(*wire.ExecuteReply); second.Parent.MsgID != queued.Header.MsgID || r.Status != wire.StatusAborted {
		t.Errorf("second reply: %+v", r)
	}
	// When nothing runs, an interrupt is confirmed and forgotten.
	c.ask(wire.Control, &wire.InterruptRequest{})
	c.d.next(t, wire.Control)
	after := c.ask(wire.Shell, &wire.ExecuteRequest{Code: "1"})
	if r := c.d.next(t, wire.Shell).Content.(*wire.ExecuteReply); r.Status != wire.StatusOK {
		t.Errorf("the next cell: %+v", r)
	}
	c.until(after)
}

// An interrupt ends a wait for input, and the cell's own deferred work may go on.
func TestInterruptDuringInput(t *testing.T) {
	f := newFake()
	c := newClient(t, f)
	c.ask(wire.Shell, &wire.ExecuteRequest{Code: `ask("name?")`, AllowStdin: true})
	c.d.next(t, wire.Stdin)
	c.ask(wire.Control, &wire.InterruptRequest{})
	if r := c.d.next(t, wire.Shell).Content.(*wire.ExecuteReply); r.EName != "Interrupted" {
		t.Errorf("got %+v", r)
	}
	<-f.interrupts
}

// An answer that nobody waits for, or of another client, is for nobody.
func TestStrayInput(t *testing.T) {
	c := newClient(t, newFake())
	answer := func(from, value string) {
		c.d.k.Handle(wire.Stdin, Address{Identity: from}, c.s.New(wire.Header{}, &wire.InputReply{Value: value}))
	}
	answer("client", "too early")
	request := c.ask(wire.Shell, &wire.ExecuteRequest{Code: `ask("name?")`, AllowStdin: true})
	c.d.next(t, wire.Stdin)
	answer("somebody else", "from elsewhere")
	answer("client", "right")
	for _, m := range c.until(request) {
		if s, ok := m.Content.(*wire.Stream); ok && s.Text != "you said right" {
			t.Errorf("got %q", s.Text)
		}
	}
}

// Ten thousand lines are a handful of messages, none above the limit, and
// nothing is missing.
func TestBatches(t *testing.T) {
	c := newClient(t, newFake())
	request := c.ask(wire.Shell, &wire.ExecuteRequest{Code: "lines(10000)"})
	var text strings.Builder
	batches := 0
	for _, m := range c.until(request) {
		if s, ok := m.Content.(*wire.Stream); ok {
			batches++
			if len(s.Text) > maxBatch {
				t.Errorf("a message of %d bytes", len(s.Text))
			}
			text.WriteString(s.Text)
		}
	}
	var want strings.Builder
	for i := range 10000 {
		fmt.Fprintln(&want, "line", i)
	}
	if text.String() != want.String() {
		t.Errorf("%d bytes arrived, want %d", text.Len(), want.Len())
	}
	// By size there are two; by time, one more every 50 ms of a slow machine.
	if batches > 100 {
		t.Errorf("%d messages", batches)
	}
}

// A character that is cut between two reads of a pipe stays one.
func TestCutCharacters(t *testing.T) {
	var got []string
	o := outputs{publish: func(_ wire.Header, content any) {
		if s, ok := content.(*wire.Stream); ok {
			got = append(got, s.Text)
		}
	}}
	long := strings.Repeat("世", maxBatch) // 3 bytes each: the limit falls within one
	for i := 0; i < len(long); i += 1000 {
		o.stream(wire.Header{}, wire.Stdout, long[i:min(i+1000, len(long))])
	}
	o.pushOut()
	for i, s := range got {
		if strings.ContainsRune(strings.ToValidUTF8(s, "\uFFFD"), '\uFFFD') {
			t.Errorf("message %d has half a character", i)
		}
	}
	if strings.Join(got, "") != long {
		t.Error("text was lost")
	}
	// Bytes that are no text at all are not held back for ever.
	got = nil
	o.stream(wire.Header{}, wire.Stdout, "\xe4\xb8")
	o.pushOut()
	if strings.Join(got, "") != "\xe4\xb8" {
		t.Errorf("got %q", got)
	}
}

func TestShutdown(t *testing.T) {
	for _, restart := range []bool{false, true} {
		c := newClient(t, newFake())
		c.ask(wire.Shell, &wire.ExecuteRequest{Code: "wait()"})
		c.d.next(t, wire.IOPub)
		c.d.next(t, wire.IOPub)
		request := c.ask(wire.Control, &wire.ShutdownRequest{Restart: restart})
		if r := c.d.next(t, wire.Control).Content.(*wire.ShutdownReply); r.Status != wire.StatusOK || r.Restart != restart {
			t.Errorf("reply: %+v", r)
		}
		told := false
		for _, m := range c.until(request) {
			_, ok := m.Content.(*wire.ShutdownReply)
			told = told || ok
		}
		if !told {
			t.Error("the other clients were not told")
		}
		<-c.d.k.Down()
		ctx, cancel := context.WithTimeout(context.Background(), longest)
		if err := c.d.k.Close(ctx); err != nil || ctx.Err() != nil {
			t.Errorf("close: %v, %v", err, ctx.Err())
		}
		cancel()
		if r := c.d.next(t, wire.Shell).Content.(*wire.ExecuteReply); r.Status != wire.StatusError {
			t.Errorf("the cell that ran was told %+v", r)
		}
	}
}

// The reply on the channel and the one on iopub arrive although the process
// ends right after.
func TestServeDrains(t *testing.T) {
	for range 20 {
		connection, ended := serve(t, newFake())
		r := newRemote(t, connection)
		m := wire.NewSession("client").New(wire.Header{}, &wire.ShutdownRequest{})
		r.send(t, wire.Control, m)
		if _, ok := r.next(t, wire.Control).Content.(*wire.ShutdownReply); !ok {
			t.Fatal("no reply")
		}
		r.next(t, wire.IOPub) // busy
		if _, ok := r.next(t, wire.IOPub).Content.(*wire.ShutdownReply); !ok {
			t.Fatal("nothing on iopub")
		}
		select {
		case err := <-ended:
			if err != nil {
				t.Fatal(err)
			}
		case <-time.After(longest):
			t.Fatal("the kernel goes on")
		}
	}
}

// A message signed with another key is refused, and the sender not disconnected.
func TestServeRefusesForgeries(t *testing.T) {
	connection, _ := serve(t, newFake())
	r := newRemote(t, connection)
	r.signer = wire.NewSigner("guess")
	forged := wire.NewSession("client").New(wire.Header{}, &wire.ExecuteRequest{Code: `fmt.Print("x")`})
	r.send(t, wire.Shell, forged)
	r.signer = wire.NewSigner(connection.Key)
	honest := wire.NewSession("client").New(wire.Header{}, &wire.KernelInfoRequest{})
	r.send(t, wire.Shell, honest)
	for _, c := range []wire.Channel{wire.Shell, wire.IOPub} {
		if m := r.next(t, c); m.Parent.MsgID != honest.Header.MsgID {
			t.Errorf("%s answered to the forgery: %+v", c, m.Content)
		}
	}
}

// A message that was recorded does not run again, whoever sends it and however
// often; its sender is not disconnected.
func TestServeRefusesReplays(t *testing.T) {
	connection, _ := serve(t, newFake())
	r := newRemote(t, connection)
	session := wire.NewSession("client")
	recorded := session.New(wire.Header{}, &wire.ExecuteRequest{Code: `fmt.Print("x")`, StoreHistory: true})
	for range 3 {
		r.send(t, wire.Shell, recorded)
	}
	runs := 0
	take := func(until string) *wire.ExecuteReply {
		for {
			m := r.next(t, wire.Shell)
			if m.Parent.MsgID == recorded.Header.MsgID {
				runs++
			}
			if m.Parent.MsgID == until {
				return m.Content.(*wire.ExecuteReply)
			}
		}
	}
	take(recorded.Header.MsgID)
	r.send(t, wire.Control, recorded)
	r.send(t, wire.Shell, recorded)
	last := session.New(wire.Header{}, &wire.ExecuteRequest{Code: "", StoreHistory: true})
	r.send(t, wire.Shell, last)
	if n := take(last.Header.MsgID).ExecutionCount; n != 2 {
		t.Errorf("the next cell has the number %d, want 2", n)
	}
	if runs != 1 {
		t.Errorf("it ran %d times", runs)
	}
}

// An address that the kernel before this one still has is tried again, and one
// that stays in use is an error that says so.
func TestServeWaitsForItsAddress(t *testing.T) {
	for _, transport := range []string{wire.IPC, wire.TCP} {
		dir := t.TempDir()
		c := wire.Connection{Transport: transport, IP: filepath.Join(dir, "k"), ShellPort: 1, IOPubPort: 2, StdinPort: 3, ControlPort: 4, HBPort: 5,
			Key: "secret", SignatureScheme: wire.Scheme}
		if transport == wire.TCP {
			c.IP = "127.0.0.1"
			var held []net.Listener
			for _, port := range []*int{&c.ShellPort, &c.IOPubPort, &c.StdinPort, &c.ControlPort, &c.HBPort} {
				l, err := net.Listen("tcp", "127.0.0.1:0")
				if err != nil {
					t.Fatal(err)
				}
				*port = l.Addr().(*net.TCPAddr).Port
				held = append(held, l)
			}
			for _, l := range held {
				l.Close()
			}
		}
		at := c.Endpoint(c.HBPort)
		l, err := net.Listen(at.Network, at.Address)
		if err != nil {
			t.Fatal(err)
		}
		file := filepath.Join(dir, "connection.json")
		if err := wire.WriteConnection(file, c); err != nil {
			t.Fatal(err)
		}
		err = Serve(context.Background(), Options{ConnectionFile: file, Interpreter: newFake(), Listen: time.Millisecond})
		if !errors.Is(err, zmtp.ErrInUse) {
			t.Errorf("%s: got %v", transport, err)
		}
		var log lockedBuffer
		ctx, cancel := context.WithCancel(context.Background())
		ended := make(chan error, 1)
		go func() {
			ended <- Serve(ctx, Options{ConnectionFile: file, Interpreter: newFake(), Listen: longest, Log: slog.New(slog.NewTextHandler(&log, nil))})
		}()
		for !strings.Contains(log.String(), "in use") {
			time.Sleep(time.Millisecond)
		}
		l.Close()
		for _, port := range []int{c.ShellPort, c.HBPort} {
			at := c.Endpoint(port)
			for {
				conn, err := net.Dial(at.Network, at.Address)
				if err == nil {
					conn.Close()
					break
				}
				time.Sleep(time.Millisecond)
			}
		}
		cancel()
		if err := <-ended; !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v", transport, err)
		}
	}
}

// lockedBuffer is text that several goroutines write.
type lockedBuffer struct {
	mu sync.Mutex
	b  strings.Builder
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

func TestServeErrors(t *testing.T) {
	dir := t.TempDir()
	bad := dir + "/bad.json"
	if err := os.WriteFile(bad, []byte(`{"ip":"127.0.0.1"}`), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		opts Options
		want string
	}{
		{Options{ConnectionFile: bad}, "Interpreter is missing"},
		{Options{Interpreter: newFake(), ConnectionFile: dir + "/none.json"}, "none.json"},
		{Options{Interpreter: newFake(), ConnectionFile: bad}, "shell_port is 0"},
	} {
		if err := Serve(context.Background(), c.opts); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("got %v, want %q", err, c.want)
		}
	}
}

func TestParentWatch(t *testing.T) {
	t.Setenv(parentVariable, "")
	if died, _ := watchParent(); died != nil {
		t.Error("watches without a parent")
	}
	t.Setenv(parentVariable, fmt.Sprint(os.Getppid()))
	died, stop := watchParent()
	defer stop()
	select {
	case <-died:
		t.Error("the parent is alive")
	default:
	}
	answers := make(chan bool, 2)
	answers <- true
	answers <- false
	died, stop = watch(func() bool { return <-answers }, time.Millisecond)
	defer stop()
	select {
	case <-died:
	case <-time.After(longest):
		t.Error("its death was not seen")
	}
}

func TestInterruptBeforeRun(t *testing.T) {
	k := New(newFake(), &direct{got: map[wire.Channel]chan *wire.Message{wire.IOPub: make(chan *wire.Message, 9)}}, Options{})
	defer k.Close(context.Background())
	e := &execution{kernel: k, interrupted: make(chan struct{})}
	e.interrupt()
	e.interrupt()
	if done := e.run(cellOf("print x")); done.Error == nil || done.Error.Name != "Interrupted" {
		t.Errorf("got %+v", done)
	}
	if _, err := e.Input("", false); !errors.Is(err, ErrNoInput) {
		t.Errorf("input: %v", err)
	}
}
