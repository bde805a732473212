//go:build unix

// What the worker asks of a Unix system.

package worker

import (
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// keepFromChildren keeps a descriptor from programs that cells start.
func keepFromChildren(fd uintptr) { syscall.CloseOnExec(int(fd)) }

// markedStreams are descriptors of our own for the pipes of standard output and
// standard error, so that markers arrive whatever a cell does to os.Stdout.
func markedStreams() (files [2]*os.File, err error) {
	for i, name := range []string{"stdout", "stderr"} {
		fd, err := unix.FcntlInt(uintptr(i+1), unix.F_DUPFD_CLOEXEC, 3)
		if err != nil {
			return files, os.NewSyscallError("fcntl", err)
		}
		files[i] = os.NewFile(uintptr(fd), name)
	}
	return files, nil
}

// isEmpty reports whether a pipe has nothing to read.
func isEmpty(f *os.File) bool {
	c, err := f.SyscallConn()
	if err != nil {
		return false
	}
	n := 1
	err = c.Control(func(fd uintptr) {
		if waiting, err := unix.IoctlGetInt(int(fd), waitingBytes); err == nil {
			n = waiting
		}
	})
	return err == nil && n == 0
}
