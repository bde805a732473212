package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/gorgolab/gorgo/notebooks/nbformat"
	"github.com/gorgolab/gorgo/notebooks/runner"
)

var runCommand = &command{
	name:  "run",
	args:  "FILE [FLAGS] [-- ARGUMENTS]",
	short: "run a notebook, a script of cells, or a Go program",
	long: `Run executes the cells of a notebook (FILE.ipynb) in a kernel of its own and
writes the executed notebook and a report, one self-contained HTML file, beside
it: FILE.executed.ipynb and FILE.html.

A Go file with lines "// %%" is a script of cells and runs the same way. Any
other Go file is a program: its main runs, ARGUMENTS are its os.Args, and its
exit status is gorgo's.

Exit status for notebooks: 0 when all cells ran, 1 when one failed, 2 when the
file is missing or broken or the arguments are wrong, 130 after Ctrl-C. What ran
up to there is written in any case.`,
	setup: func(fs *flag.FlagSet) func(stdio, []string) int {
		var o runOptions
		fs.StringVar(&o.out, "o", "", "write the executed notebook to `FILE`")
		fs.StringVar(&o.html, "html", "", "write the report to `FILE`")
		fs.BoolVar(&o.inplace, "inplace", false, "write the executed notebook over the one that is read")
		fs.Var(&o.params, "p", "set a parameter: `NAME=VALUE` replaces a default that the cell\ntagged \"parameters\" declares; may be repeated")
		fs.BoolVar(&o.allowErrors, "allow-errors", false, "go on after a cell that failed")
		fs.DurationVar(&o.timeout, "timeout", 0, "end a cell that takes longer than `TIME`, such as 30s or 5m")
		return o.run
	},
}

type runOptions struct {
	out, html   string
	inplace     bool
	params      params
	allowErrors bool
	timeout     time.Duration
}

// params is the repeatable flag -p.
type params []runner.Param

func (p *params) String() string { return "" }

func (p *params) Set(s string) error {
	param, err := runner.ParseParam(s)
	*p = append(*p, param)
	return err
}

func (o *runOptions) run(io stdio, args []string) int {
	usage := func(format string, a ...any) int {
		fmt.Fprintf(io.err, "gorgo run: "+format+"\n", a...)
		return exitUsage
	}
	var tail []string
	for i, a := range args {
		if a == "--" {
			args, tail = args[:i], args[i+1:]
			break
		}
	}
	if len(args) != 1 {
		return usage("want one file, got %d: gorgo run notebook.ipynb", len(args))
	}
	file := args[0]
	if o.inplace && o.out != "" {
		return usage("give -o or --inplace, not both")
	}
	if filepath.Ext(file) != ".go" {
		if len(tail) > 0 {
			return usage("a notebook takes no arguments after --: use -p name=value")
		}
		nb, err := nbformat.ReadFile(file)
		if err != nil {
			return usage("%v", readable(err, file))
		}
		return o.notebook(io, file, nb)
	}
	src, err := os.ReadFile(file)
	if err != nil {
		return usage("%v", readable(err, file))
	}
	if nbformat.IsPercent(string(src)) {
		return o.notebook(io, file, nbformat.ReadPercent(string(src)))
	}
	if o.out != "" || o.html != "" || o.inplace || len(o.params) > 0 || o.allowErrors || o.timeout > 0 {
		return usage("%s is a Go program: it takes no flags but arguments after --", file)
	}
	return runProgram(io, file, string(src), tail)
}

// readable says of a file error what a person calls it.
func readable(err error, file string) error {
	if errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("there is no file %s", file)
	}
	return err
}

// outputs are the files to write for a notebook or script.
func (o *runOptions) outputs(file string) (notebook, html string) {
	base := strings.TrimSuffix(file, filepath.Ext(file))
	notebook, html = o.out, o.html
	switch {
	case notebook != "":
	case o.inplace && filepath.Ext(file) == ".ipynb":
		notebook = file
	default:
		notebook = base + ".executed.ipynb"
	}
	if html == "" {
		html = base + ".html"
	}
	return notebook, html
}
