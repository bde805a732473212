// Calls: literals, interfaces, type switches, generic functions, variadic ones.
package main

import (
	"errors"
	"fmt"
	"math"
	"sort"
	"strconv"
	"strings"
)

type shape interface {
	area() float64
	name() string
}

type square struct{ side float64 }

func (s square) area() float64 { return s.side * s.side }
func (s square) name() string  { return "square" }

type disc struct{ r float64 }

func (d *disc) area() float64 { return math.Floor(3 * d.r * d.r) }
func (d *disc) name() string  { return "disc" }

type named struct {
	shape
	label string
}

func (n named) name() string { return n.label + " " + n.shape.name() }

type number int

func (n number) area() float64  { return float64(n) }
func (n number) name() string   { return "number" }
func (n number) String() string { return fmt.Sprintf("#%d", int(n)) }

type wide struct{ a, b, c [3]int }

func (w wide) area() float64 { return float64(w.b[1]) }
func (w wide) name() string  { return "wide" }

func describe(list []shape) (s string, total float64) {
	for _, x := range list {
		total += x.area()
		s += x.name() + " "
		switch y := x.(type) {
		case square:
			s += fmt.Sprint(y.side)
		case *disc:
			y.r++
			s += fmt.Sprint(y.r)
		case fmt.Stringer:
			s += y.String()
		case nil:
			s += "nil"
		default:
			s += fmt.Sprintf("%T", y)
		}
		s += "; "
	}
	return s, total
}

func kinds(list ...any) (s string) {
	for _, x := range list {
		switch x := x.(type) {
		case nil:
			s += "nil "
		case int, int8:
			s += fmt.Sprintf("int %v ", x)
		case float64:
			s += fmt.Sprint("float ", x*2, " ")
		case string:
			s += "string " + x + " "
		case []int:
			s += fmt.Sprint("list ", len(x), " ")
		case error:
			s += "error " + x.Error() + " "
		case func(int) int:
			s += fmt.Sprint("func ", x(2), " ")
		default:
			s += fmt.Sprintf("%T ", x)
		}
	}
	return s
}

type failure struct{ code int }

func (f *failure) Error() string { return fmt.Sprint("failure ", f.code) }

func fail(n int) error {
	if n == 0 {
		return nil
	}
	if n < 0 {
		return errors.New("negative")
	}
	return &failure{n}
}

func asserted(err error) string {
	f, ok := err.(*failure)
	if !ok {
		return fmt.Sprint("other ", err == nil)
	}
	var target *failure
	return fmt.Sprint(f.code, errors.As(fmt.Errorf("wrapped: %w", err), &target), target == f)
}

func counterOf(step int) (next func() int, reset func(int)) {
	n := 0
	return func() int { n += step; return n }, func(x int) { n = x }
}

func literals() {
	next, reset := counterOf(3)
	next()
	fmt.Print(next(), " ")
	reset(100)
	fmt.Print(next(), " ")
	var fs []func() int
	for i := 0; i < 3; i++ {
		fs = append(fs, func() int { i += 10; return i })
	}
	for i, f := range fs {
		fmt.Print(f(), f(), i, " ")
	}
	var fib func(n int) int
	fib = func(n int) int {
		if n < 2 {
			return n
		}
		return fib(n-1) + fib(n-2)
	}
	compose := func(f, g func(float64) float64) func(float64) float64 {
		return func(x float64) float64 { return g(f(x)) }
	}
	fmt.Println(fib(15), compose(math.Sqrt, math.Floor)(30), apply(half, 9), func(a, b int) int { return a - b }(5, 3))
	words := strings.Fields("the quick brown fox jumps over the lazy dog")
	sort.Slice(words, func(i, j int) bool {
		if len(words[i]) != len(words[j]) {
			return len(words[i]) < len(words[j])
		}
		return words[i] < words[j]
	})
	fmt.Println(words)
}

func half(n int) int                   { return n / 2 }
func apply(f func(int) int, n int) int { return f(f(n)) }
func result() (n int, get func() int)  { get = func() int { return n }; return 5, get }
func sum(list ...int) (s int) {
	for _, x := range list {
		s += x
	}
	return
}
func join(sep string, xs ...any) string { return fmt.Sprint(len(xs), sep, xs) }
func two() (int, string)                { return 1, "a" }
func takes(n int, s string) string      { return s + fmt.Sprint(n) }
func first[T any](xs []T) (x T, ok bool) {
	if len(xs) == 0 {
		return
	}
	return xs[0], true
}

type pair[K comparable, V any] struct {
	key K
	val V
}

func (p pair[K, V]) swap() (V, K) { return p.val, p.key }

type stack[T any] struct{ list []T }

func (s *stack[T]) push(x T) { s.list = append(s.list, x) }
func (s *stack[T]) pop() T {
	x := s.list[len(s.list)-1]
	s.list = s.list[:len(s.list)-1]
	return x
}

func apply2[A, B any](xs []A, f func(A) B) []B {
	out := make([]B, 0, len(xs))
	for _, x := range xs {
		out = append(out, f(x))
	}
	return out
}

// Results are converted where the registers of others are.
func parsed(s string) (any, error) { return strconv.ParseBool(s) }

func mixed() (string, *int) { return "mixed", nil }

func converted() (any, any) { return mixed() }

func swapped(a, b string, n int, m float64) (float64, int, string, string) { return m, n, b, a }

func kept() (a any, b *int) {
	b = new(int)
	defer1(func() { a = b })
	return
}

func defer1(f func()) { f() }

func checked(s string) (any, error) {
	v, err := parsed(s)
	if err != nil {
		return nil, err
	}
	return v, nil
}

func main() {
	fmt.Println(checked("true"))
	fmt.Println(checked("x"))
	fmt.Println(converted())
	fmt.Println(swapped("a", "b", 1, 2))
	held, pointer := kept()
	fmt.Println(held == any(pointer), *pointer)

	list := []shape{square{2}, &disc{1}, named{square{3}, "big"}, number(4), wide{b: [3]int{0, 7}}, &square{1}}
	fmt.Println(describe(list))
	fmt.Println(describe(list))
	fmt.Println(kinds(nil, 1, int8(2), 2.5, "s", []int{1}, errors.New("e"), func(n int) int { return n / 2 }, true, square{}))
	fmt.Println(asserted(fail(0)), asserted(fail(-1)), asserted(fail(3)), fail(2), fail(0) == nil)
	literals()
	n, get := result()
	fmt.Println(n, get(), sum(), sum(1, 2, 3), sum([]int{4, 5}...), join("-"), join("-", 1, "a", nil), takes(two()))
	x, ok := first([]string{"z"})
	y, none := first([]point{})
	fmt.Println(x, ok, y, none)
	v, k := pair[string, int]{"k", 8}.swap()
	var s stack[point]
	s.push(point{1, 2})
	s.push(point{3, 4})
	fmt.Println(v, k, s.pop(), len(s.list), apply2([]int{1, 2, 3}, func(n int) string { return strings.Repeat("x", n) }))
	var a, b any = point{1, 2}, point{1, 2}
	var e1, e2 error = fail(1), fail(1)
	fmt.Println(a == b, a != nil, e1 == e2, e1 == e1, a == any(3))
}

type point struct{ x, y int }
