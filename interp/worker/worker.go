// The loop: requests in, responses out.

package worker

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"log"
	"os"
	"strconv"
	"sync"
	"time"

	"github.com/gorgolab/gorgo/display"
	"github.com/gorgolab/gorgo/display/comm"
	"github.com/gorgolab/gorgo/display/widgets"
	"github.com/gorgolab/gorgo/interp/frame"
)

// The statuses with which a worker ends by itself. A cell's os.Exit may end it
// with any.
const (
	exitOK     = 0
	exitFatal  = 2  // as the runtime's own, after last words
	exitFailed = 70 // ours, not a cell's: EX_SOFTWARE of sysexits.h
)

// Run is the worker's life: it opens a session, says that it is ready, and
// answers until the kernel closes the stream. args are what kernel/supervisor
// gave the process: the descriptors (on Windows, handles) of the requests and
// the responses, and the nonce of the markers.
func Run(args []string, open func(Hooks) (Session, error)) int {
	in, out, err := streams(args)
	if err != nil {
		fmt.Fprintf(os.Stderr, "gorgo worker: %v\n", err)
		return exitFailed
	}
	// What cells see is a program without arguments.
	os.Args = os.Args[:1]
	limit(os.Stderr)
	std, err := openStreams()
	if err != nil {
		fmt.Fprintf(os.Stderr, "gorgo worker: %v\n", err)
		return exitFailed
	}
	w := &worker{out: output{w: out, nonce: args[2], streams: std[:]}, running: map[int64]*execution{}, asked: map[int64]chan *frame.InputReply{}, sources: map[string]string{}}
	if err := w.stdin.open(); err != nil {
		fmt.Fprintf(os.Stderr, "gorgo worker: standard input: %v\n", err)
		return exitFailed
	}
	log.SetOutput(w.out.printer(os.Stderr)) // package log's own logger, and slog's
	w.session, err = open(Hooks{Background: w.background, Prints: w.out.printer})
	if err != nil {
		fmt.Fprintf(os.Stderr, "gorgo worker: %v\n", err)
		return exitFailed
	}
	display.SetSink(w)
	comm.SetTransport(w)
	widgets.Register()
	if err := w.out.send(&frame.Response{Ready: &frame.Ready{Version: frame.Version, PID: os.Getpid()}}); err != nil {
		return exitOK // the kernel is gone
	}
	return w.serve(bufio.NewReader(in))
}

// streams opens what the kernel gave us, and keeps it from the programs that
// cells start.
func streams(args []string) (in, out *os.File, err error) {
	if len(args) != 3 {
		return nil, nil, fmt.Errorf("a kernel starts the worker, people need not: see gorgo help")
	}
	var files [2]*os.File
	for i, name := range []string{"requests", "responses"} {
		n, err := strconv.ParseUint(args[i], 10, 64)
		if err != nil {
			return nil, nil, fmt.Errorf("want the number of a descriptor for the %s, got %q", name, args[i])
		}
		if i == 0 {
			pollable(uintptr(n))
		}
		if files[i] = os.NewFile(uintptr(n), name); files[i] == nil {
			return nil, nil, fmt.Errorf("there is no descriptor %d for the %s", n, name)
		}
		keepFromChildren(uintptr(n))
	}
	return files[0], files[1], nil
}

// worker is the state of the process.
type worker struct {
	session Session
	out     output
	stdin   stdin

	questions sync.Mutex // completions and the like are answered one at a time

	mu      sync.Mutex
	running map[int64]*execution // by the ID of the request
	lastAsk int64
	asked   map[int64]chan *frame.InputReply
	sources map[string]string // of cells, by name, for the lines around an error
}

// execution is a cell that runs, or an event whose handler does.
type execution struct {
	ctx    context.Context // with the label of the execution
	cancel context.CancelFunc
	input  bool   // it may ask for input
	parent string // ID of the client's message
}

