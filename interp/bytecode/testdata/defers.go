// Deferred calls, panics and recover.
package main

import (
	"errors"
	"fmt"
	"os"
	"runtime"
	"sort"
	"strings"
	"sync"
)

func sequence(n int) (s string) {
	for i := range n {
		defer func() { s += fmt.Sprint(i) }()
	}
	for i := 0; i < n; i++ {
		defer func(k int) { s += fmt.Sprint(k, i, " ") }(i * 10)
	}
	return "r"
}

func named(n int) (a int, b string, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("recovered %v", r)
			a++
		}
	}()
	a, b = 1, "set"
	if n == 0 {
		panic("zero")
	}
	return n / (n - 1), "returned", nil
}

func unnamed(n int) int {
	defer func() { recover() }()
	if n == 0 {
		panic("zero")
	}
	return n
}

type wide struct {
	n [6]int
	s string
}

func arrays(fail bool) (w wide, list [2]string) {
	defer func() {
		recover()
		w.s += "!"
		list[1] = "deferred"
	}()
	w.n[2] = 2
	list[0] = "set"
	if fail {
		panic(1)
	}
	return wide{s: "returned"}, [2]string{"x", "y"}
}

func blank() (_ int, s string, _ error) {
	defer func() { s += "-" }()
	return 1, "s", errors.New("e")
}

func arguments() {
	x := 1
	s := []int{1, 2, 3}
	defer fmt.Println("deferred", x, s, len(s))
	defer func(p *int, v int, list ...int) { fmt.Println(*p, v, list) }(&x, x, s...)
	x = 2
	s[0] = 10
	s = nil
}

func recoverHere() any { return recover() }

func handler(name string) {
	if r := recover(); r != nil {
		fmt.Println(name, "recovered", r)
	}
}

func calls(name string) { handler(name) }

func byName() (ok bool) {
	defer func() { ok = true }()
	defer handler("named")
	panic("by name")
}

func tooDeep() {
	defer func() { fmt.Println("outer", recover()) }()
	defer calls("never")
	defer func() { recoverHere() }()
	defer func() { func() { recover() }() }()
	panic("deep")
}

func viaValue() {
	f := func() { fmt.Println("value", recover()) }
	defer f()
	panic("via value")
}

type guard struct {
	name string
	log  *[]string
}

func (g guard) close()    { *g.log = append(*g.log, g.name) }
func (g *guard) recover() { *g.log = append(*g.log, fmt.Sprint(g.name, recover())) }

type closer interface{ close() }

func methods() (log []string) {
	g := guard{"a", &log}
	defer g.close()
	g.name = "b"
	defer g.recover()
	var c closer = g
	defer c.close()
	c = nil
	g.name = "c"
	func() {
		defer (&g).recover()
		panic("inner")
	}()
	panic("outer")
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
	var f func()
	try("nil func", func() {
		defer func() { fmt.Println("first") }()
		defer f()
		fmt.Println("body")
	})
	var c closer
	try("nil interface", func() {
		defer fmt.Println("not lost")
		defer c.close()
		fmt.Println("never")
	})
	var g *guard
	try("nil pointer", func() { defer g.close(); fmt.Println("never") })
	try("again", func() {
		defer func() {
			r := recover()
			panic(fmt.Sprint("again ", r))
		}()
		panic("first")
	})
	try("replaced", func() {
		defer func() { panic("second") }()
		panic("first")
	})
	try("nil", func() { panic(nil) })
	try("error", func() { panic(errors.New("an error")) })
	try("in a deferred call", func() {
		defer func() {
			defer func() { fmt.Println("nested", recover()) }()
			panic("while panicking")
		}()
		panic("outer panic")
	})
	try("recovered before", func() {
		defer func() { fmt.Println("none left", recover()) }()
		defer func() { fmt.Println("one", recover()) }()
		panic("one")
	})
	try("index", func() {
		var list []int
		defer func() { list = append(list, 1) }()
		list[0] = 1
	})
	try("panic deferred", func() {
		defer panic("deferred panic")
		fmt.Println("before")
	})
	ch := make(chan int)
	try("close", func() {
		defer close(ch)
		defer close(ch)
	})
	fmt.Println(recover(), recoverHere())
}

func loops() (n int) {
	for i := range 3 {
		func() {
			defer func() { n += i }()
			if i == 1 {
				return
			}
			n += 100
		}()
	}
	for {
		defer func() { n *= 2 }()
		if n > 0 {
			break
		}
	}
	return n + 1
}

type account struct {
	mu      sync.Mutex
	balance int
}

func (a *account) add(n int) int {
	a.mu.Lock()
	defer a.mu.Unlock()
	if n < 0 {
		panic("negative")
	}
	a.balance += n
	return a.balance
}

func (a *account) safely(n int) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%v", r)
		}
	}()
	a.add(n)
	return
}

func locks() {
	var a account
	var wg sync.WaitGroup
	for i := range 10 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			a.add(i)
		}()
	}
	wg.Wait()
	fmt.Println(a.add(0), a.safely(-1), a.safely(5), a.add(0))
}

func exits() {
	done := make(chan string, 3)
	go func() {
		defer close(done)
		defer func() { done <- fmt.Sprint("recover is ", recover()) }()
		func() {
			defer func() { done <- "inner" }()
			runtime.Goexit()
		}()
		done <- "never"
	}()
	for s := range done {
		fmt.Println(s)
	}
}

