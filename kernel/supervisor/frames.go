// What a worker is asked, and what it answers.

package supervisor

import (
	"bufio"
	"errors"
	"io"
	"os"

	"github.com/gorgolab/gorgo/interp/frame"
)

// writeFrames sends requests until the worker has ended.
func (p *process) writeFrames() {
	for {
		select {
		case m := <-p.sends:
			if err := frame.Write(p.pipes.requests, m); errors.Is(err, frame.ErrTooLarge) {
				p.refuse(m, err)
			}
			// Other errors mean that the worker has ended, and dead tells.
		case <-p.dead:
			return
		}
	}
}

// send puts a request on its way. It never waits.
func (p *process) send(m *frame.Request) {
	select {
	case p.sends <- m:
	default:
		p.end(endedForSilence)
	}
}

// refuse answers a request that can't be sent.
func (p *process) refuse(m *frame.Request, err error) {
	f := failure("error", "it can't be sent to the worker: "+err.Error())
	answer := &frame.Response{ID: m.ID}
	switch {
	case m.Execute != nil:
		answer.ExecuteDone = &frame.ExecuteDone{Error: f}
	case m.Comm != nil:
		answer.CommDone = &frame.CommDone{Error: f}
	}
	p.answer(answer)
}

// readFrames passes on what the worker says, until it says nothing any more.
func (p *process) readFrames() {
	defer p.order.framesEnd()
	r := bufio.NewReader(p.pipes.responses)
	for {
		m, err := frame.Read[frame.Response](r)
		if err != nil {
			if !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, os.ErrClosed) {
				p.end(endedForNonsense)
			}
			return
		}
		if m.Seq > 0 {
			p.order.frame(m.Seq)
		}
		p.take(m)
		if m.Seq > 0 {
			p.order.passed(m.Seq)
		}
	}
}

// take acts on a response.
func (p *process) take(m *frame.Response) {
	out := p.outputOf(m.Run)
	switch {
	case m.Ready != nil:
		if m.Ready.Version != frame.Version {
			p.end(endedForVersion)
			return
		}
		p.once.Do(func() { close(p.ready) })
	case m.Display != nil:
		if out != nil {
			out.Display(m.Display.Bundle, m.Display.DisplayID, m.Display.Update)
		}
	case m.Clear != nil:
		if out != nil {
			out.Clear(m.Clear.Wait)
		}
	case m.Comm != nil:
		if out != nil {
			out.Comm(*m.Comm)
		}
	case m.InputRequest != nil:
		// It waits for a person; the stream of frames must not.
		go func() {
			reply := &frame.InputReply{Error: "input: nobody is there to be asked"}
			if out != nil {
				text, err := out.Input(m.InputRequest.Prompt, m.InputRequest.Password)
				if reply = (&frame.InputReply{Text: text}); err != nil {
					reply = &frame.InputReply{Error: err.Error()}
				}
			}
			p.send(&frame.Request{ID: m.ID, InputReply: reply})
		}()
	default:
		p.answer(m)
	}
}

// answer hands an answer to who asked.
func (p *process) answer(m *frame.Response) {
	p.mu.Lock()
	c := p.pending[m.ID]
	delete(p.pending, m.ID)
	p.mu.Unlock()
	if c != nil {
		c <- m
	}
}

// ask sends a request and returns where its answer comes; forget ends the
// waiting. When the worker can't be reached it is as good as dead, and dead
// tells.
func (p *process) ask(m *frame.Request) (answer <-chan *frame.Response, forget func()) {
	answer, forget = p.expect(m)
	p.send(m)
	return answer, forget
}

// perform is ask for what runs code of the user's, whose output goes to out.
func (p *process) perform(m *frame.Request, out Output) (answer <-chan *frame.Response, forget func()) {
	answer, forget = p.expect(m)
	p.outputs.add(m.ID, out)
	p.send(m)
	return answer, forget
}

// began reports whether a worker that has ended had begun to run what was asked
// of it. Of cells it says so; of all else it is not known.
func (p *process) began(m *frame.Request) bool {
	return m.Execute == nil || m.Execute.Beside || max(p.last[0], p.last[1]) >= m.ID
}

// expect gives a request its ID and says where its answer will come.
func (p *process) expect(m *frame.Request) (answer <-chan *frame.Response, forget func()) {
	c := make(chan *frame.Response, 1)
	p.mu.Lock()
	p.lastID++
	m.ID = p.lastID
	p.pending[m.ID] = c
	p.mu.Unlock()
	return c, func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		delete(p.pending, m.ID)
	}
}
