// This file reads a go.work: the main modules are then all that it uses.

package modules

import (
	"fmt"
	"path/filepath"
	"slices"

	"golang.org/x/mod/modfile"
)

// findWork looks for the go.work of a folder; it is "" if there is none, or if
// GOWORK says so.
func (m *mainModules) findWork(dir string, env Env) (string, error) {
	switch {
	case env.Work == "off":
		return "", nil
	case env.Work != "" && !filepath.IsAbs(env.Work):
		return "", fmt.Errorf("GOWORK=%s is neither off nor an absolute path", env.Work)
	case env.Work != "":
		return env.Work, nil
	}
	for d := dir; ; d = filepath.Dir(d) {
		name := filepath.Join(d, "go.work")
		if b, err := m.read(name); b != nil || err != nil {
			return name, err
		}
		if d == filepath.Dir(d) {
			return "", nil
		}
	}
}

// readWork reads the go.work and the modules that it uses; near is the module that
// the notebook is in, nil if there is none.
func (m *mainModules) readWork(near *member, env Env) error {
	b, err := m.read(m.work)
	if err == nil && b == nil {
		err = fmt.Errorf("GOWORK=%s: there is no such file", m.work)
	}
	if err != nil {
		return err
	}
	work, err := modfile.ParseWork(m.work, b, nil)
	if err != nil {
		return fmt.Errorf("the notebook's go.work: %w", err)
	}
	if env.Mod == "mod" {
		return fmt.Errorf("GOFLAGS has -mod=mod, which does not go with %s: leave it out, or set GOWORK=off", m.work)
	}
	dir := filepath.Dir(m.work)
	m.replace(work.Replace, dir)
	sums := []string{filepath.Join(dir, "go.work.sum")}
	for _, use := range work.Use {
		folder := filepath.FromSlash(use.Path)
		if !filepath.IsAbs(folder) {
			folder = filepath.Join(dir, folder)
		}
		x, err := m.module(folder)
		if err != nil {
			return err
		}
		if x == nil {
			return fmt.Errorf("%s uses %s, where there is no go.mod: go work edit -dropuse=%s takes it out", m.work, use.Path, use.Path)
		}
		if m.member(x.path()) != nil {
			return fmt.Errorf("%s uses two modules that are called %s", m.work, x.path())
		}
		m.members = append(m.members, x)
		sums = append(sums, filepath.Join(folder, "go.sum"))
		if near != nil && near.dir == x.dir {
			m.here = x
		}
	}
	if m.here == nil {
		m.left = near
	}
	for _, name := range sums {
		if err := m.readSums(name); err != nil {
			return err
		}
	}
	if err := m.memberReplacements(len(work.Replace)); err != nil {
		return err
	}
	m.vendor, err = findVendor(dir, work.Go, "1.22", true, env.Mod)
	return err
}

// memberReplacements adds the replace lines of the members. The first n are those
// of the go.work, which decide when members contradict each other.
func (m *mainModules) memberReplacements(n int) error {
	for _, x := range m.members {
		for _, r := range x.file.Replace {
			decided := slices.ContainsFunc(m.replacements[:n], func(w replacement) bool {
				return w.Old.Path == r.Old.Path && (w.Old.Version == "" || w.Old.Version == r.Old.Version)
			})
			for _, other := range m.replacements[n:] {
				if !decided && other.dir != x.dir && other.Old == r.Old && target(other) != target(replacement{r, x.dir}) {
					return fmt.Errorf("the modules in %s and %s replace %s in different ways: go work edit -replace=%s=… decides", other.dir, x.dir, r.Old.Path, r.Old.Path)
				}
			}
			m.replacements = append(m.replacements, replacement{r, x.dir})
		}
	}
	return nil
}

// target is what stands for a module, with the folder in full.
func target(r replacement) string {
	if r.New.Version == "" && !filepath.IsAbs(r.New.Path) {
		return filepath.Join(r.dir, filepath.FromSlash(r.New.Path))
	}
	return r.New.String()
}
