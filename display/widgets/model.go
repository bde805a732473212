package widgets

// model.go: a widget's state, which is kept equal at both ends, as the widget
// messaging protocol 2.1 of ipywidgets says (packages/schema/messages.md).

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"sync"

	"github.com/gorgolab/gorgo/display"
	"github.com/gorgolab/gorgo/display/comm"
)

// The protocol's words.
const (
	target        = "jupyter.widget"
	controlTarget = "jupyter.widget.control"
	version       = "2.1.0"
	viewMIME      = "application/vnd.jupyter.widget-view+json"
	reference     = "IPY_MODEL_"

	methodUpdate        = "update"
	methodEcho          = "echo_update"
	methodCustom        = "custom"
	methodRequestState  = "request_state"
	methodRequestStates = "request_states"
	methodUpdateStates  = "update_states"
)

// A Widget is shown like any value: as the last expression of a cell, or by
// display.Show; as often as one likes, and it is always the same one.
type Widget interface {
	display.Displayer
	// ID is the widget's at the front ends.
	ID() string
	// Close takes the widget away from all front ends.
	Close() error

	core() *Model
}

// kind names a model at the front ends.
type kind struct{ name, view, module, version string }

const (
	controls       = "@jupyter-widgets/controls"
	base           = "@jupyter-widgets/base"
	output         = "@jupyter-widgets/output"
	controlVersion = "2.0.0"
	baseVersion    = "2.0.0"
	outputVersion  = "1.0.0"
)

func control(name string) kind { return kind{name + "Model", name + "View", controls, controlVersion} }

var layoutKind = kind{"LayoutModel", "LayoutView", base, baseVersion}

// names are the parts of the state that say what it is the state of.
func (k kind) names() map[string]any {
	s := map[string]any{
		"_model_module": k.module, "_model_module_version": k.version, "_model_name": k.name,
		"_view_module": k.module, "_view_module_version": k.version, "_view_name": k.view,
	}
	if strings.HasSuffix(k.name, "StyleModel") {
		s["_view_module"], s["_view_module_version"], s["_view_name"] = base, baseVersion, "StyleView"
	}
	return s
}

// Model is what all widgets have: a state that is kept equal at both ends.
type Model struct {
	kind   kind
	layout *Model        // nil for a layout
	text   func() string // what stands for the widget where there are no widgets

	sending sync.Mutex // so that states arrive in the order in which they came to be

	mu     sync.Mutex
	comm   *comm.Comm
	state  map[string]any
	fit    func(key string, v any) any // a value from a front end, made to fit; nil: as it is
	watch  map[string][]func()
	custom []func(json.RawMessage)
}

var models struct {
	sync.Mutex
	byID map[string]*Model
}

// newModel opens a widget at the front ends. A style of "" is none; a layout has
// none itself.
func newModel(k kind, style string, state map[string]any) *Model {
	m := &Model{kind: k, state: k.names(), watch: map[string][]func(){}}
	maps.Copy(m.state, state)
	if k != layoutKind && !strings.HasSuffix(k.name, "StyleModel") {
		m.layout = newModel(layoutKind, "", nil)
		m.state["layout"] = m.layout.ref()
		if style != "" {
			m.state["style"] = newModel(control(style+"Style"), "", nil).ref()
		}
	}
	m.text = func() string { return strings.TrimSuffix(k.name, "Model") }
	plain, paths, buffers := split(m.state)
	c, err := comm.Open(target, comm.Options{
		Data:     map[string]any{"state": plain, "buffer_paths": paths},
		Metadata: map[string]any{"version": version},
		Buffers:  buffers, Receive: m.receive, Closed: m.forget,
	})
	if err != nil {
		// The state is of our own making; what fails is the way to the front end.
		panic(fmt.Sprintf("widgets: a widget can't be opened: %v", err))
	}
	m.comm = c
	models.Lock()
	defer models.Unlock()
	if models.byID == nil {
		models.byID = map[string]*Model{}
	}
	models.byID[c.ID()] = m
	return m
}

func (m *Model) forget() {
	models.Lock()
	defer models.Unlock()
	delete(models.byID, m.ID())
}

// ID implements Widget.
func (m *Model) ID() string { return m.comm.ID() }

func (m *Model) ref() string { return reference + m.ID() }

func (m *Model) core() *Model { return m }

// Close implements Widget.
func (m *Model) Close() error {
	m.forget()
	return m.comm.Close()
}

// Display implements Widget.
func (m *Model) Display() display.Bundle {
	return display.Bundle{Data: map[string]any{
		display.MIMEText: m.text(),
		viewMIME:         map[string]any{"version_major": 2, "version_minor": 0, "model_id": m.ID()},
	}}
}

// get is a part of the state.
func (m *Model) get(key string) any {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.state[key]
}

// set changes parts of the state, at the front ends too, and calls who watches
// those that changed.
func (m *Model) set(state map[string]any) {
	m.sending.Lock()
	m.mu.Lock()
	changed := map[string]any{}
	for key, v := range state {
		if !reflect.DeepEqual(m.state[key], v) {
			m.state[key], changed[key] = v, v
		}
	}
	m.mu.Unlock()
	if len(changed) > 0 {
		m.send(methodUpdate, changed)
	}
	m.sending.Unlock()
	m.notify(changed)
}

