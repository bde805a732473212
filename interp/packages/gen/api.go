// A package's API as text, to compare what is bundled with what the tree has.

package main

import (
	"fmt"
	"go/types"
	"slices"
	"strings"
)

// api lists the exported names, with types, constants' values, fields and
// methods, a line each.
func api(p *types.Package) []string {
	qualifier := func(p *types.Package) string { return p.Path() }
	var lines []string
	for _, name := range p.Scope().Names() {
		o := p.Scope().Lookup(name)
		if !o.Exported() {
			continue
		}
		lines = append(lines, types.ObjectString(o, qualifier))
		if _, ok := o.(*types.TypeName); !ok || types.IsInterface(o.Type()) {
			continue
		}
		for m := range types.NewMethodSet(types.NewPointer(o.Type())).Methods() {
			if m.Obj().Exported() {
				lines = append(lines, types.ObjectString(m.Obj(), qualifier))
			}
		}
	}
	slices.Sort(lines)
	return slices.Compact(lines) // types that embed one another share methods
}

// difference is the first line that only one of two lists has.
func difference(bundled, tree []string) string {
	has := map[string]bool{}
	for _, l := range bundled {
		has[l] = true
	}
	for _, l := range tree {
		if !has[l] {
			return fmt.Sprintf("does not have yet: %s", strings.TrimSpace(l))
		}
		delete(has, l)
	}
	for _, l := range bundled {
		if has[l] {
			return fmt.Sprintf("still has: %s", strings.TrimSpace(l))
		}
	}
	return ""
}
