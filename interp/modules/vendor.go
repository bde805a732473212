// This file reads the vendor folder of a main module.

package modules

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// vendored is what vendor/modules.txt lists.
type vendored struct {
	dir      string
	language map[string]string // of a package, by its path
}

// findVendor reads the vendor folder if it counts: where there is one, unless
// -mod says otherwise.
func findVendor(m *mainModule, mod string) (*vendored, error) {
	if mod == "mod" || mod == "readonly" {
		return nil, nil
	}
	v := &vendored{dir: filepath.Join(m.dir, "vendor"), language: map[string]string{}}
	b, err := os.ReadFile(filepath.Join(v.dir, "modules.txt"))
	switch {
	case errors.Is(err, fs.ErrNotExist) && mod == "vendor":
		return nil, fmt.Errorf("GOFLAGS has -mod=vendor, but %s has no vendor/modules.txt", m.dir)
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil
	case err != nil:
		return nil, err
	}
	current := ""
	for line := range strings.Lines(string(b)) {
		line = strings.TrimSpace(line)
		switch {
		case strings.HasPrefix(line, "# "):
			current = "go1.16" // what a module without a go line means
		case strings.HasPrefix(line, "## "):
			for f := range strings.SplitSeq(line[3:], ";") {
				if l, ok := strings.CutPrefix(strings.TrimSpace(f), "go "); ok {
					current = "go" + l
				}
			}
		case line != "":
			v.language[line] = current
		}
	}
	return v, nil
}
