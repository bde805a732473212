// Values as text in Go syntax, with the real names of types, short enough for a
// person: long slices, maps and strings are cut and counted.

package display

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

const (
	maxElems  = 100  // elements of one slice, array or map
	maxDepth  = 8    // nesting
	maxString = 2000 // bytes of one string
	maxText   = 8000 // bytes of the whole
	lineWidth = 80   // what fits is written on one line
)

// Text is v in Go syntax: 42, "text", []int{1, 2, 3}, main.Point{X: 1, Y: 2},
// &main.Point{…}. A value that has a text of its own (error, fmt.Stringer) shows
// that. It never panics.
func Text(v any) string {
	p := &printer{seen: map[visit]bool{}}
	s := p.top(v)
	if len(s) > maxText {
		cut := maxText
		for !utf8.RuneStart(s[cut]) {
			cut--
		}
		s = s[:cut] + fmt.Sprintf("… (%d more bytes)", len(s)-cut)
	}
	return s
}

type visit struct {
	p uintptr
	t reflect.Type
}

type printer struct {
	seen map[visit]bool
	size int // bytes written so far, roughly: when it is too much, all is cut
}

func (p *printer) top(v any) string {
	if v == nil {
		return "nil"
	}
	r := reflect.ValueOf(v)
	if s, ok := own(r); ok {
		return s
	}
	return p.value(r, 0, true)
}

// own is the text that a value gives itself.
func own(r reflect.Value) (s string, ok bool) {
	if !r.IsValid() || !r.CanInterface() {
		return "", false
	}
	v := r.Interface()
	method := ""
	defer func() {
		if e := recover(); e != nil {
			s, ok = panicText(method, e), true
			if r.Kind() == reflect.Pointer && r.IsNil() {
				s, ok = "nil", true
			}
		}
	}()
	switch v := v.(type) {
	case time.Time:
		return v.String(), true
	case error:
		method = "Error"
		return v.Error(), true
	case fmt.Stringer:
		method = "String"
		return v.String(), true
	case fmt.GoStringer:
		method = "GoString"
		return v.GoString(), true
	}
	return "", false
}

// value writes r. withType says that the reader does not know the type from
// what stands around.
func (p *printer) value(r reflect.Value, depth int, withType bool) string {
	if !r.IsValid() {
		return "nil"
	}
	if p.size > maxText {
		return "…"
	}
	if depth > 0 {
		if s, ok := own(r); ok {
			p.size += len(s)
			return s
		}
	}
	if depth > maxDepth {
		return "…"
	}
	switch r.Kind() {
	case reflect.Pointer:
		return p.pointer(r, depth)
	case reflect.Interface:
		if r.IsNil() {
			return "nil"
		}
		return p.value(r.Elem(), depth, true)
	case reflect.Struct:
		return p.fields(r, depth)
	case reflect.Slice, reflect.Array:
		return p.elements(r, depth, withType)
	case reflect.Map:
		return p.entries(r, depth)
	case reflect.Func:
		if r.IsNil() {
			return "nil"
		}
		return r.Type().String()
	case reflect.Chan:
		if r.IsNil() {
			return "nil"
		}
		return fmt.Sprintf("%s (%d of %d)", r.Type(), r.Len(), r.Cap())
	case reflect.UnsafePointer:
		return fmt.Sprintf("%s(%#x)", r.Type(), r.Pointer())
	}
	s := scalar(r)
	if withType && typeMatters(r.Type()) {
		s = r.Type().String() + "(" + s + ")"
	}
	p.size += len(s)
	return s
}

// typeMatters is false for the types that a literal has by itself, and for
// numbers, whose text is what a person looks for.
func typeMatters(t reflect.Type) bool {
	return t.PkgPath() != "" && t.Kind() != reflect.Bool
}

func scalar(r reflect.Value) string {
	switch r.Kind() {
	case reflect.Bool:
		return strconv.FormatBool(r.Bool())
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return strconv.FormatInt(r.Int(), 10)
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		return strconv.FormatUint(r.Uint(), 10)
	case reflect.Float32:
		return strconv.FormatFloat(r.Float(), 'g', -1, 32)
	case reflect.Float64:
		return strconv.FormatFloat(r.Float(), 'g', -1, 64)
	case reflect.Complex64:
		return strconv.FormatComplex(r.Complex(), 'g', -1, 64)
	case reflect.Complex128:
		return strconv.FormatComplex(r.Complex(), 'g', -1, 128)
	case reflect.String:
		s := r.String()
		if len(s) > maxString {
			cut := maxString
			for cut > 0 && !utf8.RuneStart(s[cut]) {
				cut--
			}
			return strconv.Quote(s[:cut]) + fmt.Sprintf("… (%d bytes)", len(s))
		}
		return strconv.Quote(s)
	}
	return r.Type().String()
}

