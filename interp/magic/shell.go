// !command

package magic

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strings"

	"github.com/gorgolab/gorgo/interp"
)

// shell runs a command. It writes to the cell's output itself, so that what it
// prints appears when it prints it; it reads nothing. A status other than 0 is
// the cell's error.
func shell(ctx context.Context, c *call) (interp.Result, error) {
	words := c.words()
	switch {
	case len(words) == 0:
		return nothing(errors.New("! wants a command, as in !ls"))
	case words[0] == "cd" && len(words) == 2 && !strings.ContainsAny(c.Arg, "&|;"):
		return nothing(errors.New("a command cannot change the session's directory: use %cd"))
	}
	cmd := shellCommand(c.Arg)
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
		killAll(cmd)
		<-done
		return nothing(interp.ErrInterrupted)
	}
}
