// NOTICE: where the data comes from, and under which licences.

package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
)

func writeNotice(root string) error {
	var b bytes.Buffer
	b.WriteString(`NOTICE

Written by interp/packages/gen. The archives in data/ hold, of the packages
listed in internal/*/all.go, type information, documentation comments and the
source of generic declarations. They were made from these modules, whose
licences follow. Programs built from this repository contain those modules too.
`)
	type source struct{ name, dir string }
	sources := []source{{"The Go standard library, " + release(runtime.Version()) + " (https://go.dev)", ""}}
	goroot, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		return fmt.Errorf("go env GOROOT: %w", err)
	}
	sources[0].dir = strings.TrimSpace(string(goroot))
	for _, g := range groups {
		for _, m := range g.modules {
			out, err := exec.Command("go", "list", "-m", "-f", "{{.Version}} {{.Dir}}", m).Output()
			if err != nil {
				return fmt.Errorf("go list -m %s: %w", m, err)
			}
			version, dir, _ := strings.Cut(strings.TrimSpace(string(out)), " ")
			sources = append(sources, source{m + " " + version, dir})
		}
	}
	for _, s := range sources {
		text, err := os.ReadFile(filepath.Join(s.dir, "LICENSE"))
		if errors.Is(err, fs.ErrNotExist) {
			text, err = os.ReadFile(filepath.Join(s.dir, "LICENCE"))
		}
		if err != nil {
			return fmt.Errorf("the licence of %s: %w", s.name, err)
		}
		fmt.Fprintf(&b, "\n%s\n%s\n%s\n\n%s\n", strings.Repeat("-", 78), s.name, strings.Repeat("-", 78), bytes.TrimSpace(text))
	}
	return os.WriteFile(filepath.Join(root, "NOTICE"), b.Bytes(), 0o644)
}
