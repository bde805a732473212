// What the worker asks of Windows.

package worker

import (
	"os"
	"unsafe"

	"golang.org/x/sys/windows"
)

// atomicWrite is what a pipe takes in one piece. Windows writes to a pipe are not
// divided; this bounds how long other prints wait.
const atomicWrite = 64 << 10

// pollable has nothing to do: pipes that were inherited are read by threads.
func pollable(uintptr) {}

// keepFromChildren keeps a handle from programs that cells start.
func keepFromChildren(h uintptr) {
	// An error means that it is not inherited anyway.
	_ = windows.SetHandleInformation(windows.Handle(h), windows.HANDLE_FLAG_INHERIT, 0)
}

// ownPipes are handles of our own for the pipes of standard output and standard
// error.
func ownPipes() (files [2]*os.File, err error) {
	for i, f := range []*os.File{os.Stdout, os.Stderr} {
		if files[i], err = duplicate(f, f.Name()); err != nil {
			return files, err
		}
	}
	return files, nil
}

func duplicate(f *os.File, name string) (*os.File, error) {
	self := windows.CurrentProcess()
	var h windows.Handle
	err := windows.DuplicateHandle(self, windows.Handle(f.Fd()), self, &h, 0, false, windows.DUPLICATE_SAME_ACCESS)
	if err != nil {
		return nil, os.NewSyscallError("DuplicateHandle", err)
	}
	return os.NewFile(uintptr(h), name), nil
}

// restoreDescriptor has nothing to do: handles have no fixed numbers.
func restoreDescriptor(*os.File, int) error { return nil }

// reopened is a file for the pipe again.
func reopened(pipe *os.File, _ int, name string) (*os.File, error) { return duplicate(pipe, name) }

var peekNamedPipe = windows.NewLazySystemDLL("kernel32.dll").NewProc("PeekNamedPipe")

// isEmpty reports whether a pipe has nothing to read.
func isEmpty(f *os.File) bool {
	c, err := f.SyscallConn()
	if err != nil {
		return false
	}
	n, ok := uint32(1), uintptr(0)
	err = c.Control(func(h uintptr) {
		ok, _, _ = peekNamedPipe.Call(h, 0, 0, 0, uintptr(unsafe.Pointer(&n)), 0)
	})
	return err == nil && ok != 0 && n == 0
}
