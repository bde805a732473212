//go:build unix

package supervisor

// The worker as it is, with its interpreter.

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/tools/txtar"

	"github.com/gorgolab/gorgo/display"
	"github.com/gorgolab/gorgo/interp/frame"
	"github.com/gorgolab/gorgo/kernel"
)

var _ kernel.Interpreter = (*Supervisor)(nil)

var cells = language{"worker", "alpha, beta := 1, 2", "os.Exit(0)", `fmt.Println("next")`}

// TestLethalCells is TestLethalCommands in Go.
func TestLethalCells(t *testing.T) {
	if raceEnabled {
		t.Skip("lowered code tests for interrupts in a plain variable, on purpose: see interp/runtime")
	}
	const ready = "fmt.Println(\"ready\")\n"
	cells.run(t, []lethal{
		{name: "endless loop", cell: ready + "for {\n}", interrupt: true, ename: "Interrupted", want: []string{"what it did before stays"}},
		{name: "sleep", cell: ready + "time.Sleep(time.Hour)", interrupt: true, ename: "Interrupted", want: []string{"what it did before stays"}},
		{name: "channel", cell: ready + "<-make(chan int)", interrupt: true, ename: "Interrupted"},
		{name: "nil channel", cell: ready + "var c chan int\nc <- 1", interrupt: true, ename: "Interrupted"},
		{name: "select", cell: ready + "select {}", interrupt: true, ename: "Interrupted"},
		{name: "mutex", cell: ready + "var mu sync.Mutex\nmu.Lock()\nmu.Lock()", interrupt: true, ename: "Interrupted"},
		{name: "wait group", cell: ready + "var wg sync.WaitGroup\nwg.Add(1)\nwg.Wait()", interrupt: true, ename: "Interrupted"},
		{name: "read", cell: "r, _, _ := os.Pipe()\n" + ready + "r.Read(make([]byte, 1))", interrupt: true, ends: true, ename: "Interrupted", want: []string{"did not stop within 300ms"}},
		{name: "system call", cell: "fifo := os.TempDir() + \"/gorgo\" + rand.Text()\nexec.Command(\"mkfifo\", fifo).Run()\ndefer os.Remove(fifo)\n" + ready + "os.Open(fifo)", interrupt: true, ends: true, ename: "Interrupted", want: []string{"did not stop within 300ms"}},
		{name: "singular values", cell: "a := mat.NewDense(5000, 5000, nil)\nfor i := range 5000 {\n\ta.Set(i, i%7, 1/float64(i+1))\n}\nvar svd mat.SVD\n" + ready + "svd.Factorize(a, mat.SVDFull)", interrupt: true, ends: true, ename: "Interrupted", want: []string{"compiled code"}},
		{name: "program", cell: ready + "exec.Command(\"sleep\", \"3600\").Run()", interrupt: true, ends: true, ename: "Interrupted", want: []string{"did not stop within 300ms"}},
		{name: "print flood", cell: ready + "for {\n\tfmt.Println(strings.Repeat(\"flood \", 100))\n}", interrupt: true, ename: "Interrupted"},
		{name: "goroutines", cell: "for range 200 {\n\tgo func() {\n\t\tselect {}\n\t}()\n}\n" + ready + "select {}", interrupt: true, ename: "Interrupted"},
		{name: "input", cell: ready + "_, err := display.Input(\"x\")\npanic(err)", interrupt: true, ename: "Interrupted"},
		{name: "standard input", cell: ready + "var s string\nfmt.Scan(&s)\nfor {\n}", interrupt: true, ename: "Interrupted"},
		{name: "command", cell: "!echo ready; sleep 3600", interrupt: true, ename: "Interrupted", not: []string{"did not stop"}},
		{name: "nil map write", cell: "var m map[string]int\nm[\"a\"] = 1", ename: "panic", want: []string{"assignment to entry in nil map", ":2", "→ 2"}},
		{name: "index", cell: "s := []int{1}\ni := 5\ns[i]", ename: "panic", want: []string{"index out of range [5] with length 1", "→ 3 s[i]"}},
		{name: "panic(nil)", cell: "panic(nil)", ename: "panic", want: []string{"panic called with nil argument", "→ 1"}},
		{name: "goroutine", cell: "go func() {\n\tpanic(\"in go\")\n}()\nfor {\n}", ename: "panic", want: []string{"in go", "in a goroutine that cell[", "→ 2"}},
		{name: "timer", cell: "time.AfterFunc(time.Millisecond, func() { panic(\"late\") })\nselect {}", ename: "panic", want: []string{"late", "→ 1"}, not: []string{"recovered"}},
		{name: "goexit", cell: "runtime.Goexit()", ename: "panic", want: []string{"Goexit"}},
		{name: "endless recursion", cell: "func f(n int) int { return f(n+1) + 1 }\nf(1)", ends: true, ename: "fatal error", want: []string{"stack overflow"}},
		{name: "exit", cell: "fmt.Println(1)\nos.Exit(3)", ends: true, ename: "exit", want: []string{"os.Exit(3)"}},
		{name: "log.Fatal", cell: "log.Fatal(\"no\")", ends: true, ename: "exit", want: []string{"log.Fatal"}},
		{name: "map writes", cell: "m := map[int]int{}\nfor i := range 8 {\n\tgo func() {\n\t\tfor {\n\t\t\tm[1] = i\n\t\t}\n\t}()\n}\nselect {}", ends: true, norace: true, ename: "fatal error", want: []string{"concurrent map", "sync.Mutex"}},
		{name: "kill", cell: "p, _ := os.FindProcess(os.Getpid())\np.Kill()\nselect {}", ends: true, ename: "killed", want: []string{"memory"}},
	})
}

