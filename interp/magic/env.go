// %env

package magic

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/gorgolab/gorgo/interp"
)

func env(_ context.Context, c *call) (interp.Result, error) {
	name, val, set := strings.Cut(c.Arg, "=")
	if !set {
		name, val, set = strings.Cut(c.Arg, " ")
	}
	name, val = strings.TrimSpace(name), strings.TrimSpace(val)
	switch {
	case set && name != "":
		return nothing(os.Setenv(name, val))
	case set:
		return nothing(fmt.Errorf("%%env: want NAME=VALUE, got %q", c.Arg))
	case name != "":
		v, ok := os.LookupEnv(name)
		if !ok {
			return nothing(fmt.Errorf("%%env: %s is not set", name))
		}
		return value(v)
	}
	list := os.Environ()
	slices.Sort(list)
	for _, l := range list {
		c.printf("%s\n", l)
	}
	return nothing(nil)
}
