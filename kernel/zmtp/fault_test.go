package zmtp

// One test for every fault that zmq4's own sockets were measured to have (see
// doc.go). Each proves with a healthy peer that the socket still serves.

import (
	"bufio"
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

const patience = 20 * time.Second // for what must happen; reached only on failure

func within(t testing.TB) context.Context {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	t.Cleanup(cancel)
	return ctx
}

func router(t testing.TB, opts Options) *Router {
	r, err := ListenRouter("tcp", "127.0.0.1:0", opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { closeNow(r) })
	return r
}

// echo answers every message with itself until the test ends.
func echo(t testing.TB, opts Options) *Router {
	r := router(t, opts)
	go func() {
		for {
			select {
			case m := <-r.Messages():
				r.Send(m.Peer, m.Frames)
			case <-r.Done():
				return
			}
		}
	}()
	return r
}

func closeNow(c interface{ Close(context.Context) error }) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	c.Close(ctx)
}

func call(t testing.TB, kind Kind, at net.Addr, identity string) *Conn {
	t.Helper()
	c, err := Dial(within(t), kind, at.Network(), at.String(), identity, Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { closeNow(c) })
	return c
}

func receive(t testing.TB, c *Conn) [][]byte {
	t.Helper()
	select {
	case m, ok := <-c.Messages():
		if !ok {
			t.Fatalf("connection ended: %v", c.Err())
		}
		return m
	case <-time.After(patience):
		t.Fatal("nothing arrived")
	}
	return nil
}

func peers(h *hub) []*peer {
	all, _ := h.all()
	return all
}

func message(s ...string) [][]byte {
	frames := make([][]byte, len(s))
	for i := range s {
		frames[i] = []byte(s[i])
	}
	return frames
}

// healthy fails unless a new client is served.
func healthy(t testing.TB, r *Router) {
	t.Helper()
	c := call(t, Dealer, r.Addr(), "")
	if err := c.Send(message("are you", "there?")); err != nil {
		t.Fatal(err)
	}
	if got := receive(t, c); string(bytes.Join(got, []byte(" "))) != "are you there?" {
		t.Fatalf("got %q", got)
	}
}

// greeting is what a ZMTP 3.0 peer without security says first.
func greeting() []byte {
	b := make([]byte, greetingSize)
	b[0], b[8], b[9], b[10] = 0xff, 1, 0x7f, 3
	copy(b[12:], "NULL")
	return b
}

func frame(flags byte, body []byte) []byte {
	if len(body) < 256 {
		return append([]byte{flags, byte(len(body))}, body...)
	}
	return append(binary.BigEndian.AppendUint64([]byte{flags | flagLong}, uint64(len(body))), body...)
}

func commandFrame(name string, body []byte) []byte {
	return frame(flagCommand, append(append([]byte{byte(len(name))}, name...), body...))
}

func ready(kind string) []byte {
	var b []byte
	for _, p := range [][2]string{{"Socket-Type", kind}, {"Identity", ""}} {
		b = append(append(b, byte(len(p[0]))), p[0]...)
		b = append(binary.BigEndian.AppendUint32(b, uint32(len(p[1]))), p[1]...)
	}
	return commandFrame("READY", b)
}

