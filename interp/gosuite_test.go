// This file runs Go's own test suite, the programs of GOROOT/test that are
// marked "// run", through sessions and compares what they print.
//
// Each program runs in a process of its own: this test binary again. What does
// not pass is listed, with the reason, in testdata/gosuite.txt; a program that is
// listed and passes fails the test, so that the list shrinks.
//
//	go test ./interp -run TestGoSuite                      a sample
//	GORGO_GOSUITE=all go test ./interp -run TestGoSuite -timeout 1h
//	GORGO_GOSUITE=chan/ go test ./interp -run TestGoSuite -v

package interp

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"go/ast"
	"go/build/constraint"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	goruntime "runtime"
	"sort"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gorgolab/gorgo/interp/check"
	"github.com/gorgolab/gorgo/interp/engine"
	"github.com/gorgolab/gorgo/interp/lower"
	"github.com/gorgolab/gorgo/interp/runtime"
)

// programEnv names the program that this process runs instead of tests.
const programEnv = "GORGO_GOSUITE_PROGRAM"

func TestMain(m *testing.M) {
	if file := os.Getenv(programEnv); file != "" {
		os.Exit(runProgram(file))
	}
	os.Exit(m.Run())
}

// Exit codes of a program's process.
const (
	exitPanic   = 2
	exitRefused = 97
	exitFault   = 98 // of gorgo's own
)

func runProgram(file string) int {
	source, err := os.ReadFile(file)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return exitFault
	}
	os.Args = []string{file}
	s, err := New(Options{Background: func(p *runtime.Panic) {
		fmt.Fprintln(os.Stderr, p)
		os.Exit(exitPanic)
	}})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return exitFault
	}
	_, err = s.Run(context.Background(), Cell{Number: 1, Name: file, Source: string(source)})
	var (
		notChecked *check.Errors
		notLowered *lower.Error
		notLoaded  *engine.LoadError
		panicked   *runtime.Panic
	)
	switch {
	case err == nil:
		return 0
	case errors.As(err, &panicked):
		fmt.Fprintln(os.Stderr, err)
		for _, f := range panicked.Stack {
			fmt.Fprintf(os.Stderr, "\n%s\n\t%s", f.Func, f.Pos)
		}
		fmt.Fprintln(os.Stderr, "\nexit status 2")
		return exitPanic
	case errors.As(err, &notChecked), errors.As(err, &notLowered):
		fmt.Fprintln(os.Stderr, err)
		return exitRefused
	case errors.As(err, &notLoaded):
		fmt.Fprintln(os.Stderr, err)
		if os.Getenv("GORGO_LOWERED") != "" {
			fmt.Fprintln(os.Stderr, notLoaded.Text)
		}
	default:
		fmt.Fprintln(os.Stderr, err)
	}
	return exitFault
}

// sampled is the share of programs that run by default: one in so many.
const sampled = 40

// programLimit ends a program that hangs. It is no measure of speed: programs
// that take too long for a test are excluded by name.
const programLimit = 15 * time.Minute

func TestGoSuite(t *testing.T) {
	root := suiteRoot(t)
	programs := suitePrograms(t, root, marked)
	excluded := exclusions(t, "testdata/gosuite.txt")
	what := os.Getenv("GORGO_GOSUITE")
	var chosen []string
	for i, p := range programs {
		switch {
		case what == "all", what != "" && strings.Contains(p, what), what == "" && i%sampled == 0 && excluded[p] == "":
			chosen = append(chosen, p)
		}
	}
	type outcome struct {
		program, kind, detail string
		took                  time.Duration
	}
	results := make([]outcome, len(chosen))
	config := sync.OnceValue(func() string { return importConfig(t.TempDir()) })
	concurrently(len(chosen), func(i int) {
		start := time.Now()
		kind, detail := "timeout", excluded[chosen[i]]
		if !strings.HasPrefix(detail, "slow:") || what == chosen[i] {
			kind, detail = suiteRun(root, chosen[i], config)
		}
		results[i] = outcome{chosen[i], kind, detail, time.Since(start)}
	})
	counts := map[string]int{}
	var list strings.Builder
	for _, r := range results {
		counts[r.kind]++
		fmt.Fprintf(&list, "%s\t%s\t%.1fs\t%s\n", r.program, r.kind, r.took.Seconds(), r.detail)
		switch {
		case r.kind != "pass" && excluded[r.program] == "":
			t.Errorf("%s: %s: %s", r.program, r.kind, r.detail)
		case r.kind == "pass" && excluded[r.program] != "":
			t.Errorf("%s passes: take it off testdata/gosuite.txt (%s)", r.program, excluded[r.program])
		}
	}
	if file := os.Getenv("GORGO_GOSUITE_RESULTS"); file != "" {
		if err := os.WriteFile(file, []byte(list.String()), 0o644); err != nil {
			t.Error(err)
		}
	}
	t.Logf("%d programs: %v, %.1f %% pass", len(chosen), counts, 100*float64(counts["pass"])/float64(max(1, len(chosen))))
}

