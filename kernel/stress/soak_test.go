//go:build unix

package stress

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/gorgolab/gorgo/kernel/client"
	"github.com/gorgolab/gorgo/kernel/wire"
)

// soakVariable is how long TestSoak goes on, such as 10m; default 5 s.
const soakVariable = "GORGO_SOAK"

// soak is a session and what it must be.
type soak struct {
	*testing.T
	k     *client.Kernel
	rand  *rand.Rand
	value int // of the variable v; -1: it is lost
	done  map[string]int
}

// TestSoak runs random cells, with faults and further clients, and keeps a model
// of the session: every cell is answered, prints are whole and in order, values
// are kept, or their loss is told.
func TestSoak(t *testing.T) {
	length := 5 * time.Second
	if v := os.Getenv(soakVariable); v != "" {
		var err error
		if length, err = time.ParseDuration(v); err != nil {
			t.Fatal(err)
		}
	}
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	s := &soak{T: t, k: launch(t), rand: rand.New(rand.NewPCG(seed, 1)), value: -1, done: map[string]int{}}
	actions := []struct {
		name string
		do   func()
	}{
		{"define", s.define}, {"check", s.check}, {"print", s.print}, {"fail", s.fail}, {"interrupt", s.interrupt},
		{"exit", s.exit}, {"kill", s.kill}, {"visitor", s.visitor}, {"goroutine", s.goroutine}, {"subshell", s.subshell},
	}
	pid := kernelPID(t, s.k)
	// The history's file is opened when it is first needed.
	if _, err := s.k.Request(deadline(t), &wire.HistoryRequest{AccessType: wire.HistoryTail, N: 1}, nil); err != nil {
		t.Fatal(err)
	}
	open := files(t, pid)
	for end := time.Now().Add(length); time.Now().Before(end) && !t.Failed(); {
		a := actions[s.rand.IntN(len(actions))]
		a.do()
		s.done[a.name]++
	}
	t.Logf("done: %v; the kernel has %d MB", s.done, memory(t, pid, "VmRSS"))
	until(t, fmt.Sprintf("back to %d descriptors", open), func() bool { return files(t, pid) <= open })
}

// cell runs a cell and returns its reply, what it printed, and its traceback.
func (s *soak) cell(code string) (reply client.Reply, printed string) {
	s.Helper()
	var out strings.Builder
	reply, err := s.k.Execute(deadline(s), code, client.ExecuteOptions{StopOnError: true}, func(m wire.Message) {
		switch c := m.Content.(type) {
		case *wire.Stream:
			if c.Name == wire.Stdout { // the other one tells of deaths
				out.WriteString(c.Text)
			}
		case *wire.ExecuteResult:
			fmt.Fprint(&out, c.Data["text/plain"])
		}
	})
	if err != nil {
		s.Fatalf("%s: %v", code, err)
	}
	return reply, out.String()
}

func (s *soak) define() {
	s.value = s.rand.IntN(1000)
	if reply, _ := s.cell(fmt.Sprintf("v := %d", s.value)); reply.Status != wire.StatusOK {
		s.Errorf("v was not defined: %+v", reply)
	}
}

func (s *soak) check() {
	reply, out := s.cell("v")
	switch {
	case s.value < 0 && reply.EName != "compile error":
		s.Errorf("v should be lost, it is %s (%+v)", out, reply)
	case s.value >= 0 && out != strconv.Itoa(s.value):
		s.Errorf("v is %q (%+v), want %d", out, reply, s.value)
	}
}

func (s *soak) print() {
	n := s.rand.IntN(3000)
	reply, out := s.cell(fmt.Sprintf("for i := range %d {\n\tfmt.Println(\"line\", i)\n}", n))
	var want strings.Builder
	for i := range n {
		fmt.Fprintln(&want, "line", i)
	}
	if reply.Status != wire.StatusOK || out != want.String() {
		s.Errorf("%d lines: got %d bytes, want %d (%+v)", n, len(out), want.Len(), reply)
	}
}

