// Range over functions: jumps out of the body, results, what is shared, deferred calls.
package main

import (
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"
)

func count(n int) iter.Seq[int] {
	return func(yield func(int) bool) {
		for i := range n {
			if !yield(i) {
				fmt.Println("stopped at", i)
				return
			}
		}
		fmt.Println("all of", n)
	}
}

func pairs[K comparable, V any](keys []K, values []V) iter.Seq2[K, V] {
	return func(yield func(K, V) bool) {
		for i, k := range keys {
			if !yield(k, values[i]) {
				return
			}
		}
	}
}

type tree[T any] struct {
	left, right *tree[T]
	v           T
}

func (t *tree[T]) all(yield func(T) bool) bool {
	return t == nil || t.left.all(yield) && yield(t.v) && t.right.all(yield)
}

func (t *tree[T]) All() iter.Seq[T] { return func(yield func(T) bool) { t.all(yield) } }

func sum(n int) (s int) {
	for i := range count(n) {
		if i == 2 {
			continue
		}
		s += i
	}
	return s
}

func find(t *tree[string], want string) (int, error) {
	n := 0
	for v := range t.All() {
		n++
		if v == want {
			return n, nil
		}
	}
	return n, errors.New("no " + want)
}

func named(n int) (at int, why string) {
	defer func() { why += "!" }()
	for i := range count(n) {
		at = i
		if i == 3 {
			why = "three"
			return
		}
		if i*n == 8 {
			return i * 100, "eight"
		}
	}
	return at + 1000, "end"
}

func swapped(n int) (a, b int) {
	a, b = 1, 2
	for i := range count(n) {
		if i == 1 {
			return b, a
		}
	}
	return
}

func nested(n int) (list []string) {
outer:
	for i := range count(n) {
	middle:
		for j, s := range pairs([]int{1, 2, 3}, []string{"a", "b", "c"}) {
			for k := range 4 {
				switch {
				case k == 1 && j == 1:
					continue middle
				case k == 2 && i == 1:
					continue outer
				case k == 3 && i == 2:
					break outer
				case k == 3 && j == 3:
					break middle
				case i == 9:
					return nil
				}
				list = append(list, fmt.Sprint(i, s, k))
			}
		}
		for x := range count(i) {
			if x == 1 {
				break
			}
		}
	}
	return list
}

func deep(n int) string {
	for i := range count(n) {
		for j := range count(n) {
			for k := range count(n) {
				if i+j+k == 4 {
					return fmt.Sprint(i, j, k)
				}
			}
		}
	}
	return "none"
}

func deferring(n int) {
	fmt.Println("start")
	for i := range count(n) {
		defer fmt.Println("deferred", i)
		defer func() {
			if r := recover(); r != nil {
				fmt.Println("recovered", r, i)
			}
		}()
	}
	fmt.Println("end")
	panic("out")
}

func kept(n int) (fs []func() int) {
	total := 0
	for i := range count(n) {
		fs = append(fs, func() int { i += 10; total += i; return total })
	}
	return fs
}

func places(m map[string]int) (key string, list [2]int) {
	for key, list[1] = range pairs(slices.Sorted(maps.Keys(m)), []int{7, 8, 9}) {
		list[0]++
	}
	var p *int
	for range func(yield func() bool) { _ = yield() && yield() } {
		p = &list[1]
		*p += 100
	}
	return
}

func misused() {
	var keep func(int) bool
	for i := range func(yield func(int) bool) { keep = yield; yield(1) } {
		fmt.Println("body", i)
	}
	try(func() { keep(2) })
	try(func() {
		for i := range func(yield func(int) bool) { yield(1); yield(2) } {
			fmt.Println("left", i)
			break
		}
	})
	try(func() {
		for range count(3) {
			panic("body")
		}
	})
	try(func() {
		var none iter.Seq[int]
		for range none {
		}
	})
	try(func() {
		for i := range count(5) {
			for range count(2) {
				_ = []int{1}[i]
			}
		}
	})
}

func try(f func()) {
	defer func() { fmt.Println("recovered", recover()) }()
	f()
}

func pulled() {
	next, stop := iter.Pull(count(3))
	defer stop()
	for {
		v, ok := next()
		if !ok || v == 1 {
			fmt.Println("pulled", v, ok)
			return
		}
	}
}

func words(s string) map[string]int {
	m := map[string]int{}
	for w := range strings.FieldsSeq(s) {
		m[w]++
	}
	for k, v := range maps.All(m) {
		if v > 1 {
			m[k] = -v
		}
	}
	return m
}

type point struct{ x, y float64 }

func points(n int) (sum point, last *point, err error) {
	for i, p := range func(yield func(int, point) bool) {
		for i := range n {
			if !yield(i, point{float64(i), -.5}) {
				return
			}
		}
	} {
		sum.x, sum.y = sum.x+p.x, sum.y+p.y
		last = &p
		if i == 4 {
			return point{sum.y, sum.x}, last, fmt.Errorf("at %d", i)
		}
	}
	return
}

func waiting() (s string) {
	c := make(chan int, 3)
	for i := range count(3) {
		go func() { c <- i }()
		select {
		case v := <-c:
			s += fmt.Sprint(v)
			continue
		}
	}
	return s
}

func main() {
	fmt.Println(sum(5))
	t := &tree[string]{&tree[string]{nil, nil, "a"}, &tree[string]{nil, nil, "c"}, "b"}
	fmt.Println(find(t, "b"))
	fmt.Println(find(t, "z"))
	fmt.Println(named(3))
	fmt.Println(named(4))
	fmt.Println(named(9))
	fmt.Println(swapped(0))
	fmt.Println(swapped(3))
	fmt.Println(nested(4))
	fmt.Println(deep(3))
	deferring(2)
	for _, f := range kept(3) {
		fmt.Println(f(), f())
	}
	fmt.Println(places(map[string]int{"x": 1, "y": 2}))
	misused()
	pulled()
	fmt.Println(words("b a b c a b"))
	fmt.Println(points(3))
	fmt.Println(points(9))
	fmt.Println(waiting())
	for i := range count(3) {
		fmt.Println("top", i)
	}
}

func init() {
	try(func() {
		for i := range func(yield func(int) bool) {
			defer func() { fmt.Println("iterator recovers", recover()) }()
			yield(1)
		} {
			panic(i)
		}
	})
	try(func() {
		for i := range func(yield func(int) bool) {
			func() { defer func() { recover() }(); yield(1) }()
			yield(2)
		} {
			panic(i)
		}
	})
	m, s := map[string][]int{"a": nil}, []any{1, "b", 2.5}
	t := s[1:]
	clear(t)
	clear(m)
	fmt.Println(m, s, len(t))
	clear([]int(nil))
	clear(map[float64]bool(nil))
}
