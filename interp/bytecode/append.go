// This file compiles append and copy.

package bytecode

import (
	"go/ast"
	"go/types"
	"reflect"
	"unsafe"
)

// append is append(s, x, y) and append(s, t...).
func (c *compiler) append(e *ast.CallExpr, hint *value) value {
	t := c.typeOf(e)
	el := t.Underlying().(*types.Slice).Elem()
	r := c.record(t).V
	src := c.exprTo(e.Args[0], t, nil)
	if e.Ellipsis.IsValid() {
		xt := c.typeOf(e.Args[1])
		if c.isNil(e.Args[1]) {
			return src
		}
		x := c.expr(e.Args[1], nil)
		c.pos = e.Pos()
		out := c.dst(t, hint)
		if b, ok := xt.Underlying().(*types.Basic); ok && b.Info()&types.IsString != 0 {
			c.fn(func(w *words, p *pointers) {
				setSlice(p, w, out.p, out.w, append(*sliceOf[byte](p, w, src.p, src.w), text(p[x.p], w[x.w])...))
			})
			return out
		}
		c.fn(func(w *words, p *pointers) {
			tooLong(int(w[src.w]), int(w[x.w]))
			s := reflect.AppendSlice(sliceValue(r, w, p, src), sliceValue(r, w, p, x))
			p[out.p], w[out.w], w[out.w+1] = s.UnsafePointer(), uint64(s.Len()), uint64(s.Cap())
		})
		return out
	}
	args := e.Args[1:]
	if len(args) == 0 {
		return src
	}
	s := c.shape(el)
	var xs []value
	for _, a := range args {
		v := c.exprTo(a, el, nil)
		if s.memory {
			v = c.own(v)
		}
		xs = append(xs, v)
	}
	c.pos = e.Pos()
	out := c.dst(t, hint)
	n := len(args)
	k := kIface
	if s.whole() {
		k = s.leaves[0].kind
	}
	size := sizes.Sizeof(el)
	grow := func(w *words, p *pointers) slice {
		h := slice{p[src.p], int(w[src.w]), int(w[src.w+1])}
		tooLong(h.len, n)
		if h.len+n > h.cap {
			v := reflect.New(r)
			*(*slice)(v.UnsafePointer()) = h
			v.Elem().Grow(n)
			h = *(*slice)(v.UnsafePointer())
		}
		return h
	}
	set := func(p *pointers, w *words, h slice) {
		p[out.p], w[out.w], w[out.w+1] = h.data, uint64(h.len+n), uint64(h.cap)
	}
	x := xs[0]
	switch {
	case n == 1 && (k == kInt64 || k == kUint64 || k == kFloat64):
		c.fn(func(w *words, p *pointers) {
			h := grow(w, p)
			*(*uint64)(unsafe.Add(h.data, h.len*8)) = w[x.w]
			set(p, w, h)
		})
	case n == 1 && (k == kUint8 || k == kInt8 || k == kBool):
		c.fn(func(w *words, p *pointers) {
			h := grow(w, p)
			*(*uint8)(unsafe.Add(h.data, h.len)) = uint8(w[x.w])
			set(p, w, h)
		})
	case n == 1 && k == kString:
		c.fn(func(w *words, p *pointers) {
			h := grow(w, p)
			*(*string)(unsafe.Add(h.data, h.len*16)) = text(p[x.p], w[x.w])
			set(p, w, h)
		})
	case n == 1 && k == kPointer:
		c.fn(func(w *words, p *pointers) {
			h := grow(w, p)
			*(*unsafe.Pointer)(unsafe.Add(h.data, h.len*8)) = p[x.p]
			set(p, w, h)
		})
	case s.memory:
		er := c.record(el).V
		c.fn(func(w *words, p *pointers) {
			h := grow(w, p)
			for i, x := range xs {
				copyValue(er, unsafe.Add(h.data, int64(h.len+i)*size), p[x.p])
			}
			set(p, w, h)
		})
	default:
		c.fn(func(w *words, p *pointers) {
			h := grow(w, p)
			for i, x := range xs {
				s.toMemory(unsafe.Add(h.data, int64(h.len+i)*size), w, p, x.w, x.p)
			}
			set(p, w, h)
		})
	}
	return out
}

// tooLong panics as Go does if a slice of n elements cannot have so many more;
// they have no size then.
func tooLong(n, more int) {
	if n+more < 0 {
		_ = append(make([]struct{}, n), make([]struct{}, more)...)
	}
}

// sliceValue is the slice in registers, as a reflect.Value.
func sliceValue(r reflect.Type, w *words, p *pointers, v value) reflect.Value {
	x := reflect.New(r)
	*(*slice)(x.UnsafePointer()) = slice{p[v.p], int(w[v.w]), int(w[v.w+1])}
	return x.Elem()
}

func (c *compiler) copySlice(e *ast.CallExpr, hint *value) value {
	t := c.typeOf(e.Args[0])
	r := c.record(t).V
	to := c.expr(e.Args[0], nil)
	xt := c.typeOf(e.Args[1])
	from := c.expr(e.Args[1], nil)
	c.pos = e.Pos()
	out := c.dst(types.Typ[types.Int], hint)
	if b, ok := xt.Underlying().(*types.Basic); ok && b.Info()&types.IsString != 0 {
		c.fn(func(w *words, p *pointers) {
			w[out.w] = uint64(copy(*sliceOf[byte](p, w, to.p, to.w), text(p[from.p], w[from.w])))
		})
		return out
	}
	c.fn(func(w *words, p *pointers) {
		w[out.w] = uint64(reflect.Copy(sliceValue(r, w, p, to), sliceValue(r, w, p, from)))
	})
	return out
}