// concurrently calls f for 0 to n-1, as many at a time as there are processors.
func concurrently(n int, f func(i int)) {
	var wg sync.WaitGroup
	var next atomic.Int64
	for range goruntime.GOMAXPROCS(0) {
		wg.Go(func() {
			for {
				i := int(next.Add(1)) - 1
				if i >= n {
					return
				}
				f(i)
			}
		})
	}
	wg.Wait()
}

// Marks of programs that are run, and of those whose output is a program to run.
var (
	marked       = regexp.MustCompile(`(?m)^// run$`)
	markedOutput = regexp.MustCompile(`(?m)^// runoutput( |$)`)
)

// TestGoSuiteOutput runs the programs that print programs, and what they print.
func TestGoSuiteOutput(t *testing.T) {
	what := os.Getenv("GORGO_GOSUITE")
	if what == "" {
		t.Skip("make test-lang runs generated programs")
	}
	root := suiteRoot(t)
	excluded := exclusions(t, "testdata/gosuite_output.txt")
	programs := suitePrograms(t, root, markedOutput)
	dir := t.TempDir()
	var passed atomic.Int64
	concurrently(len(programs), func(i int) {
		p := programs[i]
		reason := excluded[p]
		if what != "all" && !strings.Contains(p, what) || strings.HasPrefix(reason, "slow:") && what != p {
			return
		}
		problem := suiteRunOutput(root, p, filepath.Join(dir, fmt.Sprintf("generated%d.go", i)))
		switch {
		case problem != "" && reason == "":
			t.Errorf("%s: %s", p, problem)
		case problem == "" && reason != "":
			t.Errorf("%s passes: take it off testdata/gosuite_output.txt (%s)", p, reason)
		}
		if problem == "" {
			passed.Add(1)
		}
	})
	t.Logf("%d of %d generating programs pass", passed.Load(), len(programs))
}

// suiteRunOutput runs a program and the program that it prints.
func suiteRunOutput(root, program, file string) (problem string) {
	run := func(source string) (string, error) {
		ctx, cancel := context.WithTimeout(context.Background(), programLimit)
		defer cancel()
		cmd := exec.CommandContext(ctx, os.Args[0])
		cmd.Dir = root
		cmd.Env = append(os.Environ(), programEnv+"="+source)
		var errs bytes.Buffer
		cmd.Stderr = &errs
		out, err := cmd.Output()
		if err != nil {
			err = fmt.Errorf("%w: %s", err, firstLine(errs.String()))
		}
		return string(out), err
	}
	source := filepath.Join(root, filepath.FromSlash(program))
	whole, err := joined(source, file+".generator.go")
	if err != nil {
		return err.Error()
	}
	text, err := run(whole)
	if err != nil {
		return "the generator: " + err.Error()
	}
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		return err.Error()
	}
	out, err := run(file)
	if err != nil {
		return "what it generates: " + err.Error()
	}
	want, _ := os.ReadFile(strings.TrimSuffix(source, ".go") + ".out")
	if out != string(want) {
		return "what it generates prints " + firstLine(out)
	}
	return ""
}

// joined makes one file of a program and of the file that its mark names.
func joined(source, file string) (string, error) {
	text, err := os.ReadFile(source)
	if err != nil {
		return "", err
	}
	line, _, _ := strings.Cut(string(text), "\n")
	_, name, ok := strings.Cut(line, "runoutput ")
	if !ok {
		return source, nil
	}
	more := filepath.Join(filepath.Dir(source), name)
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, more, nil, 0)
	if err != nil {
		return "", err
	}
	start := f.Name.End()
	for _, d := range f.Decls {
		if g, ok := d.(*ast.GenDecl); ok && g.Tok == token.IMPORT {
			start = g.End() // a cell has the packages that it names
		}
	}
	b, err := os.ReadFile(more)
	if err != nil {
		return "", err
	}
	return file, os.WriteFile(file, append(text, b[fset.Position(start).Offset:]...), 0o644)
}

// suiteRoot is the folder of Go's tests.
func suiteRoot(t *testing.T) string {
	t.Helper()
	out, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Skip("Go's tests need a toolchain: ", err)
	}
	return filepath.Join(strings.TrimSpace(string(out)), "test")
}

