package client

// execute.go: running cells.

import (
	"context"
	"fmt"

	"github.com/gorgolab/gorgo/kernel/wire"
)

// Reply ends an execution. Its Status is wire.StatusOK, or wire.StatusError
// for a cell that failed, or wire.StatusAborted for one that was not run.
type Reply = wire.ExecuteReply

// Input answers the kernel's request for a line of text. An error sends an
// empty line.
type Input func(prompt string, password bool) (string, error)

// ExecuteOptions say how to run a cell. The zero value runs it as a notebook
// does, without a person to ask for input.
type ExecuteOptions struct {
	Silent          bool              // no output, no count, no history
	SkipHistory     bool              // not in the history, and not counted
	StopOnError     bool              // when it fails, cells that are already queued are not run
	UserExpressions map[string]string // name → expression, evaluated after the cell
	Input           Input             // answers requests for input; nil: the cell gets an error
}

// Execute runs code and returns when the kernel has replied and is idle again.
// on, which may be nil, is called from this goroutine with every message of
// the cell on iopub, in order. A cell that fails is not an error here: see the
// reply. When ctx ends, Execute returns at once and the cell goes on; call
// Interrupt to end it.
func (k *Kernel) Execute(ctx context.Context, code string, opts ExecuteOptions, on func(wire.Message)) (Reply, error) {
	m, err := k.ask(ctx, opts.request(code), on, opts.Input, true)
	if err != nil {
		return Reply{}, err
	}
	reply, ok := m.Content.(*wire.ExecuteReply)
	if !ok {
		return Reply{}, fmt.Errorf("client: the kernel answered with %s", m.Header.MsgType)
	}
	return *reply, nil
}

func (opts ExecuteOptions) request(code string) *wire.ExecuteRequest {
	r := &wire.ExecuteRequest{
		Code:            code,
		Silent:          opts.Silent,
		StoreHistory:    !opts.SkipHistory && !opts.Silent,
		UserExpressions: opts.UserExpressions,
		AllowStdin:      opts.Input != nil,
		StopOnError:     opts.StopOnError,
	}
	if r.UserExpressions == nil {
		r.UserExpressions = map[string]string{} // null is none: xeus-python never answers it
	}
	return r
}

// answer asks input and sends the kernel what it said.
func (k *Kernel) answer(m *wire.Message, r *wire.InputRequest, input Input) {
	reply := &wire.InputReply{Status: wire.StatusOK}
	if input == nil {
		reply.Status = wire.StatusError
	} else if value, err := input(r.Prompt, r.Password); err != nil {
		reply.Status = wire.StatusError
	} else {
		reply.Value = value
	}
	// A kernel that is gone needs no answer.
	_ = k.send(wire.Stdin, k.session.Reply(m, reply))
}
