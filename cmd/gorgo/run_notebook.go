// gorgo run for notebooks: a kernel process, the runner, the files.

package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"

	"github.com/gorgolab/gorgo/interp/packages"
	"github.com/gorgolab/gorgo/kernel/client"
	"github.com/gorgolab/gorgo/kernel/history"
	"github.com/gorgolab/gorgo/kernel/wire"
	"github.com/gorgolab/gorgo/notebooks/nbformat"
	"github.com/gorgolab/gorgo/notebooks/report"
	"github.com/gorgolab/gorgo/notebooks/runner"
)

func (o *runOptions) notebook(io stdio, file string, nb *nbformat.Notebook) int {
	if lang := nb.Language(); lang != "" && lang != "go" {
		fmt.Fprintf(io.err, "gorgo run: %s is a notebook in %s; gorgo runs Go\n", file, lang)
		return exitUsage
	}
	if err := runner.Inject(nb, o.params, packages.Universe{}); err != nil {
		fmt.Fprintf(io.err, "gorgo run: %v\n", err)
		return exitUsage
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	console := newConsole(io.out)
	err := o.execute(ctx, console, file, nb)
	console.close()

	notebook, html := o.outputs(file)
	if werr := write(nb, file, notebook, html); werr != nil {
		fmt.Fprintf(io.err, "gorgo run: %v\n", werr)
		return exitFailed
	}
	code := exitOK
	var failed *runner.CellError
	switch {
	case errors.Is(err, runner.ErrInterrupted):
		fmt.Fprintln(io.err, "Interrupted.")
		code = exitInterrupted
	case errors.As(err, &failed):
		fmt.Fprintf(io.err, "Cell %d failed:\n\n%s\n\n", failed.Number, console.plain(failed.Text(), io.err))
		code = exitFailed
	case err != nil:
		fmt.Fprintf(io.err, "gorgo run: %v\n", err)
		code = exitFailed
	}
	fmt.Fprintf(io.out, "Notebook: %s\nReport:   %s\n", notebook, html)
	return code
}

// execute runs the notebook in a kernel process of its own, in the notebook's
// folder, so that relative paths mean what they mean in JupyterLab.
func (o *runOptions) execute(ctx context.Context, console *console, file string, nb *nbformat.Notebook) error {
	program, err := os.Executable()
	if err != nil {
		return err
	}
	// Ctrl-C ends the start, but later only the cell: what ran is kept.
	life, end := context.WithCancel(context.WithoutCancel(ctx))
	defer end()
	starting := context.AfterFunc(ctx, end)
	var late runner.Late
	k, err := client.Launch(life, []string{program, "kernel", "-f", "{connection_file}"}, client.LaunchOptions{
		Dir:     filepath.Dir(file),
		Env:     []string{history.Variable + "=off"}, // a history is of what people typed
		Connect: client.ConnectOptions{Other: late.Add},
	})
	if err != nil {
		if ctx.Err() != nil {
			return runner.ErrInterrupted
		}
		return fmt.Errorf("the kernel did not start: %w", err)
	}
	starting()
	defer func() {
		_ = k.Shutdown(context.Background())
	}()
	info := k.Info().LanguageInfo
	nb.Metadata["language_info"] = map[string]any{
		"name": info.Name, "version": info.Version, "mimetype": info.Mimetype, "file_extension": info.FileExtension,
	}
	return runner.Run(ctx, executor{k}, nb, runner.Options{
		AllowErrors: o.allowErrors, Timeout: o.timeout, Observer: console.observer(), Late: &late,
	})
}

// executor is a client's kernel as the runner wants it.
type executor struct{ k *client.Kernel }

func (e executor) Execute(ctx context.Context, code string, on func(*wire.Message)) (*wire.ExecuteReply, error) {
	reply, err := e.k.Execute(ctx, code, client.ExecuteOptions{}, func(m wire.Message) { on(&m) })
	return &reply, err
}

func (e executor) Interrupt(ctx context.Context) error { return e.k.Interrupt(ctx) }

// write writes the executed notebook and the report.
func write(nb *nbformat.Notebook, file, notebook, html string) error {
	if err := nbformat.WriteFile(notebook, nb); err != nil {
		return err
	}
	var b bytes.Buffer
	if err := report.HTML(&b, nb, report.Options{Name: filepath.Base(file)}); err != nil {
		return fmt.Errorf("the report: %w", err)
	}
	return os.WriteFile(html, b.Bytes(), 0o644)
}
