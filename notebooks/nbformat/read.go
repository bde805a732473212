// Bytes to a document: JSON first, then the version's own decoder.

package nbformat

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
)

// An Error says what is wrong with a notebook and where.
type Error struct {
	File string // "" when the notebook did not come from a file
	Path string // place in the JSON, such as cells[3].outputs[0].output_type; "" when it isn't JSON
	Line int    // line and column, from 1, when it isn't JSON
	Col  int
	Msg  string
}

func (e *Error) Error() string {
	var b strings.Builder
	if e.File != "" {
		b.WriteString(e.File)
		if e.Line > 0 {
			fmt.Fprintf(&b, ":%d:%d", e.Line, e.Col)
		}
		b.WriteString(": ")
	} else if e.Line > 0 {
		fmt.Fprintf(&b, "line %d, column %d: ", e.Line, e.Col)
	}
	if e.Path != "" {
		b.WriteString("at " + e.Path + ": ")
	}
	b.WriteString(e.Msg)
	return b.String()
}

// ReadFile reads the notebook in a file. Errors about its content are *Error.
func ReadFile(name string) (*Notebook, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	nb, err := Unmarshal(data)
	if e := (*Error)(nil); errors.As(err, &e) {
		e.File = name
	}
	return nb, err
}

// Read reads a notebook. Errors about its content are *Error.
func Read(r io.Reader) (*Notebook, error) {
	data, err := io.ReadAll(r)
	if err != nil {
		return nil, err
	}
	return Unmarshal(data)
}

// Unmarshal reads a notebook of version 3 or 4 and upgrades it to 4.5. A later
// minor version of 4 is read too: its new fields are kept as they are.
func Unmarshal(data []byte) (*Notebook, error) {
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	root, err := decodeJSON(data)
	if err != nil {
		return nil, err
	}
	d := &decoder{}
	top := d.object(node{v: root})
	if d.err != nil {
		d.err.Msg = "a notebook is a JSON object; this is " + kindOf(root)
		return nil, d.err
	}
	major := top.take("nbformat").int(0)
	minor := top.take("nbformat_minor").int(0)
	if d.err != nil {
		return nil, d.err
	}
	var nb *Notebook
	switch {
	case major == 4:
		nb = d.notebook4(top)
	case major == 3:
		nb = d.notebook3(top)
	case top.has("worksheets") || top.has("cells"):
		return nil, &Error{Path: "nbformat", Msg: fmt.Sprintf("version %d is not known: gorgo reads nbformat 3 and 4", major)}
	default:
		return nil, &Error{Path: "nbformat", Msg: "this JSON is not a notebook: it has neither nbformat nor cells"}
	}
	if d.err != nil {
		return nil, d.err
	}
	nb.ReadMajor, nb.ReadMinor = major, minor
	nb.ensureIDs()
	return nb, nil
}

// decodeJSON decodes one JSON value, numbers kept literally.
func decodeJSON(data []byte) (any, error) {
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.UseNumber()
	var v any
	err := dec.Decode(&v)
	if err == nil {
		if _, err2 := dec.Token(); err2 != io.EOF {
			return nil, at(data, dec.InputOffset(), "there is text after the end of the notebook")
		}
		return v, nil
	}
	var syntax *json.SyntaxError
	switch {
	case len(bytes.TrimSpace(data)) == 0:
		return nil, &Error{Msg: "the file is empty: a notebook is a JSON object"}
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return nil, at(data, int64(len(data)), "the JSON ends too early: the file was cut off")
	case errors.As(err, &syntax):
		return nil, at(data, syntax.Offset, "this is not JSON: "+syntax.Error())
	}
	return nil, at(data, dec.InputOffset(), "this is not JSON: "+err.Error())
}

// at is an error at a byte offset (just after the offending byte).
func at(data []byte, offset int64, msg string) *Error {
	offset = min(max(offset-1, 0), int64(len(data)))
	before := data[:offset]
	line := bytes.Count(before, []byte("\n")) + 1
	col := len([]rune(string(before[bytes.LastIndexByte(before, '\n')+1:]))) + 1
	return &Error{Line: line, Col: col, Msg: msg}
}