// notify calls who watches what changed.
func (m *Model) notify(changed map[string]any) {
	for _, key := range slices.Sorted(maps.Keys(changed)) {
		m.mu.Lock()
		all := slices.Clone(m.watch[key])
		m.mu.Unlock()
		for _, f := range all {
			f()
		}
	}
}

// onChange has f called when a part of the state has changed.
func (m *Model) onChange(key string, f func()) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.watch[key] = append(m.watch[key], f)
}

// send sends state to the front ends. An error means that there are none any
// more.
func (m *Model) send(method string, state map[string]any) {
	plain, paths, buffers := split(state)
	_ = m.comm.Send(map[string]any{"method": method, "state": plain, "buffer_paths": paths}, buffers...)
}

// split takes what is binary out of a state: front ends get it as attachments.
func split(state map[string]any) (plain map[string]any, paths [][]any, buffers [][]byte) {
	plain, paths = make(map[string]any, len(state)), [][]any{}
	for _, key := range slices.Sorted(maps.Keys(state)) {
		if b, ok := state[key].([]byte); ok {
			paths, buffers = append(paths, []any{key}), append(buffers, b)
			continue
		}
		plain[key] = state[key]
	}
	return plain, paths, buffers
}

// message is what a front end sends.
type message struct {
	Method  string                     `json:"method"`
	State   map[string]json.RawMessage `json:"state"`
	Content json.RawMessage            `json:"content"`
}

// receive takes a message from a front end. One that makes no sense is for
// nobody.
func (m *Model) receive(e comm.Event) {
	var in message
	if json.Unmarshal(e.Data, &in) != nil {
		return
	}
	switch in.Method {
	case methodUpdate:
		m.update(in.State)
	case methodRequestState:
		m.sending.Lock()
		defer m.sending.Unlock()
		m.mu.Lock()
		state := maps.Clone(m.state)
		m.mu.Unlock()
		m.send(methodUpdate, state)
	case methodCustom:
		m.mu.Lock()
		all := slices.Clone(m.custom)
		m.mu.Unlock()
		for _, f := range all {
			f(in.Content)
		}
	}
}

// update takes state from a front end: what has the type that it had. The other
// front ends learn it, and the sender that it arrived; what does not fit is set
// right there.
func (m *Model) update(state map[string]json.RawMessage) {
	m.sending.Lock()
	m.mu.Lock()
	changed, right := map[string]any{}, map[string]any{}
	for key, raw := range state {
		old, known := m.state[key]
		if !known || strings.HasPrefix(key, "_model") || strings.HasPrefix(key, "_view") {
			continue
		}
		v, ok := decode(raw, old)
		if ok && m.fit != nil {
			v = m.fit(key, v)
		}
		if !ok {
			right[key] = old
			continue
		}
		if b, err := json.Marshal(v); err != nil || !sameJSON(b, raw) {
			right[key] = v
		}
		if !reflect.DeepEqual(old, v) {
			m.state[key], changed[key] = v, v
		}
	}
	m.mu.Unlock()
	echo := map[string]any{}
	for key, raw := range state {
		echo[key] = raw
	}
	m.send(methodEcho, echo)
	if len(right) > 0 {
		m.send(methodUpdate, right)
	}
	m.sending.Unlock()
	m.notify(changed)
}

// decode reads a value of the type that it had.
func decode(raw json.RawMessage, old any) (v any, ok bool) {
	if old == nil {
		return json.RawMessage(bytes.Clone(raw)), true
	}
	p := reflect.New(reflect.TypeOf(old))
	if err := json.Unmarshal(raw, p.Interface()); err != nil {
		// JavaScript has no integers: 5.0 is one.
		var f float64
		if p.Elem().Kind() != reflect.Int || json.Unmarshal(raw, &f) != nil || f != float64(int(f)) {
			return nil, false
		}
		p.Elem().SetInt(int64(f))
	}
	return p.Elem().Interface(), true
}

// sameJSON reports whether two texts are the same value.
func sameJSON(a, b []byte) bool {
	var x, y any
	return json.Unmarshal(a, &x) == nil && json.Unmarshal(b, &y) == nil && reflect.DeepEqual(x, y)
}

// Register lets front ends find the widgets when they are opened on a kernel that
// runs. Package interp/worker calls it, once.
func Register() { comm.Register(controlTarget, controlled) }

// controlled serves a front end that asks for all widgets, as one does that is
// opened on a kernel which runs.
func controlled(c *comm.Comm, _ comm.Event) {
	c.OnMessage(func(e comm.Event) {
		var in message
		if json.Unmarshal(e.Data, &in) != nil || in.Method != methodRequestStates {
			return
		}
		models.Lock()
		all := maps.Clone(models.byID)
		models.Unlock()
		states, paths, buffers := map[string]any{}, [][]any{}, [][]byte(nil)
		for _, id := range slices.Sorted(maps.Keys(all)) {
			m := all[id]
			m.mu.Lock()
			state, at, with := split(m.state)
			m.mu.Unlock()
			for _, path := range at {
				paths = append(paths, append([]any{id, "state"}, path...))
			}
			buffers = append(buffers, with...)
			states[id] = map[string]any{
				"model_name": m.kind.name, "model_module": m.kind.module, "model_module_version": m.kind.version,
				"state": state,
			}
		}
		_ = c.Send(map[string]any{"method": methodUpdateStates, "states": states, "buffer_paths": paths}, buffers...)
	})
}

// labelled is a widget's text: what it is called and what it has.
func labelled(label, value string) string {
	if label == "" {
		return value
	}
	return label + ": " + value
}
