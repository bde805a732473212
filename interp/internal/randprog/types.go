// This file knows the types of a program.

package randprog

import (
	"fmt"
	"strings"
)

type kind int

const (
	kBool kind = iota
	kInt
	kUint
	kFloat
	kComplex
	kString
	kSlice
	kArray
	kMap
	kPointer
	kStruct
	kIface
	kFunc
)

// typ is a type. Two are the same if and only if their pointers are.
type typ struct {
	text    string
	kind    kind
	bits    int
	named   bool
	elem    *typ // of slices, arrays, pointers and maps; the result of functions
	key     *typ // of maps; the parameter of functions
	length  int
	fields  []field
	methods []*function // of named types, and of interfaces
	tree    bool        // has fields of pointers to itself
}

type field struct {
	name     string
	typ      *typ
	embedded bool
}

// function is a function or method.
type function struct {
	name     string
	receiver *typ
	pointer  bool // the receiver is one
	params   []*typ
	variadic bool
	results  []*typ
	generic  bool // its type argument is its first parameter's
}

func (p *program) add(t *typ) *typ {
	if k, ok := p.known[t.text]; ok {
		return k
	}
	p.known[t.text] = t
	return t
}

func (p *program) sliceOf(e *typ) *typ {
	return p.add(&typ{text: "[]" + e.text, kind: kSlice, elem: e})
}
func (p *program) pointerTo(e *typ) *typ {
	return p.add(&typ{text: "*" + e.text, kind: kPointer, elem: e})
}
func (p *program) arrayOf(n int, e *typ) *typ {
	return p.add(&typ{text: fmt.Sprintf("[%d]%s", n, e.text), kind: kArray, elem: e, length: n})
}
func (p *program) mapOf(k, e *typ) *typ {
	return p.add(&typ{text: fmt.Sprintf("map[%s]%s", k.text, e.text), kind: kMap, elem: e, key: k})
}
func (p *program) funcOf(k, e *typ) *typ {
	return p.add(&typ{text: fmt.Sprintf("func(%s) %s", k.text, e.text), kind: kFunc, elem: e, key: k})
}

func (p *program) get(text string) *typ {
	t, ok := p.known[text]
	if !ok {
		panic("no type " + text)
	}
	return t
}

// basics declares the predeclared types, the common ones several times.
func (p *program) basics() {
	for _, t := range []typ{
		{text: "int", kind: kInt, bits: 64}, {text: "bool", kind: kBool}, {text: "string", kind: kString}, {text: "float64", kind: kFloat, bits: 64},
		{text: "int8", kind: kInt, bits: 8}, {text: "int16", kind: kInt, bits: 16}, {text: "int32", kind: kInt, bits: 32}, {text: "int64", kind: kInt, bits: 64},
		{text: "uint8", kind: kUint, bits: 8}, {text: "uint16", kind: kUint, bits: 16}, {text: "uint32", kind: kUint, bits: 32}, {text: "uint64", kind: kUint, bits: 64},
		{text: "uint", kind: kUint, bits: 64}, {text: "float32", kind: kFloat, bits: 32}, {text: "complex128", kind: kComplex, bits: 128}, {text: "complex64", kind: kComplex, bits: 64},
	} {
		p.types = append(p.types, p.add(&t))
	}
	for range 3 {
		p.types = append(p.types, p.get("int"), p.get("string"))
	}
	p.types = append(p.types, p.get("float64"), p.get("bool"))
	p.types = append(p.types, p.add(&typ{text: "any", kind: kIface}), p.add(&typ{text: "error", kind: kIface, methods: []*function{{name: "Error", results: []*typ{p.get("string")}}}}))
}

func (t *typ) basic() bool   { return t.kind <= kString }
func (t *typ) integer() bool { return t.kind == kInt || t.kind == kUint }
func (t *typ) ordered() bool { return t.kind >= kInt && t.kind <= kFloat || t.kind == kString }

// comparable tells whether == works and cannot panic.
func (t *typ) comparable() bool { return t.comparableIn(0) }

func (t *typ) comparableIn(depth int) bool {
	switch t.kind {
	case kSlice, kMap, kFunc, kIface:
		return false
	case kArray:
		return t.elem.comparableIn(depth)
	case kStruct:
		for _, f := range t.fields {
			if !f.typ.comparableIn(depth + 1) {
				return false
			}
		}
	}
	return true
}

// holdsPointer tells whether fmt would print addresses of a value.
func (t *typ) holdsPointer() bool {
	switch t.kind {
	case kPointer, kFunc, kIface:
		return true
	case kSlice, kArray:
		return t.elem.holdsPointer()
	case kMap:
		return t.elem.holdsPointer() || t.key.holdsPointer()
	case kStruct:
		for _, f := range t.fields {
			if f.typ.holdsPointer() {
				return true
			}
		}
	}
	return false
}

// printable tells whether fmt prints a type's values without addresses.
func printable(t *typ) bool { return !t.holdsPointer() }

// method finds a method of a type's method set, or of a variable of the type.
func (t *typ) method(name string) *function {
	for _, m := range t.methods {
		if m.name == name {
			return m
		}
	}
	return nil
}

// conv is a type's text where a conversion or literal has it.
func (t *typ) conv() string {
	if strings.HasPrefix(t.text, "*") || strings.HasPrefix(t.text, "func") {
		return "(" + t.text + ")"
	}
	return t.text
}

// some picks a type that comes up, for which ok holds.
func (p *program) some(ok func(*typ) bool) *typ {
	for {
		if t := pick(p, p.types); ok == nil || ok(t) {
			return t
		}
	}
}
