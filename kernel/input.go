package kernel

// input.go: a cell asks the person for a line of text.

import (
	"errors"

	"github.com/gorgolab/gorgo/kernel/wire"
)

// question is a cell that waits for an answer.
type question struct {
	from   Address
	answer chan *wire.InputReply // buffered
}

// The reasons why a cell that asks for input gets none.
var (
	ErrNoInput     = errors.New("input: this cell was run by something that cannot ask a person: set the value in the code instead")
	ErrInterrupted = errors.New("input: interrupted")
)

// Input implements Output: it asks the client that sent the cell.
func (e *execution) Input(prompt string, password bool) (string, error) {
	if !e.stdin {
		return "", ErrNoInput
	}
	k := e.kernel
	q := &question{from: e.from, answer: make(chan *wire.InputReply, 1)}
	k.mu.Lock()
	if k.input != nil {
		k.mu.Unlock()
		return "", errors.New("input: another goroutine waits for input already")
	}
	k.input = q
	k.mu.Unlock()
	defer func() {
		k.mu.Lock()
		k.input = nil
		k.mu.Unlock()
	}()
	k.outputs.pushOut()
	m := k.session.New(e.parent, &wire.InputRequest{Prompt: prompt, Password: password})
	if !k.transport.Send(wire.Stdin, e.from, m) {
		return "", ErrNoInput
	}
	select {
	case a := <-q.answer:
		if a.Status == wire.StatusError {
			return "", ErrNoInput
		}
		return a.Value, nil
	case <-e.interrupted:
		// The interpreter hears of it first, or the cell would take the end of its
		// question for the reason of its own.
		k.interrupting.Lock()
		defer k.interrupting.Unlock()
		return "", ErrInterrupted
	case <-k.ctx.Done():
		return "", ErrInterrupted
	}
}

// takeInput hands an answer to the cell that waits for it. One that comes too
// late, or from another client, is for nobody.
func (k *Kernel) takeInput(from Address, m *wire.Message) {
	k.mu.Lock()
	defer k.mu.Unlock()
	a, ok := m.Content.(*wire.InputReply)
	if !ok || k.input == nil || k.input.from.Identity != from.Identity {
		return
	}
	select {
	case k.input.answer <- a:
	default:
	}
}
