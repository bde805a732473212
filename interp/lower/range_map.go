// Range over a map: yaegi's own loop, with variables that are new in each
// iteration.
//
// Spec: For statements with range clause, maps.
// yaegi: right, but its iteration variables live as long as the function.
// Before: for k, v := range m { … }
// After: for k_1, v_2 := range x { var k K = k_1; var v V = v_2; … }

package lower

import "go/types"

func (r *rangeLoop) mapping(t *types.Map) {
	x, k, v := r.tmp("x"), r.tmp("k"), r.tmp("v")
	r.emit("var %s %s = %s", x, r.typeText(r.t), r.expr(r.s.X))
	head := "for range " + x
	switch {
	case r.key != nil && r.val != nil:
		head = "for " + k + ", " + v + " := range " + x
	case r.key != nil:
		head = "for " + k + " := range " + x
	case r.val != nil:
		head = "for _, " + v + " := range " + x
	}
	r.body(head, func() { r.bind(k, t.Key(), v, t.Elem()) })
}
