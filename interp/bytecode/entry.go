// This file makes Go func values of compiled functions, for the engine and for
// compiled packages to call.

package bytecode

import (
	"reflect"
	"unsafe"
)

// function is the Go value of a function. Shared are the variables around a
// literal, which follow the arguments in the window.
func (b *Backend) function(c *Code, t reflect.Type, l layout, shared []unsafe.Pointer) reflect.Value {
	if f := entries[t]; f != nil {
		return f(c, shared)
	}
	np := 0
	for _, s := range l.in {
		np += s.shape.p
	}
	return reflect.MakeFunc(t, func(args []reflect.Value) []reflect.Value {
		out := make([]reflect.Value, len(l.out))
		enter(c, shared, np, func(w *words, p *pointers) {
			wi, pi := 0, 0
			for i, s := range l.in {
				s.shape.give(args[i], w, p, wi, pi)
				wi, pi = wi+s.shape.w, pi+s.shape.p
			}
		}, func(w *words, p *pointers) {
			wi, pi := 0, 0
			for i, s := range l.out {
				out[i] = s.shape.take(s.typ, w, p, wi, pi)
				wi, pi = wi+s.shape.w, pi+s.shape.p
			}
			clear(p[:pi])
		})
		return out
	})
}

// pointer is the same as the word that a func variable holds.
func (b *Backend) pointer(c *Code, t reflect.Type, l layout, shared []unsafe.Pointer) unsafe.Pointer {
	v := reflect.New(t)
	v.Elem().Set(b.function(c, t, l, shared))
	return *(*unsafe.Pointer)(v.UnsafePointer())
}

// enter calls a function: give writes its arguments, which have np pointers, take
// reads its results and clears their pointers.
func enter(c *Code, shared []unsafe.Pointer, np int, give, take func(w *words, p *pointers)) {
	m := acquire()
	w, p := m.window(c)
	give(w, p)
	for i, x := range shared {
		p[np+i] = x
	}
	m.call(c)
	take(m.window(c))
	m.release()
}

func nothing(*words, *pointers) {}