func rawDial(t testing.TB, at net.Addr) net.Conn {
	t.Helper()
	c, err := net.Dial(at.Network(), at.String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return c
}

// rawOpen is a connection after a right handshake, for what we do wrong next.
func rawOpen(t testing.TB, at net.Addr, kind string) (net.Conn, *bufio.Reader) {
	t.Helper()
	c := rawDial(t, at)
	if _, err := c.Write(append(greeting(), ready(kind)...)); err != nil {
		t.Fatal(err)
	}
	r := bufio.NewReader(c)
	if _, err := io.ReadFull(r, make([]byte, greetingSize)); err != nil {
		t.Fatal(err)
	}
	if _, _, err := readFrame(r); err != nil { // READY
		t.Fatal(err)
	}
	return c, r
}

func readFrame(r *bufio.Reader) (flags byte, body []byte, err error) {
	flags, err = r.ReadByte()
	if err != nil {
		return 0, nil, err
	}
	size := uint64(0)
	if flags&flagLong != 0 {
		var n [8]byte
		if _, err := io.ReadFull(r, n[:]); err != nil {
			return 0, nil, err
		}
		size = binary.BigEndian.Uint64(n[:])
	} else {
		n, err := r.ReadByte()
		if err != nil {
			return 0, nil, err
		}
		size = uint64(n)
	}
	body = make([]byte, size)
	_, err = io.ReadFull(r, body)
	return flags, body, err
}

// closed fails unless the other side closes the connection.
func closed(t testing.TB, c net.Conn) {
	t.Helper()
	c.SetReadDeadline(time.Now().Add(patience))
	if _, err := io.Copy(io.Discard, c); err != nil && errors.Is(err, os.ErrDeadlineExceeded) {
		t.Fatal("the connection was left open")
	}
}

func TestIdleConnectionBlocksNobody(t *testing.T) {
	r := echo(t, Options{Handshake: 200 * time.Millisecond})
	idle := rawDial(t, r.Addr())
	healthy(t, r)
	closed(t, idle) // after the handshake's deadline
}

func TestHostileBytes(t *testing.T) {
	long := func(flags byte, n uint64) []byte {
		return binary.BigEndian.AppendUint64([]byte{flags | flagLong}, n)
	}
	open := append(greeting(), ready("DEALER")...)
	for name, bytes := range map[string][]byte{
		"HTTP":                      []byte("GET / HTTP/1.1\r\nHost: localhost\r\nUser-Agent: something with more than sixty-four bytes\r\n\r\n"),
		"zeros":                     make([]byte, 200),
		"ones":                      bytes.Repeat([]byte{0xff}, 200),
		"old version":               append(append([]byte{0xff, 0, 0, 0, 0, 0, 0, 0, 1, 0x7f, 1}, make([]byte, 53)...), 0),
		"other mechanism":           append(append(append([]byte{}, greeting()[:12]...), "CURVE"...), make([]byte, 47)...),
		"READY without type":        append(greeting(), commandFrame("READY", nil)...),
		"READY, wrong type":         append(greeting(), ready("SUB")...),
		"READY, half a property":    append(greeting(), commandFrame("READY", []byte{11, 'S'})...),
		"READY, property too long":  append(greeting(), commandFrame("READY", []byte{1, 'S', 0xff, 0xff, 0xff, 0xff})...),
		"READY, no property length": append(greeting(), commandFrame("READY", []byte{1, 'S', 0})...),
		"empty command":             append(greeting(), frame(flagCommand, nil)...),
		"command name too long":     append(greeting(), frame(flagCommand, []byte{200, 'x'})...),
		"message before READY":      append(greeting(), frame(0, []byte("hello"))...),
		"READY of 2^62":             append(greeting(), long(flagCommand, 1<<62)...),
		"frame of 2^62":             append(append([]byte{}, open...), long(0, 1<<62)...),
		"frame of 2^63":             append(append([]byte{}, open...), long(0, 1<<63)...),
		"frame of 2^40":             append(append([]byte{}, open...), long(0, 1<<40)...),
		"second frame of 2^62":      append(append(append([]byte{}, open...), frame(flagMore, nil)...), long(0, 1<<62)...),
		"command of 2^40":           append(append([]byte{}, open...), long(flagCommand, 1<<40)...),
		"nameless command":          append(append([]byte{}, open...), frame(flagCommand, nil)...),
		"command beyond its end":    append(append([]byte{}, open...), frame(flagCommand, []byte{200, 'x'})...),
		"PING without time":         append(append([]byte{}, open...), commandFrame("PING", nil)...),
	} {
		t.Run(name, func(t *testing.T) {
			r := echo(t, Options{Handshake: time.Second})
			c := rawDial(t, r.Addr())
			c.Write(bytes)
			closed(t, c)
			healthy(t, r)
		})
	}
}

// A frame that is announced but not sent costs nothing; nor do many frames.
func TestAnnouncedIsNotAllocated(t *testing.T) {
	r := echo(t, Options{})
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for range 20 {
		c, _ := rawOpen(t, r.Addr(), "DEALER")
		c.Write(binary.BigEndian.AppendUint64([]byte{flagLong}, 200<<20))
		c.Write(make([]byte, 100))
	}
	healthy(t, r)
	runtime.ReadMemStats(&after)
	if got := after.TotalAlloc - before.TotalAlloc; got > 100<<20 {
		t.Errorf("20 announcements of 200 MB allocated %d MB", got>>20)
	}
}

func TestManyEmptyFrames(t *testing.T) {
	r := echo(t, Options{MaxMessage: 1 << 20})
	c, _ := rawOpen(t, r.Addr(), "DEALER")
	go func() {
		for range 1 << 20 {
			if _, err := c.Write(frame(flagMore, nil)); err != nil {
				return
			}
		}
	}()
	closed(t, c)
	healthy(t, r)
}

func TestLongMessages(t *testing.T) {
	r := echo(t, Options{})
	c := call(t, Dealer, r.Addr(), "")
	for _, n := range []int{0, 1, 255, 256, bulk - 1, bulk, bulk + 1, 40 << 20} {
		want := bytes.Repeat([]byte{byte(n)}, n)
		if err := c.Send([][]byte{want, nil, []byte("end")}); err != nil {
			t.Fatal(err)
		}
		got := receive(t, c)
		if len(got) != 3 || !bytes.Equal(got[0], want) || len(got[1]) != 0 || string(got[2]) != "end" {
			t.Fatalf("%d bytes came back as %d frames", n, len(got))
		}
	}
}

func TestPing(t *testing.T) {
	r := echo(t, Options{})
	c, in := rawOpen(t, r.Addr(), "DEALER")
	c.Write(commandFrame("PING", []byte("\x00\x0acontext")))
	flags, body, err := readFrame(in)
	if err != nil {
		t.Fatal(err)
	}
	if flags != flagCommand || string(body) != "\x04PONGcontext" {
		t.Errorf("got flags %d, body %q", flags, body)
	}
}

// A client that never reads its replies is slowed down, then disconnected;
// meanwhile others are served.
func TestClientThatNeverReads(t *testing.T) {
	r := echo(t, Options{Queue: 64 << 10, Stall: time.Second})
	c, _ := rawOpen(t, r.Addr(), "DEALER")
	request := frame(0, bytes.Repeat([]byte{'x'}, 64<<10))
	c.SetWriteDeadline(time.Now().Add(patience))
	for {
		if _, err := c.Write(request); err != nil {
			if errors.Is(err, os.ErrDeadlineExceeded) {
				t.Fatal("it was never disconnected")
			}
			break
		}
	}
	healthy(t, r)
}

func publisher(t testing.TB, opts Options) *Publisher {
	pub, err := ListenPublisher("tcp", "127.0.0.1:0", func(topic string) [][]byte { return message("welcome", topic) }, opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { closeNow(pub) })
	return pub
}

func subscribe(t testing.TB, at net.Addr, topic string) *Conn {
	t.Helper()
	c := call(t, Sub, at, "")
	if err := c.Subscribe(topic); err != nil {
		t.Fatal(err)
	}
	if got := receive(t, c); string(got[0]) != "welcome" || string(got[1]) != topic {
		t.Fatalf("got %q instead of the welcome", got)
	}
	return c
}

// zmq4's XPUB never delivers a subscription.
func TestSubscriptionsAreDelivered(t *testing.T) {
	pub := publisher(t, Options{})
	all, some := subscribe(t, pub.Addr(), ""), subscribe(t, pub.Addr(), "b")
	pub.Publish(message("a", "1"))
	pub.Publish(message("bc", "2"))
	if got := receive(t, all); string(got[1]) != "1" {
		t.Errorf("got %q", got)
	}
	for _, c := range []*Conn{all, some} {
		if got := receive(t, c); string(got[1]) != "2" {
			t.Errorf("got %q", got)
		}
	}
}

// Requests may overtake a client's own subscription, and then it waits for their
// end: the first subscriber gets what came before it, later ones do not.
func TestFirstSubscriberGetsWhatCameBefore(t *testing.T) {
	pub := publisher(t, Options{})
	long := strings.Repeat("x", 200<<10)
	for i := range 10 { // more than is kept
		pub.Publish(message("stream", long, fmt.Sprint(i)))
	}
	pub.Publish(message("status", "idle"))
	pub.Publish(message("other"))
	first := subscribe(t, pub.Addr(), "st")
	got := receive(t, first)
	if string(got[0]) != "stream" || string(got[2]) == "0" {
		t.Fatalf("got %.20q, want the newest prints", got)
	}
	for string(got[0]) == "stream" {
		got = receive(t, first)
	}
	if string(got[1]) != "idle" {
		t.Fatalf("got %q instead of idle", got)
	}
	second := subscribe(t, pub.Addr(), "st")
	pub.Publish(message("status", "busy"))
	for _, c := range []*Conn{first, second} {
		if got := receive(t, c); string(got[1]) != "busy" {
			t.Errorf("got %q instead of busy", got)
		}
	}
}

func TestUnsubscribe(t *testing.T) {
	pub := publisher(t, Options{})
	c := subscribe(t, pub.Addr(), "a")
	if err := c.Send([][]byte{{0, 'a'}}); err != nil {
		t.Fatal(err)
	}
	if err := c.Subscribe("b"); err != nil { // its welcome says that the rest has arrived
		t.Fatal(err)
	}
	receive(t, c)
	pub.Publish(message("a"))
	pub.Publish(message("b"))
	if got := receive(t, c); string(got[0]) != "b" {
		t.Errorf("got %q after it had unsubscribed", got)
	}
}

// A stalled subscriber must not cost the healthy one a single message, nor
// memory beyond its queue.
func TestStalledSubscriber(t *testing.T) {
	pub := publisher(t, Options{Queue: 1 << 20, Stall: 2 * time.Second})
	stalled, in := rawOpen(t, pub.Addr(), "SUB")
	stalled.Write(frame(0, []byte{1}))
	if _, _, err := readFrame(in); err != nil { // the welcome
		t.Fatal(err)
	}
	well := subscribe(t, pub.Addr(), "")
	const n = 20000
	text := strings.Repeat("x", 1000)
	go func() {
		for i := range n {
			pub.Publish(message("stream", text, fmt.Sprint(i)))
		}
		pub.Publish(message("status", "idle"))
	}()
	for i := range n {
		if got := receive(t, well); string(got[2]) != fmt.Sprint(i) {
			t.Fatalf("message %d was %q", i, got[2])
		}
	}
	if got := receive(t, well); string(got[1]) != "idle" {
		t.Fatalf("got %q instead of idle", got)
	}
	closed(t, stalled)
}

// What a subscriber sends beside subscriptions is ignored, and a connection
// leaves no goroutine behind.
func TestJunkFromSubscribersLeaksNothing(t *testing.T) {
	pub := publisher(t, Options{})
	subscribe(t, pub.Addr(), "")
	before := runtime.NumGoroutine()
	for range 50 {
		c, in := rawOpen(t, pub.Addr(), "SUB")
		c.Write(frame(0, []byte("junk")))
		c.Write(frame(0, nil))
		c.Write(append(frame(flagMore, []byte{1}), frame(0, []byte{1})...))
		c.Write(frame(0, []byte{1, 'x'}))
		if _, _, err := readFrame(in); err != nil {
			t.Fatal(err)
		}
		c.Close()
	}
	for deadline := time.Now().Add(patience); runtime.NumGoroutine() > before; runtime.Gosched() {
		if time.Now().After(deadline) {
			t.Fatalf("%d goroutines before, %d after", before, runtime.NumGoroutine())
		}
	}
	pub.mu.Lock()
	defer pub.mu.Unlock()
	if len(pub.topics) != 1 {
		t.Errorf("%d peers' subscriptions are kept, want 1", len(pub.topics))
	}
}

func TestTooManySubscriptions(t *testing.T) {
	for name, topic := range map[string]func(i int) []byte{
		"many": func(i int) []byte { return fmt.Append([]byte{1}, i) },
		"long": func(i int) []byte { return append([]byte{1}, bytes.Repeat([]byte{'x'}, maxTopic+1)...) },
	} {
		t.Run(name, func(t *testing.T) {
			pub := publisher(t, Options{})
			c, in := rawOpen(t, pub.Addr(), "SUB")
			go io.Copy(io.Discard, in)
			for i := range maxTopics + 1 {
				if _, err := c.Write(frame(0, topic(i))); err != nil {
					break
				}
			}
			for deadline := time.Now().Add(patience); len(peers(pub.hub)) > 0; runtime.Gosched() {
				if time.Now().After(deadline) {
					t.Fatal("it is still connected")
				}
			}
		})
	}
}

// Everything sent before Close arrives, however soon the process ends.
func TestCloseDrains(t *testing.T) {
	for range 20 {
		pub := publisher(t, Options{})
		c := subscribe(t, pub.Addr(), "")
		const n = 200
		for i := range n {
			pub.Publish(message("m", fmt.Sprint(i), strings.Repeat("x", 1000)))
		}
		ended := make(chan error, 1)
		go func() { ended <- pub.Close(within(t)) }()
		for i := range n {
			if got := receive(t, c); string(got[1]) != fmt.Sprint(i) {
				t.Fatalf("message %d was %q", i, got[1])
			}
		}
		if _, ok := <-c.Messages(); ok {
			t.Fatal("more than was sent")
		}
		if err := <-ended; err != nil {
			t.Fatal(err)
		}
	}
}

// Close does not wait longer than it may for a peer that reads nothing.
func TestCloseGivesUp(t *testing.T) {
	pub := publisher(t, Options{})
	c, _ := rawOpen(t, pub.Addr(), "SUB")
	c.Write(frame(0, []byte{1}))
	for len(peers(pub.hub)) == 0 || !pub.wants(peers(pub.hub)[0].id, "") {
		runtime.Gosched()
	}
	pub.Publish(message(strings.Repeat("x", 20<<20)))
	ctx, cancel := context.WithTimeout(context.Background(), 100*time.Millisecond)
	defer cancel()
	start := time.Now()
	pub.Close(ctx)
	if took := time.Since(start); took > patience/2 {
		t.Errorf("took %s", took)
	}
}

// Two clients with one identity each get their own replies, and a request for
// input goes to the newer one, which is the one that reconnected.
func TestDuplicateIdentities(t *testing.T) {
	r := router(t, Options{})
	a, b := call(t, Dealer, r.Addr(), "twin"), (*Conn)(nil)
	for i, c := range []**Conn{&a, &b} {
		if *c == nil {
			*c = call(t, Dealer, r.Addr(), "twin")
		}
		if err := (*c).Send(message(fmt.Sprint(i))); err != nil {
			t.Fatal(err)
		}
		m := <-r.Messages()
		if m.Identity != "twin" {
			t.Errorf("identity is %q", m.Identity)
		}
		if found, ok := r.Find(within(t), "twin"); !ok || found != m.Peer {
			t.Errorf("found %d, want the newest, %d", found, m.Peer)
		}
		if err := r.Send(m.Peer, m.Frames); err != nil {
			t.Fatal(err)
		}
		if got := receive(t, *c); string(got[0]) != fmt.Sprint(i) {
			t.Errorf("client %d got %q", i, got)
		}
	}
	for _, who := range []string{"", "nobody"} {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Millisecond)
		if _, ok := r.Find(ctx, who); ok {
			t.Errorf("found %q, who is not there", who)
		}
		cancel()
	}
	go func() {
		if late, err := Dial(within(t), Dealer, r.Addr().Network(), r.Addr().String(), "late", Options{}); err == nil {
			late.Send(nil)
		}
	}()
	if _, ok := r.Find(within(t), "late"); !ok {
		t.Error("did not wait for a peer that was about to connect")
	}
	if err := r.Send(99, message("x")); !errors.Is(err, ErrGone) {
		t.Errorf("sending to nobody: %v", err)
	}
}

