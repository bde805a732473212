// Statements: loops, switches, labels, returns, assignments.
package main

import "fmt"

func collatz(n int) (steps int) {
	for n != 1 {
		if n%2 == 0 {
			n /= 2
		} else {
			n = 3*n + 1
		}
		steps++
	}
	return
}

func down(n int) (s string) {
	for i := n; i >= 0; i-- {
		s += fmt.Sprint(i, " ")
	}
	for i := n; i > 0; i -= 2 {
		s += fmt.Sprint(i, ";")
	}
	return s
}

func primes(n int) []int {
	var list []int
outer:
	for i := 2; i < n; i++ {
		for _, p := range list {
			if p*p > i {
				break
			}
			if i%p == 0 {
				continue outer
			}
		}
		list = append(list, i)
	}
	return list
}

func classify(x int) string {
	switch y := x * 2; {
	case y < 0:
		return "negative"
	case y == 0:
		fallthrough
	case y == 2:
		return "small"
	default:
		break
	}
	switch x {
	case 2, 3, 5, 7:
		return "prime"
	case 4:
		x++
	case 6:
		x += 2
		fallthrough
	default:
		x *= 10
	}
	return fmt.Sprint(x)
}

func words(s string) int {
	switch s {
	case "one":
		return 1
	case "two", "zwei":
		return 2
	}
	switch {
	case s > "m" && len(s) > 3:
		return -1
	}
	return 0
}

func swap(a, b int) (int, int) { return b, a }

func assignments() []any {
	a, b := 1, 2
	a, b = b, a
	xs := []int{1, 2, 3}
	i := 0
	i, xs[i] = 2, 9
	xs[0], xs[2] = xs[2], xs[0]
	c, d := swap(a, b)
	var e, f = swap(swap(c, d))
	a, g := swap(7, 8)
	_, h := swap(3, 4)
	p := &xs
	(*p)[1], *p = 70, []int{4}
	var u uint8 = 250
	u += 10
	var s, t string = "x", "y"
	s, t = t, s+t
	return []any{a, b, i, xs, c, d, e, f, g, h, u, s, t}
}

func ranges() (s string) {
	for i := range 3 {
		i += 10
		s += fmt.Sprint(i, " ")
	}
	for i := range uint8(2) {
		s += fmt.Sprintf("%T%v ", i, i)
	}
	var arr [4]int
	for i := range arr {
		arr[i] = i * i
	}
	for i, x := range arr {
		arr[3] = 100 // the range is over a copy
		s += fmt.Sprint(i, x, " ")
	}
	for i, x := range &arr {
		s += fmt.Sprint(i, x, " ")
	}
	xs := []string{"a", "b"}
	for i, x := range xs {
		xs = append(xs, x)
		s += fmt.Sprint(i, x, len(xs), " ")
	}
	for i, r := range "aé\xff世" {
		s += fmt.Sprint(i, r, " ")
	}
	for range 2 {
		s += "."
	}
	n := 3
	for i := range n {
		n = 1
		s += fmt.Sprint(i)
	}
	for range [3]int{} {
		s += "!"
	}
	var k int
	for k = range 5 {
		if k == 3 {
			break
		}
	}
	return s + fmt.Sprint(k)
}

func ack(m, n int) int {
	switch {
	case m == 0:
		return n + 1
	case n == 0:
		return ack(m-1, 1)
	}
	return ack(m-1, ack(m, n-1))
}

func even(n int) bool { return n == 0 || odd(n-1) }
func odd(n int) bool  { return n != 0 && even(n-1) }

func named(x int) (n int, s string) {
	s = "set"
	if x > 0 {
		return x, "positive"
	}
	n = -x
	return
}

func logic(a, b, c bool) int {
	n := 0
	if a && (b || !c) {
		n |= 1
	}
	if !(a || b) && c {
		n |= 2
	}
	x := a == b && b != c
	if x {
		n |= 4
	}
	y := !a || b && c
	if y == true {
		n |= 8
	}
	return n
}

// The places that a range assigns to are found before it assigns.
func places() (int, []int) {
	x := []int{10, 20}
	i := 1
	for i, x[i] = range []int{99} {
		break
	}
	return i, x
}

func main() {
	fmt.Println(collatz(27), down(5), primes(60))
	for x := -1; x < 9; x++ {
		fmt.Print(classify(x), " ")
	}
	fmt.Println(words("one"), words("zwei"), words("xyzz"), words(""))
	fmt.Println(assignments()...)
	fmt.Println(ranges())
	fmt.Println(ack(2, 9), even(1001), odd(1001))
	fmt.Println(named(3))
	fmt.Println(named(-3))
	fmt.Println(places())
	for i := range 8 {
		fmt.Print(logic(i&1 != 0, i&2 != 0, i&4 != 0), " ")
	}
	fmt.Println()
}
