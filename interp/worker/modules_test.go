package worker

import (
	"os"
	"path/filepath"
	"testing"
)

// Packages beside the notebook are documented by their source.
func TestQuestionsAboutLocalPackages(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	for name, text := range map[string]string{
		"go.mod": "module example.test/notebook\n\ngo 1.26\n",
		"util/util.go": `package util

// A Rule says how.
type Rule struct {
	// Strict refuses more.
	Strict bool
	hidden int
}

// Apply returns its argument.
func (r Rule) Apply(x int) int { return x }

// Answer is well known.
func Answer() int { return 42 }
`,
	} {
		file := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	s := openSession(t, "import \"example.test/notebook/util\"\nr := util.Rule{}")
	completes(t, s, "util.‸", "Answer function", "Rule type")
	completes(t, s, "r.‸", "Apply method", "Strict field", "-hidden field")
	inspects(t, s, "util.Answer‸", 0, "func util.Answer() int", "Answer is well known.", `import "example.test/notebook/util"`)
	inspects(t, s, "util.Answer‸", 1, "// Answer is well known.\nfunc Answer() int { return 42 }")
	inspects(t, s, "r.Strict‸", 0, "Strict refuses more.")
	inspects(t, s, "r.Apply‸", 1, "func (r Rule) Apply(x int) int { return x }")
	inspects(t, s, "util.Rule‸", 0, "A Rule says how.", "// Strict refuses more.")
}
