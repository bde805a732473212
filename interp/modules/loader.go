// This file finds packages by their import paths.

package modules

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"golang.org/x/mod/modfile"
	"golang.org/x/mod/module"
)

// Options of a Loader. The zero value looks from the current directory, with the
// go command's settings.
type Options struct {
	// Dir is the notebook's folder.
	Dir string
	// Env are the settings; default: Environment().
	Env *Env
	// Log is told what takes long: downloads.
	Log func(string)
	// Compiled tells the packages that are compiled into the program: nothing
	// has to be found for them.
	Compiled func(path string) bool
}

// Package is the source of a package.
type Package struct {
	Path string
	Name string
	// Module is where it comes from. The version is empty for a local package.
	Module module.Version
	// GoVersion is the language version of the module, as in "go1.21".
	GoVersion string
	// Files are its Go files, by name.
	Files []File
	// Imports are the paths that the files import.
	Imports []string

	fsys  fs.FS
	dir   string // in fsys
	local string // the folder, if it may change
	stamp string
}

// File is a Go file.
type File struct {
	Name string // for positions
	Text []byte
}

// Loader finds packages for one session. Its methods may be called from many
// goroutines; they wait for each other.
type Loader struct {
	opts  Options
	env   Env
	store *store

	mu    sync.Mutex
	main  *mainModules
	added []module.Version  // what imports and Require added to the roots
	list  map[string]string // the build list, nil when it has to be made
	used  map[string]string // versions of modules that packages have come from

	known    atomic.Pointer[known] // what Paths last saw
	packages sync.Map              // module.Version → what packagesOf found in the cache
}

// New returns a Loader. Nothing is read before something is asked for.
func New(opts Options) *Loader {
	l := &Loader{opts: opts, used: map[string]string{}}
	if opts.Env != nil {
		l.env = *opts.Env
	} else {
		l.env = Environment()
	}
	if l.opts.Dir == "" {
		l.opts.Dir, _ = os.Getwd() // without one there is no main module
	}
	if l.opts.Log == nil {
		l.opts.Log = func(string) {}
	}
	if l.opts.Compiled == nil {
		l.opts.Compiled = func(string) bool { return false }
	}
	s := &sums{env: l.env, good: map[module.Version]string{}, file: func() map[module.Version][]string { return l.main.sums }}
	l.store = &store{env: l.env, sums: s, log: l.opts.Log, mods: map[module.Version][]byte{}, zips: map[module.Version]fs.FS{}}
	return l
}

// Package finds a package. The error says why there is none that can run here.
func (l *Loader) Package(ctx context.Context, pkg string) (*Package, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if err := l.refresh(); err != nil {
		return nil, err
	}
	if err := module.CheckImportPath(pkg); err != nil {
		return nil, err
	}
	if owner, rest := l.main.local(pkg); owner != nil {
		return l.local(owner, pkg, rest)
	}
	if left := l.main.left; left != nil {
		if _, ok := within(pkg, left.path()); ok {
			return nil, fmt.Errorf("%s is in the notebook's module, which %s does not use: go work use %s adds it, GOWORK=off does without", pkg, l.main.work, left.dir)
		}
	}
	if v := l.main.vendor; v != nil {
		language, ok := v.language[pkg]
		if !ok {
			return nil, fmt.Errorf("%s is not in %s, which is where packages come from (-mod=vendor)", pkg, v.dir)
		}
		return l.read(&Package{Path: pkg, Module: module.Version{Path: pkg}, GoVersion: language, fsys: os.DirFS(v.dir), dir: pkg}, filepath.Join(v.dir, filepath.FromSlash(pkg)))
	}
	m, err := l.moduleOf(ctx, pkg)
	if err != nil {
		return nil, err
	}
	if used := l.used[m.Path]; used != "" && used != m.Version {
		return nil, fmt.Errorf("%s needs %s %s, but packages of %s are in use: %%reset begins anew", pkg, m.Path, m.Version, used)
	}
	p := &Package{Path: pkg, Module: m}
	var f *modfile.File
	by, dir := l.main.replaced(m)
	if f, err = l.goMod(ctx, m); err != nil {
		return nil, err
	}
	p.GoVersion = language(f, "go1.16") // what a module without a go line means
	p.dir, _ = within(pkg, m.Path)
	name := by.String()
	if dir != "" {
		p.local, p.fsys, name = filepath.Join(dir, filepath.FromSlash(p.dir)), os.DirFS(dir), dir
	} else if p.fsys, err = l.store.open(ctx, by); err != nil {
		return nil, err
	}
	if p, err = l.read(p, path.Join(filepath.ToSlash(name), p.dir)); err == nil {
		l.used[m.Path] = m.Version
	}
	return p, err
}

