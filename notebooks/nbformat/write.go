// A document to bytes, always version 4.5.

package nbformat

import (
	"bytes"
	"encoding/json"
	"io"
	"maps"
	"os"
	"path/filepath"
	"strings"
)

// Write writes a notebook in version 4.5.
func Write(w io.Writer, nb *Notebook) error {
	data, err := Marshal(nb)
	if err != nil {
		return err
	}
	_, err = w.Write(data)
	return err
}

// WriteFile writes a notebook to a file in one step: a reader sees the old
// content or the new one, never a part.
func WriteFile(name string, nb *Notebook) error {
	data, err := Marshal(nb)
	if err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(name), "."+filepath.Base(name)+".*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	mode := os.FileMode(0o644)
	if st, err := os.Stat(name); err == nil {
		mode = st.Mode().Perm()
	}
	if _, err = f.Write(data); err == nil {
		err = f.Chmod(mode)
	}
	if err2 := f.Close(); err == nil {
		err = err2
	}
	if err != nil {
		return err
	}
	return os.Rename(f.Name(), name)
}

// Marshal returns the bytes of a notebook in version 4.5.
func Marshal(nb *Notebook) ([]byte, error) {
	nb.ensureIDs()
	cells := make([]any, len(nb.Cells))
	for i, c := range nb.Cells {
		cells[i] = c.encode()
	}
	top := with(nb.Extra, map[string]any{
		"cells": cells, "metadata": orEmpty(nb.Metadata), "nbformat": Major, "nbformat_minor": Minor,
	})
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	if err := enc.Encode(top); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// with lays the format's own fields over those it does not have.
func with(extra Object, own map[string]any) map[string]any {
	m := maps.Clone(map[string]any(extra))
	if m == nil {
		return own
	}
	maps.Copy(m, own)
	return m
}

func orEmpty(o Object) Object {
	if o == nil {
		return Object{}
	}
	return o
}

func (c *Cell) encode() map[string]any {
	m := map[string]any{
		"cell_type": c.Type, "id": c.ID, "metadata": orEmpty(c.Metadata), "source": lines(c.Source),
	}
	if c.Type == Code {
		outputs := make([]any, len(c.Outputs))
		for i, o := range c.Outputs {
			outputs[i] = o.encode()
		}
		m["outputs"], m["execution_count"] = outputs, c.ExecutionCount
	} else if c.Attachments != nil {
		att := map[string]any{}
		for name, b := range c.Attachments {
			att[name] = bundle(b, func(s string) any { return lines(s) })
		}
		m["attachments"] = att
	}
	return with(c.Extra, m)
}

func (o *Output) encode() map[string]any {
	return o.encodeWith(func(s string) any { return lines(s) })
}

// EncodeOutput is an output as a JSON object of the format, with its texts in one
// piece: so the states of widgets hold them.
func EncodeOutput(o *Output) Object {
	return o.encodeWith(func(s string) any { return s })
}

func (o *Output) encodeWith(text func(string) any) map[string]any {
	m := map[string]any{"output_type": o.Type}
	switch o.Type {
	case Stream:
		m["name"], m["text"] = o.Name, text(o.Text)
	case ErrorOutput:
		trace := o.Traceback
		if trace == nil {
			trace = []string{}
		}
		m["ename"], m["evalue"], m["traceback"] = o.EName, o.EValue, trace
	default:
		m["data"], m["metadata"] = bundle(o.Data, text), orEmpty(o.Metadata)
		if o.Type == ExecuteResult {
			m["execution_count"] = o.ExecutionCount
		}
	}
	return with(o.Extra, m)
}

func bundle(data Object, text func(string) any) map[string]any {
	m := map[string]any{}
	for mime, v := range data {
		if s, ok := v.(string); ok && !isJSON(mime) {
			m[mime] = text(s)
		} else {
			m[mime] = v
		}
	}
	return m
}

// lines splits text after each newline, as the format keeps it for the sake of
// readable diffs.
func lines(s string) []string {
	parts := strings.SplitAfter(s, "\n")
	if last := len(parts) - 1; parts[last] == "" {
		parts = parts[:last]
	}
	return parts
}
