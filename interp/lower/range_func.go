// Range over a function: the body becomes the function that the iterator calls.
//
// Spec: For statements with range clause, function values.
// yaegi: panics (nil type).
// Before: for x := range seq { if x > 3 { return x }; use(x) }
// After: var st, done int; seq(func(y int) bool { var x int = y; done = 1; if x > 3
// { res = x; st = 1; done = 2; return false }; use(x); done = 0; return true });
// done = 3; if st == 1 { return res }
// A jump that leaves the body notes in st where to; a call of the body after it
// has ended panics, and so does one after it panicked.

package lower

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"

	"github.com/gorgolab/gorgo/interp/runtime"
)

// rangeFuncBody is a loop body that has become a function.
type rangeFuncBody struct {
	state string         // variable: 0, or the code of the jump
	done  string         // variable: 0 while the body may be called, otherwise why not
	codes map[string]int // jumps out of the body, by text
	list  []string       // the same by code, from 1
	depth int

	body   *ast.BlockStmt
	labels map[string]token.Pos // of goto statements that leave the body
}

// contains tells whether a place is in the body.
func (r *rangeFuncBody) contains(pos token.Pos) bool {
	return r.body.Pos() <= pos && pos < r.body.End()
}

func (l *lowering) rangeFunc(s *ast.RangeStmt, sg *types.Signature, label string) {
	ys := under(sg.Params().At(0).Type()).(*types.Signature)
	rf := &rangeFuncBody{state: l.tmp("st"), done: l.tmp("done"), codes: map[string]int{}, depth: len(l.fn.rfs), body: s.Body, labels: map[string]token.Pos{}}
	l.emit("{")
	l.emit("var %s int = 0", rf.state)
	l.emit("var %s int = %d", rf.done, runtime.RangeReady)
	l.push(label, true, rf)
	var ps, names []string
	for i := 0; i < ys.Params().Len(); i++ {
		n := l.tmp("y")
		names = append(names, n)
		ps = append(ps, n+" "+l.typeText(ys.Params().At(i).Type()))
	}
	l.site(s.Pos())
	f := l.expr(s.X)
	l.fn.rfs = append(l.fn.rfs, rf)
	l.emit("%s(func(%s) bool {", f, strings.Join(ps, ", "))
	l.b.WriteString(l.frame("", func() {
		l.emit("if %s != %d { rt.BadRange(%s) }", rf.done, runtime.RangeReady, rf.done)
		l.emit("%s = %d", rf.done, runtime.RangeRunning)
		for i, e := range []ast.Expr{s.Key, s.Value} {
			if e == nil || isBlank(e) {
				continue
			}
			if s.Tok == token.DEFINE {
				o := l.info.Defs[e.(*ast.Ident)]
				l.emit("var %s %s = %s", l.name(o), l.typeText(o.Type()), names[i])
			} else {
				l.emit("%s = %s", l.lvalue(e), l.convertText(names[i], ys.Params().At(i).Type(), l.typeOf(e)))
			}
		}
		l.block(s.Body)
		l.emit("%s = %d", rf.done, runtime.RangeReady)
		l.emit("return true")
	}))
	l.emit("})")
	l.fn.rfs = l.fn.rfs[:len(l.fn.rfs)-1]
	l.pop()
	l.emit("if %s == %d { rt.BadRange(%d) }", rf.done, runtime.RangeRunning, runtime.RangeRecovered)
	l.emit("%s = %d", rf.done, runtime.RangeEnded)
	for i := 0; i < len(rf.list); i++ {
		l.emit("if %s == %d {", rf.state, i+1)
		switch how, where, _ := strings.Cut(rf.list[i], " "); how {
		case "return":
			l.retJump()
		case "goto":
			l.jumpTo(where, rf.labels[where])
		case "break":
			l.jump(token.BREAK, where, s.Pos())
		case "continue":
			l.jump(token.CONTINUE, where, s.Pos())
		}
		l.emit("}")
	}
	l.emit("}")
}

// leave ends the body, and the loop.
func (l *lowering) leave(r *rangeFuncBody) {
	l.emit("%s = %d", r.done, runtime.RangeLeft)
	l.emit("return false")
}

// code numbers a jump out of the body.
func (r *rangeFuncBody) code(s string) int {
	if c, ok := r.codes[s]; ok {
		return c
	}
	r.list = append(r.list, s)
	r.codes[s] = len(r.list)
	return len(r.list)
}