func suitePrograms(t *testing.T, root string, marked *regexp.Regexp) []string {
	t.Helper()
	var list []string
	err := filepath.WalkDir(root, func(p string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(p, ".go") {
			return err
		}
		b, err := os.ReadFile(p)
		if err != nil {
			return err
		}
		if strings.HasSuffix(filepath.Base(filepath.Dir(p)), ".dir") {
			return nil // part of a test of several packages
		}
		if marked.Match(b) && builds(b) {
			rel, err := filepath.Rel(root, p)
			if err != nil {
				return err
			}
			list = append(list, filepath.ToSlash(rel))
		}
		return nil
	})
	if err != nil {
		t.Skip("GOROOT has no tests: ", err)
	}
	sort.Strings(list)
	return list
}

// builds tells whether a program's build constraint holds where the tests run,
// without cgo, as gorgo is built; Go's own runner skips it otherwise.
func builds(source []byte) bool {
	head, _, _ := bytes.Cut(source, []byte("\npackage"))
	for line := range bytes.Lines(head) {
		text := strings.TrimSpace(string(line))
		if !constraint.IsGoBuild(text) {
			continue
		}
		x, err := constraint.Parse(text)
		if err != nil || !x.Eval(func(tag string) bool {
			return tag == goruntime.GOOS || tag == goruntime.GOARCH || tag == "gc" || tag == "unix" && goruntime.GOOS != "windows" || strings.HasPrefix(tag, "go1.")
		}) {
			return false
		}
	}
	return true
}

// exclusions reads a list: a program and the reason on a line.
func exclusions(t *testing.T, file string) map[string]string {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	m := map[string]string{}
	for sc := bufio.NewScanner(f); sc.Scan(); {
		line := strings.TrimSpace(sc.Text())
		if line == "" || line[0] == '#' {
			continue
		}
		program, reason, ok := strings.Cut(line, " ")
		if !ok {
			t.Errorf("%s: %s has no reason", file, program)
		}
		m[program] = strings.TrimSpace(reason)
	}
	return m
}

// importConfigVariable names the file that tells programs which run the compiler
// where the standard library's object files are. Go's own runner sets it.
const importConfigVariable = "STDLIB_IMPORTCFG"

// importConfig writes that file into a folder; "" if that does not work.
func importConfig(dir string) string {
	out, err := exec.Command("go", "list", "-export", "-f", "{{if .Export}}packagefile {{.ImportPath}}={{.Export}}{{end}}", "std").Output()
	file := filepath.Join(dir, "importcfg")
	if err != nil || os.WriteFile(file, out, 0o644) != nil {
		return ""
	}
	return file
}

// broken are texts that only a fault of gorgo prints.
var broken = regexp.MustCompile(`(?m)reflect[:.]|gorgo:|^fatal error|^SIG|unexpected fault|signal arrived|github.com/traefik`)

func suiteRun(root, program string, importConfig func() string) (kind, detail string) {
	ctx, cancel := context.WithTimeout(context.Background(), programLimit)
	defer cancel()
	file := filepath.Join(root, filepath.FromSlash(program))
	cmd := exec.CommandContext(ctx, os.Args[0])
	cmd.Dir = root // as Go's own runner has it
	cmd.Env = append(os.Environ(), programEnv+"="+file, "GOMAXPROCS=2", "GOMEMLIMIT=3GiB")
	if source, _ := os.ReadFile(file); bytes.Contains(source, []byte(importConfigVariable)) {
		cmd.Env = append(cmd.Env, importConfigVariable+"="+importConfig())
	}
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	err := cmd.Run()
	want, _ := os.ReadFile(strings.TrimSuffix(file, ".go") + ".out")
	line := firstLine(out.String())
	switch {
	case ctx.Err() != nil:
		return "timeout", line
	case err == nil && bytes.Equal(out.Bytes(), want):
		return "pass", ""
	case err == nil:
		return "wrong", "output: " + line
	}
	switch code := cmd.ProcessState.ExitCode(); {
	case code == exitRefused:
		return "refused", line
	case code == exitFault || broken.Match(out.Bytes()):
		return "crash", fmt.Sprintf("%d: %s", code, line)
	default:
		return "wrong", fmt.Sprintf("exit %d: %s", code, line)
	}
}

func firstLine(s string) string {
	s = strings.TrimSpace(s)
	for line := range strings.Lines(s) {
		if strings.HasPrefix(line, "panic:") || strings.HasPrefix(line, "fatal") {
			s = line
			break
		}
	}
	s, _, _ = strings.Cut(s, "\n")
	return s[:min(len(s), 180)]
}
