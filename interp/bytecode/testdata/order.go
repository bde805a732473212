// In which order operands and calls are evaluated: as the compiler has it.
package main

import "fmt"

type P struct{ a, b int }

//go:noinline
func three(a, b, c int) string { return fmt.Sprint(a, b, c) }

//go:noinline
func strs(a string, b int, c string) string { return fmt.Sprint(a, b, c) }

var g = 1

func bump() int { g *= 10; return g }

func main() {
	x := 1
	s := "a"
	p := &P{1, 2}
	xs := []int{1, 2}
	inc := func() int { x++; s += "b"; p.a++; xs[0]++; return x }
	fmt.Println(fmt.Sprint(s, inc(), s))
	fmt.Println(three(x, inc(), x))
	fmt.Println(strs(s, inc(), s))
	fmt.Println(x+inc(), x+inc()*x, three(p.a, inc(), p.a), three(xs[0], inc(), xs[0]))
	y := x + inc()
	z := xs[0]*inc() + p.a
	fmt.Println(y, z)
	fmt.Println(g+bump(), three(g, bump(), g))
	a := []int{x, inc(), x}
	q := P{x, inc()}
	fmt.Println(a, q)
	x, w := inc(), x
	fmt.Println(x, w)
	xs[0] += inc()
	x += inc()
	fmt.Println(xs[0], x)
	if x < inc() {
		fmt.Println("lt")
	}
	m := map[string]int{}
	m[s] = inc()
	fmt.Println(m)
}

// The arguments of a method come before its receiver is loaded.

func said(n int) int { fmt.Println("argument", n); return n }

func (p P) sum(n int) int { return p.a + p.b + n }

type holder struct{ *P }

func through(p *P) int       { return p.sum(said(1)) }
func embedded(h holder) int  { return h.sum(said(2)) }
func twice(h *holder) int    { return h.sum(said(3)) }
func element(h []holder) int { return h[1].sum(said(4)) }

func try(f func() int) {
	defer func() { fmt.Println(recover()) }()
	fmt.Println(f())
}

func init() {
	try(func() int { return through(nil) })
	try(func() int { return embedded(holder{}) })
	try(func() int { return twice(&holder{}) })
	try(func() int { return twice(nil) })
	try(func() int { return element(make([]holder, 2)) })
	try(func() int { return element(nil) })
	try(func() int { return element([]holder{{}, {&P{1, 2}}}) })
}

// Built-in functions have their place among the calls.

func init() {
	n, xs, z, s := 1, []int{1}, 1+2i, "a"
	grow := func() int { n++; xs = append(xs, n); z *= 2; s += "b"; return n }
	a, b, c := len(xs), grow(), len(xs)
	fmt.Println(a, b, c)
	fmt.Println(len(xs), grow(), len(xs), cap(xs[:2:2]), grow(), len(xs), n)
	d, e, f := make([]int, n), grow(), make([]int, n)
	fmt.Println(len(d), e, len(f))
	g, h, i := real(z), grow(), imag(z)
	fmt.Println(g, h, i)
	fmt.Println(min(n, 9), grow(), max(n, 2), *new(n), grow(), *new(n))
	t, k, u := []byte(s), grow(), []rune(s)
	fmt.Println(len(t), k, len(u), len(s)+grow()*len(s)+n)
	v := n + len(xs)*grow() + len(xs)
	w := xs[0] + len(xs[:grow()]) + n
	fmt.Println(v, w)
}

// && and || have their place, too, with the calls that they may make.

type parts struct {
	b bool
	y any
	n int
}

var whole parts

func says[T any](n string, x T) T { fmt.Print(n, " "); return x }
func is(b bool) bool              { return b }

func init() {
	whole = parts{b: is(false) || says("a", true), y: func() int { return says("b", 1) }()}
	fmt.Println(whole)
	fmt.Println(parts{b: is(true) && says("c", true), n: says("d", 2)})
	fmt.Println(is(false) || says("e", true), says("f", 1))
	x, y := is(false) || says("g", true), says("h", 1)
	fmt.Println(x, y)
	m := map[bool]int{is(false) || says("i", true): says("j", 1)}
	l := []any{is(true) && says("k", false), says("l", 2), whole.b && says("m", true), says("n", 3)}
	fmt.Println(m, l)
	fmt.Println([2]bool{!is(false) && says("o", true), says("p", true) && !is(true)})
	if whole.b && says("q", len(l)) > says("r", 2) || says("s", true) {
		fmt.Println(whole.n > 0 || is(whole.b && says("t", false)), says("u", whole.n)+len(l))
	}
	set := func() bool { whole.b = false; return true }
	fmt.Println(whole.b && x, set(), whole.b && x, whole.b || says("v", x), !whole.b)
	for i := 0; whole.n < 3 && says("w", i) < 5; i++ {
		whole.n++
	}
	fmt.Println(whole)
}
