// This file calls methods of interfaces that users declare.
//
// A type's methods are told to the back end (Implement). A receiver that is a
// value is unpacked from what the interface holds by a little function of its own,
// so that all callees of a call take the interface's data word first. What is not
// known here goes through the run time's dispatcher.

package bytecode

import (
	"go/ast"
	"go/types"
	"reflect"
	"sync/atomic"
	"unsafe"

	"github.com/gorgolab/gorgo/interp/rtype"
	"github.com/gorgolab/gorgo/interp/runtime"
)

// targetKey is a method of a type.
type targetKey struct {
	d    *runtime.Dispatcher
	word unsafe.Pointer
}

// callSite is a call of a method of an interface.
type callSite struct {
	b     *Backend
	d     *runtime.Dispatcher
	l     layout // of the arguments and results, without the receiver
	known [8]atomic.Pointer[known]
}

// known is the code for a type that has come by.
type known struct {
	word unsafe.Pointer
	code *Code
}

// resolve finds the code for a type, nil when there is none.
func (s *callSite) resolve(word unsafe.Pointer) *Code {
	h := uintptr(word)
	entry := &s.known[(h>>5^h>>9)%8]
	if k := entry.Load(); k != nil && k.word == word {
		return k.code
	}
	c, ok := s.b.targets.Load(targetKey{s.d, word})
	if !ok {
		return nil
	}
	entry.Store(&known{word, c.(*Code)})
	return c.(*Code)
}

// slow makes a call by reflection. The arguments follow a pointer register that
// is the receiver's.
func (s *callSite) slow(x any, w *words, p *pointers) {
	if x == nil {
		var p *int
		*p = 0
	}
	in := []reflect.Value{reflect.ValueOf(&x).Elem()}
	wi, pi := 0, 1
	for _, a := range s.l.in {
		in = append(in, a.shape.take(a.typ, w, p, wi, pi))
		wi, pi = wi+a.shape.w, pi+a.shape.p
	}
	out := s.d.Call(in)
	wi, pi = 0, 0
	for i, r := range s.l.out {
		r.shape.give(between(out[i], r.typ), w, p, wi, pi)
		wi, pi = wi+r.shape.w, pi+r.shape.p
	}
}

// late makes a call of a go or defer statement.
func (s *callSite) late(x []unsafe.Pointer, w *words, p *pointers) {
	code := s.resolve(x[0])
	if code == nil {
		s.slow(*(*any)(unsafe.Pointer(&x[0])), w, p)
		return
	}
	nw, np := 0, 1
	for _, a := range s.l.in {
		nw, np = nw+a.shape.w, np+a.shape.p
	}
	t := thunk{late: &late{code: code}, words: w[:nw:nw], pointers: p[:np:np]}
	for _, r := range s.l.out {
		t.rp += r.shape.p
	}
	p[0] = x[1]
	t.call()
}

func (c *compiler) dispatch(e *ast.CallExpr, m *types.Func, v value, sig *types.Signature) []value {
	s := &callSite{b: c.b, d: c.Dispatcher(m), l: c.layout(nil, sig)}
	x := c.temp(v.t)
	c.move(x, v)
	w, p, results := c.window(types.Typ[types.UnsafePointer], sig)
	c.arguments(e, sig, w, p+1)
	c.pos = callPos(e)
	if c.postponed == e {
		c.nonNil(v)
		c.postpone(&late{mayRecover: true, extra: []int{x.p, x.p + 1}, fn: s.late}, types.Typ[types.UnsafePointer], sig, w, p)
		return results
	}
	c.code.sites = append(c.code.sites, s)
	c.emit(opCallMethod, w, p, x.p, int64(len(c.code.sites)-1))
	return results
}

// Implement implements lower.Backend.
func (b *Backend) Implement(d *runtime.Dispatcher, t *rtype.Type, name string) {
	c := b.codes[name]
	if c == nil || c.ins == nil || len(c.l.in) == 0 {
		return
	}
	recv := c.l.in[0].shape
	if _, ptr := t.Source.Underlying().(*types.Pointer); !ptr {
		if rtype.Direct(t.Source) || recv.memory {
			return
		}
		c = unpacking(c, recv)
	}
	key := targetKey{d, rtype.WordOf(t.R)}
	b.targets.Store(key, c)
	b.undo = append(b.undo, func() { b.targets.Delete(key) })
}

// unpacking calls a method with a receiver that is a value.
func unpacking(c *Code, recv *shape) *Code {
	var w, p, rw, rp int
	for _, s := range c.l.in[1:] {
		w, p = w+s.shape.w, p+s.shape.p
	}
	for _, s := range c.l.out {
		rw, rp = rw+s.shape.w, rp+s.shape.p
	}
	k := &compiler{b: c.b, code: c.b.newCode(c.name)}
	k.code.site = func(int) int { return 0 }
	k.newW(w)
	k.newP(p + 1)
	base, pbase := k.newW(max(recv.w+w, rw)), k.newP(max(recv.p+p, rp))
	k.load(place{kind: inMemory, s: recv, base: 0}, &value{s: recv, w: base, p: pbase})
	for i := range w {
		k.emit(opMove, base+recv.w+i, i, 0, 0)
	}
	for i := range p {
		k.emit(opMoveP, pbase+recv.p+i, i+1, 0, 0)
	}
	k.code.calls = []*Code{c}
	k.emit(opCall, base, pbase, 0, 0)
	for i := range rw {
		k.emit(opMove, i, base+i, 0, 0)
	}
	for i := range rp {
		k.emit(opMoveP, i, pbase+i, 0, 0)
	}
	k.emit(opReturn, 0, 0, 0, int64(rp))
	k.code.nw = max(k.code.nw, rw) + 1
	k.code.np = max(k.code.np, rp) + 1
	return k.code
}
