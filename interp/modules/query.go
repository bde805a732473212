// This file finds versions: the newest of a module, the one that a person asks
// for, and the module that provides a package.

package modules

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"

	"golang.org/x/mod/modfile"
	"golang.org/x/mod/module"
	"golang.org/x/mod/semver"
)

// newest is the version that @latest means: the highest release that is neither
// excluded nor retracted, or else the highest pre-release, or else what the proxy
// says. Where no proxy can be reached, it is the newest in the cache.
func (l *Loader) newest(ctx context.Context, path string) (string, error) {
	return l.best(ctx, path, func(string) bool { return true })
}

// best is the best of the versions of a module that fit.
func (l *Loader) best(ctx context.Context, path string, fits func(string) bool) (string, error) {
	list, err := l.store.list(ctx, path)
	var down *unreachable
	if errors.As(err, &down) || asksNobody(err) {
		if cached := l.store.cachedVersions(path); len(cached) > 0 {
			list, err = cached, nil
		}
	}
	if err != nil {
		return "", err
	}
	list = slices.DeleteFunc(list, func(v string) bool { return l.main.excluded(module.Version{Path: path, Version: v}) })
	if v := highest(list, fits); v != "" {
		retracted, err := l.retracted(ctx, path, highest(list, nil))
		if err != nil {
			return "", err
		}
		if v := highest(slices.DeleteFunc(list, retracted), fits); v != "" {
			return v, nil
		}
	}
	v, err := l.store.latestInfo(ctx, path)
	if err == nil && !fits(v) {
		err = fmt.Errorf("%s: %w: no such version", path, fs.ErrNotExist)
	}
	return v, err
}

// highest is the highest release of a sorted list that fits, or the highest
// pre-release, or "".
func highest(list []string, fits func(string) bool) string {
	before := ""
	for _, v := range slices.Backward(list) {
		switch {
		case fits != nil && !fits(v):
		case semver.Prerelease(v) == "":
			return v
		case before == "":
			before = v
		}
	}
	return before
}

// retracted tells the versions that a module's newest version takes back.
func (l *Loader) retracted(ctx context.Context, path, newest string) (func(string) bool, error) {
	b, err := l.store.goMod(ctx, module.Version{Path: path, Version: newest})
	if err != nil {
		return nil, err
	}
	f, err := modfile.ParseLax("go.mod", b, nil)
	if err != nil {
		return nil, fmt.Errorf("%s@%s: %w", path, newest, err)
	}
	return func(v string) bool {
		return slices.ContainsFunc(f.Retract, func(r *modfile.Retract) bool {
			return semver.Compare(r.Low, v) <= 0 && semver.Compare(v, r.High) <= 0
		})
	}, nil
}

// query finds the version that a person means: "latest", a version, the beginning
// of one (v1, v1.2), or what the proxy makes of a branch or a commit.
func (l *Loader) query(ctx context.Context, path, want string) (string, error) {
	switch {
	case want == "" || want == "latest":
		return l.newest(ctx, path)
	case semver.IsValid(want) && semver.Canonical(want) == strings.TrimSuffix(want, "+incompatible"):
		return want, nil
	case semver.IsValid(want):
		return l.best(ctx, path, func(v string) bool { return strings.HasPrefix(v, want+".") || v == want })
	}
	escaped, err := module.EscapeVersion(want)
	if err != nil {
		return "", fmt.Errorf("%q is no version", want)
	}
	return l.store.versionInfo(ctx, path, "@v/"+escaped+".info")
}

// provider finds the module that provides a package in its newest version: the
// one with the longest path. All that could be are asked at once.
func (l *Loader) provider(ctx context.Context, pkg string) (module.Version, error) {
	var candidates []string
	for p := pkg; p != "." && p != ""; p = parent(p) {
		if module.CheckPath(p) == nil {
			candidates = append(candidates, p)
		}
	}
	if len(candidates) == 0 {
		return module.Version{}, notFound(pkg, nil)
	}
	versions, errs := make([]string, len(candidates)), make([]error, len(candidates))
	var wg sync.WaitGroup
	for i, c := range candidates {
		wg.Go(func() { _, errs[i] = l.store.list(ctx, c) })
	}
	wg.Wait()
	var last error
	for i, c := range candidates {
		if errors.Is(errs[i], fs.ErrNotExist) {
			continue
		}
		if versions[i], errs[i] = l.newest(ctx, c); errs[i] != nil {
			if !errors.Is(errs[i], fs.ErrNotExist) && last == nil {
				last = errs[i] // that of the longest path says most
			}
			continue
		}
		m := module.Version{Path: c, Version: versions[i]}
		found, err := l.provides(ctx, m, pkg)
		if err != nil {
			return m, err
		}
		if found {
			return m, nil
		}
	}
	return module.Version{}, notFound(pkg, last)
}

func parent(p string) string {
	i := strings.LastIndex(p, "/")
	if i < 0 {
		return ""
	}
	return p[:i]
}

// notFound is the error for a package that no module is known to provide.
func notFound(pkg string, err error) error {
	switch first, _, _ := strings.Cut(pkg, "/"); {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("there is no module %s, as far as the proxy knows", pkg)
	case asksNobody(err):
		return absent(pkg, pkg+"@latest", err)
	case err != nil:
		return fmt.Errorf("no module provides %s: %w", pkg, err)
	case !strings.Contains(first, "."):
		return fmt.Errorf("%s is neither bundled with gorgo nor the path of a module", pkg)
	}
	return fmt.Errorf("no module provides %s, as far as the proxy knows", pkg)
}

// asksNobody tells whether an error is that nobody may be asked.
func asksNobody(err error) bool { return errors.Is(err, errOff) || errors.Is(err, errPrivate) }

// absent is the error for a module that is not in the cache and that nobody may be
// asked for, with what a person can do; what is for the go command.
func absent(module, what string, err error) error {
	return fmt.Errorf("%s is not in the module cache, and %w: `go mod download %s` in a terminal puts it there, a replace line in go.mod takes it from a folder", module, err, what)
}
