package kernel

// An interpreter for tests: it knows the statements of the scripts' cells, which are
// Go, and those of its own that no cell of a person has.

import (
	"context"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

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

// asksAbout is a name with question marks before or behind it.
func asksAbout(code string) (name string, ok bool) {
	code = strings.TrimSpace(code)
	name = strings.Trim(code, "?")
	return name, name != code && token.IsIdentifier(strings.ReplaceAll(name, ".", "_"))
}

func (f *fake) Execute(ctx context.Context, cell frame.Execute, out Output) (frame.ExecuteDone, error) {
	if !cell.Beside {
		f.mu.Lock() // the contract: never two at once
		defer f.mu.Unlock()
	}
	if name, ok := asksAbout(cell.Code); ok {
		b := text("about " + name)
		if name == "unknown" {
			b = text("Nothing is known about unknown.")
		}
		return frame.ExecuteDone{Result: &b, Page: true}, nil
	}
	body, err := parser.ParseExpr("func() {\n" + cell.Code + "\n}")
	if err != nil {
		return frame.ExecuteDone{Error: &frame.Failure{Name: "compile error", Value: err.Error()}}, nil
	}
	done := frame.ExecuteDone{Expressions: map[string]frame.Evaluated{}}
	for _, s := range body.(*ast.FuncLit).Body.List {
		done.Result = nil
		switch s := s.(type) {
		case *ast.ExprStmt:
			if lit, ok := s.X.(*ast.BasicLit); ok {
				b := text(value(lit))
				done.Result = &b
				continue
			}
			err = f.call(s.X.(*ast.CallExpr), out)
		case *ast.AssignStmt:
			err = f.call(s.Rhs[0].(*ast.CallExpr), out)
		case *ast.GoStmt:
			go func() {
				for _, s := range s.Call.Fun.(*ast.FuncLit).Body.List {
					_ = f.call(s.(*ast.ExprStmt).X.(*ast.CallExpr), out)
				}
				f.gate <- struct{}{}
			}()
		}
		var failed failure
		if errors.As(err, &failed) {
			done.Error = failed.Failure
			return done, nil
		}
		if err != nil {
			return done, err
		}
	}
	for name, expr := range cell.Expressions {
		if expr == "bad" {
			done.Expressions[name] = frame.Evaluated{Error: &frame.Failure{Name: "compile error", Value: "undefined: bad"}}
		} else {
			done.Expressions[name] = frame.Evaluated{Result: text(expr)}
		}
	}
	return done, nil
}

// failure is the error of a cell.
type failure struct{ *frame.Failure }

func (failure) Error() string { return "the cell failed" }

func failed(name, value string) error { return failure{&frame.Failure{Name: name, Value: value}} }

// value is that of a literal.
func value(e ast.Expr) string {
	s := types.ExprString(e)
	if unquoted, err := strconv.Unquote(s); err == nil {
		return unquoted
	}
	return s
}

// call calls a function by its name.
func (f *fake) call(c *ast.CallExpr, out Output) error {
	arg := ""
	if len(c.Args) > 0 {
		arg = value(c.Args[len(c.Args)-1])
	}
	switch name := types.ExprString(c.Fun); name {
	case "fmt.Print":
		out.Stream("stdout", arg)
	case "fmt.Fprint":
		out.Stream("stderr", arg)
	case "display.Show":
		out.Display(text(arg), "", false)
	case "display.NewHandle":
		out.Display(text(arg), "h", false)
	case "h.Update":
		out.Display(text(arg), "h", true)
	case "display.Clear":
		out.Clear(arg == "true")
	case "panic":
		return failed("panic", arg)
	case "ask", "secret":
		answer, err := out.Input(arg, name == "secret")
		if errors.Is(err, ErrInterrupted) {
			return failed("Interrupted", err.Error())
		}
		if err != nil {
			return failed("panic", err.Error())
		}
		out.Stream("stdout", "you said "+answer)
	case "open":
		f.comms.Store("w", "echo")
		out.Comm(frame.CommEvent{Kind: frame.CommOpen, ID: "w", Target: "echo", Data: []byte(`{"a":1}`), Metadata: []byte(`{"version":"2.1.0"}`), Buffers: [][]byte{{0, 1, 2}}})
	case "wait":
		select {
		case <-f.gate:
		case <-f.interrupts:
			return failed("Interrupted", "the cell was interrupted")
		case <-f.ended:
			return context.Canceled
		}
	case "lines":
		n, _ := strconv.Atoi(arg)
		for i := range n {
			out.Stream("stdout", fmt.Sprintln("line", i))
		}
	case "bare":
		return failed("", "")
	case "die":
		return errors.New("the interpreter died")
	case "crash":
		panic(arg)
	default:
		return failed("compile error", "undefined: "+name)
	}
	return nil
}

// release lets a cell that waits go on.
func (f *fake) release(t *testing.T) {
	select {
	case f.gate <- struct{}{}:
	case <-time.After(longest):
		t.Fatal("no cell waits")
	}
}

// released waits for what a goroutine does after release.
func (f *fake) released(t *testing.T) {
	select {
	case <-f.gate:
	case <-time.After(longest):
		t.Fatal("nothing was released")
	}
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
	return frame.Completion{Start: start, End: q.Cursor, Matches: []frame.Match{{Text: word + "n", Type: "function", Signature: "func()"}}}, nil
}

func (f *fake) Inspect(_ context.Context, q frame.Inspect) (frame.Inspection, error) {
	if strings.HasPrefix(q.Code, "unknown") {
		return frame.Inspection{}, nil
	}
	return frame.Inspection{Found: true, Bundle: text(fmt.Sprintf("%s at byte %d, detail %d", q.Code, q.Cursor, q.Detail))}, nil
}

func (f *fake) IsComplete(_ context.Context, q frame.IsComplete) (frame.Completeness, error) {
	if _, ok := asksAbout(q.Code); ok {
		return frame.Completeness{Status: "complete"}, nil
	}
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
