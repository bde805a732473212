// This file finds the programs of the suite by their marks.

package gotest

import (
	"bytes"
	"errors"
	"fmt"
	"go/build/constraint"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
)

// Program is a file of the suite that the suite's runner looks at.
type Program struct {
	// Name is its path below the suite's folder, with slashes.
	Name string
	// File is its path.
	File string
	// Args are the words behind the mark's action.
	Args []string
	// Source is the file's text.
	Source []byte
}

// Root is the folder of the suite. The error says that there is no toolchain, or
// one without its tests.
func Root() (string, error) {
	out, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		return "", fmt.Errorf("no toolchain that has Go's tests: %w", err)
	}
	root := filepath.Join(strings.TrimSpace(string(out)), "test")
	if _, err := os.Stat(root); err != nil {
		return "", fmt.Errorf("the toolchain has no tests: %w", err)
	}
	return root, nil
}

// Programs lists, by name, the programs of a suite's folder that are marked with
// an action and that are for this machine.
func Programs(root, action string) ([]Program, error) {
	mark := regexp.MustCompile(`(?m)^// ` + regexp.QuoteMeta(action) + `(?: (.*))?$`)
	var list []Program
	err := filepath.WalkDir(root, func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(file) != ".go" {
			return err
		}
		if strings.HasSuffix(filepath.Base(filepath.Dir(file)), ".dir") {
			return nil // part of a program of several packages
		}
		source, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		m := mark.FindSubmatch(source)
		if m == nil || !Builds(source) {
			return nil
		}
		rel, err := filepath.Rel(root, file)
		if err != nil {
			return err
		}
		list = append(list, Program{
			Name: filepath.ToSlash(rel), File: file, Args: strings.Fields(string(m[1])), Source: source,
		})
		return nil
	})
	return list, err
}

// Builds tells whether the build constraint of a Go file holds where the tests
// run, without cgo, as gorgo is built; Go's own runner skips the file otherwise.
func Builds(source []byte) bool {
	head, _, _ := bytes.Cut(source, []byte("\npackage"))
	for line := range bytes.Lines(head) {
		text := strings.TrimSpace(string(line))
		if !constraint.IsGoBuild(text) {
			continue
		}
		x, err := constraint.Parse(text)
		if err != nil || !x.Eval(holds) {
			return false
		}
	}
	return true
}

func holds(tag string) bool {
	switch tag {
	case runtime.GOOS, runtime.GOARCH, "gc":
		return true
	case "unix":
		return runtime.GOOS != "windows" && runtime.GOOS != "plan9"
	}
	return strings.HasPrefix(tag, "go1.")
}

// Output is what the program prints, from the file beside it; empty if there is
// none.
func (p Program) Output() ([]byte, error) {
	out, err := os.ReadFile(strings.TrimSuffix(p.File, ".go") + ".out")
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return out, err
}
