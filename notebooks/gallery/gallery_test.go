package gallery

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/gorgolab/gorgo/notebooks/nbformat"
)

// What each notebook must show when it runs, beyond running without an error.
var notebooks = map[string]func(t *testing.T, output string){
	"quickstart.ipynb": quickstart,
	"widgets.ipynb":    controls,
}

func TestNotebooksAreInOrder(t *testing.T) {
	files, err := filepath.Glob("*.ipynb")
	files = slices.DeleteFunc(files, func(f string) bool { return strings.HasSuffix(f, ".executed.ipynb") })
	if err != nil || len(files) != len(notebooks) {
		t.Fatalf("%d notebooks in the folder, %d in the table (%v)", len(files), len(notebooks), err)
	}
	for name := range notebooks {
		t.Run(name, func(t *testing.T) {
			nb, err := nbformat.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			if err := nbformat.Validate(nb); err != nil {
				t.Error(err)
			}
			if nb.ReadMajor != 4 || nb.ReadMinor != 5 {
				t.Errorf("format %d.%d, want 4.5", nb.ReadMajor, nb.ReadMinor)
			}
			if kernel, _ := nb.Metadata["kernelspec"].(map[string]any); kernel["name"] != "gorgo" {
				t.Errorf("its kernel is %v, want gorgo", nb.Metadata["kernelspec"])
			}
			first := nb.Cells[0]
			if first.Type != nbformat.Markdown || !strings.HasPrefix(first.Source, "# ") {
				t.Errorf("it begins with %q, want a title", first.Source)
			}
			code, parameters, formulas := 0, 0, 0
			for _, c := range nb.Cells {
				if c.Type == nbformat.Markdown {
					formulas += strings.Count(c.Source, "$$") / 2
					continue
				}
				code++
				if c.HasTag("parameters") {
					parameters++
				}
				if c.ExecutionCount != nil || len(c.Outputs) > 0 {
					t.Errorf("cell %s is stored with its output: clear it", c.ID)
				}
				if lines := strings.Count(c.Source, "\n") + 1; lines > 12 {
					t.Errorf("cell %s has %d lines: too many for a slide", c.ID, lines)
				}
			}
			if code < 10 || code > 15 || parameters != 1 || formulas == 0 {
				t.Errorf("%d code cells, %d of them for parameters, and %d formulas: want 10 to 15, 1, and at least 1", code, parameters, formulas)
			}
		})
	}
}

func TestNotebooksRunAsPrograms(t *testing.T) {
	goCommand, err := exec.LookPath("go")
	if err != nil {
		t.Skip("there is no go command to compile the notebooks with")
	}
	for name, check := range notebooks {
		t.Run(name, func(t *testing.T) {
			nb, err := nbformat.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			source, err := program(nb)
			if err != nil {
				t.Fatal(err)
			}
			folder := t.TempDir()
			main, binary := filepath.Join(folder, "main.go"), filepath.Join(folder, "notebook")
			if err := os.WriteFile(main, source, 0o666); err != nil {
				t.Fatal(err)
			}
			// Built from here, so that the imports are those of this module.
			if out, err := exec.CommandContext(t.Context(), goCommand, "build", "-o", binary, main).CombinedOutput(); err != nil {
				t.Fatalf("it does not compile: %v\n%s\n%s", err, out, source)
			}
			check(t, run(t.Context(), t, binary, folder))
		})
	}
}

// run runs the program in the folder and returns what it printed.
func run(ctx context.Context, t *testing.T, binary, folder string) string {
	t.Helper()
	c := exec.CommandContext(ctx, binary)
	c.Dir = folder
	var out, errors bytes.Buffer
	c.Stdout, c.Stderr = &out, &errors
	if err := c.Run(); err != nil {
		t.Fatalf("%v\n%s\n%s", err, out.String(), errors.String())
	}
	t.Logf("\n%s", out.String())
	return out.String()
}

// controls: without a notebook, widgets have values and are texts.
func controls(t *testing.T, output string) {
	for _, want := range []string{
		"amplitude: 1", "frequency: 3", "shape: sine", "Figure: 3 periods", "Figure: 4 periods",
		"now 4 periods, amplitude 1 and sine", "HELLO, ADA!", "loud: true", "[Greet]",
	} {
		if !strings.Contains(output, want) {
			t.Errorf("the output lacks %q", want)
		}
	}
}

func quickstart(t *testing.T, output string) {
	found := regexp.MustCompile(`Accuracy (\d\.\d+)`).FindStringSubmatch(output)
	if found == nil {
		t.Fatalf("no accuracy in\n%s", output)
	}
	if accuracy, err := strconv.ParseFloat(found[1], 64); err != nil || accuracy < 0.96 {
		t.Errorf("the accuracy on the test part is %s, want at least 0.96 (%v)", found[1], err)
	}
	for _, want := range []string{
		"1797 examples, 64 features, 10 classes",
		"Figure: 32 images",
		"1221 for training, 216 for validation, 360 for the test",
		"macro average",
		"Figure: confusion matrix of 10 classes",
		"Figure: ROC curves of 10 classes",
		"mistakes in 360 images",
		"This is a ",
	} {
		if !strings.Contains(output, want) {
			t.Errorf("the output lacks %q", want)
		}
	}
	if strings.Contains(output, "plots: ") {
		t.Error("a figure shows an error")
	}
	if !strings.HasSuffix(strings.TrimSpace(output), "true") {
		t.Error("the loaded model predicts something else")
	}
}
