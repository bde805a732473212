// This file reads the main modules: the go.mod in the notebook's folder or above,
// or those that a go.work uses.

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

// mainModules are the modules whose packages are beside the notebook, and what
// they say about others. Without a go.mod there are none.
type mainModules struct {
	members []*member
	here    *member // the one that the notebook is in, nil if it is in none
	// left is the module that the notebook is in, if a go.work does not use it.
	left *member
	work string // the go.work, "" without one

	replacements []replacement // what comes first decides
	sums         map[module.Version][]string
	vendor       *vendored

	files []string // what was looked for
	stamp string   // changes with the files
}

// member is a module with its folder.
type member struct {
	dir  string
	file *modfile.File
}

func (m *member) path() string { return m.file.Module.Mod.Path }

// language is the module's language version.
func (m *member) language() string { return language(m.file, languageVersion) }

// replacement is a replace line with the folder that it is relative to.
type replacement struct {
	*modfile.Replace
	dir string
}

// findMain looks for the main modules of a folder.
func findMain(dir string, env Env) (*mainModules, error) {
	m := &mainModules{sums: map[module.Version][]string{}}
	near, err := m.nearest(dir)
	if err != nil {
		return nil, err
	}
	if m.work, err = m.findWork(dir, env); err != nil {
		return nil, err
	}
	if m.work != "" {
		err = m.readWork(near, env)
	} else if near != nil {
		m.members, m.here = []*member{near}, near
		m.replace(near.file.Replace, near.dir)
		if err = m.readSums(filepath.Join(near.dir, "go.sum")); err == nil {
			m.vendor, err = findVendor(near.dir, near.file.Go, "1.14", false, env.Mod)
		}
		if err == nil && m.vendor != nil {
			err = m.vendor.check(near.file)
		}
	}
	if err != nil {
		return nil, err
	}
	m.stamp = stampOf(m.files...)
	return m, nil
}

// read reads a file, and remembers that it was looked for. One that is not there
// is nil.
func (m *mainModules) read(name string) ([]byte, error) {
	m.files = append(m.files, name)
	b, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if b == nil {
		b = []byte{}
	}
	return b, err
}

// nearest is the module that a folder is in, nil if there is none.
func (m *mainModules) nearest(dir string) (*member, error) {
	for d := dir; ; d = filepath.Dir(d) {
		if found, err := m.module(d); found != nil || err != nil {
			return found, err
		}
		if d == filepath.Dir(d) {
			return nil, nil
		}
	}
}

// module reads the go.mod of a folder; it is nil if there is none.
func (m *mainModules) module(dir string) (*member, error) {
	name := filepath.Join(dir, "go.mod")
	b, err := m.read(name)
	if err != nil || b == nil {
		return nil, err
	}
	f, err := modfile.Parse(name, b, nil)
	if err != nil {
		return nil, fmt.Errorf("the notebook's go.mod: %w", err)
	}
	if f.Module == nil {
		return nil, fmt.Errorf("the notebook's go.mod: %s has no module line", name)
	}
	return &member{dir, f}, nil
}

func (m *mainModules) replace(list []*modfile.Replace, dir string) {
	for _, r := range list {
		m.replacements = append(m.replacements, replacement{r, dir})
	}
}

func (m *mainModules) readSums(name string) error {
	b, err := m.read(name)
	for v, hashes := range parseSums(b) {
		m.sums[v] = append(m.sums[v], hashes...)
	}
	return err
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
func (m *mainModules) changed() bool { return m.stamp != stampOf(m.files...) }

// language is the language version that a go.mod file asks for.
func language(f *modfile.File, otherwise string) string {
	if f == nil || f.Go == nil {
		return otherwise
	}
	return version.Lang("go" + f.Go.Version)
}

// complete tells whether a go.mod lists all that its packages need.
func complete(f *modfile.File) bool { return version.Compare(language(f, "go1.16"), "go1.17") >= 0 }

// member is the main module with a path, nil if there is none.
func (m *mainModules) member(path string) *member {
	for _, x := range m.members {
		if x.path() == path {
			return x
		}
	}
	return nil
}

// local finds the main module that a package belongs to, and its folder there. A
// package that is not there may belong to another module whose path is longer.
func (m *mainModules) local(pkg string) (owner *member, rest string) {
	there := false
	for _, x := range m.members {
		r, ok := within(pkg, x.path())
		if !ok {
			continue
		}
		has := hasGo(os.DirFS(x.dir), r)
		if owner == nil || has && !there || has == there && len(x.path()) > len(owner.path()) {
			owner, rest, there = x, r, has
		}
	}
	if owner == nil || there {
		return owner, rest
	}
	for _, x := range m.members {
		for _, r := range x.file.Require {
			if _, ok := within(pkg, r.Mod.Path); ok && len(r.Mod.Path) > len(owner.path()) {
				return nil, ""
			}
		}
	}
	return owner, rest
}

// requires lists what a go.mod requires, without what the main modules exclude
// and what they are.
func (m *mainModules) requires(f *modfile.File) []module.Version {
	var list []module.Version
	for _, r := range f.Require {
		if !m.excluded(r.Mod) && m.member(r.Mod.Path) == nil {
			list = append(list, r.Mod)
		}
	}
	return list
}

func (m *mainModules) excluded(v module.Version) bool {
	return slices.ContainsFunc(m.members, func(x *member) bool {
		return slices.ContainsFunc(x.file.Exclude, func(e *modfile.Exclude) bool { return e.Mod == v })
	})
}

// replaced is what stands for a module version: a module, or a folder.
func (m *mainModules) replaced(v module.Version) (by module.Version, dir string) {
	found := m.replacement(v)
	switch {
	case found == nil:
		return v, ""
	case found.New.Version != "":
		return found.New, ""
	case filepath.IsAbs(found.New.Path):
		return v, found.New.Path
	}
	return v, filepath.Join(found.dir, filepath.FromSlash(found.New.Path))
}

// replacement is the replace line for a module version: one of go.work before one
// of a go.mod, then one of the version before one of all. It is nil if there is
// none.
func (m *mainModules) replacement(v module.Version) *replacement {
	var found *replacement
	for i := range m.replacements {
		r := &m.replacements[i]
		if r.Old.Path != v.Path || r.Old.Version != "" && r.Old.Version != v.Version {
			continue
		}
		if found == nil || found.dir == r.dir && found.Old.Version == "" && r.Old.Version != "" {
			found = r
		}
	}
	return found
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