// TestLethalMemory: what needs more memory than the worker may use ends with a
// reason, and what does not, though it makes much garbage, goes on.
func TestLethalMemory(t *testing.T) {
	if raceEnabled {
		t.Skip("as for the other cells")
	}
	const limit = "GORGO_MEMORY_LIMIT=512MiB"
	want := []string{"memory limit exceeded", "GORGO_MEMORY_LIMIT allows 512 MiB", "Make do with less", "raise"}
	cells.run(t, []lethal{
		{name: "one slice", cell: "s := make([]byte, 2<<30)\nfor i := range s {\n\ts[i] = 1\n}", ends: true, ename: "fatal error", want: want},
		{name: "many", cell: "var all [][]byte\nfor {\n\tall = append(all, make([]byte, 1<<20))\n}", ends: true, ename: "fatal error", want: want},
		{name: "goroutines", cell: "for {\n\tgo func() {\n\t\tselect {}\n\t}()\n}", ends: true, ename: "fatal error", want: want},
		{name: "more than any machine has", cell: "n := 1 << 46\ns := make([]byte, n)\ns[0] = 1", ends: true, ename: "fatal error", want: []string{"memory"}},
		{name: "garbage", cell: "var b []byte\nfor range 300 {\n\tb = make([]byte, 64<<20)\n\tb[0] = 1\n}\npanic(\"alive\")", ename: "panic", want: []string{"alive"}},
	}, limit)
}

// byStream puts the lines of standard error, which begin with "!", behind the others:
// the two streams are pipes of their own, and no order holds between them.
func byStream(text string) string {
	var out, errs []string
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, "!") {
			errs = append(errs, line)
			continue
		}
		out = append(out, line)
	}
	return strings.Join(append(out, errs...), "")
}

// TestHarmless: what would silence other processes is no error here, and the
// next cell is heard.
func TestHarmless(t *testing.T) {
	if raceEnabled {
		t.Skip("as for the other cells")
	}
	s := start(t, Options{Command: []string{os.Args[0], "worker"}})
	number := 0
	run := func(cell string) string {
		t.Helper()
		number++
		out := newTranscript(t)
		done := execute(t, s, out, number, cell)
		if done.Error != nil {
			t.Fatalf("%s: %s", done.Error.Value, traceback(done.Error))
		}
		text := out.String()
		if done.Result != nil {
			text += fmt.Sprint("= ", done.Result.Data["text/plain"])
		}
		return text
	}
	run("alpha := 1")
	for _, tt := range []struct{ name, cell, want string }{
		{"closed stdout", "fmt.Println(\"before\")\nos.Stdout.Close()\nfmt.Println(\"after\")", "before\n!gorgo: the cell closed /dev/stdout; what it printed after that is lost; it is open again now\n"},
		{"closed stderr", "_ = os.Stderr.Close()", "!gorgo: the cell closed /dev/stderr; what it printed after that is lost; it is open again now\n"},
		{"closed descriptor", "_ = os.NewFile(1, \"beneath\").Close()", "!gorgo: the cell closed /dev/stdout; what it printed after that is lost; it is open again now\n"},
		{"closed, and its number taken", "os.Stdout.Close()\nr, w, _ := os.Pipe()\n[]bool{r != nil, w != nil}", "!gorgo: the cell closed /dev/stdout; what it printed after that is lost; it is open again now\n= []bool{true, true}"},
		{"another file as stdout", "r2, w2, _ := os.Pipe()\nold := os.Stdout\nos.Stdout = w2\nfmt.Println(\"caught\")\nos.Stdout = old\nb := make([]byte, 100)\nn, _ := r2.Read(b)\nstring(b[:n])", "= \"caught\\n\""},
		{"deleted folder", "d, _ := os.MkdirTemp(\"\", \"gone\")\nos.Chdir(d)\nos.RemoveAll(d)\n_, err := os.Getwd()\nerr != nil", "= true"},
		{"String panics", "type T struct{}\nfunc (T) String() string { panic(\"in String\") }\nT{}", "= (panic in String method: in String)"},
		{"Error panics with nil", "type U struct{}\nfunc (U) Error() string { panic(nil) }\nU{}", "= (panic in Error method: panic called with nil argument)"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := run(tt.cell); byStream(got) != byStream(tt.want) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
			if got := run("fmt.Println(\"next\", alpha)"); got != "next 1\n" {
				t.Errorf("the next cell printed %q", got)
			}
		})
	}
	// A successor does not start in the deleted folder.
	execute(t, s, newTranscript(t), 99, "os.Exit(1)")
	if got := run("_, err := os.Getwd()\nerr == nil"); got != "= true" {
		t.Errorf("got %q", got)
	}
}