// refresh reads the main modules if that has not happened or it has changed.
func (l *Loader) refresh() error {
	if l.main != nil && !l.main.changed() {
		return nil
	}
	m, err := findMain(l.opts.Dir, l.env)
	if err != nil {
		return err
	}
	l.main, l.list = m, nil
	return nil
}

// local is a package of a main module.
func (l *Loader) local(m *member, pkg, rest string) (*Package, error) {
	dir := filepath.Join(m.dir, filepath.FromSlash(rest))
	p := &Package{Path: pkg, Module: module.Version{Path: m.path()}, GoVersion: m.language(), fsys: os.DirFS(m.dir), dir: rest, local: dir}
	if !hasGo(p.fsys, rest) {
		return nil, fmt.Errorf("%s has no Go files", dir)
	}
	name := dir
	if rel, err := filepath.Rel(l.opts.Dir, dir); err == nil && filepath.IsLocal(rel) {
		name = rel
	}
	return l.read(p, name)
}

// read reads the files of a package; name is its folder in positions.
func (l *Loader) read(p *Package, name string) (*Package, error) {
	if p.local != "" {
		p.stamp = folderStamp(p.local)
	}
	b, err := choose(p.fsys, p.dir, p.Path, func(imported string) bool {
		return strings.HasPrefix(imported, "golang.org/x/sys/") || !strings.Contains(imported, ".") && !l.opts.Compiled(imported)
	})
	if err != nil {
		return nil, err
	}
	if b.Name == "main" {
		return nil, &UnsupportedError{p.Path, "is a program, not an importable package"}
	}
	p.Name, p.Imports = b.Name, b.Imports
	for _, f := range b.GoFiles {
		text, err := fs.ReadFile(p.fsys, path.Join(p.dir, f))
		if err != nil {
			return nil, err
		}
		p.Files = append(p.Files, File{path.Join(filepath.ToSlash(name), f), text})
	}
	return p, nil
}

// folderStamp changes when a Go file of a folder does.
func folderStamp(dir string) string {
	names, _ := filepath.Glob(filepath.Join(dir, "*.go")) // the pattern is right
	return stampOf(names...)
}

// Changed tells whether the files of a package beside the notebook are not what
// they were.
func (p *Package) Changed() bool { return p.local != "" && p.stamp != folderStamp(p.local) }

// moduleOf finds the module that a package comes from, by its selected version.
func (l *Loader) moduleOf(ctx context.Context, pkg string) (module.Version, error) {
	m, err := l.listed(ctx, pkg)
	if err != nil || m.Path != "" {
		return m, err
	}
	if l.env.Mod == "readonly" {
		return m, fmt.Errorf("no module that go.mod requires provides %s, and GOFLAGS has -mod=readonly: go get %s adds it", pkg, pkg)
	}
	if m, err = l.provider(ctx, pkg); err != nil {
		return m, err
	}
	if err := l.add(ctx, m); err != nil {
		return m, err
	}
	if m, err = l.listed(ctx, pkg); err == nil && m.Path == "" {
		err = notFound(pkg, nil)
	}
	return m, err
}

// listed finds the module of the build list that provides a package: that with
// the longest path. The result is zero when none does.
func (l *Loader) listed(ctx context.Context, pkg string) (module.Version, error) {
	if err := l.build(ctx); err != nil {
		return module.Version{}, err
	}
	for p := pkg; p != ""; p = parent(p) {
		v, ok := l.list[p]
		if !ok {
			continue
		}
		m := module.Version{Path: p, Version: v}
		if found, err := l.provides(ctx, m, pkg); found || err != nil {
			return m, err
		}
	}
	return module.Version{}, nil
}

// provides tells whether a module has a package.
func (l *Loader) provides(ctx context.Context, m module.Version, pkg string) (bool, error) {
	rest, ok := within(pkg, m.Path)
	if !ok {
		return false, nil
	}
	by, dir := l.main.replaced(m)
	if dir != "" {
		return hasGo(os.DirFS(dir), rest), nil
	}
	f, err := l.store.open(ctx, by)
	if err != nil {
		return false, err
	}
	return hasGo(f, rest), nil
}

// build makes the build list.
func (l *Loader) build(ctx context.Context) error {
	if l.list != nil {
		return nil
	}
	list, err := l.selected(ctx, l.added)
	if err == nil {
		l.list = list
	}
	return err
}

