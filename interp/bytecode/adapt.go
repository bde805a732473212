// This file calls functions of common signatures without package reflect.

package bytecode

import (
	"reflect"
	"strings"
	"sync"
	"sync/atomic"
	"unsafe"
)

// sliceOf is the slice in registers, as a Go value.
func sliceOf[T any](p *pointers, w *words, pi, wi int) *[]T {
	h := slice{p[pi], int(w[wi]), int(w[wi+1])}
	return (*[]T)(unsafe.Pointer(&h))
}

func setSlice[T any](p *pointers, w *words, pi, wi int, s []T) {
	p[pi], w[wi], w[wi+1] = unsafe.Pointer(unsafe.SliceData(s)), uint64(len(s)), uint64(cap(s))
}

func setText(p *pointers, w *words, pi, wi int, s string) {
	p[pi], w[wi] = unsafe.Pointer(unsafe.StringData(s)), uint64(len(s))
}

func setError(p *pointers, pi int, err error) {
	h := *(*[2]unsafe.Pointer)(unsafe.Pointer(&err))
	p[pi], p[pi+1] = h[0], h[1]
}

// adapt makes what calls a compiled function whose arguments are at the start of
// a window; nil when its signature is not among the common ones.
func adapt(fn reflect.Value) func(w *words, p *pointers) {
	switch f := fn.Interface().(type) {
	case func(float64) float64:
		return func(w *words, _ *pointers) { w[0] = bits(f(float(w[0]))) }
	case func(float64, float64) float64:
		return func(w *words, _ *pointers) { w[0] = bits(f(float(w[0]), float(w[1]))) }
	case func(float64) int:
		return func(w *words, _ *pointers) { w[0] = uint64(int64(f(float(w[0])))) }
	case func(float64, int) float64:
		return func(w *words, _ *pointers) { w[0] = bits(f(float(w[0]), int(int64(w[1])))) }
	case func(float64) bool:
		return func(w *words, _ *pointers) { w[0] = word(f(float(w[0]))) }
	case func(float64, int) bool:
		return func(w *words, _ *pointers) { w[0] = word(f(float(w[0]), int(int64(w[1])))) }
	case func(string) string:
		return func(w *words, p *pointers) { setText(p, w, 0, 0, f(text(p[0], w[0]))) }
	case func(string) int:
		return func(w *words, p *pointers) { w[0] = uint64(int64(f(text(p[0], w[0])))) }
	case func(string) bool:
		return func(w *words, p *pointers) { w[0] = word(f(text(p[0], w[0]))) }
	case func(string) []string:
		return func(w *words, p *pointers) { setSlice(p, w, 0, 0, f(text(p[0], w[0]))) }
	case func(string) (int, error):
		return func(w *words, p *pointers) {
			r0, r1 := f(text(p[0], w[0]))
			w[0] = uint64(int64(r0))
			setError(p, 0, r1)
		}
	case func(string, int) (float64, error):
		return func(w *words, p *pointers) {
			r0, r1 := f(text(p[0], w[0]), int(int64(w[1])))
			w[0] = bits(r0)
			setError(p, 0, r1)
		}
	case func(string, int, int) (int64, error):
		return func(w *words, p *pointers) {
			r0, r1 := f(text(p[0], w[0]), int(int64(w[1])), int(int64(w[2])))
			w[0] = uint64(r0)
			setError(p, 0, r1)
		}
	case func(string, string) bool:
		return func(w *words, p *pointers) { w[0] = word(f(text(p[0], w[0]), text(p[1], w[1]))) }
	case func(string, string) int:
		return func(w *words, p *pointers) { w[0] = uint64(int64(f(text(p[0], w[0]), text(p[1], w[1])))) }
	case func(string, string) string:
		return func(w *words, p *pointers) { setText(p, w, 0, 0, f(text(p[0], w[0]), text(p[1], w[1]))) }
	case func(string, string) []string:
		return func(w *words, p *pointers) { setSlice(p, w, 0, 0, f(text(p[0], w[0]), text(p[1], w[1]))) }
	case func(string, string, string) string:
		return func(w *words, p *pointers) {
			setText(p, w, 0, 0, f(text(p[0], w[0]), text(p[1], w[1]), text(p[2], w[2])))
		}
	case func(string, string, string, int) string:
		return func(w *words, p *pointers) {
			setText(p, w, 0, 0, f(text(p[0], w[0]), text(p[1], w[1]), text(p[2], w[2]), int(int64(w[3]))))
		}
	case func(string, int) string:
		return func(w *words, p *pointers) { setText(p, w, 0, 0, f(text(p[0], w[0]), int(int64(w[1])))) }
	case func(string, rune) int:
		return func(w *words, p *pointers) { w[0] = uint64(int64(f(text(p[0], w[0]), rune(w[1])))) }
	case func(string, byte) int:
		return func(w *words, p *pointers) { w[0] = uint64(int64(f(text(p[0], w[0]), byte(w[1])))) }
	case func(string, string, int) []string:
		return func(w *words, p *pointers) {
			setSlice(p, w, 0, 0, f(text(p[0], w[0]), text(p[1], w[1]), int(int64(w[2]))))
		}
	case func([]string, string) string:
		return func(w *words, p *pointers) { setText(p, w, 0, 0, f(*sliceOf[string](p, w, 0, 0), text(p[1], w[2]))) }
	case func([]string):
		return func(w *words, p *pointers) { f(*sliceOf[string](p, w, 0, 0)) }
	case func([]int):
		return func(w *words, p *pointers) { f(*sliceOf[int](p, w, 0, 0)) }
	case func([]float64):
		return func(w *words, p *pointers) { f(*sliceOf[float64](p, w, 0, 0)) }
	case func([]byte) string:
		return func(w *words, p *pointers) { setText(p, w, 0, 0, f(*sliceOf[byte](p, w, 0, 0))) }
	case func([]byte, []byte) bool:
		return func(w *words, p *pointers) { w[0] = word(f(*sliceOf[byte](p, w, 0, 0), *sliceOf[byte](p, w, 1, 2))) }
	case func(rune) bool:
		return func(w *words, _ *pointers) { w[0] = word(f(rune(w[0]))) }
	case func(rune) rune:
		return func(w *words, _ *pointers) { w[0] = uint64(int64(f(rune(w[0])))) }
	case func(rune) int:
		return func(w *words, _ *pointers) { w[0] = uint64(int64(f(rune(w[0])))) }
	case func(int) string:
		return func(w *words, p *pointers) { setText(p, w, 0, 0, f(int(int64(w[0])))) }
	case func(int64, int) string:
		return func(w *words, p *pointers) { setText(p, w, 0, 0, f(int64(w[0]), int(int64(w[1])))) }
	case func(bool) string:
		return func(w *words, p *pointers) { setText(p, w, 0, 0, f(w[0] != 0)) }
	case func(float64, byte, int, int) string:
		return func(w *words, p *pointers) {
			setText(p, w, 0, 0, f(float(w[0]), byte(w[1]), int(int64(w[2])), int(int64(w[3]))))
		}
	case func(uint64) int:
		return func(w *words, _ *pointers) { w[0] = uint64(int64(f(w[0]))) }
	case func(uint) int:
		return func(w *words, _ *pointers) { w[0] = uint64(int64(f(uint(w[0])))) }
	case func(uint32) int:
		return func(w *words, _ *pointers) { w[0] = uint64(int64(f(uint32(w[0])))) }
	case func(uint64) float64:
		return func(w *words, _ *pointers) { w[0] = bits(f(w[0])) }
	case func(float64) uint64:
		return func(w *words, _ *pointers) { w[0] = f(float(w[0])) }
	case func(int) int:
		return func(w *words, _ *pointers) { w[0] = uint64(int64(f(int(int64(w[0]))))) }
	case func(int) float64:
		return func(w *words, _ *pointers) { w[0] = bits(f(int(int64(w[0])))) }
	case func() int:
		return func(w *words, _ *pointers) { w[0] = uint64(int64(f())) }
	case func() float64:
		return func(w *words, _ *pointers) { w[0] = bits(f()) }
	case func() int64:
		return func(w *words, _ *pointers) { w[0] = uint64(f()) }
	case func() uint64:
		return func(w *words, _ *pointers) { w[0] = f() }
	case func() uint32:
		return func(w *words, _ *pointers) { w[0] = uint64(f()) }
	case func() bool:
		return func(w *words, _ *pointers) { w[0] = word(f()) }
	case func() string:
		return func(w *words, p *pointers) { setText(p, w, 0, 0, f()) }
	case func():
		return func(_ *words, _ *pointers) { f() }
	case func(int):
		return func(w *words, _ *pointers) { f(int(int64(w[0]))) }
	case func(int, int) int:
		return func(w *words, _ *pointers) { w[0] = uint64(int64(f(int(int64(w[0])), int(int64(w[1]))))) }
	case func(int, int) bool:
		return func(w *words, _ *pointers) { w[0] = word(f(int(int64(w[0])), int(int64(w[1])))) }
	case func(int) bool:
		return func(w *words, _ *pointers) { w[0] = word(f(int(int64(w[0])))) }
	case func(string):
		return func(w *words, p *pointers) { f(text(p[0], w[0])) }
	case func(float64):
		return func(w *words, _ *pointers) { f(float(w[0])) }
	case func(int, int):
		return func(w *words, _ *pointers) { f(int(int64(w[0])), int(int64(w[1]))) }
	case func(int64) int64:
		return func(w *words, _ *pointers) { w[0] = uint64(f(int64(w[0]))) }
	case func([]int) int:
		return func(w *words, p *pointers) { w[0] = uint64(int64(f(*sliceOf[int](p, w, 0, 0)))) }
	case func([]float64) float64:
		return func(w *words, p *pointers) { w[0] = bits(f(*sliceOf[float64](p, w, 0, 0))) }
	case func([]int) bool:
		return func(w *words, p *pointers) { w[0] = word(f(*sliceOf[int](p, w, 0, 0))) }
	case func([]string) string:
		return func(w *words, p *pointers) { setText(p, w, 0, 0, f(*sliceOf[string](p, w, 0, 0))) }
	case func(int, int, int) int:
		return func(w *words, _ *pointers) {
			w[0] = uint64(int64(f(int(int64(w[0])), int(int64(w[1])), int(int64(w[2])))))
		}
	case func(string, int) int:
		return func(w *words, p *pointers) { w[0] = uint64(int64(f(text(p[0], w[0]), int(int64(w[1]))))) }
	case func([]int, int) int:
		return func(w *words, p *pointers) { w[0] = uint64(int64(f(*sliceOf[int](p, w, 0, 0), int(int64(w[2]))))) }
	case func([]int, int) bool:
		return func(w *words, p *pointers) { w[0] = word(f(*sliceOf[int](p, w, 0, 0), int(int64(w[2])))) }
	case func(string) (rune, int):
		return func(w *words, p *pointers) {
			r0, r1 := f(text(p[0], w[0]))
			w[0] = uint64(int64(r0))
			w[1] = uint64(int64(r1))
		}
	case func(float64) (float64, int):
		return func(w *words, _ *pointers) { r0, r1 := f(float(w[0])); w[0] = bits(r0); w[1] = uint64(int64(r1)) }
	case func(*sync.Mutex):
		return func(_ *words, p *pointers) { f((*sync.Mutex)(p[0])) }
	case func(*sync.Mutex) bool:
		return func(w *words, p *pointers) { w[0] = word(f((*sync.Mutex)(p[0]))) }
	case func(*sync.RWMutex):
		return func(_ *words, p *pointers) { f((*sync.RWMutex)(p[0])) }
	case func(*sync.WaitGroup):
		return func(_ *words, p *pointers) { f((*sync.WaitGroup)(p[0])) }
	case func(*sync.WaitGroup, int):
		return func(w *words, p *pointers) { f((*sync.WaitGroup)(p[0]), int(int64(w[0]))) }
	case func(*sync.WaitGroup, func()):
		return func(_ *words, p *pointers) { f((*sync.WaitGroup)(p[0]), *(*func())(unsafe.Pointer(&p[1]))) }
	case func(*sync.Once, func()):
		return func(_ *words, p *pointers) { f((*sync.Once)(p[0]), *(*func())(unsafe.Pointer(&p[1]))) }
	case func(*atomic.Int64, int64) int64:
		return func(w *words, p *pointers) { w[0] = uint64(f((*atomic.Int64)(p[0]), int64(w[0]))) }
	case func(*atomic.Int64) int64:
		return func(w *words, p *pointers) { w[0] = uint64(f((*atomic.Int64)(p[0]))) }
	case func(*atomic.Int32, int32) int32:
		return func(w *words, p *pointers) { w[0] = uint64(int64(f((*atomic.Int32)(p[0]), int32(w[0])))) }
	case func(*atomic.Int32) int32:
		return func(w *words, p *pointers) { w[0] = uint64(int64(f((*atomic.Int32)(p[0])))) }
	case func(*strings.Builder, string) (int, error):
		return func(w *words, p *pointers) {
			r0, r1 := f((*strings.Builder)(p[0]), text(p[1], w[0]))
			w[0] = uint64(int64(r0))
			setError(p, 0, r1)
		}
	case func(*strings.Builder, byte) error:
		return func(w *words, p *pointers) { setError(p, 0, f((*strings.Builder)(p[0]), byte(w[0]))) }
	case func(*strings.Builder, rune) (int, error):
		return func(w *words, p *pointers) {
			r0, r1 := f((*strings.Builder)(p[0]), rune(w[0]))
			w[0] = uint64(int64(r0))
			setError(p, 0, r1)
		}
	case func(*strings.Builder) string:
		return func(w *words, p *pointers) { setText(p, w, 0, 0, f((*strings.Builder)(p[0]))) }
	case func(*strings.Builder) int:
		return func(w *words, p *pointers) { w[0] = uint64(int64(f((*strings.Builder)(p[0])))) }
	case func(*strings.Builder, int):
		return func(w *words, p *pointers) { f((*strings.Builder)(p[0]), int(int64(w[0]))) }
	case func(*strings.Builder):
		return func(_ *words, p *pointers) { f((*strings.Builder)(p[0])) }
	}
	return nil
}

