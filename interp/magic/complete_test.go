package magic

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gorgolab/gorgo/interp"
)

// TestComplete: what follows a magic. Each answer has these matches, separated by
// blanks, and no others; a ~ stands for a blank in one.
func TestComplete(t *testing.T) {
	t.Chdir(t.TempDir())
	t.Setenv("GORGO_TEST_A", "x")
	t.Setenv("GORGO_TEST_B", "x")
	for _, name := range []string{"data/one.csv", "data/two.csv", "data/.hidden", "docs/x", "two words/x", "dump.txt"} {
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	s, err := interp.New(interp.Options{})
	if err != nil {
		t.Fatal(err)
	}
	r := &Runner{Session: s}
	for _, tt := range []struct{ code, replaced, want string }{
		{"%ti‸", "ti", "time timeit"},
		{"%%tim‸e\nx", "time", "time timeit"},
		{"%help re‸", "re", "require reset restore"},
		{"%cd d‸", "d", "data/ docs/"},
		{"%cd two w‸", "two w", "two~words/"},
		{"%cd data/‸", "data/", ""},
		{"!cat d‸", "d", "data/ docs/ dump.txt"},
		{"!cat data/‸ | wc", "data/", "data/one.csv data/two.csv"},
		{"!cat data/.‸", "data/.", "data/.hidden"},
		{"!cat two‸", "two", "two\\~words/"},
		{"!cat <du‸", "du", "dump.txt"},
		{"!ls \\\n d‸", "d", "data/ docs/ dump.txt"},
		{"!cat nothing/‸", "nothing/", ""},
		{"%env GORGO_TEST_‸", "GORGO_TEST_", "GORGO_TEST_A GORGO_TEST_B"},
		{"%env GORGO_TEST_A=GORGO_TEST_‸", "GORGO_TEST_", ""},
		{"%who ‸", "", ""},
		{"%imports ‸", "", ""},
		{"%nothing x‸", "x", ""},
		{"%timeit -n 10 strings.ToLowe‸", "ToLowe", "ToLower ToLowerSpecial"},
		{"%time strings.ToLowe‸(x)", "ToLowe", "ToLower ToLowerSpecial"},
		{"%doc strings.Fie‸", "Fie", "Fields FieldsFunc FieldsFuncSeq FieldsSeq"},
		{"strings.Fie‸?", "Fie", "Fields FieldsFunc FieldsFuncSeq FieldsSeq"},
		{"%who\nstrings.ToLowe‸", "ToLowe", "ToLower ToLowerSpecial"},
		{"!ls\nstrings.ToLowe‸", "ToLowe", "ToLower ToLowerSpecial"},
	} {
		before, after, _ := strings.Cut(tt.code, "‸")
		c := r.Complete(before+after, len(before))
		var got []string
		for _, m := range c.Matches {
			got = append(got, strings.ReplaceAll(m.Text, " ", "~"))
		}
		if replaced := (before + after)[c.Start:c.End]; strings.Join(got, " ") != tt.want || replaced != tt.replaced {
			t.Errorf("%q: got %q for %q, want %q for %q", tt.code, got, replaced, tt.want, tt.replaced)
		}
	}
}

func TestInspect(t *testing.T) {
	s, err := interp.New(interp.Options{})
	if err != nil {
		t.Fatal(err)
	}
	r := &Runner{Session: s}
	for _, tt := range []struct{ code, want string }{
		{"%timei‸t f()", "-n LOOPS"},
		{"%timeit strings.To‸Upper(x)", "func strings.ToUpper"},
		{"!echo strings.To‸Upper", ""},
		{"%nothi‸ng", ""},
	} {
		before, after, _ := strings.Cut(tt.code, "‸")
		i := r.Inspect(before+after, len(before), 0)
		if i.Found != (tt.want != "") || !strings.Contains(i.Text, tt.want) || i.Found && i.Markdown == "" {
			t.Errorf("%q: got %+v, want %q", tt.code, i, tt.want)
		}
	}
}
