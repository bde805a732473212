// %require

package magic

import (
	"context"
	"fmt"

	"github.com/gorgolab/gorgo/interp"
)

// require adds modules, or lists those in use.
func require(ctx context.Context, c *call) (interp.Result, error) {
	for _, spec := range c.words() {
		path, version, err := c.Session.Require(ctx, spec)
		if interp.IsInterrupted(err) {
			return nothing(err)
		}
		if err != nil {
			return nothing(fmt.Errorf("%%require: %w", err))
		}
		c.printf("%s %s\n", path, version)
	}
	if c.Arg != "" {
		return nothing(nil)
	}
	list := c.Session.Modules()
	for _, m := range list {
		c.printf("%s %s\n", m[0], m[1])
	}
	if len(list) == 0 {
		c.printf("no module is in use but what gorgo has built in\n")
	}
	return nothing(nil)
}
