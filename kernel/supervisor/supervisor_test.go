//go:build unix

package supervisor

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/gorgolab/gorgo/display"
	"github.com/gorgolab/gorgo/interp/frame"
)

// transcript is an Output that writes everything down, in order.
type transcript struct {
	t       *testing.T
	answers []string // to input requests
	never   bool     // input requests wait until end

	ended   chan struct{}
	mu      sync.Mutex
	changed *sync.Cond
	text    strings.Builder
}

func newTranscript(t *testing.T, answers ...string) *transcript {
	o := &transcript{t: t, answers: answers, ended: make(chan struct{})}
	o.changed = sync.NewCond(&o.mu)
	return o
}

func (o *transcript) add(format string, args ...any) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.text.Len() < 1<<20 {
		fmt.Fprintf(&o.text, format, args...)
	}
	o.changed.Broadcast()
}

func (o *transcript) Stream(name, text string) {
	if name == "stderr" {
		text = "!" + text
	}
	o.add("%s", text)
}
func (o *transcript) Display(b display.Bundle, id string, update bool) {
	o.add("[%v]", b.Data["text/html"])
}
func (o *transcript) Clear(wait bool) { o.add("[clear %v]", wait) }
func (o *transcript) end()            { close(o.ended) }
func (o *transcript) Comm(e frame.CommEvent) {
	o.add("<%s %s %s>", e.Kind, e.Target, e.Data)
}
func (o *transcript) Input(prompt string, password bool) (string, error) {
	if o.never {
		<-o.ended
		return "", errors.New("too late")
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	if len(o.answers) == 0 {
		return "", errors.New("nobody is there")
	}
	a := o.answers[0]
	o.answers = o.answers[1:]
	fmt.Fprintf(&o.text, "[asked %q]", prompt)
	return a, nil
}

func (o *transcript) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.String()
}

// wait waits until the transcript contains s.
func (o *transcript) wait(s string) {
	o.t.Helper()
	timer := time.AfterFunc(30*time.Second, func() { panic(fmt.Sprintf("%q did not come; there is %q", s, o)) })
	defer timer.Stop()
	o.mu.Lock()
	defer o.mu.Unlock()
	for !strings.Contains(o.text.String(), s) {
		o.changed.Wait()
	}
}

func start(t *testing.T, opts Options) *Supervisor {
	t.Helper()
	if opts.Command == nil {
		opts.Command = []string{os.Args[0], "fake"}
	}
	if opts.Grace == 0 {
		opts.Grace = 300 * time.Millisecond
	}
	s, err := Start(opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Shutdown(context.Background()); err != nil {
			t.Error(err)
		}
	})
	return s
}

// execute runs a cell with lines of commands.
func execute(t *testing.T, s *Supervisor, out Output, number int, lines ...string) frame.ExecuteDone {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	done, err := s.Execute(ctx, frame.Execute{Code: strings.Join(lines, "\n"), Number: number, AllowInput: true}, out)
	if err != nil {
		t.Fatalf("cell %d: %v", number, err)
	}
	return done
}

func TestOrder(t *testing.T) {
	s := start(t, Options{})
	out := newTranscript(t)
	var lines []string
	var want strings.Builder
	for i := range 200 {
		lines = append(lines, fmt.Sprintf("print p%d", i), fmt.Sprintf("show s%d", i))
		fmt.Fprintf(&want, "p%d\n[s%d]", i, i)
	}
	lines = append(lines, "clear wait", "print last", "value v")
	want.WriteString("[clear true]last\n")
	done := execute(t, s, out, 1, lines...)
	if got := out.String(); got != want.String() {
		t.Errorf("got %q\nwant %q", got, want.String())
	}
	if done.Error != nil || done.Result == nil || done.Result.Data["text/plain"] != `"v"` {
		t.Errorf("got %+v", done)
	}
	// Standard error keeps its place among displays, too.
	out = newTranscript(t)
	execute(t, s, out, 2, "eprint a", "show b", "eprint panic: not really", "show c", "eprint fatal", "print z")
	if got := out.String(); !strings.HasPrefix(got, "!a\n[b]!panic: not really\n[c]") || !strings.Contains(got, "!fatal\n") || !strings.Contains(got, "z\n") {
		t.Errorf("got %q", got)
	}
}

