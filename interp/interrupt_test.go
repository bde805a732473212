// This file interrupts cells: what they wait for ends, what they had done stays,
// and nothing of them runs later.

package interp

import (
	"context"
	"errors"
	"io"
	"os"
	goruntime "runtime"
	"sync"
	"testing"
	"time"
)

// interrupted runs a cell and interrupts it once started says so.
func interrupted(t *testing.T, s *Session, source string) (Result, error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Millisecond)
	defer cancel()
	type outcome struct {
		r   Result
		err error
	}
	done := make(chan outcome, 1)
	go func() {
		r, err := s.Run(ctx, Cell{Number: 2, Name: "cell[2]", Source: source})
		done <- outcome{r, err}
	}()
	select {
	case o := <-done:
		return o.r, o.err
	case <-time.After(5 * time.Second):
		t.Fatalf("does not stop:\n%s", source)
		return Result{}, nil
	}
}

func TestInterrupts(t *testing.T) {
	for name, source := range map[string]string{
		"loop":            "for { n++ }",
		"loop with post":  "for i := 0; ; i++ { n = i }",
		"closure":         "f := func(i int) int { return i + 1 }; x := 0; for { x = f(x) }",
		"recursion":       "func fib(n int) int { if n < 2 { return n }; return fib(n-1) + fib(n-2) }\nfib(60)",
		"method":          "type T int\nfunc (t T) Next() T { return t + 1 }\nvar i interface{ Next() T } = T(1)\nfor { i = i.Next() }",
		"goto":            "again:\nn++\ngoto again",
		"range over func": "func count(yield func(int) bool) { for i := 0; yield(i); i++ {} }\nfor i := range count { n = i }",
		"receive":         "c := make(chan int)\n<-c",
		"nil channel":     "var c chan string\nc <- \"x\"",
		"send":            "c := make(chan []int)\nc <- nil",
		"range over chan": "c := make(chan int)\nfor range c { }",
		"select":          "a, b := make(chan int), make(chan string)\nselect { case <-a: case b <- \"x\": }",
		"empty select":    "select {}",
		"sleep":           "time.Sleep(time.Hour)",
		"mutex":           "var mu sync.Mutex\nmu.Lock()\nmu.Lock()",
		"rwmutex":         "var mu sync.RWMutex\nmu.Lock()\nmu.RLock()",
		"wait group":      "var wg sync.WaitGroup\nwg.Add(1)\nwg.Wait()",
		"recover in vain": "func stubborn() { for { func() { defer func() { recover() }(); for { n++ } }() } }\nstubborn()",
		"goroutines":      "for range 3 { go func() { for m := 0; ; m++ { } }() }\nselect {}",
		"callback":        "xs := make([]int, 1000)\nfor { sort.Slice(xs, func(i, j int) bool { return xs[i] < xs[j] }) }",
	} {
		t.Run(name, func(t *testing.T) {
			s := newSession(t)
			runCell(t, s, 1, "n := 5\nkept := \"kept\"\ntype P struct{ X int }\nfunc (p P) String() string { return \"P!\" }\ndouble := func(i int) int { return 2 * i }")
			start := time.Now()
			_, err := interrupted(t, s, source)
			if !errors.Is(err, ErrInterrupted) {
				t.Fatalf("got %v, want ErrInterrupted", err)
			}
			if d := time.Since(start); d > time.Second {
				t.Errorf("took %v", d)
			}
			runCell(t, s, 3, "after := n")
			if got := runCell(t, s, 4, "[]any{kept, double(4), P{1}, n == after}"); got != "[kept 8 P! true]" {
				t.Errorf("afterwards: %s", got)
			}
		})
	}
}

func TestAnInterruptLeavesEarlierCellsGoroutines(t *testing.T) {
	s := newSession(t)
	runCell(t, s, 1, "in, out := make(chan int), make(chan int)\ngo func() { for v := range in { out <- 2 * v } }()")
	if _, err := interrupted(t, s, "for { }"); !errors.Is(err, ErrInterrupted) {
		t.Fatal(err)
	}
	if got := runCell(t, s, 3, "in <- 21\n<-out"); got != "42" {
		t.Errorf("got %s", got)
	}
}

