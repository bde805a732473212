//go:build unix

// Commands on Unix: a process group of their own, which ends as one.

package magic

import (
	"os/exec"
	"syscall"
)

func shellCommand(line string) *exec.Cmd {
	cmd := exec.Command("/bin/sh", "-c", line)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	return cmd
}

// interrupt sends a command and what it started what Ctrl-C does.
func interrupt(cmd *exec.Cmd) { _ = syscall.Kill(-cmd.Process.Pid, syscall.SIGINT) }

// killAll ends a command and what it started.
func killAll(cmd *exec.Cmd) {
	// An error says that they have ended already.
	_ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL)
}
