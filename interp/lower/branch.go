// Jumps: labels get names of their own, and what leaves a range-over-func body
// goes through its state variable.
//
// Spec: Labeled statements, Break, Continue, Goto statements.
// yaegi: a bare return that two paths lead to, as from a goto, ends in a loop for ever;
// break out of a labelled block is unknown to it.
// Before: L: for { break L }
// After: G_L: … L_L: for { break L_L }.

package lower

import (
	"fmt"
	"go/ast"
	"go/token"
	"strings"

	"github.com/gorgolab/gorgo/interp/runtime"
)

// jumpTarget is a statement that break or continue can refer to.
type jumpTarget struct {
	label string
	loop  bool
	rf    *rangeFuncBody // of a range-over-func loop
	depth int            // how many range-over-func bodies are around it
}

func (l *lowering) push(label string, loop bool, rf *rangeFuncBody) {
	l.fn.targets = append(l.fn.targets, &jumpTarget{label: label, loop: loop, depth: len(l.fn.rfs), rf: rf})
	if label != "" && rf == nil {
		l.emit("%s:", loopLabel(label))
	}
}

func (l *lowering) pop() { l.fn.targets = l.fn.targets[:len(l.fn.targets)-1] }

func loopLabel(s string) string { return "L_" + sane(s) }

// retJump leaves the function; the results are in their variables already.
func (l *lowering) retJump() {
	switch n := len(l.fn.rfs); {
	case n > 0:
		rf := l.fn.rfs[n-1]
		l.emit("%s = %d", rf.state, rf.code("return"))
		l.leave(rf)
	case l.fn.framed || l.fn.res == nil:
		if l.fn.jumps {
			l.emit(pollText)
		}
		l.emit("return")
	default:
		l.emit("return %s", strings.Join(l.fn.res, ", "))
	}
}

// jump lowers break and continue.
func (l *lowering) jump(tok token.Token, label string, pos token.Pos) {
	var t *jumpTarget
	for i := len(l.fn.targets) - 1; i >= 0 && t == nil; i-- {
		c := l.fn.targets[i]
		if label != "" && c.label == label || label == "" && (c.loop || tok == token.BREAK) {
			t = c
		}
	}
	if t == nil {
		l.fail(pos, "%s %s, whose target is not a loop, switch or select", tok, label)
	}
	depth := len(l.fn.rfs)
	switch {
	case t.rf != nil && t.depth+1 == depth: // the innermost range-over-func loop
		if tok == token.CONTINUE {
			l.emit("%s = %d", t.rf.done, runtime.RangeReady)
			l.emit("return true")
		} else {
			l.leave(t.rf)
		}
		return
	case t.rf == nil && t.depth == depth:
		if label != "" {
			l.emit("%s %s", tok, loopLabel(label))
		} else {
			l.emit("%s", tok.String())
		}
		return
	}
	// It leaves range-over-func bodies.
	rf := l.fn.rfs[depth-1]
	if label == "" {
		if t.label == "" {
			t.label = fmt.Sprintf("#%d", l.next())
		}
		label = t.label
	}
	l.emit("%s = %d", rf.state, rf.code(tok.String()+" "+label))
	l.leave(rf)
}

// jumpTo lowers goto to the label at a place.
func (l *lowering) jumpTo(label string, at token.Pos) {
	if n := len(l.fn.rfs); n > 0 && !l.fn.rfs[n-1].contains(at) {
		rf := l.fn.rfs[n-1]
		rf.labels[label] = at
		l.emit("%s = %d", rf.state, rf.code("goto "+label))
		l.leave(rf)
		return
	}
	l.emit(pollText)
	l.emit("goto G_%s", sane(label))
}

func (l *lowering) branch(s *ast.BranchStmt) {
	label := ""
	if s.Label != nil {
		label = s.Label.Name
	}
	switch s.Tok {
	case token.BREAK, token.CONTINUE:
		l.jump(s.Tok, label, s.Pos())
	case token.GOTO:
		l.jumpTo(label, l.info.Uses[s.Label].Pos())
	case token.FALLTHROUGH:
		l.emit("fallthrough")
	}
}

func (l *lowering) labeled(s *ast.LabeledStmt) {
	l.emit("G_%s:", sane(s.Label.Name))
	switch x := s.Stmt.(type) {
	case *ast.ForStmt, *ast.RangeStmt, *ast.SwitchStmt, *ast.TypeSwitchStmt, *ast.SelectStmt:
		l.stmt(x, s.Label.Name)
	default:
		l.stmt(x, "")
	}
}
