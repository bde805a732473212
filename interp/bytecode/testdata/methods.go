// Methods as values.
package main

import (
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"time"
)

type point struct{ x, y int }

func (p point) sum(k int) int             { return p.x + p.y + k }
func (p *point) move(dx, dy int)          { p.x += dx; p.y += dy }
func (p point) String() string            { return fmt.Sprintf("(%d %d)", p.x, p.y) }
func (p point) both() (int, string)       { return p.x, p.String() }
func (p *point) grow(q point) (big point) { big = *p; big.x *= q.x; big.y *= q.y; return big }

type large struct {
	n    [10]int
	name string
}

func (l large) at(i int) int        { return l.n[i] }
func (l *large) set(i, v int)       { l.n[i] = v }
func (l large) with(s string) large { l.name += s; return l }

type number float64

func (n number) times(k float64) float64 { return float64(n) * k }

type funcs func(int) int

func (f funcs) twice(n int) int { return f(f(n)) }

type summer interface{ sum(int) int }

type holder struct {
	point
	s summer
	*large
}

type box[T any] struct{ v T }

func (b box[T]) get() T   { return b.v }
func (b *box[T]) put(v T) { b.v = v }

func try(name string, f func()) {
	defer func() {
		r := recover()
		_, isError := r.(runtime.Error)
		fmt.Println(name, "-", r, isError)
	}()
	f()
}

func apply(f func(int) int, n int) int { return f(n) }

var calls []string

func make1(s string) *point { calls = append(calls, s); return &point{1, 2} }

func values() {
	p := point{1, 2}
	sum, move := p.sum, p.move
	p.x = 10
	fmt.Println(sum(0), apply(p.sum, 0))
	move(100, 200)
	fmt.Println(p, sum(1))
	q := &p
	byPointer := q.sum
	q.x = 0
	fmt.Println(byPointer(0), q.sum(0))
	f := q.move
	q = &point{}
	f(1, 1)
	fmt.Println(p, *q)
	l := large{name: "l"}
	at, set, with := l.at, l.set, l.with
	set(3, 33)
	fmt.Println(at(3), l.at(3), with("+").name, l.name)
	n := number(1.5)
	times := n.times
	n = 2
	fmt.Println(times(2), n.times(2))
	fmt.Println(funcs(func(n int) int { return n * 3 }).twice(1), apply(funcs(func(n int) int { return n + 1 }).twice, 5))
	i, s := p.both()
	both := p.both
	j, u := both()
	fmt.Println(i == j, s == u)
	grow := p.grow
	fmt.Println(grow(point{2, 3}), grow(grow(point{1, 1})))
	text := p.String
	fmt.Println(text() == p.String())
}

func interfaces() {
	var s summer = point{1, 2}
	f := s.sum
	s = nil
	fmt.Println(f(3))
	try("nil interface", func() { _ = s.sum })
	var p *point
	try("nil pointer", func() { _ = p.sum })
	g := p.move
	try("nil receiver", func() { g(1, 1) })
	h := holder{point{1, 2}, point{3, 4}, &large{}}
	a, b, c, d := h.sum, h.s.sum, h.at, h.set
	h.point.x, h.s = 50, nil
	d(1, 5)
	fmt.Println(a(0), b(0), c(1), h.at(1))
	h.large = nil
	try("nil embedded", func() { _ = h.at })
	err := errors.New("text")
	message := err.Error
	err = nil
	fmt.Println(message())
	var st fmt.Stringer = time.Second
	str := st.String
	fmt.Println(str())
}

func library() {
	var b strings.Builder
	write, add := b.WriteString, b.WriteByte
	write("ab")
	add('c')
	length := b.Len
	fmt.Println(b.String(), length())
	var mu sync.Mutex
	lock, unlock := mu.Lock, mu.Unlock
	lock()
	fmt.Println(mu.TryLock())
	unlock()
	fmt.Println(mu.TryLock())
	var wg sync.WaitGroup
	wg.Add(1)
	go func(done func()) { done() }(wg.Done)
	wg.Wait()
	d := 90 * time.Minute
	hours := d.Hours
	d = 0
	fmt.Println(hours())
	r := strings.NewReplacer("a", "b")
	fmt.Println(strings.Map(func(r rune) rune { return r + 1 }, "abc"), r.Replace("aa"))
}

func expressions() {
	f := point.sum
	g := (*point).move
	p := point{1, 2}
	g(&p, 1, 1)
	fmt.Println(f(p, 10), point.sum(p, 20), large.at(large{}, 2))
	(*point).move(&p, 5, 5)
	fmt.Println(p)
	table := map[string]func(point, int) int{"sum": point.sum}
	fmt.Println(table["sum"](p, 0))
}

func generic() {
	b := box[string]{"first"}
	get, put := b.get, b.put
	put("second")
	fmt.Println(get(), b.get())
}

func order() {
	list := []func(int, int){make1("a").move, make1("b").move}
	fmt.Println(calls, len(list))
	var fs []func(int) int
	for i := range 3 {
		p := point{i, i}
		fs = append(fs, p.sum)
		p.x = 100
	}
	for i, f := range fs {
		fmt.Print(f(i), " ")
	}
	fmt.Println()
}

func main() {
	values()
	interfaces()
	library()
	expressions()
	generic()
	order()
}
