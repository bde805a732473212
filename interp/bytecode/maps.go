// This file compiles operations on maps. Common types of maps are worked on as
// what they are, others by reflection.

package bytecode

import (
	"go/ast"
	"go/types"
	"reflect"
	"unsafe"
)

// mapOps are the operations on one type of map. Keys and values are in registers.
type mapOps struct {
	get func(m unsafe.Pointer, w *words, p *pointers, k, v value) bool
	set func(m unsafe.Pointer, w *words, p *pointers, k, v value)
}

// as is the map whose pointer is m.
func as[K comparable, V any](m unsafe.Pointer) map[K]V { return *(*map[K]V)(unsafe.Pointer(&m)) }

// codec reads and writes values of a Go type.
type codec[T any] struct {
	get func(w *words, p *pointers, v value) T
	set func(w *words, p *pointers, v value, x T)
}

func intCodec[T int | int8 | int16 | int32 | int64]() codec[T] {
	return codec[T]{
		func(w *words, _ *pointers, v value) T { return T(w[v.w]) },
		func(w *words, _ *pointers, v value, x T) { w[v.w] = uint64(int64(x)) },
	}
}

func uintCodec[T uint | uint8 | uint16 | uint32 | uint64]() codec[T] {
	return codec[T]{
		func(w *words, _ *pointers, v value) T { return T(w[v.w]) },
		func(w *words, _ *pointers, v value, x T) { w[v.w] = uint64(x) },
	}
}

var (
	boolCodec = codec[bool]{
		func(w *words, _ *pointers, v value) bool { return w[v.w] != 0 },
		func(w *words, _ *pointers, v value, x bool) { w[v.w] = word(x) },
	}
	floatCodec = codec[float64]{
		func(w *words, _ *pointers, v value) float64 { return float(w[v.w]) },
		func(w *words, _ *pointers, v value, x float64) { w[v.w] = bits(x) },
	}
	stringCodec = codec[string]{
		func(w *words, p *pointers, v value) string { return text(p[v.p], w[v.w]) },
		func(w *words, p *pointers, v value, x string) { setText(p, w, v.p, v.w, x) },
	}
	emptyCodec = codec[struct{}]{
		func(*words, *pointers, value) struct{} { return struct{}{} },
		func(*words, *pointers, value, struct{}) {},
	}
)

func listCodec[T any]() codec[[]T] {
	return codec[[]T]{
		func(w *words, p *pointers, v value) []T { return *sliceOf[T](p, w, v.p, v.w) },
		func(w *words, p *pointers, v value, x []T) { setSlice(p, w, v.p, v.w, x) },
	}
}

func addMap[K comparable, V any](k codec[K], e codec[V]) {
	commonMaps[reflect.TypeFor[map[K]V]()] = mapOps{
		get: func(m unsafe.Pointer, w *words, p *pointers, key, v value) bool {
			x, ok := as[K, V](m)[k.get(w, p, key)]
			e.set(w, p, v, x)
			return ok
		},
		set: func(m unsafe.Pointer, w *words, p *pointers, key, v value) {
			as[K, V](m)[k.get(w, p, key)] = e.get(w, p, v)
		},
	}
}

func addMaps[K comparable](k codec[K]) {
	addMap(k, intCodec[int]())
	addMap(k, intCodec[int32]())
	addMap(k, intCodec[int64]())
	addMap(k, boolCodec)
	addMap(k, floatCodec)
	addMap(k, stringCodec)
	addMap(k, emptyCodec)
	addMap(k, listCodec[int]())
	addMap(k, listCodec[string]())
}

var commonMaps = map[reflect.Type]mapOps{}

func init() {
	addMaps(intCodec[int]())
	addMaps(intCodec[int64]())
	addMaps(intCodec[int32]())
	addMaps(uintCodec[uint8]())
	addMaps(uintCodec[uint64]())
	addMaps(stringCodec)
}

// mapOf is the map in a register, as a reflect.Value.
func mapOf(r reflect.Type, m unsafe.Pointer) reflect.Value {
	return reflect.NewAt(r, unsafe.Pointer(&m)).Elem()
}

// operations are those of a map's type; assign says that what is read is assigned
// to at once.
func (c *compiler) operations(t types.Type, assign bool) mapOps {
	r := c.record(t).V
	if ops, ok := commonMaps[r]; ok {
		return ops
	}
	u := t.Underlying().(*types.Map)
	ks, es := c.shape(c.Subst(u.Key())), c.shape(c.Subst(u.Elem()))
	kr, er := r.Key(), r.Elem()
	return mapOps{
		get: func(m unsafe.Pointer, w *words, p *pointers, k, v value) (ok bool) {
			key := ks.take(kr, w, p, k.w, k.p)
			if assign && m == nil {
				setIn(nil)
			}
			hashable(key, assign || m != nil && mapOf(r, m).Len() > 0)
			x := mapOf(r, m).MapIndex(key)
			if ok = x.IsValid(); !ok {
				x = reflect.Zero(er)
			}
			es.give(x, w, p, v.w, v.p)
			return ok
		},
		set: func(m unsafe.Pointer, w *words, p *pointers, k, v value) {
			key := ks.take(kr, w, p, k.w, k.p)
			if m == nil {
				setIn(nil)
			}
			hashable(key, true)
			mapOf(r, m).SetMapIndex(key, es.take(er, w, p, v.w, v.p))
		},
	}
}

