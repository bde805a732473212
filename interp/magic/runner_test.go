package magic

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"
	"time"

	"golang.org/x/tools/txtar"

	"github.com/gorgolab/gorgo/display"
	"github.com/gorgolab/gorgo/interp"
	"github.com/gorgolab/gorgo/interp/check"
	"github.com/gorgolab/gorgo/interp/modules/modtest"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// bench is a session whose magics print into a file.
type bench struct {
	*Runner
	t      *testing.T
	number int
}

func newBench(t *testing.T) *bench {
	t.Helper()
	s, err := interp.New(interp.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return &bench{Runner: &Runner{Session: s, Batch: time.Millisecond}, t: t}
}

// run runs a cell and returns what a person sees.
func (b *bench) run(ctx context.Context, source string) (string, error) {
	b.t.Helper()
	out, err := os.CreateTemp(b.t.TempDir(), "out")
	if err != nil {
		b.t.Fatal(err)
	}
	defer out.Close()
	b.Out, b.Err = out, out
	old := os.Stdout
	os.Stdout = out
	b.number++
	res, runErr := b.Run(ctx, interp.Cell{Number: b.number, Name: fmt.Sprintf("cell[%d]", b.number), Source: source})
	os.Stdout = old
	text, err := os.ReadFile(out.Name())
	if err != nil {
		b.t.Fatal(err)
	}
	s := string(text)
	if res.Shown && runErr == nil {
		s += "= " + display.Values(res.Values...).Data[display.MIMEText].(string) + "\n"
	}
	var errs *check.Errors
	if errors.As(runErr, &errs) {
		for _, e := range errs.List {
			s += fmt.Sprintf("error: %v\n    %s\n    %s\n", e, e.SourceLine, e.Marker())
			if e.Hint != "" {
				s += "    hint: " + e.Hint + "\n"
			}
		}
	} else if runErr != nil {
		s += "error: " + runErr.Error() + "\n"
	}
	return s, runErr
}

var durations = regexp.MustCompile(`[0-9.]+(e\+[0-9]+)? (ns|µs|ms|s)\b`)

// TestMagics runs the notebooks of testdata and compares what a person sees of
// each cell, durations apart.
func TestMagics(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal(err, files)
	}
	for _, name := range files {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			name, err := filepath.Abs(name)
			if err != nil {
				t.Fatal(err)
			}
			t.Chdir(t.TempDir()) // notebooks change the directory
			t.Setenv("GORGO_TEST", "")
			withModules(t)
			a, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			b := newBench(t)
			for i := 0; i < len(a.Files); i += 2 {
				in, want := &a.Files[i], &a.Files[i+1]
				got, _ := b.run(context.Background(), strings.TrimSuffix(string(in.Data), "\n"))
				got = durations.ReplaceAllString(got, "N $2")
				// Once on a machine that is slow just then.
				got = regexp.MustCompile(`\(\d+ × (\d+ times|once)\)`).ReplaceAllString(got, "(N × N times)")
				got = regexp.MustCompile(`N (ns|µs|ms|s)`).ReplaceAllString(got, "TIME")
				if *update {
					want.Data = []byte(got)
				} else if got != string(want.Data) {
					t.Errorf("%s: shows\n%s\nwant\n%s", in.Name, got, want.Data)
				}
			}
			if *update {
				if err := os.WriteFile(name, txtar.Format(a), 0o644); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

// withModules lets the modules of the test be found, and no others.
func withModules(t *testing.T) {
	t.Helper()
	proxy := t.TempDir()
	for _, v := range []string{"v1.0.0", "v1.1.0"} {
		archive := "example.com/hello " + v + "\n-- go.mod --\nmodule example.com/hello\n\ngo 1.21\n-- hello.go --\n// Package hello greets.\npackage hello\n\n// Greet greets.\nfunc Greet(name string) string { return \"" + v + " says hello to \" + name }\n"
		if err := modtest.Write(proxy, []byte(archive)); err != nil {
			t.Fatal(err)
		}
	}
	for name, v := range map[string]string{
		"GOPROXY": "file://" + filepath.ToSlash(proxy), "GOSUMDB": "off", "GOMODCACHE": t.TempDir(), "GOPATH": t.TempDir(),
		"GOFLAGS": "", "GOPRIVATE": "", "GONOPROXY": "", "GONOSUMDB": "", "GOENV": "off",
	} {
		t.Setenv(name, v)
	}
}

// TestEveryMagic: each magic stands in a notebook of testdata.
func TestEveryMagic(t *testing.T) {
	files, _ := filepath.Glob("testdata/*.txtar")
	var all strings.Builder
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		all.Write(b)
	}
	for _, m := range table {
		line := "\n%" + m.name
		if m.name == command {
			line = "\n!"
		}
		if !strings.Contains(all.String(), line) {
			t.Errorf("no example of %s", m.name)
		}
	}
}

func TestInterrupt(t *testing.T) {
	for name, source := range map[string]string{
		"command":  "!echo started; sleep 3600 & sleep 3600; echo not reached",
		"loop":     "%time for { }",
		"timeit":   "%timeit for { }",
		"timeit 2": "%timeit 1 + 1",
		"sequence": "%time for { }\nfmt.Println(\"not reached\")",
	} {
		t.Run(name, func(t *testing.T) {
			if raceEnabled && name != "command" {
				t.Skip("lowered code tests for interrupts in a plain variable, on purpose: see interp/runtime")
			}
			b := newBench(t)
			if name == "timeit 2" {
				b.Batch = time.Hour
			}
			ctx, cancel := context.WithCancel(context.Background())
			time.AfterFunc(20*time.Millisecond, cancel)
			got, err := b.run(ctx, source)
			if !interp.IsInterrupted(err) || strings.Contains(got, "not reached") {
				t.Errorf("shows %q, %v", got, err)
			}
			if got, err := b.run(context.Background(), "1 + 1"); err != nil || got != "= 2\n" {
				t.Errorf("afterwards: %q, %v", got, err)
			}
		})
	}
}

// TestInterruptedCommandCleansUp: a command gets what Ctrl-C sends, and time to do
// something about it.
func TestInterruptedCommandCleansUp(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("needs a shell with traps")
	}
	dir := t.TempDir()
	ready, cleaned := filepath.Join(dir, "ready"), filepath.Join(dir, "cleaned")
	ctx, cancel := context.WithCancel(context.Background())
	go func() {
		defer cancel()
		for {
			if _, err := os.Stat(ready); err == nil || t.Context().Err() != nil {
				return
			}
			time.Sleep(time.Millisecond)
		}
	}()
	_, err := newBench(t).run(ctx, fmt.Sprintf("!trap ': > %s; exit 1' INT; : > %s; while :; do sleep 0.01; done", cleaned, ready))
	if !interp.IsInterrupted(err) {
		t.Errorf("got %v", err)
	}
	if _, err := os.Stat(cleaned); err != nil {
		t.Errorf("the command had no time to clean up: %v", err)
	}
}

// TestMeasure: with a clock that the loop itself moves, each time takes 50 ns.
func TestMeasure(t *testing.T) {
	now := time.Unix(0, 0)
	m := measure(func(n int) { now = now.Add(time.Duration(n) * 50) }, plan{batch: time.Millisecond}, func() time.Time { return now })
	if m.mean() != 50 || m.deviation() != 0 || len(m.batches) != fewestBatches {
		t.Errorf("got %+v", m)
	}
	if least := int(time.Millisecond / 50); m.loops < least || m.loops > 2*least {
		t.Errorf("%d loops for a millisecond of 50 ns each", m.loops)
	}
	calls, total := 0, 0
	m = measure(func(n int) { calls, total = calls+1, total+n }, plan{batch: time.Millisecond, loops: 30, batches: 4}, time.Now)
	if m.loops != 30 || len(m.batches) != 4 || calls != 4 || total != 120 {
		t.Errorf("-n 30 -r 4: got %d × %d times, in %d calls with %d rounds", len(m.batches), m.loops, calls, total)
	}
	if got, want := (measured{loops: 3, batches: []float64{1000, 3000}}).String(), "2 µs/op ± 1.41 µs, at best 1 µs/op (2 × 3 times)"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
