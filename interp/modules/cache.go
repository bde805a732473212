// This file reads and fills the module cache, whose layout is the go command's.

package modules

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/mod/module"
	"golang.org/x/mod/semver"
	"golang.org/x/mod/sumdb/dirhash"
	modzip "golang.org/x/mod/zip"
)

// store gets files of modules: from the cache, or through it.
type store struct {
	env  Env
	sums *sums
	log  func(string)
	mods map[module.Version][]byte // go.mod files seen
	zips map[module.Version]fs.FS  // modules opened
}

// downloads is the folder of what a proxy gave for a module.
func (s *store) downloads(path string) (string, error) {
	escaped, err := module.EscapePath(path)
	if err != nil {
		return "", err
	}
	return filepath.Join(s.env.Cache, "cache", "download", filepath.FromSlash(escaped), "@v"), nil
}

// file is the name of a file of a version in the cache, and what proxies call it.
func (s *store) file(m module.Version, ext string) (name, remote string, err error) {
	dir, err := s.downloads(m.Path)
	if err != nil {
		return "", "", err
	}
	v, err := module.EscapeVersion(m.Version)
	if err != nil {
		return "", "", err
	}
	return filepath.Join(dir, v+ext), "@v/" + v + ext, nil
}

// goMod is a module's go.mod file.
func (s *store) goMod(ctx context.Context, m module.Version) ([]byte, error) {
	if b, ok := s.mods[m]; ok {
		return b, nil
	}
	name, remote, err := s.file(m, ".mod")
	if err != nil {
		return nil, err
	}
	b, err := os.ReadFile(name)
	fresh := err != nil
	if fresh {
		if b, err = s.env.ask(ctx, m.Path, remote); err != nil {
			return nil, s.missing(m, err)
		}
	}
	hash, err := dirhash.Hash1([]string{"go.mod"}, func(string) (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(b)), nil })
	if err != nil {
		return nil, err
	}
	if err := s.sums.check(ctx, module.Version{Path: m.Path, Version: m.Version + "/go.mod"}, hash); err != nil {
		return nil, err
	}
	if fresh {
		_ = keep(name, b) // a cache that cannot be written to is no error: it is asked for again
	}
	s.mods[m] = b
	return b, nil
}

// open is the content of a module, whose paths are relative to its root.
func (s *store) open(ctx context.Context, m module.Version) (fs.FS, error) {
	if f, ok := s.zips[m]; ok {
		return f, nil
	}
	name, remote, err := s.file(m, ".zip")
	if err != nil {
		return nil, err
	}
	b, err := os.ReadFile(name)
	fresh := err != nil
	if fresh {
		s.log(fmt.Sprintf("downloading %s %s", m.Path, m.Version))
		if b, err = s.env.ask(ctx, m.Path, remote); err != nil {
			return nil, s.missing(m, err)
		}
	}
	r, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		return nil, fmt.Errorf("%s: its zip file is damaged: %w", m, err)
	}
	hash, err := hashZip(r)
	if err != nil {
		return nil, fmt.Errorf("%s: its zip file is damaged: %w", m, err)
	}
	if err := s.sums.check(ctx, m, hash); err != nil {
		return nil, err
	}
	if fresh {
		if err := s.keepZip(m, name, b, hash); err != nil {
			return nil, fmt.Errorf("%s: %w", m, err)
		}
	}
	f, err := fs.Sub(r, m.Path+"@"+m.Version)
	if err != nil {
		return nil, err
	}
	s.zips[m] = f
	return f, nil
}

// missing is the error for a version whose files nobody gave.
func (s *store) missing(m module.Version, err error) error {
	if asksNobody(err) {
		return absent(m.String(), m.String(), err)
	}
	return fmt.Errorf("%s: %w", m, err)
}

// hashZip is the hash that go.sum has of a module's zip file.
func hashZip(r *zip.Reader) (string, error) {
	files := map[string]*zip.File{}
	var names []string
	for _, f := range r.File {
		names = append(names, f.Name)
		files[f.Name] = f
	}
	return dirhash.Hash1(names, func(name string) (io.ReadCloser, error) { return files[name].Open() })
}

// keepZip puts a zip file that was downloaded into the cache.
func (s *store) keepZip(m module.Version, name string, b []byte, hash string) error {
	tmp, err := os.CreateTemp("", "gorgo-*.zip")
	if err != nil {
		return err
	}
	defer os.Remove(tmp.Name())
	_, err = tmp.Write(b)
	if err := errors.Join(err, tmp.Close()); err != nil {
		return err
	}
	if _, err := modzip.CheckZip(m, tmp.Name()); err != nil {
		return fmt.Errorf("its zip file breaks the rules of modules: %w", err)
	}
	// The hash comes last: with it, the go command takes the file as it is.
	if keep(name, b) == nil {
		_ = keep(strings.TrimSuffix(name, ".zip")+".ziphash", []byte(hash))
	}
	return nil
}

// keep writes a file of the cache. Others may be writing the same.
func keep(name string, b []byte) error {
	dir := filepath.Dir(name)
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return err
	}
	tmp, err := os.CreateTemp(dir, filepath.Base(name)+".tmp-*")
	if err != nil {
		return err
	}
	_, err = tmp.Write(b)
	if err = errors.Join(err, tmp.Chmod(0o444), tmp.Close()); err == nil {
		err = os.Rename(tmp.Name(), name)
	}
	if err != nil {
		_ = os.Remove(tmp.Name())
	}
	return err
}

// cachedVersions lists the versions of a module whose files are in the cache.
func (s *store) cachedVersions(path string) []string {
	dir, err := s.downloads(path)
	if err != nil {
		return nil
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil
	}
	var list []string
	for _, e := range entries {
		if v, ok := strings.CutSuffix(e.Name(), ".zip"); ok {
			if v, err := module.UnescapeVersion(v); err == nil && semver.IsValid(v) {
				list = append(list, v)
			}
		}
	}
	semver.Sort(list)
	return list
}

// info is what the protocol says about a version.
type info struct{ Version string }

// latestInfo asks what a proxy takes for the newest version.
func (s *store) latestInfo(ctx context.Context, path string) (string, error) {
	return s.versionInfo(ctx, path, "@latest")
}

func (s *store) versionInfo(ctx context.Context, path, file string) (string, error) {
	b, err := s.env.ask(ctx, path, file)
	if err != nil {
		return "", err
	}
	var i info
	if err := json.Unmarshal(b, &i); err != nil || !semver.IsValid(i.Version) {
		return "", fmt.Errorf("%s: the proxy's answer makes no sense: %s", path, firstLine(b))
	}
	return i.Version, nil
}

// list asks for the tagged versions of a module, in order.
func (s *store) list(ctx context.Context, path string) ([]string, error) {
	b, err := s.env.ask(ctx, path, "@v/list")
	if err != nil {
		return nil, err
	}
	list := slices.DeleteFunc(strings.Fields(string(b)), func(v string) bool { return !semver.IsValid(v) || module.IsPseudoVersion(v) })
	semver.Sort(list)
	return list, nil
}
