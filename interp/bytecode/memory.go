// This file works on memory by run-time types.

package bytecode

import (
	"reflect"
	"unsafe"
)

// copyValue copies a value of type t.
func copyValue(t reflect.Type, to, from unsafe.Pointer) {
	reflect.NewAt(t, to).Elem().Set(reflect.NewAt(t, from).Elem())
}

// values are the registers of a value, which is written to memory or read from it.
func (s *shape) toMemory(m unsafe.Pointer, w *words, p *pointers, wi, pi int) {
	for _, l := range s.leaves {
		at := unsafe.Add(m, l.off)
		switch l.kind {
		case kBool, kInt8, kUint8:
			*(*uint8)(at) = uint8(w[wi+l.w])
		case kInt16, kUint16:
			*(*uint16)(at) = uint16(w[wi+l.w])
		case kInt32, kUint32, kFloat32:
			*(*uint32)(at) = uint32(w[wi+l.w])
		case kInt64, kUint64, kFloat64:
			*(*uint64)(at) = w[wi+l.w]
		case kPointer:
			*(*unsafe.Pointer)(at) = p[pi+l.p]
		case kString:
			*(*string)(at) = text(p[pi+l.p], w[wi+l.w])
		case kSlice:
			*(*slice)(at) = slice{p[pi+l.p], int(w[wi+l.w]), int(w[wi+l.w+1])}
		case kIface:
			*(*[2]unsafe.Pointer)(at) = [2]unsafe.Pointer{p[pi+l.p], p[pi+l.p+1]}
		}
	}
}

func (s *shape) fromMemory(m unsafe.Pointer, w *words, p *pointers, wi, pi int) {
	for _, l := range s.leaves {
		at := unsafe.Add(m, l.off)
		switch l.kind {
		case kBool, kUint8:
			w[wi+l.w] = uint64(*(*uint8)(at))
		case kInt8:
			w[wi+l.w] = uint64(int64(*(*int8)(at)))
		case kUint16:
			w[wi+l.w] = uint64(*(*uint16)(at))
		case kInt16:
			w[wi+l.w] = uint64(int64(*(*int16)(at)))
		case kUint32, kFloat32:
			w[wi+l.w] = uint64(*(*uint32)(at))
		case kInt32:
			w[wi+l.w] = uint64(int64(*(*int32)(at)))
		case kInt64, kUint64, kFloat64:
			w[wi+l.w] = *(*uint64)(at)
		case kPointer:
			p[pi+l.p] = *(*unsafe.Pointer)(at)
		case kString:
			h := (*header)(at)
			p[pi+l.p], w[wi+l.w] = h.data, uint64(h.len)
		case kSlice:
			h := (*slice)(at)
			p[pi+l.p], w[wi+l.w], w[wi+l.w+1] = h.data, uint64(h.len), uint64(h.cap)
		case kIface:
			h := (*[2]unsafe.Pointer)(at)
			p[pi+l.p], p[pi+l.p+1] = h[0], h[1]
		}
	}
}

// take makes a Go value of registers; give puts one into registers. A value that
// is in memory is copied on its way out and in.
func (s *shape) take(t reflect.Type, w *words, p *pointers, wi, pi int) reflect.Value {
	v := reflect.New(t)
	if s.memory {
		v.Elem().Set(reflect.NewAt(t, p[pi]).Elem())
	} else {
		s.toMemory(v.UnsafePointer(), w, p, wi, pi)
	}
	return v.Elem()
}

func (s *shape) give(v reflect.Value, w *words, p *pointers, wi, pi int) {
	m := reflect.New(v.Type())
	m.Elem().Set(v)
	if s.memory {
		p[pi] = m.UnsafePointer()
		return
	}
	s.fromMemory(m.UnsafePointer(), w, p, wi, pi)
}
