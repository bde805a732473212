package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/gorgolab/gorgo/notebooks/nbformat"
)

// chromium is a browser that can be driven.
func chromium(t *testing.T) string {
	t.Helper()
	for _, name := range []string{os.Getenv("GORGO_CHROMIUM"), "chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); name != "" && err == nil {
			return path
		}
	}
	missing(t, "Chromium", "Install it, or name a Chrome in GORGO_CHROMIUM.")
	return ""
}

// frontEnd is a server with a front end in the browser.
type frontEnd struct {
	module, class string // of its server
	home, page    string // the address that it prints, that of the notebook
}

var (
	jupyterLab = frontEnd{"jupyterlab", "LabApp", "/lab?", "/lab/tree/notebook.ipynb?reset&"}
	notebook7  = frontEnd{"notebook", "JupyterNotebookApp", "/tree?", "/notebooks/notebook.ipynb?"}
)

// serve starts the server and returns the address of notebook.ipynb, with
// the token.
func (c *environment) serve(f frontEnd) string {
	c.t.Helper()
	cmd := c.command(c.python, "-m", f.module, "--no-browser", "--allow-root", "--port=0", "--ip=127.0.0.1",
		"--ServerApp.root_dir="+c.dir, "--"+f.class+".expose_app_in_browser=True", "--LabApp.news_url=", "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate")
	stderr, err := cmd.StderrPipe()
	if err != nil {
		c.t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		c.t.Fatal(err)
	}
	c.t.Cleanup(func() {
		_ = cmd.Process.Signal(os.Interrupt)
		_ = cmd.Process.Signal(os.Interrupt)
		timer := time.AfterFunc(20*time.Second, func() { _ = cmd.Process.Kill() })
		_ = cmd.Wait()
		timer.Stop()
	})
	address := regexp.MustCompile(`http://127\.0\.0\.1:\d+` + regexp.QuoteMeta(f.home) + `token=\w+`)
	var log strings.Builder
	lines := bufio.NewScanner(stderr)
	for lines.Scan() {
		fmt.Fprintln(&log, lines.Text())
		if url := address.FindString(lines.Text()); url != "" {
			go io.Copy(io.Discard, stderr)
			return strings.Replace(url, f.home, f.page, 1)
		}
	}
	c.t.Fatalf("the server did not start:\n%s", log.String())
	return ""
}

func TestJupyterLab(t *testing.T) { galleryInBrowser(t, jupyterLab) }
func TestNotebook(t *testing.T)   { galleryInBrowser(t, notebook7) }

// galleryInBrowser runs the gallery in Chromium and looks for the plots on the page.
func galleryInBrowser(t *testing.T, f frontEnd) {
	for name, g := range gallery(t) {
		t.Run(name, func(t *testing.T) { runInBrowser(t, f, name, g.source, g.plots) })
	}
}

// openInBrowser opens a notebook in Chromium, and leaves the page open until the
// test ends, when it saves a picture of it in $GORGO_SCREENSHOTS.
func openInBrowser(t *testing.T, f frontEnd, name, notebook string) context.Context {
	browser := chromium(t)
	c := newEnvironment(t)
	c.write("notebook.ipynb", notebook)
	c.module("jupyter", "trust", "notebook.ipynb") // or its widgets are texts until it has run
	url := c.serve(f)

	// t's own context ends before the picture is taken.
	alloc, cancel := chromedp.NewExecAllocator(context.Background(), append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(browser), chromedp.NoSandbox, chromedp.DisableGPU, chromedp.WindowSize(1400, 6000),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true), chromedp.UserDataDir(filepath.Join(c.dir, "browser")))...)
	t.Cleanup(cancel)
	ctx, cancel := chromedp.NewContext(alloc)
	t.Cleanup(cancel)

	// The page says itself when it is ready.
	const ready = `(() => {
		const app = window.jupyterapp; if (!app) return false;
		const panel = Array.from(app.shell.widgets("main")).find(w => w.sessionContext);
		const kernel = panel && panel.sessionContext.session && panel.sessionContext.session.kernel;
		if (!kernel || kernel.status !== "idle") return false;
		app.shell.activateById(panel.id);
		window.gorgoPanel = panel;
		return app.shell.currentWidget === panel;
	})()`
	// In a window that nobody looks at nothing has the focus, and no widget is
	// the current one.
	run(t, ctx, func(ctx context.Context, page *chromedp.Target) (cdp.Empty, error) {
		return cdp.Call(ctx, page, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true})
	})
	t.Cleanup(func() { screenshot(t, ctx, name+"-"+f.module+".png") })
	run(t, ctx, chromedp.Navigate(url))
	waitFor(t, ctx, 2*time.Minute, ready)
	return ctx
}