// TestOrigin: what goroutines print and show belongs to the cell that started
// them, while another cell runs and after that.
func TestOrigin(t *testing.T) {
	if raceEnabled {
		t.Skip("as for the other cells")
	}
	s := start(t, Options{Command: []string{os.Args[0], "worker"}})
	one, two := apart{newTranscript(t), newTranscript(t)}, newTranscript(t)
	// Both are cell 1, as a cell that is not stored in the history has the number
	// of the one before.
	run := func(out Output, cell string) {
		t.Helper()
		if done := execute(t, s, out, 1, cell); done.Error != nil {
			t.Fatal(traceback(done.Error))
		}
	}
	run(one, `
next, done := make(chan bool), make(chan bool)
go func() {
	for range next {
		fmt.Println("Println")
		fmt.Print("Print\n")
		fmt.Printf("%s\n", "Printf")
		fmt.Fprintln(os.Stdout, "Fprintln")
		os.Stdout.WriteString("WriteString\n")
		os.Stdout.Write([]byte("Write\n"))
		fmt.Fprint(os.Stderr, "Fprint\n")
		println("println")
		log.New(log.Writer(), "", 0).Print("log")
		display.Show(display.HTML("shown"))
		fmt.Println(strings.Repeat("long line\n", 2000))
		done <- true
	}
}()
l, err := net.Listen("tcp", "127.0.0.1:0")
if err != nil {
	panic(err)
}
go http.Serve(l, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { fmt.Println("served", r.URL.Path) }))
fmt.Println("one")`)
	run(two, `
fmt.Println("two")
next <- true
<-done
if _, err := http.Get("http://" + l.Addr().String() + "/a"); err != nil {
	panic(err)
}
fmt.Println("end of two")`)
	run(newTranscript(t), "go func() { next <- true }()")
	run(newTranscript(t), "<-done")
	if got, want := two.String(), "two\nend of two\n"; got != want {
		t.Errorf("the second cell has %q, want %q", got, want)
	}
	const each = "Println\nPrint\nPrintf\nFprintln\nWriteString\nWrite\n[shown]"
	long := strings.Repeat("long line\n", 2000) + "\n"
	if got, want := one.String(), "one\n"+each+long+"served /a\n"+each+long; got != want {
		t.Errorf("the first cell has %.300q, want %.300q", got, want)
	}
	if got, want := one.stderr.String(), strings.Repeat("!Fprint\n!println\n!log\n", 2); strings.ReplaceAll(got, "!", "") != strings.ReplaceAll(want, "!", "") {
		t.Errorf("the first cell has on its standard error %q, want %q", got, want)
	}
}

