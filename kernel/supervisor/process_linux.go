// Linux ends a worker whose kernel has died.

package supervisor

import "syscall"

// attributes has Linux end the worker when the kernel dies, even if it is so
// busy that it does not see the end of its stream. Strictly, when the kernel's
// thread dies that starts the worker: Go's threads end only with a goroutine
// that is locked to one, and the kernel has none.
func attributes() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
}
