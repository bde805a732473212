package check

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"
)

var (
	cellBreak = regexp.MustCompile(`(?m)^(?:---|=== .*)\n`)
	cellTitle = regexp.MustCompile(`(?m)^##.*\n`)
)

// seedCells returns the cells of testdata/cells, which were written to try
// interpreters of Go on, and those of the sessions.
func seedCells(tb testing.TB) [][]string {
	var files [][]string
	names, err := filepath.Glob("testdata/cells/*.txt")
	if err != nil || len(names) == 0 {
		tb.Fatal("no cells in testdata")
	}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			tb.Fatal(err)
		}
		files = append(files, cellBreak.Split(cellTitle.ReplaceAllString(string(data), ""), -1))
	}
	names, _ = filepath.Glob("testdata/*.txtar")
	for _, name := range names {
		a, err := txtar.ParseFile(name)
		if err != nil {
			tb.Fatal(err)
		}
		var list []string
		for _, f := range a.Files {
			if strings.HasPrefix(f.Name, "cell ") {
				list = append(list, string(f.Data))
			}
		}
		files = append(files, list)
	}
	return files
}

// examine checks a cell and what must hold for any input.
func examine(tb testing.TB, s *Scope, number int, src string) *Unit {
	u, err := s.Check(Source{Name: "cell", Number: number, Text: src})
	if err == nil {
		return u
	}
	lines := strings.Split(src, "\n")
	for _, e := range err.(*Errors).List {
		switch {
		case strings.HasPrefix(e.Msg, "internal error"):
			tb.Errorf("%q: %v", src, e)
		case e.Msg == "":
			tb.Errorf("%q: empty message", src)
		case strings.ContainsRune(e.Msg, '\uFFFD') && !strings.ContainsRune(src, '\uFFFD'), strings.Contains(e.Msg, "func _()"):
			tb.Errorf("%q: synthetic text in %q", src, e.Msg)
		case e.Name != "cell" || e.Cell != number: // an earlier cell
		case e.Line < 1 || e.Line > len(lines) || e.SourceLine != strings.TrimSuffix(lines[e.Line-1], "\r"):
			tb.Errorf("%q: no line %d with %q", src, e.Line, e.SourceLine)
		case e.Column < 1 || e.Column > len([]rune(e.SourceLine))+1:
			tb.Errorf("%q: no column %d:%d", src, e.Line, e.Column)
		}
		if m := e.Marker(); !strings.HasSuffix(m, "^") {
			tb.Errorf("%q: marker %q", src, m)
		}
	}
	return nil
}

// The cells check or fail in sessions of their own, twice each: a cell that
// ran can run again.
func TestCells(t *testing.T) {
	total := 0
	for _, file := range seedCells(t) {
		s := NewScope(stdPackages)
		ok := 0
		for i, src := range file {
			for range 2 {
				if u := examine(t, s, i+1, src); u != nil {
					s.Commit(u)
					ok++
				}
			}
		}
		total += ok
	}
	if total < 500 {
		t.Errorf("only %d of the cells checked", total)
	}
}

func FuzzCheck(f *testing.F) {
	for _, file := range seedCells(f) {
		for i, src := range file {
			f.Add(strings.Join(file[:min(i, 2)], "\n"), src)
		}
	}
	f.Fuzz(func(t *testing.T, first, second string) {
		s := NewScope(stdPackages)
		for i, src := range []string{first, second, first} {
			if u := examine(t, s, i+1, src); u != nil {
				s.Commit(u)
			}
		}
	})
}
