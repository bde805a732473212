// Channels: operations, select, goroutines.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"runtime"
	"sort"
	"strings"
	"sync"
	"time"
)

type pair struct {
	a int
	s string
}

type small struct {
	x, y int16
	f    float32
}

type words struct{ a, b, c, d, e float64 }

type large struct {
	n    [20]int
	name string
}

type temperature float64

type stringer interface{ text() string }

func (p pair) text() string   { return fmt.Sprint(p.a, p.s) }
func (l *large) text() string { return l.name }

type tree chan tree

// roundTrip sends through a channel with room and one without.
func roundTrip[T any](name string, list ...T) {
	c := make(chan T, len(list))
	for _, x := range list {
		c <- x
	}
	fmt.Println(name, len(c), cap(c))
	d := make(chan T)
	go func() {
		for x := range c {
			d <- x
		}
		close(d)
	}()
	close(c)
	for {
		x, ok := <-d
		fmt.Printf(" %v %v", x, ok)
		if !ok {
			break
		}
	}
	fmt.Println()
}

func elements() {
	roundTrip("int", 1, -2, 3)
	roundTrip("int8", int8(-1), 127)
	roundTrip("uint16", uint16(65535))
	roundTrip("bool", true, false)
	roundTrip("float32", float32(1.5))
	roundTrip("string", "a", "", "ccc")
	roundTrip("slice", []int{1, 2}, nil)
	roundTrip("any", any(1), nil, "x")
	roundTrip("error", errors.New("e"), nil)
	roundTrip("pair", pair{1, "one"}, pair{2, "two"})
	roundTrip("small", small{-1, 2, 0.5})
	roundTrip("words", words{1, 2, 3, 4, 5})
	roundTrip("empty", struct{}{}, struct{}{})
	roundTrip("array", [3]string{"x", "y"})
	roundTrip("map", map[string]int{"k": 1})
	roundTrip("named", temperature(36.6))
	roundTrip("time", time.Unix(0, 0).UTC())
	roundTrip[stringer]("interface", pair{3, "p"})
	var l large
	l.n[7] = 7
	l.name = "l"
	roundTrip("large", l)
	fs := make(chan func(int) int, 1)
	fs <- func(n int) int { return n * n }
	fmt.Println((<-fs)(12))
	cc := make(chan chan string, 1)
	c := make(chan string, 1)
	cc <- c
	c <- "through"
	fmt.Println(<-<-cc)
	t := make(tree, 1)
	t <- t
	t = <-t
	fmt.Println(len(t), cap(t))
}

// What is sent is a copy.
func copies() {
	c := make(chan large, 2)
	var l large
	l.name = "before"
	l.n[0] = 1
	c <- l
	l.name = "after"
	l.n[0] = 2
	got := <-c
	fmt.Println(got.name, got.n[0], l.name)
	c <- got
	got.n[0] = 9
	fmt.Println((<-c).n[0])
	s := []pair{{1, "a"}}
	p := make(chan pair, 1)
	p <- s[0]
	s[0].a = 2
	s[0] = <-p
	fmt.Println(s)
}

func try(name string, f func()) {
	defer func() {
		r := recover()
		_, isError := r.(runtime.Error)
		fmt.Println(name, "-", r, isError)
	}()
	f()
}

func failures() {
	var none chan int
	c := make(chan int, 1)
	close(c)
	try("send", func() { c <- 1 })
	try("close", func() { close(c) })
	try("close nil", func() { close(none) })
	try("select send", func() {
		select {
		case c <- 1:
		default:
		}
	})
	n := -1
	try("make", func() { c = make(chan int, n) })
	m := 1 << 62
	try("make", func() { c = make(chan int, m) })
	fmt.Println(len(none), cap(none), none == nil, c == nil)
	select {
	case x, ok := <-c:
		fmt.Println("closed", x, ok)
	case none <- 1:
		fmt.Println("never")
	}
}

func directions(in <-chan int, out chan<- string) {
	for n := range in {
		out <- strings.Repeat("*", n)
	}
	close(out)
}

var trace []string

func note(s string) string { trace = append(trace, s); return s }

func channelOf(s string, c chan string) chan string { note(s); return c }

func index(s string, i int) int { note(s); return i }

func order() {
	a, b := make(chan string, 1), make(chan string, 1)
	channelOf("chan", a) <- note("value")
	select {
	case channelOf("c1", b) <- note("v1"):
		note("sent")
	case x := <-channelOf("c2", nil):
		note(x)
	}
	list := []string{"", ""}
	ok := []bool{false}
	select {
	case list[index("i", 1)], ok[index("j", 0)] = <-channelOf("c3", a):
	case list[index("never", 7)] = <-channelOf("c4", nil):
	}
	fmt.Println(trace, list, ok)
	trace = nil
	x := "old"
	change := func() chan string { x = "new"; return b }
	fmt.Println(x, <-change(), x)
	c := make(chan int, 3)
	c <- 1
	c <- 10
	c <- 100
	fmt.Println(<-c-<-c*2, <-c)
	var m map[string]int
	try("nil map", func() {
		c <- 5
		m["x"] = <-c
	})
	fmt.Println(len(c))
}

