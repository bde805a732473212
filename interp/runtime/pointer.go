// This file does what package unsafe does.

package runtime

import (
	"math"
	"reflect"
	"unsafe"
)

func pointerToUintptr(p unsafe.Pointer) uintptr { return uintptr(p) }
func uintptrToPointer(p uintptr) unsafe.Pointer { return *(*unsafe.Pointer)(unsafe.Pointer(&p)) }
func toPointer(x any) unsafe.Pointer            { return words(&x).d }
func samePointer(x, y any) bool                 { return words(&x).d == words(&y).d }

// variable makes a constant a value that is not known beforehand.
func variable(n uintptr) uintptr { return n }

func unsafeAdd(p unsafe.Pointer, n int) unsafe.Pointer { return unsafe.Add(p, n) }
func unsafeString(p *byte, n int) string               { return unsafe.String(p, n) }
func unsafeStringData(s string) *byte                  { return unsafe.StringData(s) }

func unsafeSliceData(s any) any {
	v := reflect.ValueOf(s)
	return reflect.NewAt(v.Type().Elem(), v.UnsafePointer()).Interface()
}

// unsafeLen brings an unsigned length into the range of int, too large ones as
// a length that no slice or string has.
func unsafeLen(n uint64) int {
	if n > math.MaxInt {
		return -1
	}
	return int(n)
}

func unsafeSlice(p any, n int) any {
	v := reflect.ValueOf(p)
	el := v.Type().Elem()
	if n < 0 || el.Size() > 0 && uintptr(n) > maxSize/el.Size() {
		_ = unsafe.Slice((*byte)(v.UnsafePointer()), negative)
	}
	if v.IsNil() {
		if n != 0 {
			_ = unsafe.Slice((*byte)(nil), n)
		}
		return reflect.Zero(reflect.SliceOf(el)).Interface()
	}
	_ = unsafe.Slice((*byte)(v.UnsafePointer()), n*int(el.Size())) // panics where memory ends
	s := reflect.New(reflect.SliceOf(el))
	*(*slice)(s.UnsafePointer()) = slice{v.UnsafePointer(), n, n}
	return s.Elem().Interface()
}

// slice is a slice's memory.
type slice struct {
	data     unsafe.Pointer
	len, cap int
}
