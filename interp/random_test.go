// This file compares random programs (internal/randprog) with the compiler: the
// same program runs compiled and in a session, and has to print the same.
//
//	go test ./interp -run TestRandomPrograms                          a fixed sample
//	go test ./interp -run TestRandomPrograms -programs 20000 -seed 7
//	GORGO_KEEP=dir …                                                 keeps the differing ones
//
// A batch is compiled at once, and runs in one process beside this one, a few
// programs to a session. A program that differs runs again in a session of its
// own, to tell whether it takes company.

package interp

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/gorgolab/gorgo/interp/engine"
	"github.com/gorgolab/gorgo/interp/internal/randprog"
)

var (
	randomCount = flag.Int("programs", 60, "how many random programs TestRandomPrograms runs")
	randomFirst = flag.Int("first", 0, "the number of the first random program")
	randomSeed  = flag.Uint64("seed", 1, "the seed of random programs")
)

const (
	batchSize   = 200 // programs compiled together
	sessionSize = 20  // programs in a session
	mostDiffer  = 20  // after so many the test gives up
)

// batchMark is printed after each program.
const batchMark = "---- end of a program"

func TestRandomPrograms(t *testing.T) {
	if _, err := exec.LookPath("go"); err != nil {
		t.Skip("random programs are compared with the compiler's: ", err)
	}
	dir := t.TempDir()
	differ := 0
	for done := 0; done < *randomCount && differ < mostDiffer; done += batchSize {
		var programs []randprog.Program
		for i := range min(batchSize, *randomCount-done) {
			programs = append(programs, randprog.New(*randomSeed, *randomFirst+done+i))
		}
		want, err := compileBatch(dir, programs)
		if err != nil {
			t.Error(err)
			continue
		}
		got := interpretBatch(programs)
		for i, p := range programs {
			if problem := compareOutputs(got[i], want[i]); problem != "" {
				differ++
				alone := "alone, too"
				if compareOutputs(interpretBatch([]randprog.Program{p})[0], want[i]) == "" {
					alone = "in company only"
				}
				t.Errorf("program %d of seed %d, %s: %s", p.Number, *randomSeed, alone, problem)
				keep(t, p, got[i], want[i])
			}
		}
		t.Logf("%d of %d programs, %d differ", min(done+batchSize, *randomCount), *randomCount, differ)
	}
}

// keep writes a program that differs where GORGO_KEEP says.
func keep(t *testing.T, p randprog.Program, got, want string) {
	t.Helper()
	dir := os.Getenv("GORGO_KEEP")
	if dir == "" {
		return
	}
	name := filepath.Join(dir, fmt.Sprintf("random%d_%d", *randomSeed, p.Number))
	files := map[string]string{".go": p.File(), ".got": got, ".want": want, ".cells": strings.Join(p.Cells, "\n// %%\n")}
	for ext, text := range files {
		if err := os.WriteFile(name+ext, []byte(text), 0o644); err != nil {
			t.Error(err)
		}
	}
}

// compileBatch returns what the programs print when they are compiled.
func compileBatch(dir string, programs []randprog.Program) ([]string, error) {
	var text, calls strings.Builder
	text.WriteString(randprog.Head)
	for _, p := range programs {
		text.WriteString(p.Declarations + "\n")
		fmt.Fprintf(&calls, "%s()\nfmt.Println(%q)\n", p.Main, batchMark)
	}
	fmt.Fprintf(&text, "func main() {\n%s}\n", calls.String())
	file := filepath.Join(dir, "batch.go")
	if err := os.WriteFile(file, []byte(text.String()), 0o644); err != nil {
		return nil, err
	}
	// Without optimization: that halves the time, and what it would change is
	// open in the language.
	build := exec.Command("go", "build", "-gcflags=-N -l -e", "-ldflags=-s -w", "-o", filepath.Join(dir, "batch"), file)
	if out, err := build.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("the compiler: %v\n%s\n%s", err, firstLines(string(out), 30), saved(dir, file))
	}
	var errs bytes.Buffer
	cmd := exec.Command(filepath.Join(dir, "batch"))
	cmd.Stderr = &errs
	out, err := cmd.Output()
	parts := strings.Split(string(out), batchMark+"\n")
	if err != nil || len(parts) != len(programs)+1 {
		return nil, fmt.Errorf("%d programs gave %d outputs: %v\n%s\n%s", len(programs), len(parts)-1, err, firstLines(errs.String(), 20), saved(dir, file))
	}
	return parts, nil
}

