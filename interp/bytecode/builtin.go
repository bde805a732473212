// This file compiles built-in functions and conversions.

package bytecode

import (
	"go/ast"
	"go/types"
	"reflect"
	"unicode/utf8"
	"unsafe"

	"github.com/gorgolab/gorgo/interp/runtime"
)

func (c *compiler) builtin(e *ast.CallExpr, name string, hint *value) []value {
	pos := e.Pos()
	intType := types.Typ[types.Int]
	switch name {
	case "len", "cap":
		t := c.typeOf(e.Args[0])
		s := c.shape(t)
		switch {
		case s.is(kString) || s.is(kSlice):
			x := c.expr(e.Args[0], nil)
			w := x.w
			if name == "cap" {
				w++
			}
			return []value{{intType, c.shape(intType), w, 0}}
		}
		if _, ok := t.Underlying().(*types.Map); ok {
			x := c.expr(e.Args[0], nil)
			v := c.dst(intType, hint)
			r := c.record(t).V
			c.fn(func(w *words, p *pointers) {
				m := p[x.p]
				w[v.w] = uint64(reflect.NewAt(r, unsafe.Pointer(&m)).Elem().Len())
			})
			return []value{v}
		}
		if _, ok := t.Underlying().(*types.Chan); ok {
			return []value{c.chanLength(e.Args[0], name == "cap", hint)}
		}
		a := t
		if p, ok := deref(t); ok {
			a = p
		}
		if a, ok := a.Underlying().(*types.Array); ok {
			c.expr(e.Args[0], nil)
			v := c.dst(intType, hint)
			c.emit(opConst, v.w, 0, 0, a.Len())
			return []value{v}
		}
	case "append":
		return []value{c.append(e, hint)}
	case "copy":
		return []value{c.copySlice(e, hint)}
	case "make":
		return []value{c.make(e, hint)}
	case "new":
		t := c.typeOf(e).Underlying().(*types.Pointer).Elem()
		v := c.temp(c.typeOf(e))
		if c.Info.Types[e.Args[0]].IsType() {
			c.alloc(t, v.p)
			return []value{v}
		}
		x := c.exprTo(e.Args[0], t, nil)
		c.alloc(t, v.p)
		c.store(place{kind: inMemory, t: t, s: c.shape(t), base: v.p}, x)
		return []value{v}
	case "delete":
		mt := c.typeOf(e.Args[0])
		m := c.expr(e.Args[0], nil)
		k := c.exprTo(e.Args[1], mt.Underlying().(*types.Map).Key(), nil)
		c.pos = pos
		c.mapDelete(mt, m, k)
		return nil
	case "clear":
		x, r := c.expr(e.Args[0], nil), c.record(c.typeOf(e.Args[0])).V
		c.pos = pos
		c.fn(func(w *words, p *pointers) { x.s.take(r, w, p, x.w, x.p).Clear() })
		return nil
	case "recover":
		out := c.temp(anyType)
		r := c.pending
		c.pos = pos
		c.fn(func(_ *words, p *pointers) { setAny(p, out.p, (*runtime.Frame)(p[r]).Recover()) })
		return []value{out}
	case "close":
		x := c.expr(e.Args[0], nil)
		c.pos = pos
		c.fn(func(_ *words, p *pointers) { closeChan(p[x.p]) })
		return nil
	case "real", "imag", "complex":
		return []value{c.complexBuiltin(e, name)}
	case "min", "max":
		return []value{c.minMax(e, name == "max", hint)}
	case "print", "println":
		return c.print(e, name == "println")
	case "panic":
		x := c.exprTo(e.Args[0], types.NewInterfaceType(nil, nil), nil)
		c.pos = pos
		c.fn(func(_ *words, p *pointers) { throw(*anyAt(p, x.p)) })
		return nil
	}
	c.decline(e, "the function %s", name)
	return nil
}

// print is print and println.
func (c *compiler) print(e *ast.CallExpr, line bool) []value {
	defer c.callsFirst(e.Args...)()
	list := c.printed(e)
	run := c.b.run
	c.fn(func(_ *words, p *pointers) {
		args := make([]any, len(list))
		for i, r := range list {
			args[i] = *anyAt(p, r)
		}
		run.Print(line, args)
	})
	return nil
}

// printed evaluates the arguments of print to interfaces, whose registers it returns.
func (c *compiler) printed(e *ast.CallExpr) (list []int) {
	for _, a := range e.Args {
		t := c.typeOf(a)
		if c.isNil(a) || c.isIface(t) {
			c.decline(a, "printing an interface")
		}
		list = append(list, c.box(c.exprTo(a, t, nil)).p)
	}
	return list
}

// throw is panic; a nil becomes Go's own *PanicNilError.
func throw(v any) { panic(v) }

func (c *compiler) minMax(e *ast.CallExpr, most bool, hint *value) value {
	t := c.typeOf(e)
	s := c.shape(t)
	if !s.word() {
		c.decline(e, "min or max of %s", t)
	}
	out := c.temp(t)
	c.into(e.Args[0], out)
	k := s.leaves[0].kind
	for _, a := range e.Args[1:] {
		y := c.exprTo(a, t, nil)
		c.fn(func(w *words, _ *pointers) { w[out.w] = extreme(w[out.w], w[y.w], k, most) })
	}
	return out
}

