// One worker's life.

package supervisor

import (
	"context"
	"fmt"
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
