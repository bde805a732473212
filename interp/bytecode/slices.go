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

// composite is T{…}.
func (c *compiler) composite(e *ast.CompositeLit, t types.Type, hint *value) value {
	if p, ok := deref(t); ok { // &T{} with the & left out
		v := c.composite(e, p, nil)
		out := c.temp(t)
		if v.s.memory {
			c.emit(opMoveP, out.p, v.p, 0, 0)
			return out
		}
		c.alloc(p, out.p)
		c.store(place{kind: inMemory, t: p, s: v.s, base: out.p}, v)
		return out
	}
	switch u := t.Underlying().(type) {
	case *types.Struct:
		return c.structLit(e, t, u)
	case *types.Slice:
		n := listLen(c, e.Elts)
		s := c.temp(t)
		c.makeSliceOf(s, u.Elem(), n)
		c.listLit(e.Elts, u.Elem(), s.p)
		return s
	case *types.Array:
		v := c.temp(t)
		c.alloc(t, v.p)
		c.listLit(e.Elts, u.Elem(), v.p)
		return v
	case *types.Map:
		return c.mapLit(e, t, u)
	}
	c.decline(e, "a literal of %s", t)
	return value{}
}

// compositeTo is an element of a literal, whose type may be left out.
func (c *compiler) compositeTo(e ast.Expr, t types.Type, hint *value) value {
	if l, ok := e.(*ast.CompositeLit); ok && l.Type == nil {
		return c.composite(l, c.Subst(t), hint)
	}
	return c.exprTo(e, t, hint)
}

// listLen is the length of an array or slice literal.
func listLen(c *compiler, list []ast.Expr) int64 {
	var i, n int64
	for _, e := range list {
		if kv, ok := e.(*ast.KeyValueExpr); ok {
			i, _ = c.constInt(kv.Key)
		}
		i++
		n = max(n, i)
	}
	return n
}

func (c *compiler) listLit(list []ast.Expr, el types.Type, base int) {
	el = c.Subst(el)
	size := sizes.Sizeof(el)
	s := c.shape(el)
	var i int64
	for _, e := range list {
		if kv, ok := e.(*ast.KeyValueExpr); ok {
			i, _ = c.constInt(kv.Key)
			e = kv.Value
		}
		w, p := c.wTop, c.pTop
		v := c.compositeTo(e, el, nil)
		c.store(place{kind: inMemory, t: el, s: s, base: base, off: i * size}, v)
		c.wTop, c.pTop = w, p
		i++
	}
}

func (c *compiler) structLit(e *ast.CompositeLit, t types.Type, u *types.Struct) value {
	v := c.temp(t)
	if v.s.memory {
		c.alloc(t, v.p)
	}
	given := map[int]ast.Expr{}
	var order []int
	for i, x := range e.Elts {
		if kv, ok := x.(*ast.KeyValueExpr); ok {
			name := kv.Key.(*ast.Ident).Name
			for j := range u.NumFields() {
				if u.Field(j).Name() == name {
					i = j
				}
			}
			x = kv.Value
		}
		given[i] = x
		order = append(order, i)
	}
	for i := range u.NumFields() {
		if given[i] == nil && !v.s.memory {
			c.zero(c.field(v, i))
		}
	}
	for _, i := range order {
		ft := c.Subst(u.Field(i).Type())
		w, p := c.wTop, c.pTop
		if v.s.memory {
			x := c.compositeTo(given[i], ft, nil)
			at := c.fieldPath(place{kind: inMemory, t: t, s: v.s, base: v.p}, []int{i})
			c.store(at, x)
		} else {
			f := c.field(v, i)
			x := c.compositeTo(given[i], ft, &f)
			if x.w != f.w || x.p != f.p {
				c.move(f, x)
			}
		}
		c.wTop, c.pTop = w, p
	}
	return v
}
