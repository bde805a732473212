package widgetstate

// metadata.go: the states in a document.

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"strings"

	"github.com/gorgolab/gorgo/notebooks/nbformat"
)

const (
	// Key is where a notebook's metadata has its widgets.
	Key = "widgets"
	// StateMIME names the states there.
	StateMIME = "application/vnd.jupyter.widget-state+json"
	// ViewMIME is the form of an output that shows a widget.
	ViewMIME = "application/vnd.jupyter.widget-view+json"
)

// Store puts the widgets into a notebook's metadata, in place of those that it had.
func (s *Set) Store(nb *nbformat.Notebook) {
	if s.Len() == 0 {
		delete(nb.Metadata, Key)
		return
	}
	states := map[string]any{}
	for id, m := range s.models {
		entry := map[string]any{"model_name": m.Name, "model_module": m.Module, "model_module_version": m.Version, "state": m.State}
		if len(m.buffers) > 0 {
			list := make([]any, len(m.buffers))
			for i, b := range m.buffers {
				list[i] = map[string]any{"encoding": "base64", "path": b.path, "data": base64.StdEncoding.EncodeToString(b.data)}
			}
			entry["buffers"] = list
		}
		states[id] = entry
	}
	if nb.Metadata == nil {
		nb.Metadata = nbformat.Object{}
	}
	nb.Metadata[Key] = asRead(map[string]any{StateMIME: map[string]any{"version_major": 2, "version_minor": 0, "state": states}})
}

// asRead is a value as it would be read from a document.
func asRead(v any) any {
	var b bytes.Buffer
	if json.NewEncoder(&b).Encode(v) != nil {
		return nil // it is made of what was JSON
	}
	d := json.NewDecoder(&b)
	d.UseNumber()
	var out any
	_ = d.Decode(&out) // what was just written
	return out
}

// Load reads the widgets of a notebook; what makes no sense is left out.
func Load(nb *nbformat.Notebook) *Set {
	s := &Set{models: map[string]*Model{}, catches: map[string]string{}}
	all, _ := nb.Metadata[Key].(map[string]any)
	states, _ := all[StateMIME].(map[string]any)
	models, _ := states["state"].(map[string]any)
	for id, v := range models {
		entry, _ := v.(map[string]any)
		text := func(key string) string { t, _ := entry[key].(string); return t }
		m := &Model{Name: text("model_name"), Module: text("model_module"), Version: text("model_module_version")}
		m.State, _ = entry["state"].(map[string]any)
		if m.Name == "" || m.State == nil {
			continue
		}
		list, _ := entry["buffers"].([]any)
		for _, v := range list {
			b, _ := v.(map[string]any)
			path, _ := b["path"].([]any)
			data, _ := b["data"].(string)
			if _, ok := first(path); !ok || b["encoding"] != "base64" {
				continue
			}
			if raw, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(data), "")); err == nil {
				m.buffers = append(m.buffers, buffer{path, raw})
			}
		}
		s.models[id] = m
	}
	return s
}
