package client

import "syscall"

// apart puts the kernel into a process group of its own: Ctrl-C in a console
// is for us, and we decide what it means for the kernel.
func apart() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{CreationFlags: syscall.CREATE_NEW_PROCESS_GROUP}
}