// TestInterruptOfCompiledGoroutines: code of the cell that compiled code runs in a
// goroutine of its own ends too, and takes nothing with it.
func TestInterruptOfCompiledGoroutines(t *testing.T) {
	s := newSession(t)
	runCell(t, s, 1, "var n atomic.Int64\nctx, end := context.WithCancel(context.Background())")
	before := goruntime.NumGoroutine()
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	done := make(chan error, 1)
	go func() {
		_, err := s.Run(ctx, Cell{Number: 2, Name: "cell[2]", Source: "context.AfterFunc(ctx, func() { for { n.Add(1) } })\nend()\nselect {}"})
		done <- err
	}()
	for runCell(t, s, 3, "n.Load() > 0") != "true" { // it runs now
		time.Sleep(time.Millisecond)
	}
	cancel()
	if err := <-done; !errors.Is(err, ErrInterrupted) {
		t.Fatal(err)
	}
	for end := time.Now().Add(time.Minute); goruntime.NumGoroutine() > before; time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("%d goroutines are left", goruntime.NumGoroutine()-before)
		}
	}
	if got := runCell(t, s, 3, "n.Load() > 0"); got != "true" {
		t.Errorf("afterwards: %s", got)
	}
}

func TestDeferredUnlockHappensOnInterrupt(t *testing.T) {
	s := newSession(t)
	runCell(t, s, 1, "var mu sync.Mutex\nfunc busy() { mu.Lock(); defer mu.Unlock(); for { } }")
	if _, err := interrupted(t, s, "busy()"); !errors.Is(err, ErrInterrupted) {
		t.Fatal(err)
	}
	if got := runCell(t, s, 3, "mu.TryLock()"); got != "true" {
		t.Errorf("got %s", got)
	}
}

// told is a writer that tells of the first write.
type told struct {
	once sync.Once
	c    chan struct{}
}

func (w *told) Write(b []byte) (int, error) {
	w.once.Do(func() { close(w.c) })
	return len(b), nil
}

// blocked is a cell with 20,000 goroutines that wait, which says when all run.
func blocked(waits string) string {
	return `var (
	a, b    = make(chan int), make(chan []string)
	mu      sync.Mutex
	wg      sync.WaitGroup
	running atomic.Int64
)
mu.Lock()
wg.Add(1)
for range 20000 {
	go func() {
		running.Add(1)
		` + waits + `
	}()
}
for running.Load() < 20000 {
	runtime.Gosched()
}
fmt.Println("all run")
select {}`
}

var waits = map[string]string{
	"receive":    "<-a",
	"send":       "b <- nil",
	"select":     "select { case <-a: case b <- nil: }",
	"mutex":      "mu.Lock()",
	"wait group": "wg.Wait()",
	"sleep":      "time.Sleep(time.Hour)",
}

// interruptBlocked interrupts such a cell and returns how long that took.
func interruptBlocked(t testing.TB, waits string) time.Duration {
	t.Helper()
	all := &told{c: make(chan struct{})}
	s, err := New(Options{Prints: func(*os.File) io.Writer { return all }})
	if err != nil {
		t.Fatal(err)
	}
	before := goruntime.NumGoroutine()
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	done := make(chan error, 1)
	go func() {
		_, err := s.Run(ctx, Cell{Number: 1, Name: "cell[1]", Source: blocked(waits)})
		done <- err
	}()
	select {
	case <-all.c:
	case err := <-done:
		t.Fatal(err)
	}
	start := time.Now()
	cancel()
	err = <-done
	took := time.Since(start)
	if !errors.Is(err, ErrInterrupted) {
		t.Fatalf("got %v, want ErrInterrupted", err)
	}
	if waits == "mu.Lock()" || waits == "wg.Wait()" {
		return took // who waits on their behalf is left, see runtime.lock
	}
	for end := start.Add(time.Minute); goruntime.NumGoroutine() > before+1; time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("%d goroutines are left", goruntime.NumGoroutine()-before)
		}
	}
	return took
}

// TestInterruptOfManyGoroutines: thousands end with their cell, however they wait.
func TestInterruptOfManyGoroutines(t *testing.T) {
	for name, waits := range waits {
		t.Run(name, func(t *testing.T) { interruptBlocked(t, waits) })
	}
}

// BenchmarkInterruptOfManyGoroutines is from an interrupt to the cell's end.
func BenchmarkInterruptOfManyGoroutines(b *testing.B) {
	for name, waits := range waits {
		b.Run(name, func(b *testing.B) {
			var sum time.Duration
			for b.Loop() {
				sum += interruptBlocked(b, waits)
			}
			b.ReportMetric(float64(sum.Milliseconds())/float64(b.N), "ms")
			b.ReportMetric(0, "ns/op")
		})
	}
}
