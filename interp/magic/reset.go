// %reset

package magic

import (
	"context"
	"fmt"

	"github.com/gorgolab/gorgo/interp"
)

func reset(_ context.Context, c *call) (interp.Result, error) {
	if c.Arg != "" && c.Arg != "-f" {
		return nothing(fmt.Errorf("%%reset forgets everything, and takes no argument but -f; got %s", c.Arg))
	}
	return nothing(c.Session.Reset())
}
