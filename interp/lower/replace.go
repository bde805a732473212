// Functions of the session can be replaced: a version that has been replaced
// forwards to its successor.
//
// Spec: none; this is the notebook's own rule (a name can be defined again).
// yaegi: callers of a function that is defined again keep the old one.
// Before: func f(n int) int { … }, in two cells
// After: func f_1_next(n int) int { var h func(int) int = *f_1_s; return h(n) }
// func f_1(n int) int { if *b_1 { if rt.Enter(1) { return f_1_next(n) } }; … }
// Calls go straight to the version that the caller was checked with. The flag
// *b_1 is also set by an interrupt, so that one test serves both.

package lower

import (
	"fmt"
	"go/types"
	"strings"

	"github.com/gorgolab/gorgo/interp/check"
)

// pollText is where lowered code notices an interrupt: in every loop, and at
// the start of every function that can recurse.
const pollText = "if *stop { rt.Poll() }"

// replace queues a function of the session and makes it the current version of
// its ID.
func (l *lowering) replace(f *types.Func) {
	g := l.globals_(f)
	slot, next := slotNames(g)
	sig := types.NewSignatureType(nil, nil, nil, f.Signature().Params(), f.Signature().Results(), f.Signature().Variadic())
	ps, as := l.signature(sig)
	ret := ""
	if sig.Results().Len() > 0 {
		ret = "return "
	}
	if !l.slots[g.ID] {
		l.slots[g.ID] = true
		id := g.ID
		l.onUndo = append(l.onUndo, func() { delete(l.slots, id) })
		l.prog.Shared = append(l.prog.Shared, slot, next)
		l.prog.Vars[slot] = Var{Value: l.run.Global("func "+g.ID, l.entry(sig))}
		l.emit("var %s *%s", slot, l.typeText(sig))
		l.emit("func %s(%s)%s { var h %s = *%s; %sh(%s) }", next, strings.Join(ps, ", "), l.results(sig), l.typeText(sig), slot, ret, strings.Join(as, ", "))
	}
	version := l.run.AddVersion()
	flag := fmt.Sprintf("b_%d", version.Number)
	l.prog.Vars[flag] = Var{Value: version.Flag()}
	l.emit("var %s *bool", flag)
	name := l.session(f, g.ID, version.Number)
	v := l.tmp("slot")
	l.load = append(l.load,
		fmt.Sprintf("var %s %s = func(%s)%s { %s%s(%s) }", v, l.typeText(sig), strings.Join(ps, ", "), l.results(sig), ret, name, strings.Join(as, ", ")),
		fmt.Sprintf("*%s = %s", slot, v),
		fmt.Sprintf("rt.Current(%q, %d)", g.ID, version.Number))
}

// slotNames are the variable that points to a function's current version, and the
// function that calls it.
func slotNames(g *check.Global) (slot, next string) { return sane(g.ID) + "_s", nextName(g.ID) }

func nextName(id string) string { return sane(id) + "_next" }

// session names a function that has a version.
func (l *lowering) session(f *types.Func, id string, version int) string {
	n := l.funcName(f, nil, nil)
	for i := range l.queue {
		if l.queue[i].name == n {
			l.queue[i].id, l.queue[i].version = id, version
		}
	}
	return n
}

// entry_ is the text at the start of a function that can be replaced. The call of
// the successor is in a function of its own: what it needs would take room in
// each activation of this one.
func (l *lowering) entry_(j job, sig *types.Signature) string {
	var args []string
	for i := 0; i < sig.Params().Len(); i++ {
		args = append(args, l.name(sig.Params().At(i)))
	}
	call := nextName(j.id) + "(" + strings.Join(args, ", ") + ")"
	if sig.Results().Len() > 0 {
		call = "return " + call
	} else {
		call += "; return"
	}
	return fmt.Sprintf("if *b_%d { if rt.Enter(%d) { %s } }", j.version, j.version, call)
}
