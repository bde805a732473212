// This file compiles select statements.
//
// The operands are evaluated in the order of the source, each channel and each value
// that is to be sent at once. Then the operations are tried in a random order, which
// chooses among those that are ready as Go does. When none is, package reflect waits,
// or finds that none is ready at one and the same moment.

package bytecode

import (
	"go/ast"
	"go/token"
	"go/types"
	"math/rand/v2"
	"reflect"
	"unsafe"

	"github.com/gorgolab/gorgo/interp/runtime"
)

// communication is one case of a select statement.
type communication struct {
	dir  reflect.SelectDir
	x    value // the channel
	v    value // what is sent, or where what is received goes
	ok   int   // the register that says whether it was sent
	t    *transfer
	ch   reflect.Type
	elem reflect.Type
}

func (c *compiler) selectStmt(s *ast.SelectStmt, label string) {
	list := make([]communication, len(s.Body.List))
	for i, cl := range s.Body.List {
		switch m := cl.(*ast.CommClause).Comm.(type) {
		case nil:
			list[i].dir = reflect.SelectDefault
		case *ast.SendStmt:
			c.at(m)
			list[i] = c.communication(m.Chan)
			elem := c.Subst(c.typeOf(m.Chan).Underlying().(*types.Chan).Elem())
			forget := c.callsFirst(m.Value)
			v := c.temp(elem)
			c.into(m.Value, v)
			list[i].v, list[i].dir = c.own(v), reflect.SelectSend
			forget()
		case *ast.ExprStmt:
			c.at(m)
			list[i] = c.communication(ast.Unparen(m.X).(*ast.UnaryExpr).X)
		case *ast.AssignStmt:
			c.at(m)
			list[i] = c.communication(ast.Unparen(m.Rhs[0]).(*ast.UnaryExpr).X)
		}
	}
	c.at(s)
	chosen := c.newW(1)
	run := c.b.run
	c.fn(func(w *words, p *pointers) { w[chosen] = uint64(choose(run, list, w, p)) })
	j := c.push(label, false)
	defer c.pop()
	for i, cl := range s.Body.List {
		cc := cl.(*ast.CommClause)
		next := newLabel()
		c.jump(opJumpNeImm, chosen, 0, int64(i), next)
		w, p := c.wTop, c.pTop
		if m, ok := cc.Comm.(*ast.AssignStmt); ok {
			c.at(m)
			c.received(m, list[i])
		}
		c.block(cc.Body)
		c.wTop, c.pTop = w, p
		c.jump(opJump, 0, 0, 0, j.brk)
		c.bind(next)
	}
	c.bind(j.brk)
}

// communication evaluates a channel.
func (c *compiler) communication(x ast.Expr) communication {
	t := c.typeOf(x)
	elem := c.Subst(t.Underlying().(*types.Chan).Elem())
	forget := c.callsFirst(x)
	defer forget()
	m := communication{dir: reflect.SelectRecv, x: c.temp(t), t: c.transfer(t), ch: c.bidirectional(t), elem: c.record(elem).V}
	c.into(x, m.x)
	m.v, m.ok = c.temp(elem), c.newW(1)
	return m
}

// received assigns what a case has received.
func (c *compiler) received(m *ast.AssignStmt, from communication) {
	vs := []value{from.v, {types.Typ[types.Bool], c.shape(types.Typ[types.Bool]), from.ok, 0}}
	for i, x := range m.Lhs {
		id, _ := x.(*ast.Ident)
		if id != nil && id.Name == "_" {
			continue
		}
		if m.Tok == token.DEFINE {
			if o := c.Info.Defs[id]; o != nil {
				t := c.Subst(o.Type())
				c.declareVar(o, func(hint *value) value { return c.assignable(vs[i], t, nil) })
				continue
			}
		}
		forget := c.callsFirst(x)
		p := c.place(x)
		c.store(p, c.assignable(vs[i], p.t, nil))
		forget()
	}
}

// choose does one of the operations and returns its number.
func choose(run *runtime.Runtime, list []communication, w *words, p *pointers) int {
	deflt, n := -1, 0
	for i := range list {
		if list[i].dir == reflect.SelectDefault {
			deflt = i
		} else {
			n++
		}
	}
	// A random permutation, as far as it is needed.
	var few [8]int
	order := few[:0]
	for i := range list {
		if i != deflt {
			order = append(order, i)
		}
	}
	for k := range order {
		if k < n-1 {
			o := k + rand.IntN(n-k)
			order[k], order[o] = order[o], order[k]
		}
		if i := order[k]; list[i].try(w, p) {
			return i
		}
	}
	if deflt >= 0 && n < 2 {
		return deflt
	}
	var some [5]reflect.SelectCase
	cases := some[:0]
	if len(list) >= len(some) { // the run time adds one
		cases = make([]reflect.SelectCase, 0, len(list)+1)
	}
	cases = cases[:len(list)]
	for i := range list {
		m := &list[i]
		cases[i].Dir = m.dir
		if i == deflt {
			continue
		}
		cases[i].Chan = reflect.NewAt(m.ch, unsafe.Pointer(&p[m.x.p])).Elem() // registers stay where they are meanwhile
		if m.dir == reflect.SelectSend {
			cases[i].Send = m.v.s.take(m.elem, w, p, m.v.w, m.v.p)
		}
	}
	i, v, ok := run.Select(cases, deflt >= 0)
	if m := &list[i]; m.dir == reflect.SelectRecv {
		m.v.s.give(v, w, p, m.v.w, m.v.p)
		w[m.ok] = word(ok)
	}
	return i
}

// try does the operation if it can be done at once.
func (m *communication) try(w *words, p *pointers) bool {
	ch := p[m.x.p]
	if m.dir == reflect.SelectSend {
		return m.t.trySend(ch, w, p, m.v.w, m.v.p)
	}
	done, ok := m.t.tryReceive(ch, w, p, m.v.w, m.v.p)
	if done {
		w[m.ok] = word(ok)
	}
	return done
}
