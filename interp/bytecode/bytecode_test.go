// This file runs the programs of testdata with the back end and without it, and
// compares what they print with what the compiler's programs print. It looks,
// too, at which functions were taken.
//
//	go test ./interp/bytecode -run TestPrograms -update    asks the compiler again

package bytecode_test

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/gorgolab/gorgo/interp"
	"github.com/gorgolab/gorgo/interp/bytecode"
	"github.com/gorgolab/gorgo/interp/runtime"
)

var update = flag.Bool("update", false, "run testdata's programs compiled, and keep what they print")

// session is a session whose prints are caught.
type session struct {
	*interp.Session
	t    *testing.T
	mu   sync.Mutex
	out  bytes.Buffer
	next int
}

func (s *session) Write(b []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.out.Write(b)
}

func newSession(t *testing.T) *session {
	t.Helper()
	s := &session{t: t}
	var err error
	s.Session, err = interp.New(interp.Options{Prints: func(*os.File) io.Writer { return s }})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// run runs a cell and returns the value of its last expression.
func (s *session) run(source string) (any, error) {
	return s.runIn(context.Background(), source)
}

func (s *session) runIn(ctx context.Context, source string) (any, error) {
	s.next++
	r, err := s.Run(ctx, interp.Cell{Number: s.next, Name: fmt.Sprintf("cell[%d]", s.next), Source: source})
	if err != nil || len(r.Values) == 0 {
		return nil, err
	}
	return r.Values[0], nil
}

func (s *session) want(source string, want any) {
	s.t.Helper()
	got, err := s.run(source)
	if err != nil {
		s.t.Fatalf("%s: %v", source, err)
	}
	if got != want {
		s.t.Errorf("%s gives %v, want %v", source, got, want)
	}
}

// logged runs f and returns what the back end says about it.
func logged(t *testing.T, f func()) string {
	t.Helper()
	t.Setenv(bytecode.Env, "log")
	file, err := os.CreateTemp(t.TempDir(), "log")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	stderr := os.Stderr
	os.Stderr = file
	defer func() { os.Stderr = stderr }()
	f()
	text, err := os.ReadFile(file.Name())
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// stay are the functions of testdata that are not taken, with the reason.
var stay = map[string]string{
	"channels.go":  "engine stays with the engine: goto\n",
	"defers.go":    "engineDefers stays with the engine: goto\nengineHandler stays with the engine: goto\nengineCalls stays with the engine: goto\nengineExits stays with the engine: goto\n",
	"rangefunc.go": "places stays with the engine: a range loop whose value goes to a place that its key may change\n",
	"control.go":   "places stays with the engine: a range loop whose value goes to a place that its key may change\n",
}

func TestPrograms(t *testing.T) {
	files, err := filepath.Glob("testdata/*.go")
	if err != nil || len(files) == 0 {
		t.Fatal("no programs: ", err)
	}
	for _, file := range files {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		golden := strings.TrimSuffix(file, ".go") + ".golden"
		if *update {
			out, err := exec.Command("go", "run", file).Output()
			if err != nil {
				t.Fatalf("%s: %v", file, err)
			}
			if err := os.WriteFile(golden, out, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		name := filepath.Base(file)
		t.Run(name, func(t *testing.T) {
			log := logged(t, func() { compareOutput(t, string(source), string(want)) })
			for _, line := range strings.SplitAfter(log, "\n") {
				if !strings.Contains(stay[name], line) {
					t.Error(strings.TrimSpace(line))
				}
			}
		})
		if name == "panics.go" || name == "order.go" {
			continue // the engine does not always know the numbers, and has an order of its own
		}
		t.Run(name+"/off", func(t *testing.T) {
			t.Setenv(bytecode.Env, "off")
			compareOutput(t, string(source), string(want))
		})
	}
}

func compareOutput(t *testing.T, source, want string) {
	t.Helper()
	s := newSession(t)
	if _, err := s.run(source); err != nil {
		t.Error(err)
	}
	got := strings.Split(s.out.String(), "\n")
	for i, line := range strings.Split(want, "\n") {
		if i >= len(got) || got[i] != line {
			t.Errorf("line %d:\n%s\nwant:\n%s", i+1, got[min(i, len(got)-1)], line)
			return
		}
	}
}

// Stacks have the functions of both, in order.
func TestStack(t *testing.T) {
	s := newSession(t)
	_, err := s.run(`func deep(xs []int, n int) int {
	if n == 0 {
		return xs[9]
	}
	return deep(xs, n-1) + 1
}

func engine(xs []int) int {
	goto end
end:
	return deep(xs, 1)
}

func literal(f func() int) int {
	return f()
}

func outer() int {
	return literal(func() int {
		return engine(nil)
	})
}

for range 1 {
	outer()
}`)
	text, stack := stackOf(t, err)
	if want := "panic: runtime error: index out of range [9] with length 0"; text != want {
		t.Errorf("%s, want %s", text, want)
	}
	if want := "deep:3 deep:5 engine:11 outer.func1:20 literal:15 outer:19 cell:25"; stack != want {
		t.Errorf("stack %s, want %s", stack, want)
	}
}

// stackOf is where a panic happened.
func stackOf(t *testing.T, err error) (text, stack string) {
	t.Helper()
	var p *runtime.Panic
	if !errors.As(err, &p) {
		t.Fatal(err)
	}
	var list []string
	for _, s := range p.Stack {
		list = append(list, fmt.Sprintf("%s:%d", s.Func, s.Pos.Line))
	}
	return p.Error(), strings.Join(list, " ")
}

// A panic in a goroutine ends the cell that started it, and says where it was.
func TestGoroutinePanic(t *testing.T) {
	for name, test := range map[string]struct{ cell, text, stack string }{
		"literal": {`func start(c chan int) {
	go func() {
		var list []int
		c <- list[3]
	}()
	<-c
}
start(make(chan int))`, "panic: runtime error: index out of range [3] with length 0", "start.func1:4"},
		"function": {`func half(n int) int {
	return 1 / n
}
func work(c chan int) {
	defer close(c)
	c <- half(0)
}
func start() {
	c := make(chan int)
	go work(c)
	for range c {
	}
	select {}
}
start()`, "panic: runtime error: integer divide by zero", "half:2 work:6"},
		"method": {`type worker struct{ c chan int }
func (w *worker) run(n int) {
	close(w.c)
	w.c <- n
}
func start() {
	w := &worker{make(chan int)}
	go w.run(1)
	select {}
}
start()`, "panic: send on closed channel", "(*worker).run:4"},
		"deferred": {`func start() {
	defer func() {
		panic("second")
	}()
	panic("first")
}
start()`, "panic: first\n\tpanic: second", "start.func1:3 cell:7"}, // the first panic has a stack of its own
	} {
		t.Run(name, func(t *testing.T) {
			s := newSession(t)
			_, err := s.run(test.cell)
			text, stack := stackOf(t, err)
			if text != test.text || stack != test.stack {
				t.Errorf("%s at %s, want %s at %s", text, stack, test.text, test.stack)
			}
			s.want("1 + 1", 2)
		})
	}
}

// Callers follow a function that is defined again, whoever runs which.
func TestRedefinition(t *testing.T) {
	s := newSession(t)
	s.want("func f(n int) int { return n + 1 }\nfunc g(n int) int { return f(n) * 2 }\nfunc e(n int) int { goto end; end: return f(n) }\ng(1)", 4)
	s.want("func f(n int) int { return n + 10 }\ng(1)", 22)
	s.want("e(1)", 11)
	s.want("func f(n int) int { goto end; end: return n + 100 }\ng(1)", 202)
	s.want("e(1)", 101)
	s.want("func f(n int) int { return n }\ng(3) + e(4)", 10)
	s.want("type T struct{ n int }\nfunc (t T) get() int { return t.n }\nfunc use(t T) int { return t.get() }\nuse(T{5})", 5)
	s.want("func (t T) get() int { return -t.n }\nuse(T{5})", -5)
}

// An interrupt ends loops and recursion, and the session keeps what they did.
func TestInterrupt(t *testing.T) {
	for name, cell := range map[string]string{
		"loop":      "n = 0\nstarted()\nfor { n++ }",
		"function":  "func spin() { for i := 0; i >= 0; i++ { n++ } }\nstarted()\nfor { spin() }",
		"recursion": "func down(k int) int { n++; if k == 0 { return 0 }; return down(k-1) + down(k-1) }\nstarted()\ndown(60)",
		"counting":  "func count() (t int) { for i := 0; i < 1<<62; i++ { t += i }; return t }\nn = 1\nstarted()\ncount()",
		"receive":   "func wait(c chan string) { started(); <-c; n = -1 }\nwait(make(chan string))",
		"send":      "func wait(c chan<- [2]string) { started(); c <- [2]string{}; n = -1 }\nwait(make(chan [2]string))",
		"nil":       "func wait(c chan int) { started(); v, ok := <-c; n = -1; println(v, ok) }\nwait(nil)",
		"range":     "func wait(c chan struct{}) { started(); for range c { n++ }; n = -1 }\nwait(make(chan struct{}))",
		"ready":     "func wait(c chan int) { started(); for x := range c { if x > 0 { continue }; n = -1 } }\nc := make(chan int, 1)\ngo func() { for { c <- 1 } }()\nwait(c)",
		"select":    "func wait(a chan int, b chan error) { started(); select { case <-a: case b <- nil: }; n = -1 }\nwait(nil, make(chan error))",
		"nothing":   "func wait() { started(); select {} }\nwait()",
		"polling":   "func wait(a chan int) { started(); for { select { case <-a: n = -1; default: n++ } } }\nwait(nil)",
		"lock":      "func wait() { var mu sync.Mutex; mu.Lock(); started(); mu.Lock(); n = -1 }\nwait()",
		"workers":   "func work(c chan int, wg *sync.WaitGroup) { defer wg.Done(); for x := range c { n = x } }\nfunc wait() { var wg sync.WaitGroup; c := make(chan int); for range 100 { wg.Add(1); go work(c, &wg) }; started(); wg.Wait(); n = -1 }\nwait()",
		"deferred":  "func wait() { defer func() { n = -1 }(); defer func() { recover(); n = -1 }(); started(); for { } }\nwait()",
		"unwinding": "func wait() { defer func() { started(); for { } }(); panic(1) }\nwait()",
		"methods":   "type clock chan int\nfunc (c clock) wait() { started(); <-c; n = -1 }\nfunc wait() { f := clock(nil).wait; f() }\nwait()",
		"goroutine": "n = 1\ngo func() { for { if n < 0 { n-- } } }()\nstarted()\nfor { if n < 0 { n = 1 } }",
	} {
		t.Run(name, func(t *testing.T) {
			s := newSession(t)
			s.run("var n int\nfunc started() { println(\"started\") }")
			ctx, cancel := context.WithCancel(context.Background())
			defer cancel()
			done := make(chan error, 1)
			go func() {
				_, err := s.runIn(ctx, cell)
				done <- err
			}()
			for {
				s.mu.Lock()
				started := s.out.Len() > 0
				s.mu.Unlock()
				if started {
					break
				}
				select {
				case err := <-done:
					t.Fatal("it ended before it was interrupted: ", err)
				default:
				}
			}
			cancel()
			if err := <-done; !interp.IsInterrupted(err) {
				t.Fatal(err)
			}
			s.want("n >= 0", true)
			s.want("func again(k int) int { for range 10 { k++ }; return k }\nagain(1)", 11)
		})
	}
}

// Goroutines run the same functions at the same time.
func TestConcurrency(t *testing.T) {
	s := newSession(t)
	s.want(`type node struct{ left, right *node; v int }
func build(n int) *node { if n == 0 { return nil }; return &node{build(n-1), build(n-1), n} }
func (t *node) sum() int { if t == nil { return 0 }; return t.left.sum() + t.v + t.right.sum() }
results := make(chan int, 8)
for i := range 8 { go func() { results <- build(10 + i%2).sum() }() }
total := 0
for range 8 { total += <-results }
total`, 4*(2036)+4*(4083))
}

// Recursion is as deep as memory has room for.
func TestDeepRecursion(t *testing.T) {
	s := newSession(t)
	s.want("func depth(n int) int { if n == 0 { return 0 }; return depth(n-1) + 1 }\ndepth(1000000)", 1000000)
}

// A cell that is only shown leaves nothing to those after it.
func TestShownCell(t *testing.T) {
	s := newSession(t)
	cell := "func h(n int) int { goto end; end: return n + 1 }\nfunc k(n int) int { return h(n) }\nk(1)"
	for range 2 {
		if _, err := s.Lowered(interp.Cell{Number: 1, Name: "cell[1]", Source: cell}); err != nil {
			t.Fatal(err)
		}
		s.want("1 + 1", 2)
	}
	s.want(cell, 2)
	s.want("k(2)", 3)
}
