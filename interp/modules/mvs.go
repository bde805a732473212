// This file selects versions: for each module the highest that anything in the
// graph requires, no newer one (minimal version selection, as the Go modules
// reference describes it, graph pruning included).

package modules

import (
	"golang.org/x/mod/module"
	"golang.org/x/mod/semver"
)

// requirer gives what a module version requires, and whether its own
// requirements are complete, as they are from Go 1.17 on: then the requirements
// of those need not be looked at.
type requirer func(module.Version) (requires []module.Version, complete bool, err error)

// selectVersions is the build list for the roots, which are what the main modules
// require: versions by module path. Roots are whole if the requirements of their
// main module are not complete.
func selectVersions(roots []node, requires requirer) (map[string]string, error) {
	g := graph{selected: map[string]string{}, seen: map[node]bool{}, requires: requires}
	for _, r := range roots {
		g.add(r)
	}
	for {
		if err := g.walk(); err != nil {
			return nil, err
		}
		// A root that something else raised counts with the higher version.
		for _, r := range roots {
			g.add(node{module.Version{Path: r.Path, Version: g.selected[r.Path]}, r.whole})
		}
		if len(g.queue) == 0 {
			return g.selected, nil
		}
	}
}

// node is a module version in the graph; whole: with all that follows from it.
type node struct {
	module.Version
	whole bool
}

type graph struct {
	selected map[string]string
	seen     map[node]bool
	queue    []node
	requires requirer
}

func (g *graph) add(n node) {
	g.raise(n.Version)
	if !g.seen[n] {
		g.seen[n] = true
		g.queue = append(g.queue, n)
	}
}

// raise notes that a version is needed.
func (g *graph) raise(m module.Version) {
	if old, ok := g.selected[m.Path]; !ok || semver.Compare(m.Version, old) > 0 {
		g.selected[m.Path] = m.Version
	}
}

func (g *graph) walk() error {
	for len(g.queue) > 0 {
		n := g.queue[0]
		g.queue = g.queue[1:]
		list, complete, err := g.requires(n.Version)
		if err != nil {
			return err
		}
		for _, r := range list {
			if g.raise(r); n.whole || !complete {
				g.add(node{r, true})
			}
		}
	}
	return nil
}
