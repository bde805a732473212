// Range over slices and arrays.
//
// Spec: For statements with range clause, arrays, pointers to arrays, slices.
// yaegi: its own loop keeps its counter in the frame, where a closure that is
// called again finds it.
// Before: for i, x := range xs { … }
// After: var x_1 []T = xs; var n int = len(x_1); var k int = 0; for ; k < n; k++
// { var i int = k; var x T = x_1[k]; … }. An array is copied, as Go copies it, if its
// values are wanted.

package lower

import (
	"fmt"
	"go/types"
	"strconv"
)

func (r *rangeLoop) slice(t *types.Slice) {
	x, n := r.tmp("x"), r.tmp("n")
	r.emit("var %s %s = %s", x, r.typeText(r.t), r.expr(r.s.X))
	r.emit("var %s int = len(%s)", n, x)
	r.indexed(x, n, t.Elem())
}

func (r *rangeLoop) array(t *types.Array) {
	x := r.tmp("x")
	if r.val != nil {
		r.emit("var %s %s = %s", x, r.typeText(r.t), r.expr(r.s.X))
	} else if !pure(r.s.X) {
		r.emit("var %s %s = %s", x, r.typeText(r.t), r.expr(r.s.X))
	}
	r.indexed(x, strconv.FormatInt(t.Len(), 10), t.Elem())
}

func (r *rangeLoop) pointer(t *types.Array) {
	x := r.tmp("x")
	r.emit("var %s %s = %s", x, r.typeText(r.t), r.expr(r.s.X))
	r.indexed("(*"+x+")", strconv.FormatInt(t.Len(), 10), t.Elem())
}

// indexed is the loop over x[0] to x[n-1].
func (r *rangeLoop) indexed(x, n string, elem types.Type) {
	k := r.tmp("k")
	r.emit("var %s int = 0", k)
	r.body(fmt.Sprintf("for ; %s < %s; %s++", k, n, k), func() {
		r.bind(k, types.Typ[types.Int], x+"["+k+"]", elem)
	})
}
