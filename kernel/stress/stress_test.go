//go:build unix

package stress

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/gorgolab/gorgo/interp/worker"
	"github.com/gorgolab/gorgo/kernel"
	"github.com/gorgolab/gorgo/kernel/client"
	"github.com/gorgolab/gorgo/kernel/history"
	"github.com/gorgolab/gorgo/kernel/supervisor"
	"github.com/gorgolab/gorgo/kernel/wire"
	"github.com/gorgolab/gorgo/kernel/zmtp"
)

// TestMain makes the test binary a kernel and its worker, too.
func TestMain(m *testing.M) {
	switch {
	case len(os.Args) > 1 && os.Args[1] == "worker":
		os.Exit(worker.Main(os.Args[2:]))
	case len(os.Args) > 3 && os.Args[1] == "kernel":
		s, err := supervisor.Start(supervisor.Options{})
		if err == nil {
			err = kernel.Serve(context.Background(), kernel.Options{ConnectionFile: os.Args[3], Interpreter: s, History: history.Open(nil)})
		}
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	case len(os.Args) > 1 && os.Args[1] == "parent":
		os.Exit(parent())
	}
	os.Exit(m.Run())
}

// parent is a program that starts a kernel, and says who the kernel and its
// worker are.
func parent() int {
	ctx := context.Background()
	k, err := client.Launch(ctx, []string{os.Args[0], "kernel", "-f", "{connection_file}"}, client.LaunchOptions{Env: []string{"GORGO_HISTORY=off"}})
	if err == nil {
		_, err = k.Execute(ctx, "fmt.Println(os.Getppid(), os.Getpid())", client.ExecuteOptions{}, func(m wire.Message) {
			if s, ok := m.Content.(*wire.Stream); ok {
				fmt.Print(s.Text)
			}
		})
	}
	if err != nil {
		fmt.Println(err)
		return 1
	}
	select {}
}

// program is what is tested.
func program() []string {
	p := os.Getenv("GORGO_PROGRAM")
	if p == "" {
		p = os.Args[0]
	}
	return []string{p, "kernel", "-f", "{connection_file}"}
}

const longest = 2 * time.Minute // for what must happen; reached only on failure

func deadline(t testing.TB) context.Context {
	ctx, cancel := context.WithTimeout(context.Background(), longest)
	t.Cleanup(cancel)
	return ctx
}

func launch(t testing.TB) *client.Kernel {
	t.Helper()
	k, err := client.Launch(context.Background(), program(), client.LaunchOptions{Start: longest,
		Env: []string{"GORGO_HISTORY=" + filepath.Join(t.TempDir(), "history.sqlite")}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = k.Close() })
	return k
}

// run runs a cell and returns what it printed and its result.
func run(t testing.TB, k *client.Kernel, code string) string {
	t.Helper()
	var out strings.Builder
	reply, err := k.Execute(deadline(t), code, client.ExecuteOptions{}, func(m wire.Message) {
		switch c := m.Content.(type) {
		case *wire.Stream:
			out.WriteString(c.Text)
		case *wire.ExecuteResult:
			fmt.Fprint(&out, c.Data["text/plain"])
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	if reply.Status != wire.StatusOK {
		t.Fatalf("%s: %s: %s", code, reply.EName, reply.EValue)
	}
	return out.String()
}

// kernelPID is the kernel's process: the worker's parent.
func kernelPID(t testing.TB, k *client.Kernel) int {
	t.Helper()
	pid, err := strconv.Atoi(run(t, k, "os.Getppid()"))
	if err != nil {
		t.Fatal(err)
	}
	return pid
}

// memory is a line of a process's status, in MB: VmHWM is the most it ever used.
func memory(t testing.TB, pid int, line string) int {
	t.Helper()
	return megabytes(t, fmt.Sprintf("/proc/%d/status", pid), line)
}

func megabytes(t testing.TB, file, line string) int {
	t.Helper()
	if runtime.GOOS != "linux" {
		t.Skip("it looks into /proc")
	}
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for l := range strings.Lines(string(data)) {
		if rest, ok := strings.CutPrefix(l, line+":"); ok {
			n, err := strconv.Atoi(strings.Fields(rest)[0])
			if err != nil {
				t.Fatal(err)
			}
			return n >> 10
		}
	}
	t.Fatalf("no %s in %s", line, data)
	return 0
}

func files(t testing.TB, pid int) int {
	t.Helper()
	entries, err := os.ReadDir(fmt.Sprintf("/proc/%d/fd", pid))
	if err != nil {
		t.Skip("it looks into /proc")
	}
	return len(entries)
}

// until waits for a condition.
func until(t testing.TB, what string, f func() bool) {
	t.Helper()
	for end := time.Now().Add(longest); !f(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("never: %s", what)
		}
	}
}

// deaf connects to iopub, subscribes, and reads nothing.
func deaf(t *testing.T, c wire.Connection) {
	t.Helper()
	at := c.Endpoint(c.IOPubPort)
	conn, err := zmtp.Dial(deadline(t), zmtp.Sub, at.Network, at.Address, "", zmtp.Options{Queue: 1})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		_ = conn.Close(ctx)
	})
	if err := conn.Subscribe(""); err != nil {
		t.Fatal(err)
	}
}