func recursive(n int) (s string) {
	defer func() {
		if r := recover(); r != nil {
			s = fmt.Sprint(r, n)
			if n < 2 {
				panic(s)
			}
		}
	}()
	if n == 0 {
		panic("bottom")
	}
	return recursive(n-1) + "."
}

func visit(list []int, f func(int) bool) (err error) {
	defer func() {
		if r, ok := recover().(error); ok {
			err = r
		}
	}()
	sort.Slice(list, func(i, j int) bool {
		if list[i] < 0 {
			panic(errors.New("negative"))
		}
		return list[i] < list[j]
	})
	for _, x := range list {
		if !f(x) {
			return errors.New("stopped")
		}
	}
	return nil
}

func where() (line string) {
	defer func() {
		recover()
		for skip := range 10 {
			pc, _, n, ok := runtime.Caller(skip)
			if !ok {
				break
			}
			name := runtime.FuncForPC(pc).Name()
			if strings.HasPrefix(name, "main.") {
				line += fmt.Sprint(name, ":", n, " ")
			}
		}
	}()
	var m map[string]int
	m["x"] = 1
	return "never"
}

// Functions of both back ends defer each other's.
func engineDefers(f func()) (s string) {
	goto start
start:
	defer func() { s += "." }()
	defer handler("a handler")
	defer f()
	panic("in the engine")
}

func engineHandler(name string) {
	goto start
start:
	if r := recover(); r != nil {
		fmt.Println(name, "recovered by the engine", r)
	}
}

func engineCalls(name string) {
	goto start
start:
	engineHandler(name)
}

func engineExits(f func()) {
	goto start
start:
	defer fmt.Println("the engine's deferred call")
	f()
}

func both() (s string) {
	fmt.Println(engineDefers(func() { fmt.Println("no function") }))
	fmt.Println(engineDefers(func() { engineHandler("nothing left:"); handler("never") }))
	try("engine calls", func() {
		defer engineCalls("never")
		panic("kept")
	})
	done := make(chan bool)
	go func() {
		defer close(done)
		engineExits(func() {
			defer func() { fmt.Println("exits", recover()) }()
			engineExits(runtime.Goexit)
		})
	}()
	<-done
	try("through the engine", func() {
		engineExits(func() {
			defer func() { panic(fmt.Sprint("again: ", recover())) }()
			engineExits(func() { panic("inside") })
		})
	})
	defer engineHandler("last")
	s = "named"
	panic("at the end")
}

type large struct {
	n    [8]int
	name string
}

func (l large) show(s string, list [3]int, rest ...any) { fmt.Println(l.n, l.name, s, list, rest) }
func (l large) plain(s string, list [3]int)             { fmt.Println(l.n, l.name, s, list) }
func (l *large) set(i, v int) *large                    { l.n[i] = v; return l }

type shower interface {
	show(string, [3]int, ...any)
}

func several() (string, [3]int) { return "two values", [3]int{1, 2, 3} }

func pair() (int, string) { return 7, "seven" }

func copies() {
	l := large{name: "l"}
	list := [3]int{1, 2, 3}
	defer l.show("value", list)
	defer l.set(0, 1).set(1, 2)
	var s shower = l
	defer s.show("interface", list, 1, "x")
	s = &l
	defer s.show("pointer", list, nil)
	f := l.plain
	defer f("bound", list)
	defer large.plain(l, "expression", list)
	defer func(a [3]int, l large) { fmt.Println(a, l.name) }(list, l)
	defer l.show(several())
	defer fmt.Println(pair())
	l.name, list[0] = "changed", 100
	l.n[7] = 7
	for i, x := range list {
		defer func() { list[i] = x * 2 }()
	}
	type local struct{ a, b *int }
	v := local{&list[0], &list[1]}
	defer func(p local) { fmt.Println(*p.a, *p.b) }(v)
	v = local{}
}

func enter(s string) func() {
	fmt.Println("enter", s)
	return func() { fmt.Println("leave", s) }
}

// What is called is evaluated at once, also where a call gives it.
func scopes() {
	defer enter("a")()
	func() {
		defer enter("b")()
		fmt.Println("inside")
	}()
	done := make(chan bool)
	finish := func() func() { fmt.Println("started"); return func() { close(done) } }
	go finish()()
	<-done
}

func generic[T any](x T, f func(T)) (y T, err any) {
	defer func() { err = recover() }()
	y = x
	f(x)
	return
}

func main() {
	fmt.Println(sequence(3))
	fmt.Println(named(0))
	fmt.Println(named(1))
	fmt.Println(named(3))
	fmt.Println(unnamed(0), unnamed(7))
	fmt.Println(arrays(false))
	fmt.Println(arrays(true))
	fmt.Println(blank())
	arguments()
	fmt.Println(byName())
	tooDeep()
	viaValue()
	fmt.Println(methods())
	failures()
	fmt.Println(loops())
	locks()
	exits()
	fmt.Println(recursive(3))
	fmt.Println(visit([]int{3, 1, 2}, func(n int) bool { return n < 3 }), visit([]int{1, -1}, nil), visit([]int{1}, nil) != nil)
	fmt.Println(where())
	fmt.Println(generic(3, func(n int) { panic(n + 1) }))
	fmt.Println(generic("s", func(string) {}))
	fmt.Println(both())
	scopes()
	copies()
	defer fmt.Println("never")
	defer func() {
		fmt.Println("last words")
		if len(os.Args) > 100 {
			return
		}
	}()
}
