// This file forgets what a cell replaces. A session may run ten thousand cells
// that each define the same names.

package lower

import (
	"go/types"

	"github.com/gorgolab/gorgo/interp/check"
)

// forget says what of earlier programs is out of reach once the unit's names are
// the session's. Methods of a replaced type never are: its values may live on.
func (l *lowering) forget(p *Program) {
	for _, g := range l.unit.Dropped {
		switch o := g.Object.(type) {
		case *types.Var:
			p.Gone = append(p.Gone, globalName(g))
			p.forget = append(p.forget, func() { l.run.Forget(g.ID); delete(l.stored, g.ID) })
		case *types.Func:
			slot, next := slotNames(g)
			p.Gone = append(p.Gone, slot, next)
			p.forget = append(p.forget, func() { l.run.Forget("func " + g.ID); delete(l.slots, g.ID) })
			l.forgetFunc(p, o)
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
			l.forgetFunc(p, old)
		}
	}
}

// replaced is the function whose place a record's function takes.
func replaced(g *check.Global) *types.Func {
	if g.Replaces == nil {
		return nil
	}
	f, _ := g.Replaces.Object.(*types.Func)
	return f
}

// forgetFunc forgets a function. Generic code that has not been instantiated yet
// may still mention it; so, where there is any, nothing is forgotten.
func (l *lowering) forgetFunc(p *Program, f *types.Func) {
	if l.generic {
		return
	}
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
	})
}

// namesOf lists the lowered functions made of one.
func (l *lowering) namesOf(f *types.Func) (names []string) {
	for _, k := range l.instances[f] {
		names = append(names, l.done[k])
	}
	return names
}
