// This file compiles operations on channels.
//
// An operation goes by the channel's own record of its elements, so that any type
// of Go may stand for the element's here, as long as the collector sees the same
// pointers and there is room enough. A few types do for nearly all; for the others
// there is package reflect. What blocks ends when the cell is interrupted.

package bytecode

import (
	"go/ast"
	"go/types"
	"reflect"
	"unsafe"

	"github.com/gorgolab/gorgo/interp/runtime"
)

// transfer are the operations on channels of one type. A value is in a window, from
// the registers wi and pi on.
type transfer struct {
	send    func(ch unsafe.Pointer, w *words, p *pointers, wi, pi int)
	receive func(ch unsafe.Pointer, w *words, p *pointers, wi, pi int) bool
	// trySend and tryReceive report whether the operation could be done at once.
	trySend    func(ch unsafe.Pointer, w *words, p *pointers, wi, pi int) bool
	tryReceive func(ch unsafe.Pointer, w *words, p *pointers, wi, pi int) (done, ok bool)
}

// transfer makes the operations of a channel's type.
func (c *compiler) transfer(t types.Type) *transfer {
	elem := c.Subst(t.Underlying().(*types.Chan).Elem())
	s, run := c.shape(elem), c.b.run
	switch {
	case s.memory || s.size > 64:
	case s.size == 0:
		return transferAs[struct{}](run, s)
	case s.p == 0 && s.size <= 8:
		return transferAs[uint64](run, s)
	case s.p == 0:
		return transferAs[[8]uint64](run, s)
	case !s.whole():
	case s.is(kPointer):
		// Not unsafe.Pointer: reflect.ChanOf goes wrong in a program that has the
		// type *chan unsafe.Pointer, whose record it copies.
		return transferAs[*byte](run, s)
	case s.is(kString):
		return transferAs[string](run, s)
	case s.is(kSlice):
		return transferAs[[]byte](run, s)
	case s.is(kIface):
		return transferAs[any](run, s)
	}
	return reflected(run, s, c.bidirectional(t), c.record(elem).V)
}

// bidirectional is the record of channels of a type that can send and receive.
func (c *compiler) bidirectional(t types.Type) reflect.Type {
	return c.record(types.NewChan(types.SendRecv, c.Subst(t.Underlying().(*types.Chan).Elem()))).V
}

func channelAs[T any](ch unsafe.Pointer) chan T { return *(*chan T)(unsafe.Pointer(&ch)) }

func transferAs[T any](run *runtime.Runtime, s *shape) *transfer {
	return &transfer{
		send: func(ch unsafe.Pointer, w *words, p *pointers, wi, pi int) {
			var v T
			s.toMemory(unsafe.Pointer(&v), w, p, wi, pi)
			runtime.Send(run, channelAs[T](ch), v)
		},
		receive: func(ch unsafe.Pointer, w *words, p *pointers, wi, pi int) bool {
			v, ok := runtime.Receive(run, channelAs[T](ch))
			s.fromMemory(unsafe.Pointer(&v), w, p, wi, pi)
			return ok
		},
		trySend: func(ch unsafe.Pointer, w *words, p *pointers, wi, pi int) bool {
			var v T
			s.toMemory(unsafe.Pointer(&v), w, p, wi, pi)
			select {
			case channelAs[T](ch) <- v:
				return true
			default:
				return false
			}
		},
		tryReceive: func(ch unsafe.Pointer, w *words, p *pointers, wi, pi int) (done, ok bool) {
			select {
			case v, ok := <-channelAs[T](ch):
				s.fromMemory(unsafe.Pointer(&v), w, p, wi, pi)
				return true, ok
			default:
				return false, false
			}
		},
	}
}

