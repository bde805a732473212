package memory

import (
	"bytes"
	"os"
	"sync"
	"syscall"
	"unsafe"
)

const (
	// page is the size of a large page. Where it is another (arm64 with a
	// granule of 16 or 64 KB), the advice is merely refused.
	page = 2 << 20
	// From Linux' include/uapi/asm-generic/mman-common.h: what is touched from
	// now on, and, from version 6.1 on, what has been touched.
	madvHugepage = 14
	madvCollapse = 25
)

// wanted reports whether the administrator wants large pages at all.
var wanted = sync.OnceValue(func() bool {
	mode, err := os.ReadFile("/sys/kernel/mm/transparent_hugepage/enabled")
	return err == nil && !bytes.Contains(mode, []byte("[never]"))
})

// advise asks for all large pages that x touches. Go's heap consists of areas of
// at least that size, so the rest of them is heap as well. Errors do not matter:
// the memory is what it was.
func advise(x []float32) {
	if !wanted() {
		return
	}
	from := uintptr(unsafe.Pointer(&x[0]))
	to := (from + uintptr(len(x))*unsafe.Sizeof(x[0]) + page - 1) &^ (page - 1)
	from &^= page - 1
	for _, advice := range []uintptr{madvHugepage, madvCollapse} {
		_, _, _ = syscall.Syscall(syscall.SYS_MADVISE, from, to-from, advice)
	}
}
