//go:build unix

package supervisor

// A worker without an interpreter: the test binary itself, started again. Each
// line of a cell is a command, compiled, so that what it does to its process is
// the real thing.

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"runtime/pprof"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gorgolab/gorgo/display"
	"github.com/gorgolab/gorgo/display/comm"
	"github.com/gorgolab/gorgo/interp/frame"
	"github.com/gorgolab/gorgo/interp/worker"
)

func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == "worker" {
		os.Exit(worker.Main(os.Args[2:]))
	}
	if len(os.Args) > 1 && os.Args[1] == "fake" {
		os.Exit(worker.Run(os.Args[2:], func(h worker.Hooks) (worker.Session, error) {
			if why := os.Getenv("FAKE_REFUSES"); why != "" {
				return nil, fmt.Errorf("%s", why)
			}
			return &fakeSession{hooks: h}, nil
		}))
	}
	os.Exit(m.Run())
}

type fakeSession struct {
	hooks worker.Hooks
	mu    sync.Mutex
	names []string
}

// What keeps the compiler and the linters from seeing what is done here on
// purpose.
var (
	sink  any
	on    = len(os.Args) > 0
	noMap map[string]int
)

func (s *fakeSession) Run(ctx context.Context, c worker.Cell) (r worker.Result, err error) {
	defer pprof.SetGoroutineLabels(context.Background())
	pprof.SetGoroutineLabels(pprof.WithLabels(ctx, pprof.Labels("cell", strconv.Itoa(c.Number))))
	for _, line := range strings.Split(c.Source, "\n") {
		name, arg, _ := strings.Cut(line, " ")
		switch name {
		case "":
		case "print":
			fmt.Println(arg)
		case "eprint":
			fmt.Fprintln(os.Stderr, arg)
		case "show":
			display.Show(display.HTML(arg))
		case "clear":
			display.Clear(arg == "wait")
		case "define":
			s.mu.Lock()
			s.names = append(s.names, arg)
			s.mu.Unlock()
			r.Defined = append(r.Defined, arg)
		case "value":
			r.Values, r.Shown = []any{arg}, true
		case "bad_value":
			r.Values, r.Shown = []any{badValue(arg)}, true
		case "comm": // opens one that answers every message with itself
			var c *comm.Comm
			c, err = comm.Open("echo", comm.Options{ID: arg, Receive: func(e comm.Event) {
				if string(e.Data) == `"panic"` {
					panic("in a callback")
				}
				fmt.Fprintln(s.hooks.Prints(os.Stdout), "got", string(e.Data), comm.Parent())
				_ = c.Send(e.Data)
			}, Closed: func() { fmt.Fprintln(s.hooks.Prints(os.Stdout), "closed") }})
			if err != nil {
				return r, err
			}
		case "fail":
			return r, fmt.Errorf("%s", arg)
		case "input":
			text, err := display.Input(arg)
			if err != nil {
				return r, err
			}
			fmt.Println("got", text)
		case "scan":
			var a, b int
			if _, err := fmt.Scan(&a, &b); err != nil {
				return r, err
			}
			fmt.Println("sum", a+b)
		case "lines":
			for sc := bufio.NewScanner(os.Stdin); sc.Scan() && sc.Text() != ""; {
				fmt.Println("line", sc.Text())
			}
		case "wait":
			<-ctx.Done()
			return r, worker.ErrInterrupted
		case "fit": // takes the first interrupt, and its cell goes on
			if display.Interruptible(func(ctx context.Context) {
				fmt.Println("fitting")
				<-ctx.Done()
			}) {
				fmt.Println("stopped early")
			}
		case "late_fit": // compiled code that does not know of the interrupt yet
			<-ctx.Done()
			display.Interruptible(func(ctx context.Context) { <-ctx.Done() })
			return r, worker.ErrInterrupted
		case "loop":
			for i := 0; on; i++ {
				sink = i
			}
		case "sleep":
			time.Sleep(time.Hour)
		case "flood":
			for ctx.Err() == nil {
				fmt.Println(strings.Repeat("flood ", 100))
			}
			return r, worker.ErrInterrupted
		case "nil_map":
			func() {
				defer func() { err = &worker.Panic{Text: fmt.Sprint(recover()), Cell: c.Number} }()
				noMap["x"] = 1
			}()
			return r, err
		case "panic":
			panic(arg)
		case "goexit":
			runtime.Goexit()
		case "exit":
			code, _ := strconv.Atoi(arg)
			os.Exit(code)
		case "recurse":
			sink = recurse(1)
		case "map_writes":
			m := map[int]int{}
			for range 8 {
				go func() {
					for i := 0; ; i++ {
						m[i%4] = i
					}
				}()
			}
			select {}
		case "timer_panic":
			time.AfterFunc(time.Millisecond, func() { panic("in a timer") })
			select {}
		case "go_panic":
			s.hooks.Background(&worker.Panic{Text: arg, Cell: c.Number})
		case "unlock":
			var mu sync.Mutex
			mu.Unlock()
		case "children": // a program that outlives its cell and holds the streams
			if err := exec.Command("sleep", "3600").Start(); err != nil {
				return r, err
			}
			cmd := exec.Command("sleep", "3600")
			cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
			if err := cmd.Start(); err != nil {
				return r, err
			}
			fmt.Println("child", cmd.Process.Pid)
		case "die_later":
			go func() {
				for { // until the cell has ended and somebody says so
					if _, err := os.Stat(arg); err == nil {
						os.Exit(4)
					}
				}
			}()
		case "pid":
			fmt.Println(os.Getpid())
		case "descriptors":
			links, _ := filepath.Glob("/proc/self/fd/*")
			for _, l := range links {
				if to, err := os.Readlink(l); err == nil {
					fmt.Println(to)
				}
			}
		case "args":
			fmt.Println(len(os.Args))
		default:
			return r, fmt.Errorf("no command %q", name)
		}
	}
	return r, nil
}

func (s *fakeSession) Do(ctx context.Context, number int, f func()) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = &worker.Panic{Text: fmt.Sprint(p), Cell: number}
		}
	}()
	defer pprof.SetGoroutineLabels(context.Background())
	pprof.SetGoroutineLabels(ctx)
	f()
	return nil
}

type badValue string

func (b badValue) String() string {
	if b == "goexit" {
		runtime.Goexit()
	}
	panic(string(b))
}

func recurse(n int) int {
	if !on {
		return n
	}
	return recurse(n+1) + n
}

func (s *fakeSession) Names() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.names)
}

func (s *fakeSession) Complete(q frame.Complete) frame.Completion {
	if q.Code == "panic" {
		panic("in a completion")
	}
	return frame.Completion{Start: 0, End: q.Cursor, Matches: []frame.Match{{Text: q.Code + "ln"}}}
}

func (s *fakeSession) Inspect(q frame.Inspect) frame.Inspection {
	return frame.Inspection{Found: true, Bundle: display.Bundle{Data: map[string]any{"text/plain": q.Code}}}
}

func (s *fakeSession) IsComplete(q frame.IsComplete) frame.Completeness {
	return frame.Completeness{Status: "complete"}
}
