package assist

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/tools/txtar"
)

// seeds returns the sections of testdata, and a session with their packages and
// cells.
func seeds(tb testing.TB) (s *testSession, texts []string) {
	tb.Helper()
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		tb.Fatal("no archives in testdata")
	}
	s = newTestSession()
	cells := 0
	for _, name := range files {
		a, err := txtar.ParseFile(name)
		if err != nil {
			tb.Fatal(err)
		}
		for _, f := range a.Files {
			text := strings.TrimSuffix(string(f.Data), "\n")
			switch word, rest, _ := strings.Cut(f.Name, " "); word {
			case "answer":
			case "package":
				if _, err := s.lib.Import(rest); err != nil {
					s.lib.add(tb, rest, text)
				}
			case "cell":
				cells++
				s.run(tb, cells, text)
				texts = append(texts, text)
			default:
				texts = append(texts, strings.Replace(text, cursorMark, "", 1))
			}
		}
	}
	return s, texts
}

// examine asks every question at a place and checks what holds for any answer.
// It calls what is behind the methods' safety nets.
func (s *testSession) examine(t testing.TB, text string, cursor int) {
	c := s.complete(newSpot(text, cursor))
	if c.Start < 0 || c.Start > c.End || c.End > len(text) {
		t.Fatalf("%q at %d: range %d to %d", text, cursor, c.Start, c.End)
	}
	if utf8.ValidString(text) && (!utf8.ValidString(text[:c.Start]) || !utf8.ValidString(text[:c.End])) {
		t.Fatalf("%q at %d: range %d to %d cuts characters", text, cursor, c.Start, c.End)
	}
	seen := map[string]bool{}
	for _, m := range c.Matches {
		if m.Text == "" || m.Kind == "" || seen[m.Text] || strings.Contains(m.Text+m.Signature, standIn) && !strings.Contains(text, standIn) {
			t.Fatalf("%q at %d: match %+v", text, cursor, m)
		}
		seen[m.Text] = true
	}
	for detail := range 2 {
		if i := s.inspect(newSpot(text, cursor), detail); i.Found != (i.Text != "") || i.Found != (i.Markdown != "") {
			t.Fatalf("%q at %d: inspection %+v", text, cursor, i)
		}
	}
}

func judge(t testing.TB, text string) {
	c := IsComplete(text)
	switch c.Status {
	case complete, invalid:
		if c.Indent != "" {
			t.Fatalf("%q: %s with an indent", text, c.Status)
		}
	case incomplete:
		if strings.Trim(c.Indent, " \t") != "" {
			t.Fatalf("%q: indent %q", text, c.Indent)
		}
	default:
		t.Fatalf("%q: status %q", text, c.Status)
	}
}

// Every cell of testdata is cut off and asked about at every byte.
func TestEverywhere(t *testing.T) {
	s, texts := seeds(t)
	for _, text := range texts {
		for i := range len(text) + 1 {
			s.examine(t, text, i)
			s.examine(t, text[:i], i)
			judge(t, text[:i])
		}
	}
}

// What stands above a statement means the same to it, remembered or not. A cell
// that defines a name twice is wrong, and may get other answers.
func TestReused(t *testing.T) {
	s, texts := seeds(t)
	reused := New(s.scope, s.lib)
	reused.reuse = 1
	for _, text := range texts {
		if strings.Contains(text, "y := 1\ny :=") {
			continue
		}
		for i := 0; i <= len(text); i += 3 {
			for _, typed := range []string{text, text[:i]} {
				want, got := s.complete(newSpot(typed, i)), reused.complete(newSpot(typed, i))
				if !slices.Equal(got.Matches, want.Matches) || got.Start != want.Start || got.End != want.End {
					t.Fatalf("%q at %d: got %v, want %v", typed, i, got, want)
				}
				if got, want := reused.inspect(newSpot(typed, i), 1), s.inspect(newSpot(typed, i), 1); got != want {
					t.Fatalf("%q at %d: got %v, want %v", typed, i, got, want)
				}
			}
		}
	}
}

// cellBreak separates the cells of package check's testdata.
var cellBreak = regexp.MustCompile(`(?m)^(?:---|=== .*)\n`)

func FuzzAsk(f *testing.F) {
	s, texts := seeds(f)
	for _, text := range texts {
		f.Add(text, len(text)/2)
	}
	cells, _ := filepath.Glob("../check/testdata/cells/*.txt")
	for _, name := range cells {
		data, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		for _, cell := range cellBreak.Split(string(data), -1) {
			f.Add(cell, len(cell)/2)
		}
	}
	f.Fuzz(func(t *testing.T, text string, cursor int) {
		if len(text) > 10_000 {
			t.Skip("too long to wait for")
		}
		s.examine(t, text, cursor)
		judge(t, text)
	})
}
