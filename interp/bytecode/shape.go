// This file says how values are laid out: in registers, and in memory.

package bytecode

import (
	"go/types"
	goruntime "runtime"
)

// kind is what a leaf of a value is.
type kind uint8

const (
	kBool kind = iota
	kInt8
	kInt16
	kInt32
	kInt64
	kUint8
	kUint16
	kUint32
	kUint64
	kFloat32
	kFloat64
	kPointer // a pointer, map, channel or func
	kString  // a pointer and a word
	kSlice   // a pointer and two words
	kIface   // two pointers
)

func (k kind) isWord() bool     { return k <= kFloat64 }
func (k kind) isInt() bool      { return k >= kInt8 && k <= kUint64 }
func (k kind) isFloat() bool    { return k == kFloat32 || k == kFloat64 }
func (k kind) isUnsigned() bool { return k >= kUint8 && k <= kUint64 }

// wordBits are the bits of an integer.
func (k kind) wordBits() int {
	switch k {
	case kInt8, kUint8:
		return 8
	case kInt16, kUint16:
		return 16
	case kInt32, kUint32:
		return 32
	}
	return 64
}

// leaf is a part of a value that has registers of its own.
type leaf struct {
	kind kind
	off  int64 // in memory
	w, p int   // its first registers, counted from the value's
}

// shape is the layout of a type's values.
type shape struct {
	leaves []leaf
	w, p   int // registers
	size   int64
	// memory: values are too large for registers, or are indexed. A pointer to
	// memory that nobody writes to stands for the value.
	memory bool
}

// word reports whether values are one word.
func (s *shape) word() bool { return !s.memory && len(s.leaves) == 1 && s.leaves[0].kind.isWord() }

// whole reports whether a value is one leaf and nothing else.
func (s *shape) whole() bool {
	return !s.memory && len(s.leaves) == 1 && s.leaves[0].off == 0 && s.size == s.leaves[0].kind.size()
}

// size is how much memory a leaf takes.
func (k kind) size() int64 {
	switch k {
	case kBool:
		return 1
	case kPointer, kFloat64:
		return 8
	case kFloat32:
		return 4
	case kString, kIface:
		return 16
	case kSlice:
		return 24
	}
	return int64(k.wordBits() / 8)
}

func (s *shape) is(k kind) bool { return !s.memory && len(s.leaves) == 1 && s.leaves[0].kind == k }

// maxLeaves is how many leaves a value in registers has.
const maxLeaves = 8

var sizes = types.SizesFor("gc", goruntime.GOARCH)

// basicKind is the kind of a basic type, false for complex ones.
func basicKind(b *types.Basic) (kind, bool) {
	switch b.Kind() {
	case types.Bool, types.UntypedBool:
		return kBool, true
	case types.Int8:
		return kInt8, true
	case types.Int16:
		return kInt16, true
	case types.Int32, types.UntypedRune:
		return kInt32, true
	case types.Int, types.Int64, types.UntypedInt:
		return kInt64, true
	case types.Uint8:
		return kUint8, true
	case types.Uint16:
		return kUint16, true
	case types.Uint32:
		return kUint32, true
	case types.Uint, types.Uint64, types.Uintptr:
		return kUint64, true
	case types.Float32:
		return kFloat32, true
	case types.Float64, types.UntypedFloat:
		return kFloat64, true
	case types.String, types.UntypedString:
		return kString, true
	case types.UnsafePointer:
		return kPointer, true
	}
	return 0, false
}

// shapeOf lays a type out; nil when values of the type are not taken.
func shapeOf(t types.Type) *shape {
	s := &shape{size: sizes.Sizeof(t)}
	if !s.add(t, 0) {
		return nil
	}
	if s.memory || len(s.leaves) > maxLeaves {
		return &shape{size: s.size, memory: true, p: 1}
	}
	return s
}

func (s *shape) add(t types.Type, off int64) bool {
	k := kPointer
	switch u := t.Underlying().(type) {
	case *types.Basic:
		if part, ok := complexPart(t); ok { // two floats
			for i := range int64(2) {
				s.leaves = append(s.leaves, leaf{part, off + i*part.size(), s.w, s.p})
				s.w++
			}
			return true
		}
		var ok bool
		if k, ok = basicKind(u); !ok {
			return false
		}
	case *types.Pointer, *types.Map, *types.Chan, *types.Signature:
	case *types.Slice:
		k = kSlice
	case *types.Interface:
		k = kIface
	case *types.Array:
		s.memory = true
		var e shape
		return u.Len() == 0 || e.add(u.Elem(), 0)
	case *types.Struct:
		fields := make([]*types.Var, u.NumFields())
		for i := range fields {
			fields[i] = u.Field(i)
		}
		for i, o := range sizes.Offsetsof(fields) {
			if !s.add(fields[i].Type(), off+o) {
				return false
			}
		}
		return true
	default:
		return false
	}
	s.leaves = append(s.leaves, leaf{k, off, s.w, s.p})
	switch k {
	case kPointer:
		s.p++
	case kString:
		s.p, s.w = s.p+1, s.w+1
	case kSlice:
		s.p, s.w = s.p+1, s.w+2
	case kIface:
		s.p += 2
	default:
		s.w++
	}
	return true
}