func (l *Loader) selected(ctx context.Context, added []module.Version) (map[string]string, error) {
	var roots []node
	whole := false
	for _, x := range l.main.members {
		for _, m := range l.main.requires(x.file) {
			roots = append(roots, node{m, !complete(x.file)})
		}
		whole = whole || !complete(x.file)
	}
	if len(l.main.members) < 2 && !whole && len(added) == 0 {
		// A complete list has been raised by the go command already.
		return selectVersions(roots, func(module.Version) ([]module.Version, bool, error) { return nil, true, nil })
	}
	for _, m := range added {
		roots = append(roots, node{m, whole})
	}
	return selectVersions(roots, func(m module.Version) ([]module.Version, bool, error) {
		f, err := l.goMod(ctx, m)
		if err != nil {
			return nil, false, err
		}
		return l.main.requires(f), complete(f), nil
	})
}

// goMod is the go.mod of a module version or of what replaces it.
func (l *Loader) goMod(ctx context.Context, m module.Version) (*modfile.File, error) {
	by, dir := l.main.replaced(m)
	var b []byte
	var err error
	if dir != "" {
		b, err = os.ReadFile(filepath.Join(dir, "go.mod"))
		if errors.Is(err, fs.ErrNotExist) {
			return &modfile.File{}, nil
		}
	} else {
		b, err = l.store.goMod(ctx, by)
	}
	if err != nil {
		return nil, err
	}
	f, err := modfile.ParseLax(by.Path+"/go.mod", b, nil)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", by, err)
	}
	return f, nil
}

// add makes a module version a root, unless that changes modules in use.
func (l *Loader) add(ctx context.Context, m module.Version) error {
	added := append(slices.DeleteFunc(slices.Clone(l.added), func(a module.Version) bool { return a.Path == m.Path }), m)
	list, err := l.selected(ctx, added)
	if err != nil {
		return err
	}
	for _, p := range slices.Sorted(maps.Keys(l.used)) {
		if list[p] != l.used[p] {
			return fmt.Errorf("%s needs %s %s, but packages of %s are in use: %%reset begins anew, then require it first", m, p, list[p], l.used[p])
		}
	}
	l.added, l.list = added, list
	return nil
}

// Require adds a module at a version, as in "example.com/m@v1.2.3". Without a
// version, or with @latest, it is the newest; v1 or v1.2 stand for the highest
// that begins so; branches and commits are for the proxy to know. The result is
// the version that is selected now, which others may have raised.
func (l *Loader) Require(ctx context.Context, spec string) (module.Version, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	path, want, _ := strings.Cut(spec, "@")
	if err := module.CheckPath(path); err != nil {
		return module.Version{}, fmt.Errorf("%q is no module path: %w", path, err)
	}
	if err := l.refresh(); err != nil {
		return module.Version{}, err
	}
	if l.main.vendor != nil || l.env.Mod == "readonly" {
		return module.Version{}, fmt.Errorf("the notebook's go.mod decides alone (-mod=vendor or readonly): go get %s adds a module", spec)
	}
	v, err := l.query(ctx, path, want)
	m := module.Version{Path: path, Version: v}
	if asksNobody(err) {
		return m, notFound(path, err)
	}
	if err == nil {
		_, err = l.goMod(ctx, m)
	}
	if errors.Is(err, fs.ErrNotExist) {
		if _, err := l.newest(ctx, path); err != nil {
			return m, notFound(path, err)
		}
		return m, fmt.Errorf("%s has no version %s, as far as the proxy knows", path, want)
	}
	if err != nil {
		return m, err
	}
	if err := l.add(ctx, m); err != nil {
		return m, err
	}
	m.Version = l.list[path]
	return m, nil
}

// Here is the import path that a package in the notebook's folder would have; ""
// without a main module.
func (l *Loader) Here() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.refresh() != nil || l.main.here == nil {
		return "" // Package says what is wrong
	}
	rel, err := filepath.Rel(l.main.here.dir, l.opts.Dir)
	if err != nil {
		return ""
	}
	return path.Join(l.main.here.path(), filepath.ToSlash(rel))
}

// Modules lists the modules that packages have come from.
func (l *Loader) Modules() []module.Version {
	l.mu.Lock()
	defer l.mu.Unlock()
	var list []module.Version
	for _, p := range slices.Sorted(maps.Keys(l.used)) {
		list = append(list, module.Version{Path: p, Version: l.used[p]})
	}
	return list
}