// TestCellsBeside: a cell in a subshell is checked, runs and prints while another
// runs, and both see what the other defines.
func TestCellsBeside(t *testing.T) {
	if raceEnabled {
		t.Skip("as for the other cells")
	}
	s := start(t, Options{Command: []string{os.Args[0], "worker"}})
	run := func(out Output, beside bool, code string) {
		t.Helper()
		done, err := s.Execute(context.Background(), frame.Execute{Code: code, Number: 1, Beside: beside}, out)
		if err != nil {
			t.Error(err)
		} else if done.Error != nil {
			t.Error(traceback(done.Error))
		}
	}
	run(newTranscript(t), false, "go1 := make(chan int)")
	long, side := newTranscript(t), newTranscript(t)
	ended := make(chan bool)
	go func() {
		run(long, false, "fmt.Println(\"waits\")\nx := <-go1\nfmt.Println(\"got\", x)")
		close(ended)
	}()
	long.wait("waits")
	run(side, true, "func twice(n int) int { return 2 * n }\nfmt.Println(\"beside\")\ngo1 <- twice(21)")
	<-ended
	run(side, true, "fmt.Println(x)")
	if got, want := long.String(), "waits\ngot 42\n"; got != want {
		t.Errorf("the long cell has %q, want %q", got, want)
	}
	if got, want := side.String(), "beside\n42\n"; got != want {
		t.Errorf("the others have %q, want %q", got, want)
	}
}

// apart is an Output whose standard error goes elsewhere.
type apart struct {
	*transcript
	stderr *transcript
}

func (a apart) Stream(name, text string) {
	if name == "stderr" {
		a.stderr.Stream(name, text)
	} else {
		a.transcript.Stream(name, text)
	}
}

