// Command gen writes the tables of the bundled packages: for each group of
// packages an archive in ../data with export data, docs and the source of
// generic declarations, and a Go package in ../internal with the symbols.
//
//	go run ./interp/packages/gen                                    # everything
//	go run ./interp/packages/gen -only github.com/gorgolab/gorgo/...  # one group
//
// It must run in the module's tree. A package that does not build is left out
// with a message. The output depends on the Go release and on the versions in
// go.mod alone.
//
// Read list.go (what is bundled), load.go (what the go command says of it), then
// the files that write: exportdata.go, docs.go, generic.go, cut.go, symbols.go,
// hidden.go, archive.go, notice.go.
package main

import (
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"strings"
	"time"
)

//go:generate go run .

func main() {
	log.SetFlags(0)
	log.SetPrefix("gen: ")
	only := flag.String("only", "", "regenerate only the group of this package or `pattern`")
	flag.Parse()
	root, err := packagesDir()
	if err != nil {
		log.Fatal(err)
	}
	done := false
	for _, g := range groups {
		if *only != "" && !g.holds(strings.TrimSuffix(*only, "/...")) {
			continue
		}
		done = true
		start := time.Now()
		summary, err := generate(root, g)
		if err != nil {
			log.Fatalf("%s: %v", g.name, err)
		}
		fmt.Printf("%-9s %s, %.1fs\n", g.name, summary, time.Since(start).Seconds())
	}
	if !done {
		log.Fatalf("no group of bundled packages holds %s: add it to gen/list.go", *only)
	}
	if *only == "" {
		if err := writeNotice(root); err != nil {
			log.Fatal(err)
		}
	}
}

// generate writes everything of one group.
func generate(root string, g group) (summary string, err error) {
	w, err := load(g, reference...)
	if err != nil {
		return "", err
	}
	data, err := w.archive(root, g)
	if err != nil {
		return "", err
	}
	if err := os.WriteFile(filepath.Join(root, "data", g.name+".zip"), data, 0o644); err != nil {
		return "", err
	}
	n, err := writeSymbols(filepath.Join(root, "internal", g.name), g, w.roots)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%3d packages, %5d symbols, %4d KB", len(w.roots), n, len(data)/1024), nil
}

// archive makes the archive of a group.
func (w *world) archive(root string, g group) ([]byte, error) {
	var a archive
	for _, p := range w.roots {
		data, err := exportData(p.types)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", p.ImportPath, err)
		}
		a.add("export/"+p.ImportPath, data)
		syntax, err := p.parse()
		if err != nil {
			return nil, err
		}
		generics, err := w.genericSource(root, p, syntax)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", p.ImportPath, err)
		}
		for name, text := range generics {
			a.add("source/"+p.ImportPath+"/"+name, text)
		}
		docs, err := p.docs(syntax)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", p.ImportPath, err)
		}
		a.add("doc/"+p.ImportPath, docs)
	}
	return a.bytes(g)
}

// packagesDir finds interp/packages from the working directory upwards.
func packagesDir() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return filepath.Join(dir, "interp", "packages"), nil
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return "", fmt.Errorf("found no go.mod: run gen in gorgo's tree")
		}
		dir = parent
	}
}
