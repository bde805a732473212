// This file reads the vendor folder beside a go.mod or go.work.

package modules

import (
	"errors"
	"fmt"
	"go/version"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/mod/modfile"
	"golang.org/x/mod/module"
)

// vendored is what vendor/modules.txt lists.
type vendored struct {
	dir      string
	language map[string]string       // of a package, by its path
	explicit map[module.Version]bool // the modules that a go.mod requires
}

// findVendor reads the vendor folder if it counts: -mod=vendor says so, or it is
// there, go is at least since, and -mod says nothing. work: of a workspace, which
// has folders of its own kind.
func findVendor(dir string, g *modfile.Go, since string, work bool, mod string) (*vendored, error) {
	if mod == "mod" || mod == "readonly" {
		return nil, nil
	}
	v := &vendored{dir: filepath.Join(dir, "vendor"), language: map[string]string{}, explicit: map[module.Version]bool{}}
	b, err := os.ReadFile(filepath.Join(v.dir, "modules.txt"))
	switch {
	case errors.Is(err, fs.ErrNotExist) && mod == "vendor":
		return nil, fmt.Errorf("GOFLAGS has -mod=vendor, but %s has no vendor/modules.txt", dir)
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil
	case err != nil:
		return nil, err
	}
	ofWork := strings.HasPrefix(string(b), "## workspace")
	if mod == "" && (g == nil || version.Compare("go"+g.Version, "go"+since) < 0 || work != ofWork) {
		return nil, nil
	}
	current := ""
	var m module.Version
	for line := range strings.Lines(string(b)) {
		line = strings.TrimSpace(line)
		switch {
		case strings.HasPrefix(line, "# "):
			current = "go1.16" // what a module without a go line means
			words := strings.Fields(line)
			if m = (module.Version{}); len(words) > 2 {
				m = module.Version{Path: words[1], Version: words[2]}
			}
		case strings.HasPrefix(line, "## "):
			for f := range strings.SplitSeq(line[3:], ";") {
				switch f = strings.TrimSpace(f); {
				case f == "explicit":
					v.explicit[m] = true
				case strings.HasPrefix(f, "go "):
					current = version.Lang("go" + strings.TrimPrefix(f, "go "))
				}
			}
		case line != "":
			v.language[line] = current
		}
	}
	return v, nil
}

// check tells whether the folder is what the go.mod requires. One without marks
// is older than those.
func (v *vendored) check(f *modfile.File) error {
	for _, r := range f.Require {
		if len(v.explicit) > 0 && !v.explicit[r.Mod] {
			return fmt.Errorf("%s does not have %s as go.mod requires it: go mod vendor in a terminal makes it anew, GOFLAGS=-mod=mod does without", v.dir, r.Mod)
		}
	}
	return nil
}
