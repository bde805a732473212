package assist

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/gorgolab/gorgo/interp/check"
)

var update = flag.Bool("update", false, "rewrite the answers in testdata")

// cursorMark is where a question is asked.
const cursorMark = "‸"

// Each archive is a session. A section "package PATH" is a package that cells can
// import, "cell N" a cell that ran. A section "complete …", "inspect …" or
// "source …" (inspect with detail 1) is a cell that is being typed, with a mark
// where the cursor stands; the section "answer" behind it is what the person
// sees. -update rewrites the answers.
func TestMarkers(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no archives in testdata")
	}
	for _, name := range files {
		topic := strings.TrimSuffix(filepath.Base(name), ".txtar")
		t.Run(topic, func(t *testing.T) { testMarkers(t, name, worthwhile) })
		if !*update { // what stands above the cursor's statement may be remembered, or not
			t.Run(topic+" reused", func(t *testing.T) { testMarkers(t, name, 1) })
		}
	}
}

func testMarkers(t *testing.T, file string, reuse int) {
	archive, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	s := newTestSession()
	s.reuse = reuse
	fresh := &txtar.Archive{Comment: archive.Comment}
	var question string
	want := map[string]string{}
	for _, f := range archive.Files {
		if f.Name == "answer" {
			want[question] = string(f.Data)
			continue
		}
		question = f.Name
	}
	for _, f := range archive.Files {
		if f.Name == "answer" {
			continue
		}
		fresh.Files = append(fresh.Files, f)
		answer, asked := s.section(t, f)
		if !asked {
			continue
		}
		if answer != want[f.Name] && !*update {
			t.Errorf("%s:\n%sgot:\n%swant:\n%s", f.Name, f.Data, answer, want[f.Name])
		}
		fresh.Files = append(fresh.Files, txtar.File{Name: "answer", Data: []byte(answer)})
	}
	if *update {
		if got := txtar.Format(fresh); !bytes.Equal(got, txtar.Format(archive)) {
			if err := os.WriteFile(file, got, 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// testSession is a session without an interpreter.
type testSession struct {
	lib   *library
	scope *check.Scope
	*Assistant
}

func newTestSession() *testSession {
	lib := newLibrary()
	scope := check.NewScope(lib)
	return &testSession{lib, scope, New(scope, lib)}
}

// run checks a cell and gives its names to the session.
func (s *testSession) run(t testing.TB, number int, source string) {
	t.Helper()
	u, err := s.scope.Check(check.Source{Name: fmt.Sprintf("cell[%d]", number), Number: number, Text: source})
	if err != nil {
		t.Fatalf("cell %d: %v", number, err)
	}
	s.scope.Commit(u)
}

// section does what a section says; answer is that of a question.
func (s *testSession) section(t testing.TB, f txtar.File) (answer string, asked bool) {
	t.Helper()
	word, rest, _ := strings.Cut(f.Name, " ")
	source := strings.TrimSuffix(string(f.Data), "\n")
	switch word {
	case "package":
		s.lib.add(t, rest, source)
		return "", false
	case "cell":
		n, err := strconv.Atoi(rest)
		if err != nil {
			t.Fatal(err)
		}
		s.run(t, n, source)
		return "", false
	}
	before, after, ok := strings.Cut(source, cursorMark)
	if !ok {
		t.Fatalf("%s: there is no %s", f.Name, cursorMark)
	}
	switch word {
	case "complete":
		return completionText(before+after, s.complete(newSpot(before+after, len(before)))), true
	case "inspect":
		return inspectionText(s.inspect(newSpot(before+after, len(before)), 0)), true
	case "source":
		return inspectionText(s.inspect(newSpot(before+after, len(before)), 1)), true
	case "markdown":
		return s.inspect(newSpot(before+after, len(before)), 0).Markdown + "\n", true
	}
	t.Fatalf("there are no sections %q", word)
	return "", false
}

// shown is how many matches an answer lists.
const shown = 12

// completionText shows what is replaced and by what.
func completionText(text string, c Completion) string {
	var b strings.Builder
	fmt.Fprintf(&b, "replaces %q\n", text[c.Start:c.End])
	for i, m := range c.Matches {
		if i == shown {
			fmt.Fprintf(&b, "and %d more\n", len(c.Matches)-shown)
			break
		}
		b.WriteString(strings.TrimSpace(m.Text+" · "+m.Kind+" · "+m.Signature) + "\n")
	}
	return b.String()
}

func inspectionText(i Inspection) string {
	if !i.Found {
		return "nothing\n"
	}
	return i.Text + "\n"
}
