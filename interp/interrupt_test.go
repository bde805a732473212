// This file interrupts cells: what they wait for ends, what they had done stays,
// and nothing of them runs later.

package interp

import (
	"context"
	"errors"
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
