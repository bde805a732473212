package kernel

// kernel.go: the core: a request comes in, is put into its lane, and is
// answered between busy and idle. It knows no sockets.

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync"

	"github.com/gorgolab/gorgo/kernel/wire"
)

// Kernel answers the requests of its clients. Make one with New, hand it
// requests with Handle, end it with Close.
type Kernel struct {
	opts      Options
	interp    Interpreter
	transport Transport
	session   wire.Session
	log       *slog.Logger
	outputs   outputs

	ctx    context.Context // ends when the kernel closes
	cancel context.CancelFunc
	lanes  [3]*queue // by lane
	work   sync.WaitGroup
	down   chan struct{} // closed when a client asked the kernel to end
	once   sync.Once

	interrupting sync.Mutex // while the cells and the interpreter are told

	mu        sync.Mutex
	count     int                 // number of the last counted cell
	running   map[*execution]bool // cells and comm events
	cell      *execution          // that runs in no subshell; nil while none does
	input     *question           // nil while no cell waits for input
	subshells map[string]*queue   // by ID
	closed    bool
}

// lane is an order in which requests are answered. What cells do to one
// another must happen in the order in which it was asked for; questions are
// answered while a cell runs; and the control channel overtakes everything.
type lane int

const (
	cells lane = iota
	questions
	control
)

// request is a message that waits for its answer.
type request struct {
	channel wire.Channel
	from    Address
	message *wire.Message
	queue   *queue // in which it waits
	aborted bool   // not to be run: something before it failed
}

// handler answers one type of request. run returns the content of the reply,
// nil when there is none.
type handler struct {
	lane lane
	run  func(*Kernel, *request) any
}

// handlers says how each message type to the kernel is answered. A test holds
// it against the table of package wire.
var handlers map[wire.Type]handler

func init() {
	handlers = map[wire.Type]handler{
		wire.TypeExecuteRequest:        {cells, (*Kernel).execute},
		wire.TypeCommOpen:              {cells, (*Kernel).commOpen},
		wire.TypeCommMsg:               {cells, (*Kernel).commMsg},
		wire.TypeCommClose:             {cells, (*Kernel).commClose},
		wire.TypeInspectRequest:        {questions, (*Kernel).inspect},
		wire.TypeCompleteRequest:       {questions, (*Kernel).complete},
		wire.TypeIsCompleteRequest:     {questions, (*Kernel).isComplete},
		wire.TypeHistoryRequest:        {questions, (*Kernel).findHistory},
		wire.TypeCommInfoRequest:       {questions, (*Kernel).commInfo},
		wire.TypeKernelInfoRequest:     {questions, (*Kernel).info},
		wire.TypeConnectRequest:        {questions, (*Kernel).connect},
		wire.TypeInterruptRequest:      {control, (*Kernel).interruptRequest},
		wire.TypeShutdownRequest:       {control, (*Kernel).shutdown},
		wire.TypeDebugRequest:          {control, refuse(&wire.DebugReply{Raw: []byte(`{"success":false,"message":"this kernel has no debugger"}`)})},
		wire.TypeCreateSubshellRequest: {control, (*Kernel).createSubshell},
		wire.TypeDeleteSubshellRequest: {control, (*Kernel).deleteSubshell},
		wire.TypeListSubshellRequest:   {control, (*Kernel).listSubshells},
	}
}

// refuse answers requests for features that kernel_info does not announce.
func refuse(reply any) func(*Kernel, *request) any {
	return func(*Kernel, *request) any { return reply }
}

// New returns a kernel that runs cells with interp and reaches its clients
// through transport.
func New(interp Interpreter, transport Transport, opts Options) *Kernel {
	k := &Kernel{
		opts:      opts.withDefaults(),
		interp:    interp,
		transport: transport,
		down:      make(chan struct{}),
		running:   map[*execution]bool{},
		subshells: map[string]*queue{},
	}
	k.log, k.session = k.opts.Log, k.opts.session
	k.outputs.publish = k.publish
	k.ctx, k.cancel = context.WithCancel(context.Background())
	for i := range k.lanes {
		k.lanes[i] = newQueue()
		k.work.Go(func() { k.serve(k.lanes[i]) })
	}
	k.publish(wire.Header{}, &wire.Status{ExecutionState: wire.Starting})
	return k
}

// Down is closed when a client asked the kernel to end and was answered. The
// owner then calls Close.
func (k *Kernel) Down() <-chan struct{} { return k.down }

