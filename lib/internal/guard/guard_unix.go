//go:build unix

package guard

import (
	"os"
	"syscall"
	"testing"
	"unsafe"
)

// Floats returns n zeros, the last of which is the last number before memory
// that cannot be touched. It lives until the test ends.
func Floats(t testing.TB, n int) []float32 {
	t.Helper()
	page := os.Getpagesize()
	data := (4*n + page - 1) / page * page
	memory, err := syscall.Mmap(-1, 0, data+2*page, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_ANON|syscall.MAP_PRIVATE)
	if err != nil {
		t.Fatalf("guard: %d bytes of memory: %v", data+2*page, err)
	}
	t.Cleanup(func() {
		if err := syscall.Munmap(memory); err != nil {
			t.Errorf("guard: unmapping: %v", err)
		}
	})
	for _, edge := range [][]byte{memory[:page], memory[page+data:]} {
		if err := syscall.Mprotect(edge, syscall.PROT_NONE); err != nil {
			t.Fatalf("guard: protecting a page: %v", err)
		}
	}
	if n == 0 {
		return nil
	}
	return unsafe.Slice((*float32)(unsafe.Pointer(&memory[page+data-4*n])), n)
}
