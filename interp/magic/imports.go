// %imports

package magic

import (
	"context"
	"path"

	"github.com/gorgolab/gorgo/interp"
)

// imports prints import declarations that could stand in the cells instead.
func imports(_ context.Context, c *call) (interp.Result, error) {
	seen := map[string]bool{}
	for _, i := range c.Session.AddedImports() {
		if seen[i.Path] {
			continue
		}
		seen[i.Path] = true
		name := ""
		if i.Name != path.Base(i.Path) {
			name = i.Name + " "
		}
		c.printf("import %s%q // cell %d\n", name, i.Path, i.Cell)
	}
	if len(seen) == 0 {
		c.printf("cells imported themselves what they use\n")
	}
	return nothing(nil)
}
