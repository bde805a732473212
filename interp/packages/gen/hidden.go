// Hidden types: named types that cells can have values of, but no name for.
//
// binary.LittleEndian has the type littleEndian, gorgonia.NewTapeMachine returns a
// *tapeMachine, exec.Cmd has a field of type *syscall.SysProcAttr. Lowered code
// has variables of such types, so it needs their reflect.Type. No expression of
// ours can name one, but each is some steps away from a symbol: the first result
// of NewTapeMachine, its element. The tables hold the steps, and package packages
// walks them.

package main

import (
	"fmt"
	"go/types"
	"slices"
	"strings"

	"github.com/gorgolab/gorgo/interp/packages/internal/table"
)

// reached is a type on the way, and the way to it.
type reached struct {
	t     types.Type
	steps string
}

// hidden finds the hidden types that are reachable from a package's symbols.
func hidden(p *types.Package, bundled func(path string) bool) []table.Hidden {
	var found []table.Hidden
	known := map[*types.TypeName]bool{}
	// Breadth first over all symbols, for short ways.
	type start struct {
		symbol string
		reached
	}
	var queue []start
	seen := map[types.Type]bool{}
	for _, name := range p.Scope().Names() {
		o := p.Scope().Lookup(name)
		if !o.Exported() || generic(o) {
			continue
		}
		switch o.(type) {
		case *types.Var, *types.Func:
			queue = append(queue, start{name, reached{o.Type(), ""}})
		case *types.TypeName:
			if hasValues(o.Type()) {
				queue = append(queue, start{name, reached{o.Type(), ""}})
			}
		}
	}
	for len(queue) > 0 {
		s := queue[0]
		queue = queue[1:]
		t := types.Unalias(s.t)
		if seen[t] {
			continue
		}
		seen[t] = true
		if n, ok := t.(*types.Named); ok && n.Obj().Pkg() != nil && n.TypeArgs().Len() == 0 {
			o := n.Obj()
			if o.Exported() && bundled(o.Pkg().Path()) {
				if o.Pkg() != p {
					continue // its own package's walk goes on from there
				}
			} else if !known[o] {
				known[o] = true
				found = append(found, table.Hidden{Path: o.Pkg().Path(), Name: o.Name(), In: p.Path(), Symbol: s.symbol, Steps: strings.TrimSpace(s.steps)})
			}
		}
		for _, next := range neighbours(t) {
			queue = append(queue, start{s.symbol, reached{next.t, s.steps + " " + next.steps}})
		}
	}
	return found
}

// neighbours are the types that a type is made of and that code can get at.
func neighbours(t types.Type) []reached {
	var list []reached
	add := func(t types.Type, format string, args ...any) {
		list = append(list, reached{t, fmt.Sprintf(format, args...)})
	}
	signature := func(s *types.Signature, prefix string, shift int) {
		for i := range s.Params().Len() {
			add(s.Params().At(i).Type(), "%sin:%d", prefix, i+shift)
		}
		for i := range s.Results().Len() {
			add(s.Results().At(i).Type(), "%sout:%d", prefix, i)
		}
	}
	switch u := t.Underlying().(type) {
	case *types.Pointer:
		add(u.Elem(), "elem")
	case *types.Slice:
		add(u.Elem(), "elem")
	case *types.Array:
		add(u.Elem(), "elem")
	case *types.Chan:
		add(u.Elem(), "elem")
	case *types.Map:
		add(u.Key(), "key")
		add(u.Elem(), "elem")
	case *types.Signature:
		signature(u, "", 0)
	case *types.Struct:
		for i := range u.NumFields() {
			if f := u.Field(i); f.Exported() || f.Embedded() {
				add(f.Type(), "field:%d", i)
			}
		}
	case *types.Interface:
		for m := range u.Methods() {
			if m.Exported() {
				signature(m.Signature(), "method:"+m.Name()+" ", 0)
			}
		}
		return list
	}
	if _, ok := t.(*types.Named); !ok {
		return list
	}
	methods := slices.Collect(types.NewMethodSet(types.NewPointer(t)).Methods())
	for _, sel := range methods {
		if m := sel.Obj().(*types.Func); m.Exported() {
			signature(m.Signature(), "pointer method:"+m.Name()+" ", 1)
		}
	}
	return list
}
