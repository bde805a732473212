// This file finds what the compiler rejects after go/types has accepted it: its own
// restrictions on types.

package check

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
)

const (
	// maxElement is the size of the largest elements that channels can have: the
	// run time's bookkeeping has 16 bits for it.
	maxElement = 1<<16 - 1
	// maxSize is that of the largest type.
	maxSize = 1<<50 - 1
)

// restrictions reports the types in a file that the compiler rejects.
func restrictions(info *types.Info, n *ast.File, report func(pos token.Pos, msg string)) {
	loops := cycles{map[*types.Interface]bool{}, map[*types.Interface]bool{}}
	ast.Inspect(n, func(n ast.Node) bool {
		e, ok := n.(ast.Expr)
		if !ok {
			return true
		}
		tv, ok := info.Types[e]
		if !ok || !tv.IsType() {
			return true
		}
		switch n.(type) {
		case *ast.InterfaceType:
			if loops.from(tv.Type) {
				report(n.Pos(), "invalid recursive type: anonymous interface refers to itself (see https://go.dev/issue/56103)")
			}
		case *ast.ChanType:
			t, ok := types.Unalias(tv.Type).(*types.Chan)
			if size, known := sizeOf(t.Elem()); ok && known && size > maxElement {
				report(n.Pos(), "channel element type too large (>64kB)")
			}
		case *ast.ArrayType:
			if size, known := sizeOf(tv.Type); known && (size < 0 || size > maxSize) {
				report(n.Pos(), "type "+types.TypeString(tv.Type, func(p *types.Package) string { return p.Name() })+" larger than address space")
			}
		}
		return true
	})
}

// sizeOf is the size of a type, unless it depends on a type parameter or is not
// known.
func sizeOf(t types.Type) (size int64, known bool) {
	if !fixedSize(t, map[types.Type]bool{}) {
		return 0, false
	}
	return sizes.Sizeof(t), true
}

func fixedSize(t types.Type, seen map[types.Type]bool) bool {
	if _, ok := types.Unalias(t).(*types.TypeParam); ok || seen[t] {
		return false
	}
	seen[t] = true
	defer delete(seen, t)
	switch u := t.Underlying().(type) {
	case *types.Basic:
		return u.Kind() != types.Invalid
	case *types.Array:
		return fixedSize(u.Elem(), seen)
	case *types.Struct:
		for f := range u.Fields() {
			if !fixedSize(f.Type(), seen) {
				return false
			}
		}
	}
	return true
}

// cycles finds interfaces whose methods lead back to them without a type's name in
// between. Each is found once.
type cycles struct{ open, done map[*types.Interface]bool }

func (c cycles) from(t types.Type) bool {
	some := func(list ...types.Type) bool {
		return slices.ContainsFunc(list, c.from)
	}
	switch t := types.Unalias(t).(type) {
	case *types.Interface:
		if c.done[t] || c.open[t] {
			return c.open[t]
		}
		c.open[t] = true
		found := false
		for m := range t.Methods() {
			found = found || c.from(m.Type())
		}
		delete(c.open, t)
		c.done[t] = true
		return found
	case *types.Signature:
		return some(t.Params(), t.Results())
	case *types.Tuple:
		for v := range t.Variables() {
			if c.from(v.Type()) {
				return true
			}
		}
	case *types.Struct:
		for f := range t.Fields() {
			if c.from(f.Type()) {
				return true
			}
		}
	case *types.Pointer:
		return some(t.Elem())
	case *types.Slice:
		return some(t.Elem())
	case *types.Array:
		return some(t.Elem())
	case *types.Chan:
		return some(t.Elem())
	case *types.Map:
		return some(t.Key(), t.Elem())
	}
	return false
}