func (p *printer) pointer(r reflect.Value, depth int) string {
	if r.IsNil() {
		return "nil"
	}
	key := visit{r.Pointer(), r.Type()}
	if p.seen[key] {
		return "&" + r.Type().Elem().String() + "{…}"
	}
	p.seen[key] = true
	defer delete(p.seen, key)
	switch r.Elem().Kind() {
	case reflect.Struct, reflect.Slice, reflect.Array, reflect.Map:
		return "&" + p.value(r.Elem(), depth, true)
	}
	return "&" + p.value(r.Elem(), depth+1, true)
}

func (p *printer) fields(r reflect.Value, depth int) string {
	t := r.Type()
	var parts []string
	for i := range r.NumField() {
		parts = append(parts, t.Field(i).Name+": "+p.value(r.Field(i), depth+1, false))
	}
	return braces(t.String(), parts, depth, 0)
}

func (p *printer) elements(r reflect.Value, depth int, withType bool) string {
	t := r.Type()
	if r.Kind() == reflect.Slice {
		if r.IsNil() {
			return "nil"
		}
		key := visit{r.Pointer(), t}
		if r.Len() > 0 && p.seen[key] {
			return t.String() + "{…}"
		}
		p.seen[key] = true
		defer delete(p.seen, key)
	}
	if b, ok := bytesOf(r); ok && len(b) > 0 && utf8.Valid(b) && !slices.ContainsFunc(b, func(c byte) bool { return c < ' ' && c != '\n' && c != '\t' }) {
		return t.String() + "(" + scalar(reflect.ValueOf(string(b))) + ")"
	}
	shown := min(r.Len(), maxElems)
	var parts []string
	for i := range shown {
		parts = append(parts, p.value(r.Index(i), depth+1, false))
	}
	name := t.String()
	if !withType && depth > 0 && (t.Elem().Kind() == reflect.Slice || isNumber(t.Elem().Kind())) && t.PkgPath() == "" {
		name = "" // a row of a matrix: its type is that of the whole
	}
	return braces(name, parts, depth, r.Len()-shown)
}

func bytesOf(r reflect.Value) ([]byte, bool) {
	if r.Kind() == reflect.Slice && r.Type().Elem().Kind() == reflect.Uint8 {
		return r.Bytes(), true
	}
	return nil, false
}

func isNumber(k reflect.Kind) bool { return k >= reflect.Int && k <= reflect.Complex128 }

func (p *printer) entries(r reflect.Value, depth int) string {
	if r.IsNil() {
		return "nil"
	}
	key := visit{r.Pointer(), r.Type()}
	if p.seen[key] {
		return r.Type().String() + "{…}"
	}
	p.seen[key] = true
	defer delete(p.seen, key)
	list := make([]entry, 0, r.Len())
	for i := r.MapRange(); i.Next(); {
		list = append(list, entry{i.Key(), i.Value()}) // a key that is NaN finds nothing
	}
	sortEntries(list)
	shown := min(len(list), maxElems)
	var parts []string
	for _, e := range list[:shown] {
		parts = append(parts, p.value(e.key, depth+1, false)+": "+p.value(e.value, depth+1, false))
	}
	return braces(r.Type().String(), parts, depth, len(list)-shown)
}

// entry is one of a map's.
type entry struct{ key, value reflect.Value }

// sortEntries orders numbers and strings by value and all else by their text; NaN
// comes before all numbers, as it does in package fmt.
func sortEntries(list []entry) {
	texts := map[reflect.Value]string{}
	text := func(v reflect.Value) string {
		s, ok := texts[v]
		if !ok {
			s = (&printer{seen: map[visit]bool{}}).value(v, 1, true)
			texts[v] = s
		}
		return s
	}
	slices.SortStableFunc(list, func(x, y entry) int {
		a, b := x.key, y.key
		if a.Kind() == b.Kind() {
			switch {
			case a.CanInt():
				return cmp.Compare(a.Int(), b.Int())
			case a.CanUint():
				return cmp.Compare(a.Uint(), b.Uint())
			case a.CanFloat():
				return cmp.Compare(a.Float(), b.Float())
			case a.Kind() == reflect.String:
				return strings.Compare(a.String(), b.String())
			}
		}
		return strings.Compare(text(a), text(b))
	})
}

// braces puts parts into a composite literal: on one line if they fit, else one
// a line; short ones several a line.
func braces(name string, parts []string, depth, more int) string {
	if more > 0 {
		parts = append(parts, fmt.Sprintf("… (%d more)", more))
	}
	one := name + "{" + strings.Join(parts, ", ") + "}"
	if len(one) <= lineWidth-4*depth && !strings.Contains(one, "\n") {
		return one
	}
	indent := "\n\t"
	var b strings.Builder
	b.WriteString(name + "{")
	width := lineWidth + 1
	for _, part := range parts {
		part = strings.ReplaceAll(part, "\n", indent)
		if n := utf8.RuneCountInString(part) + 2; width+n > lineWidth-4*depth || strings.Contains(part, "\n") || strings.Contains(part, ": ") {
			b.WriteString(indent)
			width = n
		} else {
			b.WriteString(" ")
			width += n
		}
		b.WriteString(part + ",")
	}
	b.WriteString("\n}")
	return b.String()
}
