// !command

package magic

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strings"
	"time"

	"github.com/gorgolab/gorgo/interp"
)

// shell runs a command. It writes to the cell's output itself, so that what it
// prints appears when it prints it; it reads nothing. A status other than 0 is
// the cell's error. An interrupt reaches it as Ctrl-C does in a terminal.
func shell(ctx context.Context, c *call) (interp.Result, error) {
	line := strings.TrimPrefix(c.Arg, "!") // IPython's !! gives the lines, too
	words := strings.Fields(line)
	switch {
	case len(words) == 0:
		return nothing(errors.New("! wants a command, as in !ls"))
	case words[0] == "cd" && len(words) == 2 && !strings.ContainsAny(c.Arg, "&|;"):
		return nothing(errors.New("a command cannot change the session's directory: use %cd"))
	}
	cmd := shellCommand(line)
	cmd.Stdout, cmd.Stderr = c.out(), c.err()
	if err := cmd.Start(); err != nil {
		return nothing(fmt.Errorf("!%s: %w", c.Arg, err))
	}
	done := make(chan error, 1)
	go func() { done <- cmd.Wait() }()
	select {
	case err := <-done:
		var exit *exec.ExitError
		if errors.As(err, &exit) {
			return nothing(fmt.Errorf("!%s: %w", c.Arg, exit))
		}
		return nothing(err)
	case <-ctx.Done():
		interrupt(cmd)
		select {
		case <-done:
		case <-time.After(grace):
		}
		killAll(cmd) // what it started in the background, too
		return nothing(interp.ErrInterrupted)
	}
}

// grace is how long an interrupted command may take to end by itself: less than the
// kernel gives a cell.
const grace = 400 * time.Millisecond
