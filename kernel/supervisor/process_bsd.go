//go:build unix && !linux

// Elsewhere a worker ends when its stream does.

package supervisor

import "syscall"

func attributes() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setpgid: true} }
