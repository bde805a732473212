//go:build unix

// How a worker gets its descriptors, and how it is ended, on Unix.

package supervisor

import (
	"os"
	"os/exec"
	"syscall"
)

// hand gives the worker its ends of the frames and returns their numbers there.
// It gets a process group of its own: an interrupt in a terminal is for us, and
// what its cells start can be ended with it. All other descriptors of ours,
// sockets too, are closed in it: Go opens every one with close-on-exec.
func hand(cmd *exec.Cmd, requests, responses *os.File) []string {
	cmd.ExtraFiles = []*os.File{requests, responses}
	cmd.SysProcAttr = attributes()
	return []string{"3", "4"}
}

// kill ends the worker and the programs that it started. They may be gone.
func kill(p *os.Process) { _ = syscall.Kill(-p.Pid, syscall.SIGKILL) }
