// %go

package magic

import (
	"context"
	"go/format"

	"github.com/gorgolab/gorgo/interp"
)

// lowered prints the core of Go that the engine would run, and runs nothing.
func lowered(_ context.Context, c *call) (interp.Result, error) {
	text, err := c.Session.Lowered(c.code)
	if err != nil {
		return nothing(err)
	}
	if b, err := format.Source([]byte(text)); err == nil {
		text = string(b)
	}
	c.printf("%s", text)
	return nothing(nil)
}
