package worker

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/gorgolab/gorgo/interp/check"
	"github.com/gorgolab/gorgo/interp/lower"
)

var update = flag.Bool("update", false, "rewrite the golden files")

var colours = regexp.MustCompile("\x1b\\[[0-9;]*m")

// TestFailure shows how every kind of error reads: testdata/failures.txtar.
func TestFailure(t *testing.T) {
	w := &worker{sources: map[string]string{
		"cell[1]": "a := 1\nb := 2\n\nfunc f() {\n\tpanic(a)\n}\nf()\nf()\n",
		"cell[2]": "f()",
	}}
	at := func(cell string, line int, name string) Place { return Place{Name: cell, Line: line, Func: name} }
	var deep []Place
	for i := range 30 {
		deep = append(deep, at("cell[1]", 5, fmt.Sprintf("f%d", i)))
	}
	errs := []struct {
		name string
		err  error
	}{
		{"compile", &check.Errors{List: []*check.Error{
			{Name: "cell[1]", Line: 2, Column: 6, EndColumn: 7, Msg: "undefined: x", SourceLine: "b := x", Hint: "did you mean a?"},
			{Name: "cell[1]", Line: 3, Column: 1, Msg: "a redeclared", Related: []check.Related{{Name: "cell[2]", Line: 1, Column: 1, Msg: "other declaration of a"}}},
		}, More: true}},
		{"refused", &lower.Error{Pos: token.Position{Filename: "cell[1]", Line: 5, Column: 2}, Construct: "goto into the past"}},
		{"panic", &Panic{Text: "boom", Stack: []Place{at("cell[1]", 5, "f"), at("cell[2]", 1, "")}}},
		{"panic with a hint", &Panic{Text: "boom", Hint: "stay calm", Stack: []Place{at("cell[2]", 1, "")}}},
		{"panic while another was handled", &Panic{Text: "second", Previous: &Panic{Text: "first"}, Stack: []Place{at("cell[1]", 1, "")}}},
		{"panic in a goroutine", &Panic{Text: "boom", Goroutine: true, Cell: 1, Stack: []Place{at("cell[1]", 5, "f")}}},
		{"recursion", &Panic{Text: "boom", Stack: []Place{at("cell[1]", 5, "f"), at("cell[1]", 5, "f"), at("cell[1]", 5, "f"), at("cell[2]", 1, "")}}},
		{"many functions", &Panic{Text: "boom", Stack: deep}},
		{"a place that is unknown", &Panic{Text: "boom", Stack: []Place{at("main.go", 3, "main.main"), at("cell[1]", 99, "")}}},
		{"interrupt", ErrInterrupted},
		{"interrupt in a context", fmt.Errorf("read: %w", context.Canceled)},
		{"another error", errors.New("disk full")},
	}
	name := filepath.Join("testdata", "failures.txtar")
	golden := map[string]string{}
	archive := &txtar.Archive{Comment: []byte("How errors read, without their colours. Rewritten with -update.\n")}
	if !*update {
		var err error
		if archive, err = txtar.ParseFile(name); err != nil {
			t.Fatal(err)
		}
		for _, f := range archive.Files {
			golden[f.Name] = string(f.Data)
		}
	}
	for _, tt := range errs {
		t.Run(tt.name, func(t *testing.T) {
			f := w.failure(tt.err)
			for _, line := range f.Traceback {
				if strings.Contains(line, "\x1b[") && !strings.Contains(line[strings.LastIndex(line, "\x1b["):], reset) {
					t.Errorf("a colour does not end with its line: %q", line)
				}
			}
			got := fmt.Sprintf("%s | %s\n\n%s\n", f.Name, f.Value, colours.ReplaceAllString(strings.Join(f.Traceback, "\n"), ""))
			if *update {
				archive.Files = append(archive.Files, txtar.File{Name: tt.name, Data: []byte(got)})
			} else if got != golden[tt.name] {
				t.Errorf("got\n%s\nwant\n%s", got, golden[tt.name])
			}
		})
	}
	if *update {
		if err := os.WriteFile(name, txtar.Format(archive), 0o644); err != nil {
			t.Fatal(err)
		}
	} else if len(golden) != len(errs) {
		t.Errorf("%s has %d files for %d errors: rewrite it with -update", name, len(golden), len(errs))
	}
}
