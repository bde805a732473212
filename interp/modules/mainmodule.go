// This file reads the main module: the go.mod in the notebook's folder or above.

package modules

import (
	"errors"
	"fmt"
	"go/version"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/mod/modfile"
	"golang.org/x/mod/module"
)

// languageVersion is that of notebooks without a go.mod.
const languageVersion = "go1.26"

// mainModule is a go.mod with what stands beside it. Without a file, dir is "".
type mainModule struct {
	dir    string
	file   *modfile.File
	sums   map[module.Version][]string
	stamp  string // changes with the files
	vendor *vendored
}

// findMain looks for the main module of a folder.
func findMain(dir string, env Env) (*mainModule, error) {
	for d := dir; ; d = filepath.Dir(d) {
		name := filepath.Join(d, "go.mod")
		b, err := os.ReadFile(name)
		if err == nil {
			f, err := modfile.Parse(name, b, nil)
			if err != nil {
				return nil, fmt.Errorf("the notebook's go.mod: %w", err)
			}
			if f.Module == nil {
				return nil, fmt.Errorf("the notebook's go.mod: %s has no module line", name)
			}
			m := &mainModule{dir: d, file: f}
			sum, err := os.ReadFile(filepath.Join(d, "go.sum"))
			if err != nil && !errors.Is(err, fs.ErrNotExist) {
				return nil, err
			}
			m.sums = parseSums(sum)
			m.stamp = stampOf(name, filepath.Join(d, "go.sum"))
			if m.vendor, err = findVendor(m, env.Mod); err != nil {
				return nil, err
			}
			return m, nil
		}
		if d == filepath.Dir(d) {
			return &mainModule{file: &modfile.File{}}, nil
		}
	}
}

// stampOf changes when one of the files does.
func stampOf(names ...string) string {
	var b strings.Builder
	for _, name := range names {
		if i, err := os.Stat(name); err == nil {
			fmt.Fprintf(&b, "%s %d %d\n", name, i.Size(), i.ModTime().UnixNano())
		}
	}
	return b.String()
}

// changed tells whether the files are not what they were.
func (m *mainModule) changed() bool {
	return m.dir != "" && m.stamp != stampOf(filepath.Join(m.dir, "go.mod"), filepath.Join(m.dir, "go.sum"))
}

// path is the module's, "" without a file.
func (m *mainModule) path() string {
	if m.file.Module == nil {
		return ""
	}
	return m.file.Module.Mod.Path
}

// language is the module's language version.
func (m *mainModule) language() string { return language(m.file, languageVersion) }

// language is the language version that a go.mod file asks for.
func language(f *modfile.File, otherwise string) string {
	if f == nil || f.Go == nil {
		return otherwise
	}
	return version.Lang("go" + f.Go.Version)
}

// complete tells whether a go.mod lists all that its packages need.
func complete(f *modfile.File) bool { return version.Compare(language(f, "go1.16"), "go1.17") >= 0 }

// requires lists what a go.mod requires, without what the main module excludes.
func (m *mainModule) requires(f *modfile.File) []module.Version {
	var list []module.Version
	for _, r := range f.Require {
		if !m.excluded(r.Mod) {
			list = append(list, r.Mod)
		}
	}
	return list
}

func (m *mainModule) excluded(v module.Version) bool {
	return slices.ContainsFunc(m.file.Exclude, func(e *modfile.Exclude) bool { return e.Mod == v })
}

// replaced is what stands for a module version: a module, or a folder.
func (m *mainModule) replaced(v module.Version) (by module.Version, dir string) {
	var found *modfile.Replace
	for _, r := range m.file.Replace {
		if r.Old.Path == v.Path && (r.Old.Version == v.Version || r.Old.Version == "" && found == nil) {
			found = r
		}
	}
	switch {
	case found == nil:
		return v, ""
	case found.New.Version != "":
		return found.New, ""
	case filepath.IsAbs(found.New.Path):
		return v, found.New.Path
	}
	return v, filepath.Join(m.dir, filepath.FromSlash(found.New.Path))
}

// within is the rest of a package path below a module's, which is "." for the
// module's root.
func within(pkg, mod string) (rest string, ok bool) {
	if pkg == mod {
		return ".", mod != ""
	}
	rest, ok = strings.CutPrefix(pkg, mod+"/")
	return rest, ok && mod != ""
}