// TestFlood: 100 MB arrive whole and in order at a client that reads, though
// another does not, and the kernel's memory stays bounded.
func TestFlood(t *testing.T) {
	k := launch(t)
	pid := kernelPID(t, k)
	deaf(t, k.Connection())
	const lines = 100_000
	next, wrong := 0, 0
	var rest string
	take := func(text string) {
		text = rest + text
		for {
			line, more, ok := strings.Cut(text, "\n")
			if !ok {
				rest = text
				return
			}
			text = more
			if want := fmt.Sprintf("%06d ", next); len(line) != 1000 || !strings.HasPrefix(line, want) {
				if wrong++; wrong < 5 {
					t.Errorf("line %d is %.20q of %d bytes", next, line, len(line))
				}
			}
			next++
		}
	}
	reply, err := k.Execute(deadline(t), fmt.Sprintf("for i := range %d {\n\tfmt.Printf(\"%%06d %%s\\n\", i, strings.Repeat(\"x\", 993))\n}", lines),
		client.ExecuteOptions{}, func(m wire.Message) {
			if s, ok := m.Content.(*wire.Stream); ok {
				take(s.Text)
			}
		})
	if err != nil || reply.Status != wire.StatusOK {
		t.Fatal(reply, err)
	}
	if next != lines {
		t.Errorf("%d lines of %d", next, lines)
	}
	most := memory(t, pid, "VmHWM")
	t.Logf("the kernel used at most %d MB", most)
	if most > 150 {
		t.Errorf("the kernel used %d MB, want at most 150", most)
	}
	if got := run(t, k, "1 + 1"); got != "2" {
		t.Errorf("the next cell: %q", got)
	}
}

// TestInterruptFlood: an interrupt ends a flood, and nothing is lost.
func TestInterruptFlood(t *testing.T) {
	k := launch(t)
	run(t, k, "x := 7")
	var once sync.Once
	var began time.Time
	reply, err := k.Execute(deadline(t), "for {\n\tfmt.Println(strings.Repeat(\"flood \", 100))\n}", client.ExecuteOptions{}, func(m wire.Message) {
		if _, ok := m.Content.(*wire.Stream); ok {
			once.Do(func() {
				began = time.Now()
				go func() { _ = k.Interrupt(deadline(t)) }()
			})
		}
	})
	if err != nil || reply.EName != "Interrupted" {
		t.Fatalf("got %+v, %v", reply, err)
	}
	t.Logf("answered after %v", time.Since(began))
	if got := run(t, k, "x"); got != "7" {
		t.Errorf("x is %s", got)
	}
}

// TestManyKernels: 24 kernels that start at once all answer.
func TestManyKernels(t *testing.T) {
	var all sync.WaitGroup
	for i := range 24 {
		all.Go(func() {
			k, err := client.Launch(context.Background(), program(), client.LaunchOptions{Start: longest, Env: []string{"GORGO_HISTORY=off"}})
			if err != nil {
				t.Error(err)
				return
			}
			defer k.Close()
			var got any
			reply, err := k.Execute(deadline(t), fmt.Sprintf("%d + 1", i), client.ExecuteOptions{}, func(m wire.Message) {
				if r, ok := m.Content.(*wire.ExecuteResult); ok {
					got = r.Data["text/plain"]
				}
			})
			if err != nil || reply.Status != wire.StatusOK || got != strconv.Itoa(i+1) {
				t.Errorf("kernel %d: %v, %+v, %v", i, got, reply, err)
			}
		})
	}
	all.Wait()
}

// TestComeAndGo: clients that connect and go, some in the middle of a handshake,
// leave nothing behind.
func TestComeAndGo(t *testing.T) {
	k := launch(t)
	pid := kernelPID(t, k)
	// The history's file is opened when it is first needed.
	if _, err := k.Request(deadline(t), &wire.HistoryRequest{AccessType: wire.HistoryTail, N: 1}, nil); err != nil {
		t.Fatal(err)
	}
	before := files(t, pid)
	c := k.Connection()
	for i := range 100 {
		other, err := client.Connect(deadline(t), c, client.ConnectOptions{})
		if err != nil {
			t.Fatal(err)
		}
		_ = other.Close()
		at := c.Endpoint(c.ShellPort)
		raw, err := net.Dial(at.Network, at.Address)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = raw.Write([]byte("\xff\x00\x00\x00\x00\x00\x00\x00\x01\x7f\x03")[:i%11])
		_ = raw.Close()
	}
	until(t, fmt.Sprintf("back to %d descriptors", before), func() bool { return files(t, pid) <= before })
	if got := run(t, k, "1 + 1"); got != "2" {
		t.Errorf("the next cell: %q", got)
	}
}

