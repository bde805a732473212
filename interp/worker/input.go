// Asking the person for a line.

package worker

import (
	"context"
	"errors"

	"github.com/gorgolab/gorgo/interp/frame"
)

// The reasons why there is no line.
var (
	errNoInput     = errors.New("input: this cell was run by something that cannot ask a person: set the value in the code instead")
	errNoCell      = errors.New("input: no cell runs that could ask")
	errInterrupted = errors.New("input: interrupted")
)

// Input implements display.Sink.
func (w *worker) Input(prompt string, password bool) (string, error) {
	x := w.current()
	switch {
	case x == nil:
		return "", errNoCell
	case !x.input:
		return "", errNoInput
	}
	return w.ask(x.ctx, prompt, password)
}

// ask waits for the person's answer, or for the end of the cell.
func (w *worker) ask(ctx context.Context, prompt string, password bool) (string, error) {
	answer := make(chan *frame.InputReply, 1)
	w.mu.Lock()
	w.lastAsk++
	id := w.lastAsk
	w.asked[id] = answer
	w.mu.Unlock()
	defer func() {
		w.mu.Lock()
		delete(w.asked, id)
		w.mu.Unlock()
	}()
	err := w.out.place(&frame.Response{ID: id, InputRequest: &frame.InputRequest{Prompt: prompt, Password: password}})
	if err != nil {
		return "", err
	}
	select {
	case a := <-answer:
		if a.Error != "" {
			return "", errors.New(a.Error)
		}
		return a.Text, nil
	case <-ctx.Done():
		return "", errInterrupted
	}
}

// answered hands an answer to who asked. It may come too late.
func (w *worker) answered(id int64, a *frame.InputReply) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if c := w.asked[id]; c != nil {
		select {
		case c <- a:
		default:
		}
	}
}
