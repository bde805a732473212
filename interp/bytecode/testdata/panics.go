// What goes wrong at run time, with Go's own words.
package main

import (
	"errors"
	"fmt"
	"runtime"
)

func try(name string, f func()) {
	defer func() {
		r := recover()
		_, isError := r.(runtime.Error)
		fmt.Println(name, "-", r, isError)
	}()
	f()
}

type node struct {
	value int
	next  *node
	pad   [1000]int
	far   int
}

type shape interface{ area() int }

func (n *node) area() int { return n.value }

func (n *node) isNil() bool { return n == nil }

type outer struct{ node }

func index(xs []int, i int) int           { return xs[i] }
func indexU(xs []int, i uint64) int       { return xs[i] }
func set(xs []string, i int)              { xs[i] = "x" }
func letter(s string, i int) byte         { return s[i] }
func cell(a *[3]int, i int) int           { return a[i] }
func divide(a, b int) int                 { return a / b }
func modulo(a, b uint8) uint8             { return a % b }
func shift(a, n int) int                  { return a << n }
func value(n *node) int                   { return n.next.value }
func far(n *node) int                     { return n.far }
func slice(xs []int, i, j int) []int      { return xs[i:j] }
func slice3(xs []int, i, j, k int) []int  { return xs[i:j:k] }
func tail(xs []int, i int) []int          { return xs[i:] }
func part(s string, i, j int) string      { return s[i:j] }
func arrayPart(a *[4]int, i, j int) []int { return a[i:j] }
func put(m map[string]int)                { m["a"] = 1 }
func makes(n int) []int                   { return make([]int, n) }
func makes2(n, m int) []int               { return make([]int, n, m) }
func call(f func(int) int) int            { return f(1) }
func area(s shape) int                    { return s.area() }
func embedded(o *outer) bool              { return o.isNil() }
func assertInt(x any) int                 { return x.(int) }
func assertShape(x any) shape             { return x.(shape) }
func hash(m map[any]int, k any)           { m[k]++ }
func compare(a, b any) bool               { return a == b }
func throw(x any)                         { panic(x) }
func message(err error) string            { return err.Error() }
func order(xs []int, f func() int, i int) { xs[i] = f() }

func main() {
	xs := []int{1, 2, 3}
	try("index", func() { index(xs, 3) })
	try("index negative", func() { index(xs, -1) })
	try("index unsigned", func() { indexU(xs, 1<<63) })
	try("set", func() { set(nil, 0) })
	try("letter", func() { letter("ab", 2) })
	try("array", func() { var a [3]int; cell(&a, 3) })
	try("nil array", func() { cell(nil, 1) })
	try("divide", func() { divide(1, 0) })
	try("modulo", func() { modulo(1, 0) })
	try("shift", func() { shift(1, -3) })
	try("nil", func() { value(&node{}) })
	try("nil far", func() { far(nil) })
	try("slice", func() { slice(xs, 2, 1) })
	try("slice high", func() { slice(xs, 1, 9) })
	try("slice negative", func() { slice(xs, -1, 2) })
	try("slice max", func() { slice3(xs, 0, 1, 9) })
	try("slice max order", func() { slice3(xs, 0, 3, 2) })
	try("tail", func() { tail(xs, 4) })
	try("part", func() { part("abc", 2, 5) })
	try("part order", func() { part("abc", 2, 1) })
	try("array part", func() { var a [4]int; arrayPart(&a, 1, 5) })
	try("nil map", func() { put(nil) })
	try("make", func() { makes(-1) })
	try("make cap", func() { makes2(2, 1) })
	try("call", func() { call(nil) })
	try("interface", func() { area(nil) })
	try("nil receiver", func() { area((*node)(nil)) })
	try("nil embedding", func() { embedded(nil) })
	try("assert", func() { assertInt("s") })
	try("assert nil", func() { assertInt(nil) })
	try("assert interface", func() { assertShape(3) })
	try("hash", func() { hash(map[any]int{}, []int{1}) })
	try("compare", func() { compare([]int{1}, []int{1}) })
	try("string", func() { throw("text") })
	try("error", func() { throw(errors.New("an error")) })
	try("struct", func() { throw(node{value: 3}.value) })
	try("nil panic", func() { throw(nil) })
	try("nil error", func() { message(nil) })
	try("order", func() { order(xs, func() int { panic("first the right side") }, 9) })
	try("none", func() { index(xs, 2) })
}
