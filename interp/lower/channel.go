// Channel operations: functions of the runtime, so that an interrupt ends them.
//
// Spec: Send statements, Receive operator.
// yaegi: a blocked operation outlives its interrupt or continues with a zero value;
// channels in fields of compiled structs fail.
// Before: c <- v; x := <-c
// After: rt.Send5(c, v); var x T = rt.Recv1_5(c), made for the channel's type.

package lower

import (
	"fmt"
	"go/ast"
	"go/types"
	"reflect"
)

func (l *lowering) chanType(e ast.Expr) string { return l.typeText(under(l.typeOf(e))) }

func (l *lowering) chanText(e ast.Expr) string {
	s := l.expr(e)
	t := l.typeOf(e)
	if _, ok := ast.Unparen(e).(*ast.Ident); ok && l.typeText(t) == l.typeText(under(t)) {
		return s
	}
	return "(" + l.typeText(under(t)) + ")(" + s + ")"
}

// helper exports a function that is made on demand.
func (l *lowering) helper(name string, make func() reflect.Value) string {
	if !l.exported[name] {
		l.exported[name] = true
		l.symbols[name] = make()
	}
	return "rt." + name
}

// receiver is the function that receives from channels such as e.
func (l *lowering) receiver(e ast.Expr) string {
	t := l.entry(under(l.typeOf(e)))
	return l.helper(fmt.Sprintf("Recv%d", t.ID), func() reflect.Value { return l.run.Receiver(t.V) })
}

// sender is the function that sends to channels such as e.
func (l *lowering) sender(e ast.Expr) string {
	t := l.entry(under(l.typeOf(e)))
	return l.helper(fmt.Sprintf("Send%d", t.ID), func() reflect.Value { return l.run.Sender(t.V) })
}

// sendStmt lowers c <- v.
func (l *lowering) sendStmt(s *ast.SendStmt) {
	t := under(l.typeOf(s.Chan)).(*types.Chan)
	c, v := l.tmp("c"), l.tmp("v")
	l.emit("var %s %s = %s", c, l.chanType(s.Chan), l.chanText(s.Chan))
	l.emit("var %s %s = %s", v, l.typeText(t.Elem()), l.convert(s.Value, t.Elem()))
	l.emit("%s(%s, %s)", l.sender(s.Chan), c, v)
}

// receive lowers <-c as an expression of one value.
func (l *lowering) receive(e ast.Expr) string {
	t := l.entry(under(l.typeOf(e)))
	f := l.helper(fmt.Sprintf("Recv1_%d", t.ID), func() reflect.Value { return l.run.Receiver1(t.V) })
	return f + "(" + l.chanText(e) + ")"
}
