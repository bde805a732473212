// Structs, pointers, slices, arrays, maps and strings.
package main

import (
	"fmt"
	"sort"
	"strconv"
	"strings"
)

type point struct{ x, y float64 }

type item struct {
	name string
	at   point
	tags []string
	next *item
	n    int8
	ok   bool
}

type big struct {
	grid [3][3]int
	name string
}

type celsius float64

func (c celsius) fahrenheit() celsius { return c*9/5 + 32 }

func (p point) add(q point) point { return point{p.x + q.x, p.y + q.y} }
func (p *point) scale(k float64)  { p.x *= k; p.y *= k }
func (i *item) push(name string) *item {
	return &item{name: name, next: i, n: i.n + 100}
}
func (b big) trace() (t int) {
	for i := range b.grid {
		t += b.grid[i][i]
		b.grid[i][i] = 0 // its own copy
	}
	return t
}
func (b *big) set(i, j, v int) { b.grid[i][j] = v }

func structs() {
	p := point{1, 2}
	q := p
	q.x = 10
	p.scale(3)
	r := &q
	r.scale(2)
	s := p.add(*r).add(point{y: 1})
	fmt.Println(p, q, *r, s, p == q, s == point{s.x, s.y})
	list := (*item)(nil)
	first := item{name: "first", at: point{1, 1}, tags: []string{"t"}, ok: true}
	list = &first
	for i := range 3 {
		list = list.push("n" + strconv.Itoa(i))
		list.at.x++
		list.tags = append(list.tags, list.name)
	}
	for l := list; l != nil; l = l.next {
		fmt.Print(l.name, l.at, l.tags, l.n, l.ok, " ")
	}
	list.next.at = point{7, 8}
	copied := *list.next
	copied.at.y = 0
	fmt.Println(list.next.at, copied.at, celsius(100).fahrenheit())
	items := []item{{name: "a"}, {name: "b", n: 3}}
	items[0], items[1] = items[1], items[0]
	items[1].at.scale(2)
	items[0].n++
	for _, x := range items {
		x.n = 99
	}
	fmt.Println(items[0].name, items[0].n, items[1].name, items[1].n, len(items))
	anon := struct {
		a int
		b string
	}{1, "z"}
	anon.a++
	fmt.Println(anon)
}

func arrays() {
	var b big
	for i := range 3 {
		for j := range 3 {
			b.set(i, j, i*3+j)
		}
	}
	c := b
	c.grid[1][1] = 50
	row := c.grid[1]
	row[0] = -1
	fmt.Println(b.trace(), c.trace(), b == c, b.grid[1][1], row, c.grid[1])
	a := [...]int{5: 1, 2, 1: 7}
	pa := &a
	pa[0] = 3
	s := a[2:6]
	s[0] = 44
	s = append(s, 45)
	fmt.Println(a, len(a), cap(s), len(pa), s[1:3:4], a == *pa)
	m := [2][2]string{{"a", "b"}, {"c"}}
	n := m
	n[1][1] = "d"
	m, n = n, m
	fmt.Println(m, n)
}

func slices() {
	var s []int
	caps := []int{}
	for i := range 40 {
		s = append(s, i)
		if len(caps) == 0 || caps[len(caps)-1] != cap(s) {
			caps = append(caps, cap(s))
		}
	}
	t := s[2:5]
	t = append(t, -1, -2)
	u := make([]int, 3, 10)
	n := copy(u, s[35:])
	fmt.Println(caps, t, s[:8], u, n, len(u[:10]), s[5:5] == nil, []int(nil) == nil)
	bytes := []byte("hello")
	bytes[0] -= 32
	bytes = append(bytes, " wörld"...)
	runes := []rune(string(bytes))
	runes[1]++
	fmt.Println(string(bytes), string(runes), len(runes))
	fmt.Println(copy(bytes, "xy"), string(bytes[:3]))
	grid := make([][]float32, 3)
	for i := range grid {
		grid[i] = make([]float32, 2)
		grid[i][1] = float32(i) / 3
	}
	grid[1], grid[2] = grid[2], grid[1]
	fmt.Println(grid)
	var small []int8
	small = append(small, 127, -128)
	small[0]++
	bools := append([]bool(nil), true, false)
	ptrs := []*int{&s[0], nil}
	*ptrs[0] = 11
	strs := append([]string{"a"}, strings.Fields("b c d")...)
	fmt.Println(small, bools, s[0], ptrs[1] == nil, strs, append(strs[:1], "z"), strs)
}

func maps() {
	m := map[string]int{"one": 1, "two": 2}
	m["three"]++
	m["one"] += 10
	delete(m, "two")
	v, ok := m["two"]
	w := m["one"]
	fmt.Println(m, len(m), v, ok, w)
	keys := []string{}
	for k := range m {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	total := 0
	for _, v := range m {
		total += v
	}
	type key struct {
		a int
		b string
	}
	points := map[key]point{{1, "x"}: {1, 2}}
	points[key{2, "y"}] = point{3, 4}
	p, found := points[key{2, "y"}]
	_, missing := points[key{2, "z"}]
	nested := map[int]map[string][]int{}
	for i := range 4 {
		if nested[i%2] == nil {
			nested[i%2] = map[string][]int{}
		}
		nested[i%2]["k"] = append(nested[i%2]["k"], i)
	}
	set := map[rune]bool{}
	for _, r := range "hello" {
		set[r] = true
	}
	any1 := map[any]int{1: 1, "a": 2, 2.5: 3}
	arrays := map[[2]int]string{{1, 2}: "a"}
	var none map[string]bool
	delete(none, "x")
	fl := map[float64]string{1.5: "x"}
	fmt.Println(keys, total, p, found, missing, nested, len(set), any1["a"], arrays[[2]int{1, 2}], none["x"], len(none), fl[1.5])
	for k, v := range points {
		if k.a == 1 {
			fmt.Println(k, v)
		}
	}
}

func text() {
	s := "héllo, 世界"
	n := 0
	for i := 0; i < len(s); i++ {
		if s[i] >= 0x80 {
			n++
		}
	}
	t := s[1:3] + "-" + s[len(s)-3:] + string(rune(65))
	fmt.Println(n, t, s < t, s == s[:], s != t, strings.ToUpper(s), strings.Repeat("ab", 3), strings.Contains(s, "llo"), len(s), s[0:0] == "")
	var b strings.Builder
	for i := range 3 {
		b.WriteString(strconv.Itoa(i))
		b.WriteByte('/')
		b.WriteRune('é')
	}
	f, err := strconv.ParseFloat("1.5x", 64)
	k, err2 := strconv.Atoi("42")
	fmt.Println(b.String(), b.Len(), f, err, k, err2)
	fmt.Println(strings.Map(func(r rune) rune { return r + 1 }, "abc"), strings.FieldsFunc("a1b", func(r rune) bool { return r == '1' }))
}

var counter, table = 3, [...]string{"x", "y"}

func globals() {
	counter *= 2
	table[1] += "!"
	p := &counter
	*p++
	fmt.Println(counter, table)
}

func main() {
	structs()
	arrays()
	slices()
	maps()
	text()
	globals()
}
