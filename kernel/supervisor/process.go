// One worker's life.

package supervisor

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gorgolab/gorgo/interp/frame"
)

const (
	// maxEarly is how much of what a worker prints before it is ready is kept.
	maxEarly = 16 << 10
	// maxSends is how many requests may be on their way to a worker that does
	// not read; the next one ends it.
	maxSends = 1024
)

// process is a worker.
type process struct {
	output func() Output // of the execution that began last
	cmd    *exec.Cmd
	nonce  string
	pipes  pipes
	sends  chan *frame.Request // requests on their way, in order
	order  *order
	words  words
	used   atomic.Bool // a cell was sent to it

	outputs outputs         // of executions, by the ID of the request
	origins [2]atomic.Int64 // whose prints the streams bring just now
	last    [2]int64        // execution that began last; to be read once dead is closed

	ready chan struct{} // closed when it can run cells
	once  sync.Once     // for ready
	dead  chan struct{} // closed when it has ended; death and lost hold then
	death death
	lost  []string // names that its session had

	mu      sync.Mutex
	why     ending // why we ended it, if we did
	gone    bool   // its number may belong to somebody else by now
	early   []byte // what it printed before it was ready
	lastID  int64
	pending map[int64]chan *frame.Response
}

// pipes are our ends of the worker's streams.
type pipes struct {
	requests, responses, stdout, stderr *os.File
}

// start starts a worker. The caller puts it where it belongs before ended can
// look: both hold s.mu.
func (s *Supervisor) start() (*process, error) {
	p := &process{
		output: s.output,
		nonce:  frame.NewNonce(), order: newOrder(),
		ready: make(chan struct{}), dead: make(chan struct{}),
		sends: make(chan *frame.Request, maxSends), pending: map[int64]chan *frame.Response{},
	}
	p.words.out = func(b []byte) { p.text(1, "stderr", b) }
	if err := p.spawn(s.opts); err != nil {
		return nil, fmt.Errorf("supervisor: the process that runs cells does not start: %w", err)
	}
	s.work.Go(p.writeFrames)
	var streams sync.WaitGroup
	streams.Go(func() { p.readStream(0, "stdout", p.pipes.stdout) })
	streams.Go(func() { p.readStream(1, "stderr", p.pipes.stderr) })
	s.work.Go(func() {
		p.readFrames()
		// The worker has ended, or it can't be reached any more. With it go the
		// programs that its cells started, and then nothing holds the streams.
		p.end(0)
		p.mu.Lock()
		p.gone = true
		p.mu.Unlock()
		_ = p.cmd.Wait() // its status says more than the error
		p.order.drain()
		p.pipes.close()
		streams.Wait()
		p.mu.Lock()
		why := p.why
		p.mu.Unlock()
		p.death = newDeath(p.cmd.ProcessState, why, s.opts.Grace, p.words.last)
		p.death.ours = why != 0
		if early := p.takeEarly(); len(early) > 0 {
			p.death.early = string(early)
		}
		s.ended(p)
		close(p.dead)
	})
	return p, nil
}

// spawn starts the program with its pipes.
func (p *process) spawn(opts Options) (err error) {
	var mine, theirs []*os.File
	defer func() {
		for _, f := range theirs {
			_ = f.Close()
		}
		if err != nil {
			for _, f := range mine {
				_ = f.Close()
			}
		}
	}()
	pipe := func(weRead bool) (ours, its *os.File) {
		if err != nil {
			return nil, nil
		}
		var r, w *os.File
		if r, w, err = os.Pipe(); err != nil {
			return nil, nil
		}
		if weRead {
			ours, its = r, w
		} else {
			ours, its = w, r
		}
		mine, theirs = append(mine, ours), append(theirs, its)
		return ours, its
	}
	var requests, responses, stdout, stderr *os.File
	p.pipes.requests, requests = pipe(false)
	p.pipes.responses, responses = pipe(true)
	p.pipes.stdout, stdout = pipe(true)
	p.pipes.stderr, stderr = pipe(true)
	if err != nil {
		return err
	}
	p.cmd = exec.Command(opts.Command[0], opts.Command[1:]...)
	p.cmd.Dir, p.cmd.Env = opts.Dir, environment(opts.Env)
	p.cmd.Stdout, p.cmd.Stderr = stdout, stderr
	p.cmd.Args = append(p.cmd.Args, hand(p.cmd, requests, responses)...)
	p.cmd.Args = append(p.cmd.Args, p.nonce)
	return p.cmd.Start()
}