// alive reports whether a process runs; one that nobody waited for does not.
func alive(pid int) bool {
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return syscall.Kill(pid, 0) == nil
	}
	_, rest, _ := strings.Cut(string(data), ") ")
	return !strings.HasPrefix(rest, "Z")
}

// TestDeaths: a kernel does not outlive the program that started it, nor a worker
// its kernel, whatever the cell does, however they die.
func TestDeaths(t *testing.T) {
	for _, tt := range []struct {
		name   string
		parent bool // it is the parent that dies
		signal syscall.Signal
	}{
		{"parent killed", true, syscall.SIGKILL},
		{"kernel killed", false, syscall.SIGKILL},
		{"kernel terminated", false, syscall.SIGTERM},
		{"kernel hung up", false, syscall.SIGHUP},
	} {
		t.Run(tt.name, func(t *testing.T) {
			cmd := exec.Command(os.Args[0], "parent")
			out, err := cmd.StdoutPipe()
			if err != nil {
				t.Fatal(err)
			}
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			defer func() {
				_ = cmd.Process.Kill()
				_ = cmd.Wait()
			}()
			var kernel, worker int
			if _, err := fmt.Fscan(out, &kernel, &worker); err != nil {
				t.Fatal(err)
			}
			dies := kernel
			if tt.parent {
				dies = cmd.Process.Pid
			}
			if err := syscall.Kill(dies, tt.signal); err != nil {
				t.Fatal(err)
			}
			until(t, "kernel and worker are gone", func() bool { return !alive(kernel) && !alive(worker) })
		})
	}
}

// TestSignal: SIGINT interrupts the cell that runs, as a message does.
func TestSignal(t *testing.T) {
	k := launch(t)
	pid := kernelPID(t, k)
	run(t, k, "x := 7")
	reply, err := k.Execute(deadline(t), "fmt.Println(1)\nfor {\n}", client.ExecuteOptions{}, func(m wire.Message) {
		if _, ok := m.Content.(*wire.Stream); ok {
			_ = syscall.Kill(pid, syscall.SIGINT)
		}
	})
	if err != nil || reply.EName != "Interrupted" {
		t.Errorf("got %+v, %v", reply, err)
	}
	if got := run(t, k, "x"); got != "7" {
		t.Errorf("x is %s", got)
	}
}

// TestLongSession: what the kernel keeps of a cell is little.
func TestLongSession(t *testing.T) {
	if testing.Short() {
		t.Skip("it runs thousands of cells")
	}
	k := launch(t)
	pid := kernelPID(t, k)
	cells := func(n int) {
		for range n {
			run(t, k, "fmt.Println(1)")
		}
	}
	cells(1000)
	before := memory(t, pid, "VmRSS")
	cells(2000)
	after := memory(t, pid, "VmRSS")
	t.Logf("%d MB, then %d MB", before, after)
	if after > before+20 {
		t.Errorf("the kernel grew from %d to %d MB in 2000 cells", before, after)
	}
}

// TestServeLeaksNothing: kernels that were served and ended, in this process.
func TestServeLeaksNothing(t *testing.T) {
	cycle := func() {
		dir := t.TempDir()
		c := wire.Connection{Transport: wire.IPC, IP: filepath.Join(dir, "k"), ShellPort: 1, IOPubPort: 2, StdinPort: 3, ControlPort: 4, HBPort: 5,
			Key: "secret", SignatureScheme: wire.Scheme}
		file := filepath.Join(dir, "connection.json")
		if err := wire.WriteConnection(file, c); err != nil {
			t.Fatal(err)
		}
		s, err := supervisor.Start(supervisor.Options{})
		if err != nil {
			t.Fatal(err)
		}
		ended := make(chan error, 1)
		ctx, cancel := context.WithCancel(context.Background())
		go func() {
			ended <- kernel.Serve(ctx, kernel.Options{ConnectionFile: file, Interpreter: s,
				History: history.OpenFile(filepath.Join(dir, "h.sqlite"), history.FileOptions{})})
		}()
		until(t, "the sockets are there", func() bool {
			_, err := os.Stat(filepath.Join(dir, "k-5"))
			return err == nil
		})
		k, err := client.Connect(deadline(t), c, client.ConnectOptions{})
		if err != nil {
			t.Fatal(err)
		}
		if got := run(t, k, "go func() { select {} }()\n1 + 1"); got != "2" {
			t.Errorf("got %q", got)
		}
		_ = k.Close()
		cancel()
		if err := <-ended; !errors.Is(err, context.Canceled) {
			t.Errorf("the kernel ended with %v", err)
		}
	}
	cycle() // what is made once
	goroutines, open := runtime.NumGoroutine(), files(t, os.Getpid())
	for range 5 {
		cycle()
	}
	until(t, fmt.Sprintf("back to %d goroutines and %d descriptors", goroutines, open), func() bool {
		return runtime.NumGoroutine() <= goroutines && files(t, os.Getpid()) <= open
	})
}
