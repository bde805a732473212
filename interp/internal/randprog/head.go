// This file is the Go that all programs share.

package randprog

// Head starts a file of programs: imports, and functions that they call.
const Head = `package main

import (
	"cmp"
	"errors"
	"fmt"
	"iter"
	"maps"
	"math"
	"reflect"
	"runtime"
	"slices"
	"sort"
	"strings"
	"sync"
)

var (
	_ = maps.Keys[map[int]int]
	_ iter.Seq[int]
	_ = errors.New
	_ = math.Sqrt
	_ = sort.Ints
	_ = strings.ToUpper
	_ sync.Mutex
)

// step spends fuel and tells whether it is used up.
var fuel int

func step() bool { fuel--; return fuel < 0 }

// gid makes a constant a value.
func gid[T any](x T) T { return x }

// tr prints that an operand is evaluated.
func tr[T any](n string, x T) T { fmt.Print(n, " "); return x }

// nn is a pointer that is not nil.
func nn[T any](p *T) *T {
	if p == nil {
		return new(T)
	}
	return p
}

// at is an element, or zero where there is none.
func at[T any](xs []T, i int) (x T) {
	if i >= 0 && i < len(xs) {
		return xs[i]
	}
	return x
}

// short is the beginning of a text.
func short[T ~string](s T) T { return s[:min(len(s), 60)] }

// idx is an index below n.
func idx[I cmp.Ordered](i I, n int) int { return len(fmt.Sprint(i)) % n }

func report(r any) {
	_, isRuntime := r.(runtime.Error)
	_, isError := r.(error)
	fmt.Printf("recovered: %v %v %v\n", r, isError, isRuntime)
}

// guard calls what panics if an interface holds a nil pointer.
func guard(f func()) {
	defer func() {
		if r := recover(); r != nil {
			report(r)
		}
	}()
	f()
}

// dump prints values that hold pointers.
func dump(x any) string { return dumpValue(reflect.ValueOf(x), 0) }

func dumpValue(v reflect.Value, depth int) string {
	if !v.IsValid() {
		return "nil"
	}
	if depth > 5 {
		return "..."
	}
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if v.IsNil() {
			return "nil"
		}
		return "&" + dumpValue(v.Elem(), depth+1)
	case reflect.Func, reflect.Chan:
		return v.Type().String() + fmt.Sprint(v.IsNil())
	case reflect.Struct:
		s := v.Type().String() + "{"
		for i := range v.NumField() {
			s += v.Type().Field(i).Name + ":" + dumpValue(v.Field(i), depth+1) + " "
		}
		return s + "}"
	case reflect.Slice, reflect.Array:
		s := fmt.Sprint(v.Len()) + "["
		for i := range v.Len() {
			s += dumpValue(v.Index(i), depth+1) + " "
		}
		return s + "]"
	case reflect.Map:
		var list []string
		for it := v.MapRange(); it.Next(); {
			list = append(list, dumpValue(it.Key(), depth+1)+":"+dumpValue(it.Value(), depth+1))
		}
		sort.Strings(list)
		return "map" + fmt.Sprint(list)
	}
	return fmt.Sprint(v)
}

// sortedKeys lists the keys of a map in an order of their own.
func sortedKeys[K comparable, V any](m map[K]V) []K {
	var keys []K
	for k := range m {
		keys = append(keys, k)
	}
	sort.Slice(keys, func(i, j int) bool { return dump(keys[i]) < dump(keys[j]) })
	return keys
}

type number interface {
	~int | ~int8 | ~int16 | ~int32 | ~int64 | ~uint | ~uint8 | ~uint16 | ~uint32 | ~uint64 | ~float32 | ~float64
}

func gsum[T number](xs ...T) (s T) {
	for _, x := range xs {
		s += x
	}
	return s
}

func gmap[A, B any](xs []A, f func(A) B) []B {
	var out []B
	for _, x := range xs {
		out = append(out, f(x))
	}
	return out
}

func gfold[A, B any](xs []A, b B, f func(B, A) B) B {
	for _, x := range xs {
		b = f(b, x)
	}
	return b
}

func gmax[T cmp.Ordered](a, b T) T {
	if a > b {
		return a
	}
	return b
}

type gstack[T any] struct{ items []T }

func (s *gstack[T]) Push(xs ...T) { s.items = append(s.items, xs...) }

func (s *gstack[T]) Pop() (x T, ok bool) {
	if len(s.items) == 0 {
		return x, false
	}
	x = s.items[len(s.items)-1]
	s.items = s.items[:len(s.items)-1]
	return x, true
}

func (s gstack[T]) All() iter.Seq2[int, T] {
	return func(yield func(int, T) bool) {
		for i := len(s.items) - 1; i >= 0; i-- {
			if !yield(i, s.items[i]) {
				return
			}
		}
	}
}

type gpair[A, B any] struct {
	First  A
	Second B
}

func (p gpair[A, B]) Swap() gpair[B, A] { return gpair[B, A]{p.Second, p.First} }

type gnode[K cmp.Ordered, V any] struct {
	key         K
	val         V
	left, right *gnode[K, V]
}

func (n *gnode[K, V]) Set(k K, v V) *gnode[K, V] {
	switch {
	case n == nil:
		return &gnode[K, V]{key: k, val: v}
	case k < n.key:
		n.left = n.left.Set(k, v)
	case k > n.key:
		n.right = n.right.Set(k, v)
	default:
		n.val = v
	}
	return n
}

func (n *gnode[K, V]) Walk(yield func(K, V) bool) bool {
	return n == nil || n.left.Walk(yield) && yield(n.key, n.val) && n.right.Walk(yield)
}

func (n *gnode[K, V]) All() iter.Seq2[K, V] {
	return func(yield func(K, V) bool) { n.Walk(yield) }
}

func gkind[T any](x T) (s string) {
	defer func() {
		if r := recover(); r != nil {
			s = fmt.Sprint("panic ", r)
		}
	}()
	switch v := any(x).(type) {
	case int, uint8:
		return fmt.Sprintf("int or byte %v", v)
	case string:
		return "string " + v
	case fmt.Stringer:
		return "stringer " + v.String()
	case error:
		return "error " + v.Error()
	case nil:
		return "nil"
	case []T:
		return fmt.Sprint("slice of it ", len(v))
	}
	return fmt.Sprintf("%T", x)
}

type gbox[K comparable, V any] struct {
	m     map[K]V
	order []K
	last  *V
}

func (b *gbox[K, V]) Put(k K, v V) (old V, had bool) {
	if b.m == nil {
		b.m = map[K]V{}
	}
	if old, had = b.m[k]; !had {
		b.order = append(b.order, k)
	}
	b.m[k], b.last = v, &v
	return
}

func (b gbox[K, V]) Each(f func(K, V) bool) {
	for _, k := range b.order {
		if !f(k, b.m[k]) {
			break
		}
	}
}

func (b gbox[K, V]) Len() int { return len(b.order) }

type gview[V any] struct {
	*gbox[string, V]
	note V
}

// gcount counts up, and says when it is left.
func gcount(name string, n int) iter.Seq[int] {
	return func(yield func(int) bool) {
		defer fmt.Println("left", name)
		for i := range n {
			if !yield(i) {
				fmt.Println("stopped", name)
				return
			}
		}
	}
}

func gtake[T any](xs []T, n int) func(func(int, T) bool) {
	return func(yield func(int, T) bool) {
		for i, x := range xs {
			if i >= n || !yield(i, x) {
				return
			}
		}
	}
}

`
