// Range over a string.
//
// Spec: For statements with range clause, string values.
// yaegi: counts wrongly.
// Before: for i, c := range s { … }
// After: for ; k < len(x); k = k + w { v, vw := rt.Rune(x, k); w = vw; var i int = k; var c int32 = v; … }

package lower

import (
	"fmt"
	"go/types"
)

func (r *rangeLoop) text() {
	x, k, w, v := r.tmp("x"), r.tmp("k"), r.tmp("w"), r.tmp("v")
	r.emit("var %s string = %s", x, r.typed(r.s.X, types.Typ[types.String]))
	r.emit("var %s int = 0", k)
	r.emit("var %s int = 0", w)
	r.body(fmt.Sprintf("for ; %s < len(%s); %s = %s + %s", k, x, k, k, w), func() {
		r.emit("%s, %sw := rt.Rune(%s, %s)", v, v, x, k)
		r.emit("%s = %sw", w, v)
		r.bind(k, types.Typ[types.Int], v, types.Typ[types.Int32])
	})
}
