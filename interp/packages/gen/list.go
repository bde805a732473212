// What is bundled.

package main

import (
	"slices"
	"strings"

	"github.com/gorgolab/gorgo/interp/packages/internal/table"
)

const module = "github.com/gorgolab/gorgo"

// A group is a set of packages with one archive and one package of symbols.
type group struct {
	name     string
	patterns []string // as the go command has them
	also     []string // packages that our own versions of generic functions import
	// leaveOut are packages, and folders with everything below them, that the
	// patterns bring and that are no use in a cell.
	leaveOut []string
	modules  []string // whose licences go into NOTICE
}

var groups = []group{
	{
		name: "std", patterns: []string{"std"}, also: []string{module + "/interp/packages/generic/help"},
		leaveOut: []string{"cmd", "vendor", "testing/cryptotest"},
	},
	{
		name: "gonum", patterns: []string{"gonum.org/v1/gonum/..."},
		leaveOut: []string{
			"gonum.org/v1/gonum/blas/testblas", "gonum.org/v1/gonum/dsp/window/cmd", "gonum.org/v1/gonum/graph/testgraph",
			"gonum.org/v1/gonum/integrate/testquad", "gonum.org/v1/gonum/lapack/testlapack",
		},
		modules: []string{"gonum.org/v1/gonum"},
	},
	{
		name: "plot", patterns: []string{
			"gonum.org/v1/plot", "gonum.org/v1/plot/font/...", "gonum.org/v1/plot/palette/...", "gonum.org/v1/plot/plotter",
			"gonum.org/v1/plot/plotutil", "gonum.org/v1/plot/text", "gonum.org/v1/plot/tools/bezier", "gonum.org/v1/plot/vg/...",
		},
		modules: []string{"gonum.org/v1/plot"},
	},
	{
		name: "gorgonia", patterns: []string{
			"gorgonia.org/gorgonia", "gorgonia.org/gorgonia/encoding/dot", "gorgonia.org/tensor", "gorgonia.org/tensor/native",
		},
		modules: []string{"gorgonia.org/gorgonia", "gorgonia.org/tensor"},
	},
	{
		name: "gorgo", patterns: []string{module + "/display/...", module + "/lib/...", module + "/interp/packages/generic/help"},
	},
}

// holds tells whether a package, or packages below a path, belong to the group.
func (g group) holds(path string) bool {
	return slices.ContainsFunc(g.patterns, func(p string) bool {
		p = strings.TrimSuffix(p, "/...")
		return under(p, path) || under(path, p) || p == "std" && !strings.Contains(strings.Split(path, "/")[0], ".")
	})
}

// wants tells whether a package that the patterns bring is bundled.
func (g group) wants(path, name string) bool {
	if slices.Contains(g.also, path) || path == "unsafe" || name == "main" || table.Excluded[path] != "" {
		return false
	}
	if slices.ContainsFunc(strings.Split(path, "/"), func(s string) bool { return s == "internal" }) {
		return false
	}
	if under(path, module) && strings.HasSuffix(path, "test") {
		return false // suites for the tests of layers and optimisers
	}
	return !slices.ContainsFunc(g.leaveOut, func(p string) bool { return under(path, p) })
}

// everywhere tells whether a package is bundled by any group.
func everywhere(path string) bool {
	for _, g := range groups {
		for _, p := range g.patterns {
			folder, deep := strings.CutSuffix(p, "/...")
			inStd := p == "std" && !strings.Contains(strings.Split(path, "/")[0], ".")
			if (inStd || path == folder || deep && under(path, folder)) && g.wants(path, "") {
				return true
			}
		}
	}
	return false
}

func under(path, folder string) bool {
	return path == folder || strings.HasPrefix(path, folder+"/")
}

// constraints are the build constraints of packages that some systems lack.
var constraints = map[string]string{
	"log/syslog": "!windows && !plan9",
}