// saved is where a batch that failed stays.
func saved(dir, file string) string {
	to := filepath.Join(os.TempDir(), "random_batch.go")
	if os.Rename(file, to) != nil {
		return dir
	}
	return to
}

func firstLines(s string, n int) string {
	lines := strings.Split(s, "\n")
	return strings.Join(lines[:min(n, len(lines))], "\n")
}

// interpretBatch returns what the programs print in sessions. Where one ends the
// process, the others go on in a new one.
func interpretBatch(programs []randprog.Program) []string {
	var list []string
	for len(list) < len(programs) {
		rest := programs[len(list):]
		ctx, cancel := context.WithTimeout(context.Background(), programLimit)
		cmd := exec.CommandContext(ctx, os.Args[0])
		cmd.Env = append(os.Environ(), fmt.Sprintf("%s=%d %d %d", randomEnv, *randomSeed, rest[0].Number, len(rest)))
		var errs bytes.Buffer
		cmd.Stderr = &errs
		out, err := cmd.Output()
		cancel()
		parts := strings.Split(string(out), batchMark+"\n")
		list = append(list, parts[:len(parts)-1]...)
		if len(list) < len(programs) {
			list = append(list, fmt.Sprintf("%s\nthe process ended: %v: %s", parts[len(parts)-1], err, firstLines(errs.String(), 5)))
		}
	}
	return list
}

// randomEnv holds the seed, the first program and the number of programs that
// this process runs instead of tests.
const randomEnv = "GORGO_RANDOM_PROGRAMS"

func runRandom(what string) int {
	var seed uint64
	var first, n int
	if _, err := fmt.Sscan(what, &seed, &first, &n); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return exitFault
	}
	var s *Session
	cell := 0
	run := func(source string) {
		cell++
		if _, err := s.Run(context.Background(), Cell{Number: cell, Name: fmt.Sprintf("cell[%d]", cell), Source: source}); err != nil {
			fmt.Println("CELL FAILED:", err)
			if e := (*engine.LoadError)(nil); errors.As(err, &e) && os.Getenv("GORGO_LOWERED") != "" {
				fmt.Println(e.Text)
			}
		}
	}
	for i := range n {
		if i%sessionSize == 0 {
			var err error
			if s, err = New(Options{}); err != nil {
				fmt.Fprintln(os.Stderr, err)
				return exitFault
			}
			run(randprog.Head)
		}
		p := randprog.New(seed, first+i)
		for _, c := range p.Cells {
			run(c)
		}
		fmt.Println(batchMark)
	}
	return 0
}

// Which of two texts a value method that is called through a nil pointer gives
// depends on whether the compiler knew the type.
var nilReceiverText = regexp.MustCompile(`value method main\.\w+\.\w+ called using nil \*\w+ pointer`)

const nilText = "runtime error: invalid memory address or nil pointer dereference"

// compareOutputs says how what a session printed differs from what the compiled
// program did.
func compareOutputs(got, want string) string {
	got = nilReceiverText.ReplaceAllString(got, nilText)
	want = randprog.Unversioned(nilReceiverText.ReplaceAllString(want, nilText))
	if got == want {
		return ""
	}
	a, b := strings.Split(got, "\n"), strings.Split(want, "\n")
	for k := range a {
		if k >= len(b) || a[k] != b[k] {
			end := "nothing more"
			if k < len(b) {
				end = b[k]
			}
			return fmt.Sprintf("line %d is %q, want %q", k+1, a[k], end)
		}
	}
	return fmt.Sprintf("line %d is missing: %q", len(a)+1, b[len(a)])
}
