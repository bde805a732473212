package kernel

// execute.go: a cell, from its request to its reply.

import (
	"context"
	"errors"
	"sync"

	"github.com/gorgolab/gorgo/display"
	"github.com/gorgolab/gorgo/interp/frame"
	"github.com/gorgolab/gorgo/kernel/wire"
)

// execution is a cell that runs, and afterwards where its goroutines' output
// belongs. It is the Output that the interpreter gets.
type execution struct {
	kernel *Kernel
	parent wire.Header
	from   Address
	silent bool
	stdin  bool // the client answers requests for input
	beside bool // in a subshell

	interrupted chan struct{} // closed by an interrupt
	once        sync.Once
}

func (k *Kernel) execute(r *request) any {
	req := r.message.Content.(*wire.ExecuteRequest)
	if r.aborted {
		return &wire.ExecuteReply{Outcome: wire.Outcome{Status: wire.StatusAborted}, ExecutionCount: k.number(false)}
	}
	parent := r.message.Header
	e := &execution{kernel: k, parent: parent, from: r.from, silent: req.Silent, stdin: req.AllowStdin,
		interrupted: make(chan struct{})}
	// Before anybody can see that the cell runs, it can be interrupted.
	e.beside = r.queue != k.lanes[cells]
	k.begins(e)
	defer k.ends(e)
	counted := req.StoreHistory && !req.Silent
	number := k.number(counted)
	if counted {
		k.opts.History.Add(number, req.Code)
	}
	if !req.Silent {
		k.outputs.send(parent, &wire.ExecuteInput{Code: req.Code, ExecutionCount: number})
	}
	done := e.run(frame.Execute{
		Code:        req.Code,
		Number:      number,
		Expressions: req.UserExpressions,
		AllowInput:  req.AllowStdin,
		Beside:      e.beside,
		Parent:      parent.MsgID,
	})
	if done.Error != nil {
		return k.failed(r, number, done.Error)
	}
	payload := []map[string]any{}
	if done.Page {
		payload = append(payload, map[string]any{"source": "page", "data": nonNil(done.Result.Data), "start": 0})
	} else if done.Result != nil && len(done.Result.Data) > 0 && !req.Silent {
		if text, ok := done.Result.Data[display.MIMEText].(string); ok && counted {
			k.opts.History.Result(number, text)
		}
		k.outputs.send(parent, &wire.ExecuteResult{
			ExecutionCount: number,
			Data:           done.Result.Data,
			Metadata:       nonNil(done.Result.Metadata),
		})
	}
	return &wire.ExecuteReply{
		Outcome:         wire.OK(),
		ExecutionCount:  number,
		UserExpressions: expressions(done.Expressions),
		Payload:         payload,
	}
}

// run runs the cell and returns when everything it printed is on its way.
func (e *execution) run(cell frame.Execute) frame.ExecuteDone {
	k := e.kernel
	select {
	case <-e.interrupted:
		return frame.ExecuteDone{Error: &frame.Failure{Name: "Interrupted", Value: "the cell was interrupted before it ran"}}
	default:
	}
	done, err := k.interp.Execute(k.ctx, cell, e)
	k.outputs.pushOut()
	if err != nil {
		done.Error = &frame.Failure{Name: "KernelError", Value: err.Error()}
		if errors.Is(err, context.Canceled) {
			done.Error.Value = "the kernel was shut down while the cell ran"
		}
	}
	return done
}

// failed reports a cell's error to all clients, and takes what is queued
// behind the cell out of the way if its client wants that.
func (k *Kernel) failed(r *request, number int, e *frame.Failure) any {
	req := r.message.Content.(*wire.ExecuteRequest)
	o := outcome(e)
	if !req.Silent {
		k.outputs.send(r.message.Header, &wire.Error{EName: o.EName, EValue: o.EValue, Traceback: o.Traceback})
	}
	if req.StopOnError {
		r.queue.each(func(waiting *request) { waiting.aborted = true })
	}
	return &wire.ExecuteReply{
		Outcome:         o,
		ExecutionCount:  number,
		UserExpressions: map[string]wire.UserExpression{},
		Payload:         []map[string]any{},
	}
}

// outcome is a reply's form of an error. Clients want all three fields, and a
// line to show.
func outcome(e *frame.Failure) wire.Outcome {
	o := wire.Outcome{Status: wire.StatusError, EName: e.Name, EValue: e.Value, Traceback: e.Traceback}
	if o.EName == "" {
		o.EName = "Error"
	}
	if o.EValue == "" {
		o.EValue = o.EName
	}
	if len(o.Traceback) == 0 {
		o.Traceback = []string{o.EName + ": " + o.EValue}
	}
	return o
}

func expressions(values map[string]frame.Evaluated) map[string]wire.UserExpression {
	out := make(map[string]wire.UserExpression, len(values))
	for name, v := range values {
		if v.Error != nil {
			out[name] = wire.UserExpression{Outcome: outcome(v.Error)}
			continue
		}
		out[name] = wire.UserExpression{Outcome: wire.OK(), Data: v.Result.Data, Metadata: nonNil(v.Result.Metadata)}
	}
	return out
}

// number returns the number of a cell; only those that are counted take a new
// one.
func (k *Kernel) number(counted bool) int {
	k.mu.Lock()
	defer k.mu.Unlock()
	if counted {
		k.count++
	}
	return k.count
}

// begins and ends note what runs, so that an interrupt finds it.
func (k *Kernel) begins(e *execution) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.running[e] = true
	if !e.beside {
		k.cell = e
	}
}

func (k *Kernel) ends(e *execution) {
	k.mu.Lock()
	defer k.mu.Unlock()
	delete(k.running, e)
	if k.cell == e {
		k.cell = nil
	}
}

func (e *execution) isRunning() bool {
	e.kernel.mu.Lock()
	defer e.kernel.mu.Unlock()
	return e.kernel.running[e]
}

// Stream implements Output: text that the cell printed.
func (e *execution) Stream(name, text string) {
	if !e.silent {
		e.kernel.outputs.stream(e.parent, name, text)
	}
}

// Display implements Output: something that the cell shows.
func (e *execution) Display(b display.Bundle, id string, update bool) {
	if e.silent {
		return
	}
	d := wire.DisplayData{Data: nonNil(b.Data), Metadata: nonNil(b.Metadata), Transient: wire.Transient{DisplayID: id}}
	if update {
		u := wire.UpdateDisplayData(d)
		e.kernel.outputs.send(e.parent, &u)
		return
	}
	e.kernel.outputs.send(e.parent, &d)
}

// Clear implements Output: the cell clears what it showed.
func (e *execution) Clear(wait bool) {
	if !e.silent {
		e.kernel.outputs.send(e.parent, &wire.ClearOutput{Wait: wait})
	}
}

// interrupt ends a wait for input.
func (e *execution) interrupt() { e.once.Do(func() { close(e.interrupted) }) }

func nonNil(m map[string]any) map[string]any {
	if m == nil {
		return map[string]any{}
	}
	return m
}
