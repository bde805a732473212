package kernel

// An interpreter for tests: each line of a cell is a command of its own.

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"

	"github.com/gorgolab/gorgo/display"
	"github.com/gorgolab/gorgo/interp/frame"
)

type fake struct {
	mu         sync.Mutex
	interrupts chan struct{}
	gate       chan struct{} // a script's release
	ended      chan struct{}
	once       sync.Once
	comms      sync.Map // ID → target
}

func newFake() *fake {
	return &fake{interrupts: make(chan struct{}, 1), gate: make(chan struct{}), ended: make(chan struct{})}
}

func text(s string) display.Bundle { return display.Bundle{Data: map[string]any{display.MIMEText: s}} }

func (f *fake) Execute(ctx context.Context, cell frame.Execute, out Output) (frame.ExecuteDone, error) {
	if !cell.Beside {
		f.mu.Lock() // the contract: never two at once
		defer f.mu.Unlock()
	}
	done := frame.ExecuteDone{Expressions: map[string]frame.Evaluated{}}
	for _, line := range strings.Split(cell.Code, "\n") {
		name, rest, _ := strings.Cut(line, " ")
		arg := rest
		if s, err := strconv.Unquote(rest); err == nil {
			arg = s
		}
		switch name {
		case "print":
			out.Stream("stdout", arg)
		case "eprint":
			out.Stream("stderr", arg)
		case "lines":
			n, _ := strconv.Atoi(arg)
			for i := range n {
				out.Stream("stdout", fmt.Sprintln("line", i))
			}
		case "display":
			out.Display(text(arg), "", false)
		case "handle":
			out.Display(text(arg), "h", false)
		case "update":
			out.Display(text(arg), "h", true)
		case "clear":
			out.Clear(arg == "wait")
		case "input", "password":
			answer, err := out.Input(arg, name == "password")
			if err != nil {
				done.Error = &frame.Failure{Name: "error", Value: err.Error()}
				return done, nil
			}
			out.Stream("stdout", "you said "+answer)
		case "comm":
			f.comms.Store(arg, "echo")
			out.Comm(frame.CommEvent{Kind: frame.CommOpen, ID: arg, Target: "echo", Data: []byte(`{"a":1}`), Metadata: []byte(`{"version":"2.1.0"}`), Buffers: [][]byte{{0, 1, 2}}})
		case "result":
			b := text(arg)
			done.Result = &b
		case "error":
			done.Error = &frame.Failure{Name: arg, Value: "because"}
			return done, nil
		case "bare":
			done.Error = &frame.Failure{}
			return done, nil
		case "die":
			return done, errors.New("the interpreter died")
		case "panic":
			panic(arg)
		case "later":
			go func() {
				<-f.gate
				out.Stream("stdout", arg)
				f.gate <- struct{}{}
			}()
		case "wait":
			select {
			case <-f.gate:
			case <-f.interrupts:
				done.Error = &frame.Failure{Name: "Interrupted", Value: "the cell was interrupted"}
				return done, nil
			case <-f.ended:
				return done, context.Canceled
			}
		}
	}
	for name, expr := range cell.Expressions {
		if expr == "bad" {
			done.Expressions[name] = frame.Evaluated{Error: &frame.Failure{Name: "undefined", Value: "bad"}}
		} else {
			done.Expressions[name] = frame.Evaluated{Result: text(expr)}
		}
	}
	return done, nil
}

func (f *fake) Interrupt() { f.interrupts <- struct{}{} }

// Comm knows the target echo: a message comes back, and some do more.
func (f *fake) Comm(_ context.Context, e frame.CommEvent, out Output) (frame.CommDone, error) {
	switch e.Kind {
	case frame.CommOpen:
		if e.Target != "echo" {
			return frame.CommDone{Unknown: true}, nil
		}
		f.comms.Store(e.ID, e.Target)
		return frame.CommDone{}, nil
	case frame.CommClose:
		f.comms.Delete(e.ID)
		return frame.CommDone{}, nil
	}
	if _, ok := f.comms.Load(e.ID); !ok {
		return frame.CommDone{Unknown: true}, nil
	}
	switch string(e.Data) {
	case `"print"`:
		out.Stream("stdout", "called")
	case `"fail"`:
		return frame.CommDone{Error: &frame.Failure{Name: "panic", Value: "in a callback"}}, nil
	case `"close"`:
		f.comms.Delete(e.ID)
		out.Comm(frame.CommEvent{Kind: frame.CommClose, ID: e.ID})
		return frame.CommDone{}, nil
	}
	out.Comm(frame.CommEvent{Kind: frame.CommMsg, ID: e.ID, Data: e.Data, Buffers: e.Buffers})
	return frame.CommDone{}, nil
}

func (f *fake) Comms(context.Context) (map[string]string, error) {
	out := map[string]string{}
	f.comms.Range(func(id, target any) bool {
		out[id.(string)] = target.(string)
		return true
	})
	return out, nil
}

// Complete finds the word before the cursor, in bytes.
func (f *fake) Complete(_ context.Context, q frame.Complete) (frame.Completion, error) {
	start := strings.LastIndexAny(q.Code[:q.Cursor], " .") + 1
	word := q.Code[start:q.Cursor]
	if word == "fail" {
		return frame.Completion{}, errors.New("the interpreter died")
	}
	return frame.Completion{Start: start, End: q.Cursor, Matches: []frame.Match{{Text: word + "ln", Type: "function", Signature: "func()"}}}, nil
}

func (f *fake) Inspect(_ context.Context, q frame.Inspect) (frame.Inspection, error) {
	if strings.HasPrefix(q.Code, "unknown") {
		return frame.Inspection{}, nil
	}
	return frame.Inspection{Found: true, Bundle: text(fmt.Sprintf("%s at byte %d, detail %d", q.Code, q.Cursor, q.Detail))}, nil
}

func (f *fake) IsComplete(_ context.Context, q frame.IsComplete) (frame.Completeness, error) {
	if strings.HasSuffix(q.Code, "{") {
		return frame.Completeness{Status: "incomplete", Indent: "\t"}, nil
	}
	if strings.HasSuffix(q.Code, "?") {
		return frame.Completeness{Status: "invalid"}, nil
	}
	return frame.Completeness{Status: "complete"}, nil
}

func (f *fake) Shutdown(context.Context) error {
	f.once.Do(func() { close(f.ended) })
	return nil
}
