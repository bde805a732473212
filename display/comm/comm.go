package comm

// comm.go: a comm, and the table of those that are open.

import (
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"sync"
)

// The kinds of an event.
const (
	KindOpen  = "open"
	KindMsg   = "msg"
	KindClose = "close"
)

// An Event is what happens on a comm.
type Event struct {
	Kind     string // KindOpen, KindMsg or KindClose
	ID       string // of the comm
	Target   string // of KindOpen
	Data     json.RawMessage
	Metadata json.RawMessage // nil: none
	Buffers  [][]byte        // binary attachments
}

// A Transport takes events to the front ends. Its methods are called from any
// goroutine.
type Transport interface {
	Send(e Event) error
	// Parent is the ID of the message from a front end that the current goroutine
	// works for: of a cell, or of an event; "" when it is not known. Front ends
	// find by it which output belongs together.
	Parent() string
}

// ErrClosed is returned when a closed comm is sent a message.
var ErrClosed = errors.New("comm: this comm is closed")

// A Comm is one channel.
type Comm struct {
	id, target string

	mu      sync.Mutex
	closed  bool
	receive func(Event)
	ended   func()
}

var registry struct {
	sync.Mutex
	transport Transport
	targets   map[string]func(*Comm, Event)
	open      map[string]*Comm
}

// SetTransport makes t take all events from now on, until restore is called.
func SetTransport(t Transport) (restore func()) {
	registry.Lock()
	defer registry.Unlock()
	old := registry.transport
	registry.transport = t
	return func() {
		registry.Lock()
		defer registry.Unlock()
		registry.transport = old
	}
}

func transport() Transport {
	registry.Lock()
	defer registry.Unlock()
	return registry.transport
}

// Connected tells whether there may be front ends.
func Connected() bool { return transport() != nil }

// Parent is the ID of the message from a front end that the current goroutine
// works for, "" when it is not known.
func Parent() string {
	if t := transport(); t != nil {
		return t.Parent()
	}
	return ""
}

// NewID returns an ID for a comm: 32 hexadecimal digits.
func NewID() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // it never fails: see its documentation
	return hex.EncodeToString(b[:])
}

// Options are what is sent when a comm is opened.
type Options struct {
	ID       string   // default: a new one
	Data     any      // written as JSON; default {}
	Metadata any      // written as JSON; default none
	Buffers  [][]byte // binary attachments
	// Receive is called with each message, and Closed when the front end closes
	// the comm; both between two cells, or in a subshell beside one.
	Receive func(Event)
	Closed  func()
}

// Open opens a comm at the front ends.
func Open(target string, opts Options) (*Comm, error) {
	if opts.ID == "" {
		opts.ID = NewID()
	}
	if opts.Data == nil {
		opts.Data = struct{}{}
	}
	c := &Comm{id: opts.ID, target: target, receive: opts.Receive, ended: opts.Closed}
	e, err := event(KindOpen, c.id, opts.Data, opts.Metadata, opts.Buffers)
	if err != nil {
		return nil, err
	}
	e.Target = target
	add(c)
	if err := send(e); err != nil {
		remove(c.id)
		return nil, err
	}
	return c, nil
}

// Register makes front ends able to open comms for a target. opened is called
// with each new one, and with the event that opened it; nil takes the target
// back.
func Register(target string, opened func(*Comm, Event)) {
	registry.Lock()
	defer registry.Unlock()
	if registry.targets == nil {
		registry.targets = map[string]func(*Comm, Event){}
	}
	if opened == nil {
		delete(registry.targets, target)
		return
	}
	registry.targets[target] = opened
}

// Targets are the targets of the comms that are open, by ID.
func Targets() map[string]string {
	registry.Lock()
	defer registry.Unlock()
	out := make(map[string]string, len(registry.open))
	for id, c := range maps.All(registry.open) {
		out[id] = c.target
	}
	return out
}

// ID is the comm's.
func (c *Comm) ID() string { return c.id }

// OnMessage sets what is called with each message.
func (c *Comm) OnMessage(f func(Event)) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.receive = f
}

// OnClose sets what is called when the front end closes the comm.
func (c *Comm) OnClose(f func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ended = f
}

// Send sends a message: data as JSON, with binary attachments.
func (c *Comm) Send(data any, buffers ...[]byte) error {
	c.mu.Lock()
	closed := c.closed
	c.mu.Unlock()
	if closed {
		return ErrClosed
	}
	e, err := event(KindMsg, c.id, data, nil, buffers)
	if err != nil {
		return err
	}
	return send(e)
}

// Close closes the comm at both ends.
func (c *Comm) Close() error {
	c.mu.Lock()
	closed := c.closed
	c.closed = true
	c.mu.Unlock()
	if closed {
		return nil
	}
	remove(c.id)
	e, err := event(KindClose, c.id, struct{}{}, nil, nil)
	if err != nil {
		return err
	}
	return send(e)
}

func event(kind, id string, data, metadata any, buffers [][]byte) (Event, error) {
	e := Event{Kind: kind, ID: id, Buffers: buffers}
	var err error
	if e.Data, err = json.Marshal(data); err != nil {
		return e, fmt.Errorf("comm: the data can't be written as JSON: %w", err)
	}
	if metadata != nil {
		if e.Metadata, err = json.Marshal(metadata); err != nil {
			return e, fmt.Errorf("comm: the metadata can't be written as JSON: %w", err)
		}
	}
	return e, nil
}

func send(e Event) error {
	if t := transport(); t != nil {
		return t.Send(e)
	}
	return nil
}

func add(c *Comm) {
	registry.Lock()
	defer registry.Unlock()
	if registry.open == nil {
		registry.open = map[string]*Comm{}
	}
	registry.open[c.id] = c
}

func remove(id string) {
	registry.Lock()
	defer registry.Unlock()
	delete(registry.open, id)
}
