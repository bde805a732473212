//go:build unix

package kernel

import (
	"errors"
	"os"
	"syscall"
)

// parentProbe returns how to ask whether the process is alive. When it is our
// parent, a change of parents says that it died, even while it is a zombie.
// When a shell or a container stands between, signal 0 asks the system.
func parentProbe(pid uint64) (alive func() bool, ok bool) {
	if uint64(os.Getppid()) == pid {
		return func() bool { return uint64(os.Getppid()) == pid }, true
	}
	alive = func() bool { return !errors.Is(syscall.Kill(int(pid), 0), syscall.ESRCH) }
	// A process that is not there now has another name where we run.
	return alive, alive()
}