// callers are the same for functions of the session, whose value is a register.
var callers = map[reflect.Type]func(fn unsafe.Pointer, w *words, p *pointers){
	reflect.TypeFor[func(int) int](): func(fn unsafe.Pointer, w *words, _ *pointers) {
		w[0] = uint64(int64((*(*func(int) int)(unsafe.Pointer(&fn)))(int(int64(w[0])))))
	},
	reflect.TypeFor[func(int, int) int](): func(fn unsafe.Pointer, w *words, _ *pointers) {
		w[0] = uint64(int64((*(*func(int, int) int)(unsafe.Pointer(&fn)))(int(int64(w[0])), int(int64(w[1])))))
	},
	reflect.TypeFor[func(int, int) bool](): func(fn unsafe.Pointer, w *words, _ *pointers) {
		w[0] = word((*(*func(int, int) bool)(unsafe.Pointer(&fn)))(int(int64(w[0])), int(int64(w[1]))))
	},
	reflect.TypeFor[func(int) bool](): func(fn unsafe.Pointer, w *words, _ *pointers) {
		w[0] = word((*(*func(int) bool)(unsafe.Pointer(&fn)))(int(int64(w[0]))))
	},
	reflect.TypeFor[func(float64) float64](): func(fn unsafe.Pointer, w *words, _ *pointers) {
		w[0] = bits((*(*func(float64) float64)(unsafe.Pointer(&fn)))(float(w[0])))
	},
	reflect.TypeFor[func(float64, float64) float64](): func(fn unsafe.Pointer, w *words, _ *pointers) {
		w[0] = bits((*(*func(float64, float64) float64)(unsafe.Pointer(&fn)))(float(w[0]), float(w[1])))
	},
	reflect.TypeFor[func(string) string](): func(fn unsafe.Pointer, w *words, p *pointers) {
		setText(p, w, 0, 0, (*(*func(string) string)(unsafe.Pointer(&fn)))(text(p[0], w[0])))
	},
	reflect.TypeFor[func() int](): func(fn unsafe.Pointer, w *words, _ *pointers) {
		w[0] = uint64(int64((*(*func() int)(unsafe.Pointer(&fn)))()))
	},
	reflect.TypeFor[func() float64](): func(fn unsafe.Pointer, w *words, _ *pointers) {
		w[0] = bits((*(*func() float64)(unsafe.Pointer(&fn)))())
	},
	reflect.TypeFor[func() string](): func(fn unsafe.Pointer, w *words, p *pointers) {
		setText(p, w, 0, 0, (*(*func() string)(unsafe.Pointer(&fn)))())
	},
	reflect.TypeFor[func() bool](): func(fn unsafe.Pointer, w *words, _ *pointers) { w[0] = word((*(*func() bool)(unsafe.Pointer(&fn)))()) },
	reflect.TypeFor[func()]():      func(fn unsafe.Pointer, _ *words, _ *pointers) { (*(*func())(unsafe.Pointer(&fn)))() },
	reflect.TypeFor[func(int)]():   func(fn unsafe.Pointer, w *words, _ *pointers) { (*(*func(int))(unsafe.Pointer(&fn)))(int(int64(w[0]))) },
	reflect.TypeFor[func(string)](): func(fn unsafe.Pointer, w *words, p *pointers) {
		(*(*func(string))(unsafe.Pointer(&fn)))(text(p[0], w[0]))
	},
	reflect.TypeFor[func(string) int](): func(fn unsafe.Pointer, w *words, p *pointers) {
		w[0] = uint64(int64((*(*func(string) int)(unsafe.Pointer(&fn)))(text(p[0], w[0]))))
	},
	reflect.TypeFor[func(string) bool](): func(fn unsafe.Pointer, w *words, p *pointers) {
		w[0] = word((*(*func(string) bool)(unsafe.Pointer(&fn)))(text(p[0], w[0])))
	},
	reflect.TypeFor[func(int) string](): func(fn unsafe.Pointer, w *words, p *pointers) {
		setText(p, w, 0, 0, (*(*func(int) string)(unsafe.Pointer(&fn)))(int(int64(w[0]))))
	},
	reflect.TypeFor[func(int) float64](): func(fn unsafe.Pointer, w *words, _ *pointers) {
		w[0] = bits((*(*func(int) float64)(unsafe.Pointer(&fn)))(int(int64(w[0]))))
	},
	reflect.TypeFor[func(string, string) bool](): func(fn unsafe.Pointer, w *words, p *pointers) {
		w[0] = word((*(*func(string, string) bool)(unsafe.Pointer(&fn)))(text(p[0], w[0]), text(p[1], w[1])))
	},
	reflect.TypeFor[func(string, string) int](): func(fn unsafe.Pointer, w *words, p *pointers) {
		w[0] = uint64(int64((*(*func(string, string) int)(unsafe.Pointer(&fn)))(text(p[0], w[0]), text(p[1], w[1]))))
	},
	reflect.TypeFor[func(float64)](): func(fn unsafe.Pointer, w *words, _ *pointers) { (*(*func(float64))(unsafe.Pointer(&fn)))(float(w[0])) },
	reflect.TypeFor[func(float64) bool](): func(fn unsafe.Pointer, w *words, _ *pointers) {
		w[0] = word((*(*func(float64) bool)(unsafe.Pointer(&fn)))(float(w[0])))
	},
	reflect.TypeFor[func(rune) bool](): func(fn unsafe.Pointer, w *words, _ *pointers) {
		w[0] = word((*(*func(rune) bool)(unsafe.Pointer(&fn)))(rune(w[0])))
	},
	reflect.TypeFor[func(rune) rune](): func(fn unsafe.Pointer, w *words, _ *pointers) {
		w[0] = uint64(int64((*(*func(rune) rune)(unsafe.Pointer(&fn)))(rune(w[0]))))
	},
	reflect.TypeFor[func(int, int)](): func(fn unsafe.Pointer, w *words, _ *pointers) {
		(*(*func(int, int))(unsafe.Pointer(&fn)))(int(int64(w[0])), int(int64(w[1])))
	},
	reflect.TypeFor[func(string, int)](): func(fn unsafe.Pointer, w *words, p *pointers) {
		(*(*func(string, int))(unsafe.Pointer(&fn)))(text(p[0], w[0]), int(int64(w[1])))
	},
	reflect.TypeFor[func([]int) int](): func(fn unsafe.Pointer, w *words, p *pointers) {
		w[0] = uint64(int64((*(*func([]int) int)(unsafe.Pointer(&fn)))(*sliceOf[int](p, w, 0, 0))))
	},
	reflect.TypeFor[func([]float64) float64](): func(fn unsafe.Pointer, w *words, p *pointers) {
		w[0] = bits((*(*func([]float64) float64)(unsafe.Pointer(&fn)))(*sliceOf[float64](p, w, 0, 0)))
	},
	reflect.TypeFor[func(int, int, int) int](): func(fn unsafe.Pointer, w *words, _ *pointers) {
		w[0] = uint64(int64((*(*func(int, int, int) int)(unsafe.Pointer(&fn)))(int(int64(w[0])), int(int64(w[1])), int(int64(w[2])))))
	},
}

// caller is what calls func values of a type, nil for uncommon ones.
func caller(t reflect.Type) func(fn unsafe.Pointer, w *words, p *pointers) { return callers[t] }
