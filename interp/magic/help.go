// %help

package magic

import (
	"context"

	"github.com/gorgolab/gorgo/display"
	"github.com/gorgolab/gorgo/interp"
)

func help(context.Context, *call) (interp.Result, error) {
	t := display.Table{Note: "Magics stand at the start of a cell, before its Go. [CODE]: Go on the same line, or else the rest of the cell."}
	for _, m := range table {
		use := "%" + m.name
		if m.name == command {
			use = m.name
		} else if m.args != "" {
			use += " "
		}
		t.Rows = append(t.Rows, []string{use + m.args, m.does})
	}
	t.Align = []display.Align{display.Left, display.Left}
	return value(t)
}
