// Sizes, alignments and pointer masks of types, from go/types.

package rtype

import (
	"fmt"
	"go/types"
	"reflect"
	"runtime"
	"unsafe"
)

// sizes are the compiler's for this processor.
var sizes = types.SizesFor("gc", runtime.GOARCH)

const word = int64(unsafe.Sizeof(uintptr(0)))

var basics = map[types.BasicKind]reflect.Type{
	types.Bool: reflect.TypeFor[bool](), types.String: reflect.TypeFor[string](), types.UnsafePointer: reflect.TypeFor[unsafe.Pointer](),
	types.Int: reflect.TypeFor[int](), types.Int8: reflect.TypeFor[int8](), types.Int16: reflect.TypeFor[int16](),
	types.Int32: reflect.TypeFor[int32](), types.Int64: reflect.TypeFor[int64](),
	types.Uint: reflect.TypeFor[uint](), types.Uint8: reflect.TypeFor[uint8](), types.Uint16: reflect.TypeFor[uint16](),
	types.Uint32: reflect.TypeFor[uint32](), types.Uint64: reflect.TypeFor[uint64](), types.Uintptr: reflect.TypeFor[uintptr](),
	types.Float32: reflect.TypeFor[float32](), types.Float64: reflect.TypeFor[float64](),
	types.Complex64: reflect.TypeFor[complex64](), types.Complex128: reflect.TypeFor[complex128](),
	types.UntypedBool: reflect.TypeFor[bool](), types.UntypedInt: reflect.TypeFor[int](), types.UntypedRune: reflect.TypeFor[rune](),
	types.UntypedFloat: reflect.TypeFor[float64](), types.UntypedComplex: reflect.TypeFor[complex128](), types.UntypedString: reflect.TypeFor[string](),
}

// KindOf is the kind of values of a type.
func KindOf(t types.Type) reflect.Kind {
	switch u := t.Underlying().(type) {
	case *types.Basic:
		if r := basics[u.Kind()]; r != nil {
			return r.Kind()
		}
	case *types.Pointer:
		return reflect.Pointer
	case *types.Slice:
		return reflect.Slice
	case *types.Array:
		return reflect.Array
	case *types.Map:
		return reflect.Map
	case *types.Chan:
		return reflect.Chan
	case *types.Signature:
		return reflect.Func
	case *types.Struct:
		return reflect.Struct
	case *types.Interface:
		return reflect.Interface
	}
	return reflect.Invalid
}

// layout is what a record says of memory.
type layout struct {
	kind       reflect.Kind
	size       uintptr
	ptrBytes   uintptr // up to the last pointer
	align      uint8
	mask       []byte // a bit for each word up to there: is it a pointer?
	direct     bool
	comparable bool
}

// maxMasked is the largest value with pointers whose mask is written out.
const maxMasked = 1 << 28

func layoutOf(t types.Type) layout {
	l := layout{
		kind: KindOf(t), size: uintptr(sizes.Sizeof(t)), align: uint8(sizes.Alignof(t)),
		direct: Direct(t), comparable: types.Comparable(t),
	}
	if !hasPointers(t) {
		return l
	}
	if l.size > maxMasked {
		fail("the type %s holds pointers in %d bytes, more than the %d that are supported: use a slice", t, l.size, maxMasked)
	}
	l.mask = make([]byte, int64(l.size)/word/8+1)
	pointers(t, 0, func(offset int64) {
		n := offset / word
		l.mask[n/8] |= 1 << (n % 8)
		l.ptrBytes = uintptr(offset + word)
	})
	return l
}

// pointers calls set with the offset of each pointer word of a t at base.
func pointers(t types.Type, base int64, set func(int64)) {
	switch u := t.Underlying().(type) {
	case *types.Basic:
		if u.Kind() == types.String || u.Kind() == types.UnsafePointer {
			set(base)
		}
	case *types.Pointer, *types.Map, *types.Chan, *types.Signature, *types.Slice:
		set(base)
	case *types.Interface:
		set(base + word) // its type is not the collector's business
	case *types.Array:
		if !hasPointers(u) {
			return
		}
		size := sizes.Sizeof(u.Elem())
		for i := range u.Len() {
			pointers(u.Elem(), base+i*size, set)
		}
	case *types.Struct:
		for i, off := range offsets(u) {
			pointers(u.Field(i).Type(), base+off, set)
		}
	}
}

func offsets(s *types.Struct) []int64 {
	fields := make([]*types.Var, s.NumFields())
	for i := range fields {
		fields[i] = s.Field(i)
	}
	return sizes.Offsetsof(fields)
}

func hasPointers(t types.Type) bool {
	switch u := t.Underlying().(type) {
	case *types.Basic:
		return u.Kind() == types.String || u.Kind() == types.UnsafePointer
	case *types.Array:
		return u.Len() > 0 && hasPointers(u.Elem())
	case *types.Struct:
		for f := range u.Fields() {
			if hasPointers(f.Type()) {
				return true
			}
		}
		return false
	}
	return true
}

// Direct tells whether an interface holds a t itself rather than a pointer to
// it: t is a pointer, or a struct or array of just one.
func Direct(t types.Type) bool {
	switch u := t.Underlying().(type) {
	case *types.Pointer, *types.Map, *types.Chan, *types.Signature:
		return true
	case *types.Basic:
		return u.Kind() == types.UnsafePointer
	case *types.Array:
		return u.Len() == 1 && Direct(u.Elem())
	case *types.Struct:
		return u.NumFields() == 1 && Direct(u.Field(0).Type())
	}
	return false
}

// An Error is a type for which there can be no record.
type Error struct{ Msg string }

func (e *Error) Error() string { return e.Msg }

// fail leaves the building of a type; Universe.Type returns the error.
func fail(format string, args ...any) { panic(&Error{fmt.Sprintf(format, args...)}) }
