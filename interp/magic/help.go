// %help

package magic

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/gorgolab/gorgo/display"
	"github.com/gorgolab/gorgo/interp"
)

func help(_ context.Context, c *call) (interp.Result, error) {
	if name := strings.TrimLeft(c.Arg, "%"); name != "" {
		found := find(name)
		if found == nil {
			var u *unknownError
			errors.As(unknown(Directive{Name: name}), &u)
			return nothing(fmt.Errorf("%w: %s", u, u.hint))
		}
		c.printf("%s\n", found.usage())
		return nothing(nil)
	}
	t := display.Table{Note: "Magics stand at the start of a cell, before its Go. [CODE]: Go on the same line, or else the rest of the cell."}
	for _, m := range table {
		t.Rows = append(t.Rows, []string{m.use(), m.does})
	}
	t.Align = []display.Align{display.Left, display.Left}
	return value(t)
}

// use is how a magic is written.
func (m *magic) use() string {
	if m.name == command {
		return m.name + m.args
	}
	return strings.TrimSpace("%" + m.name + " " + m.args)
}

// usage is how a magic is written, what it does, and its options.
func (m *magic) usage() string {
	text := m.use() + "\n" + m.does
	if m.options != "" {
		text += "\n" + m.options
	}
	return text
}
