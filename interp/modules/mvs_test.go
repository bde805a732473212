package modules

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"golang.org/x/mod/module"
)

// TestSelectVersions has the examples of the Go modules reference
// (https://go.dev/ref/mod#minimal-version-selection, #graph-pruning).
func TestSelectVersions(t *testing.T) {
	// "A1.2: C1.3" says what A at v1.2 requires; * says that it is complete (Go
	// 1.17).
	for _, tt := range []struct {
		name  string
		graph string
		prune bool
		roots string
		want  string
	}{
		{"reference", "A1.2: C1.3; B1.2: C1.4; C1.3: D1.2; C1.4: D1.2; C1.5: D1.3; D1.2:; D1.3:", false, "A1.2 B1.2", "A1.2 B1.2 C1.4 D1.2"},
		{"cycle", "A1.1: B1.1; B1.1: A1.2; A1.2: B1.0; B1.0:", false, "A1.1", "A1.2 B1.1"},
		{"numbers", "A1.9: B1.10; C1.1: B1.9; B1.9:; B1.10:", false, "A1.9 C1.1", "A1.9 B1.10 C1.1"},
		{"pruned", "*A1.1: B1.1; *B1.1: C1.5; C1.5: D1.1; D1.1:", true, "A1.1", "A1.1 B1.1"},
		{"pruned, not complete", "A1.1: B1.1; *B1.1: C1.5; C1.5: D1.1; D1.1:", true, "A1.1", "A1.1 B1.1 C1.5 D1.1"},
		{"raised root", "*A1.1: B1.2; *B1.1:; *B1.2: C1.1; C1.1:", true, "A1.1 B1.1", "A1.1 B1.2 C1.1"},
		{"nothing", "", true, "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var roots []node
			for _, m := range nodes(tt.roots) {
				roots = append(roots, node{m, !tt.prune})
			}
			list, err := selectVersions(roots, func(m module.Version) ([]module.Version, bool, error) {
				for line := range strings.SplitSeq(tt.graph, ";") {
					name, requires, _ := strings.Cut(strings.TrimSpace(line), ":")
					plain, complete := strings.CutPrefix(name, "*")
					if plain == m.Path+strings.TrimPrefix(m.Version, "v") {
						return nodes(requires), complete, nil
					}
				}
				return nil, false, fmt.Errorf("no %s", m)
			})
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, p := range slices.Sorted(maps.Keys(list)) {
				got = append(got, p+strings.TrimPrefix(list[p], "v"))
			}
			if strings.Join(got, " ") != tt.want {
				t.Errorf("got %v, want %s", got, tt.want)
			}
		})
	}
}

// nodes reads "A1.2 B1.3".
func nodes(s string) (list []module.Version) {
	for _, f := range strings.Fields(s) {
		list = append(list, module.Version{Path: f[:1], Version: "v" + f[1:]})
	}
	return list
}
