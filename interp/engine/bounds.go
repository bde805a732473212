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
	"reflect"
	"unsafe"
)

// Kinds of yaegi's nodes, which have no names outside of it. The tests of the
// wording notice when a new version renumbers them.
const (
	kindAssign  = 3
	kindFuncLit = 41
	kindIndex   = 53
	kindSlice   = 68
)

// detail looks for the index (kind "index") or slice expression (kind "slice")
// that failed in an activation at the mark pc, and words it as Go does; "" when
// it is not found.
func (l layout) detail(a active, pc int, kind string) (s string) {
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
		if k := node.FieldByName("kind").Uint(); k == kindFuncLit {
			break
		}
		node = anc.Elem()
	}
	w := walker{l: l, frame: reflect.NewAt(l.frame, pointer(a.frame)).Elem(), pc: int64(pc), kind: kind}
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

func (w *walker) number(n reflect.Value) (int, bool) {
	v, ok := w.value(n)
	switch {
	case !ok:
		return 0, false
	case v.CanInt():
		return int(v.Int()), true
	case v.CanUint():
		return int(v.Uint()), true
	}
	return 0, false
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
	n, _, _, ok1 := w.sequence(c.Index(0).Elem())
	i, ok2 := w.number(c.Index(1).Elem())
	switch {
	case !ok1 || !ok2 || i >= 0 && i < n:
		return ""
	case i < 0:
		return fmt.Sprintf(" [%d]", i)
	}
	return fmt.Sprintf(" [%d] with length %d", i, n)
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
	bad := func(where string) string { return "slice bounds out of range [" + where }
	var bounds []int
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
		if low < 0 {
			return bad(fmt.Sprintf("%d:]", low))
		}
		if low > length {
			return bad(fmt.Sprintf("%d:%d]", low, length))
		}
	case 2:
		high := bounds[1]
		switch {
		case high < 0:
			return bad(fmt.Sprintf(":%d]", high))
		case high > capacity:
			return bad(fmt.Sprintf(":%d] with %s", high, limit))
		case low < 0:
			return bad(fmt.Sprintf("%d:]", low))
		case low > high:
			return bad(fmt.Sprintf("%d:%d]", low, high))
		}
	case 3:
		high, most := bounds[1], bounds[2]
		switch {
		case most < 0:
			return bad(fmt.Sprintf("::%d]", most))
		case most > capacity:
			return bad(fmt.Sprintf("::%d] with %s", most, limit))
		case high < 0:
			return bad(fmt.Sprintf(":%d:]", high))
		case high > most:
			return bad(fmt.Sprintf(":%d:%d]", high, most))
		case low < 0:
			return bad(fmt.Sprintf("%d::]", low))
		case low > high:
			return bad(fmt.Sprintf("%d:%d:]", low, high))
		}
	}
	return ""
}
