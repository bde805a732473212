// Documentation comments.

package packages

import (
	"encoding/json"
	"sync"
)

var docs sync.Map // path → map[string]string

// Doc is the documentation comment of an exported name: a function, type,
// variable or constant; a method or field as "Type.Member"; "" is the package's
// own. It is empty where there is none. The comment is Go's doc markup, as
// go/doc/comment parses it.
func Doc(path, name string) string {
	if d, ok := docs.Load(path); ok {
		return d.(map[string]string)[name]
	}
	p, ok := index()[path]
	if !ok {
		return ""
	}
	data, err := p.file("doc/" + path)
	if err != nil {
		return ""
	}
	d := map[string]string{}
	if json.Unmarshal(data, &d) != nil {
		return ""
	}
	docs.Store(path, d)
	return d[name]
}

// Doc is the function Doc.
func (Universe) Doc(path, name string) string { return Doc(path, name) }

// ByName is the function ByName.
func (Universe) ByName(name string) []string { return ByName(name) }

// Paths is the function Paths.
func (Universe) Paths() []string { return Paths() }

// Names is the function Names.
func (Universe) Names() []string { return Names() }
