package runner

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/gorgolab/gorgo/kernel/wire"
	"github.com/gorgolab/gorgo/notebooks/nbformat"
	"github.com/gorgolab/gorgo/notebooks/widgetstate"
)

// fake is a kernel whose language is the list of messages that a cell sends,
// one a line.
type fake struct {
	count       int
	interrupted chan struct{}
}

func newFake() *fake { return &fake{interrupted: make(chan struct{}, 1)} }

func (k *fake) Interrupt(context.Context) error {
	k.interrupted <- struct{}{}
	return nil
}

func (k *fake) Execute(_ context.Context, code string, on func(*wire.Message)) (*wire.ExecuteReply, error) {
	k.count++
	say := on
	on = func(m *wire.Message) {
		m.Parent.MsgID = fmt.Sprint(k.count)
		say(m)
	}
	reply := &wire.ExecuteReply{Outcome: wire.OK(), ExecutionCount: k.count}
	for line := range strings.Lines(code) {
		word, arg, _ := strings.Cut(strings.TrimSpace(line), " ")
		text := map[string]any{"text/plain": arg}
		switch word {
		case "print":
			on(&wire.Message{Content: &wire.Stream{Name: wire.Stdout, Text: arg + "\n"}})
		case "warn":
			on(&wire.Message{Content: &wire.Stream{Name: wire.Stderr, Text: arg + "\n"}})
		case "show":
			on(&wire.Message{Content: &wire.DisplayData{Data: text}})
		case "live":
			on(&wire.Message{Content: &wire.DisplayData{Data: text, Transient: wire.Transient{DisplayID: "d"}}})
		case "update":
			on(&wire.Message{Content: &wire.UpdateDisplayData{Data: text, Transient: wire.Transient{DisplayID: "d"}}})
		case "clear":
			on(&wire.Message{Content: &wire.ClearOutput{Wait: arg == "wait"}})
		case "progress":
			on(&wire.Message{Content: &wire.DisplayData{Data: text, Metadata: map[string]any{"gorgo": map[string]any{"progress": 0.5, "note": arg, "eta_seconds": 1.5}}}})
		case "value":
			on(&wire.Message{Content: &wire.ExecuteResult{Data: text, ExecutionCount: k.count}})
		case "fail":
			on(&wire.Message{Content: &wire.Error{EName: "panic", EValue: arg, Traceback: []string{"cell"}}})
			reply.Outcome = wire.Failed("panic", arg)
			return reply, nil
		case "open":
			id, data, _ := strings.Cut(arg, " ")
			on(&wire.Message{Content: &wire.CommOpen{CommID: id, TargetName: widgetstate.Target, Data: json.RawMessage(data)}})
		case "msg":
			id, data, _ := strings.Cut(arg, " ")
			on(&wire.Message{Content: &wire.CommMsg{CommID: id, Data: json.RawMessage(data)}})
		case "block":
			<-k.interrupted
			reply.Outcome = wire.Failed("Interrupted", "")
			return reply, nil
		case "die":
			return nil, errors.New("exit status 9")
		}
	}
	return reply, nil
}

func notebook(sources ...string) *nbformat.Notebook {
	nb := nbformat.New("gorgo", "Go", "go")
	nb.Add(nbformat.Markdown, "# text")
	for _, s := range sources {
		c := nb.Add(nbformat.Code, s)
		c.Outputs = []*nbformat.Output{{Type: nbformat.Stream, Name: "stdout", Text: "old"}}
	}
	return nb
}

// outputs writes a cell's outputs in short.
func outputs(c *nbformat.Cell) string {
	var parts []string
	for _, o := range c.Outputs {
		switch o.Type {
		case nbformat.Stream:
			parts = append(parts, fmt.Sprintf("%s:%q", o.Name, o.Text))
		case nbformat.ErrorOutput:
			parts = append(parts, fmt.Sprintf("error:%s:%s", o.EName, o.EValue))
		default:
			parts = append(parts, fmt.Sprintf("%s:%v", o.Type, o.Data["text/plain"]))
		}
	}
	return strings.Join(parts, " ")
}

