// Names that were lost with their process, and are missed by a later cell.

package supervisor

import (
	"fmt"
	"maps"
	"regexp"
	"slices"

	"github.com/gorgolab/gorgo/interp/frame"
)

// missed are names that were lost and not defined again.
type missed map[string]bool

func (m *missed) add(names []string) {
	if *m == nil {
		*m = missed{}
	}
	for _, n := range names {
		(*m)[n] = true
	}
}

// sorted lists them.
func (m missed) sorted() []string { return slices.Sorted(maps.Keys(m)) }

var undefined = regexp.MustCompile(`undefined: ([\pL_][\pL\pN_]*)`)

// explain adds to the error of a cell that uses lost names why they are
// undefined.
func (m missed) explain(done *frame.ExecuteDone) {
	for _, n := range done.Names {
		delete(m, n)
	}
	if done.Error == nil || len(m) == 0 {
		return
	}
	told := map[string]bool{}
	for _, line := range done.Error.Traceback {
		for _, match := range undefined.FindAllStringSubmatch(line, -1) {
			if n := match[1]; m[n] && !told[n] {
				told[n] = true
				done.Error.Traceback = append(done.Error.Traceback,
					fmt.Sprintf("%s was lost when the process ended: %s runs the cell again that defined it", n, Restore))
			}
		}
	}
}
