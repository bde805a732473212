// This file writes proxies.

package modtest

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"strings"
	"time"

	"golang.org/x/mod/module"
	modzip "golang.org/x/mod/zip"
	"golang.org/x/tools/txtar"
)

// Write adds modules to the proxy in a folder. Each archive is a txtar: its
// comment begins with a line "PATH VERSION", its files are the module's. Without
// a go.mod among them there is the one that the protocol prescribes.
func Write(dir string, archives ...[]byte) error {
	for _, b := range archives {
		a := txtar.Parse(b)
		f := strings.Fields(string(a.Comment))
		if len(f) < 2 {
			return fmt.Errorf("modtest: want PATH VERSION before the files, got %q", a.Comment)
		}
		if err := write(dir, module.Version{Path: f[0], Version: f[1]}, a.Files); err != nil {
			return fmt.Errorf("modtest: %s %s: %w", f[0], f[1], err)
		}
	}
	return nil
}

func write(dir string, m module.Version, files []txtar.File) error {
	escaped, err := module.EscapePath(m.Path)
	if err != nil {
		return err
	}
	base := filepath.Join(dir, filepath.FromSlash(escaped), "@v")
	if err := os.MkdirAll(base, 0o755); err != nil {
		return err
	}
	goMod := "module " + m.Path + "\n"
	var list []modzip.File
	for _, f := range files {
		if f.Name == "go.mod" {
			goMod = string(f.Data)
		}
		list = append(list, file(f))
	}
	var zip bytes.Buffer
	if err := modzip.Create(&zip, m, list); err != nil {
		return err
	}
	for ext, b := range map[string][]byte{
		".info": fmt.Appendf(nil, `{"Version": %q, "Time": "2024-01-02T03:04:05Z"}`, m.Version),
		".mod":  []byte(goMod), ".zip": zip.Bytes(),
	} {
		if err := os.WriteFile(filepath.Join(base, m.Version+ext), b, 0o644); err != nil {
			return err
		}
	}
	known, err := os.OpenFile(filepath.Join(base, "list"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	if !module.IsPseudoVersion(m.Version) {
		if _, err := fmt.Fprintln(known, m.Version); err != nil {
			return err
		}
	}
	if err := known.Close(); err != nil {
		return err
	}
	// @latest is what was written last.
	info, err := os.ReadFile(filepath.Join(base, m.Version+".info"))
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(filepath.Dir(base), "@latest"), info, 0o644)
}

// file is an entry of a module's zip file.
type file txtar.File

func (f file) Path() string                 { return f.Name }
func (f file) Lstat() (os.FileInfo, error)  { return info{f}, nil }
func (f file) Open() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(f.Data)), nil }

type info struct{ f file }

func (i info) Name() string       { return path.Base(i.f.Name) }
func (i info) Size() int64        { return int64(len(i.f.Data)) }
func (i info) Mode() os.FileMode  { return 0o644 }
func (i info) ModTime() time.Time { return time.Time{} }
func (i info) IsDir() bool        { return false }
func (i info) Sys() any           { return nil }
