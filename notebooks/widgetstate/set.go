package widgetstate

// set.go: from messages to states.

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"

	"github.com/gorgolab/gorgo/notebooks/nbformat"
)

// Target is the target of the comms of widgets.
const Target = "jupyter.widget"

// outputModel is the widget that catches what a message's code puts out.
const outputModel = "OutputModel"

// A Model is one widget, or a part of one, such as its layout.
type Model struct {
	Name, Module, Version string
	State                 map[string]any // JSON values; without what is binary

	buffers []buffer
}

// buffer is a binary part of a state.
type buffer struct {
	path []any // of keys and indices
	data []byte
}

// Buffer is the binary value of a key of the state, nil when it has none.
func (m *Model) Buffer(key string) []byte {
	for _, b := range m.buffers {
		if len(b.path) == 1 && b.path[0] == key {
			return b.data
		}
	}
	return nil
}

// Set is widgets by their IDs. The zero value is empty.
type Set struct {
	models  map[string]*Model
	catches map[string]string // output widgets by the message whose output they catch
}

// Len is the number of widgets.
func (s *Set) Len() int { return len(s.models) }

// Model is a widget, nil when there is none.
func (s *Set) Model(id string) *Model { return s.models[id] }

// message is the data of a comm's message.
type message struct {
	Method string         `json:"method"`
	State  map[string]any `json:"state"`
	Paths  [][]any        `json:"buffer_paths"`
}

func read(data json.RawMessage) (m message, ok bool) {
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber() // digits stay as they are
	return m, d.Decode(&m) == nil
}

// Open takes the message that opened a comm; those of other targets and those that
// make no sense are no widgets.
func (s *Set) Open(id, target string, data json.RawMessage, buffers [][]byte) {
	in, ok := read(data)
	if target != Target || !ok {
		return
	}
	name := func(key string) string { v, _ := in.State[key].(string); return v }
	m := &Model{Name: name("_model_name"), Module: name("_model_module"), Version: name("_model_module_version"), State: map[string]any{}}
	if s.models == nil {
		s.models, s.catches = map[string]*Model{}, map[string]string{}
	}
	s.models[id] = m
	s.change(id, m, in, buffers)
}

// Message takes a message on a comm, and returns the part of a widget's state that
// it brought, nil for none.
func (s *Set) Message(id string, data json.RawMessage, buffers [][]byte) map[string]any {
	m := s.models[id]
	in, ok := read(data)
	if m == nil || !ok || in.Method != "update" && in.Method != "echo_update" {
		return nil
	}
	s.change(id, m, in, buffers)
	return in.State
}

// Close takes the end of a comm: its widget is shown no more.
func (s *Set) Close(id string) {
	delete(s.models, id)
	maps.DeleteFunc(s.catches, func(_, by string) bool { return by == id })
}

func (s *Set) change(id string, m *Model, in message, buffers [][]byte) {
	m.buffers = slices.DeleteFunc(m.buffers, func(b buffer) bool {
		_, again := in.State[b.path[0].(string)]
		return again || slices.ContainsFunc(in.Paths, func(p []any) bool { return len(p) > 0 && p[0] == b.path[0] })
	})
	maps.Copy(m.State, in.State)
	for i, path := range in.Paths {
		key, ok := first(path)
		if !ok || i >= len(buffers) {
			continue
		}
		if len(path) == 1 {
			delete(m.State, key)
		}
		m.buffers = append(m.buffers, buffer{path, buffers[i]})
	}
	if parent, ok := in.State["msg_id"].(string); ok && m.Name == outputModel {
		maps.DeleteFunc(s.catches, func(_, by string) bool { return by == id })
		if parent != "" {
			s.catches[parent] = id
		}
	}
}

// first is the key with which a path begins.
func first(path []any) (key string, ok bool) {
	if len(path) == 0 {
		return "", false
	}
	key, ok = path[0].(string)
	return key, ok
}

// Catches says which output widget catches what the code of a message puts out; ""
// for none.
func (s *Set) Catches(parent string) (id string) { return s.catches[parent] }

// Outputs are what an output widget has caught, as far as it makes sense.
func (m *Model) Outputs() []*nbformat.Output {
	list, _ := m.State["outputs"].([]any)
	var out []*nbformat.Output
	for _, v := range list {
		if o, err := nbformat.DecodeOutput(v); err == nil {
			out = append(out, o)
		}
	}
	return out
}

// SetOutputs puts outputs into an output widget.
func (m *Model) SetOutputs(outputs []*nbformat.Output) {
	list := make([]any, len(outputs))
	for i, o := range outputs {
		list[i] = nbformat.EncodeOutput(o)
	}
	m.State["outputs"] = list
}
