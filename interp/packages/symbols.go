// Symbols of compiled packages.

package packages

import (
	"reflect"
	"sync"
)

var symbols sync.Map // path → map[string]reflect.Value

// Symbols returns what a package exports, by name: functions; variables, which
// are addressable; types, as a nil pointer to them. It has no constants
// (go/types knows their values), nothing generic (see Source) and no constraint
// interfaces. The map is shared: don't change it. It is nil for a package that
// is not bundled.
func Symbols(path string) map[string]reflect.Value {
	if m, ok := symbols.Load(path); ok {
		return m.(map[string]reflect.Value)
	}
	p, ok := index()[path]
	if !ok {
		return nil
	}
	m := make(map[string]reflect.Value, len(p.Funcs)+len(p.Vars)+len(p.Types))
	for _, s := range p.Funcs {
		m[s.Name] = reflect.ValueOf(s.Value)
	}
	for _, s := range p.Vars {
		m[s.Name] = reflect.ValueOf(s.Value).Elem()
	}
	for _, s := range p.Types {
		m[s.Name] = reflect.ValueOf(s.Value)
	}
	first, _ := symbols.LoadOrStore(path, m)
	return first.(map[string]reflect.Value)
}

// Symbols is the function Symbols.
func (Universe) Symbols(path string) map[string]reflect.Value { return Symbols(path) }