func TestNamesAndExpressions(t *testing.T) {
	s := start(t, Options{})
	out := newTranscript(t)
	done, err := s.Execute(context.Background(), frame.Execute{Code: "define x\ndefine y", Number: 1,
		Expressions: map[string]string{"bad": "x :=", "unknown": "nothing"}}, out)
	if err != nil || done.Error != nil {
		t.Fatal(err, done.Error)
	}
	if got := fmt.Sprint(done.Defined, done.Names); got != "[x y] [x y]" {
		t.Errorf("got %s", got)
	}
	if e := done.Expressions["bad"].Error; e == nil || !strings.Contains(e.Value, "not an expression") {
		t.Errorf("got %+v", e)
	}
	if e := done.Expressions["unknown"].Error; e == nil || !strings.Contains(e.Value, `no command "nothing"`) {
		t.Errorf("got %+v", e)
	}
}

func TestKill(t *testing.T) {
	s := start(t, Options{})
	out := newTranscript(t)
	execute(t, s, out, 1, "define x", "pid")
	first, err := strconv.Atoi(strings.TrimSpace(out.String()))
	if err != nil {
		t.Fatal(err)
	}
	// While a cell runs.
	out = newTranscript(t)
	go func() {
		out.wait("ready")
		_ = syscall.Kill(first, syscall.SIGKILL)
	}()
	done := execute(t, s, out, 2, "print ready", "wait")
	if done.Error == nil || done.Error.Name != "killed" || !strings.Contains(traceback(done.Error), "Lost: x.") {
		t.Fatalf("got %+v", done.Error)
	}
	// Between two cells: the last cell's output says so.
	out = newTranscript(t)
	execute(t, s, out, 3, "define y", "pid")
	second, err := strconv.Atoi(strings.TrimSpace(out.String()))
	if err != nil {
		t.Fatal(err)
	}
	if err := syscall.Kill(second, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	out.wait("between two cells. Lost: y.")
	if done := execute(t, s, newTranscript(t), 4, "print next"); done.Error != nil || len(done.Names) > 0 {
		t.Errorf("got %+v", done)
	}
}

// TestKillUnnoticed: a cell that is sent to a worker that is dead already runs in
// its successor.
func TestKillUnnoticed(t *testing.T) {
	s := start(t, Options{})
	for i := range 20 {
		out := newTranscript(t)
		if done := execute(t, s, out, 1, "define x", "pid"); done.Error != nil {
			t.Fatal(traceback(done.Error))
		}
		pid, err := strconv.Atoi(strings.TrimSpace(out.String()))
		if err != nil {
			t.Fatal(err)
		}
		if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
			t.Fatal(err)
		}
		until(t, "the worker is gone", func() bool { return !alive(pid) })
		next := newTranscript(t)
		done := execute(t, s, next, 2, "print next")
		if done.Error != nil || len(done.Names) > 0 || !strings.HasSuffix(next.String(), "next\n") {
			t.Fatalf("round %d: got %+v, printed %q", i, done, next)
		}
		if told := out.String() + next.String(); strings.Count(told, "Lost: x.") != 1 {
			t.Errorf("round %d: the loss was told in %q", i, told)
		}
	}
}