// Close ends the kernel: what waits is dropped, the cell that runs is ended
// with its interpreter, at the latest when ctx ends.
func (k *Kernel) Close(ctx context.Context) error {
	for _, q := range k.lanes {
		q.close()
	}
	k.mu.Lock()
	k.closed = true
	for _, q := range k.subshells {
		q.close()
	}
	k.mu.Unlock()
	k.cancel()
	err := k.interp.Shutdown(ctx)
	ended := make(chan struct{})
	go func() {
		k.work.Wait()
		close(ended)
	}()
	select {
	case <-ended:
	case <-ctx.Done():
		k.log.Warn("the running cell did not end in time")
	}
	return errors.Join(err, k.opts.History.Close(ctx))
}

// Handle takes a message that a client sent on a channel. It does not wait for
// the answer.
func (k *Kernel) Handle(c wire.Channel, from Address, m *wire.Message) {
	t := m.Header.MsgType
	entry, known := wire.Lookup(t)
	if !known || entry.Direction&wire.ToKernel == 0 || !entry.Travels(c) {
		k.log.Warn("ignored a message that has no business here", "type", t, "channel", c)
		return
	}
	if c == wire.Stdin {
		k.takeInput(from, m)
		return
	}
	h := handlers[t]
	lane := h.lane
	if c == wire.Control {
		lane = control
	}
	r := &request{channel: c, from: from, message: m, queue: k.lanes[lane]}
	if lane == cells {
		if r.queue = k.cellQueue(m.Header); r.queue == nil {
			r.queue = k.lanes[control] // to be told that there is no such subshell
		}
	}
	if !r.queue.put(r) {
		k.log.Warn("request dropped: too many wait, or the kernel is ending", "type", t)
	}
}

func (k *Kernel) serve(q *queue) {
	for {
		r, ok := q.take()
		if !ok {
			return
		}
		k.answer(r)
	}
}

// answer runs a request's handler between busy and idle.
func (k *Kernel) answer(r *request) {
	parent := r.message.Header
	k.outputs.send(parent, &wire.Status{ExecutionState: wire.Busy})
	reply := k.run(r)
	if reply != nil {
		k.transport.Send(r.channel, r.from, k.session.Reply(r.message, reply))
	}
	k.outputs.send(parent, &wire.Status{ExecutionState: wire.Idle})
	if r.queue != k.lanes[cells] {
		k.stillBusy()
	}
	if parent.MsgType == wire.TypeShutdownRequest {
		k.once.Do(func() { close(k.down) })
	}
}

// stillBusy repeats that the running cell is busy: front ends take the idle of
// a question for the kernel's.
func (k *Kernel) stillBusy() {
	k.mu.Lock()
	cell := k.cell
	k.mu.Unlock()
	if cell != nil {
		k.outputs.sendIf(cell.parent, &wire.Status{ExecutionState: wire.Busy}, cell.isRunning)
	}
}

// run calls the handler. A mistake of ours in it must not end the kernel, which
// holds the only way to the values of the session.
func (k *Kernel) run(r *request) (reply any) {
	t := r.message.Header.MsgType
	defer func() {
		if p := recover(); p != nil {
			k.log.Error("a handler panicked: please report this", "type", t, "panic", p, "stack", string(debug.Stack()))
			reply = failedReply(t, fmt.Sprintf("gorgo made a mistake: %v; the session goes on; please report this", p))
		}
	}()
	if h := handlers[t]; h.lane != cells || r.queue != k.lanes[control] {
		return h.run(k, r)
	}
	return k.noSubshell(r)
}

// publish sends content to all clients.
func (k *Kernel) publish(parent wire.Header, content any) {
	a, ok := content.(*attached)
	if !ok {
		a = &attached{content: content}
	}
	m := k.session.New(parent, a.content)
	m.Metadata, m.Buffers = a.metadata, a.buffers
	k.transport.Publish(m)
}

// failedReply is the reply to a request of type t whose handler failed.
func failedReply(t wire.Type, why string) any {
	o := wire.Failed("KernelError", why)
	switch t {
	case wire.TypeExecuteRequest:
		return &wire.ExecuteReply{Outcome: o}
	case wire.TypeInspectRequest:
		return &wire.InspectReply{Outcome: o}
	case wire.TypeCompleteRequest:
		return &wire.CompleteReply{Outcome: o}
	case wire.TypeHistoryRequest:
		return &wire.HistoryReply{Outcome: o}
	case wire.TypeIsCompleteRequest:
		return &wire.IsCompleteReply{Status: wire.Uncertain}
	}
	return nil
}