// serve answers requests until there are no more.
func (w *worker) serve(in io.Reader) int {
	for {
		m, err := frame.Read[frame.Request](in)
		if err != nil {
			if err != io.EOF {
				fmt.Fprintf(os.Stderr, "gorgo worker: what the kernel sent makes no sense: %v\n", err)
				return exitFailed
			}
			return exitOK // the kernel is gone, and nobody wants our values
		}
		switch {
		case m.Execute != nil:
			x := w.start(m.ID, execution{input: m.Execute.AllowInput, parent: m.Execute.Parent})
			go w.execute(x, m.ID, m.Execute)
		case m.Comm != nil:
			x := w.start(m.ID, execution{parent: m.Comm.Parent})
			go w.event(x, m.ID, m.Comm)
		case m.Interrupt != nil:
			w.interrupt(m.ID)
		case m.InputReply != nil:
			w.answered(m.ID, m.InputReply)
		case m.CommInfo != nil:
			_ = w.out.send(&frame.Response{ID: m.ID, CommsOpen: &frame.CommsOpen{Targets: comm.Targets()}})
		case m.Shutdown != nil:
			return exitOK
		default:
			go w.answer(m)
		}
	}
}

// answer answers a question about code. It always answers: somebody waits.
func (w *worker) answer(m *frame.Request) {
	w.questions.Lock()
	defer w.questions.Unlock()
	r := &frame.Response{ID: m.ID}
	switch {
	case m.Complete != nil:
		c := frame.Completion{Start: m.Complete.Cursor, End: m.Complete.Cursor}
		guard(func() { c = w.session.Complete(*m.Complete) })
		r.Completion = &c
	case m.Inspect != nil:
		var i frame.Inspection
		guard(func() { i = w.session.Inspect(*m.Inspect) })
		if b, err := sealed(i.Bundle); err == nil {
			i.Bundle = b
		} else {
			i = frame.Inspection{}
		}
		r.Inspection = &i
	case m.IsComplete != nil:
		c := frame.Completeness{Status: "unknown"}
		guard(func() { c = w.session.IsComplete(*m.IsComplete) })
		r.Completeness = &c
	default:
		return
	}
	_ = w.out.send(r) // an error means that the kernel is gone
}

// start notes that a cell runs. It happens before the next request is read, so
// that an interrupt finds it.
func (w *worker) start(id int64, x execution) *execution {
	x.ctx, x.cancel = context.WithCancel(labelled(context.Background(), id))
	w.mu.Lock()
	defer w.mu.Unlock()
	w.running[id] = &x
	return &x
}

// ended notes that it does not run any more.
func (w *worker) ended(id int64, x *execution) {
	x.cancel()
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.running, id)
}

// current is the execution that the current goroutine works for, if it still
// runs; failing that, the one that began last. nil when there is none.
func (w *worker) current() *execution {
	run := goroutineRun()
	latest := w.out.current()
	w.mu.Lock()
	defer w.mu.Unlock()
	if x := w.running[run]; x != nil {
		return x
	}
	return w.running[latest]
}

// Parent implements comm.Transport.
func (w *worker) Parent() string {
	if x := w.current(); x != nil {
		return x.parent
	}
	return ""
}

// interrupt ends what can end early, and only when there is no such thing, the
// cells.
func (w *worker) interrupt(id int64) {
	consumed := false
	w.mu.Lock()
	var all []*execution
	for _, x := range w.running {
		all = append(all, x)
	}
	w.mu.Unlock()
	if len(all) > 0 {
		consumed = display.Interrupt()
	}
	for _, x := range all {
		if !consumed && x.ctx.Err() == nil {
			x.cancel()
			go w.insist(x)
		}
	}
	// The answer does not wait for prints: the kernel counts the seconds.
	_ = w.out.send(&frame.Response{ID: id, Interrupted: &frame.Interrupted{Consumed: consumed}})
}

// insistEvery is how often insist looks.
const insistEvery = 10 * time.Millisecond

// insist ends what an interrupted cell begins before it comes to its end: a
// training run that was being prepared when the interrupt came knows of no
// interrupt, and only its own end lets the cell end.
func (w *worker) insist(x *execution) {
	ticker := time.NewTicker(insistEvery)
	defer ticker.Stop()
	for range ticker.C {
		w.mu.Lock()
		running := false
		for _, other := range w.running {
			running = running || other == x
		}
		w.mu.Unlock()
		if !running {
			return
		}
		display.Interrupt()
	}
}
