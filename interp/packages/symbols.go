// Symbols of compiled packages.

package packages

import (
	"reflect"
	"strconv"
	"strings"
	"sync"

	"github.com/gorgolab/gorgo/interp/packages/internal/table"
)

var symbols sync.Map // path → map[string]reflect.Value

// Symbols returns what a package exports, by name: functions; variables, which
// are addressable; types, as a nil pointer to them. It has no constants
// (go/types knows their values), nothing generic (see Source) and no constraint
// interfaces. It also has the unexported types that code can get values of, such
// as the littleEndian of binary.LittleEndian; and for a package that is not
// bundled, the types that bundled packages use, such as syscall.SysProcAttr. The
// map is shared: don't change it. It is nil where there is nothing.
func Symbols(path string) map[string]reflect.Value {
	if m, ok := symbols.Load(path); ok {
		return m.(map[string]reflect.Value)
	}
	p, ok := index()[path]
	away := hidden()[path]
	if !ok {
		if away == nil {
			return nil
		}
		p.Package = &table.Package{}
	}
	m := make(map[string]reflect.Value, len(p.Funcs)+len(p.Vars)+len(p.Types)+len(away))
	for _, s := range p.Funcs {
		m[s.Name] = reflect.ValueOf(s.Value)
	}
	for _, s := range p.Vars {
		m[s.Name] = reflect.ValueOf(s.Value).Elem()
	}
	for _, s := range p.Types {
		m[s.Name] = reflect.ValueOf(s.Value)
	}
	for _, h := range away {
		if _, ok := m[h.Name]; !ok {
			m[h.Name] = reflect.Zero(reflect.PointerTo(walk(h)))
		}
	}
	first, _ := symbols.LoadOrStore(path, m)
	return first.(map[string]reflect.Value)
}

// hidden are the types that are some steps away from a symbol, by their package.
var hidden = sync.OnceValue(func() map[string][]table.Hidden {
	all := map[string][]table.Hidden{}
	for _, g := range groups {
		for _, h := range g.hidden {
			all[h.Path] = append(all[h.Path], h)
		}
	}
	return all
})

// walk goes the steps to a hidden type.
func walk(h table.Hidden) reflect.Type {
	t := start(index()[h.In].Package, h.Symbol)
	for step := range strings.FieldsSeq(h.Steps) {
		what, arg, _ := strings.Cut(step, ":")
		n, _ := strconv.Atoi(arg)
		switch what {
		case "elem":
			t = t.Elem()
		case "key":
			t = t.Key()
		case "in":
			t = t.In(n)
		case "out":
			t = t.Out(n)
		case "field":
			t = t.Field(n).Type
		case "method":
			m, _ := t.MethodByName(arg)
			t = m.Type
		case "pointer":
			t = reflect.PointerTo(t)
		}
	}
	return t
}

// start is the type of a symbol.
func start(p *table.Package, name string) reflect.Type {
	for _, s := range p.Funcs {
		if s.Name == name {
			return reflect.TypeOf(s.Value)
		}
	}
	for _, list := range [][]table.Symbol{p.Vars, p.Types} {
		for _, s := range list {
			if s.Name == name {
				return reflect.TypeOf(s.Value).Elem()
			}
		}
	}
	return nil
}

// Symbols is the function Symbols.
func (Universe) Symbols(path string) map[string]reflect.Value { return Symbols(path) }
