package comm

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"testing"
)

// wire notes what goes to the front ends.
type wire struct {
	sent []string
	err  error
}

func (w *wire) Send(e Event) error {
	w.sent = append(w.sent, fmt.Sprintf("%s %s %s %s", e.Kind, e.Target, e.Data, e.Metadata))
	return w.err
}
func (w *wire) Parent() string { return "p" }

func TestComm(t *testing.T) {
	w := &wire{}
	defer SetTransport(w)()
	var got []string
	c, err := Open("target", Options{ID: "a", Data: 1, Metadata: "m", Receive: func(e Event) { got = append(got, string(e.Data)) }})
	if err != nil {
		t.Fatal(err)
	}
	c.OnClose(func() { got = append(got, "closed") })
	if !Connected() || Parent() != "p" || Targets()["a"] != "target" || c.ID() != "a" {
		t.Errorf("open: %v", Targets())
	}
	if err := c.Send(map[string]int{"x": 2}, []byte("b")); err != nil {
		t.Error(err)
	}
	if err := c.Send(func() {}); err == nil {
		t.Error("a function was sent")
	}
	for _, e := range []Event{{Kind: KindMsg, ID: "a", Data: json.RawMessage("7")}, {Kind: KindClose, ID: "a"}} {
		if !Deliver(e) {
			t.Errorf("%+v is for nobody", e)
		}
	}
	if Deliver(Event{Kind: KindMsg, ID: "a"}) || Deliver(Event{Kind: KindClose, ID: "b"}) {
		t.Error("a closed comm takes events")
	}
	if err := c.Send(1); !errors.Is(err, ErrClosed) {
		t.Errorf("got %v", err)
	}
	if err := c.Close(); err != nil { // the front end closed it: it is told nothing
		t.Error(err)
	}
	if want := []string{"7", "closed"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if want := []string{`open target 1 "m"`, `msg  {"x":2} `}; !slices.Equal(w.sent, want) {
		t.Errorf("sent %q, want %q", w.sent, want)
	}
}

func TestTargets(t *testing.T) {
	w := &wire{}
	defer SetTransport(w)()
	Register("mine", func(c *Comm, e Event) {
		c.OnMessage(func(e Event) { _ = c.Send(e.Data) })
		_ = c.Send(e.Data)
	})
	if !Deliver(Event{Kind: KindOpen, ID: "x", Target: "mine", Data: json.RawMessage(`"hello"`)}) {
		t.Fatal("the target is not known")
	}
	Deliver(Event{Kind: KindMsg, ID: "x", Data: json.RawMessage(`"again"`)})
	Register("mine", nil)
	if Deliver(Event{Kind: KindOpen, ID: "y", Target: "mine"}) {
		t.Error("a target that was taken back is known")
	}
	if want := []string{`msg  "hello" `, `msg  "again" `}; !slices.Equal(w.sent, want) {
		t.Errorf("sent %q, want %q", w.sent, want)
	}
	Deliver(Event{Kind: KindClose, ID: "x"})
	if len(Targets()) != 0 {
		t.Errorf("open: %v", Targets())
	}
}

func TestFailure(t *testing.T) {
	w := &wire{err: errors.New("gone")}
	defer SetTransport(w)()
	if _, err := Open("t", Options{}); err == nil || len(Targets()) != 0 {
		t.Errorf("got %v; open: %v", err, Targets())
	}
	if _, err := Open("t", Options{Data: func() {}}); err == nil {
		t.Error("a function was sent")
	}
}
