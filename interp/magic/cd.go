// %cd

package magic

import (
	"context"
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
	if dir == "" || dir == "~" || strings.HasPrefix(dir, "~/") {
		home, err := os.UserHomeDir()
		if err != nil {
			return nothing(fmt.Errorf("%%cd: %w", err))
		}
		dir = filepath.Join(home, strings.TrimPrefix(dir, "~"))
	}
	if err := os.Chdir(dir); err != nil {
		return nothing(fmt.Errorf("%%cd: %w", err))
	}
	now, err := os.Getwd()
	if err != nil {
		return nothing(fmt.Errorf("%%cd: %w", err))
	}
	c.printf("%s\n", now)
	return nothing(nil)
}
