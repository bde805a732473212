// This file tells which index was out of range, and by how much.
//
// yaegi indexes with package reflect, whose panics name no numbers. When one
// has happened, the operands are still in yaegi's frame: the value of every
// expression has a slot there. So the tracer walks the syntax that follows the
// mark pc = N and looks for the index or slice expression whose operands do not
// fit. That takes nothing from programs that do not panic.

package engine

import (
	"fmt"
	"math"
	"reflect"
	"strconv"
	"unsafe"
)

// Kinds of yaegi's nodes, which have no names outside of it. The tests of the
// wording notice when a new version renumbers them.
const (
	kindAssign   = 3
	kindFuncDecl = 40
	kindFuncLit  = 41
	kindIndex    = 53
	kindSlice    = 68
)

// Kinds of yaegi's symbols: constants and variables.
const (
	kindConstSym = 3
	kindVarSym   = 9
)

// detail looks for the index (kind "index") or slice expression (kind "slice")
// that failed in an activation at the mark pc, or anywhere in it (static), and words it as Go does; "" when
// it is not found.
func (l layout) detail(a active, pc int, static bool, kind string) (s string) {
	defer func() {
		if recover() != nil {
			s = "" // yaegi's data is not as we know it
		}
	}()
	node := reflect.NewAt(l.node, pointer(a.node)).Elem()
	for {
		anc := node.FieldByName("anc")
		if anc.IsNil() {
			break
		}
		if k := node.FieldByName("kind").Uint(); k == kindFuncLit || k == kindFuncDecl {
			break
		}
		node = anc.Elem()
	}
	w := walker{l: l, frame: reflect.NewAt(l.frame, pointer(a.frame)).Elem(), pc: int64(pc), kind: kind, inside: static}
	w.children(node)
	return w.found
}

// walker goes through syntax in the order of execution.
type walker struct {
	l      layout
	frame  reflect.Value
	pc     int64
	kind   string
	inside bool // behind the mark
	done   bool // behind the next one
	found  string
}

func (w *walker) children(n reflect.Value) {
	c := n.FieldByName("child")
	for i := range c.Len() {
		if w.done || w.found != "" {
			return
		}
		w.node(c.Index(i).Elem())
	}
}

func (w *walker) node(n reflect.Value) {
	kind := n.FieldByName("kind").Uint()
	if kind == kindFuncLit {
		return
	}
	if kind == kindAssign {
		if c := n.FieldByName("child"); c.Len() == 2 && c.Index(0).Elem().FieldByName("ident").String() == "pc" {
			if w.inside {
				w.done = true
				return
			}
			v, ok := w.value(c.Index(1).Elem())
			w.inside = ok && v.CanInt() && v.Int() == w.pc
			return
		}
	}
	w.children(n)
	if !w.inside || w.done || w.found != "" {
		return
	}
	switch {
	case kind == kindIndex && w.kind == "index":
		w.found = w.index(n.FieldByName("child"))
	case kind == kindSlice && w.kind == "slice":
		w.found = w.slice(n.FieldByName("child"))
	}
}

// value is what an expression has given.
func (w *walker) value(n reflect.Value) (reflect.Value, bool) {
	field := n.FieldByName("rval")
	if v := *(*reflect.Value)(unsafe.Pointer(field.UnsafeAddr())); v.IsValid() {
		return v, true
	}
	i := int(n.FieldByName("findex").Int())
	if i < 0 {
		return reflect.Value{}, false
	}
	f := w.frame
	switch level := n.FieldByName("level").Int(); {
	case level < 0:
		f = f.FieldByName("root").Elem()
	default:
		for range level {
			f = f.FieldByName("anc").Elem()
		}
	}
	slot := f.FieldByName("data").Index(i)
	v := *(*reflect.Value)(unsafe.Pointer(slot.UnsafeAddr()))
	return v, v.IsValid()
}

// operand is an index or a bound: its text, and whether it is negative or which
// number it is.
type operand struct {
	text string
	n    int
}

func (w *walker) number(n reflect.Value) (operand, bool) {
	v, ok := w.value(n)
	if !ok || !v.CanInt() && !v.CanUint() {
		return operand{}, false
	}
	if c := n.FieldByName("child"); c.Len() == 2 { // int(x), where x may have been too large for it
		if x, ok := w.value(c.Index(1).Elem()); ok && x.CanUint() && x.Uint() > math.MaxInt {
			return operand{strconv.FormatUint(x.Uint(), 10), math.MaxInt}, true
		}
	}
	if v.CanUint() {
		return operand{strconv.FormatUint(v.Uint(), 10), int(v.Uint())}, true
	}
	return operand{strconv.FormatInt(v.Int(), 10), int(v.Int())}, true
}

// sequence is what is indexed: its length, its capacity and whether it has one.
func (w *walker) sequence(n reflect.Value) (length, capacity int, slice, ok bool) {
	v, ok := w.value(n)
	if !ok {
		return 0, 0, false, false
	}
	for v.Kind() == reflect.Pointer && !v.IsNil() {
		v = v.Elem()
	}
	switch v.Kind() {
	case reflect.Slice:
		return v.Len(), v.Cap(), true, true
	case reflect.Array, reflect.String:
		return v.Len(), v.Len(), false, true
	}
	return 0, 0, false, false
}

func (w *walker) index(c reflect.Value) string {
	if c.Len() != 2 {
		return ""
	}
	length, _, _, ok1 := w.sequence(c.Index(0).Elem())
	i, ok2 := w.number(c.Index(1).Elem())
	switch {
	case !ok1 || !ok2 || i.n >= 0 && i.n < length:
		return ""
	case i.n < 0:
		return fmt.Sprintf(" [%s]", i.text)
	}
	return fmt.Sprintf(" [%s] with length %d", i.text, length)
}

// slice checks x[low:high] and x[low:high:max]; the lowering writes low always.
func (w *walker) slice(c reflect.Value) string {
	length, capacity, isSlice, ok := w.sequence(c.Index(0).Elem())
	if !ok || c.Len() < 2 {
		return ""
	}
	limit := fmt.Sprintf("length %d", length)
	if isSlice {
		limit = fmt.Sprintf("capacity %d", capacity)
	}
	bad := func(where string, a ...any) string { return fmt.Sprintf("slice bounds out of range ["+where, a...) }
	var bounds []operand
	for i := 1; i < c.Len(); i++ {
		b, ok := w.number(c.Index(i).Elem())
		if !ok {
			return ""
		}
		bounds = append(bounds, b)
	}
	low := bounds[0]
	switch len(bounds) {
	case 1:
		if low.n < 0 {
			return bad("%s:]", low.text)
		}
		if low.n > length {
			return bad("%s:%d]", low.text, length)
		}
	case 2:
		high := bounds[1]
		switch {
		case high.n < 0:
			return bad(":%s]", high.text)
		case high.n > capacity:
			return bad(":%s] with %s", high.text, limit)
		case low.n < 0:
			return bad("%s:]", low.text)
		case low.n > high.n:
			return bad("%s:%s]", low.text, high.text)
		}
	case 3:
		high, most := bounds[1], bounds[2]
		switch {
		case most.n < 0:
			return bad("::%s]", most.text)
		case most.n > capacity:
			return bad("::%s] with %s", most.text, limit)
		case high.n < 0:
			return bad(":%s:]", high.text)
		case high.n > most.n:
			return bad(":%s:%s]", high.text, most.text)
		case low.n < 0:
			return bad("%s::]", low.text)
		case low.n > high.n:
			return bad("%s:%s:]", low.text, high.text)
		}
	}
	return ""
}
