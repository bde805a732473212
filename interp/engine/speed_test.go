// This file compares the speed of the interpreter with that of compiled Go, of
// plain yaegi and of CPython: make bench-lang.

package engine_test

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"text/tabwriter"

	yaegi "github.com/traefik/yaegi/interp"
	"github.com/traefik/yaegi/stdlib"

	"github.com/gorgolab/gorgo/interp"
)

var speed = flag.Int("speed", 0, "compare speeds, taking the best of so many runs")

// interpreterEnv tells a process of this test what to run: "gorgo FILE" or
// "yaegi FILE".
const interpreterEnv = "GORGO_SPEED"

func TestMain(m *testing.M) {
	how, file, ok := strings.Cut(os.Getenv(interpreterEnv), " ")
	if !ok {
		os.Exit(m.Run())
	}
	source, err := os.ReadFile(file)
	if err == nil && how == "gorgo" {
		err = runGorgo(string(source))
	} else if err == nil {
		err = runYaegi(string(source))
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func runGorgo(source string) error {
	s, err := interp.New(interp.Options{})
	if err != nil {
		return err
	}
	_, err = s.Run(context.Background(), interp.Cell{Number: 1, Name: "speed.go", Source: source})
	return err
}

func runYaegi(source string) error {
	i := yaegi.New(yaegi.Options{})
	if err := i.Use(stdlib.Symbols); err != nil {
		return err
	}
	_, err := i.Eval(source)
	return err
}

// TestSpeed prints how the programs of testdata/speed fare. It judges nothing:
// times depend on the machine.
func TestSpeed(t *testing.T) {
	if *speed == 0 {
		t.Skip("make bench-lang compares speeds")
	}
	files, err := filepath.Glob("testdata/speed/*.go")
	if err != nil || len(files) == 0 {
		t.Fatal("no programs: ", err)
	}
	python, _ := exec.LookPath("python3")
	var table bytes.Buffer
	w := tabwriter.NewWriter(&table, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "program\tcompiled ms\tgorgo ms\tyaegi ms\tCPython ms\tgorgo/compiled\tgorgo/yaegi\tgorgo/CPython\t")
	for _, file := range files {
		binary := filepath.Join(t.TempDir(), "program")
		if out, err := exec.Command("go", "build", "-o", binary, file).CombinedOutput(); err != nil {
			t.Fatalf("%s: %v\n%s", file, err, out)
		}
		compiled, want := best(t, exec.Command(binary), "")
		gorgo, got := best(t, exec.Command(os.Args[0]), "gorgo "+file)
		if got != want {
			t.Errorf("%s: gorgo gives %s, compiled %s", file, got, want)
		}
		plain, _ := best(t, exec.Command(os.Args[0]), "yaegi "+file)
		cpython := 0.0
		if python != "" {
			cpython, _ = best(t, exec.Command(python, strings.TrimSuffix(file, ".go")+".py"), "")
		}
		name := strings.TrimSuffix(filepath.Base(file), ".go")
		fmt.Fprintf(w, "%s\t%.1f\t%.1f\t%.1f\t%.1f\t%.1f\t%.2f\t%.2f\t\n", name, compiled, gorgo, plain, cpython, gorgo/compiled, gorgo/plain, gorgo/cpython)
	}
	w.Flush()
	t.Log("best of ", *speed, "\n", table.String())
}

// best runs a program several times: its shortest time in milliseconds, 0 if it
// fails, and its result.
func best(t *testing.T, cmd *exec.Cmd, env string) (ms float64, result string) {
	t.Helper()
	var times []float64
	for range *speed {
		c := exec.Command(cmd.Path, cmd.Args[1:]...)
		c.Env = append(os.Environ(), interpreterEnv+"="+env)
		out, err := c.Output()
		if err != nil {
			t.Logf("%s %s: %v", cmd.Path, env, err)
			return 0, ""
		}
		ns, rest, _ := strings.Cut(strings.TrimSpace(string(out)), " ")
		n, err := strconv.ParseFloat(ns, 64)
		if err != nil {
			t.Fatalf("%s printed %q", cmd.Path, out)
		}
		times, result = append(times, n/1e6), rest
	}
	return slices.Min(times), result
}
