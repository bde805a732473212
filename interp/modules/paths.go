// This file lists import paths that need no download, for completion.

package modules

import (
	"archive/zip"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/mod/module"
	"golang.org/x/mod/semver"
)

// maxFolders is how many folders of the module cache are looked into for one
// answer.
const maxFolders = 500

// known is what Paths goes by: the main modules with the build list.
type known struct {
	main *mainModules
	list map[string]string // as far as it has been made
}

// Paths lists the import paths that go on from what was typed, or of which a later
// element begins so: of packages beside the notebook and of the modules that it
// requires. Of other modules, those of the build list and of the module cache, it
// has the modules' paths, and the packages when the module has been typed. Nothing
// is fetched, and a download that is under way is not waited for.
func (l *Loader) Paths(typed string) []string {
	if l.mu.TryLock() {
		if l.refresh() == nil {
			l.known.Store(&known{l.main, l.list})
		}
		l.mu.Unlock()
	}
	k := l.known.Load()
	if k == nil {
		k = &known{main: &mainModules{}}
	}
	found := map[string]bool{}
	fits := func(p string) bool { return strings.HasPrefix(p, typed) || strings.Contains(p, "/"+typed) }
	add := func(mod string, packages []string) {
		for _, rest := range packages {
			if p := path.Join(mod, rest); fits(p) {
				found[p] = true
			}
		}
	}
	for _, m := range k.main.members {
		list := localPackages(m.dir)
		if m != k.main.here {
			list = slices.DeleteFunc(list, func(dir string) bool { return !importable(dir) })
		}
		add(m.path(), list)
	}
	if v := k.main.vendor; v != nil {
		add("", slices.Collect(maps.Keys(v.language)))
		return slices.Sorted(maps.Keys(found))
	}
	versions, direct := k.versions()
	for p := range direct {
		add(p, l.packagesOf(k.main, module.Version{Path: p, Version: versions[p]}))
	}
	for _, p := range slices.Concat(slices.Collect(maps.Keys(versions)), l.store.cachedModules(typed)) {
		switch _, inside := within(typed, p); {
		case direct[p] || k.main.member(p) != nil:
		case inside:
			v := versions[p]
			if v == "" {
				v = highest(l.store.cachedVersions(p), nil)
			}
			add(p, l.packagesOf(k.main, module.Version{Path: p, Version: v}))
		case strings.HasPrefix(p, typed) && typed != "":
			found[p] = true // its packages come when it is typed: there may be many modules
		}
	}
	return slices.Sorted(maps.Keys(found))
}

// versions are those of the modules that the main modules require, or of the build
// list; direct tells the modules that notebooks and packages beside them import.
func (k *known) versions() (list map[string]string, direct map[string]bool) {
	list, direct = map[string]string{}, map[string]bool{}
	for _, m := range k.main.members {
		for _, r := range m.file.Require {
			direct[r.Mod.Path] = direct[r.Mod.Path] || !r.Indirect
		}
		for _, r := range k.main.requires(m.file) {
			if old := list[r.Path]; old == "" || semver.Compare(r.Version, old) > 0 {
				list[r.Path] = r.Version
			}
		}
	}
	maps.Copy(list, k.list)
	maps.DeleteFunc(direct, func(p string, yes bool) bool { return !yes || list[p] == "" })
	return list, direct
}

// packagesOf lists the packages of a module, relative to it, as far as it is there:
// none if it has not been downloaded.
func (l *Loader) packagesOf(main *mainModules, m module.Version) []string {
	by, dir := main.replaced(m)
	if dir != "" {
		return slices.DeleteFunc(localPackages(dir), func(dir string) bool { return !importable(dir) })
	}
	if list, ok := l.packages.Load(by); ok {
		return list.([]string)
	}
	name, _, err := l.store.file(by, ".zip")
	if err != nil {
		return nil
	}
	r, err := zip.OpenReader(name)
	if err != nil {
		return nil
	}
	defer r.Close()
	folders := map[string]bool{}
	for _, f := range r.File {
		file := strings.TrimPrefix(f.Name, by.String()+"/")
		if dir := path.Dir(file); strings.HasSuffix(file, ".go") && !strings.HasSuffix(file, "_test.go") && importable(dir) {
			folders[dir] = true
		}
	}
	list := slices.Sorted(maps.Keys(folders))
	l.packages.Store(by, list)
	return list
}

// importable tells the folders of a module whose packages others may import, or
// may want to.
func importable(dir string) bool {
	for e := range strings.SplitSeq(dir, "/") {
		if e == "internal" || e == "testdata" || e == "vendor" || e == "cmd" || strings.HasPrefix(e, "_") || strings.HasPrefix(e, ".") && e != "." {
			return false
		}
	}
	return true
}

// localPackages lists the packages in a module's folder, relative to it, without
// programs and without the modules below it.
func localPackages(dir string) []string {
	var list []string
	folders := 0
	_ = filepath.WalkDir(dir, func(name string, e fs.DirEntry, err error) error { // what cannot be read has nothing to offer
		if err != nil || !e.IsDir() {
			return nil
		}
		if folders++; folders > maxFolders {
			return fs.SkipAll
		}
		switch base := e.Name(); {
		case name == dir:
		case base == "testdata" || base == "vendor" || strings.HasPrefix(base, "_") || strings.HasPrefix(base, "."):
			return fs.SkipDir
		default:
			if _, err := os.Stat(filepath.Join(name, "go.mod")); err == nil {
				return fs.SkipDir
			}
		}
		if rel, err := filepath.Rel(dir, name); err == nil && isLibrary(name) {
			list = append(list, filepath.ToSlash(rel))
		}
		return nil
	})
	return list
}

// isLibrary tells whether a folder has a package that is no program.
func isLibrary(dir string) bool {
	names, _ := filepath.Glob(filepath.Join(dir, "*.go")) // the pattern is right
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.PackageClauseOnly)
		if err == nil {
			return f.Name.Name != "main"
		}
	}
	return false
}

// cachedModules lists the modules in the cache whose path goes on from what was
// typed, or is its beginning.
func (s *store) cachedModules(typed string) []string {
	root := filepath.Join(s.env.Cache, "cache", "download")
	if !strings.ContainsAny(typed, "./") {
		return nil // too many could be meant
	}
	var list []string
	folders := 0
	var visit func(mod string)
	visit = func(mod string) {
		escaped, err := module.EscapePath(mod)
		if mod != "" && err != nil {
			escaped = mod // a host alone is no module
		}
		if folders++; folders > maxFolders {
			return
		}
		entries, err := os.ReadDir(filepath.Join(root, filepath.FromSlash(escaped)))
		if err != nil {
			return
		}
		for _, e := range entries {
			if e.Name() == "@v" {
				list = append(list, mod)
			}
			below, err := module.UnescapePath(path.Join(escaped, e.Name()))
			if err != nil {
				below = path.Join(escaped, e.Name())
			}
			if e.IsDir() && !strings.HasPrefix(e.Name(), "@") && (strings.HasPrefix(below, typed) || strings.HasPrefix(typed, below+"/") || typed == below) {
				visit(below)
			}
		}
	}
	visit("")
	return list
}
