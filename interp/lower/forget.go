// This file forgets what a cell replaces. A session may run ten thousand cells
// that each define the same names.

package lower

import (
	"go/ast"
	"go/types"
	"maps"

	"github.com/gorgolab/gorgo/interp/check"
)

// forget says what of earlier programs is out of reach once the unit's names are
// the session's. Methods of a replaced type never are: its values may live on.
func (l *lowering) forget(p *Program) {
	var gone []*types.Func
	for _, g := range l.unit.Dropped {
		switch o := g.Object.(type) {
		case *types.Var:
			p.Gone = append(p.Gone, globalName(g))
			p.forget = append(p.forget, func() { l.run.Forget(g.ID); delete(l.stored, g.ID) })
		case *types.Func:
			slot, next := slotNames(g)
			p.Gone = append(p.Gone, slot, next)
			p.forget = append(p.forget, func() { l.run.Forget("func " + g.ID); delete(l.slots, g.ID) })
			gone = append(gone, o)
		case *types.TypeName:
			if n, ok := o.Type().(*types.Named); ok && !o.IsAlias() {
				for m := range n.Methods() {
					p.Stale = append(p.Stale, l.namesOf(m.Origin())...)
				}
			}
		}
	}
	for f := range l.specific {
		p.forget = append(p.forget, func() { delete(l.bodies, f) }) // it has been lowered
	}
	for _, g := range l.unit.Defines {
		if old := replaced(g); old != nil {
			gone = append(gone, old)
		}
	}
	l.forgetFuncs(p, gone)
}

// replaced is the function whose place a record's function takes.
func replaced(g *check.Global) *types.Func {
	if g.Replaces == nil {
		return nil
	}
	f, _ := g.Replaces.Object.(*types.Func)
	return f
}

// genericUses says which functions generic code mentions. It may be instantiated
// at any time later, in the version that a cell has replaced, too: values of a generic
// type that was replaced have all its methods.
type genericUses struct {
	by   map[*types.Func]map[*types.Func]bool // a function → the generic ones that mention it
	held map[*types.Func]bool                 // replaced, and kept for generic code
}

// noteUses notes what a generic function or method mentions.
func (l *lowering) noteUses(f *types.Func, d *ast.FuncDecl) {
	by := l.generic.by
	ast.Inspect(d, func(n ast.Node) bool {
		id, ok := n.(*ast.Ident)
		if !ok {
			return true
		}
		if used, ok := l.info.Uses[id].(*types.Func); ok && l.own(used.Pkg()) && !by[used.Origin()][f] {
			used = used.Origin()
			if by[used] == nil {
				by[used] = map[*types.Func]bool{}
			}
			by[used][f] = true
			l.onUndo = append(l.onUndo, func() { l.generic.unused(used, f) })
		}
		return true
	})
}

// unused takes a mention back.
func (g *genericUses) unused(used, by *types.Func) {
	if delete(g.by[used], by); len(g.by[used]) == 0 {
		delete(g.by, used)
	}
}

// forgetFuncs forgets replaced functions, those held since earlier cells too, but
// for what generic code mentions that stays.
func (l *lowering) forgetFuncs(p *Program, replaced []*types.Func) {
	gone := maps.Clone(l.generic.held)
	for _, f := range replaced {
		gone[f] = true
	}
	for again := true; again; {
		again = false
		for f := range gone {
			for by := range l.generic.by[f] {
				if !gone[by] {
					delete(gone, f)
					again = true
					break
				}
			}
		}
	}
	for _, f := range replaced {
		if !gone[f] {
			p.forget = append(p.forget, func() { l.generic.held[f] = true })
		}
	}
	for f := range gone {
		l.forgetFunc(p, f)
	}
}

// forgetFunc forgets a function.
func (l *lowering) forgetFunc(p *Program, f *types.Func) {
	p.Gone = append(p.Gone, l.namesOf(f)...)
	p.forget = append(p.forget, func() {
		for _, k := range l.instances[f] {
			if l.backend != nil {
				l.backend.Forget(l.done[k])
			}
			delete(l.done, k)
		}
		delete(l.instances, f)
		delete(l.bodies, f)
		delete(l.generic.held, f)
		for used := range l.generic.by {
			l.generic.unused(used, f)
		}
	})
}

// namesOf lists the lowered functions made of one.
func (l *lowering) namesOf(f *types.Func) (names []string) {
	for _, k := range l.instances[f] {
		names = append(names, l.done[k])
	}
	return names
}
