// This file compiles what makes slices, and composite literals.

package bytecode

import (
	"go/ast"
	"go/constant"
	"go/types"
	"reflect"
	"unsafe"
)

// slice is x[low:high:max].
func (c *compiler) slice(e *ast.SliceExpr, hint *value) value {
	t := c.typeOf(e)
	xt := c.typeOf(e.X)
	var x value
	array := int64(-1)
	switch u := xt.Underlying().(type) {
	case *types.Array:
		p := c.settle(c.place(e.X))
		if p.kind != inMemory {
			c.decline(e, "a slice of such an array")
		}
		x = value{p: c.newP(1)}
		c.emit(opAddr, x.p, p.base, 0, p.off)
		array = u.Len()
	case *types.Pointer:
		x = c.expr(e.X, nil)
		array = u.Elem().Underlying().(*types.Array).Len()
	default:
		x = c.expr(e.X, nil)
	}
	bound := func(e ast.Expr) (reg int, uns bool) {
		if e == nil {
			return -1, false
		}
		return c.indexOf(e)
	}
	low, u1 := bound(e.Low)
	high, u2 := bound(e.High)
	most, u3 := bound(e.Max)
	if u1 || u2 || u3 {
		c.decline(e, "unsigned bounds")
	}
	c.pos = e.Lbrack
	if array >= 0 {
		if most >= 0 {
			c.decline(e, "a slice of an array with a capacity")
		}
		c.emit(opNilCheck, x.p, 0, 0, 0)
	}
	out := c.dst(t, hint)
	at := func(w *words, r, deflt int) int {
		if r < 0 {
			return deflt
		}
		return int(w[r])
	}
	if b, ok := xt.Underlying().(*types.Basic); ok && b.Info()&types.IsString != 0 {
		c.fn(func(w *words, p *pointers) {
			s := text(p[x.p], w[x.w])
			setText(p, w, out.p, out.w, s[at(w, low, 0):at(w, high, len(s))])
		})
		return out
	}
	size := sizes.Sizeof(t.Underlying().(*types.Slice).Elem())
	c.fn(func(w *words, p *pointers) {
		n, k := int(array), int(array)
		if array < 0 {
			n, k = int(w[x.w]), int(w[x.w+1])
		}
		i, j, m := at(w, low, 0), at(w, high, n), at(w, most, k)
		if uint(i) > uint(j) || uint(j) > uint(m) || uint(m) > uint(k) {
			badSlice(i, j, m, n, k, high >= 0, most >= 0, array >= 0)
		}
		data := p[x.p]
		if m > i {
			data = unsafe.Add(data, int64(i)*size)
		}
		p[out.p], w[out.w], w[out.w+1] = data, uint64(j-i), uint64(m-i)
	})
	return out
}

// badSlice panics as Go does.
//
//go:nocheckptr
func badSlice(i, j, m, n, k int, high, most, array bool) {
	if array {
		h := header{unsafe.Pointer(&zero), k}
		s := *(*string)(unsafe.Pointer(&h))
		_ = s[i:j]
	}
	s := make([]struct{}, n, k)
	switch {
	case most:
		_ = s[i:j:m]
	case high:
		_ = s[i:j]
	}
	_ = s[i:]
}

var zero byte

// makeSliceOf makes a slice of so many elements.
func (c *compiler) makeSliceOf(s value, el types.Type, n int64) {
	r := reflect.SliceOf(c.record(el).V)
	c.fn(func(w *words, p *pointers) {
		v := reflect.MakeSlice(r, int(n), int(n))
		p[s.p], w[s.w], w[s.w+1] = v.UnsafePointer(), uint64(n), uint64(n)
	})
}

func (c *compiler) make(e *ast.CallExpr, hint *value) value {
	t := c.typeOf(e)
	r := c.record(t).V
	size := func(i int) int {
		if i >= len(e.Args) {
			return -1
		}
		if v := c.Info.Types[e.Args[i]].Value; v != nil {
			return c.constant(constant.ToInt(v), types.Typ[types.Int], nil).w
		}
		x := c.expr(e.Args[i], nil)
		if !x.s.word() || x.s.leaves[0].kind.isFloat() || x.s.leaves[0].kind == kUint64 {
			c.decline(e, "such a size")
		}
		return x.w
	}
	n, m := size(1), size(2)
	c.pos = e.Pos()
	switch u := t.Underlying().(type) {
	case *types.Chan:
		return c.makeChan(e, t, n, hint)
	case *types.Map:
		out := c.dst(t, hint)
		c.fn(func(w *words, p *pointers) {
			hint := 0
			if n >= 0 {
				hint = max(0, int(w[n]))
			}
			p[out.p] = reflect.MakeMapWithSize(r, hint).UnsafePointer()
		})
		return out
	case *types.Slice:
		out := c.dst(t, hint)
		el := sizes.Sizeof(u.Elem())
		plain := r == reflect.TypeFor[[]float64]() || r == reflect.TypeFor[[]int]()
		c.fn(func(w *words, p *pointers) {
			length := int(w[n])
			capacity := length
			if m >= 0 {
				capacity = int(w[m])
			}
			if length < 0 || capacity < length || el > 0 && int64(capacity) > (1<<47)/el {
				badMake(length, capacity, m >= 0, el)
			}
			if plain {
				s := make([]uint64, length, capacity)
				p[out.p] = unsafe.Pointer(unsafe.SliceData(s))
			} else {
				p[out.p] = reflect.MakeSlice(r, length, capacity).UnsafePointer()
			}
			w[out.w], w[out.w+1] = uint64(length), uint64(capacity)
		})
		return out
	}
	c.decline(e, "make of %s", t)
	return value{}
}

// badMake panics as Go does.
func badMake(n, m int, capacity bool, size int64) {
	negative := -1
	if n < 0 || !capacity || int64(n) > (1<<47)/max(size, 1) {
		_ = make([]int, negative)
	}
	_ = make([]int, 1, negative+1)
}