// reflected are the operations by reflection, on channels of the bidirectional type
// t.
func reflected(run *runtime.Runtime, s *shape, t, elem reflect.Type) *transfer {
	value := func(ch unsafe.Pointer) reflect.Value { return reflect.NewAt(t, unsafe.Pointer(&ch)).Elem() }
	return &transfer{
		send: func(ch unsafe.Pointer, w *words, p *pointers, wi, pi int) {
			run.SendValue(value(ch), s.take(elem, w, p, wi, pi))
		},
		receive: func(ch unsafe.Pointer, w *words, p *pointers, wi, pi int) bool {
			v, ok := run.ReceiveValue(value(ch))
			s.give(v, w, p, wi, pi)
			return ok
		},
		trySend: func(ch unsafe.Pointer, w *words, p *pointers, wi, pi int) bool {
			return ch != nil && value(ch).TrySend(s.take(elem, w, p, wi, pi))
		},
		tryReceive: func(ch unsafe.Pointer, w *words, p *pointers, wi, pi int) (done, ok bool) {
			if ch == nil {
				return false, false
			}
			v, ok := value(ch).TryRecv()
			if !v.IsValid() {
				return false, false
			}
			s.give(v, w, p, wi, pi)
			return true, ok
		},
	}
}

// sendStmt is c <- v.
func (c *compiler) sendStmt(s *ast.SendStmt) {
	defer c.callsFirst(s.Chan, s.Value)()
	t := c.typeOf(s.Chan)
	x := c.expr(s.Chan, nil)
	v := c.exprTo(s.Value, t.Underlying().(*types.Chan).Elem(), nil)
	c.pos = s.Pos()
	send := c.transfer(t).send
	c.fn(func(w *words, p *pointers) { send(p[x.p], w, p, v.w, v.p) })
}

// receive is <-x, with a second result that says whether the value was sent.
func (c *compiler) receive(e *ast.UnaryExpr, hint *value) []value {
	if vs, ok := c.made[e]; ok {
		return vs
	}
	t := c.typeOf(e.X)
	x := c.expr(e.X, nil)
	elem := t.Underlying().(*types.Chan).Elem()
	if _, pair := c.TypeOf(e).(*types.Tuple); pair {
		hint = nil
	}
	v := c.dst(c.Subst(elem), hint)
	ok := c.temp(types.Typ[types.Bool])
	c.pos = e.Pos()
	receive := c.transfer(t).receive
	c.fn(func(w *words, p *pointers) { w[ok.w] = word(receive(p[x.p], w, p, v.w, v.p)) })
	return []value{v, ok}
}

func (c *compiler) makeChan(e *ast.CallExpr, t types.Type, size int, hint *value) value {
	r := c.bidirectional(t)
	out := c.dst(t, hint)
	c.fn(func(w *words, p *pointers) {
		n := 0
		if size >= 0 {
			n = int(w[size])
		}
		if n < 0 {
			badChan(n)
		}
		p[out.p] = reflect.MakeChan(r, n).UnsafePointer()
	})
	return out
}

// badChan panics as make does with a size that is none.
//
//go:noinline
func badChan(n int) { close(make(chan struct{}, n)) }

// chanLength is len and cap of a channel.
func (c *compiler) chanLength(x ast.Expr, capacity bool, hint *value) value {
	v := c.expr(x, nil)
	out := c.dst(types.Typ[types.Int], hint)
	c.fn(func(w *words, p *pointers) {
		ch := channelAs[struct{}](p[v.p])
		n := len(ch)
		if capacity {
			n = cap(ch)
		}
		w[out.w] = uint64(n)
	})
	return out
}

func closeChan(ch unsafe.Pointer) { close(channelAs[struct{}](ch)) }

// rangeChan is a range over a channel.
func (c *compiler) rangeChan(s *ast.RangeStmt, label string, u *types.Chan) {
	key, _ := c.iteration(s)
	t := c.typeOf(s.X)
	x := c.temp(t)
	c.into(s.X, x)
	v, ok := c.temp(c.Subst(u.Elem())), c.newW(1)
	j := c.push(label, true)
	defer c.pop()
	w, p := c.wTop, c.pTop
	next := newLabel()
	c.bind(next)
	c.at(s)
	receive := c.transfer(t).receive
	c.fn(func(w *words, p *pointers) { w[ok] = word(receive(p[x.p], w, p, v.w, v.p)) })
	c.jump(opJumpFalse, ok, 0, 0, j.brk)
	c.give(s, s.Key, key, func(*value) value { return v })
	c.repeat(s, j, next, w, p)
}
