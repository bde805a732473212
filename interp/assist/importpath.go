// This file completes import paths.

package assist

import (
	"slices"
	"strings"
)

// importPaths returns the paths that begin with what was typed, or, if there are
// none, those of which a later element does.
func (a *Assistant) importPaths(typed string) []Match {
	var whole, parts []Match
	for _, path := range a.lib.Paths(typed) {
		m := Match{Text: path, Kind: "package"}
		switch {
		case strings.HasPrefix(path, typed):
			whole = append(whole, m)
		case strings.Contains(path, "/"+typed):
			parts = append(parts, m)
		}
	}
	if whole == nil {
		whole = parts
	}
	slices.SortFunc(whole, func(x, y Match) int { return strings.Compare(x.Text, y.Text) })
	return slices.Compact(whole)
}
