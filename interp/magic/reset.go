// %reset

package magic

import (
	"context"

	"github.com/gorgolab/gorgo/interp"
)

func reset(_ context.Context, c *call) (interp.Result, error) { return nothing(c.Session.Reset()) }
