package main

import (
	"encoding/json"
	"go/scanner"
	"go/token"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gorgolab/gorgo/notebooks/nbformat"
)

// A galleryNotebook is a notebook that gorgo ships, and what it shows.
type galleryNotebook struct {
	source string
	plots  int    // in SVG, at least
	text   string // somewhere in its outputs
	widget bool
}

// gallery is the whole of it, by file name.
func gallery(t *testing.T) map[string]galleryNotebook {
	t.Helper()
	all := map[string]galleryNotebook{
		"quickstart.ipynb": {plots: 3, text: "1797 examples"},
		"widgets.ipynb":    {plots: 1, text: "now 4 periods", widget: true},
	}
	files, err := filepath.Glob("../../notebooks/gallery/*.ipynb")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		name := filepath.Base(file)
		if strings.HasSuffix(name, ".executed.ipynb") {
			continue
		}
		g, ok := all[name]
		if !ok {
			t.Fatalf("%s: say in the table what it shows", file)
		}
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		g.source = string(data)
		all[name] = g
	}
	return all
}

// shows tells what an executed notebook lacks of what it must show.
func (g galleryNotebook) shows(t *testing.T, executed string) {
	t.Helper()
	nb, err := nbformat.Unmarshal([]byte(executed))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range nb.Cells {
		if c.Failed() {
			t.Errorf("cell %s failed: %+v", c.ID, c.Outputs)
		}
	}
	if n := strings.Count(executed, `"image/svg+xml"`); n < g.plots {
		t.Errorf("%d plots, want at least %d", n, g.plots)
	}
	want(t, executed, g.text)
	states, err := json.Marshal(nb.Metadata["widgets"])
	if err != nil {
		t.Fatal(err)
	}
	if g.widget {
		want(t, string(states), "application/vnd.jupyter.widget-state+json", "IntSliderModel", "OutputModel")
	}
}

// galleryWriters execute nb.ipynb into out.ipynb.
var galleryWriters = map[string]func(c *environment){
	"gorgo run": func(c *environment) {
		gorgo, err := program()
		if err != nil {
			c.t.Fatal(err)
		}
		c.run(gorgo, "run", "nb.ipynb")
		c.write("out.ipynb", c.read("nb.executed.ipynb"))
	},
	"nbclient": func(c *environment) {
		c.write("run.py", `
import nbformat, nbclient
nb = nbformat.read("nb.ipynb", as_version=4)
nbclient.NotebookClient(nb, kernel_name="gorgo", timeout=300).execute()
nbformat.validate(nb)
nbformat.write(nb, "out.ipynb")
`)
		c.run(c.python, "run.py")
	},
	"papermill": func(c *environment) { c.module("papermill", "nb.ipynb", "out.ipynb", "--kernel", "gorgo") },
	"nbconvert": func(c *environment) {
		c.module("jupyter", "nbconvert", "--to", "notebook", "--execute", "--output", "out.ipynb", "nb.ipynb")
	},
}

// TestGallery: every notebook runs in every client that needs no person.
func TestGallery(t *testing.T) {
	for name, g := range gallery(t) {
		for client, execute := range galleryWriters {
			t.Run(name+"/"+client, func(t *testing.T) {
				c := newEnvironment(t)
				c.write("nb.ipynb", g.source)
				execute(c)
				g.shows(t, c.read("out.ipynb"))
			})
		}
		t.Run(name+"/console", func(t *testing.T) { g.console(newEnvironment(t)) })
	}
}

// oneLine is Go in one line, which is what a simple prompt takes for a cell.
func oneLine(source string) string {
	var s scanner.Scanner
	files := token.NewFileSet()
	s.Init(files.AddFile("", files.Base(), len(source)), []byte(source), nil, 0)
	var line strings.Builder
	for {
		_, tok, text := s.Scan()
		switch {
		case tok == token.EOF:
			return strings.TrimSuffix(line.String(), "; ") // at the end it hides the value
		case tok == token.SEMICOLON:
			line.WriteString("; ")
		case text != "":
			line.WriteString(text + " ")
		default:
			line.WriteString(tok.String() + " ")
		}
	}
}

// console types the notebook's cells.
func (g galleryNotebook) console(c *environment) {
	nb, err := nbformat.Unmarshal([]byte(g.source))
	if err != nil {
		c.t.Fatal(err)
	}
	var typed strings.Builder
	for _, cell := range nb.Cells {
		if cell.Type == nbformat.Code {
			typed.WriteString(oneLine(cell.Source) + "\n")
		}
	}
	cmd := c.command(c.python, "-m", "jupyter", "console", "--kernel", "gorgo", "--simple-prompt")
	cmd.Stdin = strings.NewReader(typed.String())
	out, err := cmd.CombinedOutput()
	if err != nil {
		c.t.Fatalf("%v\n%s", err, out)
	}
	want(c.t, string(out), g.text)
	for _, wrong := range []string{"compile error", "panic:"} {
		if strings.Contains(string(out), wrong) {
			c.t.Errorf("%s in\n%s", wrong, out)
		}
	}
}

// TestWidgetState: gorgo run keeps of widgets what nbclient does.
func TestWidgetState(t *testing.T) {
	c := newEnvironment(t)
	c.write("nb.ipynb", gallery(t)["widgets.ipynb"].source)
	galleryWriters["gorgo run"](c)
	c.write("ours.ipynb", c.read("out.ipynb"))
	galleryWriters["nbclient"](c)
	c.write("compare.py", `
import json
def shape(file):
    with open(file, encoding="utf-8") as f:
        states = json.load(f)["metadata"]["widgets"]["application/vnd.jupyter.widget-state+json"]
    models = states.pop("state").values()
    return states, sorted((m["model_name"], m["model_module"], m["model_module_version"], sorted(m["state"]),
        [(b["path"], b["encoding"], len(b["data"])) for b in m.get("buffers", [])],
        [o["output_type"] for o in m["state"].get("outputs", [])]) for m in models)
ours, theirs = shape("ours.ipynb"), shape("out.ipynb")
assert ours == theirs, (ours, theirs)
print("same", len(ours[1]) > 20)
`)
	want(t, c.run(c.python, "compare.py"), "same True")
}
