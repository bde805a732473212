// %restore

package magic

import (
	"context"
	"errors"

	"github.com/gorgolab/gorgo/interp"
)

// restore is here for %help and completion. The kernel answers a cell that says
// nothing else: it alone remembers what ran in a process that is gone.
func restore(context.Context, *call) (interp.Result, error) {
	return nothing(errors.New("%restore is for notebooks, and stands in a cell of its own"))
}
