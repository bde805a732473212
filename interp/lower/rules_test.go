// This file tests each rule by its example: testdata/<rule>.txtar has a program,
// what it is lowered to, and what Go's own compiler makes it print. Further
// examples are in testdata/<rule>-<topic>.txtar.
//
//	go test ./interp/lower -update    writes the lowered text and, with go run, the output

package lower_test

import (
	"bytes"
	"context"
	"flag"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/gorgolab/gorgo/interp/check"
	"github.com/gorgolab/gorgo/interp/engine"
	"github.com/gorgolab/gorgo/interp/lower"
	"github.com/gorgolab/gorgo/interp/packages"
	"github.com/gorgolab/gorgo/interp/runtime"
)

var update = flag.Bool("update", false, "write the golden parts of testdata")

// rules lists the files of this package that state a rule.
func rules(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(b, []byte("\n// Spec: ")) {
			list = append(list, strings.TrimSuffix(f, ".go"))
		}
	}
	return list
}

func TestRules(t *testing.T) {
	names := rules(t)
	if len(names) < 20 {
		t.Fatalf("found %d rules only", len(names))
	}
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".txtar")
		if rule, _, _ := strings.Cut(name, "-"); !slices.Contains(names, rule) {
			t.Errorf("%s belongs to no rule", file)
		}
		t.Run(name, func(t *testing.T) { testRule(t, name) })
	}
	for _, name := range names {
		if !slices.Contains(files, filepath.Join("testdata", name+".txtar")) {
			t.Errorf("the rule %s has no example", name)
		}
	}
}

func testRule(t *testing.T, name string) {
	file := filepath.Join("testdata", name+".txtar")
	a, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	parts := map[string]string{}
	for _, f := range a.Files {
		parts[f.Name] = string(f.Data)
	}
	program := parts["program.go"]
	text, out := runLowered(t, name, program)
	if *update {
		a.Files = []txtar.File{{Name: "program.go", Data: []byte(program)}, {Name: "lowered.go", Data: []byte(text)}, {Name: "output", Data: compiled(t, program)}}
		if err := os.WriteFile(file, txtar.Format(a), 0o644); err != nil {
			t.Fatal(err)
		}
		parts["lowered.go"], parts["output"] = text, string(a.Files[2].Data)
	}
	if text != parts["lowered.go"] {
		t.Errorf("lowered to\n%s\nwant\n%s", text, parts["lowered.go"])
	}
	if out != parts["output"] {
		t.Errorf("printed\n%s\nwant\n%s", out, parts["output"])
	}
}

// runLowered lowers a program in a session of its own and runs it.
func runLowered(t *testing.T, name, program string) (text, out string) {
	t.Helper()
	run := runtime.New(runtime.Options{})
	eng, err := engine.New(run)
	if err != nil {
		t.Fatal(err)
	}
	scope := check.NewScope(packages.Universe{})
	l := lower.New(packages.Universe{}, run, scope.FileSet())
	u, err := scope.Check(check.Source{Name: name + ".go", Number: 1, Text: program})
	if err != nil {
		t.Fatal(err)
	}
	p, err := l.Lower(u)
	if err != nil {
		t.Fatal(err)
	}
	text = p.Text
	loaded, err := eng.Load(p)
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	out = printed(t, func() {
		if _, err := eng.Run(context.Background(), loaded, 1); err != nil {
			t.Error(err)
		}
	})
	return text, out
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
	w.Close()
	return <-text
}

// compiled is what the program prints when Go's compiler has compiled it.
func compiled(t *testing.T, program string) []byte {
	t.Helper()
	file := filepath.Join(t.TempDir(), "main.go")
	if err := os.WriteFile(file, []byte(program), 0o644); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("go", "run", file).Output()
	if err != nil {
		t.Fatal(err)
	}
	return out
}