// Each iteration's literal has the variables of that iteration.
func captured() {
	var mu sync.Mutex
	var wg sync.WaitGroup
	var got []int
	for i := 0; i < 5; i++ {
		wg.Add(1)
		x := i * 10
		go func() {
			x := x + i
			i := i
			mu.Lock()
			got = append(got, x+i)
			mu.Unlock()
			wg.Done()
		}()
	}
	for i, s := range []string{"a", "bb"} {
		wg.Add(1)
		go func(n int) {
			mu.Lock()
			got = append(got, n+len(s)+i)
			mu.Unlock()
			wg.Done()
		}(100 * (i + 1))
	}
	wg.Wait()
	sort.Ints(got)
	fmt.Println(got)
}

type counter struct {
	sync.Mutex
	n    int
	done chan bool
}

func (c *counter) add(k int) {
	c.Lock()
	c.n += k
	c.Unlock()
	c.done <- true
}

func (c counter) value(out chan<- int) { out <- c.n }

type adder interface{ add(int) }

func starts() {
	c := &counter{done: make(chan bool)}
	k := 1
	go c.add(k)
	k = 10
	<-c.done
	var a adder = c
	go a.add(k)
	k = 100
	<-c.done
	out := make(chan int)
	go (*c).value(out)
	fmt.Println(<-out)
	f := c.add
	go f(100)
	<-c.done
	fmt.Println(c.n)
	g := func(list ...int) { out <- len(list) }
	go g(1, 2, 3)
	fmt.Println(<-out)
	go func(list ...int) { out <- cap(list) }([]int{1, 2}...)
	fmt.Println(<-out)
	go fmt.Sprint("nothing")
	ch := make(chan int)
	go close(ch)
	<-ch
	try("go of a nil interface", func() { a = nil; go a.add(1) })
	var nobody *counter
	try("go of a nil pointer", func() { go nobody.value(out) })
}

func selects() {
	a, b, quit := make(chan int), make(chan string), make(chan struct{})
	go func() {
		for i := range 3 {
			a <- i
			b <- fmt.Sprint("s", i)
		}
		close(quit)
	}()
	n := 0
loop:
	for {
		select {
		case x := <-a:
			if x == 1 {
				continue loop
			}
			n += x
		case s, ok := <-b:
			fmt.Print(s, ok, " ")
			switch {
			case s == "s1":
				break
			default:
				n += 100
			}
		case <-quit:
			break loop
		}
	}
	fmt.Println(n)
	full := make(chan int, 1)
	for i := range 3 {
		select {
		case full <- i:
			fmt.Print("sent ")
		default:
			fmt.Print("full ")
		}
	}
	select {
	default:
		fmt.Println("default")
	}
	counts := [3]int{}
	x, y, z := make(chan int, 1), make(chan bool, 1), make(chan [2]int, 1)
	for range 3000 {
		x <- 1
		y <- true
		select {
		case <-x:
			counts[0]++
			<-y
		case <-y:
			counts[1]++
			<-x
		case z <- [2]int{1, 2}:
			counts[2]++
			<-x
			<-y
			<-z
		}
	}
	for _, n := range counts {
		fmt.Print(n > 700, " ")
	}
	fmt.Println()
	var e error
	es := make(chan error, 1)
	es <- errors.New("failed")
	var any any
	select {
	case any = <-es:
	}
	es <- nil
	select {
	case e = <-es:
	case <-x:
	}
	fmt.Println(any, e)
	select {
	case v := <-(func() chan pair { c := make(chan pair, 1); c <- pair{4, "four"}; return c })():
		keep := &v
		fmt.Println(keep.a, v.s)
	}
}

// Channels of compiled packages.
func library() {
	select {
	case t := <-time.After(time.Millisecond):
		fmt.Println(t.IsZero())
	}
	ctx, cancel := context.WithCancel(context.Background())
	go cancel()
	<-ctx.Done()
	fmt.Println(ctx.Err())
	select {
	case <-ctx.Done():
	case <-context.Background().Done():
	}
	ticker := time.NewTicker(time.Millisecond)
	for i := 0; i < 2; i++ {
		<-ticker.C
	}
	ticker.Stop()
	sigs := make(chan os.Signal, 1)
	signal.Notify(sigs, os.Interrupt)
	signal.Stop(sigs)
	sigs <- os.Interrupt
	fmt.Println(<-sigs)
	var once sync.Once
	for range 2 {
		once.Do(func() { fmt.Println("once") })
	}
	var wg sync.WaitGroup
	var rw sync.RWMutex
	total := 0
	for i := range 4 {
		wg.Go(func() {
			rw.Lock()
			total += i
			rw.Unlock()
		})
	}
	wg.Wait()
	rw.RLock()
	fmt.Println(total)
	rw.RUnlock()
}