func extreme(x, y uint64, k kind, most bool) uint64 {
	switch {
	case k == kFloat64 && most:
		return bits(max(float(x), float(y)))
	case k == kFloat64:
		return bits(min(float(x), float(y)))
	case k == kFloat32 && most:
		return bits32(max(float32of(x), float32of(y)))
	case k == kFloat32:
		return bits32(min(float32of(x), float32of(y)))
	case k.isUnsigned() && most:
		return max(x, y)
	case k.isUnsigned():
		return min(x, y)
	case most:
		return uint64(max(int64(x), int64(y)))
	}
	return uint64(min(int64(x), int64(y)))
}

// conversion is T(x).
func (c *compiler) conversion(e *ast.CallExpr, t types.Type, hint *value) value {
	x := e.Args[0]
	if tv := c.Info.Types[e]; tv.Value != nil {
		return c.constant(tv.Value, t, hint)
	}
	if c.isNil(x) {
		return c.exprTo(x, t, hint)
	}
	from := c.typeOf(x)
	if c.isIface(t) {
		return c.exprTo(x, t, hint)
	}
	fs, ts := c.shape(from), c.shape(t)
	if fp, ok := complexPart(from); ok {
		tp, _ := complexPart(t)
		return c.complexConversion(x, t, fp, tp)
	}
	switch {
	case fs.word() && ts.word():
		v := c.expr(x, nil)
		fk, tk := fs.leaves[0].kind, ts.leaves[0].kind
		if fk == tk {
			v.t, v.s = t, ts
			return v
		}
		out := c.dst(t, hint)
		switch {
		case fk.isInt() && tk.isInt():
			if tk.wordBits() == 64 || fk.wordBits() < tk.wordBits() && (fk.isUnsigned() || !tk.isUnsigned()) {
				v.t, v.s = t, ts
				return v
			}
			c.emit(extensions[tk], out.w, v.w, 0, 0)
		case fk.isInt() && tk == kFloat64 && (!fk.isUnsigned() || fk.wordBits() < 64):
			c.emit(opIntFloat, out.w, v.w, 0, 0)
		case fk == kFloat64 && tk == kInt64:
			c.emit(opFloatInt, out.w, v.w, 0, 0)
		case fk == kFloat32 && tk == kFloat64:
			c.emit(opFloat3264, out.w, v.w, 0, 0)
		case fk == kFloat64 && tk == kFloat32:
			c.emit(opFloat6432, out.w, v.w, 0, 0)
		default:
			c.emit(opConvert, out.w, v.w, 0, int64(fk)|int64(tk)<<8)
		}
		return out
	case fs.is(kString) && ts.is(kSlice):
		return c.stringSlice(x, t, hint)
	case fs.is(kSlice) && ts.is(kString):
		return c.sliceString(x, from, t, hint)
	case fs.word() && fs.leaves[0].kind.isInt() && ts.is(kString):
		v := c.expr(x, nil)
		out := c.dst(t, hint)
		uns := fs.leaves[0].kind == kUint64
		c.fn(func(w *words, p *pointers) {
			n := int64(w[v.w])
			r := rune(utf8.RuneError)
			if n >= 0 && n <= utf8.MaxRune && !(uns && w[v.w] > utf8.MaxRune) {
				r = rune(n)
			}
			setText(p, w, out.p, out.w, string(r))
		})
		return out
	}
	if basic(from) && from.Underlying().(*types.Basic).Kind() == types.UnsafePointer || basic(t) && t.Underlying().(*types.Basic).Kind() == types.UnsafePointer {
		c.decline(e, "a conversion of an unsafe.Pointer")
	}
	if len(fs.leaves) != len(ts.leaves) || fs.memory != ts.memory {
		c.decline(e, "a conversion of %s to %s", from, t)
	}
	for i := range fs.leaves {
		if fs.leaves[i] != ts.leaves[i] {
			c.decline(e, "a conversion of %s to %s", from, t)
		}
	}
	v := c.expr(x, hint)
	v.t, v.s = t, ts
	return v
}

func basic(t types.Type) bool { _, ok := t.Underlying().(*types.Basic); return ok }

func elemKind(t types.Type) types.BasicKind {
	s, ok := t.Underlying().(*types.Slice)
	if !ok {
		return types.Invalid
	}
	b, _ := s.Elem().Underlying().(*types.Basic)
	if b == nil {
		return types.Invalid
	}
	return b.Kind()
}

func (c *compiler) stringSlice(x ast.Expr, t types.Type, hint *value) value {
	v := c.expr(x, nil)
	out := c.dst(t, hint)
	switch elemKind(t) {
	case types.Uint8:
		c.fn(func(w *words, p *pointers) { setSlice(p, w, out.p, out.w, []byte(text(p[v.p], w[v.w]))) })
	case types.Int32:
		c.fn(func(w *words, p *pointers) { setSlice(p, w, out.p, out.w, []rune(text(p[v.p], w[v.w]))) })
	default:
		c.decline(x, "such a conversion")
	}
	return out
}

func (c *compiler) sliceString(x ast.Expr, from, t types.Type, hint *value) value {
	v := c.expr(x, nil)
	out := c.dst(t, hint)
	switch elemKind(from) {
	case types.Uint8:
		c.fn(func(w *words, p *pointers) { setText(p, w, out.p, out.w, string(*sliceOf[byte](p, w, v.p, v.w))) })
	case types.Int32:
		c.fn(func(w *words, p *pointers) { setText(p, w, out.p, out.w, string(*sliceOf[rune](p, w, v.p, v.w))) })
	default:
		c.decline(x, "such a conversion")
	}
	return out
}
