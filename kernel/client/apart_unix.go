//go:build unix

package client

import "syscall"

// apart puts the kernel into a session of its own: Ctrl-C in a terminal is for
// us, and we decide what it means for the kernel.
func apart() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setsid: true} }