func (s *soak) fail() {
	cells := map[string]string{"panic(1)": "panic", "undefined": "compile error", "var m map[int]int\nm[1] = 1": "panic"}
	for code, ename := range cells { // in random order
		if reply, _ := s.cell(code); reply.EName != ename {
			s.Errorf("%s: got %+v", code, reply)
		}
		return
	}
}

func (s *soak) interrupt() {
	waits := []string{"for {\n}", "select {}", "time.Sleep(time.Hour)", "for {\n\tfmt.Println(\"flood\")\n}"}
	code := waits[s.rand.IntN(len(waits))]
	told := false
	reply, err := s.k.Execute(deadline(s), "fmt.Println(\"on\")\n"+code, client.ExecuteOptions{}, func(m wire.Message) {
		if _, ok := m.Content.(*wire.Stream); ok && !told {
			told = true
			go func() { _ = s.k.Interrupt(context.Background()) }()
		}
	})
	if err != nil || reply.EName != "Interrupted" {
		s.Errorf("%s: got %+v, %v", code, reply, err)
	}
	if strings.Contains(strings.Join(reply.Traceback, "\n"), "ended the process") {
		s.value = -1 // a machine that is so busy that the grace was over
	}
}

var lostV = regexp.MustCompile(`Lost: ([^.]*, )?v[,. ]`)

func (s *soak) exit() {
	reply, _ := s.cell("os.Exit(3)")
	if text := strings.Join(reply.Traceback, "\n"); reply.EName != "exit" || lostV.MatchString(text) != (s.value >= 0) {
		s.Errorf("v is %d: got %s", s.value, text)
	}
	s.value = -1
}

// kill ends the worker from outside, while a cell runs or between two.
func (s *soak) kill() {
	_, text := s.cell("os.Getpid()")
	pid, err := strconv.Atoi(text)
	if err != nil {
		s.Fatal(err)
	}
	if s.rand.IntN(2) == 0 {
		_ = syscall.Kill(pid, syscall.SIGKILL)
		until(s, "the worker is gone", func() bool { return !alive(pid) })
	} else {
		told := false
		reply, err := s.k.Execute(deadline(s), "fmt.Println(\"on\")\nselect {}", client.ExecuteOptions{}, func(m wire.Message) {
			if _, ok := m.Content.(*wire.Stream); ok && !told {
				told = true
				_ = syscall.Kill(pid, syscall.SIGKILL)
			}
		})
		if err != nil || reply.EName != "killed" {
			s.Errorf("killed: got %+v, %v", reply, err)
		}
	}
	s.value = -1
}

// visitor is another client that asks, and goes in the middle of a cell.
func (s *soak) visitor() {
	other, err := client.Connect(deadline(s), s.k.Connection(), client.ConnectOptions{})
	if err != nil {
		s.Fatal(err)
	}
	defer other.Close()
	ctx, cancel := context.WithCancel(deadline(s))
	_, _ = other.Execute(ctx, "fmt.Println(\"visitor\")", client.ExecuteOptions{}, func(wire.Message) { cancel() })
	cancel()
	s.check() // behind it
}

// goroutine prints from an earlier cell while a later one runs.
func (s *soak) goroutine() {
	if reply, _ := s.cell("tick := make(chan int)\ngo func() {\n\tfor n := range tick {\n\t\tfmt.Println(\"late\", n)\n\t\ttick <- n\n\t}\n}()"); reply.Status != wire.StatusOK {
		s.Fatalf("%+v", reply)
	}
	reply, out := s.cell("tick <- 1\n<-tick\nclose(tick)\nfmt.Println(\"mine\")")
	if reply.Status != wire.StatusOK || out != "mine\n" {
		s.Errorf("the later cell has %q, %+v", out, reply)
	}
}

// subshell makes one and takes it away.
func (s *soak) subshell() {
	m, err := s.k.Request(deadline(s), &wire.CreateSubshellRequest{}, nil)
	if err != nil {
		s.Fatal(err)
	}
	id := m.Content.(*wire.CreateSubshellReply).SubshellID
	m, err = s.k.Request(deadline(s), &wire.DeleteSubshellRequest{SubshellID: id}, nil)
	if err != nil || m.Content.(*wire.DeleteSubshellReply).Status != wire.StatusOK {
		s.Errorf("got %+v, %v", m, err)
	}
}
