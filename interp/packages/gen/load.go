// What the go command says of the packages of a group: files, export data.

package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// A pkg is a package as `go list` prints it.
type pkg struct {
	ImportPath, Name, Dir, Export string
	GoFiles                       []string
	ImportMap                     map[string]string
	DepOnly                       bool
	Error                         *struct{ Err string }

	fset  *token.FileSet
	types *types.Package
}

// A world is a group with all that it imports.
type world struct {
	fset  *token.FileSet
	all   map[string]*pkg
	roots []*pkg // those that are bundled, by path
	imp   types.Importer
}

// reference is the system that the data is made for, whatever the machine, so
// that the output is the same everywhere.
var reference = []string{"CGO_ENABLED=0", "GOOS=linux", "GOARCH=amd64"}

// load asks the go command, with additions to the environment.
func load(g group, env ...string) (*world, error) {
	args := append([]string{"list", "-e", "-export", "-deps", "-json=ImportPath,Name,Dir,Export,GoFiles,ImportMap,DepOnly,Error"}, g.patterns...)
	args = append(args, g.also...)
	cmd := exec.Command("go", args...)
	cmd.Env = append(os.Environ(), env...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil && len(out) == 0 {
		return nil, fmt.Errorf("go list: %v\n%s", err, &stderr)
	}
	w := &world{fset: token.NewFileSet(), all: map[string]*pkg{}}
	dec := json.NewDecoder(bytes.NewReader(out))
	for {
		p := &pkg{fset: w.fset}
		if err := dec.Decode(p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return nil, fmt.Errorf("go list: %w", err)
		}
		w.all[p.ImportPath] = p
	}
	w.imp = importer.ForCompiler(w.fset, "gc", func(path string) (io.ReadCloser, error) {
		p := w.all[path]
		if p == nil || p.Export == "" {
			return nil, fmt.Errorf("no export data of %s", path)
		}
		return os.Open(p.Export)
	})
	for _, p := range w.all {
		if p.DepOnly || !g.wants(p.ImportPath, p.Name) {
			continue
		}
		switch {
		case p.Error != nil:
			log.Printf("left out %s, which does not build: %s", p.ImportPath, p.Error.Err)
			continue
		case p.Export == "":
			log.Printf("left out %s, which does not build", p.ImportPath)
			continue
		}
		w.roots = append(w.roots, p)
	}
	slices.SortFunc(w.roots, func(a, b *pkg) int { return strings.Compare(a.ImportPath, b.ImportPath) })
	for _, p := range w.roots {
		if p.types, err = w.imp.Import(p.ImportPath); err != nil {
			return nil, fmt.Errorf("%s: %w", p.ImportPath, err)
		}
	}
	return w, nil
}

// parse reads a package's files, as the build constraints choose them.
func (p *pkg) parse() ([]*ast.File, error) {
	var files []*ast.File
	for _, name := range p.GoFiles {
		f, err := parser.ParseFile(p.fset, filepath.Join(p.Dir, name), nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		files = append(files, f)
	}
	return files, nil
}
