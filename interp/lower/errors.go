// This file declares the one error of lowering: a construct that it refuses.

package lower

import (
	"fmt"
	"go/token"
)

// Error says that a cell uses something that the lowering does not know how to
// run right.
type Error struct {
	Pos       token.Position
	Construct string // what it is, in the user's terms
}

// Error names the place and the construct.
func (e *Error) Error() string {
	return fmt.Sprintf("%s: gorgo cannot run this yet: %s", e.Pos, e.Construct)
}

// fail ends the lowering of the unit. Where pos is unknown, the statement that
// is being lowered is named.
func (l *lowering) fail(pos token.Pos, f string, a ...any) {
	if !pos.IsValid() {
		pos = l.pos
	}
	panic(&Error{Pos: l.fset.Position(pos), Construct: fmt.Sprintf(f, a...)})
}