func TestOutputs(t *testing.T) {
	for _, tt := range []struct{ name, src, want string }{
		{"streams run together", "print a\nprint b\nwarn c\nprint d", `stdout:"a\nb\n" stderr:"c\n" stdout:"d\n"`},
		{"a display parts them", "print a\nshow x\nprint b", `stdout:"a\n" display_data:x stdout:"b\n"`},
		{"update", "live 1\nprint a\nupdate 2\nupdate 3", `display_data:3 stdout:"a\n"`},
		{"clear", "print a\nclear\nprint b", `stdout:"b\n"`},
		{"clear waits", "print a\nclear wait", `stdout:"a\n"`},
		{"clear waited", "print a\nclear wait\nprint b", `stdout:"b\n"`},
		{"result", "print a\nvalue 3", `stdout:"a\n" execute_result:3`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			nb := notebook(tt.src)
			if err := Run(t.Context(), newFake(), nb, Options{}); err != nil {
				t.Fatal(err)
			}
			if got := outputs(nb.Cells[1]); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

// TestUpdateEarlierCell: a display of an earlier cell follows a later update.
func TestUpdateEarlierCell(t *testing.T) {
	nb := notebook("live 1", "update 2")
	if err := Run(t.Context(), newFake(), nb, Options{}); err != nil {
		t.Fatal(err)
	}
	if got := outputs(nb.Cells[1]); got != "display_data:2" {
		t.Errorf("got %s", got)
	}
}

func TestFailure(t *testing.T) {
	for _, allow := range []bool{false, true} {
		nb := notebook("print a", "print b\nfail boom", "print c", "fail again")
		err := Run(t.Context(), newFake(), nb, Options{AllowErrors: allow})
		var failed *CellError
		if !errors.As(err, &failed) || failed.Index != 2 || failed.Number != 2 || failed.EValue != "boom" {
			t.Fatalf("allow %v: got %v", allow, err)
		}
		if got := outputs(nb.Cells[2]); got != `stdout:"b\n" error:panic:boom` {
			t.Errorf("allow %v: failing cell: %s", allow, got)
		}
		want := map[bool]string{false: "", true: `stdout:"c\n"`}[allow]
		if got := outputs(nb.Cells[3]); got != want {
			t.Errorf("allow %v: the cell after it: %q, want %q", allow, got, want)
		}
		if n := nb.Cells[1].ExecutionCount; n == nil || *n != 1 {
			t.Errorf("allow %v: execution count %v, want 1", allow, n)
		}
	}
}

func TestTimeout(t *testing.T) {
	nb := notebook("print a\nblock", "print b")
	err := Run(t.Context(), newFake(), nb, Options{Timeout: time.Millisecond})
	var timeout *TimeoutError
	if !errors.As(err, &timeout) || timeout.Number != 1 {
		t.Fatalf("got %v, want a *TimeoutError", err)
	}
	if got := outputs(nb.Cells[1]); got != `stdout:"a\n"` {
		t.Errorf("what there was is lost: %s", got)
	}
}

func TestInterrupt(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	nb := notebook("print a\nblock", "print b")
	err := Run(ctx, newFake(), nb, Options{Observer: Observer{Output: func(Cell, *nbformat.Output) { cancel() }}})
	if !errors.Is(err, ErrInterrupted) {
		t.Fatalf("got %v, want ErrInterrupted", err)
	}
	if got := outputs(nb.Cells[1]); got != `stdout:"a\n"` {
		t.Errorf("what there was is lost: %s", got)
	}
	if got := outputs(nb.Cells[2]); got != "" {
		t.Errorf("the next cell ran: %s", got)
	}
}

func TestDeadKernel(t *testing.T) {
	nb := notebook("print a\ndie")
	var dead *DeadKernelError
	if err := Run(t.Context(), newFake(), nb, Options{AllowErrors: true}); !errors.As(err, &dead) {
		t.Fatalf("got %v, want a *DeadKernelError", err)
	}
	if got := outputs(nb.Cells[1]); got != `stdout:"a\n" error:DeadKernel:exit status 9` {
		t.Errorf("got %s", got)
	}
}

func TestObserver(t *testing.T) {
	var log []string
	add := func(format string, args ...any) { log = append(log, fmt.Sprintf(format, args...)) }
	err := Run(t.Context(), newFake(), notebook("progress half\nprint a", "", "fail x"), Options{Observer: Observer{
		Start:    func(c Cell) { add("start %d/%d", c.Number, c.Of) },
		Progress: func(c Cell, p Progress) { add("progress %v %s %v", p.Fraction, p.Note, p.Left) },
		Output:   func(c Cell, o *nbformat.Output) { add("output %s", o.Type) },
		Done:     func(c Cell, d time.Duration, err error) { add("done %v", err) },
	}})
	if err == nil {
		t.Fatal("the last cell fails")
	}
	want := "start 1/3|progress 0.5 half 1.5s|output stream|done <nil>|start 3/3|output error|done cell 3: panic: x"
	if got := strings.Join(log, "|"); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestParseParam(t *testing.T) {
	for in, want := range map[string]Param{"a=1": {"a", "1"}, " b = x=y ": {"b", "x=y"}, "c=": {"c", ""}} {
		if got, err := ParseParam(in); err != nil || got != want {
			t.Errorf("%q: %v, %v", in, got, err)
		}
	}
	for _, in := range []string{"", "a", "1=2", "a b=1"} {
		if _, err := ParseParam(in); err == nil {
			t.Errorf("%q: no error", in)
		}
	}
}

// TestWidgets: the states of widgets go into the document, and what an output
// widget catches goes there.
func TestWidgets(t *testing.T) {
	nb := notebook(
		`open slider {"state":{"_model_name":"IntSliderModel","value":1}}
open out {"state":{"_model_name":"OutputModel","msg_id":"","outputs":[]}}
print before
msg out {"method":"update","state":{"msg_id":"1"}}
print caught
live 1
msg out {"method":"update","state":{"msg_id":""}}
print after`,
		`update 2
msg slider {"method":"update","state":{"value":7}}
msg out {"method":"update","state":{"msg_id":"2"}}
clear wait
print new
live 3
msg out {"method":"update","state":{"msg_id":""}}`)
	nb.Metadata["widgets"] = "of an earlier run"
	if err := Run(t.Context(), newFake(), nb, Options{}); err != nil {
		t.Fatal(err)
	}
	if got := outputs(nb.Cells[1]); got != `stdout:"before\nafter\n"` {
		t.Errorf("the first cell has %s", got)
	}
	if got := outputs(nb.Cells[2]); got != "" {
		t.Errorf("the second cell has %s", got)
	}
	set := widgetstate.Load(nb)
	if v := set.Model("slider").State["value"]; fmt.Sprint(v) != "7" {
		t.Errorf("the slider is at %v", v)
	}
	c := nbformat.Cell{Outputs: set.Model("out").Outputs()}
	if got := outputs(&c); got != `stdout:"new\n" display_data:3` {
		t.Errorf("the output widget has %s", got)
	}
}

// TestLate: what a cell's goroutines put out later goes to that cell, and to nobody
// when it is another client's.
func TestLate(t *testing.T) {
	nb := notebook("print now", "print next")
	var late Late
	say := func(parent, text string) {
		m := wire.Message{Content: &wire.Stream{Name: wire.Stdout, Text: text}}
		m.Parent.MsgID = parent
		late.Add(m)
	}
	done := 0
	err := Run(t.Context(), newFake(), nb, Options{Late: &late, Observer: Observer{Done: func(Cell, time.Duration, error) {
		if done++; done == 2 {
			say("1", "later\n")
			say("another client's", "not ours\n")
		}
	}}})
	if err != nil {
		t.Fatal(err)
	}
	if got := outputs(nb.Cells[1]); got != `stdout:"now\nlater\n"` {
		t.Errorf("the first cell has %s", got)
	}
	if got := outputs(nb.Cells[2]); got != `stdout:"next\n"` {
		t.Errorf("the second cell has %s", got)
	}
}