// Heartbeats come with and without a REQ's delimiter.
func TestHeartbeat(t *testing.T) {
	hb, err := ListenHeartbeat("tcp", "127.0.0.1:0", Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { closeNow(hb) })
	for _, kind := range []Kind{Req, Dealer} {
		c := call(t, kind, hb.Addr(), "")
		if err := c.Send(message("ping")); err != nil {
			t.Fatal(err)
		}
		if got := receive(t, c); len(got) != 1 || string(got[0]) != "ping" {
			t.Errorf("%s: got %q", kind, got)
		}
	}
}

func TestUnixSocketLeftBehind(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("connection files name no Unix sockets on Windows")
	}
	path := filepath.Join(t.TempDir(), "kernel-1")
	left, err := net.ListenUnix("unix", &net.UnixAddr{Name: path, Net: "unix"})
	if err != nil {
		t.Fatal(err)
	}
	left.SetUnlinkOnClose(false) // as after SIGKILL
	left.Close()
	r, err := ListenRouter("unix", path, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer closeNow(r)
	if _, err := ListenRouter("unix", path, Options{}); err == nil || !strings.Contains(err.Error(), "another process answers") {
		t.Errorf("a socket in use was taken over: %v", err)
	}
	c := call(t, Dealer, r.Addr(), "")
	if err := c.Send(message("hello")); err != nil {
		t.Fatal(err)
	}
	if m := <-r.Messages(); string(m.Frames[0]) != "hello" {
		t.Errorf("got %q", m.Frames)
	}
	file := filepath.Join(t.TempDir(), "precious")
	if err := os.WriteFile(file, []byte("data"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := ListenRouter("unix", file, Options{}); err == nil {
		t.Error("an ordinary file was taken for a socket")
	}
	if _, err := os.Stat(file); err != nil {
		t.Errorf("the file is gone: %v", err)
	}
}

func TestPortInUse(t *testing.T) {
	r := router(t, Options{})
	if _, err := ListenRouter("tcp", r.Addr().String(), Options{}); err == nil {
		t.Error("a port was listened on twice")
	}
}

func TestMaxPeers(t *testing.T) {
	r := echo(t, Options{MaxPeers: 2})
	a := call(t, Dealer, r.Addr(), "")
	call(t, Dealer, r.Addr(), "")
	closed(t, rawDial(t, r.Addr()))
	closeNow(a)
	count := func() int {
		r.hub.mu.Lock()
		defer r.hub.mu.Unlock()
		return len(r.hub.peers) + len(r.hub.raw)
	}
	for deadline := time.Now().Add(patience); count() > 1; runtime.Gosched() {
		if time.Now().After(deadline) {
			t.Fatal("a closed connection still counts")
		}
	}
	healthy(t, r)
}

func TestDialWaitsForListener(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	at := l.Addr()
	l.Close()
	got := make(chan error, 1)
	go func() {
		_, err := Dial(within(t), Dealer, at.Network(), at.String(), "", Options{})
		got <- err
	}()
	if _, err := ListenRouter("tcp", at.String(), Options{}); err != nil {
		t.Skipf("the port was taken meanwhile: %v", err)
	}
	if err := <-got; err != nil {
		t.Error(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Millisecond)
	defer cancel()
	l, err = net.Listen("tcp", "127.0.0.1:0") // accepts nothing: no greeting ever comes
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	if _, err := Dial(ctx, Dealer, "tcp", l.Addr().String(), "", Options{}); err == nil {
		t.Error("dialled a listener that says nothing")
	}
}
