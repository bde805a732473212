package main

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/gorgolab/gorgo/notebooks/nbformat"
)

// sample is a notebook with a parameter, a print, a value and a display.
func sample(t *testing.T) string {
	t.Helper()
	nb := nbformat.New("gorgo", "Go (gorgo)", "go")
	nb.Add(nbformat.Markdown, "# Sample")
	nb.Add(nbformat.Code, "n := 6").AddTag("parameters")
	nb.Add(nbformat.Code, "fmt.Println(\"printed\", n)")
	nb.Add(nbformat.Code, "n * 7")
	nb.Add(nbformat.Code, "display.HTML(\"<b>bold</b>\")")
	data, err := nbformat.Marshal(nb)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func want(t *testing.T, text string, parts ...string) {
	t.Helper()
	for _, p := range parts {
		if !strings.Contains(text, p) {
			t.Errorf("%q is not in\n%s", p, text)
		}
	}
}

func TestNbconvert(t *testing.T) {
	c := newEnvironment(t)
	c.write("nb.ipynb", sample(t))
	c.module("jupyter", "nbconvert", "--to", "notebook", "--execute", "--output", "out.ipynb", "nb.ipynb")
	want(t, c.read("out.ipynb"), "printed 6", `"42"`, "<b>bold</b>")
	c.module("jupyter", "nbconvert", "--to", "html", "out.ipynb")
	want(t, c.read("out.html"), "printed 6", "<b>bold</b>")
	c.module("jupyter", "nbconvert", "--to", "script", "out.ipynb")
	want(t, c.read("out.go"), "n * 7")
}

func TestNbclient(t *testing.T) {
	c := newEnvironment(t)
	c.write("nb.ipynb", sample(t))
	c.write("run.py", `
import nbformat, nbclient
nb = nbformat.read("nb.ipynb", as_version=4)
nbclient.NotebookClient(nb, kernel_name="gorgo", timeout=120).execute()
nbformat.validate(nb)
nbformat.write(nb, "out.ipynb")
nb.cells.append(nbformat.v4.new_code_cell("var s []int\ns[3]"))
try:
    nbclient.NotebookClient(nb, kernel_name="gorgo", timeout=120).execute()
except nbclient.exceptions.CellExecutionError as e:
    print("failed with", e.ename, e.evalue)
`)
	want(t, c.run(c.python, "run.py"), "failed with", "index out of range [3] with length 0")
	want(t, c.read("out.ipynb"), "printed 6", `"42"`)
}

func TestPapermill(t *testing.T) {
	c := newEnvironment(t)
	c.write("nb.ipynb", sample(t))
	c.module("papermill", "nb.ipynb", "out.ipynb", "--kernel", "gorgo")
	want(t, c.read("out.ipynb"), "printed 6", `"42"`)
}

func TestJupyterRun(t *testing.T) {
	c := newEnvironment(t)
	c.write("cell.go", "package main\n\nimport \"fmt\"\n\nfunc main() { fmt.Println(\"from\", \"main\") }\n")
	want(t, c.run(filepath.Join(filepath.Dir(c.python), "jupyter"), "run", "--kernel", "gorgo", "cell.go"), "from main")
}

func TestJupyterConsole(t *testing.T) {
	e := newEnvironment(t)
	cmd := e.command(e.python, "-m", "jupyter", "console", "--kernel", "gorgo", "--simple-prompt")
	cmd.Stdin = strings.NewReader("x := 6\nx * 7\nfor i := range 2 { fmt.Println(\"row\", i) }\n")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	want(t, string(out), "42", "row 1")
}

// TestSchema: what gorgo run writes is valid against the published schema.
func TestSchema(t *testing.T) {
	c := newEnvironment(t)
	c.write("nb.ipynb", sample(t))
	gorgo, err := program()
	if err != nil {
		t.Fatal(err)
	}
	c.run(gorgo, "run", "nb.ipynb", "-p", "n=5")
	c.write("validate.py", `
import json, sys, nbformat
for name in sys.argv[1:]:
    with open(name, encoding="utf-8") as f:
        nb = json.load(f)
    nbformat.validate(nb, relax_add_props=False)
    print(name, "valid", nb["nbformat"], nb["nbformat_minor"])
`)
	files := []string{"validate.py", "nb.executed.ipynb"}
	wanted := []string{"nb.executed.ipynb valid 4 5"}
	for name, g := range gallery(t) {
		files = append(files, c.write(name, g.source))
		wanted = append(wanted, name+" valid 4 5")
	}
	want(t, c.run(c.python, files...), wanted...)
}

// TestJupyterKernelTest: Jupyter's test suite for kernels, without a failure and
// without a skip.
func TestJupyterKernelTest(t *testing.T) {
	e := newEnvironment(t)
	script, err := filepath.Abs("testdata/clients/test_kernel.py")
	if err != nil {
		t.Fatal(err)
	}
	want(t, e.run(e.python, script), "13 run, 0 skipped")
}
