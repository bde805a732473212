// The bundled packages by path and by name.

package packages

import (
	"archive/zip"
	_ "embed" // the archives
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/gorgolab/gorgo/interp/packages/internal/gonum"
	"github.com/gorgolab/gorgo/interp/packages/internal/gorgo"
	"github.com/gorgolab/gorgo/interp/packages/internal/gorgonia"
	"github.com/gorgolab/gorgo/interp/packages/internal/plot"
	"github.com/gorgolab/gorgo/interp/packages/internal/std"
	"github.com/gorgolab/gorgo/interp/packages/internal/table"
)

//go:generate go run ./gen

// helpers is the package that our own versions of generic functions import.
const helpers = "github.com/gorgolab/gorgo/interp/packages/generic/help"

//go:embed data/std.zip
var stdData string

//go:embed data/gonum.zip
var gonumData string

//go:embed data/plot.zip
var plotData string

//go:embed data/gorgonia.zip
var gorgoniaData string

//go:embed data/gorgo.zip
var gorgoData string

// groups are in the order in which ByName prefers them.
var groups = []*group{
	{tables: std.All, hidden: std.Hidden, data: stdData},
	{tables: gorgo.All, hidden: gorgo.Hidden, data: gorgoData},
	{tables: gonum.All, hidden: gonum.Hidden, data: gonumData},
	{tables: plot.All, hidden: plot.Hidden, data: plotData},
	{tables: gorgonia.All, hidden: gorgonia.Hidden, data: gorgoniaData},
}

// A group is a set of packages with one archive.
type group struct {
	tables []*table.Package
	hidden []table.Hidden
	data   string

	once  sync.Once
	files map[string]*zip.File
	err   error
}

// bundled is a package with its group.
type bundled struct {
	*table.Package
	*group
}

var index = sync.OnceValue(func() map[string]bundled {
	all := map[string]bundled{}
	for _, g := range groups {
		for _, t := range g.tables {
			all[t.Path] = bundled{t, g}
		}
	}
	return all
})

// open reads the archive's directory, once.
func (g *group) open() error {
	g.once.Do(func() {
		r, err := zip.NewReader(strings.NewReader(g.data), int64(len(g.data)))
		if err != nil {
			g.err = damaged(err)
			return
		}
		g.files = make(map[string]*zip.File, len(r.File))
		for _, f := range r.File {
			g.files[f.Name] = f
		}
	})
	return g.err
}

// file reads a file of the archive; nil when there is none.
func (g *group) file(name string) ([]byte, error) {
	if err := g.open(); err != nil {
		return nil, err
	}
	f := g.files[name]
	if f == nil {
		return nil, nil
	}
	r, err := f.Open()
	if err != nil {
		return nil, damaged(err)
	}
	defer r.Close()
	data := make([]byte, f.UncompressedSize64)
	if _, err := io.ReadFull(r, data); err != nil {
		return nil, damaged(err)
	}
	return data, nil
}

func damaged(err error) error {
	return fmt.Errorf("packages: the data inside the program is damaged: %w", err)
}

var paths = sync.OnceValue(func() []string {
	list := []string{"unsafe"}
	for path := range index() {
		if path != helpers {
			list = append(list, path)
		}
	}
	slices.Sort(list)
	return list
})

// Paths are the import paths of all bundled packages, sorted.
func Paths() []string { return slices.Clone(paths()) }

// preferred are packages that are meant more often than others of their name in
// the same group.
var preferred = map[string]bool{"math/rand/v2": true, "text/template": true}

var byName = sync.OnceValue(func() map[string][]string {
	names := map[string][]string{"unsafe": {"unsafe"}}
	for _, g := range groups {
		var list []*table.Package
		for _, t := range g.tables {
			if t.Path != helpers {
				list = append(list, t)
			}
		}
		slices.SortStableFunc(list, func(a, b *table.Package) int {
			if p, q := preferred[a.Path], preferred[b.Path]; p != q {
				if p {
					return -1
				}
				return 1
			}
			if n := len(a.Path) - len(b.Path); n != 0 {
				return n
			}
			return strings.Compare(a.Path, b.Path)
		})
		for _, t := range list {
			names[t.Name] = append(names[t.Name], t.Path)
		}
	}
	return names
})

// ByName lists the import paths whose package has that name, best first: the
// standard library before gorgo's own packages before others, short paths before
// long ones.
func ByName(name string) []string { return slices.Clone(byName()[name]) }

var names = sync.OnceValue(func() []string { return slices.Sorted(maps.Keys(byName())) })

// Names are the names of all bundled packages, sorted; a name may belong to
// several.
func Names() []string { return slices.Clone(names()) }