// environment is the worker's: the runtime's last words are short and say which
// cell started the goroutine that they are about.
func environment(env []string) []string {
	godebug := "tracebacklabels=1"
	out := make([]string, 0, len(env)+2)
	for _, e := range env {
		switch {
		case len(e) > 8 && e[:8] == "GODEBUG=":
			godebug = e[8:] + "," + godebug
		case len(e) >= 12 && e[:12] == "GOTRACEBACK=":
		default:
			out = append(out, e)
		}
	}
	return append(out, "GODEBUG="+godebug, "GOTRACEBACK=single")
}

func (p *pipes) close() {
	for _, f := range []*os.File{p.requests, p.responses, p.stdout, p.stderr} {
		_ = f.Close()
	}
}

// readStream passes on what the worker prints.
func (p *process) readStream(i int, name string, r io.Reader) {
	defer p.order.streamEnds(i)
	out := func(b []byte) { p.text(i, name, b) }
	if name == "stderr" {
		out = p.words.write
	}
	mark := func(m frame.Mark) {
		if name == "stderr" && !(m.Kind == frame.Origin && p.words.dump()) {
			p.words.flush()
		}
		switch m.Kind {
		case frame.Place:
			p.order.marker(i, m.Number)
		case frame.Origin:
			p.origins[i].Store(m.Number)
			p.last[i] = max(p.last[i], m.Number)
		}
	}
	split := frame.NewSplitter(p.nonce)
	buf := make([]byte, 64<<10)
	for {
		p.order.waits(i)
		n, err := r.Read(buf)
		p.order.works(i)
		split.Split(buf[:n], out, mark)
		if err != nil {
			if rest := split.Rest(); len(rest) > 0 {
				out(rest)
			}
			return
		}
	}
}

// text passes printed text on. Before the worker is ready it is kept: it is for
// the first cell, or the reason why there will be none.
func (p *process) text(i int, name string, b []byte) {
	select {
	case <-p.ready:
	default:
		p.mu.Lock()
		p.early = append(p.early, b[:min(len(b), maxEarly-len(p.early))]...)
		p.mu.Unlock()
		return
	}
	if out := p.outputOf(p.origins[i].Load()); out != nil {
		out.Stream(name, string(b))
	}
}

// outputOf is where the output of an execution goes, or that of the one that
// began last.
func (p *process) outputOf(run int64) Output {
	if out := p.outputs.of(run); out != nil {
		return out
	}
	return p.output()
}

// takeEarly returns what the worker printed before it was ready.
func (p *process) takeEarly() []byte {
	p.mu.Lock()
	defer p.mu.Unlock()
	b := p.early
	p.early = nil
	return b
}

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

// end ends the process, and the programs that its cells started, by force.
func (p *process) end(why ending) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.gone {
		return
	}
	if p.why == 0 {
		p.why = why
	}
	kill(p.cmd.Process)
}

// shutdown ends the process in its own way; when ctx ends, by force.
func (p *process) shutdown(ctx context.Context) {
	p.mu.Lock()
	if p.why == 0 {
		p.why = endedByUs
	}
	p.mu.Unlock()
	p.send(&frame.Request{Shutdown: &frame.Shutdown{}})
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	select {
	case <-p.dead:
	case <-ctx.Done():
		p.end(endedByUs)
		<-p.dead
	}
}
