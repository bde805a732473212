// How a worker gets its handles, and how it is ended, on Windows.

package supervisor

import (
	"os"
	"os/exec"
	"strconv"
	"syscall"
)

// hand lets the worker inherit its ends of the frames and returns their numbers.
// Pipes are made inheritable; Go inherits only those that are listed. A process
// group of its own keeps Ctrl-C from it.
func hand(cmd *exec.Cmd, requests, responses *os.File) []string {
	r, w := requests.Fd(), responses.Fd()
	cmd.SysProcAttr = &syscall.SysProcAttr{
		AdditionalInheritedHandles: []syscall.Handle{syscall.Handle(r), syscall.Handle(w)},
		CreationFlags:              syscall.CREATE_NEW_PROCESS_GROUP,
	}
	return []string{strconv.FormatUint(uint64(r), 10), strconv.FormatUint(uint64(w), 10)}
}

// kill ends the worker. It may be gone.
func kill(p *os.Process) { _ = p.Kill() }
