// This file chooses the files of a package: those that this machine's build
// constraints select, and pure Go where there is a choice.

package modules

import (
	"errors"
	"fmt"
	"go/ast"
	"go/build"
	"go/parser"
	"go/token"
	"io"
	"io/fs"
	"maps"
	"path"
	"runtime"
	"slices"
	"strings"
)

// pureTags are the build tags by which authors offer files without assembly, cgo
// and system calls.
var pureTags = []string{"purego", "noasm", "appengine", "generic", "safe", "disableunsafe", "osusergo", "netgo"}

// UnsupportedError is a package that cannot run here, whatever version.
type UnsupportedError struct{ Path, Reason string }

func (e *UnsupportedError) Error() string { return fmt.Sprintf("%s %s", e.Path, e.Reason) }

// choose selects the files of the package in a folder of a file system. needs
// tells the imports that pure Go has to do without. A choice counts only if it
// exports all that the first one does: tags for other purposes leave things out.
func choose(fsys fs.FS, dir, pkg string, needs func(string) bool) (*build.Package, error) {
	b, err := choice(fsys, dir, nil, runtime.GOOS, runtime.GOARCH)
	if err == nil && len(b.SFiles) == 0 && !slices.ContainsFunc(b.Imports, needs) {
		return b, nil
	}
	var all map[string]bool
	if err == nil {
		all = exported(fsys, dir, b.GoFiles)
	}
	pure, pureErr := choice(fsys, dir, pureTags, runtime.GOOS, runtime.GOARCH)
	if pureErr == nil && !contains(exported(fsys, dir, pure.GoFiles), all) {
		return b, nil
	}
	if pureErr == nil && len(pure.SFiles) > 0 && !slices.ContainsFunc(pure.Imports, needs) {
		// What is for a system and a processor without assembly, whose sizes and
		// byte order are those of the processors that gorgo runs on.
		if other, err := choice(fsys, dir, pureTags, "js", "wasm"); err == nil && len(other.SFiles) == 0 && !slices.ContainsFunc(other.Imports, needs) &&
			contains(exported(fsys, dir, other.GoFiles), all) {
			return other, nil
		}
	}
	switch {
	case pureErr == nil:
		return pure, nil
	case err == nil:
		return b, nil
	}
	var none *build.NoGoError
	if !errors.As(err, &none) {
		return nil, err
	}
	if usesCgo(fsys, dir) {
		return nil, &UnsupportedError{pkg, "needs cgo, which does not work in gorgo"}
	}
	return nil, &UnsupportedError{pkg, "has no Go files for " + platform()}
}

// exported are the exported names that files declare, without methods.
func exported(fsys fs.FS, dir string, files []string) map[string]bool {
	names := map[string]bool{}
	for _, file := range files {
		text, err := fs.ReadFile(fsys, path.Join(dir, file))
		if err != nil {
			continue // reading the package will say so
		}
		f, _ := parser.ParseFile(token.NewFileSet(), file, text, parser.SkipObjectResolution)
		if f == nil {
			continue
		}
		for _, d := range f.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				if d.Recv == nil {
					names[d.Name.Name] = true
				}
			case *ast.GenDecl:
				for _, spec := range d.Specs {
					switch spec := spec.(type) {
					case *ast.TypeSpec:
						names[spec.Name.Name] = true
					case *ast.ValueSpec:
						for _, n := range spec.Names {
							names[n.Name] = true
						}
					}
				}
			}
		}
	}
	maps.DeleteFunc(names, func(name string, _ bool) bool { return !ast.IsExported(name) })
	return names
}

// contains tells whether a set has all of another.
func contains(set, other map[string]bool) bool {
	for name := range other {
		if !set[name] {
			return false
		}
	}
	return true
}

// choice selects files with additional build tags, for a system and a processor.
func choice(fsys fs.FS, dir string, tags []string, system, arch string) (*build.Package, error) {
	c := build.Default
	c.GOROOT, c.GOPATH, c.CgoEnabled, c.BuildTags, c.ToolTags = "", "", false, tags, nil
	c.GOOS, c.GOARCH, c.Compiler = system, arch, "gc"
	c.JoinPath = path.Join
	c.SplitPathList = func(string) []string { return nil }
	c.IsAbsPath = path.IsAbs
	c.HasSubdir = func(root, dir string) (string, bool) { return "", false }
	c.IsDir = func(name string) bool {
		i, err := fs.Stat(fsys, clean(name))
		return err == nil && i.IsDir()
	}
	c.ReadDir = func(name string) ([]fs.FileInfo, error) {
		entries, err := fs.ReadDir(fsys, clean(name))
		if err != nil {
			return nil, err
		}
		var list []fs.FileInfo
		for _, e := range entries {
			if i, err := e.Info(); err == nil {
				list = append(list, i)
			}
		}
		return list, nil
	}
	c.OpenFile = func(name string) (io.ReadCloser, error) { return fsys.Open(clean(name)) }
	return c.ImportDir("/"+dir, 0)
}

// clean makes a name of package build one of a file system.
func clean(name string) string {
	if name = strings.TrimPrefix(path.Clean(name), "/"); name == "" {
		return "."
	}
	return name
}

// usesCgo tells whether a folder has Go files that import "C".
func usesCgo(fsys fs.FS, dir string) bool {
	names, _ := fs.Glob(fsys, path.Join(dir, "*.go"))
	return slices.ContainsFunc(names, func(name string) bool {
		b, err := fs.ReadFile(fsys, name)
		return err == nil && strings.Contains(string(b), "import \"C\"")
	})
}

// hasGo tells whether a folder has Go files that are no tests.
func hasGo(fsys fs.FS, dir string) bool {
	entries, err := fs.ReadDir(fsys, dir)
	return err == nil && slices.ContainsFunc(entries, func(e fs.DirEntry) bool {
		return !e.IsDir() && strings.HasSuffix(e.Name(), ".go") && !strings.HasSuffix(e.Name(), "_test.go")
	})
}