// runInBrowser opens a notebook and runs it, wants plots on the page and no errors.
func runInBrowser(t *testing.T, f frontEnd, name, notebook string, plots int) context.Context {
	ctx := openInBrowser(t, f, name, notebook)
	// The page says itself when all cells have run.
	const state = `(() => {
		const w = window.gorgoPanel;
		const code = w.content.widgets.filter(c => c.model.type === "code");
		return JSON.stringify({
			done: code.every(c => c.model.executionCount !== null || c.model.outputs.length > 0),
			svg: document.querySelectorAll(".jp-OutputArea-output img[src^='data:image/svg'], .jp-OutputArea-output svg").length,
			errors: code.flatMap(c => c.model.outputs.toJSON().filter(o => o.output_type === "error").map(o => o.ename + ": " + o.evalue)),
		});
	})()`
	const runAll = `window.jupyterapp.commands.execute("notebook:run-all-cells").then(() => { window.gorgoRan = true }); 0`
	run(t, ctx, chromedp.Evaluate[int](runAll))
	waitFor(t, ctx, 4*time.Minute, `window.gorgoRan === true`)
	// The page draws outputs in its own time, and none where a cell failed.
	waitFor(t, ctx, time.Minute, fmt.Sprintf(`(s => s.done && (s.errors.length > 0 || s.svg >= %d))(JSON.parse(%s))`, plots, state))
	var got struct {
		Done   bool
		SVG    int
		Errors []string
	}
	if err := json.Unmarshal([]byte(run(t, ctx, chromedp.Evaluate[string](state))), &got); err != nil {
		t.Fatal(err)
	}
	if !got.Done || len(got.Errors) > 0 || got.SVG < plots {
		t.Errorf("done %v, %d SVG plots on the page (want at least %d), errors %q", got.Done, got.SVG, plots, got.Errors)
	}
	return ctx
}

// TestWidgets moves a slider in JupyterLab, and the plot follows.
func TestWidgets(t *testing.T) {
	nb := nbformat.New("gorgo", "Go (gorgo)", "go")
	nb.Add(nbformat.Code, `import (
	"github.com/gorgolab/gorgo/display/widgets"
	"github.com/gorgolab/gorgo/lib/plots"
)

n := widgets.NewIntSlider(widgets.IntSliderOptions{Label: "n", Min: 1, Max: 9, Value: 3})
widgets.Interact(func(n int) *plots.Figure {
	y := make([]float64, n+1)
	for i := range y {
		y[i] = float64(i * i)
	}
	f := plots.Line([]plots.Series{{Name: "squares", Y: y}})
	f.Title = fmt.Sprintf("%d squares", n)
	return f
}, n)`)
	data, err := nbformat.Marshal(nb)
	if err != nil {
		t.Fatal(err)
	}
	ctx := runInBrowser(t, jupyterLab, "widgets", string(data), 1)
	shows := func(text string) string {
		return fmt.Sprintf(`Array.from(document.querySelectorAll(".jp-OutputArea-output img")).some(i => decodeURIComponent(i.src).includes(%q) || atob((i.src.split("base64,")[1] || "")).includes(%q)) || Array.from(document.querySelectorAll(".jp-OutputArea-output svg")).some(s => s.textContent.includes(%q))`, text, text, text)
	}
	waitFor(t, ctx, time.Minute, shows("3 squares"))
	run(t, ctx, chromedp.Evaluate[int](`document.querySelector(".noUi-handle").focus(), 0`))
	run(t, ctx, chromedp.KeyEvent(kb.ArrowRight))
	waitFor(t, ctx, time.Minute, shows("4 squares"))
}

// TestSavedWidgets opens a notebook that gorgo run wrote in JupyterLab: nothing runs,
// and its widgets are as they were.
func TestSavedWidgets(t *testing.T) {
	nb := nbformat.New("gorgo", "Go (gorgo)", "go")
	nb.Add(nbformat.Code, "import \"github.com/gorgolab/gorgo/display/widgets\"\n\n"+
		"n := widgets.NewIntSlider(widgets.IntSliderOptions{Label: \"n\", Max: 9, Value: 3})\n"+
		"widgets.Interact(func(n int) string { return fmt.Sprint(\"squared: \", n*n) }, n)")
	nb.Add(nbformat.Code, "n.SetValue(7)")
	data, err := nbformat.Marshal(nb)
	if err != nil {
		t.Fatal(err)
	}
	c := newEnvironment(t)
	c.write("nb.ipynb", string(data))
	gorgo, err := program()
	if err != nil {
		t.Fatal(err)
	}
	c.run(gorgo, "run", "nb.ipynb")
	ctx := openInBrowser(t, jupyterLab, "saved", c.read("nb.executed.ipynb"))
	waitFor(t, ctx, time.Minute, `Array.from(document.querySelectorAll(".widget-readout")).some(r => r.textContent === "7")`)
	waitFor(t, ctx, time.Minute, `Array.from(document.querySelectorAll(".jp-OutputArea-output")).some(r => r.textContent.includes("squared: 49"))`)
}

// waitFor waits until an expression on the page is true.
func waitFor(t *testing.T, ctx context.Context, limit time.Duration, expression string) {
	t.Helper()
	// A page that draws nothing has no animation frames to wait for.
	run(t, ctx, chromedp.Poll[bool](expression, chromedp.WithPollingTimeout(limit), chromedp.WithPollingInterval(250*time.Millisecond)))
}

// run does one step in the browser.
func run[T any](t *testing.T, ctx context.Context, step chromedp.Action[T]) T {
	t.Helper()
	v, err := chromedp.Run(ctx, step)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// screenshot saves a picture of the page in $GORGO_SCREENSHOTS.
func screenshot(t *testing.T, ctx context.Context, name string) {
	dir := os.Getenv("GORGO_SCREENSHOTS")
	if dir == "" {
		return
	}
	picture, err := chromedp.Run(ctx, chromedp.FullScreenshot(100))
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, name), picture, 0o644)
	}
	if err != nil {
		t.Error(err)
	}
}
