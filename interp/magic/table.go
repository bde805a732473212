// This file lists the magics.

package magic

import (
	"context"
	"fmt"
	"regexp"

	"github.com/gorgolab/gorgo/interp"
	"github.com/gorgolab/gorgo/interp/check"
)

// magic is an entry of the table.
type magic struct {
	name string
	// args is what %help shows after the name; "": the magic takes nothing.
	args string
	// does is a line about what it does.
	does string
	// code: the argument is Go, and without one the rest of the cell is.
	code bool
	// flags matches an option in front of the argument, nil if there are none.
	flags *regexp.Regexp
	// options says more about the arguments, a line each.
	options string
	run     func(ctx context.Context, c *call) (interp.Result, error)
}

// table is filled by init, since %help reads it.
var table []*magic

func init() {
	table = []*magic{
		{name: "time", args: "[CODE]", does: "run Go, and say how long it took", code: true, run: timeOnce},
		{name: "timeit", args: "[-n LOOPS] [-r BATCHES] [CODE]", does: "run Go many times, and say how long one time takes", code: true, run: timeit, flags: regexp.MustCompile(`^-([nr])[ \t]*(\d+)(?:[ \t]+|$)`),
			options: "-n LOOPS    run it so often between two looks at the clock; otherwise as often as takes a tenth of a second\n-r BATCHES  look at the clock so often; otherwise until the mean is known to one per cent"},
		{name: "who", args: "[TYPE…]", does: "list the names of the session with their types and values", run: who,
			options: "TYPE  list only those of a type, as in %who int []string; func, type and const stand for all of them"},
		{name: "doc", args: "NAME", does: "show the documentation of a name: strings.Cut, a type, a function of yours", run: document,
			options: "NAME? does the same, NAME?? shows the source if it is known"},
		{name: "go", args: "[CODE]", does: "show what gorgo makes of Go before it runs it", code: true, run: lowered},
		{name: "imports", does: "list the packages that cells used without importing them", run: imports},
		{name: "require", args: "[MODULE[@VERSION]]", does: "add a Go module in a certain version; list those in use", run: require},
		{name: "restore", does: "run the cells again that defined names which were lost with their process", run: restore},
		{name: "reset", args: "[-f]", does: "forget all names, values and imports", run: reset, options: "-f  do not ask; gorgo never does"},
		{name: "env", args: "[NAME[=VALUE]]", does: "show or set environment variables", run: env},
		{name: "cd", args: "[DIR]", does: "change the working directory; without DIR to your home, with - back", run: cd},
		{name: command, args: "COMMAND", does: "run a command of the system's shell", run: shell},
		{name: "help", args: "[NAME]", does: "list the magics, or explain one", run: help},
	}
}

// Names lists the magics that begin with a percent sign, without it.
func Names() []string {
	var names []string
	for _, m := range table {
		if m.name != command {
			names = append(names, m.name)
		}
	}
	return names
}

// unknownError is a magic that does not exist.
type unknownError struct{ msg, hint string }

func (e *unknownError) Error() string { return e.msg }

// elsewhere are magics of other kernels, and what to write here.
var elsewhere = map[string]string{
	"bash": "!command runs a command", "sh": "!command runs a command", "system": "!command runs a command", "sx": "!command runs a command",
	"pip": "%require module@version adds a Go module", "conda": "%require module@version adds a Go module", "get": "%require module@version adds a Go module",
	"whos": "did you mean %who?", "pinfo": "did you mean %doc?", "pdoc": "did you mean %doc?", "lsmagic": "did you mean %help?", "magic": "did you mean %help?", "quickref": "did you mean %help?",
	"set_env": "did you mean %env?", "who_ls": "did you mean %who?", "xdel": "a name cannot be taken back; %reset forgets all", "reset_selective": "%reset forgets all",
	"pushd": "did you mean %cd?", "popd": "%cd - goes back", "dhist": "%cd - goes back", "psource": "NAME?? shows the source", "pinfo2": "NAME?? shows the source", "edit": "NAME?? shows the source",
	"run": "!gorgo run FILE runs a Go file or a notebook", "load": "!cat FILE shows a file", "writefile": "os.WriteFile(name, []byte(text), 0o644) writes a file", "file": "os.WriteFile(name, []byte(text), 0o644) writes a file",
	"html": "a value of display.HTML shows itself", "HTML": "a value of display.HTML shows itself", "markdown": "a Markdown cell holds text", "latex": "a Markdown cell holds formulas", "javascript": "cells run Go alone", "python": "!python3 FILE runs Python", "python3": "!python3 FILE runs Python",
	"prun": "runtime/pprof profiles", "pdb": "there is no debugger; an error shows its stack", "debug": "there is no debugger; an error shows its stack", "tb": "an error shows its stack",
	"load_ext": "there are no extensions; import a package", "reload_ext": "a package beside the notebook is loaded again when it changes", "autoreload": "a package beside the notebook is loaded again when it changes", "aimport": "a package beside the notebook is loaded again when it changes",
	"capture": "a cell that ends in ; shows no value", "config": "there is nothing to configure", "alias": "!command runs a command", "history": "the notebook has the history", "hist": "the notebook has the history", "recall": "the notebook has the history", "pwd": "!pwd shows the working directory", "ls": "!ls lists files",
	"matplotlib": "plots need no magic here: a plot that a cell ends in is shown",
}

func unknown(d Directive) error {
	if d.Name == "" {
		return &unknownError{"a % at the start of a cell wants the name of a magic", "%help lists them"}
	}
	e := &unknownError{fmt.Sprintf("there is no magic %%%s", d.Name), "%help lists the magics"}
	if h := elsewhere[d.Name]; h != "" {
		e.hint = h
	} else if best := check.Nearest(d.Name, Names()); best != "" {
		e.hint = "did you mean %" + best + "?"
	}
	return e
}