func TestBackground(t *testing.T) {
	s := start(t, Options{})
	out := newTranscript(t)
	execute(t, s, out, 1, "go_panic late")
	out.wait("panic: ")
	out.wait("cell[1] started")
	// A process that a goroutine of an earlier cell ends.
	flag := t.TempDir() + "/flag"
	execute(t, s, out, 2, "die_later "+flag)
	if err := os.WriteFile(flag, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	out.wait("os.Exit(4) ended the process")
}

// TestInterruptConsumed: a training run takes the first interrupt and its cell
// goes on; nothing is killed. The second one ends the cell.
func TestInterruptConsumed(t *testing.T) {
	const grace = time.Second
	s := start(t, Options{Grace: grace})
	out := newTranscript(t)
	go func() {
		out.wait("fitting")
		s.Interrupt()
		out.wait("stopped early")
		// What was consumed must not kill when the grace is over.
		time.Sleep(grace * 3 / 2)
		s.Interrupt()
	}()
	done := execute(t, s, out, 1, "define model", "fit", "wait")
	if done.Error == nil || done.Error.Name != "Interrupted" || strings.Contains(traceback(done.Error), "Lost") {
		t.Fatalf("got %+v", done.Error)
	}
	if fmt.Sprint(done.Names) != "[model]" {
		t.Errorf("got names %v, %+v", done.Names, done.Error)
	}
}

func TestInterruptIdle(t *testing.T) {
	s := start(t, Options{})
	s.Interrupt() // no cell: nothing happens
	if done := execute(t, s, newTranscript(t), 1, "print x"); done.Error != nil {
		t.Errorf("got %+v", done.Error)
	}
}

func TestInput(t *testing.T) {
	s := start(t, Options{})
	for _, tt := range []struct {
		name    string
		answers []string
		cell    []string
		want    string
		err     string
	}{
		{"display.Input", []string{"Ada"}, []string{"print hello", "input name? ", "print bye"}, "hello\n[asked \"name? \"]got Ada\nbye\n", ""},
		{"fmt.Scan", []string{"3 4"}, []string{"print two numbers", "scan"}, "two numbers\n[asked \"\"]sum 7\n", ""},
		{"fmt.Scan over lines", []string{"3", "", "5"}, []string{"scan"}, "[asked \"\"][asked \"\"][asked \"\"]sum 8\n", ""},
		{"bufio.Scanner", []string{"a", "b", ""}, []string{"lines", "print end"}, "[asked \"\"]line a\n[asked \"\"]line b\n[asked \"\"]end\n", ""},
		{"nobody for Input", nil, []string{"input x"}, "", "nobody is there"},
		{"nobody for Scan", nil, []string{"scan"}, "", "EOF"},
		{"again after the end", []string{"1 2"}, []string{"scan"}, "[asked \"\"]sum 3\n", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			out := newTranscript(t, tt.answers...)
			done := execute(t, s, out, 1, tt.cell...)
			if got := out.String(); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
			if (done.Error != nil) != (tt.err != "") || done.Error != nil && !strings.Contains(done.Error.Value, tt.err) {
				t.Errorf("got %+v, want %q", done.Error, tt.err)
			}
		})
	}
	t.Run("not allowed", func(t *testing.T) {
		for _, cell := range []string{"scan", "input x"} {
			done, err := s.Execute(context.Background(), frame.Execute{Code: cell, Number: 1}, newTranscript(t, "1 2"))
			if err != nil || done.Error == nil {
				t.Errorf("%s: got %v, %v: want an error of the cell", cell, done.Error, err)
			}
		}
	})
}

func TestQuestions(t *testing.T) {
	s := start(t, Options{})
	ctx := context.Background()
	out := newTranscript(t)
	ended := make(chan frame.ExecuteDone)
	go func() { ended <- execute(t, s, out, 1, "print ready", "wait") }()
	out.wait("ready")
	// While the cell runs.
	c, err := s.Complete(ctx, frame.Complete{Code: "fmt.Print", Cursor: 9})
	if err != nil || len(c.Matches) != 1 || c.Matches[0].Text != "fmt.Println" {
		t.Errorf("got %+v, %v", c, err)
	}
	if c, err := s.Complete(ctx, frame.Complete{Code: "panic", Cursor: 5}); err != nil || len(c.Matches) != 0 || c.End != 5 {
		t.Errorf("got %+v, %v", c, err)
	}
	if i, err := s.Inspect(ctx, frame.Inspect{Code: "x"}); err != nil || !i.Found || i.Bundle.Data["text/plain"] != "x" {
		t.Errorf("got %+v, %v", i, err)
	}
	if c, err := s.IsComplete(ctx, frame.IsComplete{Code: "x"}); err != nil || c.Status != "complete" {
		t.Errorf("got %+v, %v", c, err)
	}
	s.Interrupt()
	if done := <-ended; done.Error == nil || done.Error.Name != "Interrupted" {
		t.Errorf("got %+v", done.Error)
	}
}

// TestBadValues: a method that fails while a result is shown does not end
// anything.
func TestBadValues(t *testing.T) {
	s := start(t, Options{})
	for i, how := range []string{"boom", "goexit"} {
		done := execute(t, s, newTranscript(t), i+1, "define x", "bad_value "+how)
		text := ""
		if done.Error != nil {
			text = done.Error.Value
		} else if done.Result != nil {
			text = fmt.Sprint(done.Result.Data["text/plain"])
		}
		if !strings.Contains(strings.ToLower(text), how) || len(done.Names) == 0 {
			t.Errorf("%s: got %q, names %v", how, text, done.Names)
		}
	}
}

