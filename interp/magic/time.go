// %time

package magic

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/gorgolab/gorgo/interp"
	"github.com/gorgolab/gorgo/interp/check"
	"github.com/gorgolab/gorgo/interp/lower"
)

// timeOnce runs Go and says how long it took, also when it panicked.
func timeOnce(ctx context.Context, c *call) (interp.Result, error) {
	res, err := c.Session.Run(ctx, c.code)
	var compile *check.Errors
	var refused *lower.Error
	if !errors.As(err, &compile) && !errors.As(err, &refused) {
		c.printf("took %s, and %s to prepare\n", short(res.Ran), short(res.Prepared))
	}
	return res, err
}

// short is a duration with three digits.
func short(d time.Duration) string {
	if d >= 100*time.Second {
		return d.Round(time.Second).String()
	}
	return nanoseconds(float64(d))
}

// nanoseconds writes a number of them with three digits, in the unit that suits.
func nanoseconds(ns float64) string {
	unit := "ns"
	for _, larger := range []string{"µs", "ms", "s"} {
		if ns < 999.5 {
			break
		}
		ns, unit = ns/1000, larger
	}
	return fmt.Sprintf("%.3g %s", ns, unit)
}