// setIn panics as Go does if the map is nil.
func setIn(m map[int]int) { m[0] = 0 }

// hashable panics as Go does if a key cannot be one, which reflect would word in
// its own way. What Go says depends on whether the key gets to be hashed.
func hashable(k reflect.Value, hashed bool) {
	switch k.Kind() {
	case reflect.Interface, reflect.Struct, reflect.Array:
		if k.Comparable() {
			return
		}
		m := map[any]int{}
		if hashed {
			m[k.Interface()] = 0
		}
		if m[k.Interface()] > 0 { // it panics
			return
		}
	}
}

func (c *compiler) mapLoad(p place, hint *value) value {
	ops := c.operations(p.seq.t, p.assign)
	v := c.dst(p.t, hint)
	c.fn(func(w *words, ps *pointers) { ops.get(ps[p.seq.p], w, ps, p.key, v) })
	return v
}

// mapLoad2 is v, ok := m[k].
func (c *compiler) mapLoad2(e *ast.IndexExpr) []value {
	mt := c.typeOf(e.X)
	u := mt.Underlying().(*types.Map)
	m := c.expr(e.X, nil)
	k := c.exprTo(e.Index, u.Key(), nil)
	ops := c.operations(mt, false)
	v, ok := c.temp(c.Subst(u.Elem())), c.temp(types.Typ[types.Bool])
	c.pos = e.Lbrack
	c.fn(func(w *words, p *pointers) { w[ok.w] = word(ops.get(p[m.p], w, p, k, v)) })
	return []value{v, ok}
}

func (c *compiler) mapStore(p place, v value) {
	ops := c.operations(p.seq.t, p.assign)
	c.fn(func(w *words, ps *pointers) { ops.set(ps[p.seq.p], w, ps, p.key, v) })
}

func (c *compiler) mapDelete(t types.Type, m, k value) {
	r := c.record(t).V
	s := k.s
	c.fn(func(w *words, p *pointers) {
		key := s.take(r.Key(), w, p, k.w, k.p)
		hashable(key, p[m.p] != nil && mapOf(r, p[m.p]).Len() > 0)
		if p[m.p] != nil {
			mapOf(r, p[m.p]).SetMapIndex(key, reflect.Value{})
		}
	})
}

func (c *compiler) mapLit(e *ast.CompositeLit, t types.Type, u *types.Map) value {
	v := c.temp(t)
	r := c.record(t).V
	n := len(e.Elts)
	c.fn(func(_ *words, p *pointers) { p[v.p] = reflect.MakeMapWithSize(r, n).UnsafePointer() })
	kt, et := c.Subst(u.Key()), c.Subst(u.Elem())
	for _, x := range e.Elts {
		kv := x.(*ast.KeyValueExpr)
		w, p := c.wTop, c.pTop
		k := c.compositeTo(kv.Key, kt, nil)
		x := c.compositeTo(kv.Value, et, nil)
		c.mapStore(place{kind: inMap, t: et, s: c.shape(et), seq: v, key: k}, x)
		c.wTop, c.pTop = w, p
	}
	return v
}

// iterator is a range over a map.
type iterator struct {
	iter     *reflect.MapIter
	key, val reflect.Value
}

func (c *compiler) rangeMap(s *ast.RangeStmt, label string, u *types.Map) {
	t := c.typeOf(s.X)
	r := c.record(t).V
	key, val := c.iteration(s)
	m := c.expr(s.X, nil)
	it := c.newP(1)
	more := c.newW(1)
	c.fn(func(_ *words, p *pointers) {
		i := &iterator{iter: mapOf(r, p[m.p]).MapRange(), key: reflect.New(r.Key()).Elem(), val: reflect.New(r.Elem()).Elem()}
		p[it] = unsafe.Pointer(i)
	})
	kt, et := c.Subst(u.Key()), c.Subst(u.Elem())
	k, v := c.temp(kt), c.temp(et)
	wantValue := s.Value != nil
	j := c.push(label, true)
	defer c.pop()
	w, p := c.wTop, c.pTop
	body := newLabel()
	c.bind(body)
	c.at(s)
	c.fn(func(w *words, p *pointers) {
		i := (*iterator)(p[it])
		if !i.iter.Next() {
			w[more] = 0
			return
		}
		w[more] = 1
		i.key.SetIterKey(i.iter)
		k.s.give(i.key, w, p, k.w, k.p)
		if wantValue {
			i.val.SetIterValue(i.iter)
			v.s.give(i.val, w, p, v.w, v.p)
		}
	})
	c.jump(opJumpFalse, more, 0, 0, j.brk)
	c.give(s, s.Key, key, func(*value) value { return k })
	c.give(s, s.Value, val, func(*value) value { return v })
	c.repeat(s, j, body, w, p)
}
