// The source of generic declarations.

package packages

import "strings"

// Source returns the files of a package's generic declarations, by name, as the
// package's documentation describes them. ok is false for a package that exports
// nothing generic.
func Source(path string) (files map[string][]byte, ok bool) {
	p, known := index()[path]
	if !known {
		return nil, false
	}
	if p.open() != nil {
		return nil, false
	}
	prefix := "source/" + path + "/"
	for name := range p.files {
		base, is := strings.CutPrefix(name, prefix)
		if !is || strings.Contains(base, "/") {
			continue
		}
		text, err := p.file(name)
		if err != nil {
			return nil, false
		}
		if files == nil {
			files = map[string][]byte{}
		}
		files[base] = text
	}
	return files, files != nil
}

// Source is the function Source.
func (Universe) Source(path string) (map[string][]byte, bool) { return Source(path) }
