// Range over a channel: receives until it is closed, or the cell is interrupted.
//
// Spec: For statements with range clause, channels.
// yaegi: its receive does not end with an interrupt.
// Before: for v := range c { … }
// After: for { v_1, ok := rt.Recv5(x); if !ok { break }; var v T = v_1; … }

package lower

import "go/types"

func (r *rangeLoop) channel(t *types.Chan) {
	x, v, ok := r.tmp("x"), r.tmp("v"), r.tmp("ok")
	r.emit("var %s %s = %s", x, r.chanType(r.s.X), r.chanText(r.s.X))
	r.body("for", func() {
		r.site(r.s.Pos())
		r.emit("%s, %s := %s(%s)", v, ok, r.receiver(r.s.X), x)
		r.emit("if !%s { break }", ok)
		r.bind(v, t.Elem(), "", nil)
		r.fn.stale = append(r.fn.stale, [2]int{numberOf(v), numberOf(v)})
	})
}
