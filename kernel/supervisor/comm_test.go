//go:build unix

package supervisor

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"github.com/gorgolab/gorgo/interp/frame"
)

// TestComm: events go both ways; what a handler prints goes to whom the event
// says; its panic is an error and ends nothing; who is unknown is said so.
func TestComm(t *testing.T) {
	s := start(t, Options{})
	ctx := context.Background()
	cell := newTranscript(t)
	if done := execute(t, s, cell, 1, "define x", "comm c1"); done.Error != nil {
		t.Fatal(done.Error)
	}
	if got := cell.String(); got != "<open echo {}>" {
		t.Errorf("the cell opened %q", got)
	}
	if open, err := s.Comms(ctx); err != nil || len(open) != 1 || open["c1"] != "echo" {
		t.Errorf("open: %v, %v", open, err)
	}
	for _, tt := range []struct {
		name string
		e    frame.CommEvent
		want string
		done frame.CommDone
	}{
		{"message", frame.CommEvent{Kind: frame.CommMsg, ID: "c1", Data: json.RawMessage(`{"a":1}`), Parent: "m1"}, "got {\"a\":1} m1\n<msg  {\"a\":1}>", frame.CommDone{}},
		{"panic", frame.CommEvent{Kind: frame.CommMsg, ID: "c1", Data: json.RawMessage(`"panic"`), Number: 1}, "", frame.CommDone{Error: &frame.Failure{Name: "panic", Value: "in a callback"}}},
		{"unknown comm", frame.CommEvent{Kind: frame.CommMsg, ID: "c2"}, "", frame.CommDone{Unknown: true}},
		{"unknown target", frame.CommEvent{Kind: frame.CommOpen, ID: "c3", Target: "nobody"}, "", frame.CommDone{Unknown: true}},
		{"close", frame.CommEvent{Kind: frame.CommClose, ID: "c1"}, "closed\n", frame.CommDone{}},
		{"after it", frame.CommEvent{Kind: frame.CommMsg, ID: "c1"}, "", frame.CommDone{Unknown: true}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			out := newTranscript(t)
			done, err := s.Comm(ctx, tt.e, out)
			if err != nil || done.Unknown != tt.done.Unknown || (done.Error != nil) != (tt.done.Error != nil) {
				t.Fatalf("got %+v, %v", done, err)
			}
			if done.Error != nil && (done.Error.Name != tt.done.Error.Name || done.Error.Value != tt.done.Error.Value) {
				t.Errorf("got %+v", done.Error)
			}
			if got := out.String(); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
	if done := execute(t, s, newTranscript(t), 2, "print next"); done.Error != nil || strings.Join(done.Names, " ") != "x" {
		t.Errorf("got %+v", done)
	}
}

// TestBeside: cells in subshells run beside another, print to their own output,
// and an interrupt ends all of them.
func TestBeside(t *testing.T) {
	s := start(t, Options{})
	long, side := newTranscript(t), newTranscript(t)
	ended := make(chan frame.ExecuteDone, 2)
	go func() { ended <- execute(t, s, long, 1, "print ready", "wait") }()
	long.wait("ready")
	beside := func(out Output, code string) frame.ExecuteDone {
		done, err := s.Execute(context.Background(), frame.Execute{Code: code, Number: 1, Beside: true}, out)
		if err != nil {
			t.Error(err)
		}
		return done
	}
	if done := beside(side, "show here"); done.Error != nil {
		t.Fatal(done.Error)
	}
	if got := side.String(); got != "[here]" {
		t.Errorf("beside: %q", got)
	}
	other := newTranscript(t)
	go func() { ended <- beside(other, "show waits\nwait") }()
	other.wait("waits")
	s.Interrupt()
	for range 2 {
		if done := <-ended; done.Error == nil || done.Error.Name != "Interrupted" {
			t.Errorf("got %+v", done.Error)
		}
	}
	if got := long.String(); got != "ready\n" {
		t.Errorf("the long one has %q", got)
	}
}
