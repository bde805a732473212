package main

import (
	"fmt"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/gorgolab/gorgo"

// arrows says who may import whom: the folder on the left, and everything below
// it that has no line of its own, may import the folders on the right and what
// is below them, and of its own folder whatever it likes. Lowest layer first.
// The generated interp/packages imports what it exposes, and is left out.
const arrows = `
	display              <-
	lib/internal         <-
	lib/data             <- display
	lib/datasets         <- lib/data
	lib/metrics          <- display lib/data
	lib/plots            <- display lib/data lib/metrics
	lib/optim            <- lib/internal lib/plots
	lib/nn               <- display lib/data lib/internal lib/optim
	lib/augment          <- lib/data
	lib/train            <- display lib/augment lib/data lib/internal lib/metrics lib/nn lib/optim lib/plots
	lib/ensemble         <- lib/data lib/nn lib/train
	lib/tune             <- display lib/internal lib/plots
	lib/features         <- lib/data
	lib/quality          <- display lib/data
	lib/monitor          <- display lib/data lib/plots
	lib                  <-

	interp/frame         <- display
	interp/rtype         <-
	interp/check         <-
	interp/assist        <- interp/check
	interp/runtime       <- display interp/rtype
	interp/lower         <- interp/check interp/rtype interp/runtime
	interp/bytecode      <- interp/lower interp/rtype interp/runtime
	interp/engine        <- display interp/check interp/lower interp/rtype interp/runtime
	interp/modules       <-
	interp/internal      <-
	interp               <- display
	interp/magic         <- display interp
	interp/worker        <- display interp

	kernel/wire          <-
	kernel/zmtp          <-
	kernel/history       <-
	kernel/client        <- kernel/wire kernel/zmtp
	kernel/kernelspec    <-
	kernel/supervisor    <- display interp/frame
	kernel               <- display interp/frame

	notebooks/nbformat   <-
	notebooks/widgetstate <- notebooks/nbformat
	notebooks/report     <- notebooks/nbformat notebooks/widgetstate
	notebooks/runner     <- notebooks/nbformat notebooks/widgetstate kernel/client kernel/wire interp/check
	notebooks/gallery    <- display lib notebooks/nbformat

	cmd                  <- display interp kernel notebooks
`

// thirdParties says where a module of others may be used. The compiler's own
// helper modules (golang.org/x) are for everyone.
const thirdParties = `
	github.com/go-zeromq/zmq4              in kernel/zmtp
	github.com/traefik/yaegi               in interp/engine
	gorgonia.org                           in lib
	go4.org/unsafe                         in lib
	github.com/chewxy                      in lib
	gonum.org/v1/plot                      in display lib
	gonum.org/v1/gonum                     in lib
	github.com/yuin/goldmark               in notebooks/report
	github.com/alecthomas/chroma           in notebooks/report
	github.com/microcosm-cc/bluemonday     in notebooks/report
	golang.org/x                           in cmd display interp kernel lib notebooks
	github.com/google/uuid                 in kernel
	modernc.org/sqlite                     in kernel/history
`

// TestLayers compares the imports of every package with the arrows.
func TestLayers(t *testing.T) {
	allowed := rules(arrows, " <-")
	places := rules(thirdParties, " in ")
	used := map[string]bool{}
	for folder, imports := range packageImports(t) {
		if under(folder, "interp/packages") {
			continue
		}
		layer := longest(allowed, folder)
		if layer == "" {
			t.Errorf("%s: the arrows have no line for it: add one where it belongs", folder)
			continue
		}
		used[layer] = true
		for _, imp := range imports {
			own, ours := strings.CutPrefix(imp.path, module+"/")
			switch {
			case ours:
				if own != layer && !under(own, layer) && !slices.ContainsFunc(allowed[layer], func(a string) bool { return under(own, a) }) {
					t.Errorf("%s: %s must not import %s: the arrow is not among those in %s", imp.pos, folder, own, layer)
				}
			case strings.Contains(strings.SplitN(imp.path, "/", 2)[0], "."):
				m := longest(places, imp.path)
				used[m] = true
				if m == "" {
					t.Errorf("%s: %s is a module that no line allows: say in thirdParties where it belongs", imp.pos, imp.path)
				} else if !slices.ContainsFunc(places[m], func(a string) bool { return under(folder, a) }) {
					t.Errorf("%s: %s belongs in %v", imp.pos, imp.path, places[m])
				}
			}
		}
	}
	for layer := range allowed {
		if !used[layer] {
			t.Errorf("the arrows have a line for %s, but there is no such package", layer)
		}
	}
}

// TestPackageComments: each package has a doc.go that begins as godoc wants it.
func TestPackageComments(t *testing.T) {
	for folder := range packageImports(t) {
		name := filepath.Join("..", "..", folder, "doc.go")
		if under(folder, "interp/packages") && folder != "interp/packages" || strings.HasSuffix(folder, "/gen") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments|parser.PackageClauseOnly)
		if err != nil {
			t.Errorf("%s: %v", folder, err)
			continue
		}
		text := f.Doc.Text()
		if !strings.HasPrefix(text, "Package "+f.Name.Name+" ") && !strings.HasPrefix(text, "Command ") {
			t.Errorf("%s: doc.go does not begin with \"Package %s\"", folder, f.Name.Name)
		}
	}
}

// rules reads lines "key SEPARATOR word word …".
func rules(text, separator string) map[string][]string {
	out := map[string][]string{}
	for line := range strings.Lines(text) {
		key, rest, ok := strings.Cut(strings.TrimSpace(line), separator)
		if ok {
			out[strings.TrimSpace(key)] = strings.Fields(rest)
		}
	}
	return out
}

func under(p, folder string) bool { return p == folder || strings.HasPrefix(p, folder+"/") }

func longest(rules map[string][]string, p string) string {
	best := ""
	for key := range rules {
		if under(p, key) && len(key) > len(best) {
			best = key
		}
	}
	return best
}

type imported struct{ pos, path string }

// packageImports are the imports of each folder's Go files, tests left out.
func packageImports(t *testing.T) map[string][]imported {
	t.Helper()
	root := filepath.Join("..", "..")
	out := map[string][]imported{}
	fset := token.NewFileSet()
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		base := d.Name()
		if d.IsDir() && name != root && (strings.HasPrefix(base, ".") || strings.HasPrefix(base, "_") || base == "testdata") {
			return filepath.SkipDir
		}
		if filepath.Ext(name) != ".go" || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		f, err := parser.ParseFile(fset, name, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, filepath.Dir(name))
		if err != nil {
			return err
		}
		folder := path.Clean(filepath.ToSlash(rel))
		out[folder] = append(out[folder], []imported{}...)
		for _, spec := range f.Imports {
			p, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			pos := fset.Position(spec.Pos())
			out[folder] = append(out[folder], imported{fmt.Sprintf("%s/%s:%d", folder, filepath.Base(name), pos.Line), p})
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}
