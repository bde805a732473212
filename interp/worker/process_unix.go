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

// pollable lets Go's poller wait for what comes: a goroutine that reads a
// descriptor which blocks holds a thread, and the hand-over from that thread to
// the one that runs the cell costs a tenth of a small cell's time. The other end
// of the pipe is a file of its own, and stays as it is. An error leaves it
// blocking, which is right too.
func pollable(fd uintptr) { _ = syscall.SetNonblock(int(fd), true) }

// ownPipes are descriptors of our own for the pipes of standard output and
// standard error.
func ownPipes() (files [2]*os.File, err error) {
	for i, name := range []string{"stdout", "stderr"} {
		fd, err := unix.FcntlInt(uintptr(i+1), unix.F_DUPFD_CLOEXEC, 3)
		if err != nil {
			return files, os.NewSyscallError("fcntl", err)
		}
		files[i] = os.NewFile(uintptr(fd), name)
	}
	return files, nil
}

// restoreDescriptor makes number a descriptor of the pipe, if it is none of any
// file: another one that was opened since may have taken the number.
func restoreDescriptor(pipe *os.File, number int) error {
	if _, err := unix.FcntlInt(uintptr(number), unix.F_GETFD, 0); err == nil {
		return nil
	}
	c, err := pipe.SyscallConn()
	if err != nil {
		return err
	}
	var dupErr error
	err = c.Control(func(fd uintptr) { dupErr = unix.Dup2(int(fd), number) })
	if err == nil {
		err = dupErr
	}
	return err
}

// reopened is a file for the pipe again: with its old number if that is free, so
// that the runtime's own words and the programs that cells start have it too.
func reopened(pipe *os.File, number int, name string) (*os.File, error) {
	if _, err := unix.FcntlInt(uintptr(number), unix.F_GETFD, 0); err != nil {
		if err := restoreDescriptor(pipe, number); err != nil {
			return nil, err
		}
		return os.NewFile(uintptr(number), name), nil
	}
	fd, err := unix.FcntlInt(pipe.Fd(), unix.F_DUPFD_CLOEXEC, 3)
	if err != nil {
		return nil, os.NewSyscallError("fcntl", err)
	}
	return os.NewFile(uintptr(fd), name), nil
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
