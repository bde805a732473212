// Range over an integer.
//
// Spec: For statements with range clause, integer values.
// yaegi: panics (nil type).
// Before: for i := range n { … }
// After: var n_1 int = n; var i_2 int = 0; for ; i_2 < n_1; i_2++ { var i int = i_2; … }

package lower

import (
	"fmt"
	"go/types"
)

func (r *rangeLoop) integer() {
	t := r.t
	if isUntyped(t) { // the variable's type is the constant's
		t = types.Typ[types.Int]
		if r.key != nil {
			t = r.typeOf(r.key)
		}
	}
	n, i := r.tmp("n"), r.tmp("i")
	r.emit("var %s %s = %s", n, r.typeText(t), r.typed(r.s.X, t))
	r.emit("var %s %s = %s", i, r.typeText(t), r.zero(t))
	r.body(fmt.Sprintf("for ; %s < %s; %s++", i, n, i), func() { r.bind(i, t, "", nil) })
}
