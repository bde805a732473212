// %cd

package magic

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/gorgolab/gorgo/interp"
)

func cd(_ context.Context, c *call) (interp.Result, error) {
	dir := c.Arg
	if n := len(dir); n > 1 && (dir[0] == '"' || dir[0] == '\'') && dir[n-1] == dir[0] {
		dir = dir[1 : n-1]
	}
	if dir == "-" {
		if c.oldDir == "" {
			return nothing(errors.New("%cd -: there was no other directory yet"))
		}
		dir = c.oldDir
	}
	dir = os.ExpandEnv(dir)
	if dir == "" || dir == "~" || strings.HasPrefix(dir, "~/") {
		home, err := os.UserHomeDir()
		if err != nil {
			return nothing(fmt.Errorf("%%cd: %w", err))
		}
		dir = filepath.Join(home, strings.TrimPrefix(dir, "~"))
	}
	old, _ := os.Getwd() // one that is gone is nowhere to go back to
	if err := os.Chdir(dir); err != nil {
		return nothing(fmt.Errorf("%%cd: %w", err))
	}
	now, err := os.Getwd()
	if err != nil {
		return nothing(fmt.Errorf("%%cd: %w", err))
	}
	c.oldDir = old
	c.printf("%s\n", now)
	return nothing(nil)
}