// entries make the values of common signatures.
var entries = map[reflect.Type]func(c *Code, shared []unsafe.Pointer) reflect.Value{
	reflect.TypeFor[func()](): func(c *Code, shared []unsafe.Pointer) reflect.Value {
		return reflect.ValueOf(func() {
			enter(c, shared, 0, nothing, nothing)

		})
	},
	reflect.TypeFor[func() int](): func(c *Code, shared []unsafe.Pointer) reflect.Value {
		return reflect.ValueOf(func() (r int) {
			enter(c, shared, 0, nothing, func(w *words, _ *pointers) { r = int(int64(w[0])) })
			return r
		})
	},
	reflect.TypeFor[func() float64](): func(c *Code, shared []unsafe.Pointer) reflect.Value {
		return reflect.ValueOf(func() (r float64) {
			enter(c, shared, 0, nothing, func(w *words, _ *pointers) { r = float(w[0]) })
			return r
		})
	},
	reflect.TypeFor[func() string](): func(c *Code, shared []unsafe.Pointer) reflect.Value {
		return reflect.ValueOf(func() (r string) {
			enter(c, shared, 0, nothing, func(w *words, p *pointers) { r = text(p[0], w[0]); p[0] = nil })
			return r
		})
	},
	reflect.TypeFor[func() bool](): func(c *Code, shared []unsafe.Pointer) reflect.Value {
		return reflect.ValueOf(func() (r bool) {
			enter(c, shared, 0, nothing, func(w *words, _ *pointers) { r = w[0] != 0 })
			return r
		})
	},
	reflect.TypeFor[func(int)](): func(c *Code, shared []unsafe.Pointer) reflect.Value {
		return reflect.ValueOf(func(a0 int) {
			enter(c, shared, 0, func(w *words, _ *pointers) { w[0] = uint64(int64(a0)) }, nothing)

		})
	},
	reflect.TypeFor[func(int) int](): func(c *Code, shared []unsafe.Pointer) reflect.Value {
		return reflect.ValueOf(func(a0 int) (r int) {
			enter(c, shared, 0, func(w *words, _ *pointers) { w[0] = uint64(int64(a0)) }, func(w *words, _ *pointers) { r = int(int64(w[0])) })
			return r
		})
	},
	reflect.TypeFor[func(int, int) int](): func(c *Code, shared []unsafe.Pointer) reflect.Value {
		return reflect.ValueOf(func(a0 int, a1 int) (r int) {
			enter(c, shared, 0, func(w *words, _ *pointers) { w[0] = uint64(int64(a0)); w[1] = uint64(int64(a1)) }, func(w *words, _ *pointers) { r = int(int64(w[0])) })
			return r
		})
	},
	reflect.TypeFor[func(int, int, int) int](): func(c *Code, shared []unsafe.Pointer) reflect.Value {
		return reflect.ValueOf(func(a0 int, a1 int, a2 int) (r int) {
			enter(c, shared, 0, func(w *words, _ *pointers) {
				w[0] = uint64(int64(a0))
				w[1] = uint64(int64(a1))
				w[2] = uint64(int64(a2))
			}, func(w *words, _ *pointers) { r = int(int64(w[0])) })
			return r
		})
	},
	reflect.TypeFor[func(int, int) bool](): func(c *Code, shared []unsafe.Pointer) reflect.Value {
		return reflect.ValueOf(func(a0 int, a1 int) (r bool) {
			enter(c, shared, 0, func(w *words, _ *pointers) { w[0] = uint64(int64(a0)); w[1] = uint64(int64(a1)) }, func(w *words, _ *pointers) { r = w[0] != 0 })
			return r
		})
	},
	reflect.TypeFor[func(int) bool](): func(c *Code, shared []unsafe.Pointer) reflect.Value {
		return reflect.ValueOf(func(a0 int) (r bool) {
			enter(c, shared, 0, func(w *words, _ *pointers) { w[0] = uint64(int64(a0)) }, func(w *words, _ *pointers) { r = w[0] != 0 })
			return r
		})
	},
	reflect.TypeFor[func(int) float64](): func(c *Code, shared []unsafe.Pointer) reflect.Value {
		return reflect.ValueOf(func(a0 int) (r float64) {
			enter(c, shared, 0, func(w *words, _ *pointers) { w[0] = uint64(int64(a0)) }, func(w *words, _ *pointers) { r = float(w[0]) })
			return r
		})
	},
	reflect.TypeFor[func(int) string](): func(c *Code, shared []unsafe.Pointer) reflect.Value {
		return reflect.ValueOf(func(a0 int) (r string) {
			enter(c, shared, 0, func(w *words, _ *pointers) { w[0] = uint64(int64(a0)) }, func(w *words, p *pointers) { r = text(p[0], w[0]); p[0] = nil })
			return r
		})
	},
	reflect.TypeFor[func(float64) float64](): func(c *Code, shared []unsafe.Pointer) reflect.Value {
		return reflect.ValueOf(func(a0 float64) (r float64) {
			enter(c, shared, 0, func(w *words, _ *pointers) { w[0] = bits(a0) }, func(w *words, _ *pointers) { r = float(w[0]) })
			return r
		})
	},
	reflect.TypeFor[func(float64, float64) float64](): func(c *Code, shared []unsafe.Pointer) reflect.Value {
		return reflect.ValueOf(func(a0 float64, a1 float64) (r float64) {
			enter(c, shared, 0, func(w *words, _ *pointers) { w[0] = bits(a0); w[1] = bits(a1) }, func(w *words, _ *pointers) { r = float(w[0]) })
			return r
		})
	},
	reflect.TypeFor[func(float64) bool](): func(c *Code, shared []unsafe.Pointer) reflect.Value {
		return reflect.ValueOf(func(a0 float64) (r bool) {
			enter(c, shared, 0, func(w *words, _ *pointers) { w[0] = bits(a0) }, func(w *words, _ *pointers) { r = w[0] != 0 })
			return r
		})
	},
	reflect.TypeFor[func(string)](): func(c *Code, shared []unsafe.Pointer) reflect.Value {
		return reflect.ValueOf(func(a0 string) {
			enter(c, shared, 1, func(w *words, p *pointers) { setText(p, w, 0, 0, a0) }, nothing)

		})
	},
	reflect.TypeFor[func(string) string](): func(c *Code, shared []unsafe.Pointer) reflect.Value {
		return reflect.ValueOf(func(a0 string) (r string) {
			enter(c, shared, 1, func(w *words, p *pointers) { setText(p, w, 0, 0, a0) }, func(w *words, p *pointers) { r = text(p[0], w[0]); p[0] = nil })
			return r
		})
	},
	reflect.TypeFor[func(string) int](): func(c *Code, shared []unsafe.Pointer) reflect.Value {
		return reflect.ValueOf(func(a0 string) (r int) {
			enter(c, shared, 1, func(w *words, p *pointers) { setText(p, w, 0, 0, a0) }, func(w *words, _ *pointers) { r = int(int64(w[0])) })
			return r
		})
	},
	reflect.TypeFor[func(string) bool](): func(c *Code, shared []unsafe.Pointer) reflect.Value {
		return reflect.ValueOf(func(a0 string) (r bool) {
			enter(c, shared, 1, func(w *words, p *pointers) { setText(p, w, 0, 0, a0) }, func(w *words, _ *pointers) { r = w[0] != 0 })
			return r
		})
	},
	reflect.TypeFor[func(string, string) bool](): func(c *Code, shared []unsafe.Pointer) reflect.Value {
		return reflect.ValueOf(func(a0 string, a1 string) (r bool) {
			enter(c, shared, 2, func(w *words, p *pointers) { setText(p, w, 0, 0, a0); setText(p, w, 1, 1, a1) }, func(w *words, _ *pointers) { r = w[0] != 0 })
			return r
		})
	},
	reflect.TypeFor[func(string, string) int](): func(c *Code, shared []unsafe.Pointer) reflect.Value {
		return reflect.ValueOf(func(a0 string, a1 string) (r int) {
			enter(c, shared, 2, func(w *words, p *pointers) { setText(p, w, 0, 0, a0); setText(p, w, 1, 1, a1) }, func(w *words, _ *pointers) { r = int(int64(w[0])) })
			return r
		})
	},
	reflect.TypeFor[func(rune) bool](): func(c *Code, shared []unsafe.Pointer) reflect.Value {
		return reflect.ValueOf(func(a0 rune) (r bool) {
			enter(c, shared, 0, func(w *words, _ *pointers) { w[0] = uint64(int64(a0)) }, func(w *words, _ *pointers) { r = w[0] != 0 })
			return r
		})
	},
	reflect.TypeFor[func(rune) rune](): func(c *Code, shared []unsafe.Pointer) reflect.Value {
		return reflect.ValueOf(func(a0 rune) (r rune) {
			enter(c, shared, 0, func(w *words, _ *pointers) { w[0] = uint64(int64(a0)) }, func(w *words, _ *pointers) { r = rune(w[0]) })
			return r
		})
	},
	reflect.TypeFor[func([]int) int](): func(c *Code, shared []unsafe.Pointer) reflect.Value {
		return reflect.ValueOf(func(a0 []int) (r int) {
			enter(c, shared, 1, func(w *words, p *pointers) { setSlice(p, w, 0, 0, a0) }, func(w *words, _ *pointers) { r = int(int64(w[0])) })
			return r
		})
	},
	reflect.TypeFor[func([]int)](): func(c *Code, shared []unsafe.Pointer) reflect.Value {
		return reflect.ValueOf(func(a0 []int) {
			enter(c, shared, 1, func(w *words, p *pointers) { setSlice(p, w, 0, 0, a0) }, nothing)

		})
	},
	reflect.TypeFor[func([]float64) float64](): func(c *Code, shared []unsafe.Pointer) reflect.Value {
		return reflect.ValueOf(func(a0 []float64) (r float64) {
			enter(c, shared, 1, func(w *words, p *pointers) { setSlice(p, w, 0, 0, a0) }, func(w *words, _ *pointers) { r = float(w[0]) })
			return r
		})
	},
}
