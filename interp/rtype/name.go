// Names in records: a byte of flags, the length as a varint, the text, and the
// same for a tag.

package rtype

import (
	"encoding/binary"
	"sync"
	"unsafe"
)

const (
	nameExported = 1 << 0
	nameTagged   = 1 << 1
	nameEmbedded = 1 << 3
)

func newName(name, tag string, exported, embedded bool) *byte {
	var flags byte
	if exported {
		flags |= nameExported
	}
	if tag != "" {
		flags |= nameTagged
	}
	if embedded {
		flags |= nameEmbedded
	}
	b := binary.AppendUvarint([]byte{flags}, uint64(len(name)))
	b = append(b, name...)
	if tag != "" {
		b = binary.AppendUvarint(b, uint64(len(tag)))
		b = append(b, tag...)
	}
	names.Lock()
	defer names.Unlock()
	if p, ok := names.known[string(b)]; ok {
		return p
	}
	names.known[string(b)] = &b[0]
	return &b[0]
}

// names are all that there are: versions of a type share theirs.
var names = struct {
	sync.Mutex
	known map[string]*byte
}{known: map[string]*byte{}}

// nameOffset registers a name and returns its offset.
func nameOffset(name string, exported bool) int32 {
	return addReflectOff(unsafe.Pointer(newName(name, "", exported, false)))
}