// TestGolden runs the cells of testdata/cells.txtar one after the other and
// compares what a person sees of each.
func TestGolden(t *testing.T) {
	name := filepath.Join("testdata", "cells.txtar")
	archive, err := txtar.ParseFile(name)
	if err != nil {
		t.Fatal(err)
	}
	s := start(t, Options{Command: []string{os.Args[0], "worker"}})
	number := 0
	for i := 0; i < len(archive.Files); i += 2 {
		in, want := &archive.Files[i], &archive.Files[i+1]
		t.Run(in.Name, func(t *testing.T) {
			number++
			out := newTranscript(t, "Ada")
			done := execute(t, s, out, number, strings.TrimRight(string(in.Data), "\n"))
			var b strings.Builder
			b.WriteString(out.String())
			if done.Result != nil {
				b.WriteString("= " + done.Result.Data["text/plain"].(string) + "\n")
			}
			if done.Error != nil {
				b.WriteString(done.Error.Name + ": " + done.Error.Value + "\n\n" + traceback(done.Error) + "\n")
			}
			if *update {
				want.Data = []byte(b.String())
			} else if got := b.String(); got != string(want.Data) {
				t.Errorf("got\n%s\nwant\n%s", got, want.Data)
			}
		})
	}
	if *update {
		if err := os.WriteFile(name, txtar.Format(archive), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func runCell(b *testing.B, s *Supervisor, code string) {
	b.Helper()
	done, err := s.Execute(context.Background(), frame.Execute{Code: code, Number: 1}, silent{})
	if err != nil || done.Error != nil {
		b.Fatal(err, done.Error)
	}
}

// silent is an Output that drops everything.
type silent struct{}

func (silent) Stream(string, string)                {}
func (silent) Display(display.Bundle, string, bool) {}
func (silent) Clear(bool)                           {}
func (silent) Comm(frame.CommEvent)                 {}
func (silent) Input(string, bool) (string, error)   { return "", errors.New("nobody is there") }

// BenchmarkStart is the time from the start of a worker to the end of its first
// cell: how long a person waits after a cell that ended its process.
func BenchmarkStart(b *testing.B) {
	for b.Loop() {
		s, err := Start(Options{Command: []string{os.Args[0], "worker"}})
		if err != nil {
			b.Fatal(err)
		}
		runCell(b, s, "1+1")
		if err := s.Shutdown(context.Background()); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkCell is a warm cell, there and back.
func BenchmarkCell(b *testing.B) {
	s, err := Start(Options{Command: []string{os.Args[0], "worker"}})
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = s.Shutdown(context.Background()) }()
	for b.Loop() {
		runCell(b, s, "1+1")
	}
}

// BenchmarkPrint is a cell that prints 10,000 lines.
func BenchmarkPrint(b *testing.B) {
	s, err := Start(Options{Command: []string{os.Args[0], "worker"}})
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = s.Shutdown(context.Background()) }()
	for b.Loop() {
		runCell(b, s, "for i := range 10000 {\n\tfmt.Println(\"line\", i)\n}")
	}
}

// TestRestore: cells that defined what a process took with it run again, without
// what they print; one that ends the process again is left out.
func TestRestore(t *testing.T) {
	s := start(t, Options{Command: []string{os.Args[0], "worker"}})
	flag := filepath.Join(t.TempDir(), "flag")
	for i, c := range []struct{ cell, printed, result, ename, evalue string }{
		{"import str \"strings\"", "", "", "", ""},
		{"x := 20\nkept := 1", "", "", "", ""},
		{"func double(n int) int { return 2 * n }\nfmt.Println(\"once\")", "once\n", "", "", ""},
		{"y := double(x) + 2\nvar list []int\nlist[y]", "", "", "panic", "runtime error: index out of range [42] with length 0"},
		{"fmt.Println(\"defines nothing\")", "defines nothing\n", "", "", ""},
		{"dies := 1\nos.Exit(3)", "", "", "exit", "os.Exit(3) ended the process with status 3"},
		{"y", "", "", "compile error", "cell[7]:1:1: undefined: y"},
		{"%restore", "", "Ran again: cell 1, 2, 3, 4.\ncell[4] failed: panic: runtime error: index out of range [42] with length 0", "", ""},
		{"fmt.Sprint(str.ToUpper(\"y\"), y, kept)", "", `"Y42 1"`, "", ""},
		{"dies", "", "", "compile error", "cell[10]:1:1: undefined: dies"},
		{"%restore", "", "Nothing is missing.", "", ""},
		{"%reset", "", "", "", ""},
		{"os.Exit(1)", "", "", "exit", "os.Exit(1) or log.Fatal ended the process with status 1"},
		{" %restore\n", "", "Nothing is missing.", "", ""},
		{"%restore\nx := 1", "", "", "error", "%restore is for notebooks, and stands in a cell of its own"},
		{"a := 1", "", "", "", ""},
		{"b := a + 1\nif _, err := os.Stat(\"" + flag + "\"); err == nil {\n\tos.Exit(4)\n}", "", "", "", ""},
		{"os.WriteFile(\"" + flag + "\", nil, 0o600)\nos.Exit(5)", "", "", "exit", "os.Exit(5) ended the process with status 5"},
		{"%restore", "", "", "exit", "os.Exit(4) ended the process with status 4"},
		{"%restore", "", "Ran again: cell 16.\nStill missing: b.", "", ""},
		{"a", "", "1", "", ""},
	} {
		out := newTranscript(t)
		done := execute(t, s, out, i+1, c.cell)
		result, ename, evalue := "", "", ""
		if done.Result != nil {
			result, _ = done.Result.Data[display.MIMEText].(string)
		}
		if done.Error != nil {
			ename, evalue = done.Error.Name, done.Error.Value
		}
		if out.String() != c.printed || result != c.result || ename != c.ename || evalue != c.evalue {
			t.Errorf("cell %d:\n%s\nprinted %q, result %q, %s: %s\nwant %q, %q, %s: %s", i+1, c.cell, out, result, ename, evalue, c.printed, c.result, c.ename, c.evalue)
		}
	}
}

// TestInterruptOfManyGoroutines: a cell with 20,000 goroutines that wait for
// something ends by itself, and keeps what it had.
func TestInterruptOfManyGoroutines(t *testing.T) {
	if raceEnabled {
		t.Skip("as for the other cells")
	}
	// However slow the machine is: a worker that is ended would lose kept.
	s := start(t, Options{Command: []string{os.Args[0], "worker"}, Grace: 2 * time.Minute})
	out := newTranscript(t)
	out.never = true
	go func() {
		out.wait("ready\n")
		s.Interrupt()
	}()
	done := execute(t, s, out, 1, `kept := 42
c := make(chan int)
var mu sync.Mutex
mu.Lock()
var wg sync.WaitGroup
wg.Add(1)
var running atomic.Int64
for i := range 20000 {
	go func() {
		running.Add(1)
		switch i % 5 {
		case 0:
			<-c
		case 1:
			select {}
		case 2:
			mu.Lock()
		case 3:
			wg.Wait()
		case 4:
			time.Sleep(time.Hour)
		}
	}()
}
for running.Load() < 20000 {
	runtime.Gosched()
}
fmt.Println("ready")
select {}`)
	out.end()
	if done.Error == nil || done.Error.Name != "Interrupted" || !strings.Contains(done.Error.Value, "what it did before stays") {
		t.Fatalf("got %+v", done.Error)
	}
	if done = execute(t, s, newTranscript(t), 2, "kept"); done.Result == nil || done.Result.Data[display.MIMEText] != "42" {
		t.Errorf("afterwards: %+v", done)
	}
}