// TestChildren: programs that a cell started neither hold up the end of their
// worker nor outlive it.
func TestChildren(t *testing.T) {
	s := start(t, Options{})
	out := newTranscript(t)
	execute(t, s, out, 1, "children")
	var pid int
	if _, err := fmt.Sscanf(out.String(), "child %d", &pid); err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	if done := execute(t, s, newTranscript(t), 2, "exit 3"); done.Error == nil || done.Error.Name != "exit" {
		t.Errorf("got %+v", done.Error)
	}
	if took := time.Since(began); took > 5*time.Second {
		t.Errorf("the end took %v", took)
	}
	until(t, "the child is gone", func() bool { return !alive(pid) })
}

// TestDescriptors: the worker has none of ours, sockets above all.
func TestDescriptors(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("it looks into /proc")
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	s := start(t, Options{})
	out := newTranscript(t)
	execute(t, s, out, 1, "descriptors", "args")
	if strings.Contains(out.String(), "socket:") {
		t.Errorf("the worker has sockets:\n%s", out)
	}
	if !strings.HasSuffix(out.String(), "\n1\n") {
		t.Errorf("cells see our arguments: %s", out)
	}
}

func TestStartFails(t *testing.T) {
	if _, err := Start(Options{Command: []string{"/nonexistent/gorgo"}}); err == nil || !strings.Contains(err.Error(), "does not start") {
		t.Errorf("got %v", err)
	}
	s := start(t, Options{Env: append(os.Environ(), "FAKE_REFUSES=this processor is not supported")})
	for i := range 2 {
		_, err := s.Execute(context.Background(), frame.Execute{Code: "print x", Number: i}, newTranscript(t))
		if err == nil || !strings.Contains(err.Error(), "this processor is not supported") {
			t.Errorf("got %v", err)
		}
	}
}

func TestMemoryLimitMistake(t *testing.T) {
	s := start(t, Options{Env: append(os.Environ(), "GORGO_MEMORY_LIMIT=much")})
	out := newTranscript(t)
	execute(t, s, out, 1, "print x")
	if !strings.Contains(out.String(), "GORGO_MEMORY_LIMIT=much: want a number") {
		t.Errorf("got %q", out)
	}
}

func TestContextEnds(t *testing.T) {
	s := start(t, Options{})
	ctx, cancel := context.WithCancel(context.Background())
	out := newTranscript(t)
	go func() {
		out.wait("ready")
		cancel()
	}()
	if _, err := s.Execute(ctx, frame.Execute{Code: "print ready\nloop", Number: 1}, out); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if done := execute(t, s, newTranscript(t), 2, "print next"); done.Error != nil {
		t.Errorf("got %+v", done.Error)
	}
}

func TestShutdown(t *testing.T) {
	s := start(t, Options{})
	out := newTranscript(t)
	ended := make(chan frame.ExecuteDone, 1)
	go func() { ended <- execute(t, s, out, 1, "print ready", "loop") }()
	out.wait("ready")
	if err := s.Shutdown(context.Background()); err != nil {
		t.Fatal(err)
	}
	if done := <-ended; done.Error == nil || done.Error.Name != "Shutdown" {
		t.Errorf("got %+v", done.Error)
	}
	if _, err := s.Execute(context.Background(), frame.Execute{}, out); !errors.Is(err, ErrClosed) {
		t.Errorf("got %v", err)
	}
}

// resources are what a supervisor could leak.
type use struct{ goroutines, files int }

func resources() use {
	u := use{goroutines: runtime.NumGoroutine()}
	if entries, err := os.ReadDir("/proc/self/fd"); err == nil {
		u.files = len(entries)
	}
	return u
}

func (before use) compare(t *testing.T) {
	t.Helper()
	until(t, fmt.Sprintf("back to %+v", before), func() bool {
		now := resources()
		return now.goroutines <= before.goroutines && now.files <= before.files
	})
}

// until waits for a condition.
func until(t *testing.T, what string, f func() bool) {
	t.Helper()
	for end := time.Now().Add(10 * time.Second); !f(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			buf := make([]byte, 1<<16)
			t.Fatalf("never: %s; now %+v\n%s", what, resources(), buf[:runtime.Stack(buf, true)])
		}
	}
}

// alive reports whether a process runs; one that nobody waited for does not.
func alive(pid int) bool {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return errors.Is(syscall.Kill(pid, 0), nil)
	}
	_, rest, _ := strings.Cut(string(b), ") ")
	return !strings.HasPrefix(rest, "Z")
}
