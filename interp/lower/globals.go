// Session variables live in the runtime, not in yaegi's globals.
//
// Spec: Package initialization, Variable declarations.
// yaegi: its own globals lose their values when a later cell fails, are
// clobbered by inner scopes of the same name, and move in memory while
// goroutines of earlier cells run.
// Before: x := 1; x++
// After: a pointer x_1_g to storage of the runtime is set up once, when the cell
// that defines x is loaded; the value is *x_1_g everywhere.

package lower

import (
	"go/types"

	"github.com/gorgolab/gorgo/interp/check"
)

// declareGlobals makes storage for the variables that the unit gives the
// session. A variable that keeps its ID keeps its storage.
func (l *lowering) declareGlobals() {
	for _, g := range l.unit.Defines {
		v, ok := g.Object.(*types.Var)
		if !ok || l.stored[g.ID] {
			continue
		}
		n := globalName(g)
		e := l.entry(v.Type())
		l.prog.Shared = append(l.prog.Shared, n)
		l.prog.Vars[n] = Var{Value: l.run.Global(g.ID, e)}
		l.emit("var %s *%s", n, l.typeText(v.Type()))
		l.stored[g.ID] = true
		id := g.ID
		l.onUndo = append(l.onUndo, func() { delete(l.stored, id) })
	}
}

// global is the text of a session variable.
func (l *lowering) global(g *check.Global) string { return "(*" + globalName(g) + ")" }

// globalName is a name that no variable of a function has: theirs end in a number.
func globalName(g *check.Global) string { return sane(g.ID) + "_g" }

// initGlobals lowers a declaration of session variables: all values first, then
// the stores.
func (l *lowering) initGlobals(v *check.VarInit) {
	l.site(v.Pos)
	l.pos = v.Pos
	var targets []place
	for _, o := range v.Vars {
		if o == nil {
			targets = append(targets, place{blank: true})
			continue
		}
		g := l.globals_(o)
		text := l.global(g)
		targets = append(targets, place{t: o.Type(), set: func(s string) { l.emit("%s = %s", text, s) }})
	}
	switch {
	case len(v.Values) == 0:
		for _, p := range targets {
			if !p.blank {
				p.set(l.zero(p.t))
			}
		}
	case len(v.Values) == 1 && len(targets) > 1:
		l.tupleAssign(targets, v.Values[0])
	default:
		var tmps []string
		for i, e := range v.Values {
			t := targets[i].t
			if t == nil {
				t = l.typeOf(e)
				if isUntyped(t) {
					t = types.Default(t)
				}
			}
			tmp := l.tmp("v")
			l.emit("var %s %s = %s", tmp, l.typeText(t), l.convert(e, t))
			tmps = append(tmps, tmp)
		}
		for i, p := range targets {
			if !p.blank {
				p.set(tmps[i])
			}
		}
	}
}

// record is that of a variable of the session or of a package from source; nil
// for others.
func (l *lowering) record(o types.Object) *check.Global {
	if g := l.globals[o]; g != nil {
		return g
	}
	return l.records[o]
}

func (l *lowering) globals_(o types.Object) *check.Global {
	g := l.record(o)
	if g == nil {
		l.fail(l.pos, "variable %s, whose value belongs to a package that gorgo does not have", o.Name())
	}
	return g
}
