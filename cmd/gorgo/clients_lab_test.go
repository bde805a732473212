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
	jupyterLab = frontEnd{"jupyterlab", "LabApp", "/lab?", "/lab/tree/quickstart.ipynb?reset&"}
	notebook7  = frontEnd{"notebook", "JupyterNotebookApp", "/tree?", "/notebooks/quickstart.ipynb?"}
)

// serve starts the server and returns the address of the quickstart, with the
// token.
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

func TestJupyterLab(t *testing.T) { quickstart(t, jupyterLab) }
func TestNotebook(t *testing.T)   { quickstart(t, notebook7) }

// quickstart runs the quickstart in Chromium, looks for the plots on the page, and
// saves a picture of it in $GORGO_SCREENSHOTS.
func quickstart(t *testing.T, f frontEnd) {
	browser := chromium(t)
	c := newEnvironment(t)
	nb, err := os.ReadFile("../../notebooks/gallery/quickstart.ipynb")
	if err != nil {
		t.Fatal(err)
	}
	c.write("quickstart.ipynb", string(nb))
	url := c.serve(f)

	alloc, cancel := chromedp.NewExecAllocator(t.Context(), append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(browser), chromedp.NoSandbox, chromedp.DisableGPU, chromedp.WindowSize(1400, 6000),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true), chromedp.UserDataDir(filepath.Join(c.dir, "browser")))...)
	defer cancel()
	ctx, cancel := chromedp.NewContext(alloc)
	defer cancel()

	// The page says itself when it is ready and when all cells have run.
	const ready = `(() => {
		const app = window.jupyterapp; if (!app) return false;
		const panel = Array.from(app.shell.widgets("main")).find(w => w.sessionContext);
		const kernel = panel && panel.sessionContext.session && panel.sessionContext.session.kernel;
		if (!kernel || kernel.status !== "idle") return false;
		app.shell.activateById(panel.id);
		window.gorgoPanel = panel;
		return app.shell.currentWidget === panel;
	})()`
	const state = `(() => {
		const w = window.gorgoPanel;
		const code = w.content.widgets.filter(c => c.model.type === "code");
		return JSON.stringify({
			done: code.every(c => c.model.executionCount !== null || c.model.outputs.length > 0),
			idle: w.sessionContext.session.kernel.status === "idle",
			svg: document.querySelectorAll(".jp-OutputArea-output img[src^='data:image/svg'], .jp-OutputArea-output svg").length,
			errors: code.flatMap(c => c.model.outputs.toJSON().filter(o => o.output_type === "error").map(o => o.ename + ": " + o.evalue)),
		});
	})()`
	const runAll = `window.jupyterapp.commands.execute("notebook:run-all-cells").then(() => { window.gorgoRan = true }); 0`
	// A page that draws nothing has no animation frames to wait for.
	often := chromedp.WithPollingInterval(250 * time.Millisecond)
	defer func() { screenshot(t, ctx, f.module+".png") }()
	// In a window that nobody looks at nothing has the focus, and no widget is
	// the current one.
	run(t, ctx, func(ctx context.Context, page *chromedp.Target) (cdp.Empty, error) {
		return cdp.Call(ctx, page, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true})
	})
	run(t, ctx, chromedp.Navigate(url))
	run(t, ctx, chromedp.Poll[bool](ready, chromedp.WithPollingTimeout(2*time.Minute), often))
	run(t, ctx, chromedp.Evaluate[int](runAll))
	run(t, ctx, chromedp.Poll[bool](`window.gorgoRan === true`, chromedp.WithPollingTimeout(4*time.Minute), often))
	var got struct {
		Done, Idle bool
		SVG        int
		Errors     []string
	}
	if err := json.Unmarshal([]byte(run(t, ctx, chromedp.Evaluate[string](state))), &got); err != nil {
		t.Fatal(err)
	}
	if !got.Done || len(got.Errors) > 0 || got.SVG < 3 {
		t.Errorf("done %v, %d SVG plots on the page (want at least 3), errors %q", got.Done, got.SVG, got.Errors)
	}
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
