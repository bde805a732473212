// This file runs programs that use popular modules: testdata/modules has each
// with the versions that it wants and what the compiled program prints.

package interp

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/tools/txtar"
)

var update = flag.Bool("update", false, "write the outputs of testdata/modules, with go run")

// TestPopularModules reaches the network, so it runs only when GORGO_MODULES is
// set. It prints a table: program, seconds, modules.
func TestPopularModules(t *testing.T) {
	if os.Getenv("GORGO_MODULES") == "" {
		t.Skip("GORGO_MODULES is not set: this test downloads modules")
	}
	names, err := filepath.Glob("testdata/modules/*.txtar")
	if err != nil || len(names) == 0 {
		t.Fatal(err, names)
	}
	for _, name := range names {
		title := strings.TrimSuffix(filepath.Base(name), ".txtar")
		t.Run(title, func(t *testing.T) {
			a, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			dir, parts := t.TempDir(), map[string]*txtar.File{}
			for i := range a.Files {
				parts[a.Files[i].Name] = &a.Files[i]
			}
			write(t, dir, string(txtar.Format(&txtar.Archive{Files: []txtar.File{*parts["go.mod"], *parts["main.go"]}})))
			want := parts["output"]
			if *update {
				want.Data = compiledOutput(t, dir)
				if err := os.WriteFile(name, txtar.Format(a), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			s, err := New(Options{Dir: dir})
			if err != nil {
				t.Fatal(err)
			}
			start := time.Now()
			got := printed(t, func() {
				if _, err := s.Run(context.Background(), Cell{Name: "main.go", Source: string(parts["main.go"].Data)}); err != nil {
					t.Error(err)
				}
			})
			if strings.TrimRight(got, "\n") != strings.TrimRight(string(want.Data), "\n") {
				t.Errorf("printed\n%s\nwant\n%s", got, want.Data)
			}
			modules, _, _ := strings.Cut(strings.TrimPrefix(string(a.Comment), "Modules: "), ".\n")
			fmt.Printf("%-14s %5.1f s  %s\n", title, time.Since(start).Seconds(), modules)
		})
	}
}

// compiledOutput is what the program prints when Go's compiler has compiled it.
func compiledOutput(t *testing.T, dir string) []byte {
	t.Helper()
	for _, args := range [][]string{{"mod", "tidy"}, {"run", "."}} {
		cmd := exec.Command("go", args...)
		cmd.Dir, cmd.Stderr = dir, os.Stderr
		out, err := cmd.Output()
		if err != nil {
			t.Fatal(err)
		}
		if args[0] == "run" {
			return out
		}
	}
	return nil
}

// printed is what f prints to standard output.
func printed(t *testing.T, f func()) string {
	t.Helper()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	old := os.Stdout
	os.Stdout = w
	text := make(chan string)
	go func() {
		b, _ := io.ReadAll(r)
		text <- string(b)
	}()
	f()
	os.Stdout = old
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return <-text
}
