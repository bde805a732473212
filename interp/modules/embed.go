// This file finds the files that go:embed lines name.

package modules

import (
	"fmt"
	"io/fs"
	"path"
	"strings"
)

// Embedded are the files that the patterns of a go:embed line match, by their
// names relative to the package, as package embed describes it.
func (p *Package) Embedded(patterns []string) (map[string][]byte, error) {
	files := map[string][]byte{}
	for _, pattern := range patterns {
		rest, all := strings.CutPrefix(pattern, "all:")
		matches, err := fs.Glob(p.fsys, path.Join(p.dir, rest))
		if err != nil || len(matches) == 0 {
			return nil, fmt.Errorf("%s: go:embed %s: no matching files", p.Path, pattern)
		}
		for _, m := range matches {
			err := fs.WalkDir(p.fsys, m, func(name string, d fs.DirEntry, err error) error {
				if err != nil {
					return err
				}
				base := path.Base(name)
				if hidden := strings.HasPrefix(base, ".") || strings.HasPrefix(base, "_"); hidden && !all && name != m {
					if d.IsDir() {
						return fs.SkipDir
					}
					return nil
				}
				if d.IsDir() {
					return nil
				}
				b, err := fs.ReadFile(p.fsys, name)
				if err != nil {
					return err
				}
				rel := name
				if p.dir != "." {
					rel = strings.TrimPrefix(name, p.dir+"/")
				}
				files[rel] = b
				return nil
			})
			if err != nil {
				return nil, fmt.Errorf("%s: go:embed %s: %w", p.Path, pattern, err)
			}
		}
	}
	return files, nil
}
