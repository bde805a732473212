// This file reads programs of several packages, whose files stand in one folder
// beside the marked file: a.go has a.dir.

package gotest

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// Module is the module that the packages of a folder belong to.
const Module = "test"

// Package is a package of a folder.
type Package struct {
	// Name is that of its package clause.
	Name string
	// Dir is its folder below the module: its first file's name. Other packages
	// import it by that.
	Dir string
	// Files are its files, in order.
	Files []Source
}

// Source is a Go file.
type Source struct {
	Name string
	Text []byte
}

// Packages are the packages of the program's folder, in the order in which their
// first files come. The last is the one to run. Imports of "./a" are written as
// the module's, "test/a": relative ones are not for modules.
func (p Program) Packages() ([]Package, error) {
	files, err := filepath.Glob(filepath.Join(strings.TrimSuffix(p.File, ".go")+".dir", "*.go"))
	if err != nil || len(files) == 0 {
		return nil, fmt.Errorf("%s has no folder of packages: %w", p.Name, err)
	}
	var list []Package
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		f, err := parser.ParseFile(token.NewFileSet(), "", text, parser.ImportsOnly)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		src := Source{Name: filepath.Base(file), Text: absolute(f, text)}
		if i := slices.IndexFunc(list, func(p Package) bool { return p.Name == f.Name.Name }); i >= 0 {
			list[i].Files = append(list[i].Files, src)
			continue
		}
		list = append(list, Package{Name: f.Name.Name, Dir: strings.TrimSuffix(src.Name, ".go"), Files: []Source{src}})
	}
	return list, nil
}

// absolute replaces the relative imports of a file.
func absolute(f *ast.File, text []byte) []byte {
	var b bytes.Buffer
	last := 0
	for _, spec := range f.Imports {
		path, err := strconv.Unquote(spec.Path.Value)
		rest, ok := strings.CutPrefix(path, "./")
		if err != nil || !ok {
			continue
		}
		start := int(spec.Path.Pos() - f.FileStart)
		b.Write(text[last:start])
		b.WriteString(strconv.Quote(Module + "/" + rest))
		last = start + len(spec.Path.Value)
	}
	b.Write(text[last:])
	return b.Bytes()
}

// Join makes one file of several that belong to one package. The imports of all
// but the first are left out: a cell has the packages that it names.
func Join(files ...Source) ([]byte, error) {
	var b bytes.Buffer
	for i, source := range files {
		text := source.Text
		f, err := parser.ParseFile(token.NewFileSet(), source.Name, text, parser.ImportsOnly)
		if err != nil {
			return nil, err
		}
		start := f.Name.End()
		for _, d := range f.Decls {
			start = d.End()
		}
		if i == 0 {
			b.Write(text)
			continue
		}
		b.WriteByte('\n')
		b.Write(text[start-f.FileStart:])
	}
	return b.Bytes(), nil
}
