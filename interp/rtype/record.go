// The runtime's type records, as internal/abi/type.go of Go 1.26 has them.

package rtype

import (
	"reflect"
	"unsafe"
)

type record struct {
	Size, PtrBytes              uintptr
	Hash                        uint32
	TFlag, Align, FieldAlign, K uint8
	Equal                       func(unsafe.Pointer, unsafe.Pointer) bool
	GCData                      *byte
	Str, PtrToThis              int32
}

// Bits of TFlag.
const (
	flagUncommon = 1 << 0 // an uncommon follows the record
	flagNamed    = 1 << 2
	flagRegular  = 1 << 3 // equality and hash are those of the memory
	flagOnDemand = 1 << 4 // GCData is a pointer to a mask that is made when needed
	flagDirect   = 1 << 5 // an interface holds the value itself, a pointer
)

// uncommon follows the record of a type with a name or methods.
type uncommon struct {
	PkgPath        int32
	Mcount, Xcount uint16
	Moff, _        uint32
}

type method struct{ Name, Mtyp, Ifn, Tfn int32 }

type field struct {
	Name *byte
	Typ  *record
	Off  uintptr
}

type structRecord struct {
	record
	PkgPath *byte
	Fields  []field
}

type pointerRecord struct {
	record
	Elem *record
}

type sliceRecord struct {
	record
	Elem *record
}

type arrayRecord struct {
	record
	Elem, Slice *record
	Len         uintptr
}

type chanRecord struct {
	record
	Elem *record
	Dir  int
}

type imethod struct{ Name, Typ int32 }

type interfaceRecord struct {
	record
	PkgPath *byte
	Methods []imethod
}

type mapRecord struct {
	record
	Key, Elem, Group             *record
	Hasher                       func(unsafe.Pointer, uintptr) uintptr
	GroupSize, SlotSize, ElemOff uintptr
	Flags                        uint32
}

// funcRecord is followed by an uncommon, if there is one, and then by the
// records of parameters and results.
type funcRecord struct {
	record
	In, Out uint16
}

type eface struct{ typ, data unsafe.Pointer }

// words is an interface value taken apart.
func words(x *any) *eface { return (*eface)(unsafe.Pointer(x)) }

// recordOf is the record behind a reflect.Type.
func recordOf(t reflect.Type) *record {
	return (*record)((*[2]unsafe.Pointer)(unsafe.Pointer(&t))[1])
}

// typeOf is the reflect.Type of a record.
func typeOf(r *record) reflect.Type {
	var x any
	words(&x).typ = unsafe.Pointer(r)
	return reflect.TypeOf(x)
}

// addReflectOff registers a pointer with reflect and returns the offset by which
// records refer to it.
//
//go:linkname addReflectOff reflect.addReflectOff
func addReflectOff(p unsafe.Pointer) int32
