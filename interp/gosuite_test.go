// This file runs Go's own test suite, the programs of GOROOT/test, through
// sessions and compares what they print: those marked "// run", those of several
// packages ("// rundir"), and those that print a program ("// runoutput").
//
// Each program runs in a process of its own: this test binary again. What does
// not pass is listed, with the reason, in testdata/gosuite*.txt; a program that is
// listed and passes fails the test, so that the lists shrink.
//
//	go test ./interp -run TestGoSuite                      a sample
//	GORGO_GOSUITE=all go test ./interp -run TestGoSuite -timeout 1h
//	GORGO_GOSUITE=chan/ go test ./interp -run TestGoSuite -v

package interp

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	goruntime "runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gorgolab/gorgo/interp/bytecode"
	"github.com/gorgolab/gorgo/interp/check"
	"github.com/gorgolab/gorgo/interp/engine"
	"github.com/gorgolab/gorgo/interp/internal/gotest"
	"github.com/gorgolab/gorgo/interp/lower"
	"github.com/gorgolab/gorgo/interp/runtime"
)

// programEnv names the program that this process runs instead of tests.
const programEnv = "GORGO_GOSUITE_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(bytecode.Env) == "" {
		os.Setenv(bytecode.Env, "strict")
	}
	if file := os.Getenv(programEnv); file != "" {
		os.Exit(runProgram(file))
	}
	if what := os.Getenv(randomEnv); what != "" {
		os.Exit(runRandom(what))
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

// programLimit ends a program that hangs. It is no measure of speed: programs
// that take too long for a test are excluded by name.
const programLimit = 15 * time.Minute

// outcome is what became of a program: pass, refused, wrong, crash or timeout,
// and what it said.
type outcome struct {
	kind, detail string
	took         time.Duration
}

// problem is "" for a program that passed.
func (o outcome) problem() string {
	if o.kind == "pass" {
		return ""
	}
	return o.kind + ": " + o.detail
}

// suite is the programs of Go's tests that have one mark.
type suite struct {
	action string
	// bare leaves out the programs whose mark has flags or arguments.
	bare bool
	// list is the file of exclusions.
	list string
	// sampled is the share of programs that run by default: one in so many; 0 for
	// none.
	sampled int
	// run runs a program, in a folder that it may fill.
	run func(p gotest.Program, dir string) outcome
}

// TestGoSuite runs the programs that consist of one file.
func TestGoSuite(t *testing.T) {
	config := sync.OnceValue(func() string { return importConfig(t.TempDir()) })
	suite{"run", true, "gosuite.txt", 40, func(p gotest.Program, _ string) outcome {
		var env []string
		if bytes.Contains(p.Source, []byte(importConfigVariable)) {
			env = append(env, importConfigVariable+"="+config())
		}
		// The suite's folder is where Go's own runner has it.
		return runFile(p.File, strings.TrimSuffix(p.File, filepath.FromSlash(p.Name)), p, env...)
	}}.test(t)
}

// TestGoSuiteDir runs the programs of several packages: as packages beside the
// program, in a module of their own.
func TestGoSuiteDir(t *testing.T) {
	suite{"rundir", false, "gosuite_dir.txt", 20, func(p gotest.Program, dir string) outcome {
		main, err := writePackages(p, dir)
		if err != nil {
			return outcome{kind: "crash", detail: err.Error()}
		}
		return runFile(main, dir, p)
	}}.test(t)
}

// TestGoSuiteOutput runs the programs that print programs, and what they print.
func TestGoSuiteOutput(t *testing.T) {
	suite{"runoutput", false, "gosuite_output.txt", 0, func(p gotest.Program, dir string) outcome {
		generator, err := writeGenerator(p, dir)
		if err != nil {
			return outcome{kind: "crash", detail: err.Error()}
		}
		out, o := runProcess(generator, strings.TrimSuffix(p.File, filepath.FromSlash(p.Name)))
		if o.kind != "pass" {
			return outcome{kind: o.kind, detail: "the generator: " + o.detail}
		}
		generated := filepath.Join(dir, "generated.go")
		if err := os.WriteFile(generated, out, 0o644); err != nil {
			return outcome{kind: "crash", detail: err.Error()}
		}
		return runFile(generated, dir, p)
	}}.test(t)
}

func (s suite) test(t *testing.T) {
	root, err := gotest.Root()
	if err != nil {
		t.Skip(err)
	}
	programs, err := gotest.Programs(root, s.action)
	if err != nil {
		t.Fatal(err)
	}
	excluded, err := gotest.ReadExclusions(filepath.Join("testdata", s.list))
	if err != nil {
		t.Fatal(err)
	}
	for _, problem := range excluded.Unknown(root) {
		t.Errorf("%s: %s", s.list, problem)
	}
	what := os.Getenv("GORGO_GOSUITE")
	if s.bare {
		programs = slices.DeleteFunc(programs, func(p gotest.Program) bool { return len(p.Args) > 0 })
	}
	var chosen []gotest.Program
	for i, p := range programs {
		switch {
		case what == "all", what != "" && strings.Contains(p.Name, what),
			what == "" && s.sampled > 0 && i%s.sampled == 0 && excluded[p.Name] == "":
			chosen = append(chosen, p)
		}
	}
	results := make([]outcome, len(chosen))
	dir := t.TempDir()
	concurrently(len(chosen), func(i int) {
		p := chosen[i]
		if excluded.Slow(p.Name) && what != p.Name {
			results[i] = outcome{kind: "timeout", detail: excluded[p.Name]}
			return
		}
		own := filepath.Join(dir, fmt.Sprint(i))
		if err := os.Mkdir(own, 0o777); err != nil {
			t.Error(err)
			return
		}
		start := time.Now()
		results[i] = s.run(p, own)
		results[i].took = time.Since(start)
	})
	counts := map[string]int{}
	var list strings.Builder
	for i, r := range results {
		counts[r.kind]++
		fmt.Fprintf(&list, "%s\t%s\t%.1fs\t%s\n", chosen[i].Name, r.kind, r.took.Seconds(), r.detail)
		if problem := excluded.Judge(chosen[i].Name, r.problem()); problem != "" {
			t.Error(problem)
		}
	}
	if file := os.Getenv("GORGO_GOSUITE_RESULTS"); file != "" {
		if err := os.WriteFile(file+"."+s.action, []byte(list.String()), 0o644); err != nil {
			t.Error(err)
		}
	}
	t.Logf("%s: %d programs: %d pass, %d refused, %d wrong, %d crash, %d timeout: %.1f %% pass", s.action, len(chosen),
		counts["pass"], counts["refused"], counts["wrong"], counts["crash"], counts["timeout"], 100*float64(counts["pass"])/float64(max(1, len(chosen))))
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

// writePackages makes a module of a program's packages and returns the file that
// runs.
func writePackages(p gotest.Program, dir string) (string, error) {
	packages, err := p.Packages()
	if err != nil {
		return "", err
	}
	if err := os.WriteFile(filepath.Join(dir, "go.mod"), []byte("module "+gotest.Module+"\n\ngo 1.26\n"), 0o666); err != nil {
		return "", err
	}
	last := packages[len(packages)-1]
	for _, pkg := range packages[:len(packages)-1] {
		if err := os.Mkdir(filepath.Join(dir, pkg.Dir), 0o777); err != nil {
			return "", err
		}
		for _, f := range pkg.Files {
			if err := os.WriteFile(filepath.Join(dir, pkg.Dir, f.Name), f.Text, 0o666); err != nil {
				return "", err
			}
		}
	}
	return join(filepath.Join(dir, last.Files[0].Name), last.Files)
}

// writeGenerator makes one file of a program and of those that its mark names.
func writeGenerator(p gotest.Program, dir string) (string, error) {
	files := []gotest.Source{{Name: filepath.Base(p.File), Text: p.Source}}
	for _, name := range p.Args {
		if filepath.Ext(name) != ".go" {
			continue // a flag of the compiler
		}
		text, err := os.ReadFile(filepath.Join(filepath.Dir(p.File), name))
		if err != nil {
			return "", err
		}
		files = append(files, gotest.Source{Name: name, Text: text})
	}
	return join(filepath.Join(dir, files[0].Name), files)
}

func join(file string, sources []gotest.Source) (string, error) {
	text, err := gotest.Join(sources...)
	if err != nil {
		return "", err
	}
	return file, os.WriteFile(file, text, 0o666)
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

// runFile runs a file in a folder and compares what it prints with what the
// program is to print.
func runFile(file, dir string, p gotest.Program, env ...string) outcome {
	want, err := p.Output()
	if err != nil {
		return outcome{kind: "crash", detail: err.Error()}
	}
	out, o := runProcess(file, dir, env...)
	if o.kind == "pass" && !bytes.Equal(out, want) {
		return outcome{kind: "wrong", detail: "output: " + firstLine(string(out))}
	}
	return o
}

// runProcess runs a file in a process of its own.
func runProcess(file, dir string, env ...string) (output []byte, o outcome) {
	ctx, cancel := context.WithTimeout(context.Background(), programLimit)
	defer cancel()
	cmd := exec.CommandContext(ctx, os.Args[0])
	cmd.Dir = dir
	cmd.Env = append(append(os.Environ(), programEnv+"="+file, "GOMAXPROCS=2", "GOMEMLIMIT=3GiB"), env...)
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	err := cmd.Run()
	line := firstLine(out.String())
	switch {
	case ctx.Err() != nil:
		return nil, outcome{kind: "timeout", detail: line}
	case err == nil:
		return out.Bytes(), outcome{kind: "pass"}
	}
	switch code := cmd.ProcessState.ExitCode(); {
	case code == exitRefused:
		return nil, outcome{kind: "refused", detail: line}
	case code == exitFault || broken.Match(out.Bytes()):
		return nil, outcome{kind: "crash", detail: fmt.Sprintf("%d: %s", code, line)}
	default:
		return nil, outcome{kind: "wrong", detail: fmt.Sprintf("exit %d: %s", code, line)}
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
