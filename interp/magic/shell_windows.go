// Commands on Windows.

package magic

import (
	"os/exec"
	"strconv"
	"syscall"
)

func shellCommand(line string) *exec.Cmd {
	cmd := exec.Command("cmd")
	cmd.SysProcAttr = &syscall.SysProcAttr{CmdLine: "/d /s /c \"" + line + "\""}
	return cmd
}

// interrupt ends a command: consoles have Ctrl-C, and there is none.
func interrupt(cmd *exec.Cmd) { killAll(cmd) }

// killAll ends a command and what it started.
func killAll(cmd *exec.Cmd) {
	// Where taskkill fails, the command itself ends at least.
	if exec.Command("taskkill", "/t", "/f", "/pid", strconv.Itoa(cmd.Process.Pid)).Run() != nil {
		_ = cmd.Process.Kill()
	}
}