func generate(ch chan<- int) {
	for i := 2; ; i++ {
		ch <- i
	}
}

func filter(in <-chan int, out chan<- int, prime int) {
	for {
		if i := <-in; i%prime != 0 {
			out <- i
		}
	}
}

func sieve(n int) (list []int) {
	ch := make(chan int)
	go generate(ch)
	for range n {
		prime := <-ch
		list = append(list, prime)
		next := make(chan int)
		go filter(ch, next, prime)
		ch = next
	}
	return list
}

func workers() {
	type job struct {
		id   int
		data []int
	}
	jobs, results := make(chan job), make(chan pair)
	var wg sync.WaitGroup
	for w := 1; w <= 3; w++ {
		wg.Add(1)
		go func(id int) {
			defer wg.Done()
			for j := range jobs {
				sum := 0
				for _, x := range j.data {
					sum += x
				}
				results <- pair{sum, fmt.Sprint(j.id)}
			}
		}(w)
	}
	go func() {
		for i := range 20 {
			jobs <- job{i, make([]int, i)}
		}
		close(jobs)
		wg.Wait()
		close(results)
	}()
	n := 0
	for r := range results {
		n += r.a + len(r.s)
	}
	fmt.Println(n)
}

// Between functions of both back ends.
func engine(c chan int, n int) {
	goto start
start:
	for range n {
		x := <-c
		c <- x + 1
	}
}

type wide struct {
	n [6]int
	s string
}

func (w wide) send(c chan<- wide, k int) { w.n[0] += k; c <- w }
func (w *wide) change(c chan<- wide)     { w.n[1]++; c <- *w }

type sender interface{ send(chan<- wide, int) }

func two() (chan wide, int) { return make(chan wide), 2 }

// What a go statement evaluates is evaluated at once.
func evaluated() {
	c := make(chan wide)
	w := wide{s: "first"}
	go w.send(c, 1)
	w.s = "second"
	var s sender = w
	go s.send(c, 10)
	s = nil
	list := []string{(<-c).s, (<-c).s}
	sort.Strings(list)
	fmt.Println(list)
	go w.change(c)
	fmt.Println(<-c, w.n[1])
	f := func(c chan wide, n int) { c <- wide{s: strings.Repeat("x", n)} }
	d, _ := two()
	go f(d, len(w.s))
	w.s = ""
	fmt.Println((<-d).s)
	results := make(chan string)
	go func(c chan wide, n int) { results <- fmt.Sprint(cap(c), n) }(two())
	fmt.Println(<-results)
	for i := range 3 {
		go func() {
			i := fmt.Sprint("shadow", i)
			results <- i
		}()
	}
	list = []string{<-results, <-results, <-results}
	sort.Strings(list)
	fmt.Println(list)
	type message struct {
		reply chan<- string
		text  string
		n     int
	}
	requests := make(chan message)
	go func() {
		for m := range requests {
			m.reply <- strings.Repeat(m.text, m.n)
		}
		close(results)
	}()
	for i, s := range []string{"a", "bc"} {
		requests <- message{results, s, i + 1}
		fmt.Print(<-results, " ")
	}
	close(requests)
	_, ok := <-results
	fmt.Println(ok)
	var m [3]chan int
	for i := range m {
		m[i] = make(chan int, i)
	}
	select {
	case m[2] <- 5:
	case m[0] <- 6:
	}
	got := map[string]int{}
	select {
	case got["x"] = <-m[2]:
	}
	p := &struct {
		v  any
		ok bool
	}{}
	m[1] <- 8
	select {
	case p.v, p.ok = <-m[1]:
	}
	fmt.Println(got, *p)
}

func both() {
	c := make(chan int)
	go engine(c, 3)
	x := 1
	for range 3 {
		c <- x
		x = <-c
	}
	fmt.Println(x)
}

func main() {
	elements()
	copies()
	failures()
	in, out := make(chan int, 3), make(chan string)
	go directions(in, out)
	in <- 3
	in <- 1
	close(in)
	for s := range out {
		fmt.Print(s, " ")
	}
	fmt.Println()
	order()
	captured()
	starts()
	selects()
	library()
	fmt.Println(sieve(20))
	workers()
	both()
	evaluated()
}
