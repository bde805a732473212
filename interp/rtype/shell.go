// Memory for a record, first with its header alone, so that recursive types can
// refer to it, then filled.

package rtype

import (
	"math/rand/v2"
	"reflect"
	"slices"
	"sync"
	"unsafe"
)

// A shell is a record in the making.
type shell struct {
	*record
	kind    reflect.Kind
	u       *uncommon
	io      []*record // func: parameters and results
	methods []method
	equal   func(p, q unsafe.Pointer) bool // set once the type is complete
}

var headers = map[reflect.Kind]reflect.Type{
	reflect.Struct: reflect.TypeFor[structRecord](), reflect.Pointer: reflect.TypeFor[pointerRecord](),
	reflect.Slice: reflect.TypeFor[sliceRecord](), reflect.Array: reflect.TypeFor[arrayRecord](),
	reflect.Chan: reflect.TypeFor[chanRecord](), reflect.Interface: reflect.TypeFor[interfaceRecord](),
	reflect.Map: reflect.TypeFor[mapRecord](), reflect.Func: reflect.TypeFor[funcRecord](),
}

type blockShape struct {
	kind    reflect.Kind
	io, met int
}

var blocks sync.Map // blockShape → reflect.Type

// block is a struct of header, uncommon, parameter records and methods, in the
// order in which the runtime looks for them. It is a type of its own, so that
// the collector finds the pointers in it.
func block(s blockShape) reflect.Type {
	if t, ok := blocks.Load(s); ok {
		return t.(reflect.Type)
	}
	header := headers[s.kind]
	if header == nil {
		header = reflect.TypeFor[record]()
	}
	t := reflect.StructOf([]reflect.StructField{
		{Name: "Header", Type: header},
		{Name: "Uncommon", Type: reflect.TypeFor[uncommon]()},
		{Name: "IO", Type: reflect.ArrayOf(s.io, reflect.TypeFor[*record]())},
		{Name: "Methods", Type: reflect.ArrayOf(s.met, reflect.TypeFor[method]())},
	})
	blocks.Store(s, t)
	return t
}

// newShell makes the record of a type with room for its methods.
func newShell(l layout, name string, named bool, io, methods int) *shell {
	t := block(blockShape{l.kind, io, methods})
	p := reflect.New(t).UnsafePointer()
	at := func(i int) unsafe.Pointer { return unsafe.Add(p, t.Field(i).Offset) }
	s := &shell{record: (*record)(p), kind: l.kind, u: (*uncommon)(at(1))}
	if io > 0 {
		s.io = unsafe.Slice((**record)(at(2)), io)
	}
	if methods > 0 {
		s.methods = unsafe.Slice((*method)(at(3)), methods)
	}
	s.Size, s.PtrBytes, s.Align, s.FieldAlign, s.K = l.size, l.ptrBytes, l.align, l.align, uint8(l.kind)
	s.Hash = rand.Uint32()
	if l.direct {
		s.TFlag |= flagDirect
	}
	if named {
		s.TFlag |= flagNamed
	}
	if len(l.mask) > 0 {
		mask := append(slices.Clone(l.mask), make([]byte, 2*word)...) // the collector reads whole words
		retain(mask)
		s.GCData = &mask[0]
	}
	s.Str = nameOffset(name, true)
	if l.comparable {
		// Array types made of this one take its Equal before it is complete.
		s.Equal = func(p, q unsafe.Pointer) bool { return s.equal(p, q) }
	}
	retain(s)
	return s
}

func (s *shell) typ() reflect.Type { return typeOf(s.record) }

// fillFrom copies what belongs to the kind from a type of the same shape.
func (s *shell) fillFrom(like reflect.Type) {
	from := recordOf(like)
	s.equal = from.Equal
	s.TFlag |= from.TFlag & flagRegular
	switch s.kind {
	case reflect.Struct:
		d, f := (*structRecord)(unsafe.Pointer(s.record)), (*structRecord)(unsafe.Pointer(from))
		d.PkgPath, d.Fields = f.PkgPath, f.Fields
	case reflect.Interface:
		d, f := (*interfaceRecord)(unsafe.Pointer(s.record)), (*interfaceRecord)(unsafe.Pointer(from))
		d.PkgPath, d.Methods = f.PkgPath, f.Methods
	case reflect.Map:
		d, f := (*mapRecord)(unsafe.Pointer(s.record)), (*mapRecord)(unsafe.Pointer(from))
		own := d.record
		*d = *f
		d.record = own
	case reflect.Pointer:
		(*pointerRecord)(unsafe.Pointer(s.record)).Elem = (*pointerRecord)(unsafe.Pointer(from)).Elem
	case reflect.Slice:
		(*sliceRecord)(unsafe.Pointer(s.record)).Elem = (*sliceRecord)(unsafe.Pointer(from)).Elem
	case reflect.Array:
		d, f := (*arrayRecord)(unsafe.Pointer(s.record)), (*arrayRecord)(unsafe.Pointer(from))
		d.Elem, d.Slice, d.Len = f.Elem, f.Slice, f.Len
	case reflect.Chan:
		d, f := (*chanRecord)(unsafe.Pointer(s.record)), (*chanRecord)(unsafe.Pointer(from))
		d.Elem, d.Dir = f.Elem, f.Dir
	case reflect.Func:
		d, f := (*funcRecord)(unsafe.Pointer(s.record)), (*funcRecord)(unsafe.Pointer(from))
		d.In, d.Out = f.In, f.Out
		for i := range like.NumIn() {
			s.io[i] = recordOf(like.In(i))
		}
		for i := range like.NumOut() {
			s.io[like.NumIn()+i] = recordOf(like.Out(i))
		}
		s.TFlag |= flagUncommon // the parameters stand after an uncommon
	}
	if s.GCData == nil {
		s.GCData = from.GCData
		s.TFlag |= from.TFlag & flagOnDemand
	}
}

// setFields completes the record of a struct. The fields' types may be filled
// in later, but before anybody compares values.
func (s *shell) setFields(pkgPath string, fields []field) {
	r := (*structRecord)(unsafe.Pointer(s.record))
	if pkgPath != "" {
		r.PkgPath = newName(pkgPath, "", false, false)
	}
	r.Fields = fields
	s.equal = func(p, q unsafe.Pointer) bool {
		for i := range fields {
			f := &fields[i]
			if !isBlank(f.Name) && !f.Typ.Equal(unsafe.Add(p, f.Off), unsafe.Add(q, f.Off)) {
				return false
			}
		}
		return true
	}
}

// isBlank tells the name "_".
func isBlank(name *byte) bool {
	return *(*byte)(unsafe.Add(unsafe.Pointer(name), 1)) == 1 && *(*byte)(unsafe.Add(unsafe.Pointer(name), 2)) == '_'
}
