//go:build unix

package supervisor

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/gorgolab/gorgo/interp/frame"
)

// lethal is what a cell does to its process or to itself: it is an error that
// says what happened, and the next cell runs.
type lethal struct {
	name      string
	cell      string
	interrupt bool     // once the cell printed "ready"
	ends      bool     // its process ends
	ename     string   //
	want      []string // in the traceback
	not       []string // nowhere in what the user sees
	norace    bool     // the race detector slows it down until it is none
}

// language is how cells are written for a worker.
type language struct{ command, define, exit, print string }

var commands = language{"fake", "define alpha\ndefine beta", "exit 0", "print next"}

// TestLethalCommands: compiled code, in a worker without an interpreter.
func TestLethalCommands(t *testing.T) {
	commands.run(t, []lethal{
		{name: "endless loop", cell: "print ready\nloop", interrupt: true, ends: true,
			ename: "Interrupted", want: []string{"did not stop within 300ms"}},
		{name: "sleep", cell: "print ready\nsleep", interrupt: true, ends: true,
			ename: "Interrupted", want: []string{"time.Sleep"}},
		{name: "interruptible loop", cell: "print ready\nwait", interrupt: true,
			ename: "Interrupted", want: []string{"what it did before stays"}},
		{name: "training that starts after the interrupt", cell: "print ready\nlate_fit", interrupt: true,
			ename: "Interrupted", want: []string{"what it did before stays"}},
		{name: "print flood", cell: "print ready\nflood", interrupt: true,
			ename: "Interrupted"},
		{name: "input", cell: "print ready\ninput x", interrupt: true,
			ename: "error", want: []string{"interrupted"}},
		{name: "standard input", cell: "print ready\nscan", interrupt: true,
			ename: "error", want: []string{"EOF"}},
		{name: "nil map write", cell: "nil_map",
			ename: "panic", want: []string{"assignment to entry in nil map"}},
		{name: "panic of ours", cell: "panic boom",
			ename: "panic", want: []string{"boom"}},
		{name: "goexit", cell: "goexit",
			ename: "panic", want: []string{"runtime.Goexit"}},
		{name: "endless recursion", cell: "recurse", ends: true,
			ename: "fatal error", want: []string{"stack overflow", "calls itself without end"}, not: []string{"goroutine 1", "fake_test.go"}},
		{name: "exit", cell: "print before\nexit 3", ends: true,
			ename: "exit", want: []string{"os.Exit(3)"}},
		{name: "exit 0", cell: "exit 0", ends: true,
			ename: "exit", want: []string{"os.Exit(0)"}},
		{name: "exit 2 with a text", cell: "eprint hello\nexit 2", ends: true,
			ename: "exit", want: []string{"os.Exit(2)"}},
		{name: "map writes", cell: "map_writes", ends: true, norace: true,
			ename: "fatal error", want: []string{"concurrent map", "sync.Mutex"}, not: []string{"goroutine 1", "fake_test.go"}},
		{name: "panic in a timer", cell: "timer_panic", ends: true,
			ename: "panic", want: []string{"in a timer"}, not: []string{"goroutine 1", "fake_test.go"}},
		{name: "unlock", cell: "unlock", ends: true,
			ename: "fatal error", want: []string{"unlock of unlocked mutex"}, not: []string{"fake_test.go"}},
	})
}

func (l language) run(t *testing.T, table []lethal, env ...string) {
	before := resources()
	s, err := Start(Options{Command: []string{os.Args[0], l.command}, Env: append(os.Environ(), env...), Grace: 300 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	number := 0
	run := func(out Output, cell string) frame.ExecuteDone {
		t.Helper()
		number++
		return execute(t, s, out, number, cell)
	}
	for _, tt := range table {
		t.Run(tt.name, func(t *testing.T) {
			if tt.norace && raceEnabled {
				t.Skip("not with the race detector")
			}
			if done := run(newTranscript(t), l.define); done.Error != nil {
				t.Fatal(done.Error)
			}
			out := newTranscript(t)
			out.never = true
			if tt.interrupt {
				go func() {
					out.wait("ready\n")
					s.Interrupt()
				}()
			}
			done := run(out, tt.cell)
			out.end()
			if done.Error == nil {
				t.Fatal("no error")
			}
			text := traceback(done.Error)
			t.Logf("%s: %s\n%s", done.Error.Name, done.Error.Value, text)
			if done.Error.Name != tt.ename {
				t.Errorf("got the name %q, want %q", done.Error.Name, tt.ename)
			}
			for _, want := range tt.want {
				if !strings.Contains(text, want) {
					t.Errorf("no %q in the traceback", want)
				}
			}
			for _, not := range append(tt.not, "\ngoroutine ", "/worker/") {
				if strings.Contains(text+out.String(), not) {
					t.Errorf("there is %q in what the user sees", not)
				}
			}
			lost := strings.Contains(text, "Lost: alpha, beta.") && strings.Contains(text, fmt.Sprintf("cell[%d]", number))
			if lost != tt.ends {
				t.Errorf("says that names were lost: %v, want %v", lost, tt.ends)
			}
			next := newTranscript(t)
			done = run(next, l.print)
			if done.Error != nil || next.String() != "next\n" || strings.Contains(fmt.Sprint(done.Names), "alpha") == tt.ends {
				t.Errorf("the next cell: %+v, printed %q, names %v", done.Error, next, done.Names)
			}
			if !tt.ends { // the same beginning for each
				run(newTranscript(t), l.exit)
			}
		})
	}
	if err := s.Shutdown(context.Background()); err != nil {
		t.Fatal(err)
	}
	before.compare(t)
}
