// A decoder over the JSON tree that knows, for every value, its place. The first
// error stops it; every later step is then a no-op, so that the decoders read
// like the schema.

package nbformat

import (
	"encoding/json"
	"fmt"
	"maps"
	"strings"
)

type decoder struct{ err *Error }

// node is a JSON value and its place.
type node struct {
	d       *decoder
	path    string
	v       any
	present bool
}

// object is a JSON object that is taken apart field by field; what is left in
// the end are fields that the format does not have.
type object struct {
	d    *decoder
	path string
	m    map[string]any
}

func (d *decoder) fail(path, format string, args ...any) {
	if d.err == nil {
		d.err = &Error{Path: path, Msg: fmt.Sprintf(format, args...)}
	}
}

func kindOf(v any) string {
	switch v.(type) {
	case nil:
		return "null"
	case bool:
		return "a boolean"
	case json.Number, float64:
		return "a number"
	case string:
		return "a string"
	case []any:
		return "a list"
	}
	return "an object"
}

func (d *decoder) object(n node) *object {
	m, ok := n.v.(map[string]any)
	if !ok {
		d.fail(n.path, "want an object, got %s", n.kind())
	}
	return &object{d: d, path: n.path, m: maps.Clone(m)}
}

func (o *object) has(key string) bool { _, ok := o.m[key]; return ok }

// take removes a field and returns it.
func (o *object) take(key string) node {
	v, ok := o.m[key]
	delete(o.m, key)
	path := key
	if o.path != "" {
		path = o.path + "." + key
	}
	return node{d: o.d, path: path, v: v, present: ok}
}

// need is take for a field that must be there.
func (o *object) need(key string) node {
	n := o.take(key)
	if !n.present {
		o.d.fail(n.path, "the field is missing")
	}
	return n
}

// rest is what was not taken, nil when nothing is left.
func (o *object) rest() Object {
	if len(o.m) == 0 {
		return nil
	}
	return Object(o.m)
}

func (n node) kind() string {
	if !n.present && n.path != "" {
		return "nothing"
	}
	return kindOf(n.v)
}

// list calls f for each element; an absent list is empty.
func (n node) list(f func(node)) {
	if !n.present || n.d.err != nil {
		return
	}
	list, ok := n.v.([]any)
	if !ok {
		n.d.fail(n.path, "want a list, got %s", n.kind())
		return
	}
	for i, v := range list {
		f(node{d: n.d, path: fmt.Sprintf("%s[%d]", n.path, i), v: v, present: true})
	}
}

// string is a string; absent is "".
func (n node) string() string {
	s, ok := n.v.(string)
	if !ok && n.present {
		n.d.fail(n.path, "want a string, got %s", n.kind())
	}
	return s
}

// text is multi-line text: a string, or a list of strings that are joined.
func (n node) text() string {
	if _, ok := n.v.([]any); !ok {
		return n.string()
	}
	var b strings.Builder
	n.list(func(n node) { b.WriteString(n.string()) })
	return b.String()
}

func (n node) strings() []string {
	var out []string
	n.list(func(n node) { out = append(out, n.string()) })
	return out
}

// int is a whole number; absent is the default.
func (n node) int(absent int) int {
	if p := n.intOrNull(); p != nil {
		return *p
	}
	if n.present && n.v == nil {
		n.d.fail(n.path, "want a whole number, got null")
	}
	return absent
}

// intOrNull is a whole number, nil for null and for an absent field.
func (n node) intOrNull() *int {
	if n.v == nil {
		return nil
	}
	num, ok := n.v.(json.Number)
	if ok {
		if i, err := num.Int64(); err == nil {
			v := int(i)
			return &v
		}
	}
	n.d.fail(n.path, "want a whole number, got %s", n.kind())
	return nil
}

// free is an object whose fields are the writer's own; absent is empty.
func (n node) free() Object {
	if !n.present || n.v == nil {
		return Object{}
	}
	m, ok := n.v.(map[string]any)
	if !ok {
		n.d.fail(n.path, "want an object, got %s", n.kind())
		return Object{}
	}
	return Object(m)
}

// bundle is a MIME bundle; text comes joined, JSON types as they are.
func (n node) bundle() Object {
	out := Object{}
	for mime, v := range n.free() {
		n := node{d: n.d, path: n.path + "." + mime, v: v, present: true}
		if isJSON(mime) {
			out[mime] = v
		} else {
			out[mime] = n.text()
		}
	}
	return out
}

func isJSON(mime string) bool {
	return mime == "application/json" || strings.HasPrefix(mime, "application/") && strings.HasSuffix(mime, "+json")
}
